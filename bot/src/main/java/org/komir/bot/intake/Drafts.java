package org.komir.bot.intake;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.Turn.Outgoing;
import org.komir.crypto.Compartment;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;

/**
 * What the witness side asks of a store. Nothing but sealed bytes, keyed names, days and random ids passes here.
 *
 * <p>Every method may throw {@link StoreUnavailable}; then nothing was changed, or the change was made whole (the caller
 * cannot know which and simply repeats: every write here can be made twice).
 */
public interface Drafts {

    /**
     * The one read of a turn: the first of these names that has a draft.
     *
     * @param names of one chat, under the link keys of today and the days before, newest first
     */
    Optional<StoredDraft> find(List<LinkName> names);

    /** What a store holds of a draft: the name it was found under, its sealed cursor, and where its card is. */
    record StoredDraft(LinkName name, Sealed<Purpose.Cursor> cursor, Optional<Sealed<Purpose.Card>> card) {}

    /** The names of the drafts whose last turn was on a day before this one, in any order. */
    List<LinkName> idle(LocalDate lastTurnBefore);

    /** The one write of a turn; all of it or nothing, durable when this returns. */
    Committed commit(Turn turn);

    enum Committed {
        DONE,
        /** This update was committed before; nothing was changed. */
        SEEN,
        /** The stored cursor is not the one that the turn started from; nothing was changed. */
        CONFLICT
    }

    /** Remembers where the live card of a draft is. Ignored if there is no such draft any more. */
    void rememberCard(LinkName name, Sealed<Purpose.Card> card);

    /** Everything that was committed to be said and is not yet known to be said, in any order. */
    List<Outgoing> undelivered();

    /** These were said. Unknown ids are ignored. */
    void delivered(Collection<Outgoing.Id> ids);

    /**
     * Counts one more attempt for each of these, durably and before the attempt is made: so that an update which kills the
     * process is known by its count.
     *
     * @return the new count of each, from 1
     */
    Map<LinkName, Integer> attempt(Collection<LinkName> updates);

    /** Puts an update aside, sealed, and marks it as seen. */
    void quarantine(LinkName update, Sealed<Purpose.Quarantine> sealed);

    /** Whether one of these names of an update was committed or quarantined. */
    boolean seen(List<LinkName> names);

    /** Removes everything that is named or sealed under link keys of days before this one: drafts' cursors, cards, outbox, seen ids. */
    void forgetLinks(LocalDate before);

    /** Drafts whose last turn was on a day before this one. */
    List<AbandonedDraft> abandoned(LocalDate lastTurnBefore);

    /**
     * A case that is still a draft.
     *
     * @param destroy the one clear bit that was chosen at the consent
     * @param minimumMet whether there is enough to hand in
     * @param records in ascending order of their number
     */
    record AbandonedDraft(
            CaseId id, boolean destroy, boolean minimumMet, Recipient caseRecipient, List<StoredRecord> records) {}

    /** @param files the sealed files that belong to it: what they are stands inside it */
    record StoredRecord(int seq, Compartment compartment, Sealed<Purpose.Testimony> sealed, List<FileName> files) {
        public StoredRecord {
            files = List.copyOf(files);
        }

        /** A record without files. */
        public StoredRecord(int seq, Compartment compartment, Sealed<Purpose.Testimony> sealed) {
            this(seq, compartment, sealed, List.of());
        }
    }

    /** The names of all files that belong to any record of any case; the others in the folder are of no use. */
    Set<FileName> files();

    /** Hands an abandoned draft in, with its manifest; false if it is no draft any more. */
    boolean handIn(CaseId id, StoredRecord manifest);

    /** Destroys a draft: its keys first, then its records; false if it is no draft any more. */
    boolean destroy(CaseId id);

    /**
     * Makes every submitted case visible to reviewers, in random order. An urgent one is visible from its submission.
     *
     * @return how many
     */
    int release();

    /** The highest version of the directory that was ever seen, 0 before the first. */
    int directoryVersion();

    /** Raises {@link #directoryVersion}; never lowers it. */
    void directoryVersionSeen(int version);
}
