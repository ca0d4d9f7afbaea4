package org.komir.bot.practice;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ParametersTest {
    private static final String TYPE = "multipart/form-data; boundary=xyz";
    private static final String FILE = """
            --xyz\r
            Content-Disposition: form-data; name="chat_id"\r
            \r
            7\r
            --xyz\r
            content-disposition: form-data; name="photo"; filename="name=1.jpg"\r
            Content-Type: application/octet-stream\r
            \r
            %s\r
            --xyz--\r
            """;

    private static JsonNode read(String form) throws Exception {
        return Parameters.read(TYPE, form.getBytes(ISO_8859_1));
    }

    @Test
    void a_file_becomes_bytes_and_a_word_stays_text() throws Exception {
        String nearlyAnEnd = "\r\n--xy\r\n\r\n--\r\n--xyy\u00ff\r\n";
        JsonNode parameters = read(FILE.formatted(nearlyAnEnd));
        assertThat(parameters.path("chat_id").asString()).isEqualTo("7");
        assertThat(parameters.path("photo").binaryValue()).isEqualTo(nearlyAnEnd.getBytes(ISO_8859_1));
        assertThat(parameters.size()).isEqualTo(2);
    }

    @Test
    void an_empty_file_is_empty() throws Exception {
        assertThat(read(FILE.formatted("")).path("photo").binaryValue()).isEmpty();
    }

    @Test
    void what_breaks_off_is_not_taken_for_the_whole() {
        String whole = FILE.formatted("a picture");
        for (int length = 0; length < whole.length() - "--\r\n".length(); length++) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(EOFException.class);
        }
    }
}
