package org.komir.bot.questionnaires;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The keys of one YAML mapping. Every key has to be asked for: {@link #nothingElse} tells those that were not. */
final class Fields {
    private final String id;
    private final Map<String, JsonNode> values = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final Problems.In problems;

    /** @param id of what the mapping describes, for the problems */
    Fields(String id, JsonNode node, Problems.In problems) {
        this.id = id;
        this.problems = problems;
        if (node.isObject()) {
            node.properties().forEach(property -> values.put(property.getKey(), property.getValue()));
        } else {
            problems.add(id, "must be keys with values");
        }
    }

    Optional<JsonNode> node(String key) {
        asked.add(key);
        return Optional.ofNullable(values.get(key));
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    boolean isMapping(String key) {
        return Optional.ofNullable(values.get(key)).map(JsonNode::isObject).orElse(false);
    }

    /** The keys, in the order in which they are written. */
    List<String> keys() {
        return List.copyOf(values.keySet());
    }

    Optional<Fields> mapping(String key) {
        return node(key).map(node -> new Fields(within(key), node, problems));
    }

    /** Words that are not blank. */
    Optional<String> text(String key) {
        Optional<JsonNode> node = node(key);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (!node.get().isString() || node.get().stringValue().isBlank()) {
            problems.add(id, key + " must be words, in quotes if need be");
            return Optional.empty();
        }
        return Optional.of(node.get().stringValue());
    }

    String required(String key) {
        if (!has(key)) {
            problems.add(id, key + " is missing");
        }
        return text(key).orElse("");
    }

    boolean flag(String key) {
        Optional<JsonNode> node = node(key);
        if (node.isPresent() && !node.get().isBoolean()) {
            problems.add(id, key + " must be true or false");
        }
        return node.map(n -> n.asBoolean(false)).orElse(false);
    }

    Optional<Integer> number(String key) {
        Optional<JsonNode> node = node(key);
        if (node.isPresent() && !node.get().isInt()) {
            problems.add(id, key + " must be a number");
            return Optional.empty();
        }
        return node.map(JsonNode::intValue);
    }

    /** A list of words, none of them twice. */
    List<String> list(String key) {
        Optional<JsonNode> node = node(key);
        if (node.isEmpty()) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        if (!node.get().isArray()) {
            problems.add(id, key + " must be a list");
            return words;
        }
        for (JsonNode element : node.get().values()) {
            if (!element.isString()) {
                problems.add(id, key + " must be a list of words, in quotes if need be");
            } else if (words.contains(element.stringValue())) {
                problems.add(id, key + " has \"" + element.stringValue() + "\" twice");
            } else {
                words.add(element.stringValue());
            }
        }
        return words;
    }

    List<String> requiredList(String key) {
        List<String> words = list(key);
        if (words.isEmpty()) {
            problems.add(id, key + " is missing");
        }
        return words;
    }

    void nothingElse() {
        values.keySet().stream()
                .filter(key -> !asked.contains(key))
                .forEach(key -> problems.add(id, "unknown key \"" + key + "\""));
    }

    private String within(String key) {
        return id.isEmpty() ? key : id + "/" + key;
    }
}
