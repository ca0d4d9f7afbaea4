package org.komir.bot.review;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Work.Piece;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/**
 * The key of match records and the records, {@code docs/record-format.md}, steps 35 and 39. Both are sealed to people, and never the one and the other to the same. Methods may
 * throw {@link org.komir.bot.intake.StoreUnavailable}.
 */
public interface Matching {

    /**
     * The key, as it is sealed.
     *
     * @param generation from 1; records are of one generation alone
     * @param readers SHA-256 of the text of each recipient to whom it is sealed, 64 lower-case hexadecimal digits, in ascending order: a person who comes back with other keys is another reader
     * @param maker the same of who made it
     */
    record Key(int generation, Sealed<Purpose.MatchKey> sealed, List<String> readers, String maker) {
        public Key {
            readers = List.copyOf(readers);
        }

        /** Whether somebody with this recipient has seen the key. @param sha256 of its text */
        boolean knows(String sha256) {
            return maker.equals(sha256) || readers.contains(sha256);
        }
    }

    Optional<Key> matchKey();

    /**
     * Puts a key in the place of another one. With a new generation the records of the one before are overwritten.
     *
     * @param replaces SHA-256 of the sealed key whose place it takes, 64 hexadecimal digits; empty where there is none
     * @return false, and nothing is changed, where another one lies there; true too where this one does already
     */
    boolean putMatchKey(Key key, String replaces);

    /** @param madeOf SHA-256 of what it was made of, 64 lower-case hexadecimal digits: it follows from what the server has, and tells whether the record has to be made anew */
    record Entry(CaseId id, String madeOf, Sealed<Purpose.MatchRecord> sealed) {
        private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

        public Entry {
            if (!HASH.matcher(madeOf).matches()) {
                throw new IllegalArgumentException("a hash has 64 lower-case hexadecimal digits");
            }
        }
    }

    /** Puts the record of a case in the place of the one before; false where the key has another generation, or the case is not there, locked or follows another one. */
    boolean putMatchRecord(int generation, Entry entry);

    /** Of the record that lies beside a case. */
    Optional<String> madeOf(CaseId id);

    /** How many there are. */
    int matchRecords();

    /** In the order of their cases' random ids. */
    List<Entry> matchRecords(Optional<CaseId> after, int limit);

    /** Adds what a matcher thinks of two cases to the work on one of them, which needs no claim; the same again changes nothing. */
    Suggested suggest(CaseId id, Piece piece);

    enum Suggested {
        DONE,
        /** There is no match record of it. */
        NO_RECORD,
        /** Another piece has the name. */
        TAKEN,
        /** There are {@link Limit#SUGGESTIONS_OF_A_CASE} pieces of work. */
        FULL
    }

    /** Keeps what a matcher has said of which pairs, sealed to that person alone, in place of what was kept before. */
    void sayOfPairs(String volunteer, Sealed<Purpose.Kept> said);

    Optional<Sealed<Purpose.Kept>> saidOfPairs(String volunteer);
}
