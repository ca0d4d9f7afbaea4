package org.komir.bot.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.komir.bot.intake.TellHere.Witness;
import org.komir.crypto.CannotOpen;
import org.komir.crypto.Identity;
import org.komir.crypto.Opener;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.SigningKey;
import tools.jackson.databind.json.JsonMapper;

/**
 * The key of this process, made when it starts and gone when it ends: it opens in which chats there is news to be told, and nothing else is ever sealed to it
 * ({@code docs/record-format.md}, step 25).
 */
public final class WitnessKey {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Opener opener;
    private final Witness published;

    /** @param intakeKey signs it: consoles seal to no other */
    public WitnessKey(SigningKey intakeKey, LocalDate day, SecureRandom random) {
        Identity identity = Identity.generate(random);
        Recipient recipient = identity.recipient();
        String text = JSON.createObjectNode()
                .put("format", "komir-witness/1")
                .put("recipient", recipient.toString())
                .put("day", day.toString())
                .toString();
        this.opener = new Opener(List.of(identity));
        this.published = new Witness(
                recipient, new SignedText(text, intakeKey.sign(SigningDomain.WITNESS, text.getBytes(UTF_8))));
    }

    Witness published() {
        return published;
    }

    /** Empty for what was sealed to a process before, or is damaged. */
    Optional<byte[]> open(Sealed<Purpose.Notice> notice) {
        try {
            return Optional.of(opener.open(notice));
        } catch (CannotOpen foreign) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
