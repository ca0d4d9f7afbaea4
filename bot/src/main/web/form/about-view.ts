import { el, type Child } from "../shared/dom.ts";
import type { Form } from "./data.ts";
import type { Say } from "./say.ts";

/**
 * Who is behind the page, by what a family can check: the name, where to find them, and the words that are made from the organisation's key.
 *
 * @param greeting a button, where there is one: who cannot read knows a voice
 */
export function aboutView(form: Form, say: Say, greeting: Child, handIn: () => void): Child[] {
  const { address } = form.directory;
  return [
    el("h1", { tabindex: -1 }, form.directory.organisation),
    address !== undefined && el("p", { class: "address", dir: "auto" }, address),
    greeting,
    el("h2", {}, say.fill("page.words_of", { name: form.directory.organisation })),
    el("p", { class: "mark", lang: "en", dir: "ltr" }, form.rootWords.join(" ")),
    el("p", {}, say.text("page.mark_why")),
    el("p", { class: "warning" }, say.text("page.namesakes")),
    ...(isServed() ? saveView(say) : []),
    el("h2", {}, say.text("sending.hand_in")),
    el("p", {}, say.text("sending.hand_in_why")),
    el("button", { type: "button", click: handIn }, say.text("sending.hand_in")),
  ];
}

/** The served bytes, so that whoever compares their hash finds the published one; a saved page is saved already. */
const saveView = (say: Say): Child[] => [
  el("h2", {}, say.text("page.save_page")),
  el("p", {}, say.text("page.save_page_why")),
  el("a", { class: "button", href: location.pathname, download: "komir.html" }, say.text("page.save_page")),
];

const isServed = (): boolean => location.protocol.startsWith("http");
