/** The page is used meanwhile, so this is only the end of a line that hangs. */
const LONGEST_MS = 5 * 60 * 1000;

/**
 * The directory that the server has now and who is revoked, as text that nobody has checked. Undefined without a network, without an answer in time, and where it has none.
 *
 * @param longestMs after so long nothing more is waited for, also in the middle of an answer
 */
export async function servedDirectory(longestMs: number = LONGEST_MS): Promise<string | undefined> {
  const stop = new AbortController();
  const end = setTimeout(() => stop.abort(), longestMs);
  try {
    const answer = await fetch("/form/api/directory", { cache: "no-store", credentials: "omit", signal: stop.signal });
    return answer.ok ? await answer.text() : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(end);
  }
}
