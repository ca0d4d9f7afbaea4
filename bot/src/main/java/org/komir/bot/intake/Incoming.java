package org.komir.bot.intake;

import java.util.Optional;
import org.komir.bot.conversation.Input;

/**
 * One update from a chat, read by its channel.
 *
 * @param chat the channel's number of the chat
 * @param update the channel's number of this update; repeated deliveries carry the same one
 * @param written the number of the message that the family wrote, to be deleted once it is stored; empty for a tap
 * @param edited whether the family changed that message after it had come; then the input is its new text
 * @param tapped which card the tap was on; empty for a message
 */
public record Incoming(long chat, long update, Input input, Optional<Long> written, boolean edited, Optional<Tapped> tapped) {

    /**
     * @param card the number of the message that carries the card
     * @param callback the channel's name of the tap, to be acknowledged
     */
    public record Tapped(long card, String callback) {}

    /** A message that is new, or a tap. */
    public Incoming(long chat, long update, Input input, Optional<Long> written, Optional<Tapped> tapped) {
        this(chat, update, input, written, false, tapped);
    }

    /** Chat and update numbers tie a record to a person: they are not printed. */
    @Override
    public String toString() {
        return "[redacted]";
    }
}
