package org.komir.bot.directory;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.komir.bot.directory.SignedRevocation.Signature;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
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
        return signatures.size() >= SignedRevocation.NEEDED;
    }

    /** As it is given to whoever checks it with a directory of their own. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("statement", freeze.text());
        ArrayNode list = json.putArray("signatures");
        signatures.forEach(one -> list.addObject().put("by", one.by()).put("signature", one.base64()));
        return json;
    }

    SignedFreeze and(Signature one) {
        List<Signature> all = new ArrayList<>(signatures);
        all.add(one);
        return new SignedFreeze(freeze, all);
    }

    SignedFreeze onlyOf(Predicate<Signature> these) {
        return new SignedFreeze(freeze, signatures.stream().filter(these).toList());
    }

    /** Whether each signature is good, and nobody has signed twice, under whatever name. */
    boolean isWhole() {
        return !signatures.isEmpty()
                && signatures.stream().allMatch(this::isGood)
                && signatures.stream().map(Signature::by).distinct().count() == signatures.size()
                && signatures.stream().map(Signature::key).distinct().count() == signatures.size();
    }

    private boolean isGood(Signature one) {
        try {
            return freeze.isSignedWith(one.key(), Base64.getDecoder().decode(one.base64()));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
