package org.komir.bot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class EdtfTest {

    /** The browser reads the same table. */
    @TestFactory
    Stream<DynamicTest> a_form_has_its_first_and_last_day() {
        return TypedDates.lines("edtf.tsv").stream()
                .map(line -> line.split("\t", -1))
                .map(fields -> DynamicTest.dynamicTest(fields[0], () -> {
                    Optional<Edtf> edtf = Edtf.parse(fields[0]);
                    assertThat(edtf.map(Edtf::toString).orElse("-")).isEqualTo(fields[1].equals("-") ? "-" : fields[0]);
                    assertThat(edtf.map(e -> day(e.earliest())).orElse("-")).isEqualTo(fields[1]);
                    assertThat(edtf.map(e -> day(e.latest())).orElse("-")).isEqualTo(fields[2]);
                }));
    }

    @Test
    void dates_sort_by_the_day_on_which_they_may_begin() {
        assertThat(Stream.of("2018/..", "2017", "2017-03", "2017-21", "../2018", "2017-01", "196X")
                        .map(text -> Edtf.parse(text).orElseThrow())
                        .sorted())
                .extracting(Edtf::toString)
                .containsExactly("../2018", "196X", "2017-01", "2017", "2017-21", "2017-03", "2018/..");
    }

    @Test
    void marks_say_what_is_about_right_and_what_is_not_certain() {
        assertThat(marks("2017")).isEqualTo("");
        assertThat(marks("2017~")).isEqualTo("about ");
        assertThat(marks("2017-03?")).isEqualTo("uncertain");
        assertThat(marks("2017%")).isEqualTo("about uncertain");
        assertThat(marks("2017/2018~")).isEqualTo("about ");
    }

    private static String marks(String text) {
        Edtf edtf = Edtf.parse(text).orElseThrow();
        return (edtf.approximate() ? "about " : "") + (edtf.uncertain() ? "uncertain" : "");
    }

    private static String day(LocalDate day) {
        return day.equals(LocalDate.MIN) || day.equals(LocalDate.MAX) ? "open" : day.toString();
    }
}
