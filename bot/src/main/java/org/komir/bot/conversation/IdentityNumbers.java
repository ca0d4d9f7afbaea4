package org.komir.bot.conversation;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads identity numbers as they are typed, and says what does not fit. It never refuses: a digit wrong from memory is common, and a
 * number that fails may still be the right one. The browser has the same rules ({@code record/identity-number.ts}); both are held by
 * one table.
 *
 * <ul>
 *   <li>China, 18 characters, GB 11643-1999: area 6, birth 8, sequence 3 (odd for men), check character by ISO 7064 MOD 11-2.
 *   <li>China, 15 digits, before 1999: area 6, birth YYMMDD of the 1900s, sequence 3; no check.
 *   <li>Kazakhstan, IIN, 12 digits: birth YYMMDD, century and sex, sequence 4, check in two passes.
 *   <li>Anything else of 6 to 12 letters and digits, or 6 to 9 digits: a passport or identity card; no check. Ten or eleven digits are
 *       rather an IIN of which one was lost.
 * </ul>
 */
final class IdentityNumbers {

    enum Kind {
        CHINA_18,
        CHINA_15,
        KAZAKHSTAN_IIN,
        PASSPORT,
        UNKNOWN
    }

    enum Sex {
        MALE,
        FEMALE
    }

    /** What does not fit, in the order in which it would be told. */
    enum Finding {
        /** None of the lengths above. */
        LENGTH_WRONG,
        CHECK_DIGIT_WRONG,
        NO_SUCH_DATE,
        BIRTH_IN_FUTURE,
        /** The first two digits are no province of GB/T 2260. Its counties are not looked up: half of those in use are abolished. */
        UNKNOWN_AREA,
        BIRTH_DIFFERS,
        SEX_DIFFERS
    }

    /**
     * What was read. Prints without the number.
     *
     * @param normalised ASCII letters and digits, capitals
     * @param birth as the number says it
     * @param sex as the number says it
     * @param area the six digits of GB/T 2260 of the first registration, which may be abolished since
     */
    record Reading(
            String normalised,
            Kind kind,
            Set<Finding> findings,
            Optional<LocalDate> birth,
            Optional<Sex> sex,
            Optional<String> area) {
        Reading {
            findings = Set.copyOf(findings);
        }

        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    /** What else is known of the person; a difference is a question for the volunteer, not an error of the family. */
    record Known(Optional<Edtf> birth, Optional<Sex> sex) {
        static final Known NOTHING = new Known(Optional.empty(), Optional.empty());

        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    private static final int[] CHINA_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHINA_CHECKS = "10X98765432";
    private static final int[] IIN_FIRST = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    private static final int[] IIN_SECOND = {3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2};
    private static final Set<String> PROVINCES = Set.of(
            "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43",
            "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83");
    private static final Pattern PASSPORT = Pattern.compile("(?=.*[A-Z])[A-Z0-9]{6,12}|[0-9]{6,9}");
    private static final Pattern RUN = Pattern.compile("\\p{L}+|[0-9]+");
    private static final Pattern LATIN = Pattern.compile("[A-Z]+");
    private static final String LOOK_ALIKES = "АВСЕНКМОРТХУΑΒΕΗΚΜΝΟΡΤΧΥΖΙ";
    private static final String LATIN_TWINS = "ABCEHKMOPTXYABEHKMNOPTXYZI";
    /** An age told as "about 40" is a birth year about right: how many years it may be wrong on either side. */
    private static final int ABOUT_YEARS = 5;

    private IdentityNumbers() {}

    /** @param today a birth after it is in the future */
    static Reading read(String typed, Known known, LocalDate today) {
        String number = normalised(typed);
        if (number.matches("[0-9]{17}[0-9X]")) {
            return china18(number, known, today);
        }
        if (number.matches("[0-9]{15}")) {
            return china15(number, known, today);
        }
        if (number.matches("[0-9]{12}")) {
            return iin(number, known, today);
        }
        boolean passport = PASSPORT.matcher(number).matches();
        return new Reading(
                number,
                passport ? Kind.PASSPORT : Kind.UNKNOWN,
                passport ? Set.of() : Set.of(Finding.LENGTH_WRONG),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * The number alone, in ASCII: full-width and Arabic digits folded, separators and the words around it left out. Letters count where
     * they stand at a digit, at most three of them; one that a Cyrillic or Greek keyboard has in the same shape is that Latin letter.
     */
    static String normalised(String typed) {
        String compatible = Unicode.compatible(typed.replace('№', ' ')).toUpperCase(Locale.ROOT);
        String text = DateText.asciiDigits(compatible);
        StringBuilder number = new StringBuilder();
        Matcher run = RUN.matcher(text);
        while (run.find()) {
            if (Character.isDigit(run.group().charAt(0))) {
                number.append(run.group());
            } else {
                String letters = latin(run.group());
                boolean atDigit = isDigit(text, run.start() - 1) || isDigit(text, run.end());
                boolean nearDigit = isDigit(text, run.start() - 2) || isDigit(text, run.end() + 1);
                boolean belongs = letters.equals("X")
                        || (atDigit && letters.length() <= 3)
                        || (nearDigit && letters.length() <= 2);
                number.append(belongs && LATIN.matcher(letters).matches() ? letters : "");
            }
        }
        return number.toString();
    }

    private static boolean isDigit(String text, int at) {
        return at >= 0 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static String latin(String letters) {
        StringBuilder latin = new StringBuilder();
        letters.chars().forEach(c -> {
            int at = LOOK_ALIKES.indexOf(c);
            latin.append(at < 0 ? (char) c : LATIN_TWINS.charAt(at));
        });
        return latin.toString();
    }

    private static Reading china18(String number, Known known, LocalDate today) {
        Optional<LocalDate> birth = day(number.substring(6, 10), number.substring(10, 12), number.substring(12, 14));
        Optional<Sex> sex = Optional.of(number.charAt(16) % 2 == 1 ? Sex.MALE : Sex.FEMALE);
        Set<Finding> findings = compared(birth, sex, known, today);
        if (chinaCheck(number) != number.charAt(17)) {
            findings.add(Finding.CHECK_DIGIT_WRONG);
        }
        return china(number, Kind.CHINA_18, findings, birth, sex);
    }

    private static Reading china15(String number, Known known, LocalDate today) {
        Optional<LocalDate> birth =
                day("19" + number.substring(6, 8), number.substring(8, 10), number.substring(10, 12));
        Optional<Sex> sex = Optional.of(number.charAt(14) % 2 == 1 ? Sex.MALE : Sex.FEMALE);
        return china(number, Kind.CHINA_15, compared(birth, sex, known, today), birth, sex);
    }

    private static Reading china(
            String number, Kind kind, Set<Finding> findings, Optional<LocalDate> birth, Optional<Sex> sex) {
        if (!PROVINCES.contains(number.substring(0, 2))) {
            findings.add(Finding.UNKNOWN_AREA);
        }
        return new Reading(number, kind, findings, birth, sex, Optional.of(number.substring(0, 6)));
    }

    private static Reading iin(String number, Known known, LocalDate today) {
        int century = number.charAt(6) - '0';
        boolean says = century >= 1 && century <= 6;
        Optional<Sex> sex = says ? Optional.of(century % 2 == 1 ? Sex.MALE : Sex.FEMALE) : Optional.empty();
        // 0 is given to some foreigners and says neither century nor sex; 7 to 9 are given to nobody.
        Optional<LocalDate> birth = says
                ? day((18 + (century - 1) / 2) + number.substring(0, 2), number.substring(2, 4), number.substring(4, 6))
                : Optional.empty();
        Set<Finding> findings = compared(birth, sex, known, today);
        if (century == 0
                && day("20" + number.substring(0, 2), number.substring(2, 4), number.substring(4, 6))
                        .isPresent()) {
            findings.remove(Finding.NO_SUCH_DATE);
        }
        if (iinCheck(number) != number.charAt(11) - '0') {
            findings.add(Finding.CHECK_DIGIT_WRONG);
        }
        return new Reading(number, Kind.KAZAKHSTAN_IIN, findings, birth, sex, Optional.empty());
    }

    /** The check character for the first 17 digits: ISO 7064 MOD 11-2. */
    static char chinaCheck(String number) {
        int sum = 0;
        for (int i = 0; i < CHINA_WEIGHTS.length; i++) {
            sum += (number.charAt(i) - '0') * CHINA_WEIGHTS[i];
        }
        return CHINA_CHECKS.charAt(sum % 11);
    }

    /** The check digit for the first 11 digits; 10 where no such number is given out. */
    static int iinCheck(String number) {
        int first = weighed(number, IIN_FIRST);
        return first < 10 ? first : weighed(number, IIN_SECOND);
    }

    private static int weighed(String number, int[] weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += (number.charAt(i) - '0') * weights[i];
        }
        return sum % 11;
    }

    private static Set<Finding> compared(Optional<LocalDate> birth, Optional<Sex> sex, Known known, LocalDate today) {
        Set<Finding> findings = EnumSet.noneOf(Finding.class);
        if (birth.isEmpty()) {
            findings.add(Finding.NO_SUCH_DATE);
        } else if (birth.get().isAfter(today)) {
            findings.add(Finding.BIRTH_IN_FUTURE);
        }
        if (birth.isPresent()
                && known.birth().filter(told -> differs(birth.get(), told)).isPresent()) {
            findings.add(Finding.BIRTH_DIFFERS);
        }
        if (sex.isPresent() && known.sex().filter(told -> told != sex.get()).isPresent()) {
            findings.add(Finding.SEX_DIFFERS);
        }
        return findings;
    }

    private static boolean differs(LocalDate birth, Edtf told) {
        int years = told.approximate() ? ABOUT_YEARS : 0;
        return birth.plusYears(years).isBefore(told.earliest())
                || birth.minusYears(years).isAfter(told.latest());
    }

    private static Optional<LocalDate> day(String year, String month, String day) {
        try {
            return Optional.of(LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day)));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }
}
