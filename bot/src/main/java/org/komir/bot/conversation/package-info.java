/**
 * The conversation: a function from a state and an input to a state and effects.
 *
 * <p>Read in this order: {@link org.komir.bot.conversation.Questionnaire} is what is asked (data from {@code config});
 * {@link org.komir.bot.conversation.Session} is where a family stands; {@link org.komir.bot.conversation.Input} is what
 * the family did; {@link org.komir.bot.conversation.Conversation#next} takes one step and returns a {@link
 * org.komir.bot.conversation.Step}: the next session and the {@link org.komir.bot.conversation.Effect}s to be done, with
 * the final words already in them.
 *
 * <p>The package knows nobody: no channel, no store, no cipher, no clock, {@code java.*} only. The session is a cursor
 * and not a container: an answer leaves the step as an effect and cannot be found in the state again.
 */
@NullMarked
package org.komir.bot.conversation;

import org.jspecify.annotations.NullMarked;
