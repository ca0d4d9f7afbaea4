import { dateInWords } from "../record/dates.ts";
import { CONFIDENCE, DATES, type FieldId } from "../record/field-table.ts";
import { openFields } from "../record/fields.ts";
import { recordsOf, type OpenedCase } from "../record/open-case.ts";
import { el, fill, type Child } from "../shared/dom.ts";
import type { Read } from "./case-view.ts";
import { isBegun, type FoundDraft } from "./draft.ts";
import type { FieldsReading } from "./fields-view.ts";
import { button, type Page } from "./page.ts";
import { Problem } from "./server.ts";
import { addWork } from "./worked.ts";

/** Dates that are not one day, as they are typed: examples to copy. */
const EXAMPLES = "2017-04-03 · 2017-04 · 2017~ · 2017-21 · 2017-04/2017-06";

/** Small forms in the column of fields, in which a volunteer adds what the testimony says or what was found elsewhere. @param added reads the case anew */
export function findings(page: Page, read: Read, told: readonly OpenedCase[], added: () => void): Pick<FieldsReading, "adding" | "addingOthers"> {
  const { say } = page;
  const may = read.worked.to === undefined ? [] : openFields(told.flatMap(recordsOf).map(({ version }) => version));
  const begun = (id: FieldId): boolean => {
    const draft = read.draft.found.get(id);
    return draft !== undefined && isBegun(draft);
  };
  return {
    adding: (id) => may.includes(id) && el("details", { open: begun(id) }, el("summary", {}, say("foundAdd")), form(page, read, id, added)),
    addingOthers: (shown) => {
      const others = may.filter((id) => !shown.includes(id));
      if (others.length === 0) {
        return undefined;
      }
      const first = others.find(begun);
      const place = el("div", {});
      const field = el("select", { change: () => show() }, el("option", { value: "" }, "…"), ...others.map((id) => el("option", { value: id, selected: id === first }, say(`f_${id}`))));
      const show = (): void => {
        const chosen = others.find((id) => id === field.value);
        place.replaceChildren(...(chosen === undefined ? [] : [form(page, read, chosen, added)]));
      };
      show();
      return el("details", { class: "adding", open: first !== undefined }, el("summary", {}, say("foundOther")), el("label", {}, say("foundField"), field), place);
    },
  };
}

function form({ say, tag, session, attempt }: Page, read: Read, id: FieldId, added: () => void): HTMLElement {
  const { served, worked, draft } = read;
  const mine: FoundDraft = draft.found.get(id) ?? { value: "", edtf: "", confidence: "fairly", why: "" };
  draft.found.set(id, mine);
  const isDate = DATES.has(id);
  const value = el("input", { dir: "auto", autocomplete: "off", input: () => (mine.value = value.value) });
  value.value = mine.value;
  const reading = el("p", { class: "meta", role: "status" });
  const edtf = el("input", { dir: "ltr", autocomplete: "off", spellcheck: "false", input: () => typed() });
  edtf.value = mine.edtf;
  const read_ = (): string | undefined => dateInWords(mine.edtf.trim(), tag);
  const typed = (): void => {
    mine.edtf = edtf.value;
    const words = read_();
    reading.textContent = "";
    reading.append(words === undefined ? `${say("foundDates")} ` : fill(say("foundReadAs"), { date: words }), words === undefined ? el("bdi", { dir: "ltr" }, EXAMPLES) : "");
  };
  const confidence = el("select", { change: () => (mine.confidence = CONFIDENCE.find((one) => one === confidence.value) ?? "fairly") }, ...CONFIDENCE.map((one) => el("option", { value: one, selected: one === mine.confidence }, say(`conf_${one}`))));
  const why = el("textarea", { rows: 2, dir: "auto", input: () => (mine.why = why.value) });
  why.value = mine.why;
  const status = el("p", { class: "meta", role: "status" });
  const add = (): Promise<void> =>
    attempt(async () => {
      const date = mine.edtf.trim();
      const missing = isDate ? read_() === undefined && edtf : mine.value.trim() === "" && value;
      if (missing !== false || mine.why.trim() === "") {
        status.textContent = say(missing === edtf ? "foundNeedDate" : missing === value ? "foundNeedValue" : "foundNeedWhy");
        (missing === false ? why : missing).focus();
        return;
      }
      if (worked.to === undefined) {
        throw new Problem("notAllowed");
      }
      add_.disabled = true;
      try {
        await addWork(session, served.case, worked.to, { kind: "field", field: id, value: isDate && mine.value.trim() === "" ? date : mine.value.trim(), ...(isDate ? { edtf: date } : {}), confidence: mine.confidence, why: mine.why.trim() });
        draft.found.delete(id);
        added();
      } catch (e) {
        status.textContent = e instanceof Problem ? say(e.text) : "";
        throw e;
      } finally {
        add_.disabled = false;
      }
    });
  const add_ = button(say("foundSave"), () => void add());
  if (isDate) {
    typed();
  }
  const rows: Child[] = [
    isDate && el("label", {}, say("foundDate"), edtf),
    isDate && reading,
    el("label", {}, say(isDate ? "foundWords" : "foundValue"), value),
    el("label", {}, say("foundSure"), confidence),
    el("label", {}, say("foundWhy"), why),
    el("p", {}, add_),
    status,
  ];
  return el("div", { class: "found" }, ...rows);
}
