package org.komir.bot.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.komir.bot.directory.SignedRevocation.Signature;
import org.komir.crypto.VerifyingKey;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code revocations.json}: the volunteers' side writes it, both sides read it. Whoever can write it can take readers away, and add none. */
public final class RevocationsFile {
    /** Where it lies unless a setting says otherwise: beside the directory. */
    public static final String NAME = "revocations.json";

    private static final String FORMAT = "komir-revocations/1";
    private static final int LONGEST = 4 * 1024 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Path file;

    public RevocationsFile(Path file) {
        this.file = file;
    }

    public static RevocationsFile beside(Path directory) {
        return new RevocationsFile(directory.resolveSibling(NAME));
    }

    /** Nobody where there is no such file. @throws RevocationsRefused if it cannot be read, or one signature in it is not good */
    public Revocations read() {
        try {
            if (Files.size(file) > LONGEST) {
                throw refused("is too long");
            }
            return parse(Files.readAllBytes(file));
        } catch (NoSuchFileException never) {
            return Revocations.NONE;
        } catch (IOException unreadable) {
            throw refused("cannot be read");
        } catch (JacksonException | IllegalArgumentException malformed) {
            throw refused("is not what the server wrote");
        }
    }

    private RevocationsRefused refused(String what) {
        return new RevocationsRefused("the file " + file.getFileName() + " " + what);
    }

    private static Revocations parse(byte[] text) {
        JsonNode root = JSON.readTree(text);
        JsonNode list = root.path("revocations");
        if (!root.path("format").asString("").equals(FORMAT) || !list.isArray()) {
            throw new IllegalArgumentException("no revocations");
        }
        List<SignedRevocation> all = new ArrayList<>();
        for (JsonNode one : list) {
            List<Signature> signatures = new ArrayList<>();
            for (JsonNode each : one.path("signatures")) {
                signatures.add(new Signature(
                        each.path("by").asString(""),
                        VerifyingKey.parse(each.path("signing").asString("")),
                        each.path("signature").asString("")));
            }
            SignedRevocation signed =
                    new SignedRevocation(Revocation.parse(one.path("statement").asString("")), signatures);
            if (!signed.isWhole()) {
                throw new IllegalArgumentException("a signature is not good");
            }
            all.add(signed);
        }
        return new Revocations(all);
    }

    /** In one step, and on the disk when it returns: who was told that somebody is revoked relies on it. */
    void write(Revocations revocations) throws IOException {
        ObjectNode root = JSON.createObjectNode().put("format", FORMAT);
        ArrayNode list = root.putArray("revocations");
        for (SignedRevocation one : revocations.all()) {
            ObjectNode entry =
                    list.addObject().put("statement", one.revocation().text());
            ArrayNode signatures = entry.putArray("signatures");
            one.signatures()
                    .forEach(each -> signatures
                            .addObject()
                            .put("by", each.by())
                            .put("signing", each.key().toString())
                            .put("signature", each.base64()));
        }
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer rest = ByteBuffer.wrap((JSON.writeValueAsString(root) + "\n").getBytes(UTF_8));
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // The new name is durable only with the folder that has it.
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** Another one whenever the file was written anew; empty where there is none. */
    Optional<Object> stamp() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(
                    List.of(now.lastModifiedTime(), now.size(), Objects.requireNonNullElse(now.fileKey(), "")));
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}
