package org.komir.bot.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.LocalDate;
import java.util.Base64;
import org.komir.bot.directory.Revocation;
import org.komir.crypto.SigningDomain;

/** What a coordinator's console signs about somebody who must not read any more. */
public final class MadeUpRevocation {
    private MadeUpRevocation() {}

    public static Revocation of(String organisation, MadeUpPerson person, LocalDate day) {
        return new Revocation(
                organisation, person.person().id(), person.person().signingKey(), day);
    }

    /** Base64. */
    public static String signature(Revocation revocation, MadeUpPerson coordinator) {
        return Base64.getEncoder()
                .encodeToString(coordinator
                        .signingKey()
                        .sign(SigningDomain.REVOCATION, revocation.text().getBytes(UTF_8)));
    }
}
