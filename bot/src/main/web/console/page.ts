import { el, type Child } from "../shared/dom.ts";
import type { Session } from "./session.ts";
import type { LanguageTag, StringId } from "./strings.ts";

/** What a view needs of the page around it. */
export interface Page {
  readonly session: Session;
  readonly tag: LanguageTag;
  readonly say: (id: StringId) => string;
  /** Where the page says what happens. */
  readonly status: HTMLElement;
  /** Runs what a button does; whatever goes wrong is said in words. */
  readonly attempt: (action: () => Promise<void>) => Promise<void>;
  readonly tell: (text: StringId | undefined, trouble?: boolean) => void;
}

/** The key of a passphrase is computed in one piece, during which nothing can be painted. */
export const painted = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));

export const button = (text: Child, click: () => void, main = false): HTMLButtonElement =>
  el("button", { type: "button", class: main ? "main" : undefined, click }, text);

/** Two groups of its first digits: enough to tell cases apart in conversation. */
export const caseName = (id: string): HTMLElement => el("span", { class: "id", title: id, lang: "en" }, `${id.slice(0, 4)} ${id.slice(4, 8)}`);

/** As it stands on the family's card (`docs/record-format.md`, step 27). */
export const caseMark = (id: string): HTMLElement =>
  el("span", { class: "id", title: id, lang: "en" }, `${id.slice(0, 4)} ${id.slice(4, 8)} ${id.slice(8, 12)}`);

export const nameOf = ({ directory }: Session, id: string): string => directory.people.find((person) => person.id === id)?.name ?? id;

export const has = ({ me }: Session, ...roles: readonly string[]): boolean => me.roles.some((role) => roles.includes(role));

/** Asks before something is done that cannot be undone. */
export function ask(question: string, yes: string, no: string, does: () => void): void {
  const answer = (text: string, agreed: boolean) =>
    el(
      "button",
      {
        type: "button",
        class: agreed ? undefined : "main",
        autofocus: !agreed,
        click: () => {
          dialog.close();
          if (agreed) {
            does();
          }
        },
      },
      text,
    );
  const dialog = el("dialog", { "aria-label": question, close: () => dialog.remove() }, el("p", {}, question), el("div", { class: "bar" }, answer(no, false), answer(yes, true)));
  document.body.append(dialog);
  dialog.showModal();
}
