import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { newIdentity, recipientOf } from "../crypto/age.ts";
import { base64, fromBase64, sha256Hex, utf8, type Bytes } from "../crypto/bytes.ts";
import { sealIdentityFile } from "../crypto/identity-file.ts";
import { verify, verifyingKey } from "../crypto/signature.ts";
import type { Directory } from "../record/directory.ts";
import { signEntry, type Act, type SignedEntry } from "../record/log-entry.ts";
import { inForce, readRevocation, withoutRevoked, type ServedRevocation } from "../record/revocation.ts";
import { directoryText, sealCase, signDirectory, volunteer, type SealedFile, type Told, type Volunteer } from "./made-up.ts";
import { wav, whole, wholeFiles } from "./made-up-whole.ts";
import { MockDesk, type Piece } from "./mock-desk.ts";
import { MockFreeze } from "./mock-freeze.ts";
import { MockLog } from "./mock-log.ts";
import { MockMatch } from "./mock-match.ts";
import { MockNeeds } from "./mock-needs.ts";
import { MockPanels } from "./mock-panels.ts";
import { Refused, startWayBack, type WayBack } from "./mock-way-back.ts";

/** The review server and the practice phone, as far as the pages need them, over made-up cases. */
export interface Mock {
  readonly url: string;
  readonly identityFile: Uint8Array;
  /** Of somebody with other roles: the first three are security officers. Bolat and Dana are custodians too, Erlan is a second person; Bolat is in the panel. Oryn, Gulnar and Marat are coordinators, Samal reads, Tilek is a matcher, Zhanar is in aid. */
  identityOf(name: "bolat" | "dana" | "erlan" | "oryn" | "gulnar" | "marat" | "samal" | "tilek" | "zhanar"): Promise<Uint8Array>;
  readonly wayBack: WayBack;
  /** The case that has something of everything. */
  readonly whole: string;
  readonly log: MockLog;
  readonly desk: MockDesk;
  /** What the queue says of a case besides. */
  readonly queue: ReadonlyMap<string, Said>;
  readonly panels: MockPanels;
  readonly match: MockMatch;
  readonly needs: MockNeeds;
  readonly freeze: MockFreeze;
  /** What is sealed of a case. */
  served(id: string): Served;
  /** One of the volunteers, with keys. */
  readonly people: Readonly<Record<"aigul" | "bolat" | "samal" | "zhanar", Volunteer>>;
  /** Under which the console remembers the last entry of the log. */
  readonly logKey: string;
  /** An entry by somebody of the mock, on the head that there is. */
  wrote(name: "aigul" | "bolat" | "oryn", act: Act, at: string, about: string): SignedEntry;
  /** Under which the console remembers the version of this organisation's directory. */
  readonly versionKey: string;
  /** Answers the next calls otherwise: a test breaks what it wants to see broken. */
  readonly spoil: {
    directory?: (text: string) => string;
    lease?: number;
    case?: (served: Served) => Served;
    file?: (sealed: Bytes) => Bytes;
  };
  /** Adds a case of this that waits. @returns its id */
  add(told: readonly Told[], sent: readonly SealedFile[]): Promise<string>;
  /** Takes one away that was added. */
  remove(id: string): void;
  /** Whoever was revoked comes in again. */
  forgetRevocations(): void;
  /** Adds so many made-up cases that wait, of which the first can be opened; for measuring. */
  fill(waiting: number, canBeOpened: number): Promise<void>;
  stop(): Promise<void>;
}

/** A test says it of a case. */
export interface Said {
  urgent?: boolean;
  urgency?: string;
  handedBy?: string;
  unopened?: boolean;
  closed?: boolean;
  standing?: object;
}

type Served = Awaited<ReturnType<typeof sealCase>>["served"];

export const PASSPHRASE = "practice makes calm hands";
const LEASE_MS = 30 * 60 * 1000;

const STORY =
  "Інім Қанат 2017 жылдың көктемінде Шәуешекке барды. Содан бері хабар жоқ.\n\n" +
  "Ол телефонда «көмір көп» деп қайталай берді. Біз оны кейін түсіндік. <b>Бұл белгі емес</b>, жай ғана жазу.";

const told: readonly Told[] = [
  { question: "consent", value: { choice: "yes", text_sha256: "00" } },
  { question: "t_relation", value: { choice: "sibling" } },
  { question: "t_name", compartment: "identity", value: { text: "Сәуле" } },
  { question: "p_name", value: { text: "قانات احمەت ۇلى" } },
  { question: "p_birth", value: { edtf: "1984~", words: "шамамен 1984" } },
  { question: "e_taken", value: { choice: "called_in" } },
  { question: "e_when", value: { edtf: "2017-21", words: "2017 көктем" } },
  { question: "e_where", value: { code: "6542", words: "Шәуешек, базар жанында" } },
  { question: "e_who", value: { choices: ["police", "village"] } },
  { question: "n_status", kind: "unknown" },
  { question: "th_threats", compartment: "threats", value: { choices: ["call", "via_family"] } },
  { question: "a_contacts", kind: "later" },
  { question: "story", value: { text: STORY } },
  { question: "u_share", value: { choices: ["un", "lawyers"] } },
  { question: "u_publish", kind: "declined" },
  { question: "c_other", version: "0".repeat(64), value: { text: "басқа сұраққа жауап" } },
];

const PIXEL = fromBase64("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

const sent: readonly SealedFile[] = [
  { name: "сурет.png", bytes: PIXEL, type: "image/png", kind: "photo" },
  { name: "дауыс.wav", bytes: wav(1), type: "audio/wav", kind: "voice" },
  { name: "../хат.html", bytes: utf8("<script>document.title = 'ran'</script>"), type: "text/html", kind: "document" },
];

export async function startMock(pages: string, consentSha256: string): Promise<Mock> {
  const rootSeed: Bytes = crypto.getRandomValues(new Uint8Array(32));
  const rootKey = verifyingKey(rootSeed);
  const aigul = await volunteer("aigul", "Айгүл", rootKey);
  const bolat = await volunteer("bolat", "Болат", rootKey);
  const dana = await volunteer("dana", "Дана", rootKey);
  const erlan = await volunteer("erlan", "Ерлан", rootKey);
  const oryn = await volunteer("oryn", "Орын", rootKey);
  const gulnar = await volunteer("gulnar", "Гүлнар", rootKey);
  const marat = await volunteer("marat", "Марат", rootKey);
  const samal = await volunteer("samal", "Самал", rootKey);
  const tilek = await volunteer("tilek", "Тілек", rootKey);
  const zhanar = await volunteer("zhanar", "Жанар", rootKey);
  const escrow = await recipientOf(await newIdentity());
  const intakeSeed: Bytes = crypto.getRandomValues(new Uint8Array(32));
  const directory = directoryText(
    [
      [aigul, ["reviewer"]],
      [bolat, ["reviewer", "security", "custodian"]],
      [dana, ["security", "custodian"]],
      [erlan, ["security", "second"]],
      [oryn, ["coordinator"]],
      [gulnar, ["coordinator"]],
      [marat, ["coordinator", "translator"]],
      [samal, ["reviewer"]],
      [tilek, ["matcher"]],
      [zhanar, ["aid"]],
    ],
    { organisation: "Kömir practice", escrow, intake: base64(verifyingKey(intakeSeed)) },
  );
  const identityFile = await sealIdentityFile(aigul.file, PASSPHRASE, 16);
  const panels = {
    case: [aigul.recipient, bolat.recipient, escrow],
    threats: [bolat.recipient, dana.recipient, erlan.recipient, escrow],
    custodians: [bolat.recipient],
    seconds: [aigul.recipient],
  };
  const answers = told.map((each) =>
    each.question === "consent" ? { ...each, value: { choice: "yes", text_sha256: consentSha256 } } : each,
  );
  const cases = new Map<string, { served: Served; files: ReadonlyMap<string, Bytes>; news: boolean; holder: string | null; leaseUntil: number; opened: boolean } & Said>();
  for (const [i, holder] of [null, "bolat", null].entries()) {
    const id = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("hex");
    const { served, files } = await sealCase(id, panels, answers.slice(0, i === 0 ? answers.length : 8), "kk-Cyrl", i === 0 ? sent : []);
    cases.set(id, { served, files, news: false, holder, leaseUntil: Date.now() + LEASE_MS, opened: false });
  }
  const log = new MockLog((volunteer) => (JSON.parse(directory) as Directory).people.find(({ id }) => id === volunteer)!.signing);
  const held = new MockPanels(log, escrow);
  const needs = new MockNeeds(log, held.hides);
  const freeze = new MockFreeze(JSON.parse(directory) as Directory, log);
  const wayBack = await startWayBack(panels, directory, intakeSeed, log);
  cases.set(wayBack.id, { served: wayBack.served, files: new Map(), news: true, holder: null, leaseUntil: 0, opened: false });
  const wholeId = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("hex");
  const { served: wholeServed, files: wholeSealed } = await sealCase(wholeId, panels, whole, "kk-Cyrl", wholeFiles);
  cases.set(wholeId, { served: wholeServed, files: wholeSealed, news: false, holder: null, leaseUntil: 0, opened: false });
  const spoil: Mock["spoil"] = {};
  const logKey = `komir.log.head.${sha256Hex(rootKey).slice(0, 16)}`;
  const versionKey = `komir.directory.version.${sha256Hex(rootKey).slice(0, 16)}`;
  const phone = new PhoneChat();
  const desk = new MockDesk();
  const match = new MockMatch(log, desk, () => people.present(), (id) => cases.get(id)!.served.recipients.case!);
  const worked = (id: string, served: Served) => ({ ...served, ...desk.of(id) });
  const people = new Revocations(JSON.parse(directory) as Directory);
  let challenge = "";
  const lately = new Map<string, number>();

  const routes: Record<string, (request: Asked) => unknown> = {
    "GET /": () => page(pages, "index"),
    "GET /console": () => page(pages, "console"),
    "GET /phone": () => page(pages, "phone"),
    "GET /practice/info": () => ({ practice: true, volunteer: "Айгүл", passphrase: PASSPHRASE, words: "seven words of a key to read" }),
    "GET /practice/identity.age": () => identityFile,
    "GET /api/directory": () => ({
      directory: spoil.directory?.(directory) ?? directory,
      signature: signDirectory(directory, rootSeed),
    }),
    "POST /api/login/challenge": () => {
      challenge = base64(crypto.getRandomValues(new Uint8Array(32)));
      return { challenge };
    },
    "POST /api/login": ({ body }) => {
      const login = body as { volunteer: string; challenge: string; signature: string };
      const who = [aigul, bolat, dana, erlan, oryn, gulnar, marat, samal, tilek, zhanar].find(({ id }) => id === login.volunteer);
      const good =
        login.challenge === challenge &&
        who !== undefined &&
        verify(verifyingKey(who.file.signingSeed), "login", fromBase64(login.challenge), fromBase64(login.signature));
      return good ? { token: `token of ${who.id}` } : new Refused(401, "signature");
    },
    "GET /api/queue": ({ who, query }) =>
      who === undefined
        ? new Refused(401, "token")
        : {
            ...wayBack.inQueue(who),
            cases: [...cases].filter(([id, one]) => !held.hides(id, who) && (one.closed === true) === (query.get("closed") === "true")).map(([id, one]) => lineOf(id, one, who)),
            begun: desk.begun(who),
            here: here(),
          },
    "GET /api/log": ({ who, query }) => (who === undefined ? new Refused(401, "token") : log.read(Number(query.get("from") ?? "0"))),
    "GET /api/revocations": () => people.inForce(),
    "GET /api/revocations/pending": ({ who }) => (people.isCoordinator(who) ? people.pending() : new Refused(403, "not_allowed")),
    "POST /api/revocations": ({ who, body }) => {
      const { statement } = body as { statement: string };
      return log.append(who ?? "", "revocation", "", sha256Hex(utf8(statement)), logOf(body)) ?? people.sign(who, body as { statement: string; signature: string });
    },
    "GET /api/freeze": () => freeze.all,
    "POST /api/freeze": ({ who, body }) => freeze.sign(who ?? "", body as { statement: string; signature: string; log?: SignedEntry }),
    "GET /api/panels": ({ who }) => held.waiting(who ?? ""),
    "GET /api/needs": ({ who }) => needs.list(who ?? ""),
    "GET /api/kept": ({ who }) => desk.kept(who),
    "GET /practice/phone/state": () => phone.state(),
    "GET /practice/phone/events": ({ query, gone }) => phone.after(Number(query.get("after")), gone),
    "POST /practice/phone/send": ({ body }) => phone.send((body as { text: string }).text),
    "POST /practice/phone/tap": ({ body }) => phone.tap(body as { message: number; data: string }),
  };

  type Held = NonNullable<ReturnType<typeof cases.get>>;
  const lineOf = (id: string, { news, holder, leaseUntil, urgent, urgency, handedBy, unopened, closed, standing }: Held, who: string) => ({
    short: held.isShort(id),
    case: id,
    urgent: urgent === true,
    news,
    state: closed === true ? "closed" : holder === null ? "waiting" : "claimed",
    holder,
    leaseUntil: holder === null ? null : new Date(leaseUntil).toISOString(),
    mine: holder === who,
    ...(urgency === undefined ? {} : { urgency }),
    ...(handedBy === undefined ? {} : { handedBy }),
    ...(unopened === true ? { unopened } : {}),
    ...(standing === undefined ? {} : { standing }),
  });
  const here = () => [...lately].filter(([, at]) => at > Date.now() - 120_000).map(([id]) => id).sort();

  function onCase(id: string, action: string | undefined, body: unknown, who: string): unknown {
    const found = cases.get(id);
    if (found === undefined && needs.all.has(id)) {
      return held.answer(who, id, action, body)?.answer;
    }
    if (found === undefined) {
      return new Refused(404, "no_such_case");
    }
    const ofPanels = held.answer(who ?? "", id, action, body);
    if (ofPanels !== undefined) {
      if (action === "exclude" && found.holder === (body as { id: string }).id) {
        found.holder = null;
        found.opened = false;
      }
      return ofPanels.answer;
    }
    if (action?.startsWith("files/")) {
      const file = found.holder === who && found.opened ? found.files.get(action.slice("files/".length)) : undefined;
      return file === undefined ? new Refused(404, "not_found") : (spoil.file?.(file) ?? file);
    }
    switch (action) {
      case undefined:
        return found.holder === who && found.opened ? worked(id, found.served) : new Refused(403, "not_opened");
      case "work":
        return (
          log.append(who, "work", id, sha256Hex(fromBase64((body as Piece).sealed)), logOf(body)) ?? void desk.of(id).work.push({ name: (body as Piece).name, sealed: (body as Piece).sealed })
        );
      case "verdicts": {
        const { statement, signature } = body as { statement: string; signature: string };
        const refused = log.append(who, "verdict", id, sha256Hex(utf8(statement)), logOf(body));
        if (refused === undefined) {
          desk.of(id).verdicts.push({ statement, signature });
        }
        return refused ?? { whole: desk.whole };
      }
      case "open": {
        const refused = found.holder === who ? log.append(who, "open", id, "", logOf(body)) : new Refused(409, "not_claimed");
        found.opened = refused === undefined;
        delete found.handedBy;
        const anew = held.keys.get(id);
        const served = anew === undefined ? found.served : { ...found.served, keys: { ...found.served.keys, case: anew.sealed }, resealed: anew.by === undefined ? [] : [{ case: id, compartment: "case", by: anew.by }] };
        return refused ?? worked(id, spoil.case?.(served) ?? served);
      }
      case "claim":
        if (found.holder !== null && found.holder !== who) {
          return new Refused(409, "claimed_by_another");
        }
        found.opened &&= found.holder === who;
        found.holder = who;
        delete found.handedBy;
        found.leaseUntil = Date.now() + (spoil.lease ?? LEASE_MS);
        return undefined;
      case "renew":
        found.leaseUntil = Date.now() + LEASE_MS;
        return undefined;
      case "release":
        found.holder = null;
        delete found.handedBy;
        found.opened = false;
        return undefined;
      case "lease":
        return { holder: found.holder, leaseUntil: found.holder === null ? null : new Date(found.leaseUntil).toISOString(), mine: found.holder === who };
      case "urgency": {
        const { urgency } = body as { urgency: string };
        const refused = log.append(who, "urgency", id, sha256Hex(utf8(urgency)), logOf(body));
        if (refused === undefined) {
          found.urgency = urgency;
        }
        return refused;
      }
      case "hand": {
        const { to } = body as { to: string };
        const refused = found.holder !== who ? new Refused(409, "claimed_by_another") : to === "oryn" ? new Refused(409, "cannot_read") : log.append(who, "hand", id, sha256Hex(utf8(to)), logOf(body));
        if (refused === undefined) {
          Object.assign(found, { holder: to, opened: false, handedBy: who, leaseUntil: Date.now() + LEASE_MS });
        }
        return refused;
      }
      case "again": {
        const refused = log.append(who, "reopen", id, "", logOf(body));
        found.closed &&= refused !== undefined;
        return refused;
      }
      default: {
        const refused = log.append(who, "close", id, "", logOf(body));
        if (refused === undefined) {
          cases.delete(id);
        }
        return refused;
      }
    }
  }

  const sealedTo = ({ file }: Volunteer): Promise<Uint8Array> => sealIdentityFile(file, PASSPHRASE, 12);
  const server: Server = createServer(async (request, response) => {
    const asked = await read(request, response);
    for (const held of cases.values()) {
      if (held.holder !== null && held.leaseUntil <= Date.now()) {
        Object.assign(held, { holder: null, opened: false });
      }
    }
    if (asked.who !== undefined) {
      lately.set(asked.who, Date.now());
    }
    const [, id, action] = /^\/api\/cases\/([0-9a-f]+)(?:\/([\w/]+))?$/.exec(asked.path) ?? [];
    const [, need, does] = /^\/api\/needs\/([0-9a-f]+)\/([\w/]+)$/.exec(asked.path) ?? [];
    const route = routes[`${request.method} ${asked.path}`];
    const preflight = request.method === "OPTIONS";
    const back = preflight ? undefined : wayBack.answer(request.method ?? "", asked.path, asked.query, asked.raw, asked.who);
    const matched = preflight ? undefined : match.answer(request.method ?? "", asked.path.replace("/api", ""), asked.who ?? "", asked.body);
    const answer = preflight
      ? undefined
      : freeze.shuts(asked.path)
        ? new Refused(403, "frozen")
      : back !== undefined
        ? back
        : matched !== undefined
          ? matched.answer
        : need !== undefined && does !== undefined
          ? needs.answer(asked.who ?? "", need, does, asked.body)
        : id !== undefined
          ? onCase(id, action, asked.body, asked.who ?? "")
          : asked.path.startsWith("/api/kept/")
            ? desk.answer(request.method ?? "", asked.who, asked.path.slice("/api/kept/".length), asked.body as Piece | undefined)
            : route === undefined
              ? new Refused(404, "nothing")
              : await route(asked);
    write(response, asked, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    identityFile,
    identityOf: (name) => sealedTo({ bolat, dana, erlan, oryn, gulnar, marat, samal, tilek, zhanar }[name]),
    wayBack,
    whole: wholeId,
    log,
    desk,
    queue: cases,
    panels: held,
    match,
    needs,
    freeze,
    served: (id) => cases.get(id)!.served,
    people: { aigul, bolat, samal, zhanar },
    logKey,
    wrote: (name, act, at, about) => {
      const by = { aigul, bolat, oryn }[name];
      const head = log.head();
      return signEntry({ n: head.n + 1, before: head.sha256, volunteer: by.id, at, act, case: about, sha256: "" }, by.file.signingSeed);
    },
    versionKey,
    spoil,
    remove: (id) => void cases.delete(id),
    forgetRevocations: () => people.clear(),
    add: async (told, sent) => {
      const id = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("hex");
      const { served, files } = await sealCase(id, panels, told, "kk-Cyrl", sent);
      cases.set(id, { served, files, news: false, holder: null, leaseUntil: 0, opened: false });
      return id;
    },
    fill: async (waiting, canBeOpened) => {
      for (let i = 0; i < waiting; i++) {
        const id = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("hex");
        const own = answers.slice(0, 8).map((each) => (each.question === "p_name" ? { ...each, value: { text: `Қанат${i} Ахметұлы` } } : each));
        const { served } = i < canBeOpened ? await sealCase(id, panels, own) : { served: wholeServed };
        cases.set(id, { served, files: new Map(), news: i % 20 === 0, holder: null, leaseUntil: 0, opened: false, urgent: i % 500 === 0 });
      }
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const logOf = (body: unknown): SignedEntry | undefined => (body as { log?: SignedEntry } | undefined)?.log;
/** As the server keeps them: pending with one signature, in force with two. */
class Revocations {
  private all: readonly ServedRevocation[] = [];

  clear(): void {
    this.all = [];
  }

  constructor(private readonly directory: Directory) {}

  present(): Directory {
    return withoutRevoked(this.directory, inForce(this.all, this.directory));
  }

  isCoordinator(who: string | undefined): boolean {
    return this.directory.people.some(({ id, roles }) => id === who && roles.includes("coordinator"));
  }

  inForce(): readonly ServedRevocation[] {
    return this.all.filter((one) => inForce([one], this.directory).length > 0);
  }

  pending(): readonly ServedRevocation[] {
    return this.all.filter((one) => inForce([one], this.directory).length === 0);
  }

  sign(who: string | undefined, { statement, signature }: { statement: string; signature: string }): unknown {
    const before = this.all.find((one) => one.statement === statement) ?? { statement, signatures: [] };
    const signed = { statement, signatures: [...before.signatures, { by: who ?? "", signature }] };
    if (readRevocation(signed, this.directory, new Set())?.by.some(({ id }) => id === who) !== true) {
      return new Refused(403, "bad_signature");
    }
    this.all = [...this.all.filter((one) => one !== before), signed];
    return { inForce: inForce([signed], this.directory).length > 0 };
  }
}

interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  /** Whose token came along. */
  readonly who: string | undefined;
  readonly raw: Buffer;
  readonly body: unknown;
  readonly gone: AbortSignal;
  /** `If-None-Match`. */
  readonly known: string | undefined;
}

class Page {
  constructor(
    readonly html: Buffer,
    readonly policy: string,
  ) {}
}

const page = (folder: string, name: string): Page =>
  new Page(readFileSync(join(folder, `${name}.html`)), readFileSync(join(folder, "csp", `${name}.txt`), "utf8").trim());

async function read(request: IncomingMessage, response: ServerResponse): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const url = new URL(request.url ?? "/", "http://mock");
  const raw = Buffer.concat(chunks);
  const json = raw.length > 0 && request.headers["content-type"] !== "application/octet-stream";
  return {
    path: url.pathname,
    query: url.searchParams,
    who: request.headers.authorization?.replace("Bearer token of ", ""),
    raw,
    body: json ? JSON.parse(raw.toString("utf8")) : undefined,
    gone: gone.signal,
    known: request.headers["if-none-match"],
  };
}

function write(response: ServerResponse, asked: Asked, answer: unknown): void {
  const { path } = asked;
  // The console from disk has an origin of its own.
  if (path.startsWith("/api/")) {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match");
    response.setHeader("Access-Control-Expose-Headers", "Date, ETag");
    response.setHeader("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
  }
  if (answer instanceof Refused) {
    response.writeHead(answer.status, { "Content-Type": "application/json" }).end(JSON.stringify({ error: answer.error, ...answer.more }));
  } else if (answer instanceof Page) {
    response.writeHead(200, { "Content-Type": "text/html", "Content-Security-Policy": answer.policy }).end(answer.html);
  } else if (answer instanceof Uint8Array) {
    response.writeHead(200, { "Content-Type": "application/octet-stream" }).end(answer);
  } else if (answer === undefined) {
    response.writeHead(204).end();
  } else {
    const text = utf8(JSON.stringify(answer));
    const tag = `"${sha256Hex(text)}"`;
    if (path === "/api/queue" && asked.known === tag) {
      response.writeHead(304, { ETag: tag }).end();
    } else {
      response.writeHead(200, { "Content-Type": "application/json", ETag: tag }).end(text);
    }
  }
}

interface Happened {
  readonly seq: number;
  readonly type: string;
  readonly message: number;
  readonly text?: string;
  readonly keyboard?: object;
  readonly from: string;
}

/** A bot that asks one question: enough to see a message, a press, an edit and a deletion. */
class PhoneChat {
  readonly #events: Happened[] = [];
  #wake: (() => void)[] = [];

  state(): object {
    return { seq: this.#events.length, events: this.#events };
  }

  async after(seq: number, gone: AbortSignal): Promise<object> {
    if (this.#events.length <= seq) {
      await new Promise<void>((resolve) => {
        this.#wake.push(resolve);
        setTimeout(resolve, 25_000).unref();
        gone.addEventListener("abort", () => resolve());
      });
    }
    return { events: this.#events.slice(seq) };
  }

  send(text: string): void {
    const mine = this.#add("mine", text);
    const keyboard = [
      [{ text: "ٴيا، ايتامىن", data: "1" }, { text: "جوق", data: "2" }],
      [{ text: "توقتاتۋ جانە جاسىرۋ", data: "3" }],
    ];
    if (text === "/start") {
      this.#add("message", "3-سۇراق، بارلىعى 16\n\nتۋىسىڭىز قاشان تۋعان؟\nتوقتاتۋ ٴۇشىن ⁦/stop⁩", keyboard);
    } else {
      this.#change("delete", mine);
      this.#add("message", "✓ Жетті. 2017 жылы не болды?");
    }
  }

  async tap({ message }: { message: number }): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 400));
    this.#change("edit", message, "✓ جەتتى.\n\n2017 كوكتەم");
  }

  #add(type: string, text: string, keyboard: object = []): number {
    const message = this.#events.length + 1;
    this.#put({ type, message, text, keyboard, from: type === "mine" ? "me" : "bot" });
    return message;
  }

  #change(type: string, message: number, text = ""): void {
    this.#put({ type, message, text, from: "bot" });
  }

  #put(event: Omit<Happened, "seq">): void {
    this.#events.push({ seq: this.#events.length + 1, ...event });
    const waiting = this.#wake;
    this.#wake = [];
    waiting.forEach((wake) => wake());
  }
}
