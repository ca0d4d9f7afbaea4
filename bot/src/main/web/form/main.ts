import "./older-browsers.ts";
import { App } from "./app.ts";
import { readForm } from "./data.ts";
import { el } from "../shared/dom.ts";
import { heardIn } from "./heard.ts";
import { Player } from "./player.ts";
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
  // A page that lies on a disk reaches nobody who could give it a recording.
  const voices = heardIn(read.form.data, isServed() ? read.form.recordings : []);
  new App(root, read.form, new Player(voices)).begin();
}

const isServed = (): boolean => location.protocol.startsWith("http");

/** Nothing without a network, and nothing in a page that lies on a disk. */
async function newerDirectory(): Promise<string | undefined> {
  if (!isServed()) {
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
