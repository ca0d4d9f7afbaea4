package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.komir.crypto.VerifyingKey;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file with the public half of the key that signs proofs of receipt. It has a form of its own and is not the bare base64: the secret
 * half has that, and would be taken for a public key and be published with the directory.
 */
final class IntakeKey {
    private static final String FORMAT = "komir-intake/1";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private IntakeKey() {}

    static byte[] json(VerifyingKey key) {
        String json = JSON.writeValueAsString(
                JSON.createObjectNode().put("format", FORMAT).put("signing", key.toString()));
        return (json + "\n").getBytes(UTF_8);
    }

    static VerifyingKey read(Path file) throws IOException {
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            if (json.path("format").asString("").equals(FORMAT)) {
                return VerifyingKey.parse(json.path("signing").asString(""));
            }
        } catch (JacksonException | IllegalArgumentException malformed) {
            throw notOne(file);
        }
        throw notOne(file);
    }

    private static CommandFailed notOne(Path file) {
        return CommandFailed.usage(file + " is not what 'keys intake --public' writes");
    }
}
