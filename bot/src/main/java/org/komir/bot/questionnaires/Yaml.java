package org.komir.bot.questionnaires;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads one YAML file, strictly. */
final class Yaml {

    /**
     * Words that a YAML 1.1 reader (that of most other programs) takes for true and false. We read YAML 1.2, where they
     * are words; they are refused without quotes, so that a file means the same to everyone.
     */
    private static final Set<String> BOOLEANS_OF_YAML_1_1 = Set.of("y", "n", "yes", "no", "on", "off");

    private static final YAMLMapper MAPPER = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private Yaml() {}

    /** The content; empty, with the problem told, where it cannot be read. */
    static Optional<JsonNode> read(byte[] content, Problems.In problems) {
        JsonNode read;
        try {
            read = MAPPER.readTree(content);
        } catch (JacksonException e) {
            problems.add(
                    "",
                    "cannot be read: "
                            + e.getOriginalMessage().lines().findFirst().orElse("") + line(e));
            return Optional.empty();
        }
        if (read.isMissingNode() || read.isNull()) {
            problems.add("", "is empty");
            return Optional.empty();
        }
        // Jackson does not tell how a word was written; the events of the parser below it do.
        String text = new String(content, StandardCharsets.UTF_8);
        for (Event event : new Parse(LoadSettings.builder().build()).parseString(text)) {
            if (event instanceof ScalarEvent scalar
                    && scalar.getScalarStyle() == ScalarStyle.PLAIN
                    && BOOLEANS_OF_YAML_1_1.contains(scalar.getValue().toLowerCase(Locale.ROOT))) {
                String line = scalar.getStartMark()
                        .map(mark -> " in line " + (mark.getLine() + 1))
                        .orElse("");
                problems.add("", "put \"" + scalar.getValue() + "\" in quotes" + line);
            }
        }
        return Optional.of(read);
    }

    private static String line(JacksonException e) {
        return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
    }
}
