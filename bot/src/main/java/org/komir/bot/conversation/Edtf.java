package org.komir.bot.conversation;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date of EDTF level 1 (ISO 8601-2:2019) in the forms that are kept here: {@code 2017}, {@code 2017-03}, {@code 2017-03-05},
 * each with {@code ~} (about), {@code ?} (not certain) or {@code %} (both) behind it; the seasons {@code 2017-21} (spring) to
 * {@code 2017-24} (winter); a decade {@code 196X}; and intervals of the first three, of which one end may be open: {@code
 * 2017/2018~}, {@code 2018/..}.
 *
 * <p>Seasons and decades take no mark and end no interval: that is level 2.
 */
final class Edtf implements Comparable<Edtf> {

    private static final Pattern POINT = Pattern.compile("(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d))?)?([~?%]?)");
    private static final Pattern DECADE = Pattern.compile("(\\d{3})X");
    private static final String OPEN = "..";
    private static final Comparator<Edtf> BY_DAY =
            Comparator.comparing(Edtf::earliest).thenComparing(Edtf::latest).thenComparing(Edtf::toString);

    private final String text;
    private final LocalDate earliest;
    private final LocalDate latest;

    private Edtf(String text, LocalDate earliest, LocalDate latest) {
        this.text = text;
        this.earliest = earliest;
        this.latest = latest;
    }

    /** Empty where the text is none of these forms, names a day that no calendar has, or ends before it begins. */
    static Optional<Edtf> parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? single(text) : interval(text, text.substring(0, slash), text.substring(slash + 1));
    }

    /** The first day it may mean; {@link LocalDate#MIN} where the beginning is open. */
    LocalDate earliest() {
        return earliest;
    }

    /** The last day it may mean; {@link LocalDate#MAX} where the end is open. */
    LocalDate latest() {
        return latest;
    }

    /** Whether any part of it is marked as only about right. */
    boolean approximate() {
        return text.contains("~") || text.contains("%");
    }

    /** Whether any part of it is marked as not certain. */
    boolean uncertain() {
        return text.contains("?") || text.contains("%");
    }

    /** A month, a season or a day as it stands behind the year: {@code -03}. */
    static String part(int number) {
        return (number < 10 ? "-0" : "-") + number;
    }

    private static Optional<Edtf> interval(String text, String first, String second) {
        Optional<Edtf> from = first.equals(OPEN) ? Optional.of(open()) : point(first);
        Optional<Edtf> to = second.equals(OPEN) ? Optional.of(open()) : point(second);
        if (from.isEmpty() || to.isEmpty() || (first.equals(OPEN) && second.equals(OPEN))) {
            return Optional.empty();
        }
        LocalDate begins = from.get().earliest;
        LocalDate ends = to.get().latest;
        return begins.isAfter(ends) ? Optional.empty() : Optional.of(new Edtf(text, begins, ends));
    }

    private static Edtf open() {
        return new Edtf(OPEN, LocalDate.MIN, LocalDate.MAX);
    }

    private static Optional<Edtf> single(String text) {
        Matcher decade = DECADE.matcher(text);
        if (decade.matches()) {
            int year = Integer.parseInt(decade.group(1)) * 10;
            return Optional.of(new Edtf(text, LocalDate.of(year, 1, 1), LocalDate.of(year + 9, 12, 31)));
        }
        return season(text).or(() -> point(text));
    }

    /**
     * Its widest borders: by the Chinese almanac spring begins early in February, by the school's in March, and "winter 2017" may be
     * that year's first winter as well as its last.
     */
    private static Optional<Edtf> season(String text) {
        Matcher match = POINT.matcher(text);
        if (!match.matches()
                || match.group(2) == null
                || match.group(3) != null
                || !match.group(4).isEmpty()) {
            return Optional.empty();
        }
        int year = Integer.parseInt(match.group(1));
        return switch (match.group(2)) {
            case "21" -> Optional.of(months(text, YearMonth.of(year, 2), YearMonth.of(year, 5)));
            case "22" -> Optional.of(months(text, YearMonth.of(year, 5), YearMonth.of(year, 8)));
            case "23" -> Optional.of(months(text, YearMonth.of(year, 8), YearMonth.of(year, 11)));
            case "24" -> Optional.of(months(text, YearMonth.of(year, 1), YearMonth.of(year + 1, 2)));
            default -> Optional.empty();
        };
    }

    private static Edtf months(String text, YearMonth first, YearMonth last) {
        return new Edtf(text, first.atDay(1), last.atEndOfMonth());
    }

    private static Optional<Edtf> point(String text) {
        Matcher match = POINT.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        int year = Integer.parseInt(match.group(1));
        try {
            if (match.group(2) == null) {
                return Optional.of(months(text, YearMonth.of(year, 1), YearMonth.of(year, 12)));
            }
            YearMonth month = YearMonth.of(year, Integer.parseInt(match.group(2)));
            if (match.group(3) == null) {
                return Optional.of(months(text, month, month));
            }
            LocalDate day = month.atDay(Integer.parseInt(match.group(3)));
            return Optional.of(new Edtf(text, day, day));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    /** By the earliest day, then the latest. */
    @Override
    public int compareTo(Edtf other) {
        return BY_DAY.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Edtf edtf && edtf.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The EDTF text. It is what a person answered: not for logs. */
    @Override
    public String toString() {
        return text;
    }
}
