package org.komir.bot.intake;

import java.util.List;
import java.util.Optional;
import org.komir.bot.conversation.Card;
import org.komir.bot.intake.Turn.Outgoing;

/**
 * What one turn says, ready for the channel: the calls of one chat, to be made in this order. It lies sealed in the outbox
 * until {@link Intake#delivered}; after a crash it is said again, and every call but a new card can be made twice.
 *
 * @param id empty where nothing was stored (a step before the consent): it must be said before its update is forgotten
 */
public record Parcel(Optional<Outgoing.Id> id, long chat, List<Call> calls) {
    public Parcel {
        calls = List.copyOf(calls);
    }

    public sealed interface Call {

        /** Stops the waiting sign on a tapped button. */
        record Acknowledge(String callback) implements Call {}

        /**
         * Shows the card: in place of the message {@code card}, or as a new message where there is none or where it cannot be
         * edited any more. The number of a new message is reported with {@link Intake#cardIs}.
         */
        record Show(Optional<Long> card, Card content) implements Call {}

        /**
         * Plays a recording as a message of its own, whose number is reported with {@link Turns#played}, so that it goes with the next
         * card.
         */
        record Play(String recording) implements Call {}

        /**
         * Sets the menu of commands of this chat. Telegram knows languages by two letters only, and so no Kazakh in Arabic script; a chat's
         * own menu is the way round that.
         */
        record Menu(List<Entry> entries) implements Call {
            /** @param command without the slash */
            public record Entry(String command, String description) {}

            public Menu {
                entries = List.copyOf(entries);
            }
        }

        /** Deletes messages; those that are gone already do not matter. */
        record Delete(List<Long> messages) implements Call {
            public Delete {
                messages = List.copyOf(messages);
            }
        }
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
