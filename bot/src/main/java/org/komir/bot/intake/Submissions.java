package org.komir.bot.intake;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.crypto.CaseKey;
import org.komir.crypto.Compartment;
import org.komir.crypto.Recipient;
import org.komir.crypto.VerifyingKey;

/** What the sealed form asks of a store: a case that comes whole, sealed where it was written. Methods may throw {@link StoreUnavailable}. */
public interface Submissions {

    /**
     * A case as it was sealed on a telephone.
     *
     * @param urgent whether whoever has duty sees it at once
     * @param records in ascending order of their numbers; the last one is the manifest
     * @param author {@code komir-author/1}, signed by the mailbox's author key: that this case, with this manifest, is its own
     * @param day on which it is handed in, UTC
     */
    record Submission(
            CaseId id,
            boolean urgent,
            Map<Compartment, CaseKey> keys,
            List<StoredRecord> records,
            Mailbox mailbox,
            SignedText author,
            LocalDate day) {
        public Submission {
            keys = Map.copyOf(keys);
            records = List.copyOf(records);
        }

        public StoredRecord manifest() {
            return records.getLast();
        }
    }

    /**
     * Where a family that comes back is met. Where it wanted no receipt, all three were made at random and thrown away: nobody can tell.
     *
     * @param name SHA-256 of the mailbox id that follows from the receipt, 64 hexadecimal digits: whoever takes the store cannot ask with it
     * @param recipient to whom replies are sealed
     * @param author signs what comes later
     */
    record Mailbox(String name, Recipient recipient, VerifyingKey author) {
        public Mailbox {
            if (!name.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("a mailbox is named by 64 hexadecimal digits");
            }
        }
    }

    /**
     * Hands a case in, all of it or nothing, durable when this returns. The same submission again changes nothing. Where the mailbox is there already, with the
     * same recipient and author, and was not withdrawn, the case follows the one that came first: it is never in the queue itself; with its release the first one
     * is there again, if it was closed, and is marked as having news. An urgent one does so at once, and makes the first one urgent.
     *
     * @return the day on which it was first handed in; empty where the case's id or the mailbox is another's or was withdrawn: then nothing was stored
     */
    Optional<LocalDate> handIn(Submission submission);
}
