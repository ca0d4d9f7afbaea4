package org.komir.bot.telegram;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.regex.Pattern;

/** The secret that Telegram gave for the bot. It comes from a file, never from an argument or the environment; prints as {@code [redacted]}. */
public final class BotToken {
    private static final Pattern FORM = Pattern.compile("[0-9]{1,16}:[A-Za-z0-9_-]{4,64}");

    private final String secret;

    private BotToken(String secret) {
        this.secret = secret;
    }

    /** @throws IllegalArgumentException if it has not the form of a token; it is not repeated */
    public static BotToken of(String secret) {
        if (!FORM.matcher(secret).matches()) {
            throw new IllegalArgumentException("that is not a bot token (digits, a colon, letters)");
        }
        return new BotToken(secret);
    }

    /**
     * @throws IOException if the file cannot be read, or others may read it too
     * @throws IllegalArgumentException if it holds no token
     */
    public static BotToken read(Path file) throws IOException {
        if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            throw new IOException("everybody on this machine can read the token file " + file + ": chmod 600 it");
        }
        return of(Files.readString(file, US_ASCII).strip());
    }

    String reveal() {
        return secret;
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
