package org.komir.bot.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.komir.crypto.SigningKey;

/**
 * The key that signs proofs of receipt: one line, the secret of an Ed25519 key, in a file that only the server's user may read. It has no
 * passphrase, since the server reads it when it starts; whoever takes the server can sign false proofs until the directory names another key.
 */
public final class IntakeKey {
    private static final int LONGEST_FILE = 1024;

    private IntakeKey() {}

    /**
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it holds no such key; what it holds is not repeated
     */
    public static SigningKey read(Path file) throws IOException {
        if (Files.size(file) > LONGEST_FILE) {
            throw new IllegalArgumentException("it is too long for an intake key");
        }
        return SigningKey.parse(Files.readString(file, UTF_8).strip());
    }
}
