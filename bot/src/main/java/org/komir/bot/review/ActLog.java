package org.komir.bot.review;

import java.time.Instant;
import java.util.List;
import org.komir.bot.intake.SignedText;

/**
 * Who did what: entries that name the one before by its hash, are signed by whoever acted, and are only ever added. Nothing of it is about a family but the random id of
 * a case, and its times are those of volunteers' acts. An entry that was appended and whose act then failed stands: it says what somebody asked for, and to take it away would break the chain. Methods may throw
 * {@link org.komir.bot.intake.StoreUnavailable}.
 */
public interface ActLog {

    /**
     * The last entry.
     *
     * @param n its number; 0 while there is none
     * @param sha256 of its text; {@link LogEntry#NONE_BEFORE} while there is none
     * @param at its time
     */
    record Head(long n, String sha256, Instant at) {
        public static final Head NONE = new Head(0, LogEntry.NONE_BEFORE, Instant.EPOCH);

        public static Head of(LogEntry last) {
            return new Head(last.n(), last.hash(), last.at());
        }

        /** Whether this is what the entry was made on. */
        public boolean isBefore(LogEntry next) {
            return next.n() == n + 1 && next.before().equals(sha256);
        }
    }

    Head head();

    /** Adds an entry; false, and nothing is added, where the head is not the one that it was made on. */
    boolean append(LogEntry entry, byte[] signature);

    /** What came of the wish to open a case. */
    enum Opened {
        DONE,
        /** The head is not the one that the entry was made on. */
        MOVED,
        /** The entry's volunteer does not hold its case now. */
        NOT_HELD
    }

    /** Adds an entry and marks the claim as opened, both or none. The mark is in {@link Cases.Lease#opened}. */
    Opened open(LogEntry entry, byte[] signature, Instant now);

    /** Entries in their order, with their signatures. @param from the number of the first */
    List<SignedText> entries(long from, int limit);
}
