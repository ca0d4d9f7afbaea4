package org.komir.bot.intake;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.komir.bot.intake.Draft.Kept;
import org.komir.bot.intake.Drafts.AbandonedDraft;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.crypto.Sealer;

/**
 * What is done by the calendar and not by a turn: link keys and all that they name are forgotten after three days, and unfinished
 * cases are handed in or destroyed, as each family chose. Every step can be repeated.
 */
public final class Housekeeping {
    private final Drafts drafts;
    private final LinkKeys linkKeys;
    private final Records records;
    private final Clock clock;

    public Housekeeping(Drafts drafts, LinkKeys linkKeys, Sealer sealer, Clock clock) {
        this.drafts = drafts;
        this.linkKeys = linkKeys;
        this.records = new Records(sealer);
        this.clock = clock;
    }

    /** What was done, for the log: counts only. */
    public record Done(int handedIn, int destroyed) {}

    /**
     * Ends unfinished cases whose last turn is more than {@link LinkKeys#DAYS_KEPT} days old, which is at least 72 hours. It works without link keys too: after
     * a power cut nobody can go on with a draft, but nothing that was told is lost.
     */
    public Done run() {
        LocalDate oldest = LocalDate.now(clock).minusDays(LinkKeys.DAYS_KEPT);
        linkKeys.live();
        int handedIn = 0;
        int destroyed = 0;
        for (AbandonedDraft draft : drafts.abandoned(oldest)) {
            if (draft.destroy() || !draft.minimumMet()) {
                destroyed += drafts.destroy(draft.id()) ? 1 : 0;
            } else {
                handedIn += drafts.handIn(draft.id(), manifest(draft)) ? 1 : 0;
            }
        }
        drafts.forgetLinks(oldest);
        return new Done(handedIn, destroyed);
    }

    private StoredRecord manifest(AbandonedDraft draft) {
        List<Kept> kept = draft.records().stream()
                .map(r -> new Kept(r.seq(), "", 1, 1, 0, r.compartment(), r.sealed().sha256Hex()))
                .toList();
        int next = kept.stream().mapToInt(Kept::seq).max().orElse(0) + 1;
        return records.manifestOfAbandoned(draft.id(), next, kept, LocalDate.now(clock), draft.caseRecipient());
    }
}
