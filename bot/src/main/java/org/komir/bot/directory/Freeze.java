package org.komir.bot.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.VerifyingKey;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code komir-freeze/1} ({@code docs/record-format.md}, step 41): that nobody reads, writes or decides anything under a directory, or an earlier one. It ends only with a greater number, which the root key
 * signs.
 *
 * @param version of the directory, from 1
 * @param day on which the first coordinator signed it, UTC
 */
public record Freeze(String organisation, int version, LocalDate day) {
    static final String FORMAT = "komir-freeze/1";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The exact text that is signed. */
    public String text() {
        return JSON.createObjectNode()
                .put("format", FORMAT)
                .put("organisation", organisation)
                .put("version", version)
                .put("day", day.toString())
                .toString();
    }

    /** @throws IllegalArgumentException if it is not exactly such a text */
    public static Freeze parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            Freeze read = new Freeze(
                    json.path("organisation").asString(""),
                    json.path("version").asInt(0),
                    LocalDate.parse(json.path("day").asString("")));
            if (read.version() > 0 && read.text().equals(text)) {
                return read;
            }
        } catch (JacksonException | DateTimeException malformed) {
            throw new IllegalArgumentException("no freeze");
        }
        throw new IllegalArgumentException("no freeze");
    }

    boolean freezes(Directory directory) {
        return organisation.equals(directory.organisation()) && directory.version() <= version;
    }

    boolean isSignedWith(VerifyingKey key, byte[] signature) {
        return key.verifies(SigningDomain.FREEZE, text().getBytes(UTF_8), signature);
    }
}
