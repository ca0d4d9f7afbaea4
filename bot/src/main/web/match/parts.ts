import { measured, type Measured } from "./distance.ts";
import { folded, single, skeleton, type Sounds } from "./sounds.ts";

/**
 * A word of a name by what it sounds like, without the ending that makes a father's or a family's name of it. All endings are told by their sounds, so each stands here once for all scripts.
 */
export interface Word {
  readonly sounds: Sounds;
  /** Without an ending of respect or affection, which some write and some leave out; undefined where there is none. */
  readonly stem: Sounds | undefined;
  /**
   * `patronymic`: child of. `surname`: a Russian ending, of the father or of a grandfather. `plain`: given, or a father's name without any ending, as papers in China have it. `joined`: all words
   * of a name as one, for a spelling that does not part them.
   */
  readonly kind: "plain" | "patronymic" | "surname" | "joined";
  /** Read from Chinese syllables, which lose sounds. */
  readonly chinese: boolean;
  readonly whole: Measured;
  readonly short: Measured | undefined;
  readonly bones: string;
}

function word(sounds: Sounds, stem: Sounds | undefined, kind: Word["kind"], chinese: boolean): Word {
  return { sounds, stem, kind, chinese, whole: measured(sounds), short: stem === undefined ? undefined : measured(stem), bones: skeleton(sounds) };
}

/** -ұлы, -uly, -oghli, -оглы, -қызы; -ович, -евна. */
const PATRONYMIC = /^(?!.*gul[iu]$)(.*?)(?:ul[iu]|ogl[iu]|ugl[iu]|kizi|[oei]wic|[oe]wna)$/;
/** -ов, -ева, -off. */
const SURNAME = /^(.*?)(?:[oe]wa|[oe][wf])$/;
const PARTICLE = /^(?:ul[iu]|ogl[iu]|ugl[iu]|kizi|kiz)$/;
/** Жан, бек, хан, бай, гүл, қажы, axun; 别克 and 古丽 among them. */
const COURTESY = /(?:jan|beke?|h?han|bay|guli?|haji|hajim|kaji|ahun)$/;
const SHORTEST_ROOT = 2;
const SHORTEST_STEM = 3;

/** The ending goes before doublings do: `Жұмабекқызы`. */
export function wordOf(read: Sounds, chinese: boolean): Word {
  const heard = folded(read);
  for (const [kind, ending] of chinese ? [] : ([["patronymic", PATRONYMIC], ["surname", SURNAME]] as const)) {
    const root = single(ending.exec(heard)?.[1] ?? "");
    if (root.length >= SHORTEST_ROOT) {
      return word(root, stemOf(root), kind, chinese);
    }
  }
  const sounds = single(heard);
  return word(sounds, stemOf(sounds), "plain", chinese);
}

function stemOf(sounds: Sounds): Sounds | undefined {
  const stem = sounds.replace(COURTESY, "");
  return stem !== sounds && stem.length >= SHORTEST_STEM ? stem : undefined;
}

/** A word such as `ұлы` or `qizi` that stands alone belongs to the word before it. */
export function withoutParticles(words: readonly Word[]): Word[] {
  const kept: Word[] = [];
  for (const word of words) {
    const before = kept.at(-1);
    if (before !== undefined && PARTICLE.test(word.sounds)) {
      kept[kept.length - 1] = { ...before, kind: "patronymic" };
    } else {
      kept.push(word);
    }
  }
  return kept;
}

/** The word that is the given name by its place and ending: a Russian list begins with the surname, all others with the given name. */
export function givenIn(words: ReadonlyArray<Pick<Word, "kind">>): number {
  const first = words.findIndex(({ kind }) => kind === "plain");
  return Math.max(first, 0);
}

/** Those that may be the given name: without any ending, or the only word. */
export const mayBeGiven = (words: ReadonlyArray<Pick<Word, "kind">>): number[] => {
  const plain = words.flatMap(({ kind }, i) => (kind === "plain" ? [i] : []));
  return plain.length === 0 ? [0] : plain;
};

/** Chinese without its dot, and hasty typing, do not part given and father's name. */
export function asOne(words: readonly Word[]): Word {
  const first = givenIn(words);
  const inOrder = [words[first]!, ...words.filter((_, i) => i !== first)];
  return word(single(folded(inOrder.map(({ sounds }) => sounds).join(""))), undefined, "joined", words.some(({ chinese }) => chinese));
}
