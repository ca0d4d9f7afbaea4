/**
 * One turn: find the draft, step the conversation, seal what it keeps, commit, and hand over what is to be said.
 *
 * <p>{@link org.komir.bot.intake.Intake} is that turn. {@link org.komir.bot.intake.Drafts} is what it asks of a store: only
 * sealed bytes and keyed names pass through it, and that signature is the claim about what a store can know. A turn is
 * one read and one atomic compare-and-set write; what is said comes after the write, from the outbox that the write filled.
 */
@NullMarked
package org.komir.bot.intake;

import org.jspecify.annotations.NullMarked;
