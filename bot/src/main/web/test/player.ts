import type { Answer, Button, Card, Conversation, Effect, Input, SentFile } from "../form/conversation.ts";

const TODAY = "2026-11-23";

/** Plays a transcript again, as `Player.java` does: between two turns there are only the bytes of the session. */
export function replay(conversation: Conversation, transcript: string): string {
  const player = new Player(conversation);
  const played: string[] = [];
  for (const line of transcript.split("\n")) {
    if (line.startsWith("# ")) {
      played.push(line);
    } else if (line.startsWith("> ")) {
      played.push(line, ...player.play(line.slice(2).replace(/\\n/g, "\n")).map((told) => (told === "" ? "" : `  ${told}`)));
    }
  }
  return played.map((line) => `${line}\n`).join("");
}

class Player {
  private session = "";
  private card: Card | undefined;
  private fetching: { question: string; item: number } | undefined;
  private sent: SentFile = { kind: "voice", forwarded: false };

  constructor(private readonly conversation: Conversation) {}

  play(act: string): string[] {
    const step = this.conversation.next(this.session, this.input(act), TODAY);
    this.session = step.session;
    return step.effects.flatMap((effect) => this.told(effect));
  }

  private input(act: string): Input {
    switch (act) {
      case "/start":
        return { kind: "start" };
      case "/help":
      case "/language":
      case "/status":
      case "/stop":
      case "/delete":
        return { kind: act.slice(1) as "help" };
      case "(voice)":
        return this.file({ kind: "voice", forwarded: false });
      case "(photo)":
        return this.file({ kind: "photo", forwarded: false });
      case "(forwarded photo)":
        return this.file({ kind: "photo", forwarded: true });
      case "(it arrives)":
        if (this.fetching === undefined) {
          throw new Error("no file was sent");
        }
        return { kind: "received", ...this.fetching, file: this.sent, name: "0".repeat(32), size: 1, sha256: "" };
      case "(it is lost)":
        return { kind: "noFile", why: "LOST", mostMegabytes: 20 };
      case "(a file too large)":
        return { kind: "noFile", why: "TOO_LARGE", mostMegabytes: 20 };
      case "(a file, and no room)":
        return { kind: "noFile", why: "NO_ROOM", mostMegabytes: 20 };
      case "(a file is on its way)":
        return { kind: "filesArriving" };
      case "(sticker)":
        return { kind: "unreadable" };
      default:
        return this.other(act);
    }
  }

  private other(act: string): Input {
    const edit = /^\(edit ([a-z0-9_]+)#(\d+)\.(\d+)\) (.*)$/s.exec(act);
    if (edit !== null) {
      const [, question = "", item, part, text = ""] = edit;
      return { kind: "edited", question, item: Number(item), part: Number(part), text };
    }
    const again = /^\(again ([a-z0-9_]+)#(\d+)\)$/.exec(act);
    if (again !== null) {
      const [, question = "", item] = again;
      return { kind: "again", question, item: Number(item) };
    }
    const begin = /^\(begin ([a-z-]+) ([A-Za-z-]+)\)$/.exec(act);
    if (begin !== null) {
      const [, questionnaire = "", language = ""] = begin;
      return { kind: "begin", questionnaire, language };
    }
    if (act.startsWith("/start ")) {
      return { kind: "start", invitation: act.slice("/start ".length) };
    }
    return act.startsWith("[") && act.endsWith("]") ? this.tap(act.slice(1, -1)) : { kind: "text", text: act };
  }

  private file(file: SentFile): Input {
    this.sent = file;
    return { kind: "file", file };
  }

  private tap(label: string): Input {
    const found = this.card?.rows.flat().find((button) => button.label === label);
    if (found === undefined) {
      throw new Error(`no button [${label}] on the card`);
    }
    return { kind: "tap", token: found.token };
  }

  private told(effect: Effect): string[] {
    switch (effect.kind) {
      case "openCase":
        return [`opens a case of ${effect.questionnaire}, to be ${effect.destroyUnfinished ? "destroyed" : "handed in"} if unfinished`];
      case "keep":
        return [`keeps ${named(effect)}: ${answered(effect.answer)}`];
      case "amend":
        return [`amends ${named(effect)}: ${answered(effect.answer)}`];
      case "drop":
        return [`drops ${effect.question}#${effect.item}`];
      case "urgent":
        return [effect.now ? "is urgent" : "is not urgent"];
      case "fetch":
        this.fetching = { question: effect.question, item: effect.item };
        return ["fetches the file"];
      case "attach":
        return [`attaches a file to ${effect.question}#${effect.item} in ${effect.compartment}`];
      case "minimumMet":
        return ["there is enough to hand in"];
      case "submit":
        return ["hands the case in"];
      case "destroy":
        return ["destroys the case"];
      case "show":
      case "hide":
        this.card = effect;
        return [...effect.text.split("\n"), ...effect.rows.map((row: readonly Button[]) => row.map(({ label }) => `[${label}]`).join(" "))];
      case "hear":
        return [`plays ${effect.recording}`];
      case "speak":
        return [`speaks ${effect.language}`];
    }
  }
}

const named = ({ question, item, part, compartment }: { question: string; item: number; part: number; compartment: string }) =>
  `${question}#${item}${part > 1 ? `.${part}` : ""} in ${compartment}`;

const beside = (words: string | undefined) => (words === undefined ? "" : ` (${words})`);

function answered(answer: Answer): string {
  switch (answer.kind) {
    case "agreed":
    case "chosen":
      return answer.option;
    case "words":
      return answer.text.replace(/\n/g, "\\n");
    case "chosenMany":
      return answer.options.join(", ");
    case "dated":
      return answer.edtf + beside(answer.words);
    case "located":
      return (answer.code ?? "no code") + beside(answer.words);
    case "numbered":
      return `${answer.number} (${answer.words})`;
    case "attached":
      return "a file";
    default:
      return answer.kind;
  }
}
