package org.komir.bot.conversation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is asked, in order; no text. The first question is the consent, and the only required one.
 *
 * @param name its file's name without the ending, which carries the version: {@code detained-relative.1}
 * @param sha256 of the questionnaire's file, 64 lower-case hexadecimal digits: the version that a stored session and a
 *     sealed record name
 * @param compartments the names of the compartments that a case of this questionnaire has, at least one
 * @param minimum a case may be handed in unfinished when one of these questions has been answered
 */
public record Questionnaire(
        String name, String sha256, Set<String> compartments, List<Question> questions, Set<String> minimum) {

    public Questionnaire {
        compartments = Set.copyOf(compartments);
        questions = List.copyOf(questions);
        minimum = Set.copyOf(minimum);
        if (questions.isEmpty() || !(questions.getFirst().type() instanceof QuestionType.Consent)) {
            throw new IllegalArgumentException(name + ": the first question must be the consent");
        }
    }

    public Question consent() {
        return questions.getFirst();
    }

    /** The position of a question, from 0; empty where this questionnaire has none of that id. */
    public Optional<Integer> positionOf(String question) {
        return IntStream.range(0, questions.size())
                .filter(i -> questions.get(i).id().equals(question))
                .boxed()
                .findFirst();
    }
}
