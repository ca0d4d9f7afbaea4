import { utf8 } from "../crypto/bytes.ts";
import { words } from "../crypto/words.ts";
import { el, fill, replace } from "../shared/dom.ts";
import { address } from "./files.ts";
import { makeKeys, readInvitation, SHORTEST_PASSPHRASE, type Invitation, type NewKeys } from "./new-keys.ts";
import { button, painted, type Page } from "./page.ts";
import { Problem } from "./server.ts";

/** Somebody new, from the invitation to the two files. No passphrase stands here: it stays in its field. */
export interface Newcomer {
  invitation: Invitation | undefined;
  same: boolean;
  id: string;
  keys: NewKeys | undefined;
}

export const newcomer = (): Newcomer => ({ invitation: undefined, same: false, id: "", keys: undefined });

type Around = Pick<Page, "say" | "status" | "attempt" | "tell">;

/** @param leave with the keys that were made, if any were */
export function newKeysView(around: Around, state: Newcomer, again: () => void, leave: () => void): HTMLElement[] {
  return [state.keys === undefined ? toMake(around, state, again, leave) : made(around, state.keys, leave)];
}

function toMake({ say, status, attempt, tell }: Around, state: Newcomer, again: () => void, leave: () => void): HTMLElement {
  const name = el("input", { id: "new-name", dir: "ltr", autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-describedby": "new-name-what", input: () => (state.id = name.value.trim()) });
  name.value = state.id;
  const secret = (): HTMLInputElement => el("input", { type: "password", autocomplete: "new-password", spellcheck: "false", dir: "auto", minlength: SHORTEST_PASSPHRASE });
  const passphrase = secret();
  const once = secret();
  const make = el("button", { type: "submit", class: "main" }, say("newMake"));
  const { invitation } = state;
  const submit = async (): Promise<void> => {
    make.disabled = true;
    await attempt(async () => {
      if (invitation === undefined || !state.same) {
        throw new Problem(invitation === undefined ? "newNeedInvitation" : "newCompareFirst");
      }
      tell("newMaking");
      await painted();
      state.keys = await makeKeys(state.id, invitation.rootKey, passphrase.value, once.value);
      tell(undefined);
      again();
    });
    make.disabled = false;
  };
  return el(
    "form",
    {
      class: "sheet",
      submit: (event) => {
        event.preventDefault();
        void submit();
      },
    },
    el("h1", {}, say("newTitle")),
    el("p", {}, say("newWhat")),
    chooser(say("newInvitation"), invitation?.organisation ?? say("newInvitationWhat"), invitation !== undefined, (file) =>
      attempt(async () => {
        state.invitation = readInvitation(await file.text());
        state.same = false;
        tell(undefined);
        again();
      }),
    ),
    invitation !== undefined && compared(say, invitation, state),
    el("label", {}, say("newName"), name),
    el("p", { id: "new-name-what", class: "quiet" }, say("newNameWhat")),
    el("label", {}, say("newPassphrase"), passphrase),
    el("p", { class: "quiet" }, say("newPassphraseWhat")),
    el("label", {}, say("newAgain"), once),
    make,
    button(say("newLeave"), leave),
    status,
  );
}

function compared(say: Around["say"], { organisation, rootKey }: Invitation, state: Newcomer): HTMLElement {
  const same = el("input", { type: "checkbox", checked: state.same, change: () => (state.same = same.checked) });
  return el(
    "div",
    { class: "compare" },
    el("p", {}, fill(say("newCompare"), { organisation })),
    el("p", {}, el("bdi", { lang: "en", class: "words" }, words(rootKey).join(" "))),
    el("label", { class: "tick" }, same, el("span", {}, say("newSame"))),
  );
}

function chooser(label: string, shown: string, full: boolean, take: (file: File) => Promise<void>): HTMLElement {
  const input = el("input", { type: "file", accept: ".json", change: () => void (input.files?.[0] !== undefined && take(input.files[0])) });
  return el("label", { class: full ? "drop full" : "drop" }, el("strong", {}, label), el("span", { dir: "auto" }, shown), input);
}

function made({ say, status }: Around, { id, sealed, publicHalf, recipientWords, signingWords }: NewKeys, leave: () => void): HTMLElement {
  const row = (label: string, sevenWords: readonly string[]): HTMLElement =>
    el("div", {}, el("dt", {}, label), el("dd", {}, el("bdi", { lang: "en", class: "words" }, sevenWords.join(" "))));
  const save = el("a", { class: "button main", href: address(sealed, "application/octet-stream"), download: `${id}.age` }, say("newSaveSecret"));
  const give = el("a", { class: "button", href: address(utf8(publicHalf), "application/json"), download: `${id}.json` }, say("newSavePublic"));
  const done = button(say("newDone"), leave);
  const view = el(
    "section",
    { class: "sheet" },
    el("h1", { tabindex: "-1" }, say("newMade")),
    el("p", {}, say("newMadeWhat")),
    save,
    give,
    el("p", {}, say("newRead")),
    el("dl", {}, row(say("newRecipientWords"), recipientWords), row(say("newSigningWords"), signingWords)),
  );
  // Nobody leaves a page whose keys are nowhere else.
  const saved = new Set<HTMLElement>();
  for (const link of [save, give]) {
    link.addEventListener("click", () => {
      saved.add(link);
      if (saved.size === 2) {
        replace(below, done);
      }
    });
  }
  const below = el("div", {});
  view.append(below, status);
  return view;
}
