package org.komir.bot.conversation;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a date of which perhaps only a part is known, as families type it, into {@link Edtf}. The words are data of the languages
 * ({@link DateWords}); every language is tried, since people mix them.
 *
 * <p>What is typed is folded ({@link DateText}), cut into tokens ({@link DateToken}) and read ({@link DateReading}). Words that say
 * nothing about a date are passed over; they are kept beside the answer as they were typed.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>"Beginning of 2017", "late in March" make no season and no day: the year or month with {@code ~}.
 *   <li>"About spring 2017" is {@code 2017-21}: level 1 has no mark behind a season. A season or decade that ends an interval is
 *       widened to its years.
 *   <li>Before, until: {@code ../2017}. Since, after: {@code 2017/..}. The named year belongs to the interval.
 *   <li>Nauryz under its own name is {@code 2017-03~}; the Kazakh word, which is also the month, is {@code 2017-03}. Feasts that
 *       wander through the year (Ramadan, айт) give no date; the year beside them is kept.
 *   <li>An age is a birth year about right: {@code 1986~} for 40 in 2026. It is read only where a birth is asked for.
 *   <li>Two digits are this century if that year has come, else the last one.
 * </ul>
 *
 * <p>Refused, since a guess would be a false statement: nothing but a number below 32 ({@code 17}); {@code 17.03}; {@code 3/5/2017}
 * with a slash, where either order is a date, and {@code 05.03.17} likewise; {@code 17 марта}, which may be a day; two years,
 * months or seasons that nothing joins ("2017 or 2018"); "last spring" once this year's has begun; "the twenties"; "17 жыл", which may
 * be a number of years; {@code 2017–21} with a long dash; parts that contradict each other; days no calendar has; the future.
 */
final class EdtfDates {

    /** What a word can say about a date. */
    enum Kind {
        MONTH_NAME(true),
        SEASON(true),
        DECADE_NAME(true),
        COUNT(false),
        /** Behind a number: the number names a year, a month, a day, a decade. */
        YEAR(true),
        MONTH(true),
        DAY(true),
        DECADE(true),
        /** Behind a number: the number counts years, months, days, as in "two years ago". */
        YEARS(false),
        MONTHS(false),
        DAYS(false),
        AGO(false),
        AGE(false),
        ABOUT(true),
        DOUBT(false),
        /** The beginning, middle or end of a year or month. */
        EDGE(true),
        FROM(false),
        FROM_BEHIND(false),
        TO(false),
        TO_BEHIND(false),
        BETWEEN(false),
        NOW(true),
        THIS(true),
        LAST(true),
        THIS_YEAR(true),
        LAST_YEAR(true),
        YEAR_BEFORE_LAST(true),
        TODAY(true),
        YESTERDAY(true),
        NAURYZ(false),
        /** A feast that wanders, or whose name begins like a season (春节): no date. */
        FEAST(false),
        /** A lunar month is no month of ours: refused. */
        OTHER_CALENDAR(false),
        /** Between the parts of a date: "of", "in". */
        FILLER(false);

        private final boolean date;

        Kind(boolean date) {
            this.date = date;
        }

        /** Whether a connecting word beside it connects dates. */
        boolean isDate() {
            return date;
        }

        boolean isListed() {
            return switch (this) {
                case MONTH_NAME, SEASON, DECADE_NAME, COUNT, FROM_BEHIND, TO_BEHIND -> false;
                default -> true;
            };
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind of a word that stands behind the date. */
        Kind behind() {
            return switch (this) {
                case FROM -> FROM_BEHIND;
                case TO -> TO_BEHIND;
                default -> this;
            };
        }
    }

    /** @param value the month 1..12, season 21..24, decade 20..90 or count 1..10; otherwise 0 */
    record Meaning(Kind kind, int value) {}

    /** @param forms folded word or phrase to all that it can mean */
    record Vocabulary(Map<String, Set<Meaning>> forms) {
        Vocabulary {
            Map<String, Set<Meaning>> copy = new HashMap<>();
            forms.forEach((form, meanings) -> copy.put(form, Set.copyOf(meanings)));
            forms = Map.copyOf(copy);
        }

        Set<Meaning> meanings(String form) {
            return forms.getOrDefault(form, Set.of());
        }
    }

    static final int EARLIEST_YEAR = 1900;

    private EdtfDates() {}

    /**
     * The EDTF form of what was typed; empty where it is no date, or could be several.
     *
     * @param today in UTC. One day later is not yet the future: east of Greenwich it has begun.
     * @param birth whether a birth is asked for, so that an age is an answer
     */
    static Optional<String> read(String typed, Vocabulary vocabulary, LocalDate today, boolean birth) {
        return Edtf.parse(DateText.asciiDigits(typed).strip())
                .or(() -> DateReading.of(DateToken.of(DateText.folded(typed), vocabulary), today, birth))
                .filter(edtf -> isPast(edtf, today))
                .map(Edtf::toString);
    }

    private static boolean isPast(Edtf edtf, LocalDate today) {
        String[] ends = edtf.toString().split("/", -1);
        for (String end : ends) {
            Optional<Edtf> one = Edtf.parse(end);
            if (one.isPresent()
                    && (one.get().earliest().isAfter(today.plusDays(1))
                            || one.get().earliest().getYear() < EARLIEST_YEAR)) {
                return false;
            }
        }
        return true;
    }

    static String asciiDigits(String text) {
        return DateText.asciiDigits(text);
    }
}
