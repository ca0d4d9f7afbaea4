import { App } from "./app.ts";
import { readForm } from "./data.ts";
import { el } from "../shared/dom.ts";
import { problemWords } from "./problem.ts";

async function start(): Promise<void> {
  const root = el("div", { id: "page" });
  document.body.append(root);
  const read = await readForm(document, new Date());
  if (read.problem !== undefined) {
    root.append(...problemWords(read.problem).map((text) => el("p", { class: "problem", dir: "auto" }, text)));
    return;
  }
  new App(root, read.form, []).begin();
}

void start();
