package org.komir.bot.questionnaires;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.komir.bot.conversation.Condition;
import org.komir.bot.conversation.PanelKind;
import org.komir.bot.conversation.Places;
import org.komir.bot.conversation.Question;
import org.komir.bot.conversation.QuestionType;
import org.komir.bot.conversation.Questionnaire;
import org.komir.bot.testing.Shipped;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FormDataTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Questionnaires SHIPPED = Shipped.questionnaires();
    private static final FormData FORM = FormData.of(SHIPPED);
    private static final JsonNode READ = JSON.readTree(FORM.text());

    /** Compressed it is a tenth of that; a page that is passed from telephone to telephone has it whole. */
    private static final int MOST_BYTES = 1024 * 1024;

    @Test
    void the_same_files_give_the_same_bytes_from_wherever_they_are_read() throws Exception {
        Questionnaires again = Questionnaires.load(ConfigSource.folder(Path.of("../config")));
        assertThat(FormData.of(again)).isEqualTo(FORM);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(FORM.text().getBytes(UTF_8));
        assertThat(FORM.sha256()).isEqualTo(HexFormat.of().formatHex(hash));
    }

    @Test
    void one_other_letter_in_one_language_is_another_hash() {
        assertThat(formOf(Map.of(
                                "languages/ru/news.1.yaml",
                                text("languages/ru/news.1.yaml").replaceFirst("а", "о")))
                        .sha256())
                .isNotEqualTo(FORM.sha256());
    }

    @Test
    void it_can_stand_in_a_page() {
        String path = "languages/en/news.1.yaml";
        String first = SHIPPED.texts("en").orElseThrow().get("news.1/consent");
        String line = first.lines().findFirst().orElseThrow();
        String text = formOf(Map.of(path, text(path).replace(line, line + " </script><!-- \u2028\u2029")))
                .text();
        assertThat(text).doesNotContain("<", "\u2028", "\u2029", "\n");
        assertThat(JSON.readTree(text).path("words").path("en").toString()).contains("</script><!-- \u2028\u2029");
    }

    @Test
    void every_text_of_every_language_is_in_it() {
        SHIPPED.words().forEach(words -> {
            String tag = words.language().tag();
            Map<String, String> written = new TreeMap<>();
            words.written().forEach((id, one) -> written.put(id, one.text()));
            assertThat(texts(tag)).as(tag).containsExactlyInAnyOrderEntriesOf(written);
            assertThat(stream(READ.path("messages").path(tag)).map(JsonNode::asString))
                    .as("messages in " + tag)
                    .isNotEmpty()
                    .allMatch(Message::isMessage);
        });
    }

    @Test
    void the_ids_of_the_texts_are_sorted_and_the_languages_are_as_they_are_offered() {
        assertThat(strings(READ.path("keys"))).isSorted().doesNotHaveDuplicates();
        List<Language> languages = new ArrayList<>();
        for (JsonNode node : READ.path("languages")) {
            Language language = SHIPPED.languages().get(languages.size());
            assertThat(node.path("tag").asString()).isEqualTo(language.tag());
            assertThat(node.path("rightToLeft").asBoolean()).isEqualTo(language.rightToLeft());
            assertThat(node.path("name").asString())
                    .isEqualTo(SHIPPED.texts(language.tag()).orElseThrow().name());
            languages.add(language);
        }
        assertThat(languages).isEqualTo(SHIPPED.languages());
    }

    @Test
    void a_questionnaire_that_is_read_back_is_the_same() {
        List<Questionnaire> read = stream(READ.path("questionnaires"))
                .map(FormDataTest::questionnaire)
                .toList();
        assertThat(read).isEqualTo(SHIPPED.current());
    }

    @Test
    void of_two_versions_the_newer_one_is_in_it_and_no_word_of_the_older_one() {
        Map<String, String> second = new HashMap<>();
        second.put(
                "questionnaires/news.2.yaml",
                text("questionnaires/news.1.yaml").replaceFirst("(?m)^version: 1", "version: 2"));
        SHIPPED.languages().forEach(language -> {
            String folder = "languages/" + language.tag() + "/";
            second.put(folder + "news.2.yaml", text(folder + "news.1.yaml"));
        });
        JsonNode form = JSON.readTree(formOf(second).text());
        assertThat(stream(form.path("questionnaires"))
                        .map(one -> one.path("name").asString()))
                .contains("news.2")
                .doesNotContain("news.1");
        assertThat(strings(form.path("keys"))).contains("news.2/consent").noneMatch(key -> key.startsWith("news.1/"));
    }

    @Test
    void the_places_that_are_read_back_are_the_same() {
        SHIPPED.placeLists()
                .forEach((list, forest) -> assertThat(
                                stream(READ.path("places").path(list)).map(FormDataTest::place))
                        .as(list)
                        .containsExactlyElementsOf(forest.stream()
                                .map(FormDataTest::withoutEmptyLists)
                                .toList()));
        assertThat(READ.path("places").propertyNames())
                .containsExactlyElementsOf(SHIPPED.placeLists().keySet());
    }

    @Test
    void it_is_not_too_large_for_a_page() {
        assertThat(FORM.text().getBytes(UTF_8).length).isLessThan(MOST_BYTES);
    }

    private static Map<String, String> texts(String tag) {
        List<String> keys = strings(READ.path("keys"));
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            JsonNode text = READ.path("words").path(tag).get(i);
            if (!text.isNull()) {
                texts.put(keys.get(i), text.asString());
            }
        }
        READ.path("messages")
                .path(tag)
                .properties()
                .forEach(message ->
                        texts.put(message.getKey(), message.getValue().asString()));
        return texts;
    }

    private static Questionnaire questionnaire(JsonNode node) {
        Map<String, PanelKind> compartments = new HashMap<>();
        node.path("compartments")
                .properties()
                .forEach(one -> compartments.put(
                        one.getKey(), PanelKind.of(one.getValue().asString()).orElseThrow()));
        return new Questionnaire(
                node.path("name").asString(),
                node.path("sha256").asString(),
                compartments,
                strings(node.path("screens")),
                stream(node.path("questions")).map(FormDataTest::question).toList(),
                Set.copyOf(strings(node.path("minimum"))),
                node.path("offered").asBoolean(),
                node.path("atOnce").asBoolean());
    }

    private static Question question(JsonNode node) {
        JsonNode condition = node.path("condition");
        return new Question(
                node.path("id").asString(),
                type(node),
                node.path("compartment").asString(),
                node.path("core").asBoolean(),
                condition.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(new Condition(
                                condition.path("question").asString(),
                                Set.copyOf(strings(condition.path("options"))),
                                condition.path("unless").asBoolean())),
                optional(node, "event"));
    }

    private static QuestionType type(JsonNode node) {
        List<String> options = strings(node.path("options"));
        return switch (node.path("type").asString()) {
            case "consent" -> new QuestionType.Consent();
            case "text" -> new QuestionType.Text();
            case "narrative" -> new QuestionType.Narrative();
            case "choice" -> {
                Map<String, String> leadsTo = new HashMap<>();
                node.path("leadsTo")
                        .properties()
                        .forEach(one -> leadsTo.put(one.getKey(), one.getValue().asString()));
                yield new QuestionType.Choice(
                        options,
                        Set.copyOf(strings(node.path("urgent"))),
                        Set.copyOf(strings(node.path("helped"))),
                        leadsTo,
                        Set.copyOf(strings(node.path("widens"))));
            }
            case "multi" ->
                new QuestionType.Multi(options, optional(node, "exclusive"), Set.copyOf(strings(node.path("widens"))));
            case "yes_no" -> new QuestionType.YesNo();
            case "repeat" -> new QuestionType.Repeat(node.path("most").asInt());
            case "partial_date" ->
                new QuestionType.PartialDate(node.path("longAgo").asBoolean(false));
            case "place" -> new QuestionType.Place(node.path("list").asString());
            case "id_number" -> new QuestionType.IdNumber(Set.copyOf(strings(node.path("kinds"))));
            case "contact" -> new QuestionType.Contact();
            case "files" -> new QuestionType.Files();
            default -> throw new AssertionError(node);
        };
    }

    private static Places.Place place(JsonNode node) {
        Map<String, String> names = new LinkedHashMap<>();
        node.path("names")
                .properties()
                .forEach(name -> names.put(name.getKey(), name.getValue().asString()));
        Map<String, List<String>> also = new LinkedHashMap<>();
        node.path("also").properties().forEach(others -> also.put(others.getKey(), strings(others.getValue())));
        return new Places.Place(
                node.path("code").asString(),
                names,
                also,
                optional(node, "became"),
                stream(node.path("children")).map(FormDataTest::place).toList());
    }

    /** A language in which a place has no other name is not written. */
    private static Places.Place withoutEmptyLists(Places.Place place) {
        Map<String, List<String>> also = new HashMap<>(place.also());
        also.values().removeIf(List::isEmpty);
        return new Places.Place(
                place.code(),
                place.names(),
                also,
                place.became(),
                place.children().stream().map(FormDataTest::withoutEmptyLists).toList());
    }

    private static FormData formOf(Map<String, String> changed) {
        SortedMap<String, byte[]> files = new TreeMap<>(ConfigSource.classPath().files());
        changed.forEach((path, text) -> files.put(path, text.getBytes(UTF_8)));
        return FormData.of(Questionnaires.load(() -> files));
    }

    private static String text(String path) {
        return new String(ConfigSource.classPath().files().get(path), UTF_8);
    }

    private static Optional<String> optional(JsonNode node, String field) {
        return node.has(field) ? Optional.of(node.path(field).asString()) : Optional.empty();
    }

    private static List<String> strings(JsonNode array) {
        return stream(array).map(JsonNode::asString).toList();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return array.values().stream();
    }
}
