/**
 * The Telegram channel: types and client of TelegramBots, and a loop of our own.
 *
 * <p>{@link org.komir.bot.telegram.UpdateLoop} polls, and moves the offset only after every update of a batch is durable; {@link
 * org.komir.bot.telegram.Updates} is the only reader of Telegram's types; {@link org.komir.bot.telegram.Courier} says what the intake
 * hands over, in the order of each chat. Nothing here is logged that Telegram sent: not an update, not the text of a library's
 * exception, which may quote one.
 */
@NullMarked
package org.komir.bot.telegram;

import org.jspecify.annotations.NullMarked;
