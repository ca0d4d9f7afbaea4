package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.komir.crypto.Compartment;
import org.komir.crypto.Sha256;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.VerifyingKey;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * That a case follows another one, as its export says ({@code follows.json}), and whether the family of that other one has signed it ({@code docs/record-format.md}, steps 22 and 23).
 *
 * @param first the case that came first, 32 hexadecimal digits
 * @param statement {@code komir-author/1}
 */
record FollowsFile(String first, String statement, byte[] signature) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Empty where the case follows none. @throws IllegalArgumentException if the file has another form */
    static Optional<FollowsFile> in(Path folder) throws IOException {
        Path file = folder.resolve(ExportedNames.FOLLOWS);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode read = json(file);
        String first = read.path("first").asString("");
        if (!first.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("names no case");
        }
        byte[] signature = Base64.getDecoder().decode(read.path("signature").asString(""));
        return Optional.of(new FollowsFile(first, read.path("statement").asString(""), signature));
    }

    /** Whether the statement is about this very case: its manifest, or where it came from the chat the public half of its key. */
    boolean isAbout(String id, Optional<String> manifest, Path folder) throws IOException {
        Path recipient = folder.resolve(ExportedNames.recipient(Compartment.CASE));
        boolean ofTheForm = manifest.map(sha256 -> text(id, "manifest", sha256))
                .filter(statement::equals)
                .isPresent();
        return ofTheForm
                || (Files.exists(recipient)
                        && statement.equals(text(
                                id,
                                "recipient_sha256",
                                Sha256.hex(Files.readString(recipient).strip()))));
    }

    private static String text(String id, String field, String sha256) {
        return "{\"format\":\"komir-author/1\",\"case\":\"%s\",\"%s\":\"%s\"}".formatted(id, field, sha256);
    }

    enum SignedBy {
        THE_FAMILY,
        SOMEBODY_ELSE,
        /** The key of record 0 was not opened, or two people have signed a link: then only the directory tells. */
        CANNOT_BE_TOLD
    }

    /**
     * Whose signature it is.
     *
     * @param receipt what record 0 of the first case says, where it was opened
     * @param folder of the first case, where its links are
     */
    SignedBy signedBy(Optional<JsonNode> receipt, Path folder) throws IOException {
        Optional<VerifyingKey> author =
                receipt.flatMap(value -> key(value.path("author").asString("")));
        if (author.isEmpty()) {
            return SignedBy.CANNOT_BE_TOLD;
        }
        List<VerifyingKey> keys = new ArrayList<>(List.of(author.get()));
        boolean all = addLinked(keys, folder);
        if (keys.stream().anyMatch(this::isSignedWith)) {
            return SignedBy.THE_FAMILY;
        }
        return all ? SignedBy.SOMEBODY_ELSE : SignedBy.CANNOT_BE_TOLD;
    }

    private boolean isSignedWith(VerifyingKey key) {
        return key.verifies(SigningDomain.AUTHOR, statement.getBytes(UTF_8), signature);
    }

    /** Follows the links as far as each is signed by the key before. @return false where one is not */
    private boolean addLinked(List<VerifyingKey> keys, Path folder) throws IOException {
        Path file = folder.resolve(ExportedNames.LINKS);
        if (!Files.exists(file)) {
            return true;
        }
        JsonNode links;
        try {
            links = json(file);
        } catch (IllegalArgumentException notJson) {
            return false;
        }
        for (JsonNode link : links) {
            Optional<VerifyingKey> next = next(link, keys.getLast());
            if (next.isEmpty()) {
                return false;
            }
            keys.add(next.get());
        }
        return true;
    }

    private Optional<VerifyingKey> next(JsonNode link, VerifyingKey before) {
        try {
            String text = link.path("statement").asString("");
            JsonNode told = JSON.readTree(text);
            byte[] by = Base64.getDecoder()
                    .decode(link.path("signatures").path(0).path("signature").asString(""));
            boolean good = told.path("format").asString("").equals("komir-link/1")
                    && told.path("case").asString("").equals(first)
                    && before.verifies(SigningDomain.LINK, text.getBytes(UTF_8), by);
            return good ? key(told.path("author").asString("")) : Optional.empty();
        } catch (JacksonException | IllegalArgumentException noLink) {
            return Optional.empty();
        }
    }

    private static Optional<VerifyingKey> key(String base64) {
        try {
            return Optional.of(VerifyingKey.parse(base64));
        } catch (IllegalArgumentException noKey) {
            return Optional.empty();
        }
    }

    private static JsonNode json(Path file) throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JacksonException notJson) {
            throw new IllegalArgumentException("is not JSON");
        }
    }
}
