import { sha256Hex, utf8 } from "../crypto/bytes.ts";
import { dateInWords } from "../record/dates.ts";
import { toldBy } from "../record/fields.ts";
import { recordsOf } from "../record/open-case.ts";
import { isVerdictKind, signVerdict, standing, VERDICT_KINDS, type Verdict, type VerdictKind } from "../record/verdict.ts";
import { CHECKS, type Check, type Piece } from "../record/work.ts";
import { el, fill, type Child } from "../shared/dom.ts";
import type { Read } from "./case-view.ts";
import { checksOf, checkWords, isCheckId, type CheckId } from "./checks.ts";
import type { VerdictDraft } from "./draft.ts";
import type { Page } from "./page.ts";
import { Problem } from "./server.ts";
import type { StringId } from "./strings.ts";
import { addWork } from "./worked.ts";

export const verdictWords: Readonly<Record<VerdictKind, StringId>> = {
  verified: "verdict_verified",
  needs_more: "verdict_needs_more",
  could_not_be_verified: "verdict_could_not_be_verified",
  duplicate: "verdict_duplicate",
  hostile: "verdict_hostile",
};

const answers: Readonly<Record<Check, StringId>> = { yes: "checkYes", no: "checkNo", open: "checkOpen" };

/** What was found so far, and a form in which this volunteer says what it finds. @param given after a verdict was signed; `closed` where that ended the case */
export function verdictView(page: Page, read: Read, given: (closed: boolean) => void): HTMLElement {
  const { say, session } = page;
  const { verdicts, forged, seen } = read.worked;
  const now = standing(verdicts);
  return el(
    "section",
    { class: "compartment verdicts", "aria-labelledby": "verdicts" },
    el("h2", { id: "verdicts", tabindex: "-1" }, say("verdictTitle")),
    el("p", { class: "meta" }, say("verdictWhat")),
    ...forged.map((person) =>
      el("p", { class: "check bad", role: "alert" }, person === "left" ? say("verdictLeft") : person === undefined ? say("verdictForgedUnknown") : fill(say("verdictForged"), { name: person.name })),
    ),
    verdicts.length === 0 ? el("p", {}, say("verdictNone")) : el("ol", { class: "lines verdicts" }, ...verdicts.map((verdict) => line(page, verdict, read))),
    now !== undefined && now.seen === seen && now.kind !== "needs_more" && el("p", { class: now.whole ? "check good" : "check note" }, say(now.whole ? "verdictWhole" : "verdictHalf")),
    session.me.roles.includes("reviewer") && read.worked.to !== undefined && form(page, read, given),
  );
}

function line({ say, tag }: Page, { kind, by, day, work, seen }: Verdict, { worked }: Read): HTMLElement {
  const reasons = worked.pieces.find(({ sha256 }) => sha256 === work);
  return el(
    "li",
    {},
    el("strong", {}, fill(say("verdictBy"), { name: by.name, day: dateInWords(day, tag) ?? day, kind: say(verdictWords[kind]) })),
    seen !== worked.seen && el("p", { class: "meta" }, say("verdictEarlier")),
    ...(reasons?.work.kind === "checklist" ? reasonsOf(say, reasons) : []),
  );
}

function reasonsOf(say: Page["say"], { work }: Piece): Child[] {
  if (work.kind !== "checklist") {
    return [];
  }
  const checks = Object.entries(work.checks).filter((entry): entry is [CheckId, Check] => isCheckId(entry[0]));
  return [
    el("p", { class: "words", dir: "auto" }, work.why),
    work.other !== undefined && el("p", {}, say("verdictOther"), ": ", el("bdi", { class: "id", dir: "ltr" }, work.other)),
    checks.length > 0 && el("ul", { class: "checks" }, ...checks.map(([id, check]) => el("li", { class: check }, say(checkWords[id]), ": ", el("strong", {}, say(answers[check]))))),
  ];
}

function form(page: Page, read: Read, given: (closed: boolean) => void): HTMLElement {
  const { say, attempt } = page;
  const draft: VerdictDraft = read.draft.verdict;
  const checks = checksOf(toldBy(read.opened, read.followUps).flatMap(recordsOf));
  const other = el("input", { id: "verdict-other", dir: "ltr", autocomplete: "off", spellcheck: "false", value: draft.other, input: () => (draft.other = other.value) });
  const otherRow = el("div", { hidden: draft.kind !== "duplicate" }, el("label", { for: "verdict-other" }, say("verdictOther")), el("p", { class: "meta" }, say("verdictOtherWhat")), other);
  const choice = (kind: VerdictKind): HTMLElement =>
    el(
      "label",
      { class: "choice" },
      el("input", {
        type: "radio",
        name: "verdict",
        value: kind,
        checked: draft.kind === kind,
        change: () => {
          draft.kind = kind;
          otherRow.hidden = kind !== "duplicate";
        },
      }),
      " ",
      say(verdictWords[kind]),
    );
  const check = (id: CheckId): HTMLElement =>
    el(
      "fieldset",
      { class: "check-row" },
      el("legend", {}, say(checkWords[id])),
      ...CHECKS.map((answer) =>
        el(
          "label",
          {},
          el("input", { type: "radio", name: `check-${id}`, value: answer, checked: (draft.checks[id] ?? "open") === answer, change: () => (draft.checks = { ...draft.checks, [id]: answer }) }),
          " ",
          say(answers[answer]),
        ),
      ),
    );
  const why = el("textarea", { id: "verdict-why", rows: 3, dir: "auto", input: () => (draft.why = why.value) });
  why.value = draft.why;
  const status = el("p", { class: "meta", role: "status" });
  const sign = el("button", { type: "submit", class: "main" }, say("verdictSign"));
  const give = (): Promise<void> =>
    attempt(async () => {
      sign.disabled = true;
      try {
        const whole = await signed(page, read, checks);
        status.textContent = say(whole ? "verdictSignedEnd" : "verdictSigned");
        given(whole && draft.kind !== "needs_more");
      } catch (e) {
        status.textContent = e instanceof Problem ? say(e.text) : "";
        throw e;
      } finally {
        sign.disabled = false;
      }
    });
  return el(
    "form",
    {
      class: "verdict",
      novalidate: true,
      submit: (event) => {
        event.preventDefault();
        void give();
      },
    },
    el("fieldset", {}, el("legend", {}, say("verdictChoose")), ...VERDICT_KINDS.map(choice)),
    otherRow,
    el("fieldset", { class: "check-list" }, el("legend", {}, say("checksTitle")), ...checks.map(check)),
    el("label", { for: "verdict-why" }, say("verdictWhy")),
    why,
    el("p", {}, sign),
    status,
  );
}

/** First the reasons, sealed with the case; then the verdict, which names them by their hash. @returns whether enough people have found so */
async function signed({ session }: Page, { served, worked, draft: { verdict } }: Read, checks: readonly CheckId[]): Promise<boolean> {
  const { kind, why, other } = verdict;
  if (!isVerdictKind(kind)) {
    throw new Problem("verdictNeedKind");
  }
  if (why.trim() === "") {
    throw new Problem("verdictNeedWhy");
  }
  if (kind === "duplicate" && !/^[0-9a-f]{8,32}$/i.test(other.replace(/\s/g, ""))) {
    throw new Problem("verdictNeedOther");
  }
  if (worked.to === undefined) {
    throw new Problem("notAllowed");
  }
  const mine = worked.verdicts.filter(({ by }) => by.id === session.me.id).at(-1);
  const last = worked.verdicts.at(-1);
  if (mine?.kind === kind && mine.seen === worked.seen && last?.kind === kind) {
    throw new Problem("samePerson");
  }
  const work = await addWork(session, served.case, worked.to, {
    kind: "checklist",
    verdict: kind,
    checks: Object.fromEntries(checks.map((id) => [id, verdict.checks[id] ?? "open"])),
    why,
    ...(kind === "duplicate" ? { other: other.replace(/\s/g, "").toLowerCase() } : {}),
  });
  const { server, me, file, log } = session;
  const given = signVerdict(served.case, { kind, seen: worked.seen, work, day: server.today() }, me.id, file.signingSeed);
  return log.with({ act: "verdict", case: served.case, sha256: sha256Hex(utf8(given.statement)) }, (entry) => server.give(served.case, given, entry));
}
