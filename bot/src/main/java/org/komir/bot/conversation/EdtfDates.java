package org.komir.bot.conversation;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a date of which perhaps only a part is known, as families type it, into EDTF level 1 (ISO 8601-2:2019): {@code
 * 2017}, {@code 2017-03}, {@code 2017-03-05}, the seasons {@code 2017-21} (spring) to {@code 2017-24} (winter), a decade
 * {@code 196X}, and {@code ~} behind a year that is about right.
 *
 * <p>The words for months, seasons and "about" are data of the languages: every language is tried, since people mix them.
 */
final class EdtfDates {

    /** @param numbers lower-case word to month (1..12) or season (21..24); @param about lower-case words for "about" */
    record Vocabulary(Map<String, Integer> numbers, List<String> about) {
        Vocabulary {
            numbers = Map.copyOf(numbers);
            about = List.copyOf(about);
        }
    }

    private static final int EARLIEST_YEAR = 1900;
    private static final int LATEST_YEAR = 2099;
    private static final int SHORT_WORD = 3;

    private EdtfDates() {}

    /** The EDTF form of what was typed; empty where no year can be found or the parts contradict each other. */
    static Optional<String> read(String typed, Vocabulary vocabulary) {
        String text = asciiDigits(typed).toLowerCase(Locale.ROOT).strip();
        boolean about =
                vocabulary.about().stream().anyMatch(text::contains) || text.contains("~") || text.contains("≈");
        Optional<Integer> named = named(text, vocabulary.numbers());
        List<Integer> numbers = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        for (String digits : text.split("[^0-9]+", -1)) {
            if (!digits.isEmpty() && digits.length() <= 4) {
                numbers.add(Integer.parseInt(digits));
                lengths.add(digits.length());
            } else if (digits.length() == 8) {
                numbers.addAll(List.of(
                        Integer.parseInt(digits.substring(0, 4)),
                        Integer.parseInt(digits.substring(4, 6)),
                        Integer.parseInt(digits.substring(6))));
                lengths.addAll(List.of(4, 2, 2));
            } else if (!digits.isEmpty()) {
                return Optional.empty();
            }
        }
        int yearAt = lengths.indexOf(4);
        if (yearAt < 0 || lengths.lastIndexOf(4) != yearAt) {
            return Optional.empty();
        }
        int year = numbers.get(yearAt);
        if (year < EARLIEST_YEAR || year > LATEST_YEAR) {
            return Optional.empty();
        }
        numbers.remove(yearAt);
        // Year first (2017-03-05, 2017 жылы 5 наурыз), or year last (05.03.2017): the order of the other two turns with
        // it.
        boolean yearLast = yearAt > 0;
        return withParts(year, numbers, yearLast, named).map(edtf -> about && edtf.length() == 4 ? edtf + "~" : edtf);
    }

    private static Optional<String> withParts(
            int year, List<Integer> numbers, boolean yearLast, Optional<Integer> named) {
        if (named.isPresent()) {
            int month = named.get();
            return switch (numbers.size()) {
                case 0 -> Optional.of(form(year, month));
                case 1 -> month > 12 ? Optional.empty() : day(year, month, numbers.getFirst());
                default -> Optional.empty();
            };
        }
        return switch (numbers.size()) {
            case 0 -> Optional.of(Integer.toString(year));
            case 1 -> monthOrSeason(year, numbers.getFirst());
            case 2 -> yearLast ? day(year, numbers.get(1), numbers.get(0)) : day(year, numbers.get(0), numbers.get(1));
            default -> Optional.empty();
        };
    }

    private static Optional<String> monthOrSeason(int year, int number) {
        boolean month = number >= 1 && number <= 12;
        boolean season = number >= 21 && number <= 24;
        return month || season ? Optional.of(form(year, number)) : Optional.empty();
    }

    private static Optional<String> day(int year, int month, int day) {
        try {
            return Optional.of(LocalDate.of(year, month, day).toString());
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static String form(int year, int monthOrSeason) {
        return monthOrSeason <= 12 ? YearMonth.of(year, monthOrSeason).toString() : year + "-" + monthOrSeason;
    }

    /** The month or season whose word stands in the text; the longest, since one word can begin like another. */
    private static Optional<Integer> named(String text, Map<String, Integer> words) {
        String padded = " " + text.replaceAll("[^\\p{L}\\p{M}]+", " ") + " ";
        return words.entrySet().stream()
                .filter(word -> padded.contains(needle(word.getKey())))
                .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
                .map(Map.Entry::getValue);
    }

    /**
     * Chinese has no spaces between words; elsewhere a name must begin a word and may carry an ending, unless it is so short that it
     * begins other words too ("may", "maybe").
     */
    private static String needle(String word) {
        boolean han = word.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
        return han ? word : " " + word + (word.length() <= SHORT_WORD ? " " : "");
    }

    /** Arabic-Indic, extended Arabic-Indic and full-width digits as 0 to 9. */
    static String asciiDigits(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isDigit(c)) {
                ascii.append(Character.digit(c, 10));
            } else {
                ascii.appendCodePoint(c);
            }
        });
        return ascii.toString();
    }
}
