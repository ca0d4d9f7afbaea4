package org.komir.bot.questionnaires;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kazakh text in Cyrillic letters, written in the Arabic letters that the Kazakhs of China use (төте жазу, the alphabet of 1982).
 *
 * <p>Letter by letter, and one hamza (U+0674) in front of a word whose soft vowels would otherwise be read as hard ones: а and ә are
 * the same letter, as are о and ө, ұ and ү, ы and і. A word with е, э, г or к needs none, since these stand in soft words only.
 * Words of other languages are often written as they are heard; they stand in a table of overrides.
 *
 * <p>What is no Cyrillic word stays: digits, Latin words, values to be filled in, signs. The comma, the semicolon and the question mark
 * become Arabic ones; a command is isolated, so that its stroke stays in front of it.
 */
final class KazakhArabicScript {

    /** U+0674; it marks the word and is no letter of its own. */
    static final char HAMZA = 'ٴ';

    private static final Map<Character, String> LETTERS = letters(
            "а=ا ә=ا б=ب в=ۆ г=گ ғ=ع д=د е=ە э=ە ж=ج з=ز и=ي й=ي к=ك қ=ق л=ل м=م н=ن ң=ڭ о=و ө=و п=پ р=ر с=س т=ت у=ۋ ұ=ۇ ү=ۇ "
                    + "ф=ف х=ح һ=ھ ц=تس ч=چ ш=ش щ=شش ы=ى і=ى ю=يۋ я=يا ё=يو ь= ъ=");

    private static final String SOFT = "әөүі";
    private static final String SHOWS_THAT_IT_IS_SOFT = "еэгк";
    private static final String SHOWS_THAT_IT_IS_HARD = "қғ";
    private static final String BEGINS_WITH_YEH = "йюяё";

    private static final Pattern TOKEN = Pattern.compile(
            "(?<cyrillic>[\\p{IsCyrillic}]+)|(?<command>(?<![\\w/\u2066])/[a-z]+)|(?<latin>\\p{IsLatin}+)"
                    + "|(?<mark>[,;?](?![\\p{IsLatin}0-9]))");

    private final Map<String, String> words = new HashMap<>();
    private final Map<String, String> stems = new HashMap<>();

    /**
     * @param overrides Cyrillic or Latin word to what is written for it; {@code шыңжаң-} stands for every word that begins so, and what
     *     follows goes by the letters
     */
    KazakhArabicScript(Map<String, String> overrides) {
        overrides.forEach((word, form) -> {
            String key = word.toLowerCase(Locale.ROOT);
            if (key.endsWith("-")) {
                stems.put(key.substring(0, key.length() - 1), form);
            } else {
                words.put(key, form);
            }
        });
    }

    /** A text, with Arabic punctuation. */
    String write(String cyrillic) {
        return write(cyrillic, true);
    }

    /** Words as people type them, between plain commas, which stay. */
    String writeList(String cyrillic) {
        return write(cyrillic, false);
    }

    private String write(String cyrillic, boolean punctuation) {
        Matcher token = TOKEN.matcher(cyrillic);
        StringBuilder arabic = new StringBuilder();
        while (token.find()) {
            String found = token.group();
            String written;
            if (token.group("cyrillic") != null) {
                written = word(found);
            } else if (token.group("command") != null) {
                written = "\u2066" + found + "\u2069";
            } else if (token.group("latin") != null) {
                written = words.getOrDefault(found.toLowerCase(Locale.ROOT), found);
            } else {
                written = punctuation ? mark(found) : found;
            }
            token.appendReplacement(arabic, Matcher.quoteReplacement(written));
        }
        return token.appendTail(arabic).toString();
    }

    private static String mark(String latin) {
        return switch (latin) {
            case "," -> "،";
            case ";" -> "؛";
            default -> "؟";
        };
    }

    private String word(String original) {
        String word = original.toLowerCase(Locale.ROOT);
        String whole = words.get(word);
        if (whole != null) {
            return whole;
        }
        for (int end = word.length(); end > 0; end--) {
            String stem = stems.get(word.substring(0, end));
            if (stem != null) {
                return withEnding(stem, word.substring(end));
            }
        }
        return needsHamza(word) ? HAMZA + byLetters(word) : byLetters(word);
    }

    private static String withEnding(String stem, String ending) {
        boolean hamzaIsNeedless = ending.chars().anyMatch(c -> SHOWS_THAT_IT_IS_SOFT.indexOf(c) >= 0);
        return (hamzaIsNeedless ? stem.replace(String.valueOf(HAMZA), "") : stem) + byLetters(ending);
    }

    /**
     * A word whose only soft vowel is і and that has қ or ғ is an Arabic or Persian one that is said hard, and is written without
     * (қазір, мұғалім).
     */
    static boolean needsHamza(String word) {
        boolean soft = has(word, SOFT);
        boolean onlyInPart = !has(word, "әөү") && has(word, SHOWS_THAT_IT_IS_HARD);
        return soft && !onlyInPart && !has(word, SHOWS_THAT_IT_IS_SOFT);
    }

    private static boolean has(String word, String letters) {
        return word.chars().anyMatch(c -> letters.indexOf(c) >= 0);
    }

    private static String byLetters(String word) {
        StringBuilder arabic = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char letter = word.charAt(i);
            String written = LETTERS.getOrDefault(letter, Character.toString(letter));
            char before = i > 0 ? word.charAt(i - 1) : ' ';
            if (before == 'и' && BEGINS_WITH_YEH.indexOf(letter) >= 0) {
                // мия, қию, Маврикий: the yeh of и is not written twice
                arabic.append(written.substring(1));
            } else if (letter == 'е' && (before == 'ь' || before == 'ъ')) {
                arabic.append('ي').append(written);
            } else {
                arabic.append(written);
            }
        }
        return arabic.toString();
    }

    private static Map<Character, String> letters(String pairs) {
        Map<Character, String> letters = new HashMap<>();
        for (String pair : pairs.split(" ")) {
            letters.put(pair.charAt(0), pair.substring(2));
        }
        return Map.copyOf(letters);
    }
}
