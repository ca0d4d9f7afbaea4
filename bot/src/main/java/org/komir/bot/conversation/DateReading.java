package org.komir.bot.conversation;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.komir.bot.conversation.DatePoint.Part;
import org.komir.bot.conversation.DatePoint.Slot;
import org.komir.bot.conversation.EdtfDates.Kind;
import org.komir.bot.conversation.EdtfDates.Meaning;

/** Reads tokens from left to right into the parts of a date, or of the two ends of an interval. */
final class DateReading {

    private static final int NOWHERE = -1;
    private static final int LATEST_YEAR = 2099;
    private static final int OLDEST = 120;
    private static final int SHORT_WORD = 3;
    private static final int LONGEST_ENDING = 4;

    private final List<DateToken> tokens;
    private final LocalDate today;
    private final boolean birth;

    private final List<Part> parts = new ArrayList<>();
    private final BitSet used = new BitSet();
    private boolean refused;
    private boolean about;
    private boolean doubt;
    private boolean since;
    private boolean until;
    private boolean between;
    private boolean now;
    private boolean ageWithoutNumber;
    /** How many parts stand before "to"; {@link #NOWHERE} without one. */
    private int toAt = NOWHERE;
    /** The same for a dash, which may also be no more than punctuation. */
    private int dashAt = NOWHERE;

    private DateReading(List<DateToken> tokens, LocalDate today, boolean birth) {
        this.tokens = tokens;
        this.today = today;
        this.birth = birth;
    }

    static Optional<Edtf> of(List<DateToken> tokens, LocalDate today, boolean birth) {
        return new DateReading(tokens, today, birth).read();
    }

    private Optional<Edtf> read() {
        int at = 0;
        while (at < tokens.size() && !refused) {
            at = switch (tokens.get(at)) {
                case DateToken.Number number -> number(at, number);
                case DateToken.Word word -> word(at, word);
                case DateToken.Sign sign -> sign(at, sign);
                case DateToken.Other other -> at + 1;
            };
        }
        return refused || isPerhapsNoDate() ? Optional.empty() : result().flatMap(Edtf::parse);
    }

    /** "60" is a year, as the answer to "when"; in "over 60" and "her 60th" it is none. */
    private boolean isPerhapsNoDate() {
        boolean bare = parts.stream().anyMatch(part -> part.slot() == Slot.BARE);
        boolean onlyBare = parts.stream().allMatch(part -> part.slot() == Slot.BARE);
        boolean otherWords = tokens.stream().anyMatch(DateToken.Other.class::isInstance);
        return bare && (ageWithoutNumber || (onlyBare && otherWords));
    }

    // Numbers

    /** Numbers with the same dot, slash or dash between them belong together. Returns the index behind them. */
    private int number(int at, DateToken.Number first) {
        List<DateToken.Number> group = new ArrayList<>(List.of(first));
        StringBuilder signs = new StringBuilder();
        int next = at + 1;
        while (next + 1 < tokens.size()
                && tokens.get(next) instanceof DateToken.Sign sign
                && "./-–".indexOf(sign.sign()) >= 0
                && sign.attached()
                && (signs.isEmpty() || signs.charAt(0) == sign.sign())
                && tokens.get(next + 1) instanceof DateToken.Number number
                && (number.attached() || sign.sign() == '.')) {
            group.add(number);
            signs.append(sign.sign());
            next += 2;
        }
        int unit = unitBehind(next);
        switch (group.size()) {
            case 1 -> one(at, first, unit);
            case 2 -> two(group.getFirst(), group.getLast(), signs.charAt(0), unit);
            case 3 -> three(group, signs.charAt(0) == '/', unit);
            default -> refused = true;
        }
        return next;
    }

    /** The word that says what the number is: over a dash, an apostrophe and an ending ("17-ші жылы", "17-го года"). */
    private int unitBehind(int at) {
        int next = at;
        if (next < tokens.size()
                && tokens.get(next) instanceof DateToken.Sign sign
                && "-–'.".indexOf(sign.sign()) >= 0) {
            next++;
        }
        if (next < tokens.size() && tokens.get(next) instanceof DateToken.Other other && isEnding(other)) {
            next++;
        }
        return next < tokens.size() && tokens.get(next) instanceof DateToken.Word ? next : NOWHERE;
    }

    private static boolean isEnding(DateToken.Other other) {
        return other.attached() && !other.han() && other.length() <= LONGEST_ENDING;
    }

    private boolean is(int at, Kind kind) {
        return at >= 0 && at < tokens.size() && tokens.get(at) instanceof DateToken.Word word && word.is(kind);
    }

    private void one(int at, DateToken.Number number, int unit) {
        int value = number.value();
        switch (number.digits()) {
            case 1, 2 -> small(at, number, unit);
            case 3 -> {
                refused |= !(is(unit, Kind.AGE) && value <= OLDEST);
                parts.add(new Part(Slot.AGE, value));
            }
            case 4 -> {
                if (is(unit, Kind.DECADE)
                        && value % 10 == 0
                        && !is(unit, Kind.FROM_BEHIND)
                        && fourDigitNumbers() == 1) {
                    parts.add(new Part(Slot.DECADE, value));
                } else {
                    year(value);
                }
            }
            case 8 -> eight(value);
            default -> refused = true;
        }
    }

    private void year(int value) {
        refused |= value < EdtfDates.EARLIEST_YEAR || value > LATEST_YEAR;
        parts.add(new Part(Slot.YEAR, value));
    }

    private long fourDigitNumbers() {
        return tokens.stream()
                .filter(token -> token instanceof DateToken.Number number && number.digits() == 4)
                .count();
    }

    private void small(int at, DateToken.Number number, int unit) {
        int value = number.value();
        boolean twoDigits = number.digits() == 2;
        boolean apostrophe = at > 0 && tokens.get(at - 1) instanceof DateToken.Sign sign && sign.sign() == '\'';
        int agoAt = agoAt(unit);
        if (agoAt >= 0) {
            // "17 жылдан бұрын": before the year 17, or more than 17 years ago.
            refused |= twoDigits && (is(unit, Kind.TO_BEHIND) || is(agoAt, Kind.TO_BEHIND));
            ago(value, unit, agoAt);
        } else if (is(unit, Kind.AGE) || is(previous(at), Kind.AGE)) {
            used.set(is(unit, Kind.AGE) ? unit : previous(at));
            ageWithoutNumber = false;
            parts.add(new Part(Slot.AGE, value));
        } else if (is(unit, Kind.DECADE) && twoDigits && value % 10 == 0) {
            refused |= value == 20;
            used.set(unit);
            parts.add(new Part(Slot.DECADE, (value <= 10 ? 2000 : 1900) + value));
        } else if (is(unit, Kind.YEAR)) {
            boolean hyphen =
                    tokens.get(unit - 1) instanceof DateToken.Sign || tokens.get(unit - 1) instanceof DateToken.Other;
            boolean perhaps = is(unit, Kind.YEARS) && !hyphen && !apostrophe;
            refused |= !twoDigits || (is(unit, Kind.TO_BEHIND) && !hyphen);
            parts.add(new Part(perhaps ? Slot.PERHAPS_YEAR : Slot.YEAR, DatePoint.yearOfTwo(value, today)));
        } else if (is(unit, Kind.MONTH)) {
            month(value);
        } else if (is(unit, Kind.DAY)) {
            parts.add(new Part(Slot.DAY, value));
        } else if (apostrophe && twoDigits) {
            parts.add(new Part(Slot.YEAR, DatePoint.yearOfTwo(value, today)));
        } else {
            refused |= value == 0 || is(unit, Kind.DECADE);
            parts.add(new Part(Slot.BARE, value, number.digits()));
        }
    }

    private void month(int value) {
        refused |= value < 1 || value > 12;
        parts.add(new Part(Slot.MONTH, value));
    }

    private void eight(int digits) {
        Set<LocalDate> possible = new HashSet<>();
        addDay(possible, digits / 10_000, digits / 100 % 100, digits % 100);
        addDay(possible, digits % 10_000, digits / 10_000 % 100, digits / 1_000_000);
        takeOnly(possible);
    }

    private void two(DateToken.Number a, DateToken.Number b, char sign, int unit) {
        boolean dash = sign == '-' || sign == '–';
        if (agoAt(unit) >= 0) {
            refused = true;
        } else if (a.digits() == 4 && b.digits() == 4 && sign != '.') {
            year(a.value());
            to();
            year(b.value());
        } else if (a.digits() == 4 && b.digits() <= 2) {
            yearAndPart(a.value(), b, sign, unit);
        } else if (a.digits() <= 2 && b.digits() == 4) {
            month(a.value());
            year(b.value());
        } else if (a.digits() > 2 || b.digits() > 2) {
            refused = true;
        } else if (!dash) {
            // "03.17" alone may be a day as well as a month; the word for a year makes it clear.
            refused |= !is(unit, Kind.YEAR) || b.digits() != 2;
            month(a.value());
            parts.add(new Part(Slot.YEAR, DatePoint.yearOfTwo(b.value(), today)));
        } else {
            rangeOfSmall(a, b, unit);
        }
    }

    /** "2017-3", "2017-21" as EDTF writes a season, "2017-18" for two years. */
    private void yearAndPart(int year, DateToken.Number part, char sign, int unit) {
        int value = part.value();
        int lastYear = year / 100 * 100 + value;
        boolean month = value >= 1 && value <= 12;
        boolean season = sign == '-' && value >= 21 && value <= 24;
        boolean range =
                sign != '/' && sign != '.' && part.digits() == 2 && lastYear > year && lastYear <= today.getYear();
        year(year);
        if (range && (is(unit, Kind.YEAR) || is(unit, Kind.DECADE) || (!month && !season))) {
            refused |= sign == '–' && value >= 21 && value <= 24 && !is(unit, Kind.YEAR) && !is(unit, Kind.DECADE);
            to();
            year(lastYear);
        } else if (season && !is(unit, Kind.YEAR)) {
            parts.add(new Part(Slot.SEASON, value));
        } else {
            refused |= is(unit, Kind.YEAR) || (range && sign == '–');
            month(value);
        }
    }

    /** "40-45 лет", "17-18 жылдары", "3-5月", "5-6 марта". */
    private void rangeOfSmall(DateToken.Number a, DateToken.Number b, int unit) {
        Slot slot;
        if (is(unit, Kind.AGE)) {
            slot = Slot.AGE;
            used.set(unit);
        } else if (is(unit, Kind.MONTH)) {
            slot = Slot.MONTH;
            refused |= a.value() < 1 || a.value() > 12 || b.value() < 1 || b.value() > 12;
        } else if (is(unit, Kind.DAY)) {
            slot = Slot.DAY;
        } else if (is(unit, Kind.YEAR) || is(unit, Kind.DECADE)) {
            slot = Slot.YEAR;
            refused |= a.digits() != 2 || b.digits() != 2 || (a.value() % 10 == 0 && b.value() % 10 == 0);
        } else {
            slot = Slot.BARE;
        }
        for (DateToken.Number number : List.of(a, b)) {
            int value = slot == Slot.YEAR ? DatePoint.yearOfTwo(number.value(), today) : number.value();
            parts.add(new Part(slot, value, number.digits()));
            if (number == a) {
                to();
            }
        }
    }

    private void three(List<DateToken.Number> group, boolean slash, int unit) {
        DateToken.Number a = group.get(0);
        DateToken.Number b = group.get(1);
        DateToken.Number c = group.get(2);
        if (b.digits() > 2 || (a.digits() > 2 && c.digits() > 2)) {
            refused = true;
            return;
        }
        Set<LocalDate> possible = new HashSet<>();
        if (a.digits() == 4) {
            addDay(possible, a.value(), b.value(), c.value());
        } else if (c.digits() == 4) {
            addDay(possible, c.value(), b.value(), a.value());
            if (slash || possible.isEmpty()) {
                addDay(possible, c.value(), a.value(), b.value());
            }
        } else {
            addDay(possible, DatePoint.yearOfTwo(c.value(), today), b.value(), a.value());
            if (!is(unit, Kind.YEAR)) {
                addDay(possible, DatePoint.yearOfTwo(a.value(), today), b.value(), c.value());
                if (slash) {
                    addDay(possible, DatePoint.yearOfTwo(c.value(), today), a.value(), b.value());
                }
            }
        }
        takeOnly(possible);
    }

    private static void addDay(Set<LocalDate> possible, int year, int month, int day) {
        if (year >= EdtfDates.EARLIEST_YEAR
                && year <= LATEST_YEAR
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth()) {
            possible.add(LocalDate.of(year, month, day));
        }
    }

    private void takeOnly(Set<LocalDate> possible) {
        refused |= possible.size() != 1;
        possible.forEach(this::take);
    }

    private void take(LocalDate day) {
        take(YearMonth.from(day));
        parts.add(new Part(Slot.DAY, day.getDayOfMonth()));
    }

    private void take(YearMonth month) {
        parts.add(new Part(Slot.YEAR, month.getYear()));
        parts.add(new Part(Slot.MONTH, month.getMonthValue()));
    }

    // "Two years ago"

    /** The index of "ago" where the word at {@code unit} counts years, months or days before it. */
    private int agoAt(int unit) {
        boolean counts = is(unit, Kind.YEARS) || is(unit, Kind.MONTHS) || is(unit, Kind.DAYS);
        if (!counts) {
            return NOWHERE;
        }
        if (is(unit, Kind.AGO)) {
            return unit;
        }
        return is(unit + 1, Kind.AGO) ? unit + 1 : NOWHERE;
    }

    private void ago(int count, int unit, int agoAt) {
        used.set(unit);
        used.set(agoAt);
        about = true;
        if (is(unit, Kind.YEARS)) {
            parts.add(new Part(Slot.YEAR, today.getYear() - count));
        } else if (is(unit, Kind.MONTHS)) {
            take(YearMonth.from(today).minusMonths(count));
        } else {
            take(today.minusDays(count));
        }
    }

    // Words

    private int word(int at, DateToken.Word word) {
        if (used.get(at)) {
            return at + 1;
        }
        if (word.is(Kind.LAST) || word.is(Kind.THIS)) {
            adjective(at, word);
        }
        word.meanings().forEach(meaning -> named(at, word, meaning));
        if (word.is(Kind.COUNT) && agoAt(at + 1) >= 0) {
            word.meanings().stream()
                    .filter(meaning -> meaning.kind() == Kind.COUNT)
                    .forEach(count -> ago(count.value(), at + 1, agoAt(at + 1)));
        } else if (agoAt(at) >= 0) {
            agoWithoutCount(at);
        } else if (word.is(Kind.AGO)) {
            until |= dateBefore(at);
        }
        connect(at, word);
        about |= word.is(Kind.ABOUT) || (word.is(Kind.EDGE) && besideDate(at));
        doubt |= word.is(Kind.DOUBT);
        between |= word.is(Kind.BETWEEN);
        now |= word.is(Kind.NOW);
        ageWithoutNumber |= word.is(Kind.AGE);
        return at + 1;
    }

    private void named(int at, DateToken.Word word, Meaning meaning) {
        switch (meaning.kind()) {
            case MONTH_NAME -> nameOfPart(at, word, Slot.MONTH, meaning.value());
            case SEASON -> nameOfPart(at, word, Slot.SEASON, meaning.value());
            case DECADE_NAME -> {
                refused |= meaning.value() == 20;
                parts.add(new Part(Slot.DECADE, 1900 + meaning.value()));
            }
            case THIS_YEAR -> parts.add(new Part(Slot.YEAR, today.getYear()));
            case LAST_YEAR -> parts.add(new Part(Slot.YEAR, today.getYear() - 1));
            case YEAR_BEFORE_LAST -> parts.add(new Part(Slot.YEAR, today.getYear() - 2));
            case TODAY -> take(today);
            case YESTERDAY -> take(today.minusDays(1));
            case NAURYZ -> parts.add(new Part(Slot.NAURYZ, 3));
            case COUNT, YEAR, MONTH, DAY, DECADE, YEARS, MONTHS, DAYS, AGO, AGE, ABOUT, DOUBT, EDGE -> {}
            case FROM, FROM_BEHIND, TO, TO_BEHIND, BETWEEN, NOW, THIS, LAST, FEAST, FILLER -> {}
            case OTHER_CALENDAR -> refused = true;
        }
    }

    /** A word as short as "may" or "май" is a month only beside another part of a date. */
    private void nameOfPart(int at, DateToken.Word word, Slot slot, int value) {
        if (word.han() || word.length() > SHORT_WORD || besideDate(at)) {
            parts.add(new Part(slot, value));
        }
    }

    private void adjective(int at, DateToken.Word word) {
        int next = following(at);
        int back = word.is(Kind.LAST) ? 1 : 0;
        if (is(next, Kind.YEAR)) {
            used.set(next);
            parts.add(new Part(Slot.YEAR, today.getYear() - back));
        } else if (is(next, Kind.MONTH)) {
            used.set(next);
            take(YearMonth.from(today).minusMonths(back));
        } else if (is(next, Kind.SEASON) || is(next, Kind.MONTH_NAME)) {
            parts.add(new Part(back == 1 ? Slot.LAST : Slot.THIS, 0));
        }
    }

    /** "A year ago" without the "one"; behind another word ("many years ago") it is no number. */
    private void agoWithoutCount(int at) {
        int agoAt = agoAt(at);
        if (dateBefore(at)) {
            used.set(agoAt);
            until = true;
        } else {
            boolean begins = at == 0 || is(at - 1, Kind.ABOUT) || is(at - 1, Kind.FILLER);
            refused |= !begins;
            ago(1, at, agoAt);
        }
    }

    private void connect(int at, DateToken.Word word) {
        if (word.is(Kind.FROM) && dateBehind(at)) {
            since = true;
        }
        if (word.is(Kind.FROM_BEHIND) && dateBefore(at)) {
            since = true;
        }
        if (word.is(Kind.TO) && dateBehind(at)) {
            to();
        }
        if (word.is(Kind.TO_BEHIND) && dateBefore(at)) {
            until = true;
        }
    }

    private void to() {
        refused |= toAt != NOWHERE;
        toAt = parts.size();
    }

    private int sign(int at, DateToken.Sign sign) {
        switch (sign.sign()) {
            case '~' -> about = true;
            case '?' -> doubt = true;
            // "40+", "2017<"
            case '+', '<', '>' -> refused = true;
            case '-', '–' -> {
                boolean ending = at > 0
                        && tokens.get(at - 1) instanceof DateToken.Number
                        && at + 1 < tokens.size()
                        && tokens.get(at + 1).attached()
                        && !(tokens.get(at + 1) instanceof DateToken.Number);
                if (!ending && dashAt == NOWHERE && !parts.isEmpty()) {
                    dashAt = parts.size();
                }
            }
            default -> {}
        }
        return at + 1;
    }

    // Neighbours

    private boolean besideDate(int at) {
        return dateBefore(at) || dateBehind(at);
    }

    private boolean dateBehind(int at) {
        return isDate(following(at));
    }

    private boolean dateBefore(int at) {
        return isDate(previous(at));
    }

    private boolean isDate(int at) {
        return at >= 0
                && at < tokens.size()
                && switch (tokens.get(at)) {
                    case DateToken.Number number -> true;
                    case DateToken.Word word ->
                        word.meanings().stream()
                                .anyMatch(meaning -> meaning.kind().isDate());
                    case DateToken.Sign sign -> false;
                    case DateToken.Other other -> false;
                };
    }

    private int following(int at) {
        int next = at + 1;
        while (next < tokens.size() && (is(next, Kind.FILLER) || tokens.get(next) instanceof DateToken.Sign)) {
            next++;
        }
        return next;
    }

    /** Over the ending of a number: "2017-ден бері". */
    private int previous(int at) {
        int before = at - 1;
        while (before >= 0
                && (is(before, Kind.FILLER)
                        || tokens.get(before) instanceof DateToken.Sign
                        || (tokens.get(before) instanceof DateToken.Other other && isEnding(other)))) {
            before--;
        }
        return before;
    }

    // The whole

    private Optional<String> result() {
        if (parts.stream().anyMatch(part -> part.slot() == Slot.AGE)) {
            if (birth) {
                return ages();
            }
            refused |= toAt > 0;
            parts.removeIf(part -> part.slot() == Slot.AGE);
        }
        if (parts.isEmpty() || refused) {
            return Optional.empty();
        }
        int split = split();
        if (split >= 0) {
            return interval(parts.subList(0, split), parts.subList(split, parts.size()));
        }
        return between ? Optional.empty() : single();
    }

    private Optional<String> single() {
        Optional<DatePoint> point = DatePoint.of(parts, false, today);
        boolean toNow = now && (toAt != NOWHERE || dashAt != NOWHERE || until);
        boolean openEnd = since || toNow;
        boolean openStart = !toNow && (toAt == 0 || until);
        if (openEnd && openStart) {
            return Optional.empty();
        }
        if (openEnd) {
            return point.flatMap(p -> p.asEnd(true, mark(p))).map(edtf -> edtf + "/..");
        }
        if (openStart) {
            return point.flatMap(p -> p.asEnd(false, mark(p))).map(edtf -> "../" + edtf);
        }
        return point.flatMap(p -> p.edtf(mark(p)));
    }

    private Optional<String> interval(List<Part> first, List<Part> second) {
        Optional<DatePoint> from = DatePoint.of(first, true, today);
        Optional<DatePoint> to = DatePoint.of(second, true, today);
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        DatePoint begins = from.get().completedBy(to.get());
        DatePoint ends = to.get().completedBy(from.get());
        return begins.asEnd(true, mark(begins))
                .flatMap(one -> ends.asEnd(false, mark(ends)).map(two -> one.equals(two) ? one : one + "/" + two));
    }

    private String mark(DatePoint point) {
        boolean nearly = about || point.about();
        return nearly && doubt ? "%" : nearly ? "~" : doubt ? "?" : "";
    }

    /** Where the second end of an interval begins, among the parts; {@link #NOWHERE} for a single date. */
    private int split() {
        if (toAt > 0 && toAt < parts.size()) {
            return toAt;
        }
        int conflict = conflict();
        if (since || until || between) {
            return conflict;
        }
        return dashAt > 0 && dashAt < parts.size() && conflict != NOWHERE ? dashAt : NOWHERE;
    }

    /** The first part that says otherwise what an earlier one has said. */
    private int conflict() {
        for (int i = 1; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (parts.subList(0, i).stream()
                    .anyMatch(earlier -> earlier.slot() == part.slot() && earlier.value() != part.value())) {
                return i;
            }
        }
        return NOWHERE;
    }

    /** Born about so many years ago. */
    private Optional<String> ages() {
        List<Integer> years = parts.stream()
                .flatMap(part -> part.slot() == Slot.AGE ? Stream.of(today.getYear() - part.value()) : Stream.of())
                .distinct()
                .sorted()
                .toList();
        boolean onlyAges = parts.stream().allMatch(part -> part.slot() == Slot.AGE);
        String mark = doubt ? "%" : "~";
        if (!onlyAges || since || until || years.size() > 2 || (years.size() == 2 && toAt == NOWHERE)) {
            return Optional.empty();
        }
        return Optional.of(
                years.size() == 1 ? years.getFirst() + mark : years.getFirst() + mark + "/" + years.getLast() + mark);
    }
}
