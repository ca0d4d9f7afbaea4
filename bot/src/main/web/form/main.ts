import "./older-browsers.ts";
import { App } from "./app.ts";
import { readForm } from "./data.ts";
import { el } from "../shared/dom.ts";
import { problemWords } from "./problem.ts";

async function start(): Promise<void> {
  const root = el("div", { id: "page" });
  document.body.append(root);
  const block = (id: string): string => document.getElementById(id)?.textContent ?? "";
  const read = readForm(block, await newerDirectory(), new Date());
  if (read.problem !== undefined) {
    root.append(...problemWords(read.problem).map((text) => el("p", { class: "problem", dir: "auto" }, text)));
    return;
  }
  new App(root, read.form, []).begin();
}

/** Nothing without a network, and nothing in a page that lies on a disk. */
async function newerDirectory(): Promise<string | undefined> {
  if (!location.protocol.startsWith("http")) {
    return undefined;
  }
  try {
    const answer = await fetch("/form/api/directory", { cache: "no-store", credentials: "omit" });
    return answer.ok ? await answer.text() : undefined;
  } catch {
    return undefined;
  }
}

void start();
