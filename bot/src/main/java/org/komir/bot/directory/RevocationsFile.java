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

    /** With freezes, which a program that knows none must not pass by. */
    private static final String WITH_FREEZES = "komir-revocations/2";

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
        JsonNode freezes = root.path("freezes");
        String format = freezes.isMissingNode() ? FORMAT : WITH_FREEZES;
        if (!root.path("format").asString("").equals(format)
                || !list.isArray()
                || !freezes.isMissingNode() && !freezes.isArray()) {
            throw new IllegalArgumentException("no revocations");
        }
        List<SignedRevocation> all = new ArrayList<>();
        for (JsonNode one : list) {
            SignedRevocation signed =
                    new SignedRevocation(Revocation.parse(one.path("statement").asString("")), signatures(one));
            if (!signed.isWhole()) {
                throw new IllegalArgumentException("a signature is not good");
            }
            all.add(signed);
        }
        List<SignedFreeze> frozen = new ArrayList<>();
        for (JsonNode one : freezes) {
            SignedFreeze signed =
                    new SignedFreeze(Freeze.parse(one.path("statement").asString("")), signatures(one));
            if (!signed.isWhole()) {
                throw new IllegalArgumentException("a signature is not good");
            }
            frozen.add(signed);
        }
        return new Revocations(all, frozen);
    }

    private static List<Signature> signatures(JsonNode signed) {
        List<Signature> signatures = new ArrayList<>();
        for (JsonNode each : signed.path("signatures")) {
            signatures.add(new Signature(
                    each.path("by").asString(""),
                    VerifyingKey.parse(each.path("signing").asString("")),
                    each.path("signature").asString("")));
        }
        return signatures;
    }

    /** In one step, and on the disk when it returns: who was told that somebody is revoked relies on it. */
    void write(Revocations revocations) throws IOException {
        boolean freezes = !revocations.freezes().isEmpty();
        ObjectNode root = JSON.createObjectNode().put("format", freezes ? WITH_FREEZES : FORMAT);
        ArrayNode list = root.putArray("revocations");
        revocations.all().forEach(one -> add(list, one.revocation().text(), one.signatures()));
        if (freezes) {
            ArrayNode frozen = root.putArray("freezes");
            revocations.freezes().forEach(one -> add(frozen, one.freeze().text(), one.signatures()));
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

    private static void add(ArrayNode list, String statement, List<Signature> all) {
        ArrayNode signatures = list.addObject().put("statement", statement).putArray("signatures");
        all.forEach(each -> signatures
                .addObject()
                .put("by", each.by())
                .put("signing", each.key().toString())
                .put("signature", each.base64()));
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
