package org.komir.bot.conversation;

import java.util.Set;

/**
 * When a question is asked: depends on the options chosen at one earlier question.
 *
 * @param unless false: asked only if one of the options was chosen (and not while the earlier question has no answer);
 *     true: asked unless one of them was chosen
 */
public record Condition(String question, Set<String> options, boolean unless) {
    public Condition {
        options = Set.copyOf(options);
    }

    /** Whether the question is asked before the earlier one was answered, or when it was passed over. */
    boolean holdsWithoutAnswer() {
        return unless;
    }

    boolean holdsFor(Set<String> chosen) {
        return unless != chosen.stream().anyMatch(options::contains);
    }
}
