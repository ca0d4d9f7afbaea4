package org.komir.bot.directory;

import java.util.List;
import java.util.function.Predicate;
import org.komir.bot.directory.SignedRevocation.Signature;
import tools.jackson.databind.node.ObjectNode;

/**
 * A freeze with what coordinators have signed of it: pending with one signature, in force with two.
 *
 * @param signatures each of another coordinator, in the order in which they came
 */
public record SignedFreeze(Freeze freeze, List<Signature> signatures) {

    public SignedFreeze {
        signatures = List.copyOf(signatures);
    }

    public boolean isInForce() {
        return Signatures.suffice(signatures);
    }

    public ObjectNode json() {
        return Signatures.json(freeze.text(), signatures);
    }

    SignedFreeze and(Signature one) {
        return new SignedFreeze(freeze, Signatures.and(signatures, one));
    }

    SignedFreeze onlyOf(Predicate<Signature> these) {
        return new SignedFreeze(freeze, Signatures.onlyOf(signatures, these));
    }

    boolean isWhole() {
        return Signatures.areWhole(signatures, freeze::isSignedWith);
    }
}
