package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.komir.bot.directory.Person;
import org.komir.crypto.IdentityFile;
import org.komir.crypto.Recipient;
import org.komir.crypto.VerifyingKey;
import org.komir.crypto.Words;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a person hands in to be put into the directory: nothing of it is secret, all of it has to be the right person's. */
record PublicHalf(String id, Recipient recipient, VerifyingKey signingKey) {
    private static final String FORMAT = "komir-public/1";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static PublicHalf of(IdentityFile file) {
        return new PublicHalf(
                file.name(), file.identity().recipient(), file.signingKey().verifyingKey());
    }

    static PublicHalf read(Path file) throws IOException {
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            String id = json.path("id").asString("");
            if (json.path("format").asString("").equals(FORMAT) && Person.isId(id)) {
                return new PublicHalf(
                        id,
                        Recipient.parse(json.path("recipient").asString("")),
                        VerifyingKey.parse(json.path("signing").asString("")));
            }
        } catch (JacksonException | IllegalArgumentException malformed) {
            throw notOne(file);
        }
        throw notOne(file);
    }

    private static CommandFailed notOne(Path file) {
        return CommandFailed.usage(file + " is not what 'keys new --public' writes");
    }

    byte[] json() {
        String json = JSON.writeValueAsString(JSON.createObjectNode()
                .put("format", FORMAT)
                .put("id", id)
                .put("recipient", recipient.toString())
                .put("signing", signingKey.toString()));
        return (json + "\n").getBytes(UTF_8);
    }

    String recipientWords() {
        return Words.of(recipient.publicKey());
    }

    String signingWords() {
        return Words.of(signingKey.bytes());
    }
}
