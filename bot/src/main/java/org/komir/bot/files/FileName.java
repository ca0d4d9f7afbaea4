package org.komir.bot.files;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The name of a sealed file: 128 random bits as 32 lower-case hexadecimal digits, and so never a path. */
public record FileName(String hex) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

    public FileName {
        if (!isName(hex)) {
            throw new IllegalArgumentException("a file's name is 32 lower-case hexadecimal digits");
        }
    }

    public static boolean isName(String text) {
        return FORM.matcher(text).matches();
    }

    public static FileName random(SecureRandom random) {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        return new FileName(HexFormat.of().formatHex(bits));
    }

    @Override
    public String toString() {
        return hex;
    }
}
