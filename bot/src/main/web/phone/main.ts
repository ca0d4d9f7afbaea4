import { el, replace } from "../shared/dom.ts";
import { Chat, type Button, type PhoneEvent } from "./chat.ts";
import { isPhoneLanguage, phoneLanguageNames, phoneStrings, type PhoneLanguage } from "./strings.ts";

/** A chat app on the screen that talks to the practice server's own Bot API. Which phone it is stands behind the `#`, so that a reload keeps it. */

const RETRY_MS = 2000;
const LOWEST_CHAT = 1_000_000_000;

interface State {
  readonly seq?: number;
  readonly events?: readonly PhoneEvent[];
  readonly messages?: readonly {
    readonly message: number;
    readonly from: "bot" | "me";
    readonly text: string;
    readonly keyboard?: readonly (readonly Button[])[];
  }[];
}

const parameters = new URLSearchParams(location.hash.slice(1));
let language: PhoneLanguage = asLanguage(parameters.get("lang") ?? navigator.language);
let number = Number(parameters.get("chat")) || newNumber();
/** Ends the reading of the phone that was put away. */
let reading = new AbortController();

const say = (): (typeof phoneStrings)[PhoneLanguage] => phoneStrings[language];

function asLanguage(code: string): PhoneLanguage {
  if (isPhoneLanguage(code)) {
    return code;
  }
  const [primary] = code.toLowerCase().split("-");
  return primary === "zh" ? "zh-hans" : primary === "kk" || primary === "ru" ? primary : "en";
}

/** Of the size that Telegram's are. */
function newNumber(): number {
  return LOWEST_CHAT + (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0);
}

const call = (path: string, body: object): Promise<Response> =>
  fetch(`/practice/phone/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

const trouble = el("p", { class: "trouble", role: "status" });
const troubled = (is: boolean) => (trouble.textContent = is ? say().trouble : "");

async function send(text: string): Promise<void> {
  try {
    const response = await call("send", { chat: number, text, language });
    troubled(!response.ok);
  } catch {
    troubled(true);
  }
}

/** As Telegram's clients do: a picture becomes a photo, a recording a voice message. */
function kindOf(type: string): string {
  const [group] = type.split("/");
  return group === "image" ? "PHOTO" : group === "audio" ? "VOICE" : group === "video" ? "VIDEO" : "DOCUMENT";
}

async function sendFile(file: File, caption: string): Promise<void> {
  const query = new URLSearchParams({ chat: String(number), kind: kindOf(file.type), name: file.name, type: file.type, caption });
  try {
    const response = await fetch(`/practice/phone/file?${query}`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: file,
    });
    troubled(!response.ok);
  } catch {
    troubled(true);
  }
}

const actions = {
  send: (text: string) => void send(text),
  async tap(message: number, data: string): Promise<void> {
    try {
      const response = await call("tap", { chat: number, message, data });
      troubled(!response.ok);
    } catch {
      troubled(true);
    }
  },
};

async function read(path: string, signal: AbortSignal): Promise<State> {
  const response = await fetch(`/practice/phone/${path}`, { signal, cache: "no-store" });
  if (!response.ok) {
    throw new Error(String(response.status));
  }
  return (await response.json()) as State;
}

/** Reads what happens in this chat until the phone is put away. */
async function follow(chat: Chat, changed: () => void, signal: AbortSignal): Promise<void> {
  let after: number | undefined;
  while (!signal.aborted) {
    try {
      const state = await read(
        after === undefined ? `state?chat=${number}` : `events?chat=${number}&after=${after}`,
        signal,
      );
      for (const { from, ...message } of state.messages ?? []) {
        chat.apply({ seq: 0, type: from === "me" ? "mine" : "message", ...message }, true);
      }
      for (const event of state.events ?? []) {
        chat.apply(event, after === undefined);
      }
      after = Math.max(after ?? 0, state.seq ?? 0, ...(state.events ?? []).map(({ seq }) => seq));
      troubled(false);
      changed();
    } catch {
      if (!signal.aborted) {
        troubled(true);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}

function remember(): void {
  history.replaceState(null, "", `#${new URLSearchParams({ chat: String(number), lang: language })}`);
}

function open(): void {
  reading.abort();
  reading = new AbortController();
  remember();
  const words = say();
  document.documentElement.lang = words.lang;
  document.documentElement.dir = words.lang === "kk-Arab" ? "rtl" : "ltr";
  document.title = `Kömir · ${words.badge}`;

  const chat = new Chat(actions);
  const start = el("button", { class: "main start", type: "button", click: () => void send("/start") }, words.start);
  const field = el("textarea", { dir: "auto", rows: "1", placeholder: words.write, "aria-label": words.write });
  const attach = el("input", {
    type: "file",
    "aria-label": words.attach,
    change: () => {
      const [file] = attach.files ?? [];
      if (file !== undefined) {
        void sendFile(file, field.value.trim());
      }
      attach.value = "";
      field.value = "";
    },
  });
  const form = el(
    "form",
    {
      class: "write",
      submit: (event) => {
        event.preventDefault();
        const text = field.value.trim();
        field.value = "";
        if (text !== "") {
          void send(text);
        }
      },
    },
    el("label", { class: "attach", title: words.attach }, el("span", { "aria-hidden": "true" }, "📎"), attach),
    field,
    el("button", { class: "main", type: "submit" }, words.send),
  );
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  const select = el(
    "select",
    {
      "aria-label": words.language,
      change: () => {
        language = asLanguage(select.value);
        open();
      },
    },
    ...Object.entries(phoneLanguageNames).map(([code, name]) =>
      el("option", { value: code, lang: phoneStrings[code as PhoneLanguage].lang, selected: code === language }, name),
    ),
  );
  const another = () => {
    number = newNumber();
    open();
  };
  replace(
    document.body,
    el("p", { class: "practice", role: "note" }, words.practice),
    el(
      "div",
      { class: "phones" },
      el("a", { href: "/" }, words.home),
      el("label", {}, el("span", {}, words.language, " "), select),
      el("button", { type: "button", click: another }, words.another),
    ),
    el(
      "main",
      { class: "phone" },
      el("header", { class: "head" }, el("span", { class: "face", "aria-hidden": "true" }, "K"), el("h1", {}, "Kömir"), el("span", { class: "badge" }, words.badge)),
      chat.element,
      el("div", {}, trouble, form),
    ),
  );
  const changed = () => (chat.empty ? chat.element.append(start) : start.remove());
  void follow(chat, changed, reading.signal);
}

open();
