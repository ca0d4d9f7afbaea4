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
 * {@code komir-revocation/1} ({@code docs/record-format.md}, step 31): that a person opens and signs nothing new. It is about the signing key and not about the
 * id, so that it holds whatever directory is signed later.
 *
 * @param id the person's in the directory
 * @param signingKey the person's
 * @param day on which the first coordinator signed it, UTC
 */
public record Revocation(String organisation, String id, VerifyingKey signingKey, LocalDate day) {
    static final String FORMAT = "komir-revocation/1";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The exact text that is signed. */
    public String text() {
        return JSON.createObjectNode()
                .put("format", FORMAT)
                .put("organisation", organisation)
                .put("id", id)
                .put("signing", signingKey.toString())
                .put("day", day.toString())
                .toString();
    }

    /** @throws IllegalArgumentException if it is not exactly such a text */
    public static Revocation parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            Revocation read = new Revocation(
                    json.path("organisation").asString(""),
                    json.path("id").asString(""),
                    VerifyingKey.parse(json.path("signing").asString("")),
                    LocalDate.parse(json.path("day").asString("")));
            if (Person.isId(read.id()) && read.text().equals(text)) {
                return read;
            }
        } catch (JacksonException | DateTimeException malformed) {
            throw new IllegalArgumentException("no revocation");
        }
        throw new IllegalArgumentException("no revocation");
    }

    boolean isSignedWith(VerifyingKey key, byte[] signature) {
        return key.verifies(SigningDomain.REVOCATION, text().getBytes(UTF_8), signature);
    }
}
