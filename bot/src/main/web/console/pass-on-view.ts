import { sha256Hex, utf8 } from "../crypto/bytes.ts";
import { el, type Child } from "../shared/dom.ts";
import { button, type Page } from "./page.ts";
import { URGENCIES, type QueuedCase, type Urgency } from "./server.ts";
import type { StringId } from "./strings.ts";

export const urgencyWords = { today: "soonToday", week: "soonWeek", calm: "soonCalm" } as const satisfies Readonly<Record<Urgency, StringId>>;

/** What the log says of a word or an id: its SHA-256. */
const about = (text: string): string => sha256Hex(utf8(text));

/**
 * How soon an open case is to be read, and to whom it is handed.
 *
 * @param queued what the queue said of it last
 * @param here ids of who is in the console now
 */
export function passOnView(page: Page, id: string, queued: QueuedCase | undefined, here: readonly string[], said: (urgency: Urgency) => void, handed: (name: string) => Promise<void>): HTMLElement {
  const { session, say, attempt, tell } = page;
  const { server, log, me, present } = session;
  const soon = el(
    "select",
    {
      id: "soon",
      change: () =>
        void attempt(async () => {
          const urgency = soon.value as Urgency;
          await log.with({ act: "urgency", case: id, sha256: about(urgency) }, (entry) => server.sayUrgency(id, urgency, entry));
          said(urgency);
          tell("soonSaid");
        }),
    },
    queued?.urgency === undefined && el("option", { value: "", disabled: true, selected: true }, say(queued?.urgent === true ? "soonFamily" : "soonNobody")),
    ...URGENCIES.map((each) => el("option", { value: each, selected: queued?.urgency === each }, say(urgencyWords[each]))),
  );
  const readers = present.people.filter((person) => person.id !== me.id && person.roles.some((role) => role === "reviewer" || role === "security"));
  const colleagues = [...readers.filter((person) => here.includes(person.id)), ...readers.filter((person) => !here.includes(person.id))];
  const to = el(
    "select",
    { id: "hand" },
    el("option", { value: "" }, say("handWho")),
    ...colleagues.map((person) => el("option", { value: person.id }, here.includes(person.id) ? `${person.name} · ${say("isHere")}` : person.name)),
  );
  const hand = (): Promise<void> =>
    attempt(async () => {
      const person = colleagues.find((each) => each.id === to.value);
      if (person === undefined) {
        to.focus();
        return tell("handChoose", true);
      }
      await log.with({ act: "hand", case: id, sha256: about(person.id) }, (entry) => server.hand(id, person.id, entry));
      await handed(person.name);
    });
  const field = (text: StringId, input: HTMLElement, ...more: Child[]): HTMLElement => el("div", { class: "bar" }, el("label", { for: input.id }, say(text)), input, ...more);
  return el("div", { class: "bar pass-on" }, field("soon", soon), colleagues.length > 0 && field("hand", to, button(say("handDo"), () => void hand())));
}
