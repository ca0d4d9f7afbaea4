package org.komir.bot.conversation;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words of one language.
 *
 * @param language its tag (BCP 47): {@code kk-Arab}
 * @param name the language's name in its own letters
 * @param rightToLeft the direction of its script
 * @param words text id to text; the ids of a questionnaire's texts are made by {@link #question}, {@link #help} and {@link
 *     #choice}, those of the sealed form by {@link #form}, all others are those of {@code interface.yaml}
 * @param messages text id to what fills in its values, by name; they are not among the words
 */
public record Texts(
        String language,
        String name,
        boolean rightToLeft,
        Map<String, String> words,
        Map<String, Function<Map<String, String>, String>> messages) {

    private static final String FORM = "form/";
    private static final String INSTEAD = FORM + "instead.";
    /** What every questionnaire has, each in its own words. */
    private static final Set<String> OF_EACH = Set.of("screens.", "consent.");

    public Texts {
        words = Map.copyOf(words);
        messages = Map.copyOf(messages);
    }

    public static String question(Questionnaire questionnaire, Question question) {
        return questionnaire.name() + "/" + question.id();
    }

    public static String help(Questionnaire questionnaire, Question question) {
        return question(questionnaire, question) + "/help";
    }

    public static String choice(Questionnaire questionnaire, Question question, String option) {
        return question(questionnaire, question) + "/" + option;
    }

    /** What a repeated question asks after the first event. */
    public static String again(Questionnaire questionnaire, Question question) {
        return question(questionnaire, question) + "/again";
    }

    /** One of the cards before the consent. */
    public static String screen(Questionnaire questionnaire, String screen) {
        return questionnaire.name() + "/screens/" + screen;
    }

    /** A text of {@code form.yaml}, by its id there: {@code page.keep}. */
    public static String form(String id) {
        return FORM + id;
    }

    /**
     * The same words as they are in the sealed form. A text {@code form/instead.X} takes the place of the text X; words and messages
     * alike. In every questionnaire {@code form/instead.screens.X} takes the place of the screen {@code NAME/screens/X}, and {@code
     * form/instead.consent.X} that of the choice {@code NAME/consent/X}. All others stay, these included. The pages follow this rule too,
     * in JavaScript.
     */
    public Texts inForm() {
        Map<String, String> wordsThere = new HashMap<>(words);
        Map<String, Function<Map<String, String>, String>> messagesThere = new HashMap<>(messages);
        words.forEach((id, text) -> replacedBy(id).forEach(replaced -> {
            messagesThere.remove(replaced);
            wordsThere.put(replaced, text);
        }));
        messages.forEach((id, message) -> replacedBy(id).forEach(replaced -> {
            wordsThere.remove(replaced);
            messagesThere.put(replaced, message);
        }));
        return new Texts(language, name, rightToLeft, wordsThere, messagesThere);
    }

    private Set<String> replacedBy(String id) {
        if (!id.startsWith(INSTEAD)) {
            return Set.of();
        }
        String replaced = id.substring(INSTEAD.length());
        if (OF_EACH.stream().noneMatch(replaced::startsWith)) {
            return Set.of(replaced);
        }
        String ending = "/" + replaced.replace('.', '/');
        return Stream.concat(words.keySet().stream(), messages.keySet().stream())
                .filter(each -> each.endsWith(ending))
                .collect(Collectors.toSet());
    }

    public boolean has(String id) {
        return words.containsKey(id);
    }

    /** The text of that id; the loader has checked that every text which the engine uses is there in every language. */
    public String get(String id) {
        String text = words.get(id);
        if (text == null) {
            throw new IllegalArgumentException("no text " + id + " in " + language);
        }
        return text;
    }

    /**
     * The message of that id with its values, which are isolated from the direction of the text around them.
     *
     * @throws IllegalArgumentException if there is no such message, or a value of it is missing
     */
    public String get(String id, Map<String, String> values) {
        Function<Map<String, String>, String> message = messages.get(id);
        if (message == null) {
            throw new IllegalArgumentException("no message " + id + " in " + language);
        }
        return message.apply(values);
    }
}
