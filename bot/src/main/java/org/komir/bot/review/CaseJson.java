package org.komir.bot.review;

import java.util.Base64;
import java.util.function.Predicate;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.crypto.Compartment;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How what lies in the store is given to a console. */
final class CaseJson {

    private CaseJson() {}

    /** A case, sealed as it is. */
    static ObjectNode of(SealedCase sealed) {
        return of(sealed, compartment -> true, record -> true);
    }

    /** The same, and of it only the keys of some compartments, and some records. */
    static ObjectNode of(SealedCase sealed, Predicate<Compartment> given, Predicate<StoredRecord> told) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("case", sealed.id().hex());
        ObjectNode keys = answer.putObject("keys");
        ObjectNode recipients = answer.putObject("recipients");
        ArrayNode records = answer.putArray("records");
        sealed.keys().forEach((compartment, key) -> {
            if (given.test(compartment)) {
                keys.put(compartment.name(), base64(key.bytes()));
            }
        });
        sealed.recipients().forEach((compartment, to) -> {
            if (given.test(compartment)) {
                recipients.put(compartment.name(), to.toString());
            }
        });
        for (StoredRecord record : sealed.records()) {
            if (told.test(record)) {
                records.addObject()
                        .put("seq", record.seq())
                        .put("compartment", record.compartment().name())
                        .put("sealed", base64(record.sealed().bytes()));
            }
        }
        sealed.author().ifPresent(author -> answer.set("author", of(author)));
        return answer;
    }

    static ObjectNode of(SignedText signed) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("statement", signed.text())
                .put("signature", signed.base64());
    }

    static ObjectNode of(Link link) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("statement", link.statement());
        ArrayNode signatures = answer.putArray("signatures");
        for (Link.Signature one : link.signatures()) {
            signatures.addObject().put("by", one.by()).put("signature", one.signature());
        }
        return answer;
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
