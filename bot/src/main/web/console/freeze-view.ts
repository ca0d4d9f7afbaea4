import { sha256Hex, utf8 } from "../crypto/bytes.ts";
import { readFreeze, signFreeze, signFreezeAgain, type Freeze, type ServedFreeze } from "../record/freeze.ts";
import { el, fill } from "../shared/dom.ts";
import { ask, button, type Page } from "./page.ts";
import { Problem } from "./server.ts";
import type { Session } from "./session.ts";

interface Begun {
  readonly served: ServedFreeze;
  readonly freeze: Freeze;
}

const begunOf = ({ present }: Session, served: readonly ServedFreeze[]): Begun[] =>
  served.flatMap((one): Begun[] => {
    const freeze = readFreeze(one, present);
    return freeze === undefined || freeze.by.length === 0 ? [] : [{ served: one, freeze }];
  });

/** Two coordinators stop everything. @param signed is called when one of the two signatures is there, and says so */
export function freezeView(page: Page, freezes: readonly ServedFreeze[], signed: () => Promise<void>): HTMLElement {
  const { session, say, attempt } = page;
  const begun = begunOf(session, freezes);
  const mine = begun.some(({ freeze }) => freeze.by.some(({ id }) => id === session.me.id));
  const sign = (): void => ask(say("freezeAsk"), say("peopleRevokeYes"), say("no"), () => void attempt(() => freeze(session, signed)));
  return el(
    "section",
    { class: "sheet", "aria-labelledby": "freeze" },
    el("h3", { id: "freeze" }, say("freezeTitle")),
    el("p", {}, say("freezeWhat")),
    ...begun.map(({ freeze: { by } }) => el("p", { class: "check note" }, fill(say("linkSignedBy"), { names: by.map(({ name }) => name).join(", ") }))),
    !mine && button(say("freezeBegin"), sign),
  );
}

/** What somebody has begun is signed as it stands: two texts with one signature each would never meet. */
async function freeze(session: Session, signed: () => Promise<void>): Promise<void> {
  const { server, log, directory, file } = session;
  const [begun] = begunOf(session, await server.freezes());
  const text = begun === undefined ? signFreeze(directory, server.today(), file.signingSeed) : signFreezeAgain(begun.served.statement, file.signingSeed);
  if (await log.with({ act: "freeze", case: "", sha256: sha256Hex(utf8(text.statement)) }, (entry) => server.freeze(text, entry))) {
    throw new Problem("frozen"); // as every request from now on
  }
  await signed();
}
