import { hiddenData } from "./metadata.ts";
import type { Say } from "./say.ts";

/** Beyond this size only the beginning is looked at: what cameras write stands there. */
const LOOKED_AT = 8 * 1024 * 1024;

/** What a file tells beside what it shows, each kind once, in the reader's words. */
export async function hiddenIn(content: Blob, say: Say): Promise<readonly string[]> {
  const bytes = new Uint8Array(await content.slice(0, LOOKED_AT).arrayBuffer());
  return [...new Set(hiddenData(bytes).map(({ kind }) => say.text(`page.hidden_${kind}`)))];
}
