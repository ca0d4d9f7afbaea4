package org.komir.bot.intake;

import java.util.List;
import java.util.Optional;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.SentFile;
import org.komir.bot.files.FileName;
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

        /** Says a line below a message; it goes with the next thing that is said. */
        record Below(long message, Card line) implements Call {}

        /**
         * Deletes messages; those that are gone already do not matter.
         *
         * @param byHand what is said below a message that Telegram does not delete any more, if anything
         */
        record Delete(List<Long> messages, Optional<Card> byHand) implements Call {
            public Delete {
                messages = List.copyOf(messages);
            }

            /** Where nothing is said of those that stay. */
            public Delete(List<Long> messages) {
                this(messages, Optional.empty());
            }
        }

        /**
         * Has a number made, once all before it was said: what is shown then must not be overwritten by what was said before. It is in the outbox; the number is not.
         *
         * @param of the case that it is for
         * @param turn of the session that asked for it
         */
        record MakeNumber(CaseId of, int turn) implements Call {}

        /** Goes on with a visit, once all before it was said. Never in the outbox: a visit is in memory only. */
        record Visit(String id) implements Call {}

        /**
         * Sends a file of a letter, opened as it streams by. Never in the outbox either.
         *
         * @param plain as a document, whatever it is
         */
        record LetterFile(String visit, FileName file, boolean plain) implements Call {
            /** As what it is. */
            LetterFile(String visit, FileName file) {
                this(visit, file, false);
            }

            public LetterFile asDocument() {
                return new LetterFile(visit, file, true);
            }
        }

        /**
         * Fetches a file that was accepted: the sealed intent. Done when {@link Turns#settle} returned; until then the parcel stays in the
         * outbox, and after a crash the file is fetched anew, under the same name.
         *
         * @param file the name that the sealed file will have
         * @param of the case that it was sent for: a draft that took its place does not get it
         * @param item number of the event that the question is about, from 1
         * @param update the update that brought it
         * @param message the message that carries it, deleted once it is received
         * @param source the channel's name of the file
         * @param size in bytes, where the channel told it beforehand
         */
        record Fetch(
                FileName file,
                CaseId of,
                String question,
                int item,
                long update,
                long message,
                String source,
                Optional<Long> size,
                SentFile sent)
                implements Call {}
    }

    boolean fetches() {
        return calls.stream().anyMatch(Call.Fetch.class::isInstance);
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
