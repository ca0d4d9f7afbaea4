package org.komir.bot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.komir.bot.conversation.IdentityNumbers.Finding;
import org.komir.bot.conversation.IdentityNumbers.Known;
import org.komir.bot.conversation.IdentityNumbers.Reading;
import org.komir.bot.conversation.IdentityNumbers.Sex;

/** All numbers here are invented or drawn at random. */
class IdentityNumbersTest {

    private static final Path TABLE = Path.of("src/test/resources/identity-numbers/readings.tsv");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final int NUMBERS = 2_000;
    /**
     * County codes that stand in the numbers of living people and on no present list: Ili before 2001, Turpan before 2015, Hami before
     * 2016, and older ones.
     */
    private static final String ABOLISHED =
            "650108 652121 652122 652123 652221 652222 652223 652303 652321 652322 652326 652402 652403 "
                    + "652404 652421 652422 652423 652424 652425 652426 652427 652428 652521 652522 652523 652524 652525 652526 652527 652621 "
                    + "652622 652623 652624 652625 652626 652627 652721 652821 652921 652923 653021 654121 654122 654123 654124 654125 654126 "
                    + "654127 654128 654222 654223";

    /** The browser reads the same table. */
    @TestFactory
    Stream<DynamicTest> a_number_is_read_as_the_table_says() throws IOException {
        List<String> rows = Files.readAllLines(TABLE).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(100);
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(row, () -> {
                    String[] fields = row.split("\t", -1);
                    Known known = new Known(
                            Optional.of(fields[1])
                                    .filter(birth -> !birth.isEmpty())
                                    .map(birth -> Edtf.parse(birth).orElseThrow()),
                            Optional.of(fields[2]).filter(sex -> !sex.isEmpty()).map(Sex::valueOf));
                    Reading reading = IdentityNumbers.read(fields[0], known, LocalDate.parse(fields[3]));
                    assertThat(List.of(
                                    reading.normalised(),
                                    reading.kind().name(),
                                    findings(reading),
                                    reading.birth().map(LocalDate::toString).orElse("-"),
                                    reading.sex().map(Sex::name).orElse("-"),
                                    reading.area().orElse("-")))
                            .isEqualTo(Arrays.asList(fields).subList(4, 10));
                }));
    }

    @Test
    void abolished_counties_are_accepted() {
        for (String area : ABOLISHED.split(" ")) {
            String first = area + "19620305123";
            Reading reading = IdentityNumbers.read(first + IdentityNumbers.chinaCheck(first), Known.NOTHING, TODAY);
            assertThat(reading.findings()).as(area).isEmpty();
            assertThat(reading.area()).contains(area);
        }
    }

    @Test
    void a_reading_does_not_print_the_number() {
        assertThat(IdentityNumbers.read("654121196203051230", Known.NOTHING, TODAY))
                .hasToString("[redacted]");
    }

    /** The weights are the powers of two modulo 11: no two neighbours are alike and none is 0. */
    @Test
    void the_chinese_check_catches_every_wrong_digit() {
        assertThat(slips(IdentityNumbersTest::chinese, "0123456789", "0123456789X", IdentityNumbersTest::substituted))
                .isEqualTo(new Slips(326_000, 0));
    }

    @Test
    void the_chinese_check_catches_every_swap_of_neighbours() {
        assertThat(slips(IdentityNumbersTest::chinese, "", "", IdentityNumbersTest::swapped)
                        .missed())
                .isZero();
    }

    /** The eleventh weight is 11, which is 0 modulo 11: a wrong eleventh digit passes unless the second pass is at work. */
    @Test
    void the_kazakh_check_misses_a_tenth_of_wrong_digits() {
        assertThat(slips(IdentityNumbersTest::kazakh, "0123456789", "0123456789", IdentityNumbersTest::substituted))
                .isEqualTo(new Slips(0, 0));
    }

    @Test
    void the_kazakh_check_misses_few_swaps_of_neighbours() {
        assertThat(slips(IdentityNumbersTest::kazakh, "", "", IdentityNumbersTest::swapped))
                .isEqualTo(new Slips(0, 0));
    }

    @Test
    void a_wrong_eleventh_digit_of_a_kazakh_number_passes_whenever_the_first_pass_decides() {
        Random random = new Random(12);
        for (int i = 0; i < NUMBERS; i++) {
            String number = kazakh(random);
            int sum = 0;
            for (int at = 0; at < 11; at++) {
                sum += (number.charAt(at) - '0') * (at + 1);
            }
            boolean firstPass = sum % 11 < 10;
            for (char digit = '0'; digit <= '9'; digit++) {
                String wrong = number.substring(0, 10) + digit + number.charAt(11);
                if (digit != number.charAt(10)) {
                    assertThat(isCaught(wrong)).as(wrong).isEqualTo(!firstPass);
                }
            }
        }
    }

    private record Slips(int caught, int missed) {}

    private interface Slip {
        Stream<String> of(String number, String digits, String lastDigits);
    }

    private static Slips slips(Function<Random, String> draw, String digits, String last, Slip slip) {
        Random random = new Random(11643);
        int caught = 0;
        int missed = 0;
        for (int i = 0; i < NUMBERS; i++) {
            String number = draw.apply(random);
            assertThat(isCaught(number)).isFalse();
            for (String wrong : slip.of(number, digits, last).toList()) {
                if (isCaught(wrong)) {
                    caught++;
                } else {
                    missed++;
                }
            }
        }
        return new Slips(caught, missed);
    }

    private static boolean isCaught(String number) {
        Reading reading = IdentityNumbers.read(number, Known.NOTHING, TODAY);
        return reading.findings().contains(Finding.CHECK_DIGIT_WRONG)
                || reading.findings().contains(Finding.LENGTH_WRONG);
    }

    private static Stream<String> substituted(String number, String digits, String lastDigits) {
        return Stream.iterate(0, at -> at < number.length(), at -> at + 1)
                .flatMap(at -> (at == number.length() - 1 ? lastDigits : digits)
                        .chars()
                        .filter(c -> c != number.charAt(at))
                        .mapToObj(c -> number.substring(0, at) + (char) c + number.substring(at + 1)));
    }

    private static Stream<String> swapped(String number, String digits, String lastDigits) {
        return Stream.iterate(0, at -> at + 1 < number.length(), at -> at + 1)
                .filter(at -> number.charAt(at) != number.charAt(at + 1))
                .map(at ->
                        number.substring(0, at) + number.charAt(at + 1) + number.charAt(at) + number.substring(at + 2));
    }

    private static String chinese(Random random) {
        String area = pick(random, ABOLISHED.split(" "));
        String first = area + day(random).toString().replace("-", "") + "%03d".formatted(random.nextInt(1000));
        return first + IdentityNumbers.chinaCheck(first);
    }

    private static String kazakh(Random random) {
        Supplier<String> draw = () -> {
            LocalDate birth = day(random);
            int century = (birth.getYear() / 100 - 18) * 2 + 1 + random.nextInt(2);
            return birth.toString().replace("-", "").substring(2) + century + "%04d".formatted(random.nextInt(10_000));
        };
        String first = Stream.generate(draw)
                .filter(eleven -> IdentityNumbers.iinCheck(eleven) < 10)
                .findFirst()
                .orElseThrow();
        return first + IdentityNumbers.iinCheck(first);
    }

    private static LocalDate day(Random random) {
        return LocalDate.of(1930, 1, 1).plusDays(random.nextInt(30_000));
    }

    private static String pick(Random random, String[] among) {
        return among[random.nextInt(among.length)];
    }

    private static String findings(Reading reading) {
        String told = Stream.of(Finding.values())
                .filter(reading.findings()::contains)
                .map(Finding::name)
                .collect(Collectors.joining(" "));
        return told.isEmpty() ? "-" : told;
    }
}
