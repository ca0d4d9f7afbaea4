/**
 * What all scripts are read into: a word as a text of these letters, one for each sound that the spellings keep apart more often than not.
 *
 *   vowels      a (also ә, ä)  e  i (also ы, і, ı, и)  o (also ö, ө)  u (also ü, ұ, ү)
 *   glides      y (й)  w (also v, в)
 *   consonants  b p f m n l r t d k (also q, қ) g (also gh, ғ) h (also kh, х, һ) j (also zh, ж, дж) c (ch, ч) s (also ц) x (sh, ш) z
 *
 * ң is `ng`. That is general; what stands below are rules.
 */
export type Sounds = string;

const VOWELS = new Set("aeiou");
const GLIDES = new Set("yw");

export const isVowel = (sound: string | undefined): boolean => sound !== undefined && VOWELS.has(sound);
export const isGlide = (sound: string | undefined): boolean => sound !== undefined && GLIDES.has(sound);

/** Longer than any name; what lies behind it is not read. */
export const MOST_SOUNDS = 40;

/** A name is written with and without these glides in the same script: `Yerzhan` and `Erzhan`, `Рабия` and `Рабиа`, `Dauwlet`. */
export const folded = (sounds: Sounds): Sounds =>
  sounds
    .slice(0, 2 * MOST_SOUNDS)
    .replace(/iy+|y+i/g, "i")
    .replace(/uw+|w+u/g, "u")
    .replace(/^ye/, "e")
    .replace(/^wo/, "o");

/** Doublings are not heard: `Muhammed` and `Muhamed`. */
export const single = (sounds: Sounds): Sounds => sounds.replace(/(.)\1+/g, "$1").slice(0, MOST_SOUNDS);

const VOWEL_CLASS: Readonly<Record<string, string>> = { a: "a", e: "a", i: "i", o: "u", u: "u" };

/**
 * The groups within which spellings waver. Chinese has no voiced stops and no final r or l; Russian no q, gh and h; the glides and vowels come and go, so they have no group.
 */
const CONSONANT_CLASS: Readonly<Record<string, string>> = {
  b: "P", p: "P", f: "P", m: "M", n: "N", l: "L", r: "L", t: "T", d: "T", k: "K", g: "K", h: "K", j: "J", c: "J", s: "S", x: "S", z: "S",
};

/** With the vowels, as three groups; the consonants as they are, but k and g, which q, қ, ğ and ғ are written with, as one, and no glides. */
export const fullSkeleton = (sounds: Sounds): string =>
  [...sounds.replace(/ng/g, "n").replace(/[kg]/g, "k").replace(/[yw]/g, "")]
    .map((sound) => VOWEL_CLASS[sound] ?? sound)
    .join("")
    .replace(/(.)\1+/g, "$1");

const SHORTEST_SKELETON = 3;
const LONGEST_SKELETON = 8;

/** The consonants by group, with an `A` where a vowel stands in front. What has fewer than three is kept apart by its vowels. */
export function skeleton(sounds: Sounds): string {
  const consonants = [...sounds]
    .filter((sound, i) => !(CONSONANT_CLASS[sound] === "K" && sounds[i - 1] === "n"))
    .map((sound) => CONSONANT_CLASS[sound] ?? "")
    .join("");
  const text = (isVowel(sounds[0]) || isGlide(sounds[0]) ? "A" : "") + consonants;
  return text.length < SHORTEST_SKELETON ? `~${fullSkeleton(sounds)}` : text.slice(0, LONGEST_SKELETON);
}

/** One letter left open, at each place. */
export const open = (text: string): string[] => [...text].map((_, i) => `${text.slice(0, i)}?${text.slice(i + 1)}`);

/** All texts with one letter fewer. */
export const shorter = (text: string): string[] => [...new Set([...text].map((_, i) => text.slice(0, i) + text.slice(i + 1)))];
