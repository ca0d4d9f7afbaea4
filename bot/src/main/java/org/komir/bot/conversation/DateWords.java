package org.komir.bot.conversation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.komir.bot.conversation.EdtfDates.Kind;
import org.komir.bot.conversation.EdtfDates.Meaning;

/**
 * The date words of all languages together. A language lists them under {@code date_read_...} with commas between them: the months
 * 1 to 12, the seasons 21 to 24, {@code decade_20} to {@code decade_90}, {@code count_1} to {@code count_10}, and one list for each
 * {@link Kind} that has no number.
 *
 * <p>{@code көктем-} is a word that takes the language's endings ({@code date_read_endings}); {@code -дейін} is one that stands
 * behind the date it belongs to. A word may be in several lists.
 */
final class DateWords {
    private static final String PREFIX = "date_read_";

    private final Map<String, Set<Meaning>> forms = new HashMap<>();

    private DateWords() {}

    static EdtfDates.Vocabulary of(List<Texts> languages) {
        DateWords words = new DateWords();
        languages.forEach(words::add);
        return new EdtfDates.Vocabulary(words.forms);
    }

    private void add(Texts texts) {
        List<String> endings =
                list(texts, "endings").stream().map(DateWords::folded).toList();
        for (int month = 1; month <= 12; month++) {
            put(texts.get("button.month." + month), List.of(), new Meaning(Kind.MONTH_NAME, month));
            add(texts, Integer.toString(month), endings, new Meaning(Kind.MONTH_NAME, month));
        }
        for (int season = 21; season <= 24; season++) {
            add(texts, Integer.toString(season), endings, new Meaning(Kind.SEASON, season));
        }
        for (int decade = 20; decade <= 90; decade += 10) {
            add(texts, "decade_" + decade, endings, new Meaning(Kind.DECADE_NAME, decade));
        }
        for (int count = 1; count <= 10; count++) {
            add(texts, "count_" + count, endings, new Meaning(Kind.COUNT, count));
        }
        for (Kind kind : Kind.values()) {
            if (kind.isListed()) {
                add(texts, kind.key(), endings, new Meaning(kind, 0));
            }
        }
    }

    private void add(Texts texts, String id, List<String> endings, Meaning meaning) {
        for (String entry : list(texts, id)) {
            boolean behind = entry.startsWith("-");
            boolean stem = entry.endsWith("-");
            String word = entry.substring(behind ? 1 : 0, entry.length() - (stem ? 1 : 0));
            put(
                    word,
                    stem ? endings : List.of(),
                    behind ? new Meaning(meaning.kind().behind(), meaning.value()) : meaning);
        }
    }

    /** @param endings folded already: each word has a dozen of them */
    private void put(String word, List<String> endings, Meaning meaning) {
        String stem = folded(word);
        add(stem, meaning);
        endings.forEach(ending -> add(stem + ending, meaning));
    }

    private void add(String form, Meaning meaning) {
        forms.computeIfAbsent(form, key -> new HashSet<>()).add(meaning);
    }

    private static String folded(String text) {
        return DateText.folded(text).replace('-', ' ');
    }

    private static List<String> list(Texts texts, String id) {
        return Arrays.stream(texts.get(PREFIX + id).split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
