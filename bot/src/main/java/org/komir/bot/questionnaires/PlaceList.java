package org.komir.bot.questionnaires;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.komir.bot.conversation.Places;
import tools.jackson.databind.JsonNode;

/**
 * One file of {@code places/}: a list of places, each with its code, its names, and perhaps the places inside it.
 *
 * <p>Codes are those of GB/T 2260: four digits for a prefecture, six for what is inside it, the first four being the same. An
 * abolished place says what it {@code became}; without names it has those of that place.
 */
final class PlaceList {
    private static final Pattern PREFECTURE = Pattern.compile("[0-9]{4}");
    private static final Pattern INSIDE = Pattern.compile("[0-9]{6}");

    /** In columns, a Chinese character being two: two of these buttons share the width of a narrow telephone. */
    private static final int WIDEST_LABEL = 28;

    private final List<Language> languages;
    private final String file;
    private final Problems all;
    private final Problems.In problems;
    private final Map<String, Written> written = new LinkedHashMap<>();

    /** A place as it stands in the file. */
    private record Written(
            String code,
            boolean named,
            Map<String, String> names,
            Map<String, List<String>> also,
            Optional<String> became,
            List<Written> children) {}

    private PlaceList(List<Language> languages, String file, Problems all) {
        this.languages = languages;
        this.file = file;
        this.all = all;
        this.problems = all.in(file);
    }

    static List<Places.Place> read(String file, byte[] content, List<Language> languages, Problems all) {
        PlaceList list = new PlaceList(languages, file, all);
        Optional<JsonNode> node = Yaml.read(content, list.problems);
        List<Written> forest = node.map(n -> list.places(n, "")).orElse(List.of());
        list.written.values().forEach(list::checkBecame);
        list.checkSiblings(forest);
        return forest.stream().map(list::place).toList();
    }

    private List<Written> places(JsonNode node, String parent) {
        List<Written> places = new ArrayList<>();
        if (!node.isArray()) {
            problems.add(parent, "must be a list of places");
        }
        for (JsonNode each : node.values()) {
            places.add(written(each, parent));
        }
        return places;
    }

    private Written written(JsonNode node, String parent) {
        String code = node.path("code").asString("");
        Fields fields = new Fields(code, node, problems);
        fields.required("code");
        checkCode(code, parent);
        Optional<String> became = fields.text("became");
        Optional<Fields> given = fields.mapping("names");
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, List<String>> also = new LinkedHashMap<>();
        Optional<Fields> more = fields.mapping("also");
        for (Language language : languages) {
            Problems.In here = all.in(file, language.tag());
            given.flatMap(g -> g.text(language.tag())).ifPresent(name -> {
                names.put(language.tag(), name);
                checkLabel(name, code, language, here);
            });
            boolean unnamed = given.map(g -> !g.has(language.tag())).orElse(became.isEmpty());
            if (unnamed) {
                here.add(code, "the name is missing");
            }
        }
        given.ifPresent(g -> otherLanguages(g).forEach(tag -> g.text(tag).ifPresent(name -> names.put(tag, name))));
        given.ifPresent(Fields::nothingElse);
        more.ifPresent(m -> languages.forEach(language -> also.put(language.tag(), m.list(language.tag()))));
        more.ifPresent(m -> otherLanguages(m).forEach(tag -> also.put(tag, m.list(tag))));
        more.ifPresent(Fields::nothingElse);
        checkAlso(also, code);
        List<Written> children =
                fields.node("children").map(inside -> places(inside, code)).orElse(List.of());
        fields.nothingElse();
        Written place = new Written(code, given.isPresent(), names, also, became, children);
        if (written.putIfAbsent(code, place) != null) {
            problems.add(code, "two places have this code");
        }
        return place;
    }

    /** Languages that are not offered to families may be there too: their names are found when typed. */
    private static List<String> otherLanguages(Fields names) {
        return names.keys().stream().filter(PlaceList::isTag).toList();
    }

    private static boolean isTag(String key) {
        return key.matches("[a-z]{2,3}-[A-Z][a-z]{3}");
    }

    private void checkCode(String code, String parent) {
        boolean top = parent.isEmpty();
        if (!(top ? PREFECTURE : INSIDE).matcher(code).matches()) {
            problems.add(code, "the code must have " + (top ? "four" : "six") + " digits, in quotes");
        } else if (!code.startsWith(parent)) {
            problems.add(code, "the code is not inside " + parent);
        }
    }

    private static void checkLabel(String name, String code, Language language, Problems.In here) {
        Words.check(name, code, Words.Use.LABEL, language, here);
        int width = Width.of(name);
        if (width > WIDEST_LABEL) {
            here.add(code, "is " + width + " columns wide; " + WIDEST_LABEL + " at the most");
        }
    }

    private void checkAlso(Map<String, List<String>> also, String code) {
        for (Language language : languages) {
            Problems.In here = all.in(file, language.tag());
            also.getOrDefault(language.tag(), List.of())
                    .forEach(name -> Words.check(name, code + "/also", Words.Use.TYPED, language, here));
        }
    }

    private void checkBecame(Written place) {
        place.became().ifPresent(code -> {
            Written present = written.get(code);
            if (present == null || present.became().isPresent()) {
                problems.add(place.code(), "became \"" + code + "\", which is no present place");
            }
        });
    }

    /** Two buttons of one card must not read alike. */
    private void checkSiblings(List<Written> siblings) {
        for (Language language : languages) {
            Map<String, String> seen = new HashMap<>();
            for (Written place : siblings) {
                String name = place.names().get(language.tag());
                if (name == null || place.became().isPresent()) {
                    continue;
                }
                String other = seen.putIfAbsent(name, place.code());
                if (other != null && !other.equals(place.code())) {
                    all.in(file, language.tag()).add(place.code(), "has the same name as " + other);
                }
            }
        }
        siblings.forEach(place -> checkSiblings(place.children()));
    }

    private Places.Place place(Written from) {
        Optional<Written> names =
                from.named() ? Optional.of(from) : from.became().map(written::get);
        return new Places.Place(
                from.code(),
                names.map(Written::names).orElse(Map.of()),
                from.also(),
                from.became(),
                from.children().stream().map(this::place).toList());
    }
}
