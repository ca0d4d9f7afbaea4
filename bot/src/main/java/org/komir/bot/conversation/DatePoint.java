package org.komir.bot.conversation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One date, or one end of an interval, put together from its parts. A part that is not known is 0.
 *
 * @param season 21..24; where the month is known as well, the month says more
 * @param decade its first year
 * @param about whether one of the parts was only about right
 */
record DatePoint(int year, int month, int day, int season, int decade, boolean about) {

    /** What a number or word in a date says. */
    enum Slot {
        YEAR,
        /** Two digits that may as well be a number of years: a year only beside a month or a season. */
        PERHAPS_YEAR,
        MONTH,
        DAY,
        SEASON,
        DECADE,
        AGE,
        /** A number that does not say what it is. */
        BARE,
        NAURYZ,
        /** "Last", "this" before a month or season. */
        LAST,
        THIS
    }

    /** @param digits how many were written, where it was a number */
    record Part(Slot slot, int value, int digits) {
        Part(Slot slot, int value) {
            this(slot, value, 0);
        }
    }

    /** Two digits as a year: of this century if that year has come. */
    static int yearOfTwo(int digits, LocalDate today) {
        return 2000 + digits <= today.getYear() ? 2000 + digits : 1900 + digits;
    }

    /**
     * Puts the parts together.
     *
     * @param end whether it is the end of an interval, and may take year and month from the other end
     */
    static Optional<DatePoint> of(List<Part> parts, boolean end, LocalDate today) {
        return new Builder(parts, end, today).build();
    }

    /** With what it lacks taken from the other end of its interval. */
    DatePoint completedBy(DatePoint other) {
        int itsYear = year == 0 && decade == 0 ? (other.year == 0 ? other.decade : other.year) : year;
        int itsMonth = month == 0 && day > 0 ? other.month : month;
        return new DatePoint(itsYear, itsMonth, day, season, decade, about);
    }

    /** @param mark {@code ~}, {@code ?}, {@code %} or nothing; left out where level 1 has no place for it */
    Optional<String> edtf(String mark) {
        if (decade > 0) {
            return year == 0 && month == 0 && day == 0 ? Optional.of(decade / 10 + "X") : Optional.empty();
        }
        if (year < EdtfDates.EARLIEST_YEAR || (day > 0 && month == 0)) {
            return Optional.empty();
        }
        if (month == 0 && season > 0) {
            return Optional.of(year + "-" + season);
        }
        String date = Integer.toString(year);
        if (month > 0) {
            date += Edtf.part(month);
        }
        if (day > 0) {
            date += Edtf.part(day);
        }
        return Optional.of(date + mark);
    }

    /** Seasons and decades, which cannot end an interval, become their first or last year. */
    Optional<String> asEnd(boolean first, String mark) {
        if (decade > 0) {
            return new DatePoint(first ? decade : decade + 9, 0, 0, 0, 0, about).edtf(mark);
        }
        return month == 0 && season > 0 ? new DatePoint(year, 0, 0, 0, 0, about).edtf(mark) : edtf(mark);
    }

    private static final class Builder {
        private final List<Part> parts;
        private final boolean end;
        private final LocalDate today;
        private final List<Integer> bares = new ArrayList<>();
        private int year;
        private int month;
        private int day;
        private int season;
        private int decade;
        private boolean about;
        private boolean contradiction;

        Builder(List<Part> parts, boolean end, LocalDate today) {
            this.parts = parts;
            this.end = end;
            this.today = today;
        }

        Optional<DatePoint> build() {
            boolean nauryz = false;
            for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                switch (part.slot()) {
                    case YEAR -> year = same(year, part.value());
                    case MONTH -> month = same(month, part.value());
                    case DAY -> day = same(day, part.value());
                    case SEASON -> season = same(season, part.value());
                    case DECADE -> decade = same(decade, part.value());
                    case BARE -> bares.add(i);
                    case NAURYZ -> nauryz = true;
                    case AGE, PERHAPS_YEAR, LAST, THIS -> {}
                }
            }
            if (nauryz && month == 0 && season == 0) {
                month = 3;
                about = true;
            }
            perhapsYear();
            placeBares();
            relativeYear();
            if (season > 0 && month > 0 && !belongs(month, season)) {
                contradiction = true;
            }
            if (season > 0 && day > 0 && month == 0) {
                contradiction = true;
            }
            if (year == 0 && decade == 0 && !end) {
                contradiction = true;
            }
            return contradiction
                    ? Optional.empty()
                    : Optional.of(new DatePoint(year, month, day, season, decade, about));
        }

        private int same(int known, int told) {
            if (known != 0 && known != told) {
                contradiction = true;
            }
            return told;
        }

        private void perhapsYear() {
            for (Part part : parts) {
                if (part.slot() == Slot.PERHAPS_YEAR) {
                    if (month == 0 && season == 0) {
                        contradiction = true;
                    }
                    year = same(year, part.value());
                }
            }
        }

        private void placeBares() {
            switch (bares.size()) {
                case 0 -> {}
                case 1 -> placeOne(parts.get(bares.getFirst()));
                case 2 -> placeTwo(bares.getFirst(), bares.getLast());
                default -> contradiction = true;
            }
        }

        private void placeOne(Part bare) {
            boolean onlyYear = bare.digits() == 2 && bare.value() > 31;
            boolean twoDigits = bare.digits() == 2;
            if (day > 0 || decade > 0) {
                contradiction = true;
            } else if (season > 0 && month == 0) {
                takeYear(twoDigits, bare);
            } else if (month > 0) {
                if (onlyYear || (year == 0 && !end)) {
                    takeYear(onlyYear, bare);
                } else {
                    day = bare.value();
                }
            } else if (year > 0) {
                month = bare.value();
                contradiction |= month < 1 || month > 12;
            } else if (onlyYear || !end) {
                takeYear(onlyYear, bare);
            } else {
                day = bare.value();
            }
        }

        private void takeYear(boolean clear, Part bare) {
            if (!clear || year > 0) {
                contradiction = true;
            }
            year = yearOfTwo(bare.value(), today);
        }

        /** "5 марта 17", "2017 3 5", "5 3 2017". */
        private void placeTwo(int first, int second) {
            Part one = parts.get(first);
            Part two = parts.get(second);
            int monthAt = indexOf(Slot.MONTH);
            int yearAt = indexOf(Slot.YEAR);
            if (day > 0 || season > 0 || decade > 0) {
                contradiction = true;
            } else if (monthAt >= 0) {
                contradiction |= year > 0 || monthAt < first || monthAt > second || two.digits() != 2;
                day = one.value();
                year = yearOfTwo(two.value(), today);
            } else if (yearAt >= 0 && (yearAt < first || yearAt > second)) {
                month = yearAt < first ? one.value() : two.value();
                day = yearAt < first ? two.value() : one.value();
                contradiction |= month < 1 || month > 12;
            } else {
                contradiction = true;
            }
        }

        private int indexOf(Slot slot) {
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).slot() == slot) {
                    return i;
                }
            }
            return -1;
        }

        /** "Last spring" is clear only while this year's has not begun: afterwards some mean this year's, some the year's before. */
        private void relativeYear() {
            if (year > 0) {
                return;
            }
            if (indexOf(Slot.THIS) >= 0) {
                year = today.getYear();
            } else if (indexOf(Slot.LAST) >= 0) {
                int named = month > 0 ? month : season;
                boolean begun = Edtf.parse(today.getYear() + Edtf.part(named))
                        .filter(edtf -> edtf.earliest().isAfter(today))
                        .isEmpty();
                contradiction |= begun;
                year = today.getYear() - 1;
            }
        }

        /** Within a month of the season, since calendars differ. */
        private static boolean belongs(int month, int season) {
            int first = (season - 21) * 3 + 2;
            return Math.floorMod(month - first, 12) <= 3;
        }
    }
}
