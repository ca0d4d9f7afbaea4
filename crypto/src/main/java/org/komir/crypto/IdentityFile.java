package org.komir.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person's secret keys in one file, sealed by a passphrase. It is an ordinary age identity file inside an ordinary age file with a
 * passphrase: {@code age -d -i FILE} reads it; our own lines are comments there.
 *
 * @param name the person's id in the directory
 * @param rootKey the organisation's root key, pinned where no server can change it; absent in the root's own file
 */
public record IdentityFile(String name, Identity identity, SigningKey signingKey, Optional<VerifyingKey> rootKey) {
    private static final String HEADER = "# komir identity 1";
    private static final String NAME = "# name: ";
    private static final String SIGNING_SEED = "# signing-seed: ";
    private static final String ROOT_KEY = "# root-key: ";
    private static final String IDENTITY = "AGE-SECRET-KEY-PQ-1";

    public IdentityFile {
        if (!name.matches("[a-z0-9-]{1,32}")) {
            throw new IllegalArgumentException("a name has 1 to 32 lower-case letters, digits and hyphens");
        }
    }

    public static IdentityFile generate(String name, Optional<VerifyingKey> rootKey, SecureRandom random) {
        return new IdentityFile(name, Identity.generate(random), SigningKey.generate(random), rootKey);
    }

    /** The secret text itself: an age identity file, which {@code age -i} takes. */
    public String revealSecret() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        text.append(NAME).append(name).append('\n');
        text.append(SIGNING_SEED).append(signingKey.revealSecret()).append('\n');
        rootKey.ifPresent(key -> text.append(ROOT_KEY).append(key).append('\n'));
        return text.append(identity.revealSecret()).append('\n').toString();
    }

    /** @throws CannotOpen.UnknownFormat if it is not the text of such a file; it is not repeated */
    public static IdentityFile parse(String text) throws CannotOpen {
        List<String> lines = text.lines().map(String::strip).toList();
        try {
            if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
                throw new CannotOpen.UnknownFormat();
            }
            return new IdentityFile(
                    required(lines, NAME),
                    Identity.parse(IDENTITY + required(lines, IDENTITY)),
                    SigningKey.parse(required(lines, SIGNING_SEED)),
                    value(lines, ROOT_KEY).map(VerifyingKey::parse));
        } catch (IllegalArgumentException malformed) {
            throw new CannotOpen.UnknownFormat();
        }
    }

    /**
     * Seals the file by a passphrase, with scrypt at 2^16 (64 MiB), which a browser can bear too.
     *
     * @param passphrase sealed as UTF-8, as typed: it is not normalised
     */
    public byte[] seal(char[] passphrase, SecureRandom random) {
        return seal(passphrase, Passphrase.WORK_FACTOR, random);
    }

    byte[] seal(char[] passphrase, int workFactor, SecureRandom random) {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (OutputStream out =
                AgeStreams.sealing(sealed, List.of(Passphrase.writer(passphrase, workFactor, random)))) {
            out.write(revealSecret().getBytes(UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return sealed.toByteArray();
    }

    /**
     * @throws CannotOpen.NotForThisKey if the passphrase is another one
     * @throws CannotOpen.Damaged if the file was changed or cut
     * @throws CannotOpen.UnknownFormat if it is another kind of file, or asks for more work than we are ready to do
     */
    public static IdentityFile open(byte[] sealed, char[] passphrase) throws CannotOpen {
        RecipientStanzaReader reader = Passphrase.reader(passphrase);
        try (InputStream in = AgeStreams.opening(new ByteArrayInputStream(sealed), reader)) {
            return parse(new String(in.readAllBytes(), UTF_8));
        } catch (IOException damaged) {
            throw new CannotOpen.Damaged();
        }
    }

    @Override
    public String toString() {
        return "[redacted]";
    }

    private static String required(List<String> lines, String prefix) {
        return value(lines, prefix).orElseThrow(() -> new IllegalArgumentException("a line is missing"));
    }

    private static Optional<String> value(List<String> lines, String prefix) {
        @Nullable String found = null;
        for (String line : lines) {
            if (line.startsWith(prefix)) {
                if (found != null) {
                    throw new IllegalArgumentException("a line stands twice");
                }
                found = line.substring(prefix.length());
            }
        }
        return Optional.ofNullable(found);
    }
}
