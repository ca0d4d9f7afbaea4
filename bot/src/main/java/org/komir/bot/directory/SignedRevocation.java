package org.komir.bot.directory;

import java.util.List;
import java.util.function.Predicate;
import org.komir.crypto.VerifyingKey;
import tools.jackson.databind.node.ObjectNode;

/**
 * A revocation with what coordinators have signed of it: pending with one signature, in force with two.
 *
 * @param signatures each of another coordinator, who is not the person; in the order in which they came
 */
public record SignedRevocation(Revocation revocation, List<Signature> signatures) {
    public SignedRevocation {
        signatures = List.copyOf(signatures);
    }

    /**
     * @param by a coordinator's id
     * @param key of that coordinator in the directory of that day: the coordinator may leave, and what was in force stays so
     * @param base64 the signature
     */
    public record Signature(String by, VerifyingKey key, String base64) {}

    public boolean isInForce() {
        return Signatures.suffice(signatures);
    }

    public ObjectNode json() {
        return Signatures.json(revocation.text(), signatures);
    }

    SignedRevocation and(Signature one) {
        return new SignedRevocation(revocation, Signatures.and(signatures, one));
    }

    SignedRevocation onlyOf(Predicate<Signature> these) {
        return new SignedRevocation(revocation, Signatures.onlyOf(signatures, these));
    }

    /** Nobody signs about themselves, under whatever name. */
    boolean isWhole() {
        return Signatures.areWhole(signatures, revocation::isSignedWith)
                && signatures.stream()
                        .noneMatch(one ->
                                one.by().equals(revocation.id()) || one.key().equals(revocation.signingKey()));
    }
}
