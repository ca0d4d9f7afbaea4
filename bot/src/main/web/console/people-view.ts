import { publicKey } from "../crypto/age.ts";
import { fromBase64, sha256Hex, utf8 } from "../crypto/bytes.ts";
import { words as fingerprint } from "../crypto/words.ts";
import { dateInWords } from "../record/dates.ts";
import { ROLES, type Person, type Role } from "../record/directory.ts";
import { readRevocation, signAgain, signRevocation, type Revocation, type ServedRevocation } from "../record/revocation.ts";
import type { ServedFreeze } from "../record/freeze.ts";
import type { SignedText } from "../record/links.ts";
import { el, fill, type Child } from "../shared/dom.ts";
import { address } from "./files.ts";
import { freezeView } from "./freeze-view.ts";
import { ask, button, nameOf, type Page } from "./page.ts";
import { approve, readPublicHalf, type PublicHalf } from "./people.ts";
import { Problem } from "./server.ts";
import { renewRevocations, type Session } from "./session.ts";
import type { StringId } from "./strings.ts";

/** What a coordinator sees of the others, and what is begun about somebody new. What was typed stays when the page is drawn anew. */
export interface People {
  pending: readonly ServedRevocation[];
  /** Of this directory, begun or in force. */
  freezes: readonly ServedFreeze[];
  half: PublicHalf | undefined;
  recipientWords: string;
  signingWords: string;
  roles: Set<Role>;
  /** The file of an approval that was signed here. */
  approved: { readonly id: string; readonly file: string } | undefined;
}

const nobodyNew = (): Omit<People, "pending" | "freezes"> => ({ half: undefined, recipientWords: "", signingWords: "", roles: new Set(), approved: undefined });

export async function readPeople(session: Session): Promise<People> {
  await renewRevocations(session);
  return { ...nobodyNew(), pending: await session.server.pendingRevocations(), freezes: await session.server.freezes() };
}

export function peopleView(page: Page, state: People, again: () => void, leave: () => void): Child[] {
  const { say } = page;
  return [
    el("div", { class: "bar case" }, button(say("back"), leave)),
    page.status,
    el("h2", {}, say("peopleTitle")),
    ...pending(page, state, again),
    // What somebody has begun waits for a signature now.
    state.freezes.length > 0 && stop(page, state, again),
    who(page, state, again),
    ...revoked(page),
    state.freezes.length === 0 && stop(page, state, again),
    state.approved === undefined ? approval(page, state, again) : approved(page, state, state.approved, again),
  ];
}

const roleWords: Readonly<Record<Role, StringId>> = {
  reviewer: "roleReviewer",
  custodian: "roleCustodian",
  second: "roleSecond",
  security: "roleSecurity",
  aid: "roleAid",
  coordinator: "roleCoordinator",
  translator: "roleTranslator",
  trustee: "roleTrustee",
  matcher: "roleMatcher",
};

const rolesOf = ({ say }: Page, { roles }: Person): string => roles.map((role) => (Object.hasOwn(roleWords, role) ? say(roleWords[role as Role]) : role)).join(", ");

const row = (label: string, sevenWords: readonly string[]): HTMLElement =>
  el("div", {}, el("dt", {}, label), el("dd", {}, el("bdi", { lang: "en", class: "words" }, sevenWords.join(" "))));

/** For a question that is asked; isolated, since names of both directions stand in sentences of both. */
const named = (text: string, name: string): string => text.split("{name}").join(`\u2068${name}\u2069`);

const stop = (page: Page, state: People, again: () => void): HTMLElement =>
  freezeView(page, state.freezes, async () => {
    state.freezes = await page.session.server.freezes();
    again();
    page.tell("peopleHalf");
    page.status.scrollIntoView({ block: "center" });
  });

// --- who is here, and who must not read any more

function who(page: Page, state: People, again: () => void): HTMLElement {
  const { session, say } = page;
  const line = (person: Person): HTMLElement =>
    el(
      "li",
      { class: "person" },
      el("div", {}, el("strong", {}, el("bdi", {}, person.name)), " ", el("span", { class: "id", lang: "en" }, person.id), el("p", { class: "meta" }, rolesOf(page, person))),
      person.id !== session.me.id && button(say("peopleRevoke"), () => ask(named(say("peopleRevokeAsk"), person.name), say("peopleRevokeYes"), say("no"), () => void revoke(page, session, person, state, again))),
      el(
        "details",
        {},
        el("summary", {}, say("peopleKeys")),
        el("dl", {}, row(say("newRecipientWords"), fingerprint(publicKey(person.recipient))), row(say("peopleSigningWords"), fingerprint(fromBase64(person.signing)))),
      ),
    );
  return el("section", { class: "people", "aria-labelledby": "people-who" }, el("h3", { id: "people-who" }, say("peopleWho")), el("ul", { class: "lines" }, ...session.present.people.map(line)));
}

/** The page is long, and what it says stands at its top. */
async function seen({ attempt, status }: Page, action: () => Promise<void>): Promise<void> {
  await attempt(action);
  if (status.textContent !== "") {
    status.scrollIntoView({ block: "center" });
  }
}

/** What somebody has begun about this person is signed as it stands: two texts with one signature each would never meet. */
async function revoke(page: Page, { directory, server, file }: Session, person: Person, state: People, again: () => void): Promise<void> {
  await seen(page, async () => {
    state.pending = await server.pendingRevocations();
  });
  const begun = begunOf(page.session, state).find(({ revocation }) => revocation.signing === person.signing);
  const text = begun === undefined ? signRevocation(directory, person, server.today(), file.signingSeed) : signAgain(begun.served.statement, file.signingSeed);
  await signed(page, text, state, again);
}

const signed = (page: Page, text: SignedText, state: People, again: () => void): Promise<void> =>
  seen(page, async () => {
    const { session, tell } = page;
    const inForce = await session.log.with({ act: "revocation", case: "", sha256: sha256Hex(utf8(text.statement)) }, (entry) => session.server.revoke(text, entry));
    await renewRevocations(session);
    state.pending = await session.server.pendingRevocations();
    again();
    tell(inForce ? "peopleInForce" : "peopleHalf");
  });

interface Begun {
  readonly served: ServedRevocation;
  readonly revocation: Revocation;
}

function begunOf(session: Session, state: People): Begun[] {
  const gone = new Set(session.revocations.map(({ signing }) => signing));
  return state.pending.flatMap((served): Begun[] => {
    const revocation = readRevocation(served, session.directory, gone);
    return revocation === undefined || revocation.by.length === 0 || gone.has(revocation.signing) ? [] : [{ served, revocation }];
  });
}

function pending(page: Page, state: People, again: () => void): HTMLElement[] {
  const { session, say } = page;
  const begun = begunOf(session, state);
  const line = ({ served, revocation }: Begun): HTMLElement => {
    const name = nameOf(session, revocation.id);
    const mine = revocation.by.some(({ id }) => id === session.me.id) || revocation.id === session.me.id;
    const sign = (): void =>
      ask(named(say("peopleSignAsk"), name), say("peopleRevokeYes"), say("no"), () => void signed(page, signAgain(served.statement, session.file.signingSeed), state, again));
    return el(
      "li",
      {},
      el("strong", {}, el("bdi", {}, name)),
      el("span", {}, fill(say("linkSignedBy"), { names: revocation.by.map((one) => one.name).join(", ") })),
      !mine && el("button", { type: "button", class: "main", "aria-label": `${say("peopleSignToo")} ${name}`, click: sign }, say("peopleSignToo")),
    );
  };
  return begun.length === 0
    ? []
    : [el("section", { class: "signing", "aria-labelledby": "people-pending" }, el("h3", { id: "people-pending" }, say("peoplePending")), el("ul", { class: "lines" }, ...begun.map(line)))];
}

function revoked({ session, say, tag }: Page): HTMLElement[] {
  const line = ({ id, day, by }: Revocation): HTMLElement =>
    el(
      "li",
      {},
      el("strong", {}, el("bdi", {}, nameOf(session, id))),
      el("span", {}, el("bdi", {}, dateInWords(day, tag) ?? day)),
      el("span", {}, fill(say("linkSignedBy"), { names: by.map((one) => one.name).join(", ") })),
    );
  return session.revocations.length === 0
    ? []
    : [el("section", { class: "taken-back", "aria-labelledby": "people-gone" }, el("h3", { id: "people-gone" }, say("peopleGone")), el("ul", { class: "lines" }, ...session.revocations.map(line)))];
}

// --- somebody new

function approval(page: Page, state: People, again: () => void): HTMLElement {
  const { session, say, tell } = page;
  const heard = (id: string, value: string, input: (typed: string) => void): HTMLInputElement => {
    const field = el("input", { id, dir: "ltr", lang: "en", autocomplete: "off", autocapitalize: "off", spellcheck: "false", input: () => input(field.value) });
    field.value = value;
    return field;
  };
  const tick = (role: Role): HTMLElement => {
    const box = el("input", { type: "checkbox", checked: state.roles.has(role), change: () => (box.checked ? state.roles.add(role) : state.roles.delete(role)) });
    return el("label", { class: "tick" }, box, el("span", {}, say(roleWords[role])));
  };
  const file = el("input", { type: "file", accept: ".json", change: () => void (file.files?.[0] !== undefined && take(file.files[0])) });
  const take = (chosen: File): Promise<void> =>
    seen(page, async () => {
      state.half = readPublicHalf(await chosen.text());
      tell(undefined);
      again();
    });
  const submit = (event: Event): void => {
    event.preventDefault();
    void seen(page, async () => {
      if (state.half === undefined) {
        throw new Problem("peopleNeedPublic");
      }
      state.approved = { id: state.half.id, file: approve(session, state.half, state) };
      tell(undefined);
      again();
      document.getElementById("people-approved")?.focus();
    });
  };
  return el(
    "form",
    { class: "sheet", novalidate: true, "aria-labelledby": "people-new", submit },
    el("h3", { id: "people-new" }, say("peopleNew")),
    el("p", {}, say("peopleNewWhat")),
    el("label", { class: state.half === undefined ? "drop" : "drop full" }, el("strong", {}, say("peoplePublic")), el("span", { dir: "auto" }, state.half?.id ?? say("peoplePublicWhat")), file),
    el("label", { for: "heard-recipient" }, say("newRecipientWords")),
    heard("heard-recipient", state.recipientWords, (typed) => (state.recipientWords = typed)),
    el("label", { for: "heard-signing" }, say("peopleSigningWords")),
    heard("heard-signing", state.signingWords, (typed) => (state.signingWords = typed)),
    el("fieldset", {}, el("legend", {}, say("peopleRoles")), ...ROLES.map(tick)),
    el("div", { class: "bar" }, el("button", { type: "submit", class: "main" }, say("peopleSign"))),
  );
}

function approved({ say, tell }: Page, state: People, { id, file }: NonNullable<People["approved"]>, again: () => void): HTMLElement {
  const another = (): void => {
    Object.assign(state, nobodyNew());
    tell(undefined);
    again();
  };
  return el(
    "section",
    { class: "sheet", "aria-labelledby": "people-approved" },
    el("h3", { id: "people-approved", tabindex: "-1" }, fill(say("peopleApproved"), { id })),
    el("p", {}, say("peopleSaveWhat")),
    el("a", { class: "button main", href: address(utf8(file), "application/json"), download: `${id}.approval.json` }, say("peopleSave")),
    button(say("peopleAnother"), another),
  );
}
