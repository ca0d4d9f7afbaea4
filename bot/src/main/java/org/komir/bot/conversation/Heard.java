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

    /** A message with more words than this is a story, whatever it begins with. */
    private static final int MOST_WORDS = 6;

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

    /** What the whole message means; nothing is guessed from a part of it. */
    Optional<Meaning> whole(String message) {
        String plain = plain(message);
        return phrases.entrySet().stream()
                .filter(entry -> entry.getValue().contains(plain))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** What a short message means, also where a phrase is only a part of it; for questions whose answer is a button. */
    Optional<Meaning> inShort(String message) {
        Optional<Meaning> whole = whole(message);
        String padded = " " + plain(message) + " ";
        if (whole.isPresent() || padded.strip().split(" ", -1).length > MOST_WORDS) {
            return whole;
        }
        return phrases.entrySet().stream()
                .filter(entry -> entry.getKey().compareTo(Meaning.WANT_HELP) <= 0)
                .filter(entry -> entry.getValue().stream().anyMatch(phrase -> padded.contains(" " + phrase + " ")))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Small letters and single spaces only. */
    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", " ")
                .strip();
    }
}
