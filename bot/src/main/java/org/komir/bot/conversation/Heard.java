package org.komir.bot.conversation;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is heard in a message that is no answer to a question: that somebody came in, that the person is afraid, or simply a button's
 * meaning in their own words. The phrases are data of the languages ({@code room_read_*}); every language is tried, since people mix them.
 */
final class Heard {

    enum Meaning {
        SOMEONE_HERE,
        AFRAID,
        WHO_ARE_YOU,
        WANT_STOP,
        WANT_HELP,
        DONT_KNOW,
        RATHER_NOT,
        LATER,
        YES,
        NO,
        DONE,
        BACK;

        /** The text that is answered. */
        String answer() {
            return "room." + name().toLowerCase(Locale.ROOT);
        }
    }

    private final Map<Meaning, Set<String>> phrases = new EnumMap<>(Meaning.class);

    Heard(List<Texts> languages) {
        for (Meaning meaning : Meaning.values()) {
            Set<String> of = new HashSet<>();
            for (Texts texts : languages) {
                Arrays.stream(texts.get("room_read_" + meaning.name().toLowerCase(Locale.ROOT))
                                .split("[,،，、]"))
                        .map(Heard::plain)
                        .filter(phrase -> !phrase.isEmpty())
                        .forEach(of::add);
            }
            phrases.put(meaning, of);
        }
    }

    /** What the whole message means. Nothing is guessed from a part of it: "I am afraid he died" is an answer. */
    Optional<Meaning> whole(String message) {
        String plain = plain(message);
        return phrases.entrySet().stream()
                .filter(entry -> entry.getValue().contains(plain))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Small letters and single spaces only. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.toLowerCase(Locale.ROOT).codePoints().forEach(sign -> {
            if (isOfAWord(sign)) {
                plain.appendCodePoint(sign);
            } else if (!plain.isEmpty() && plain.charAt(plain.length() - 1) != ' ') {
                plain.append(' ');
            }
        });
        return plain.toString().strip();
    }

    /** Letters, marks and numbers. */
    private static boolean isOfAWord(int sign) {
        return switch (Character.getType(sign)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER -> true;
            default -> false;
        };
    }
}
