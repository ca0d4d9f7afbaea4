package org.komir.bot.conversation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** How words compare that are typed on the wrong keyboard, with a slip, or in another script. */
final class Spelling {

    /** Letters that one keyboard has and another has not, each with what is typed in its stead; {@code ""} for nothing. */
    private static final Map<Integer, String> FOLDED = new HashMap<>();

    /** Letters of the scripts by sound, vowels and kindred consonants joined: what is left of a name in every script. */
    private static final Map<Integer, String> SOUNDS = new HashMap<>();

    static {
        // Kazakh and Uyghur letters on a Russian keyboard
        put(FOLDED, "қҝ", "к");
        put(FOLDED, "ғ", "г");
        put(FOLDED, "ұүӯў", "у");
        put(FOLDED, "ыіийї", "и");
        put(FOLDED, "ө", "о");
        put(FOLDED, "ә", "а");
        put(FOLDED, "ң", "н");
        put(FOLDED, "һҳ", "х");
        put(FOLDED, "ёэє", "е");
        put(FOLDED, "җ", "ж");
        put(FOLDED, "щ", "ш");
        put(FOLDED, "ъь", "");
        // The same on Arabic, Persian and Urdu keyboards; U+0674, U+0621 and the hamza of Uyghur vowels are left out as
        // often as not
        put(FOLDED, "أإآٱ", "ا");
        put(FOLDED, "ئ\u0674\u0621\u0640", "");
        put(FOLDED, "ۇۆۈۋۅؤۉ", "و");
        put(FOLDED, "کڪگ", "ك");
        put(FOLDED, "ڭ", "ن");
        put(FOLDED, "يیېے", "ى");
        put(FOLDED, "هھہةۀ", "ە");
        put(FOLDED, "خ", "ح");
        // Latin letters without a decomposition
        put(FOLDED, "ı", "i");
        put(FOLDED, "ŋ", "n");
        put(FOLDED, "øɵ", "o");
        put(FOLDED, "əæ", "a");
        put(FOLDED, "ƣ", "g");

        put(SOUNDS, "аеяaeاە", "a");
        put(SOUNDS, "оувюouvwو", "u");
        put(SOUNDS, "иiyى", "i");
        put(SOUNDS, "бпbpبپ", "b");
        put(SOUNDS, "гкgkqقكعغ", "k");
        put(SOUNDS, "дтdtدتط", "t");
        put(SOUNDS, "жjجژ", "j");
        put(SOUNDS, "зсцszزسصذظث", "s");
        put(SOUNDS, "чшcچش", "c");
        put(SOUNDS, "хhxح", "h");
        put(SOUNDS, "лlل", "l");
        put(SOUNDS, "мmم", "m");
        put(SOUNDS, "нnن", "n");
        put(SOUNDS, "рrر", "r");
        put(SOUNDS, "фfف", "f");
    }

    private static void put(Map<Integer, String> into, String letters, String becomes) {
        letters.codePoints().forEach(letter -> into.put(letter, becomes));
    }

    private Spelling() {}

    /** Small letters without marks, and those that keyboards lack replaced; all but letters and digits becomes one space. */
    static String folded(String text) {
        String plain = Unicode.small(text);
        StringBuilder folded = new StringBuilder();
        for (int at = 0, letter; at < plain.length(); at += Character.charCount(letter)) {
            letter = plain.codePointAt(at);
            fold(letter, folded);
        }
        return folded.toString().strip();
    }

    private static void fold(int letter, StringBuilder into) {
        String known = FOLDED.get(letter);
        if (known != null) {
            into.append(known);
        } else if (Character.isDigit(letter)) {
            into.append((char) ('0' + Character.digit(letter, 10)));
        } else if (isPlain(letter)) {
            into.appendCodePoint(letter);
        } else if (Character.isLetter(letter)) {
            Unicode.decomposed(new String(Character.toChars(letter)))
                    .codePoints()
                    .filter(Character::isLetter)
                    .forEach(into::appendCodePoint);
        } else if (!joins(letter) && !into.isEmpty() && into.charAt(into.length() - 1) != ' ') {
            into.append(' ');
        }
    }

    /** Most small letters that families write: what has a mark among them stands in the table. It spares a cheap telephone a second. */
    private static boolean isPlain(int letter) {
        return isIn(letter, 'a', 'z')
                || isIn(letter, 'а', 'я')
                || isIn(letter, 0x627, 0x63A)
                || isIn(letter, 0x641, 0x64A)
                || isIn(letter, 0x4E00, 0x9FFF);
    }

    /** Marks, invisible characters, apostrophes and hyphens: parts of a word that some write and others do not. */
    private static boolean joins(int letter) {
        int type = Character.getType(letter);
        return type == Character.NON_SPACING_MARK
                || type == Character.FORMAT
                || type == Character.DASH_PUNCTUATION
                || "'’‘ʼʻ`´·".indexOf(letter) >= 0;
    }

    /** How a folded word sounds, in Latin letters, the same for every script; empty for Chinese. */
    static String sound(String folded) {
        String spelled = folded.replace("zh", "j")
                .replace("дж", "ж")
                .replace("sh", "c")
                .replace("ch", "c")
                .replace("kh", "h")
                .replace("ng", "n");
        StringBuilder sound = new StringBuilder();
        spelled.codePoints().mapToObj(letter -> SOUNDS.getOrDefault(letter, "")).forEach(one -> {
            boolean doubled = !sound.isEmpty() && one.equals(sound.substring(sound.length() - 1));
            sound.append(doubled ? "" : one);
        });
        return sound.toString();
    }

    /** The scripts in which families write; digits and all others are one more. */
    private enum Script {
        LATIN,
        CYRILLIC,
        ARABIC,
        HAN,
        OTHER
    }

    /** By the blocks of Unicode, letters only; {@code Character.UnicodeScript} is not there in a browser. */
    private static Script script(int letter) {
        if (isIn(letter, 'A', 'Z')
                || isIn(letter, 'a', 'z')
                || isIn(letter, 0xC0, 0x24F)
                || isIn(letter, 0x1E00, 0x1EFF)) {
            return Script.LATIN;
        }
        if (isIn(letter, 0x0400, 0x052F)) {
            return Script.CYRILLIC;
        }
        if (isIn(letter, 0x0620, 0x065F) || isIn(letter, 0x066E, 0x06EF) || isIn(letter, 0x0750, 0x077F)) {
            return Script.ARABIC;
        }
        boolean han = letter == 0x3005
                || letter == 0x3007
                || isIn(letter, 0x3400, 0x4DBF)
                || isIn(letter, 0x4E00, 0x9FFF)
                || isIn(letter, 0xF900, 0xFAFF)
                || isIn(letter, 0x20000, 0x323AF);
        return han ? Script.HAN : Script.OTHER;
    }

    private static boolean isIn(int letter, int first, int last) {
        return first <= letter && letter <= last;
    }

    static boolean isChinese(int letter) {
        return script(letter) == Script.HAN;
    }

    static boolean sameScript(String one, String other) {
        return script(one.codePointAt(0)) == script(other.codePointAt(0));
    }

    /**
     * Slips between two words: letters left out, put in, replaced, or two neighbours exchanged (optimal string alignment).
     *
     * @return {@code most + 1} for more than {@code most}
     */
    static int slips(String one, String other, int most) {
        if (Math.abs(one.length() - other.length()) > most) {
            return most + 1;
        }
        int[] beforeLast = new int[0];
        int[] last = new int[other.length() + 1];
        Arrays.setAll(last, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[other.length() + 1];
            now[0] = i;
            int least = i;
            for (int j = 1; j <= other.length(); j++) {
                boolean same = one.charAt(i - 1) == other.charAt(j - 1);
                now[j] = Math.min(Math.min(last[j], now[j - 1]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    now[j] = Math.min(now[j], beforeLast[j - 2] + 1);
                }
                least = Math.min(least, now[j]);
            }
            if (least > most) {
                return most + 1;
            }
            beforeLast = last;
            last = now;
        }
        return Math.min(last[other.length()], most + 1);
    }
}
