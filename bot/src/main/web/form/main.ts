import "./older-browsers.ts";
import { App } from "./app.ts";
import { PageData, type Form, type Read } from "./data.ts";
import { el, replace } from "../shared/dom.ts";
import { heardIn } from "./heard.ts";
import { Player } from "./player.ts";
import { problemWords, type Problem } from "./problem.ts";
import { renewalView } from "./renewal-view.ts";
import { servedDirectory } from "./served-directory.ts";

async function start(): Promise<void> {
  const root = el("div", { id: "page" });
  document.body.append(root);
  const page = new PageData((id) => document.getElementById(id)?.textContent ?? "");
  const inside = page.read(undefined, new Date());
  if (inside.problem === "expired" && isServed()) {
    begin(root, await renewed(root, page));
    return;
  }
  // Asked for before anything is drawn, and not waited for: on a slow line that would be a blank page for long.
  const served = isServed() ? servedDirectory() : undefined;
  const app = begin(root, inside);
  const newer = await served;
  if (app !== undefined && newer !== undefined) {
    app.take(page.read(newer, new Date()), voicesOf);
  }
}

function begin(root: HTMLElement, read: Read): App | undefined {
  if (read.problem !== undefined) {
    replace(root, ...problemView(read.problem));
    return undefined;
  }
  replace(root);
  const app = new App(root, read.form, new Player(voicesOf(read.form)), problemView);
  app.begin();
  return app;
}

/** A page from the cache of a browser may be older than its directory. Nothing can be sealed with that, so here the served one is waited for. */
function renewed(root: HTMLElement, page: PageData): Promise<Read> {
  return new Promise((resolve) => {
    const view = renewalView(navigator.languages, async () => {
      const newer = await servedDirectory(RENEWAL_MS);
      if (newer !== undefined) {
        resolve(page.read(newer, new Date()));
      }
      return newer !== undefined;
    });
    replace(root, view);
  });
}

const RENEWAL_MS = 30 * 1000;

const problemView = (problem: Problem): HTMLElement[] => problemWords(problem).map((text) => el("p", { class: "problem", dir: "auto" }, text));

/** A page that lies on a disk reaches nobody who could give it a recording. */
const voicesOf = ({ data, recordings }: Form) => heardIn(data, isServed() ? recordings : []);

const isServed = (): boolean => location.protocol.startsWith("http");

void start();
