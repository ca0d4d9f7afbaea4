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
    begin(root, await renewed(root, page), page);
    return;
  }
  // Asked for before anything is drawn, and not waited for: on a slow line that would be a blank page for long.
  const served = isServed() ? servedDirectory() : undefined;
  const app = begin(root, inside, page);
  const newer = await served;
  if (app !== undefined && newer !== undefined) {
    app.take(page.read(newer, new Date()), voicesOf);
  }
}

function begin(root: HTMLElement, read: Read, page: PageData): App | undefined {
  if (read.problem !== undefined) {
    replace(root, ...problemView(read.problem));
    return undefined;
  }
  replace(root);
  const app = new App(root, read.form, new Player(voicesOf(read.form)), problemView, (of) => askAgain(of, page));
  app.begin();
  return app;
}

/** Right before something is sealed: a page that was opened an hour ago must not seal to somebody who was revoked since. */
async function askAgain(app: App, page: PageData): Promise<void> {
  const newer = isServed() ? await servedDirectory(BEFORE_SEALING_MS) : undefined;
  if (newer !== undefined) {
    app.take(page.read(newer, new Date()), voicesOf);
  }
}

/** On a line that is too slow for a directory, the family does not wait longer: it has the one with which it began. */
const BEFORE_SEALING_MS = 15 * 1000;

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
