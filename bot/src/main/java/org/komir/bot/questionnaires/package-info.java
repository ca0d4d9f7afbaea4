/**
 * Reads what an operator writes in {@code config}: questionnaires, their words in every language, and places.
 *
 * <p>{@link org.komir.bot.questionnaires.Questionnaires#load} reads everything at once and either returns records of
 * {@link org.komir.bot.conversation} in which every text is there in every language, or throws one {@link
 * org.komir.bot.questionnaires.BrokenQuestionnaires} that lists all the problems, so that a translator mends them in
 * one go and a family never meets a hole.
 */
@NullMarked
package org.komir.bot.questionnaires;

import org.jspecify.annotations.NullMarked;
