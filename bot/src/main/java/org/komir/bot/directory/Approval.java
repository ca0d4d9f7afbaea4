package org.komir.bot.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.komir.crypto.Recipient;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.VerifyingKey;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code komir-approval/1} ({@code docs/record-format.md}, step 30): a coordinator has typed the seven words of both keys, as the newcomer read them aloud.
 *
 * @param id the newcomer's
 * @param by the coordinator's id
 * @param day of the signing, UTC
 */
public record Approval(
        String organisation,
        String id,
        Set<Role> roles,
        Recipient recipient,
        VerifyingKey signingKey,
        String by,
        LocalDate day) {
    private static final String FORMAT = "komir-approval/1";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public Approval {
        EnumSet<Role> inOrder = EnumSet.noneOf(Role.class);
        inOrder.addAll(roles);
        roles = Collections.unmodifiableSet(inOrder);
    }

    /** @param signature of the approval's text */
    public record Signed(Approval approval, byte[] signature) {
        public Signed {
            signature = signature.clone();
        }

        /**
         * The file that the console saves: {@code {"approval","signature"}}.
         *
         * @throws IllegalArgumentException if it is not exactly one
         */
        public static Signed read(byte[] file) {
            try {
                JsonNode json = JSON.readTree(file);
                return new Signed(
                        parse(json.path("approval").asString("")),
                        Base64.getDecoder().decode(json.path("signature").asString("")));
            } catch (JacksonException notJson) {
                throw new IllegalArgumentException("no approval");
            }
        }

        public boolean isSignedBy(Person person) {
            return person.signingKey()
                    .verifies(SigningDomain.APPROVAL, approval.text().getBytes(UTF_8), signature);
        }

        @Override
        public byte[] signature() {
            return signature.clone();
        }
    }

    /** The exact text that is signed. */
    public String text() {
        ObjectNode json = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("organisation", organisation)
                .put("id", id);
        ArrayNode words = json.putArray("roles");
        roles.forEach(role -> words.add(role.word()));
        return json.put("recipient", recipient.toString())
                .put("signing", signingKey.toString())
                .put("by", by)
                .put("day", day.toString())
                .toString();
    }

    private static Approval parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            Set<Role> roles = EnumSet.noneOf(Role.class);
            json.path("roles").forEach(word -> Role.of(word.asString("")).ifPresent(roles::add));
            Approval read = new Approval(
                    json.path("organisation").asString(""),
                    json.path("id").asString(""),
                    roles,
                    Recipient.parse(json.path("recipient").asString("")),
                    VerifyingKey.parse(json.path("signing").asString("")),
                    json.path("by").asString(""),
                    LocalDate.parse(json.path("day").asString("")));
            if (Person.isId(read.id()) && !roles.isEmpty() && read.text().equals(text)) {
                return read;
            }
        } catch (JacksonException | DateTimeException malformed) {
            throw new IllegalArgumentException("no approval");
        }
        throw new IllegalArgumentException("no approval");
    }
}
