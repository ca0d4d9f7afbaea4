package org.komir.bot.questionnaires;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.komir.bot.conversation.Condition;
import org.komir.bot.conversation.Places;
import org.komir.bot.conversation.Question;
import org.komir.bot.conversation.QuestionType;
import org.komir.bot.conversation.Questionnaire;
import org.komir.crypto.Sha256;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the sealed form asks and says, in all languages, as one text: {@code komir-form/1} of {@code docs/record-format.md}. The root key
 * signs its hash with the directory, so that no server can reword a question or a consent.
 *
 * @param text JSON; the same for the same files of {@code config}. It has no {@code <} and so can stand in a page
 * @param sha256 of the text in UTF-8, 64 lower-case hexadecimal digits
 */
public record FormData(String text, String sha256) {
    public static final String FORMAT = "komir-form/1";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public static FormData of(Questionnaires questionnaires) {
        String text = inAPage(JSON.writeValueAsString(new Writer(questionnaires).root()));
        return new FormData(text, Sha256.hex(text));
    }

    /**
     * The same JSON, such that it can stand in a page: no {@code <}, which could end the element around it, and neither of the two line
     * ends that JSON allows in a text and older JavaScript did not.
     */
    private static String inAPage(String json) {
        return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    }

    @Override
    public String toString() {
        return "FormData[" + sha256 + "]";
    }

    /** Sets and maps without an order of their own are written sorted, or in the order of the options. */
    private static final class Writer {
        private final Questionnaires questionnaires;

        Writer(Questionnaires questionnaires) {
            this.questionnaires = questionnaires;
        }

        ObjectNode root() {
            ObjectNode root = JSON.createObjectNode().put("format", FORMAT);
            ArrayNode languages = root.putArray("languages");
            questionnaires
                    .words()
                    .forEach(words -> languages
                            .addObject()
                            .put("tag", words.language().tag())
                            .put("name", words.name())
                            .put("rightToLeft", words.language().rightToLeft()));
            words(root);
            ArrayNode all = root.putArray("questionnaires");
            questionnaires.current().forEach(one -> questionnaire(one, all.addObject()));
            ObjectNode places = root.putObject("places");
            questionnaires.placeLists().forEach((list, forest) -> {
                ArrayNode array = places.putArray(list);
                forest.forEach(place -> place(place, array.addObject()));
            });
            return root;
        }

        private void words(ObjectNode root) {
            Set<String> keys = questionnaires.words().stream()
                    .flatMap(words -> words.written().entrySet().stream())
                    .filter(written -> !Message.isMessage(written.getValue().text()))
                    .map(Map.Entry::getKey)
                    .filter(this::isAsked)
                    .collect(Collectors.toCollection(TreeSet::new));
            addAll(root.putArray("keys"), keys);
            ObjectNode words = root.putObject("words");
            ObjectNode messages = root.putObject("messages");
            for (Words of : questionnaires.words()) {
                Map<String, String> texts = new TreeMap<>();
                of.written().forEach((key, written) -> texts.put(key, written.text()));
                ArrayNode inOrder = words.putArray(of.language().tag());
                keys.forEach(key -> {
                    String text = texts.get(key);
                    inOrder.add(text == null || Message.isMessage(text) ? null : text);
                });
                ObjectNode sources = messages.putObject(of.language().tag());
                texts.forEach((key, text) -> {
                    if (Message.isMessage(text) && isAsked(key)) {
                        sources.put(key, text);
                    }
                });
            }
        }

        /** The words of older versions of a questionnaire, which nobody is asked by any more, stay out. */
        private boolean isAsked(String key) {
            return questionnaires.all().stream()
                    .filter(one -> key.startsWith(one.name() + "/"))
                    .allMatch(questionnaires.current()::contains);
        }

        private static void questionnaire(Questionnaire one, ObjectNode node) {
            node.put("name", one.name()).put("sha256", one.sha256());
            ObjectNode compartments = node.putObject("compartments");
            new TreeMap<>(one.compartments()).forEach((name, kind) -> compartments.put(name, kind.word()));
            addAll(node.putArray("screens"), one.screens());
            addAll(node.putArray("minimum"), new TreeSet<>(one.minimum()));
            node.put("offered", one.offered()).put("atOnce", one.atOnce());
            ArrayNode questions = node.putArray("questions");
            one.questions().forEach(question -> question(question, questions.addObject()));
        }

        private static void question(Question question, ObjectNode node) {
            node.put("id", question.id())
                    .put("type", word(question.type()))
                    .put("compartment", question.compartment())
                    .put("core", question.core());
            question.condition().ifPresent(condition -> condition(condition, node.putObject("condition")));
            question.event().ifPresent(event -> node.put("event", event));
            switch (question.type()) {
                case QuestionType.Choice choice -> choice(choice, node);
                case QuestionType.Multi multi -> {
                    addAll(node.putArray("options"), multi.options());
                    multi.exclusive().ifPresent(option -> node.put("exclusive", option));
                    widens(multi.options(), multi.widens(), node);
                }
                case QuestionType.PartialDate date -> {
                    if (date.longAgo()) {
                        node.put("longAgo", true);
                    }
                }
                case QuestionType.Place place -> node.put("list", place.list());
                case QuestionType.IdNumber number -> addAll(node.putArray("kinds"), new TreeSet<>(number.kinds()));
                case QuestionType.Repeat repeat -> node.put("most", repeat.most());
                case QuestionType.Consent consent -> {}
                case QuestionType.Text text -> {}
                case QuestionType.Narrative narrative -> {}
                case QuestionType.YesNo yesNo -> {}
                case QuestionType.Contact contact -> {}
                case QuestionType.Files files -> {}
            }
        }

        private static void condition(Condition condition, ObjectNode node) {
            node.put("question", condition.question());
            addAll(node.putArray("options"), new TreeSet<>(condition.options()));
            node.put("unless", condition.unless());
        }

        private static void choice(QuestionType.Choice choice, ObjectNode node) {
            List<String> options = choice.options();
            addAll(node.putArray("options"), options);
            if (!choice.urgent().isEmpty()) {
                addAll(node.putArray("urgent"), inOrder(options, choice.urgent()));
            }
            if (!choice.helped().isEmpty()) {
                addAll(node.putArray("helped"), inOrder(options, choice.helped()));
            }
            if (!choice.leadsTo().isEmpty()) {
                ObjectNode leadsTo = node.putObject("leadsTo");
                new TreeMap<>(choice.leadsTo()).forEach(leadsTo::put);
            }
            widens(options, choice.widens(), node);
        }

        private static void widens(List<String> options, Set<String> widens, ObjectNode node) {
            if (!widens.isEmpty()) {
                addAll(node.putArray("widens"), inOrder(options, widens));
            }
        }

        private static List<String> inOrder(List<String> options, Set<String> some) {
            return options.stream().filter(some::contains).toList();
        }

        private static void place(Places.Place place, ObjectNode node) {
            node.put("code", place.code());
            ObjectNode names = node.putObject("names");
            new TreeMap<>(place.names()).forEach(names::put);
            ObjectNode also = node.putObject("also");
            new TreeMap<>(place.also()).forEach((tag, others) -> {
                if (!others.isEmpty()) {
                    addAll(also.putArray(tag), others);
                }
            });
            place.became().ifPresent(code -> node.put("became", code));
            ArrayNode children = node.putArray("children");
            place.children().forEach(child -> place(child, children.addObject()));
        }

        private static void addAll(ArrayNode array, Collection<String> texts) {
            texts.forEach(array::add);
        }

        /** As it is written in a questionnaire. */
        private static String word(QuestionType type) {
            return switch (type) {
                case QuestionType.Consent consent -> "consent";
                case QuestionType.Text text -> "text";
                case QuestionType.Narrative narrative -> "narrative";
                case QuestionType.Choice choice -> "choice";
                case QuestionType.YesNo yesNo -> "yes_no";
                case QuestionType.Repeat repeat -> "repeat";
                case QuestionType.Multi multi -> "multi";
                case QuestionType.PartialDate date -> "partial_date";
                case QuestionType.Place place -> "place";
                case QuestionType.IdNumber number -> "id_number";
                case QuestionType.Contact contact -> "contact";
                case QuestionType.Files files -> "files";
            };
        }
    }
}
