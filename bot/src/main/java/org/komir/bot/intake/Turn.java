package org.komir.bot.intake;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.komir.bot.intake.Drafts.StoredDraft;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.crypto.CaseKey;
import org.komir.crypto.Compartment;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/**
 * All that one turn writes, as one atomic compare-and-set.
 *
 * @param update this update's names under today's link key and those of the days before, newest first; if one of them is
 *     known as seen nothing is written, otherwise the first is marked as seen
 * @param before the draft as it was read; the write happens only if the store still holds exactly this cursor under this
 *     name, or none under {@code name} where it is empty
 * @param name the draft's name under today's link key; where {@code before} has another name, that row is removed
 * @param after what becomes of the draft
 * @param outgoing what is to be said, if anything
 */
public record Turn(
        List<LinkName> update, Optional<StoredDraft> before, LinkName name, After after, Optional<Outgoing> outgoing) {

    public Turn {
        update = List.copyOf(update);
    }

    /** What becomes of the draft. */
    public sealed interface After {

        /**
         * The draft goes on.
         *
         * @param opening where the case is opened by this turn
         * @param keep records to add
         * @param drop numbers of records to remove
         * @param minimumMet from now on there is enough to hand in (never goes back)
         * @param urgent where this turn decides it: whether the case is to be seen at once when it is handed in
         * @param sent the family has sent it: from now on there is enough, and it is handed in if it stays unfinished, whatever was chosen before
         */
        record Going(
                CaseId id,
                Sealed<Purpose.Cursor> cursor,
                Optional<Opening> opening,
                List<StoredRecord> keep,
                Set<Integer> drop,
                boolean minimumMet,
                Optional<Boolean> urgent,
                boolean sent)
                implements After {
            public Going {
                keep = List.copyOf(keep);
                drop = Set.copyOf(drop);
            }

            /** Before it is sent. */
            public Going(
                    CaseId id,
                    Sealed<Purpose.Cursor> cursor,
                    Optional<Opening> opening,
                    List<StoredRecord> keep,
                    Set<Integer> drop,
                    boolean minimumMet,
                    Optional<Boolean> urgent) {
                this(id, cursor, opening, keep, drop, minimumMet, urgent, false);
            }
        }

        /**
         * The case is handed in; the cursor, which alone points to it, is removed.
         *
         * @param last its last records: its record 0, where it has a receipt of its own, and its manifest behind it
         * @param wayBack how its family comes back; empty where it wanted no receipt
         */
        record Submitted(CaseId id, List<StoredRecord> last, Optional<WayBack> wayBack) implements After {
            public Submitted {
                last = List.copyOf(last);
            }
        }

        /** The case and the cursor are destroyed. */
        record Destroyed(CaseId id) implements After {}
    }

    /** Where the family of a case is met that is handed in from the chat. */
    public sealed interface WayBack {

        /**
         * A receipt of its own.
         *
         * @param day of the handing-in
         */
        record Opened(Submissions.Mailbox mailbox, LocalDate day, Optional<TellHere.Tell> tell) implements WayBack {}

        /**
         * It follows a case that was told before. Where that mailbox was withdrawn meanwhile or is gone, the case is handed in without it.
         *
         * @param mailbox its name
         * @param author {@code komir-author/1}, signed by the receipt's key
         */
        record Known(String mailbox, SignedText author) implements WayBack {}
    }

    /** @param destroyUnfinished the one clear bit that was chosen at the consent */
    public record Opening(boolean destroyUnfinished, Map<Compartment, CaseKey> keys) {
        public Opening {
            keys = Map.copyOf(keys);
        }
    }

    /**
     * What one turn says: the calls of one chat in their order, sealed under a day's link key.
     *
     * @param day whose link key seals it
     */
    public record Outgoing(Id id, LocalDate day, Sealed<Purpose.Outgoing> sealed) {

        /** 128 random bits, 32 hexadecimal digits. */
        public record Id(String hex) {
            static Id random(SecureRandom random) {
                byte[] bits = new byte[16];
                random.nextBytes(bits);
                return new Id(HexFormat.of().formatHex(bits));
            }
        }
    }
}
