package org.komir.bot.intake;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name of a case: 128 random bits from the start, as 32 lower-case hexadecimal digits. Nothing leads from a chat to
 * it but the sealed cursor of a draft.
 */
public record CaseId(String hex) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

    public CaseId {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("a case id is 32 lower-case hexadecimal digits");
        }
    }

    public static CaseId random(SecureRandom random) {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        return new CaseId(HexFormat.of().formatHex(bits));
    }

    @Override
    public String toString() {
        return hex;
    }
}
