package org.komir.bot.directory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.komir.crypto.VerifyingKey;

/** The public half of the organisation's root key, as the setting {@code komir.root-key} gives it. */
public final class RootKey {
    private RootKey() {}

    /**
     * @param setting the key itself in base64, or the path of a file that holds it
     * @throws IllegalArgumentException if it is neither
     */
    public static VerifyingKey read(String setting) throws IOException {
        Path file = Path.of(setting);
        return VerifyingKey.parse(Files.isRegularFile(file) ? Files.readString(file, US_ASCII) : setting);
    }
}
