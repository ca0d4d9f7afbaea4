package org.komir.bot.conversation;

import java.util.Map;

/**
 * The words of one language.
 *
 * @param language its tag (BCP 47): {@code kk-Arab}
 * @param name the language's name in its own letters
 * @param rightToLeft the direction of its script
 * @param words text id to text; the ids of a questionnaire's texts are made by {@link #question}, {@link #help} and {@link
 *     #choice}, all others are those of {@code interface.yaml}
 */
public record Texts(String language, String name, boolean rightToLeft, Map<String, String> words) {

    private static final char FIRST_STRONG_ISOLATE = '\u2068';
    private static final char LEFT_TO_RIGHT_ISOLATE = '\u2066';
    private static final char POP_ISOLATE = '\u2069';

    public Texts {
        words = Map.copyOf(words);
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

    /** The text of that id with {@code {name}} replaced; inserted values are isolated from the direction around them. */
    public String get(String id, Map<String, String> values) {
        String text = get(id);
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("{" + value.getKey() + "}", isolate(value.getValue()));
        }
        return text;
    }

    /**
     * Wraps a value so that it cannot be reordered by the text around it (Unicode UAX 9): in a right-to-left line {@code
     * 2017-03} would otherwise be shown as {@code 03-2017}, a wrong date.
     */
    public String isolate(String value) {
        if (!rightToLeft) {
            return value;
        }
        boolean onlyNumbers = value.chars().noneMatch(Character::isLetter);
        return (onlyNumbers ? LEFT_TO_RIGHT_ISOLATE : FIRST_STRONG_ISOLATE) + value + POP_ISOLATE;
    }
}
