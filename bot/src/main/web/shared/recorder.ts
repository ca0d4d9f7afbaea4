/** What a recording is made of; the first that the browser can write. */
const SOUND = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];

/** Sound in pieces of a second, so that a page that is closed in the middle has lost nothing but what it forgets anyway. */
const PIECE_MS = 1000;

/** A recording under way. */
export interface Recording {
  /** Ends it; the device's light goes out. */
  end(): Promise<Blob>;
}

export const canRecord = (): boolean =>
  typeof MediaRecorder !== "undefined" && typeof navigator.mediaDevices?.getUserMedia === "function";

/** Asks for the microphone and begins. Rejects where the family or the device says no. */
export async function record(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const type = SOUND.find((candidate) => MediaRecorder.isTypeSupported(candidate));
  const recorder = new MediaRecorder(stream, type === undefined ? {} : { mimeType: type });
  const pieces: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
  recorder.start(PIECE_MS);
  return {
    end: () =>
      new Promise((resolve) => {
        recorder.addEventListener("stop", () => {
          stream.getTracks().forEach((track) => track.stop());
          resolve(new Blob(pieces, { type: (recorder.mimeType || "audio/ogg").replace(/;.*/, "") }));
        });
        recorder.stop();
      }),
  };
}
