import { hiddenData } from "../shared/metadata.ts";
import type { Say } from "./say.ts";

/** What a file tells beside what it shows, each kind once, in the reader's words. */
export async function hiddenIn(content: Blob, say: Say): Promise<readonly string[]> {
  return (await hiddenData(content)).map((kind) => say.text(`page.hidden_${kind}`));
}
