package org.komir.bot.directory;

import java.util.Base64;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.komir.bot.directory.SignedRevocation.Signature;
import org.komir.crypto.VerifyingKey;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What two coordinators sign before it holds, whatever it says. */
final class Signatures {
    private static final int NEEDED = 2;

    private Signatures() {}

    static boolean suffice(List<Signature> all) {
        return all.size() >= NEEDED;
    }

    static List<Signature> and(List<Signature> all, Signature one) {
        return Stream.concat(all.stream(), Stream.of(one)).toList();
    }

    static List<Signature> onlyOf(List<Signature> all, Predicate<Signature> these) {
        return all.stream().filter(these).toList();
    }

    /** Whether there is one, each is good, and nobody has signed twice, under whatever name. */
    static boolean areWhole(List<Signature> all, BiPredicate<VerifyingKey, byte[]> isSignedWith) {
        return !all.isEmpty()
                && all.stream().allMatch(one -> isGood(one, isSignedWith))
                && all.stream().map(Signature::by).distinct().count() == all.size()
                && all.stream().map(Signature::key).distinct().count() == all.size();
    }

    private static boolean isGood(Signature one, BiPredicate<VerifyingKey, byte[]> isSignedWith) {
        try {
            return isSignedWith.test(one.key(), Base64.getDecoder().decode(one.base64()));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** As it is given to whoever checks it with a directory of their own: {@code {"statement","signatures":[{"by","signature"}]}}. */
    static ObjectNode json(String statement, List<Signature> all) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("statement", statement);
        ArrayNode list = json.putArray("signatures");
        all.forEach(one -> list.addObject().put("by", one.by()).put("signature", one.base64()));
        return json;
    }
}
