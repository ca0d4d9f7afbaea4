import { recipientOf, type Identity } from "../crypto/age.ts";
import { base64 } from "../crypto/bytes.ts";
import { BundleRefused, openBundle, sealAnswer, type Bundle } from "../record/bundle.ts";
import type { Person } from "../record/directory.ts";
import { language as named } from "../record/languages.ts";
import { openKept, sealKept, type Segment } from "../record/work.ts";
import { el, fill, replace, type Child } from "../shared/dom.ts";
import { address } from "./files.ts";
import { button, type Page } from "./page.ts";
import { Problem } from "./server.ts";
import { renewRevocations, type Session } from "./session.ts";
import { segmentFields } from "./translation-view.ts";

/** A bundle on a translator's table: sentences, and nothing of the case. */
export interface Desk {
  opened: Opened | undefined;
}

interface Opened {
  readonly bundle: Bundle & { readonly asks: Person };
  readonly segments: Segment[];
}

export const emptyDesk = (): Desk => ({ opened: undefined });

/** What lies on the table when the page locks, sealed to the translator: it stays in this page's memory and nowhere else. */
export class LockedDesk {
  #sealed: Promise<{ readonly number: string; readonly sealed: string } | undefined> = Promise.resolve(undefined);

  keep({ opened }: Desk, identity: Identity): void {
    if (opened !== undefined) {
      const { bundle, segments } = opened;
      this.#sealed = recipientOf(identity)
        .then((to) => sealKept(bundle.number, { bundle, segments }, to))
        .then((sealed) => ({ number: bundle.number, sealed: base64(sealed) }))
        // Longer than can be kept: the bundle is still in its file.
        .catch(() => undefined);
    }
  }

  /** Once: undefined where nothing lay there, or it was somebody else's. */
  async takeUp({ file }: Session): Promise<Desk | undefined> {
    const kept = await this.#sealed;
    this.#sealed = Promise.resolve(undefined);
    const opened = kept === undefined ? undefined : ((await openKept(kept.number, kept.sealed, file.identity)) as Opened | undefined);
    return opened === undefined ? undefined : { opened };
  }

  forget(): void {
    this.#sealed = Promise.resolve(undefined);
  }
}

/** "Translate a bundle": a file is opened, its sentences are translated, and the answer is saved for whoever asked. */
export function bundleDesk(page: Page, desk: Desk, draw: () => void, leave: () => void): Child[] {
  const { say, session, attempt } = page;
  const input = el("input", { type: "file", accept: ".age", change: () => void attempt(open) });
  const open = async (): Promise<void> => {
    const [file] = Array.from(input.files ?? []);
    input.value = "";
    if (file === undefined) {
      return;
    }
    const bundle = await openBundle(new Uint8Array(await file.arrayBuffer()), session.file.identity, session.present).catch((e: unknown) => {
      throw e instanceof BundleRefused ? new Problem(e.reason === "not-for-you" ? "bdNotForYou" : "bdUnknown") : e;
    });
    page.tell(undefined);
    desk.opened = { bundle, segments: bundle.segments.map((of) => ({ of, text: "" })) };
    draw();
    document.querySelector<HTMLElement>(".segments textarea")?.focus();
  };
  return [
    el("div", { class: "bar" }, button(say("back"), leave)),
    page.status,
    el("h2", { tabindex: "-1" }, say("bdDesk")),
    el("p", { class: "meta" }, say("bdDeskWhat")),
    el("p", {}, el("label", { class: "button" }, say(desk.opened === undefined ? "bdOpen" : "bdOpenOther"), input)),
    desk.opened !== undefined && work(page, desk.opened),
  ];
}

function work({ say, session, attempt }: Page, { bundle, segments }: Opened): HTMLElement {
  const { asks, number, language, into } = bundle;
  const status = el("p", { class: "meta", role: "status" });
  const saved = el("p", {});
  const nameOf = (tag: string): string => named(tag)?.name ?? tag;
  const list = el("ol", { class: "segments", input: () => replace(saved) }, ...segmentFields({ say }, segments, language, into));
  const seal = (): Promise<void> =>
    attempt(async () => {
      const empty = segments.findIndex(({ text }) => text.trim() === "");
      if (empty >= 0) {
        status.textContent = say("tlnEmpty");
        list.querySelectorAll("textarea")[empty]?.focus();
        return;
      }
      await renewRevocations(session);
      const to = session.present.people.find(({ id }) => id === asks.id);
      if (to === undefined) {
        throw new Problem("bdAskerGone");
      }
      const sealed = await sealAnswer({ number, by: session.me.id, into, segments }, session.file.signingSeed, to.recipient);
      status.textContent = say("bdAnswered");
      replace(saved, el("a", { class: "button main", href: address(sealed, "application/octet-stream"), download: `${number.slice(0, 8)}.answer.age` }, say("bdAnswerSave")));
      saved.querySelector("a")?.focus();
    });
  return el(
    "section",
    { class: "sheet desk" },
    el("p", {}, fill(say("bdAsks"), { name: asks.name, from: nameOf(language), into: nameOf(into) })),
    el("p", { class: "meta" }, say("bdPseudonyms")),
    list,
    el("p", { class: "meta" }, say("tlnMachine")),
    el("p", {}, button(say("bdAnswerSeal"), () => void seal(), true)),
    status,
    saved,
  );
}
