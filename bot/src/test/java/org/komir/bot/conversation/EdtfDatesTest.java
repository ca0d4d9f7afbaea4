package org.komir.bot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.komir.bot.testing.Shipped;

class EdtfDatesTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final EdtfDates.Vocabulary WORDS = words();

    @TestFactory
    Stream<DynamicTest> what_is_typed_becomes_what_the_table_says() {
        return TypedDates.table().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.language() + " " + row.typed(),
                        () -> assertThat(EdtfDates.read(row.typed(), WORDS, row.today(), row.birth()))
                                .isEqualTo(row.edtf())));
    }

    @Test
    void the_table_is_as_large_as_it_should_be() {
        Map<String, Long> byLanguage =
                TypedDates.table().stream().collect(Collectors.groupingBy(TypedDates::language, Collectors.counting()));
        assertThat(byLanguage)
                .hasSize(6)
                .allSatisfy((language, rows) -> assertThat(rows).as(language).isGreaterThanOrEqualTo(30));
        assertThat(TypedDates.table()).hasSizeGreaterThanOrEqualTo(220);
        assertThat(TypedDates.table().stream().filter(row -> row.edtf().isEmpty()))
                .hasSizeGreaterThanOrEqualTo(40);
    }

    /** What a button carries goes the same way as what is typed. */
    @Test
    void every_form_that_is_stored_is_read_as_itself() {
        for (String line : TypedDates.lines("edtf.tsv")) {
            String edtf = line.split("\t", -1)[0];
            boolean ours = !line.endsWith("-") && !edtf.startsWith("2100");
            if (ours) {
                assertThat(read(edtf)).contains(edtf);
            }
        }
    }

    @Test
    void every_month_is_read_in_every_language_and_script() {
        List<Texts> languages = new ArrayList<>(Shipped.questionnaires().texts());
        languages.add(TypedDates.uyghur());
        for (Texts texts : languages) {
            for (int month = 1; month <= 12; month++) {
                for (String entry : texts.get("date_read_" + month).split(",")) {
                    String name = entry.strip().replaceAll("-$", "");
                    assertThat(read("2017 " + name))
                            .as(texts.language() + " " + name)
                            .contains("2017-%02d".formatted(month));
                }
                assertThat(read("2017 " + texts.get("button.month." + month)))
                        .as(texts.language())
                        .contains("2017-%02d".formatted(month));
            }
        }
    }

    /** Letters, digits and words of dates in any order: the worst that may come out is a date that is none. */
    @Test
    void whatever_is_typed_ends_in_a_form_that_can_be_read_again_or_in_none() {
        List<String> pieces = TypedDates.table().stream()
                .flatMap(row -> Stream.of(row.typed().split("(?<=[ .\\-/~])|(?=[ .\\-/~?])")))
                .distinct()
                .toList();
        Random random = new Random(20261123);
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            StringBuilder typed = new StringBuilder();
            for (int n = random.nextInt(7); n >= 0; n--) {
                typed.append(pieces.get(random.nextInt(pieces.size())));
            }
            Optional<String> edtf = EdtfDates.read(typed.toString(), WORDS, TODAY, random.nextBoolean());
            if (edtf.isPresent()) {
                read++;
                assertThat(Edtf.parse(edtf.get())).as(typed.toString()).isPresent();
                assertThat(read(edtf.get())).as(typed.toString()).isEqualTo(edtf);
            }
        }
        assertThat(read).isGreaterThan(10_000);
    }

    private static Optional<String> read(String typed) {
        return EdtfDates.read(typed, WORDS, TODAY, false);
    }

    private static EdtfDates.Vocabulary words() {
        List<Texts> languages = new ArrayList<>(Shipped.questionnaires().texts());
        languages.add(TypedDates.uyghur());
        return DateWords.of(languages);
    }
}
