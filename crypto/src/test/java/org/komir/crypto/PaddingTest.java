package org.komir.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class PaddingTest {

    @ParameterizedTest
    @CsvSource({"0,2048", "1,2048", "2048,2048", "2049,8192", "8192,8192", "8193,32768", "32768,32768"})
    void a_record_is_padded_with_spaces_to_one_of_three_sizes(int length, int size) {
        byte[] json = "x".repeat(length).getBytes(US_ASCII);
        String padded = new String(Padding.pad(json), US_ASCII);

        assertThat(padded).isEqualTo("x".repeat(length) + " ".repeat(size - length));
        assertThat(Padding.padLong(json)).isEqualTo(Padding.pad(json));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3000, 20_000, 40_000})
    void padded_json_still_means_the_same(int length) {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode record =
                mapper.createObjectNode().put("сөз", "ы".repeat(length / 2)).put("n", length);

        byte[] padded = Padding.padLong(mapper.writeValueAsBytes(record));

        assertThat(padded).endsWith(' ');
        assertThat(mapper.readTree(padded)).isEqualTo(record);
    }

    @Test
    void a_record_of_more_than_thirty_two_kibibytes_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Padding.pad(new byte[32769]));
    }

    @Test
    void what_is_longer_is_padded_to_its_padme_length_where_that_is_wanted() {
        assertThat(Padding.padLong(new byte[32769])).hasSize(34816).endsWith(' ', ' ');
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "2,2", "9,10", "1000,1024", "1025,1088", "5000,5120", "20971521,21495808"})
    void padme_gives_the_known_lengths(long length, long padded) {
        assertThat(Padding.padme(length)).isEqualTo(padded);
    }

    @Test
    void padme_never_cuts_wastes_at_most_twelve_percent_and_is_stable() {
        for (long length = 1; length < 100_000; length++) {
            long padded = Padding.padme(length);
            assertThat(padded).isGreaterThanOrEqualTo(length);
            assertThat(padded - length).isLessThanOrEqualTo(length * 12 / 100);
            assertThat(Padding.padme(padded)).isEqualTo(padded);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Padding.padme(-1));
    }
}
