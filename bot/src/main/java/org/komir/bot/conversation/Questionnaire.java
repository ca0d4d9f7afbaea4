package org.komir.bot.conversation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked; no text. The first question is the consent, and the only required one.
 *
 * @param name its file's name without the ending, which carries the version: {@code detained-relative.1}
 * @param sha256 of the questionnaire's file, 64 lower-case hexadecimal digits: the version that a stored session and a
 *     sealed record name
 * @param compartments name to the kind of panel that the compartment's key is sealed to; at least one
 * @param screens what is told before the consent, a card each; text ids are made by {@link Texts#screen}
 * @param questions in the order of the file, the questions of an event behind it; {@link Course} is the order in which they are asked
 * @param minimum a case may be handed in unfinished when one of these questions has been answered
 * @param offered whether it stands among what can be told; if not, it is only begun by its name ({@link Input.Begin})
 * @param atOnce whether a case of it is seen at once by whoever has duty, from its opening on
 */
public record Questionnaire(
        String name,
        String sha256,
        Map<String, PanelKind> compartments,
        List<String> screens,
        List<Question> questions,
        Set<String> minimum,
        boolean offered,
        boolean atOnce) {

    public Questionnaire {
        compartments = Map.copyOf(compartments);
        screens = List.copyOf(screens);
        questions = List.copyOf(questions);
        minimum = Set.copyOf(minimum);
        if (questions.isEmpty() || !(questions.getFirst().type() instanceof QuestionType.Consent)) {
            throw new IllegalArgumentException(name + ": the first question must be the consent");
        }
    }

    /** The name without the version: {@code detained-relative}. */
    public String id() {
        return name.substring(0, name.lastIndexOf('.'));
    }

    /** A question whose condition looks at one that is asked only after it, if there is one. */
    public Optional<String> unaskable() {
        try {
            new Course(this);
            return Optional.empty();
        } catch (Course.AskedLater later) {
            return Optional.of(later.question());
        }
    }

    public Question consent() {
        return questions.getFirst();
    }

    /** The question of that id, if this questionnaire has one. */
    public Optional<Question> question(String id) {
        return questions.stream().filter(question -> question.id().equals(id)).findFirst();
    }
}
