package org.komir.bot.review;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.SignedText;
import org.komir.crypto.Compartment;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;

/**
 * What the review side asks of a store. A lease is a compare-and-set on the case's holder: it is taken back by time alone,
 * so {@code now} comes with every call. Methods may throw {@link org.komir.bot.intake.StoreUnavailable}.
 */
public interface Cases {

    /** The released cases that are not closed and follow no other, in no particular order. A lease that has run out shows as waiting. */
    List<Queued> queue(Instant now);

    /**
     * @param urgent whether the family said that something is about to happen
     * @param news whether something has followed it since it was last closed
     * @param lease empty while the case waits
     * @param standing by its verdicts; empty where there are none
     * @param known what volunteers said of it, and since when they have not opened it
     * @param admission who is to see it, by its panels of the compartments {@code case} and {@code threats}
     */
    record Queued(
            CaseId id,
            boolean urgent,
            boolean news,
            Optional<Lease> lease,
            Optional<Standing> standing,
            Triage.Known known,
            Admission admission) {

        /** One about which there is no verdict, and whose panels are not known. */
        public Queued(CaseId id, boolean urgent, boolean news, Optional<Lease> lease) {
            this(id, urgent, news, lease, Optional.empty(), Triage.Known.NOTHING, Admission.UNKNOWN);
        }
    }

    /**
     * @param holder a volunteer's id in the directory
     * @param opened whether an entry of the log says that the holder opened it during this lease ({@link ActLog#open}); a renewal keeps it, whatever ends the lease ends it too
     * @param handedBy who gave it to the holder ({@link Triage#hand}); empty once it is opened
     */
    record Lease(String holder, Instant until, boolean opened, Optional<String> handedBy) {

        /** One that opened nothing yet. */
        public Lease(String holder, Instant until) {
            this(holder, until, false);
        }

        /** One that nobody handed over. */
        public Lease(String holder, Instant until, boolean opened) {
            this(holder, until, opened, Optional.empty());
        }
    }

    /** Takes the case, or renews the own lease. */
    Claim claim(CaseId id, String volunteer, Instant now, Instant until);

    enum Claim {
        DONE,
        HELD_BY_ANOTHER,
        CLOSED,
        UNKNOWN
    }

    /** Gives the case back to the queue; false if this volunteer does not hold it now. */
    boolean release(CaseId id, String volunteer, Instant now);

    /** Closes the case; false if this volunteer does not hold it now. */
    boolean close(CaseId id, String volunteer, Instant now);

    /** Brings a closed case back, for another look; false where it is not closed. */
    boolean reopen(CaseId id);

    /** Who holds the case now. */
    Optional<Lease> lease(CaseId id, Instant now);

    /** A submitted case, whole, as sealed; empty for a draft and for what does not exist. */
    Optional<SealedCase> read(CaseId id);

    /**
     * A case as it lies in the store.
     *
     * @param records in ascending order of their number
     * @param author of a case that follows another one: {@code komir-author/1}, which its receipt's key signed
     */
    record SealedCase(
            CaseId id,
            Map<Compartment, Recipient> recipients,
            Map<Compartment, Sealed<Purpose.CaseKey>> keys,
            List<StoredRecord> records,
            Optional<SignedText> author) {

        /** One that follows none. */
        public SealedCase(
                CaseId id,
                Map<Compartment, Recipient> recipients,
                Map<Compartment, Sealed<Purpose.CaseKey>> keys,
                List<StoredRecord> records) {
            this(id, recipients, keys, records, Optional.empty());
        }
    }

    /** What has followed a case and is released, in the order of their random ids; empty for one that is locked. */
    List<SealedCase> followUps(CaseId first);

    /** The case that this one follows; empty for one that follows none, and for one that is locked. */
    Optional<CaseId> first(CaseId followUp);

    /** Cases that were handed in, follow none, are not locked, and whose id begins so. @param mark 8 to 32 hexadecimal digits */
    List<CaseId> find(String mark);

    /** Every case that was handed in, closed ones too: for an export. */
    List<CaseId> all();

    /** What was put aside, sealed to the reviewers, by random or keyed name: for an export. */
    Map<String, Sealed<Purpose.Quarantine>> quarantined();
}
