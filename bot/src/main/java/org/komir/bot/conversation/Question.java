package org.komir.bot.conversation;

import java.util.Optional;

/**
 * One question.
 *
 * @param id lower-case letters, digits and underscores
 * @param compartment whose key seals the answer
 * @param core whether it belongs to the short path
 * @param condition when it is asked; always, where there is none
 */
public record Question(String id, QuestionType type, String compartment, boolean core, Optional<Condition> condition) {}
