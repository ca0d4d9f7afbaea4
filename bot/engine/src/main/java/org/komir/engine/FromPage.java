package org.komir.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.komir.bot.conversation.Answer;
import org.komir.bot.conversation.Condition;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Input;
import org.komir.bot.conversation.PanelKind;
import org.komir.bot.conversation.Places;
import org.komir.bot.conversation.Question;
import org.komir.bot.conversation.QuestionType;
import org.komir.bot.conversation.Questionnaire;
import org.komir.bot.conversation.SentFile;
import org.komir.bot.conversation.Texts;
import org.teavm.jso.JSObject;

/** What the page hands over: the form's data once ({@code komir-form/1}), and then inputs. */
final class FromPage {

    private FromPage() {}

    static Conversation conversation(JSObject data, List<String> recordings, Filler filler) {
        List<Questionnaire> questionnaires = Js.items(data, "questionnaires").stream()
                .map(FromPage::questionnaire)
                .toList();
        List<Texts> languages = Js.items(data, "languages").stream()
                .map(language -> texts(data, language, filler))
                .toList();
        Places places = new Places(Js.map(data, "places", FromPage::places));
        return new Conversation(questionnaires, questionnaires, languages, places, Set.copyOf(recordings));
    }

    private static Texts texts(JSObject data, JSObject language, Filler filler) {
        String tag = Js.text(language, "tag");
        List<String> keys = Js.texts(data, "keys");
        @Nullable String[] given = Js.sparse(Js.field(data, "words"), tag);
        Map<String, String> words = new HashMap<>();
        for (int i = 0; i < given.length; i++) {
            String text = given[i];
            if (text != null) {
                words.put(keys.get(i), text);
            }
        }
        Map<String, Function<Map<String, String>, String>> messages = new HashMap<>();
        Js.map(Js.field(data, "messages"), tag, Js::text)
                .keySet()
                .forEach(id -> messages.put(id, values -> filler.fill(tag, id, values(values))));
        return new Texts(tag, Js.text(language, "name"), Js.flag(language, "rightToLeft"), words, messages);
    }

    private static JSObject values(Map<String, String> values) {
        JSObject object = Js.object();
        values.forEach((name, value) -> Js.put(object, name, value));
        return object;
    }

    private static Questionnaire questionnaire(JSObject from) {
        return new Questionnaire(
                Js.text(from, "name"),
                Js.text(from, "sha256"),
                Js.map(
                        from,
                        "compartments",
                        (of, name) -> PanelKind.of(Js.text(of, name)).orElseThrow()),
                Js.texts(from, "screens"),
                Js.items(from, "questions").stream().map(FromPage::question).toList(),
                Js.set(from, "minimum"),
                Js.flag(from, "offered"),
                Js.flag(from, "atOnce"));
    }

    private static Question question(JSObject from) {
        Optional<Condition> condition =
                Js.has(from, "condition") ? Optional.of(condition(Js.field(from, "condition"))) : Optional.empty();
        return new Question(
                Js.text(from, "id"),
                type(from),
                Js.text(from, "compartment"),
                Js.flag(from, "core"),
                condition,
                Js.optional(from, "event"));
    }

    private static Condition condition(JSObject from) {
        return new Condition(Js.text(from, "question"), Js.set(from, "options"), Js.flag(from, "unless"));
    }

    private static QuestionType type(JSObject from) {
        return switch (Js.text(from, "type")) {
            case "consent" -> new QuestionType.Consent();
            case "text" -> new QuestionType.Text();
            case "narrative" -> new QuestionType.Narrative();
            case "contact" -> new QuestionType.Contact();
            case "files" -> new QuestionType.Files();
            case "yes_no" -> new QuestionType.YesNo();
            case "choice" ->
                new QuestionType.Choice(
                        Js.texts(from, "options"),
                        Js.set(from, "urgent"),
                        Js.set(from, "helped"),
                        Js.map(from, "leadsTo", Js::text),
                        Js.set(from, "widens"));
            case "multi" ->
                new QuestionType.Multi(
                        Js.texts(from, "options"), Js.optional(from, "exclusive"), Js.set(from, "widens"));
            case "partial_date" -> new QuestionType.PartialDate(Js.flag(from, "longAgo"));
            case "id_number" -> new QuestionType.IdNumber(Js.set(from, "kinds"));
            case "repeat" -> new QuestionType.Repeat(Js.integer(from, "most"));
            case "place" -> new QuestionType.Place(Js.text(from, "list"));
            default -> throw new IllegalArgumentException("an unknown type of question");
        };
    }

    private static List<Places.Place> places(JSObject of, String name) {
        return Js.items(of, name).stream().map(FromPage::place).toList();
    }

    private static Places.Place place(JSObject from) {
        return new Places.Place(
                Js.text(from, "code"),
                Js.map(from, "names", Js::text),
                Js.map(from, "also", Js::texts),
                Js.optional(from, "became"),
                places(from, "children"));
    }

    static Input input(JSObject from) {
        return switch (Js.text(from, "kind")) {
            case "start" -> new Input.Start(Js.text(from, "suggestedLanguage"), Js.text(from, "invitation"));
            case "begin" -> new Input.Begin(Js.text(from, "questionnaire"), Js.text(from, "language"));
            case "text" -> new Input.Text(Js.text(from, "text"));
            case "tap" -> new Input.Tap(Js.text(from, "token"));
            case "edited" ->
                new Input.Edited(
                        Js.text(from, "question"),
                        Js.integer(from, "item"),
                        Js.integer(from, "part"),
                        Js.text(from, "text"));
            case "again" -> new Input.Again(Js.text(from, "question"), Js.integer(from, "item"));
            case "help" -> new Input.Help();
            case "language" -> new Input.Language();
            case "status" -> new Input.Status();
            case "stop" -> new Input.Stop();
            case "delete" -> new Input.Delete();
            case "file" -> new Input.File(file(Js.field(from, "file")));
            case "received" ->
                new Input.Received(
                        Js.text(from, "question"),
                        Js.integer(from, "item"),
                        new Answer.Attached(
                                file(Js.field(from, "file")),
                                Js.text(from, "name"),
                                (long) Js.number(from, "size"),
                                Js.text(from, "sha256")));
            case "noFile" ->
                new Input.NoFile(Input.NoFile.Why.valueOf(Js.text(from, "why")), Js.integer(from, "mostMegabytes"));
            case "filesArriving" -> new Input.FilesArriving();
            case "unreadable" -> new Input.Unreadable();
            default -> throw new IllegalArgumentException("an unknown input");
        };
    }

    private static SentFile file(JSObject from) {
        Optional<Integer> seconds =
                Js.has(from, "seconds") ? Optional.of(Js.integer(from, "seconds")) : Optional.empty();
        return new SentFile(
                SentFile.Kind.valueOf(Js.text(from, "kind").toUpperCase(Locale.ROOT)),
                Js.optional(from, "type"),
                seconds,
                Js.optional(from, "name"),
                Js.optional(from, "caption"),
                Js.flag(from, "forwarded"));
    }
}
