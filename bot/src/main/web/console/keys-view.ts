import { el } from "../shared/dom.ts";
import { button } from "./page.ts";
import type { StringId } from "./strings.ts";

/** By the place of the key on a keyboard; on others than Latin ones the letter is another. */
const KEYS: readonly (readonly [string, StringId])[] = [
  ["N", "next"],
  ["J K", "keyRows"],
  ["O", "keyOpen"],
  ["F", "filterTitle"],
  ["/", "searchTitle"],
  ["U", "soon"],
  ["H", "hand"],
  ["R", "release"],
  ["P", "pause"],
  ["F7 F8 F9", "keyListen"],
  ["Esc", "back"],
  ["?", "keysTitle"],
];

export function keysDialog(say: (id: StringId) => string): void {
  if (document.querySelector("dialog") !== null) {
    return;
  }
  const close = button(say("keysClose"), () => dialog.close());
  const dialog = el(
    "dialog",
    { "aria-labelledby": "keys", close: () => dialog.remove() },
    el("h2", { id: "keys" }, say("keysTitle")),
    el("dl", { class: "key-list" }, ...KEYS.flatMap(([key, text]) => [el("dt", {}, el("kbd", { dir: "ltr" }, key)), el("dd", {}, say(text))])),
    el("div", { class: "bar" }, close),
  );
  document.body.append(dialog);
  dialog.showModal();
}
