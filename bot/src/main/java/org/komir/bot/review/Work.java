package org.komir.bot.review;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.komir.bot.intake.CaseId;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/**
 * What volunteers add to a case: notes, fields, checklists, transcripts, translations, each sealed to the case's key and signed inside; nothing is
 * ever overwritten. And what one of them has begun and not ended, sealed to that person alone. Methods may throw {@link
 * org.komir.bot.intake.StoreUnavailable}.
 */
public interface Work {

    /** @param name 32 lower-case hexadecimal digits, random: it says nothing about the order */
    record Piece(String name, Sealed<Purpose.Work> sealed) {
        private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}");

        public Piece {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("a piece of work has a name of 32 lower-case hexadecimal digits");
            }
        }
    }

    /** Adds a piece to a case that the volunteer holds; the same one again changes nothing, and another one under its name is refused. */
    Added add(CaseId id, String volunteer, Piece piece, Instant now);

    enum Added {
        DONE,
        /** The volunteer does not hold the case. */
        NOT_HELD,
        /** Another piece has the name. */
        TAKEN,
        /** There are {@link Limit#PIECES_OF_A_CASE}. */
        FULL
    }

    /** In the order of their random names; none where the case is locked. */
    List<Piece> workOn(CaseId id);

    /** @param volunteer to whom alone it is sealed */
    record Kept(String volunteer, CaseId id, Sealed<Purpose.Kept> sealed) {}

    /**
     * Keeps what was begun, in place of what this volunteer had begun in the same case before. It needs no claim: the lease may have run out
     * while somebody wrote. False where the case is not there or locked, and where {@link Limit#KEPT_OF_A_VOLUNTEER} others are kept.
     */
    boolean keep(Kept kept);

    /** What this volunteer has begun in a case. */
    Optional<Sealed<Purpose.Kept>> kept(String volunteer, CaseId id);

    /** The cases in which this volunteer has begun something, in the order of their random ids. */
    List<CaseId> begun(String volunteer);

    /** It was ended, or is not wanted any more. */
    void forgetKept(String volunteer, CaseId id);
}
