package org.komir.bot.review;

import java.time.LocalDate;
import java.util.List;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Cases.SealedCase;

/**
 * What families took back, as long as it lies there locked. Only security officers are given anything of it: the compartment {@code threats},
 * where the wish for this day lies, and what shows whether that is the family's. Methods may throw {@link org.komir.bot.intake.StoreUnavailable}.
 */
public interface Withdrawals {

    /** How long two people can hold a case that was taken back; then they must do it again. */
    int LONGEST_HOLD_DAYS = 30;

    /** What one security officer signed. Nothing happens before a second one has signed the same kind. */
    enum Kind {
        /** It stays, locked, until a day. */
        HOLD,
        /** It goes back to the volunteers, without a mailbox: whoever forces the family to look finds that it is gone. */
        RESTORE
    }

    /**
     * A signed decision. It is kept when the case is gone: it is the record of who decided, and has no content.
     *
     * @param until of a hold, the last day; of another kind the day on which it was signed
     * @param statement {@code komir-decision/1}
     */
    record Decision(CaseId id, Kind kind, String volunteer, LocalDate until, SignedText statement) {}

    /**
     * @param day of the withdrawal
     * @param decisions those that count, in the order in which they were made
     */
    record Withdrawn(CaseId id, LocalDate day, List<Decision> decisions) {
        public Withdrawn {
            decisions = List.copyOf(decisions);
        }
    }

    /** Every case that is locked, in the order of their random ids, without those that follow. */
    List<Withdrawn> withdrawn();

    /** A locked case and what followed it, the first one first; empty where there is none. */
    List<SealedCase> readWithdrawn(CaseId id);

    /** How a case came to the mailbox that it has, or had when it was taken back, in their order; none for one that was destroyed, or follows another. */
    List<Link> linksOf(CaseId id);

    /** Keeps a decision; of one person and kind the last one counts. False where the case is not locked. */
    boolean decide(Decision decision);

    /** Unlocks a case and what followed it, and makes its mailbox one that says {@code GONE} for ever. False where the case is not locked. */
    boolean restore(CaseId id);

    /** All that were ever made, for an export. */
    List<Decision> decisions();
}
