import { fromBase64 } from "../crypto/bytes.ts";
import { isLost, matchersOf, openMatchKey, type OpenedMatchKey } from "../record/match-key.ts";
import type { ServedMatchKey } from "./server.ts";
import type { Session } from "./session.ts";

/** The key of match records as this console knows it (`docs/record-format.md`, step 39). */
export interface MatchKeyState {
  readonly served: ServedMatchKey | undefined;
  /** Where this volunteer is a reader. */
  readonly mine: OpenedMatchKey | undefined;
}

/** Asked for once, and again where it has changed. */
export class MatchKeys {
  #state: MatchKeyState | undefined;

  get known(): MatchKeyState | undefined {
    return this.#state;
  }

  /** Undefined where there is no matcher, or this volunteer has nothing to do with the key: then nothing is asked. */
  async state(session: Session): Promise<MatchKeyState | undefined> {
    const { me, present } = session;
    if (matchersOf(present).length === 0 || !me.roles.some((role) => role === "reviewer" || role === "coordinator")) {
      return undefined;
    }
    return (this.#state ??= await readKey(session));
  }

  forget(): void {
    this.#state = undefined;
  }
}

async function readKey({ server, file, directory }: Session): Promise<MatchKeyState> {
  const served = await server.matchKey();
  const sealed = served?.sealed;
  const opened = sealed === undefined ? undefined : await openMatchKey(fromBase64(sealed), file.identity, directory);
  // A server that gives out an older key, which somebody knows who has left, is believed in nothing of it.
  const mine = opened?.key.generation === served?.generation ? opened : undefined;
  return { served, mine };
}

/** Whether a new one is due: there is none, or somebody who knows it was lost. */
export const isDue = ({ present }: Session, { served, mine }: MatchKeyState): boolean =>
  served === undefined || isLost([served.maker, ...served.readers, ...(mine?.key.readers ?? [])], present);
