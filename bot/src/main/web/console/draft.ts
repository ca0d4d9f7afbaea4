/** A letter that is being written. It lives in the open case alone: to leave or lock it is to forget it. */
export interface Draft {
  text: string;
  files: readonly DraftFile[];
}

export interface DraftFile {
  readonly content: Blob;
  /** As in a record's attachments (`docs/record-format.md`, step 11). */
  readonly kind: "voice" | "audio" | "video" | "photo" | "document";
  readonly name: string | undefined;
}

export const emptyDraft = (): Draft => ({ text: "", files: [] });
