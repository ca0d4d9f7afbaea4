/** What a browser plays or paints and never runs. Anything else, a page or a drawing with a script above all, can only be saved. */
const PICTURES = ["image/jpeg", "image/png", "image/gif", "image/webp"];
const SOUNDS = ["audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/wav", "audio/webm", "audio/flac"];
const FILMS = ["video/mp4", "video/webm", "video/ogg", "video/quicktime"];

export type Media = "picture" | "sound" | "film" | "other";

/** How a file of this type may be shown, and the type without its parameters. */
export function mediaOf(told: string | undefined): { readonly media: Media; readonly type: string } {
  const type = (told ?? "").split(";")[0]!.trim().toLowerCase();
  const media = PICTURES.includes(type) ? "picture" : SOUNDS.includes(type) ? "sound" : FILMS.includes(type) ? "film" : "other";
  return { media, type };
}

/** Characters of a name; the ending is kept. */
const LONGEST_NAME = 80;
const LONGEST_ENDING = 10;

/** A name under which a file can be saved, that is no path, and whose ending reads as it is; the other one where nothing is left of it. */
export function harmlessName(name: string | undefined, otherwise: string): string {
  const plain = [...(name ?? "").replace(/[^\p{L}\p{N}._ -]/gu, "_").replace(/^[. ]+/, "")];
  const cut = plain.length <= LONGEST_NAME ? plain : [...plain.slice(0, LONGEST_NAME - LONGEST_ENDING - 1), "_", ...plain.slice(-LONGEST_ENDING)];
  return cut.length === 0 ? otherwise : cut.join("");
}
