package org.komir.bot.conversation;

import java.util.Optional;

/**
 * One question.
 *
 * @param id lower-case letters, digits and underscores
 * @param compartment whose key seals the answer
 * @param core whether it belongs to the short path, which is asked first
 * @param condition when it is asked; always, where there is none
 * @param event the {@link QuestionType.Repeat} question after whose every "yes" it is asked again; empty for a question that is asked once
 */
public record Question(
        String id,
        QuestionType type,
        String compartment,
        boolean core,
        Optional<Condition> condition,
        Optional<String> event) {}
