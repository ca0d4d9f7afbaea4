package org.komir.bot.questionnaires;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A language that a family can choose.
 *
 * @param tag BCP 47: {@code kk-Arab}
 * @param script whose letters its texts have, beside Latin ones
 * @param letters the small letters of that script that may be used; empty where all may
 * @param revealing beginnings of words that tell what is talked of: in no line that stays in a chat or that a lock screen shows
 * @param suggestedBy what a telephone may report as its language (IETF tags); only ever a suggestion
 * @param madeFrom the tag of the language whose texts are written in other letters to give those of this one
 */
public record Language(
        String tag,
        boolean rightToLeft,
        UnicodeScript script,
        String letters,
        List<String> revealing,
        List<String> suggestedBy,
        Optional<String> madeFrom) {

    static final String FILE = "languages/languages.yaml";

    public Language {
        revealing = List.copyOf(revealing);
        suggestedBy = List.copyOf(suggestedBy);
    }

    /** The letters that stand in a text of this language and should not, each with its number. */
    Set<String> strangersIn(String text) {
        return text.codePoints()
                .filter(Character::isLetter)
                .filter(c -> !belongs(c))
                .mapToObj(c -> "%s U+%04X".formatted(Character.toString(c), c))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The first of the revealing words that a text has. */
    Optional<String> revealedBy(String text) {
        return revealing.stream().filter(word -> has(text, word)).findFirst();
    }

    /** Whether a text has a word that begins so; Chinese writes no spaces, so anywhere there. */
    boolean has(String text, String beginning) {
        String all = text.toLowerCase(Locale.ROOT);
        String wanted = beginning.toLowerCase(Locale.ROOT);
        for (int at = all.indexOf(wanted); at >= 0; at = all.indexOf(wanted, at + 1)) {
            if (script == UnicodeScript.HAN || at == 0 || !Character.isLetter(all.codePointBefore(at))) {
                return true;
            }
        }
        return false;
    }

    private boolean belongs(int letter) {
        UnicodeScript its = UnicodeScript.of(letter);
        if (its == UnicodeScript.LATIN) {
            return true;
        }
        if (letters.isEmpty()) {
            return its == script;
        }
        return letters.indexOf(Character.toLowerCase(letter)) >= 0;
    }

    /** @param source from which the others are translated: the ids of its texts are the ids */
    record Offered(List<Language> languages, Optional<Language> source) {
        Set<String> tags() {
            return languages.stream().map(Language::tag).collect(Collectors.toSet());
        }
    }

    static Offered read(byte[] content, Problems all) {
        Problems.In problems = all.in(FILE);
        Optional<JsonNode> node = Yaml.read(content, problems);
        if (node.isEmpty()) {
            return new Offered(List.of(), Optional.empty());
        }
        Fields file = new Fields("", node.get(), problems);
        String source = file.required("source");
        List<Language> languages = new ArrayList<>();
        for (JsonNode each : file.node("languages").map(JsonNode::values).orElse(List.of())) {
            language(each, problems).ifPresent(languages::add);
        }
        file.nothingElse();
        Optional<Language> from =
                languages.stream().filter(l -> l.tag().equals(source)).findFirst();
        if (from.isEmpty()) {
            problems.add("", "the source \"" + source + "\" is not one of the languages");
        }
        for (Language language : languages) {
            language.madeFrom()
                    .filter(made -> languages.stream().noneMatch(l -> l.tag().equals(made)))
                    .ifPresent(made -> problems.add(language.tag(), "made_from \"" + made + "\" is not one of them"));
        }
        return new Offered(List.copyOf(languages), from);
    }

    private static Optional<Language> language(JsonNode node, Problems.In problems) {
        String tag = node.path("tag").asString("");
        Fields fields = new Fields(tag, node, problems);
        fields.required("tag");
        String direction = fields.required("direction");
        if (!direction.equals("ltr") && !direction.equals("rtl")) {
            problems.add(tag, "direction must be ltr or rtl");
        }
        Optional<UnicodeScript> script = script(fields.required("script"));
        if (script.isEmpty()) {
            problems.add(tag, "script must be a code of ISO 15924");
        }
        String letters = fields.text("letters").orElse("").toLowerCase(Locale.ROOT);
        List<String> revealing = fields.list("revealing");
        List<String> suggestedBy = fields.list("suggested_by");
        Optional<String> madeFrom = fields.text("made_from");
        fields.nothingElse();
        return tag.isEmpty()
                ? Optional.empty()
                : script.map(
                        s -> new Language(tag, direction.equals("rtl"), s, letters, revealing, suggestedBy, madeFrom));
    }

    private static Optional<UnicodeScript> script(String iso15924) {
        if (iso15924.equals("Hans") || iso15924.equals("Hant")) {
            return Optional.of(UnicodeScript.HAN);
        }
        try {
            return Optional.of(UnicodeScript.forName(iso15924));
        } catch (IllegalArgumentException noSuchScript) {
            return Optional.empty();
        }
    }
}
