package org.komir.bot.questionnaires;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.komir.bot.conversation.Condition;
import org.komir.bot.conversation.Places.Place;
import org.komir.bot.conversation.Question;
import org.komir.bot.conversation.QuestionType;
import org.komir.bot.conversation.Questionnaire;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that the sealed form knows of {@code config}, as one JSON text ({@code komir-form/1}, see {@code docs/record-format.md}): the newest
 * questionnaires, the words of every language, the places. The same {@code config} gives the same bytes; their hash stands in the signed
 * directory, so that nobody who takes the server can reword a question or a promise.
 *
 * @param text may stand inside a {@code script} element of a page: it holds no {@code <}
 * @param sha256 of its UTF-8 bytes, 64 lower-case hexadecimal digits
 */
public record FormData(String text, String sha256) {
    private static final String FORMAT = "komir-form/1";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The data of what was loaded and checked. */
    public static FormData of(Questionnaires questionnaires) {
        ObjectNode root = JSON.createObjectNode().put("format", FORMAT);
        ArrayNode languages = root.putArray("languages");
        for (Language language : questionnaires.languages()) {
            languages
                    .addObject()
                    .put("tag", language.tag())
                    .put(
                            "name",
                            questionnaires.texts(language.tag()).orElseThrow().name())
                    .put("rightToLeft", language.rightToLeft());
        }
        words(root, questionnaires.words());
        ArrayNode offered = root.putArray("questionnaires");
        questionnaires.offered().forEach(one -> questionnaire(offered.addObject(), one));
        ObjectNode places = root.putObject("places");
        new TreeMap<>(questionnaires.places().all()).forEach((name, list) -> places(places.putArray(name), list));
        String text = safeInAPage(JSON.writeValueAsString(root));
        return new FormData(text, sha256(text));
    }

    /** The ids once, and for each language its texts in their order: the ids would be half of the whole. */
    private static void words(ObjectNode root, List<Words> languages) {
        TreeSet<String> keys = new TreeSet<>();
        languages.forEach(one -> one.written().forEach((id, written) -> {
            if (!Message.isMessage(written.text())) {
                keys.add(id);
            }
        }));
        strings(root.putArray("keys"), keys);
        ObjectNode words = root.putObject("words");
        ObjectNode messages = root.putObject("messages");
        for (Words one : languages) {
            String tag = one.language().tag();
            ArrayNode texts = words.putArray(tag);
            for (String key : keys) {
                Optional<Words.Written> written =
                        Optional.ofNullable(one.written().get(key));
                texts.add(written.map(Words.Written::text).orElse(null));
            }
            ObjectNode sources = messages.putObject(tag);
            new TreeMap<>(one.written()).forEach((id, written) -> {
                if (Message.isMessage(written.text())) {
                    sources.put(id, written.text());
                }
            });
        }
    }

    private static void questionnaire(ObjectNode to, Questionnaire from) {
        to.put("name", from.name()).put("sha256", from.sha256());
        ObjectNode compartments = to.putObject("compartments");
        new TreeMap<>(from.compartments()).forEach((name, kind) -> compartments.put(name, kind.word()));
        strings(to.putArray("screens"), from.screens());
        strings(to.putArray("minimum"), new TreeSet<>(from.minimum()));
        ArrayNode questions = to.putArray("questions");
        from.questions().forEach(question -> question(questions.addObject(), question));
    }

    private static void question(ObjectNode to, Question from) {
        to.put("id", from.id());
        type(to, from.type());
        to.put("compartment", from.compartment()).put("core", from.core());
        from.condition().ifPresent(condition -> condition(to.putObject("condition"), condition));
        from.event().ifPresent(event -> to.put("event", event));
    }

    private static void condition(ObjectNode to, Condition from) {
        to.put("question", from.question());
        strings(to.putArray("options"), new TreeSet<>(from.options()));
        to.put("unless", from.unless());
    }

    private static void type(ObjectNode to, QuestionType type) {
        switch (type) {
            case QuestionType.Consent consent -> to.put("type", "consent");
            case QuestionType.Text text -> to.put("type", "text");
            case QuestionType.Narrative narrative -> to.put("type", "narrative");
            case QuestionType.Contact contact -> to.put("type", "contact");
            case QuestionType.Files files -> to.put("type", "files");
            case QuestionType.YesNo yesNo -> to.put("type", "yes_no");
            case QuestionType.Repeat repeat -> to.put("type", "repeat").put("most", repeat.most());
            case QuestionType.PartialDate date -> to.put("type", "partial_date").put("longAgo", date.longAgo());
            case QuestionType.Place place -> to.put("type", "place").put("list", place.list());
            case QuestionType.IdNumber number ->
                strings(to.put("type", "id_number").putArray("kinds"), new TreeSet<>(number.kinds()));
            case QuestionType.Multi multi -> {
                strings(to.put("type", "multi").putArray("options"), multi.options());
                multi.exclusive().ifPresent(option -> to.put("exclusive", option));
            }
            case QuestionType.Choice choice -> {
                strings(to.put("type", "choice").putArray("options"), choice.options());
                strings(to.putArray("urgent"), new TreeSet<>(choice.urgent()));
                strings(to.putArray("helped"), new TreeSet<>(choice.helped()));
                ObjectNode leadsTo = to.putObject("leadsTo");
                new TreeMap<>(choice.leadsTo()).forEach(leadsTo::put);
            }
        }
    }

    private static void places(ArrayNode to, List<Place> places) {
        for (Place place : places) {
            ObjectNode one = to.addObject().put("code", place.code());
            ObjectNode names = one.putObject("names");
            new TreeMap<>(place.names()).forEach(names::put);
            ObjectNode also = one.putObject("also");
            new TreeMap<>(place.also()).forEach((tag, others) -> strings(also.putArray(tag), others));
            place.became().ifPresent(code -> one.put("became", code));
            places(one.putArray("children"), place.children());
        }
    }

    private static void strings(ArrayNode to, Collection<String> strings) {
        strings.forEach(to::add);
    }

    /** No end of a {@code script} element and no comment can begin without {@code <}; the two line separators are no line ends in JSON. */
    private static String safeInAPage(String json) {
        return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 belongs to every Java", impossible);
        }
    }
}
