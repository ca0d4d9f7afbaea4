import { deflateSync } from "node:zlib";
import config from "komir:config";
import { concat, utf8, type Bytes } from "../crypto/bytes.ts";
import type { OpenedCase } from "../record/open-case.ts";
import { parseRecord } from "../record/record.ts";
import { questionnaireVersion, type SealedFile, type Told } from "./made-up.ts";

export const versionOf = (name: string): string => Object.entries(config.questionnaires).find(([, questionnaire]) => questionnaire.name === name)![0];

/** A case as it is when all of it could be opened and its list names everything. */
export function openedCase(id: string, told: readonly Told[], { questionnaire = "detained-relative.1", day = "2026-11-23", channel = "chat" } = {}): OpenedCase {
  const records = told.map((each, i) => {
    const version = questionnaire === "detained-relative.1" ? questionnaireVersion : versionOf(questionnaire);
    const fields = { format: "komir-record/1", case: id, compartment: "case", seq: i + 1, kind: "answered", questionnaire, version, part: 1, language: "kk-Cyrl", channel, day, attachments: [] };
    const record = parseRecord(utf8(JSON.stringify({ ...fields, ...each })))!;
    return { seq: record.seq, state: "read" as const, record };
  });
  return {
    id,
    compartments: [{ name: "case", key: "open", records }],
    manifest: { found: true, complete: true, missing: [], altered: [], extra: [], later: [] },
  };
}

const event = (item: number, answers: Readonly<Record<string, object>>): Told[] => Object.entries(answers).map(([question, value]) => ({ question, item, value }));

/** Of everything that a case page shows something: many years, two that do not agree, what is hard to read, what is not known. */
export const whole: readonly Told[] = [
  { question: "t_relation", value: { choice: "sibling" } },
  { question: "t_how", value: { choice: "interpreter" } },
  { question: "p_name", value: { text: "Алтынбек Ойдан" } },
  { question: "p_name_other", value: { text: "阿勒腾别克·奥依丹" } },
  { question: "p_birth", value: { edtf: "1984~", words: "шамамен 1984" } },
  { question: "p_sex", value: { choice: "m" } },
  { question: "p_home", value: { code: "654221", words: "Дөрбілжін" } },
  { question: "d_number", value: { number: "65422119840512003X" } },
  { question: "n_status", value: { choice: "prison" } },
  { question: "n_asof", value: { edtf: "2026-10" } },
  { question: "k_how", value: { choices: ["family", "official"] } },
  { question: "f_place", value: { words: "Үрімжіде болар" } },
  { question: "e_taken", value: { choice: "called_in" } },
  { question: "e_when", value: { edtf: "2017-21", words: "2017 көктем" } },
  { question: "e_where", value: { code: "6542", words: "Тарбағатай" } },
  { question: "e_who", value: { choices: ["police", "village"] } },
  { question: "story", value: { text: "Ағамды 2017 жылы шақыртып алды.\n\nСодан кейін оны көрген жоқпыз." } },
  { question: "u_publish", kind: "declined" },
  { question: "u_share", value: { choices: ["un", "lawyers"] } },
  ...event(1, { ev_kind: { choice: "camp" }, ev_from: { edtf: "2017-04/2017-06", words: "көктем мен жаздың арасы" }, ev_to: { edtf: "2018-12~" }, ev_place: { code: "654221" }, ev_source: { choices: ["saw"] } }),
  ...event(2, { ev_kind: { choice: "house" }, ev_from: { edtf: "2018-02" }, ev_to: { edtf: "2018-05" }, ev_source: { choices: ["family"] } }),
  ...event(3, { ev_kind: { choice: "hospital" }, ev_from: { edtf: "2018?" }, ev_illness: { text: "Аяғын баса алмай қалған." } }),
  ...event(4, {
    ev_kind: { choice: "prison" },
    ev_from: { edtf: "2019-01-15" },
    ev_trial: { choice: "closed" },
    ev_years: { text: "15 жыл" },
    ev_charge: { text: "шетелге барған дейді" },
    ev_verdict: { choice: "heard" },
    ev_source: { choices: ["official"] },
  }),
  ...event(5, { ev_kind: { choice: "released" }, ev_from: { words: "білмейміз" } }),
  { question: "h_health", value: { choices: ["worse", "mind"] } },
  { question: "ch_dependants", value: { choices: ["children_state"] } },
];

/** A picture with a bright corner, so that one sees which way it is turned. */
function png(width: number, height: number): Bytes {
  const row = (y: number): Bytes => Uint8Array.from([0, ...Array.from({ length: width }, (_, x) => (x < width / 3 && y < height / 3 ? [240, 200, 60] : [40, (y * 255) / height, (x * 255) / width])).flat()]);
  const pixels = deflateSync(concat(...Array.from({ length: height }, (_, y) => row(y))));
  const number = (value: number): Bytes => Uint8Array.from([value >>> 24, value >>> 16, value >>> 8, value]);
  const chunk = (name: string, content: Uint8Array): Bytes => {
    const named = concat(utf8(name), Uint8Array.from(content));
    return concat(number(content.length), named, number(crc(named)));
  };
  const head = concat(number(width), number(height), Uint8Array.from([8, 2, 0, 0, 0]));
  return concat(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk("IHDR", head), chunk("IDAT", pixels), chunk("IEND", new Uint8Array()));
}

function crc(bytes: Uint8Array): number {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
    }
  }
  return ~value >>> 0;
}

/** Silence, as 8 kHz PCM. */
export function wav(seconds: number): Bytes {
  const samples = 8000 * seconds;
  const head = new DataView(new ArrayBuffer(44));
  const text = (at: number, word: string) => utf8(word).forEach((byte, i) => head.setUint8(at + i, byte));
  text(0, "RIFF");
  head.setUint32(4, 36 + samples, true);
  text(8, "WAVEfmt ");
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true);
  head.setUint16(22, 1, true);
  head.setUint32(24, 8000, true);
  head.setUint32(28, 8000, true);
  head.setUint16(32, 1, true);
  head.setUint16(34, 8, true);
  text(36, "data");
  head.setUint32(40, samples, true);
  return concat(new Uint8Array(head.buffer), new Uint8Array(samples).fill(128));
}

export const wholeFiles: readonly SealedFile[] = [
  { name: "қағаз.png", bytes: png(300, 200), type: "image/png", kind: "photo" },
  { name: "дауыс.wav", bytes: wav(20), type: "audio/wav", kind: "voice" },
];
