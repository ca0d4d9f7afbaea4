package org.komir.bot.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.komir.bot.cli.CaseFolder.OpenedRecord;
import org.komir.bot.conversation.Places.Place;
import org.komir.bot.conversation.Question;
import org.komir.bot.conversation.QuestionType;
import org.komir.bot.conversation.Questionnaire;
import org.komir.bot.conversation.Texts;
import org.komir.bot.questionnaires.Questionnaires;
import tools.jackson.databind.JsonNode;

/** A record in words: the question as the family was asked it, in the reader's language, and what was answered. */
final class Wording {
    private final Questionnaires questionnaires;
    private final Texts texts;
    private final Texts inForm;

    Wording(Questionnaires questionnaires, Texts texts) {
        this.questionnaires = questionnaires;
        this.texts = texts;
        this.inForm = texts.inForm();
    }

    /** Whether the record was made with one of these questionnaires. */
    boolean knows(OpenedRecord record) {
        return questionnaires
                .byHash(record.content().path("version").asString(""))
                .isPresent();
    }

    /** The lines of a record; none for one that carries no answer. */
    List<String> of(OpenedRecord record) {
        JsonNode content = record.content();
        String id = content.path("question").asString("");
        if (id.isEmpty()) {
            return List.of();
        }
        Optional<Questionnaire> questionnaire =
                questionnaires.byHash(content.path("version").asString(""));
        Optional<Question> question = questionnaire.flatMap(one -> one.question(id));
        List<String> lines = new ArrayList<>();
        lines.add("[%03d %s] %s%s"
                .formatted(
                        record.seq(),
                        record.compartment().name(),
                        asked(questionnaire, question, id),
                        repeat(content)));
        answered(record, questionnaire, question)
                .forEach(answer -> Printable.of(answer).lines().forEach(line -> lines.add("      " + line)));
        return lines;
    }

    private static String repeat(JsonNode content) {
        String item =
                content.path("item").asInt(1) > 1 ? ", " + content.path("item").asInt(1) : "";
        String part = content.path("part").asInt(1) > 1
                ? ", part " + content.path("part").asInt(1)
                : "";
        String day = content.path("day").asString("");
        return Printable.of("  (" + day + item + part + ")");
    }

    private String asked(Optional<Questionnaire> questionnaire, Optional<Question> question, String id) {
        if (questionnaire.isEmpty() || question.isEmpty()) {
            return Printable.of(id) + " (a questionnaire that this version does not know)";
        }
        String text = texts.get(Texts.question(questionnaire.get(), question.get()));
        // The consent explains at length; its first line is the question.
        return question.get().type() instanceof QuestionType.Consent
                ? text.strip().lines().findFirst().orElse(id)
                : text.replace('\n', ' ');
    }

    private List<String> answered(
            OpenedRecord record, Optional<Questionnaire> questionnaire, Optional<Question> question) {
        return switch (record.kind()) {
            case "answered" -> {
                List<String> lines = new ArrayList<>(files(record.content().path("attachments")));
                lines.addAll(value(record.content(), questionnaire, question));
                yield lines;
            }
            case "unknown" -> List.of("— does not know");
            case "declined" -> List.of("— would rather not say");
            case "later" -> List.of("— passed over");
            default -> List.of("— an answer of a kind that this version does not know");
        };
    }

    private static List<String> files(JsonNode attachments) {
        List<String> lines = new ArrayList<>();
        for (JsonNode attachment : attachments) {
            StringBuilder line =
                    new StringBuilder("file " + attachment.path("file").asString(""));
            line.append(": ").append(attachment.path("kind").asString("")).append(", ");
            text(attachment, "name")
                    .ifPresent(name -> line.append('"').append(name).append("\", "));
            text(attachment, "type").ifPresent(type -> line.append(type).append(", "));
            if (attachment.has("seconds")) {
                line.append(attachment.path("seconds").asInt()).append(" seconds, ");
            }
            line.append(attachment.path("size").asLong()).append(" bytes");
            line.append(attachment.path("forwarded").asBoolean(false) ? ", forwarded" : "");
            text(attachment, "cleaned_from")
                    .ifPresent(original ->
                            line.append(", a copy of ").append(original).append(" without what was hidden in it"));
            lines.add(line.toString());
        }
        return lines;
    }

    private List<String> value(JsonNode content, Optional<Questionnaire> questionnaire, Optional<Question> question) {
        JsonNode value = content.path("value");
        Texts shown = content.path("channel").asString("").equals("form") ? inForm : texts;
        List<String> lines = new ArrayList<>();
        text(value, "text").ifPresent(lines::add);
        text(value, "choice").ifPresent(option -> lines.add(option(option, shown, questionnaire, question)));
        value.path("choices")
                .forEach(option -> lines.add("- " + option(option.asString(""), shown, questionnaire, question)));
        text(value, "number").ifPresent(lines::add);
        text(value, "edtf").ifPresent(lines::add);
        text(value, "code").ifPresent(code -> lines.add(place(code, question)));
        text(value, "words").ifPresent(words -> lines.add("\"" + words + "\""));
        return lines;
    }

    private static Optional<String> text(JsonNode value, String field) {
        return value.path(field).isString() ? Optional.of(value.path(field).asString()) : Optional.empty();
    }

    private static String option(
            String option, Texts shown, Optional<Questionnaire> questionnaire, Optional<Question> question) {
        if (questionnaire.isEmpty() || question.isEmpty()) {
            return option;
        }
        String id = Texts.choice(questionnaire.get(), question.get(), option);
        return shown.has(id) ? shown.get(id) : option;
    }

    private String place(String code, Optional<Question> question) {
        return question.filter(one -> one.type() instanceof QuestionType.Place)
                .flatMap(one -> questionnaires.places().find(((QuestionType.Place) one.type()).list(), code))
                .map(place -> name(place) + " (" + code + ")")
                .orElse(code);
    }

    private String name(Place place) {
        return place.names().getOrDefault(texts.language(), place.code());
    }
}
