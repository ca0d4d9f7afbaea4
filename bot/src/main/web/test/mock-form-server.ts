import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { newIdentity, recipientOf, seal } from "../crypto/age.ts";
import { base64, concat, fromBase64, fromUtf8, hex, sha256, sha256Hex, utf8, type Bytes } from "../crypto/bytes.ts";
import type { Receipt } from "../crypto/receipt.ts";
import { sign, verify, verifyingKey } from "../crypto/signature.ts";

/** The server of the form, as far as coming back needs it: one mailbox, and what is sent to it. */
export interface MockForm {
  readonly intake: string;
  /** Of the mailbox; a test puts there what it wants to be found. */
  readonly letters: { id: string; sealed: string; files: string[] }[];
  readonly files: Map<string, Bytes>;
  stage: string;
  statement: { statement: string; signature: string } | undefined;
  /** Numbers, from 1, of the pieces whose answer breaks off in the middle. */
  readonly breaks: Set<number>;
  /** From where each piece was asked for. */
  readonly asked: number[];
  /** Ids of the cases that came: those that follow the mailbox's first one, and others. */
  readonly followed: string[];
  readonly alone: string[];
  readonly requests: string[];
  /** Every ticket that is given from now on is good for so many visits. */
  visits: number;
  stop(): Promise<void>;
}

const ANSWER_BYTES = 32 * 1024;
const PIECE_BYTES = 64 * 1024;
const VISITS = 20;

export const signStatement = (intakeSeed: Uint8Array, statement: string): { statement: string; signature: string } => ({
  statement,
  signature: base64(sign(intakeSeed, "statement", utf8(statement))),
});

/** From now on `fetch` reaches it under the addresses that the page uses. */
export async function startMockForm(receipt: Receipt, intakeSeed: Bytes): Promise<MockForm> {
  const mailbox = hex(sha256(receipt.mailboxId));
  const recipient = await recipientOf(receipt.identity);
  const author = base64(verifyingKey(receipt.authorSeed));
  const tickets = new Map<string, number>();
  let pieces = 0;

  const visit = (request: IncomingMessage): void => {
    const ticket = String(request.headers["komir-ticket"]);
    const left = tickets.get(ticket) ?? 0;
    if (left === 0) {
      throw new Refusal(403);
    }
    tickets.set(ticket, left - 1);
  };

  const mail = async (asked: Asked): Promise<Bytes> => {
    const mine = asked.mailbox === mailbox;
    const letters = mine ? mock.letters : [];
    const page = letters[asked.page] === undefined ? [] : [letters[asked.page]];
    const answer = {
      format: "komir-mail/1",
      stage: mine ? mock.stage : "none",
      day: mine ? "2026-11-23" : "",
      pages: letters.length,
      letters: page,
      ...(mine && mock.statement !== undefined ? { statement: mock.statement } : {}),
    };
    const plain = utf8(JSON.stringify(answer));
    const padded = concat(plain, new Uint8Array(ANSWER_BYTES - plain.length).fill(0x20));
    return seal(padded, [mine ? recipient : await recipientOf(await newIdentity())]);
  };

  const piece = ({ mailbox: name, file, from }: Asked, response: ServerResponse): void => {
    const content = name === mailbox && mock.letters.some(({ files }) => files.includes(file)) ? mock.files.get(file) : undefined;
    if (content === undefined) {
      throw new Refusal(404);
    }
    mock.asked.push(from);
    const bytes = content.subarray(from, from + PIECE_BYTES);
    response.writeHead(200, { "Content-Length": bytes.length });
    if (mock.breaks.has(++pieces)) {
      response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
    } else {
      response.end(bytes);
    }
  };

  const withdraw = ({ mailbox: name, signature }: Asked): void => {
    if (name === mailbox && verify(fromBase64(author), "withdrawal", utf8(name), fromBase64(signature))) {
      mock.stage = "withdrawn";
      mock.statement = signStatement(intakeSeed, '{"format":"komir-statement/1","organisation":"Practice","day":"2026-11-24"}');
      mock.letters.length = 0;
    }
  };

  const handIn = (body: Bytes): object => {
    const length = new DataView(body.buffer, body.byteOffset).getUint32(0);
    const header = JSON.parse(fromUtf8(body.subarray(4, 4 + length))) as Header;
    const { size } = header.records[header.records.length - 1]!;
    const manifest = sha256Hex(body.subarray(body.length - size));
    const expected = JSON.stringify({ format: "komir-author/1", case: header.case, manifest });
    const good = header.author_statement === expected && verify(fromBase64(header.author), "author", utf8(expected), fromBase64(header.signature));
    if (!good) {
      throw new Refusal(400);
    }
    const follows = header.mailbox === mailbox && header.recipient === recipient && header.author === author;
    (follows ? mock.followed : mock.alone).push(header.case);
    const proof = JSON.stringify({ format: "komir-proof/1", day: "2026-11-23", sha256: manifest });
    return { proof, signature: base64(sign(intakeSeed, "proof", utf8(proof))) };
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    const body = await bytesOf(request);
    switch (`${request.method} ${request.url}`) {
      case "POST /form/api/work":
        return { challenge: base64(crypto.getRandomValues(new Uint8Array(16))), bits: 1 };
      case "POST /form/api/tickets": {
        const ticket = hex(crypto.getRandomValues(new Uint8Array(8)));
        tickets.set(ticket, mock.visits);
        return { ticket };
      }
      case "POST /form/api/mailbox":
        visit(request);
        return mail(asked(body));
      case "POST /form/api/mailbox/files":
        visit(request);
        return piece(asked(body), response);
      case "POST /form/api/withdrawals":
        visit(request);
        return withdraw(asked(body));
      case "POST /form/api/cases":
        return handIn(body);
      case "POST /form/api/links":
        return void mock.requests.push((JSON.parse(fromUtf8(body)) as { request: string }).request);
      default:
        throw new Refusal(404);
    }
  };

  const server = createServer(async (request, response) => {
    try {
      const given = await answer(request, response);
      if (!response.headersSent) {
        response.writeHead(given === undefined ? 204 : 200).end(given instanceof Uint8Array ? given : given === undefined ? undefined : JSON.stringify(given));
      }
    } catch (e) {
      response.writeHead(e instanceof Refusal ? e.status : 500).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const real = globalThis.fetch;
  globalThis.fetch = (path, options) => real(`${address}${String(path)}`, options);
  const mock: MockForm = {
    intake: base64(verifyingKey(intakeSeed)),
    letters: [],
    files: new Map(),
    stage: "with_volunteers",
    statement: undefined,
    breaks: new Set(),
    asked: [],
    followed: [],
    alone: [],
    requests: [],
    visits: VISITS,
    stop: () =>
      new Promise((resolve) => {
        globalThis.fetch = real;
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return mock;
}

class Refusal extends Error {
  constructor(readonly status: number) {
    super(String(status));
  }
}

interface Header {
  readonly case: string;
  readonly mailbox: string;
  readonly recipient: string;
  readonly author: string;
  readonly author_statement: string;
  readonly signature: string;
  readonly records: readonly { readonly size: number }[];
}

interface Asked {
  /** SHA-256 of the id that was sent. */
  readonly mailbox: string;
  readonly page: number;
  readonly file: string;
  readonly from: number;
  readonly signature: string;
}

function asked(body: Bytes): Asked {
  const given = JSON.parse(fromUtf8(body)) as Asked;
  return { ...given, mailbox: hex(sha256(fromBase64(given.mailbox))) };
}

async function bytesOf(request: IncomingMessage): Promise<Bytes> {
  const parts: Uint8Array[] = [];
  for await (const part of request) {
    parts.push(part as Uint8Array);
  }
  return concat(...parts);
}
