package org.komir.bot.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.crypto.CannotOpen;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.Opener;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A case opened as a whole organisation could: every record of every compartment, in the order of its number. */
public record OpenedCase(List<JsonNode> records) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @param people everybody's identities; of a nested key both halves must be among them */
    public static OpenedCase of(SealedCase sealed, List<Identity> people) throws CannotOpen {
        Map<Compartment, Opener> openers = new HashMap<>();
        for (Compartment compartment : sealed.keys().keySet()) {
            openers.put(compartment, new Opener(List.of(key(sealed, compartment, people))));
        }
        List<JsonNode> records = new ArrayList<>();
        for (var record : sealed.records()) {
            records.add(JSON.readTree(openers.get(record.compartment()).open(record.sealed())));
        }
        return new OpenedCase(records);
    }

    /** The key of one compartment. */
    public static Identity key(SealedCase sealed, Compartment compartment, List<Identity> people) throws CannotOpen {
        byte[] opened = sealed.keys().get(compartment).bytes();
        while (!new String(opened, UTF_8).startsWith("AGE-SECRET-KEY-PQ-1")) {
            opened = new Opener(people).open(opened);
        }
        return Identity.parse(new String(opened, UTF_8));
    }

    /** {@code question#item}, and {@code question#item.part} of a further part, of every record that answers something. */
    public List<String> answered() {
        return records.stream()
                .filter(record -> record.has("question"))
                .map(record -> record.path("question").asString("") + "#"
                        + record.path("item").asInt()
                        + (record.path("part").asInt() > 1
                                ? "." + record.path("part").asInt()
                                : ""))
                .toList();
    }

    public List<String> texts() {
        return records.stream()
                .map(record -> record.path("value").path("text").asString(""))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** How many records the manifest lists; 0 where there is none. */
    public int listed() {
        return records.stream()
                .filter(record -> record.path("kind").asString("").equals("manifest"))
                .mapToInt(record -> record.path("value").path("records").size())
                .findFirst()
                .orElse(0);
    }
}
