package org.komir.bot.intake;

import java.util.Optional;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sha256;
import org.komir.crypto.VerifyingKey;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code komir-link-request/1} ({@code docs/record-format.md}, step 24), read so strictly that of one mailbox there is one text: what is kept is public halves of keys
 * and nothing that somebody could have written in between.
 */
public final class LinkRequestText {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private LinkRequestText() {}

    /** Empty where it is any other text. */
    public static Optional<LinkRequest> read(String text) {
        return mailbox(text).map(mailbox -> new LinkRequest(Sha256.hex(text), text));
    }

    /** The mailbox that it asks for; empty where the text is any other, or the hash is another's. */
    public static Optional<Mailbox> mailbox(LinkRequest request) {
        return Sha256.hex(request.text()).equals(request.hash()) ? mailbox(request.text()) : Optional.empty();
    }

    private static Optional<Mailbox> mailbox(String text) {
        try {
            JsonNode fields = JSON.readTree(text);
            Mailbox asked = new Mailbox(
                    fields.path("mailbox").asString(""),
                    Recipient.parse(fields.path("recipient").asString("")),
                    VerifyingKey.parse(fields.path("author").asString("")));
            return Optional.of(asked).filter(mailbox -> written(mailbox).equals(text));
        } catch (JacksonException | IllegalArgumentException another) {
            return Optional.empty();
        }
    }

    private static String written(Mailbox mailbox) {
        return JSON.createObjectNode()
                .put("format", "komir-link-request/1")
                .put("mailbox", mailbox.name())
                .put("recipient", mailbox.recipient().toString())
                .put("author", mailbox.author().toString())
                .toString();
    }
}
