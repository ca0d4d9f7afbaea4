package org.komir.bot.directory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.komir.crypto.VerifyingKey;

/** Reads the setting {@code komir.root-key}: the public half of the organisation's root key. */
public final class RootKey {
    private static final int LONGEST_FILE = 1024;

    private RootKey() {}

    /**
     * @param setting the base64 text of the key, or the path of a file that holds it
     * @throws DirectoryRefused if it is neither
     */
    public static VerifyingKey read(String setting) {
        try {
            return VerifyingKey.parse(setting.strip());
        } catch (IllegalArgumentException notTheKeyItself) {
            return ofFile(setting.strip());
        }
    }

    private static VerifyingKey ofFile(String path) {
        try {
            Path file = Path.of(path);
            if (Files.isRegularFile(file) && Files.size(file) <= LONGEST_FILE) {
                return VerifyingKey.parse(new String(Files.readAllBytes(file), US_ASCII).strip());
            }
        } catch (IOException | IllegalArgumentException notAKey) {
            throw notAKey();
        }
        throw notAKey();
    }

    private static DirectoryRefused notAKey() {
        // the setting is not repeated: somebody may have put the private half there
        return new DirectoryRefused("the root key is neither the base64 of 32 bytes nor a file that holds it");
    }
}
