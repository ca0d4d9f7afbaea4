package org.komir.bot.questionnaires;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.komir.bot.conversation.Places;
import tools.jackson.databind.JsonNode;

/** One file of {@code places/}: a list of places, each with its code, its names, and perhaps the places inside it. */
final class PlaceList {
    private final List<Language> languages;
    private final String file;
    private final Problems all;
    private final Problems.In problems;
    private final Set<String> codes = new HashSet<>();

    private PlaceList(List<Language> languages, String file, Problems all) {
        this.languages = languages;
        this.file = file;
        this.all = all;
        this.problems = all.in(file);
    }

    static List<Places.Place> read(String file, byte[] content, List<Language> languages, Problems all) {
        PlaceList list = new PlaceList(languages, file, all);
        return Yaml.read(content, list.problems).map(list::places).orElse(List.of());
    }

    private List<Places.Place> places(JsonNode node) {
        List<Places.Place> places = new ArrayList<>();
        if (!node.isArray()) {
            problems.add("", "must be a list of places");
        }
        for (JsonNode each : node.values()) {
            places.add(place(each));
        }
        return places;
    }

    private Places.Place place(JsonNode node) {
        String code = node.path("code").asString("");
        Fields fields = new Fields(code, node, problems);
        fields.required("code");
        if (!codes.add(code)) {
            problems.add(code, "two places have this code");
        }
        Map<String, String> names = new LinkedHashMap<>();
        Optional<Fields> given = fields.mapping("names");
        for (Language language : languages) {
            Problems.In here = all.in(file, language.tag());
            Optional<String> name = given.flatMap(g -> g.text(language.tag()));
            name.ifPresent(n -> {
                names.put(language.tag(), n);
                Words.check(n, code, Words.Use.LABEL, language, here);
            });
            if (given.map(g -> !g.has(language.tag())).orElse(true)) {
                here.add(code, "the name is missing");
            }
        }
        given.ifPresent(Fields::nothingElse);
        List<Places.Place> within = fields.node("children").map(this::places).orElse(List.of());
        fields.nothingElse();
        return new Places.Place(code, names, within);
    }
}
