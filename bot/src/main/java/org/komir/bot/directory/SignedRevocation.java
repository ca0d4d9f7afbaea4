package org.komir.bot.directory;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.komir.crypto.VerifyingKey;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A revocation with what coordinators have signed of it: pending with one signature, in force with two.
 *
 * @param signatures each of another coordinator, who is not the person; in the order in which they came
 */
public record SignedRevocation(Revocation revocation, List<Signature> signatures) {
    static final int NEEDED = 2;

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
        return signatures.size() >= NEEDED;
    }

    /** As it is given to whoever checks it with a directory of their own: {@code {"statement","signatures":[{"by","signature"}]}}. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("statement", revocation.text());
        ArrayNode list = json.putArray("signatures");
        signatures.forEach(one -> list.addObject().put("by", one.by()).put("signature", one.base64()));
        return json;
    }

    SignedRevocation and(Signature one) {
        List<Signature> all = new ArrayList<>(signatures);
        all.add(one);
        return new SignedRevocation(revocation, all);
    }

    /** Whether each signature is good, and none is of the person or of somebody who has signed already, under whatever name. */
    boolean isWhole() {
        return !signatures.isEmpty()
                && signatures.stream().allMatch(this::isGood)
                && signatures.stream().map(Signature::by).distinct().count() == signatures.size()
                && signatures.stream().map(Signature::key).distinct().count() == signatures.size();
    }

    private boolean isGood(Signature one) {
        try {
            return !one.by().equals(revocation.id())
                    && !one.key().equals(revocation.signingKey())
                    && revocation.isSignedWith(one.key(), Base64.getDecoder().decode(one.base64()));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
