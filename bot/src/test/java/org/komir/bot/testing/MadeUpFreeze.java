package org.komir.bot.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.komir.bot.directory.Freeze;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.SigningKey;

/** What a coordinator's console signs to stop everything. */
public final class MadeUpFreeze {
    private MadeUpFreeze() {}

    /** Base64. */
    public static String signature(Freeze freeze, SigningKey coordinator) {
        return Base64.getEncoder()
                .encodeToString(
                        coordinator.sign(SigningDomain.FREEZE, freeze.text().getBytes(UTF_8)));
    }
}
