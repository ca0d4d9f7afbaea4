package org.komir.bot.conversation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The words for months, seasons and "about" of all languages together. A language lists them under {@code date_read_1} to
 * {@code date_read_12}, {@code date_read_21} to {@code date_read_24} and {@code date_read_about}: beginnings of words, separated
 * by commas. The names on the buttons are understood as well.
 */
final class DateWords {
    private DateWords() {}

    static EdtfDates.Vocabulary of(List<Texts> languages) {
        Map<String, Integer> numbers = new HashMap<>();
        for (Texts texts : languages) {
            for (int month = 1; month <= 12; month++) {
                numbers.put(texts.get("button.month." + month).toLowerCase(Locale.ROOT), month);
            }
            Stream.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 21, 22, 23, 24)
                    .forEach(number -> words(texts, "date_read_" + number).forEach(word -> numbers.put(word, number)));
        }
        List<String> about = languages.stream()
                .flatMap(texts -> words(texts, "date_read_about"))
                .distinct()
                .toList();
        return new EdtfDates.Vocabulary(numbers, about);
    }

    private static Stream<String> words(Texts texts, String id) {
        return Arrays.stream(texts.get(id).split(","))
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty());
    }
}
