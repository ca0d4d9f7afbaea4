package org.komir.bot.intake;

import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.komir.bot.files.FileName;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.Draft.Kept;
import org.komir.bot.intake.Drafts.AbandonedDraft;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.crypto.Sealer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done by the calendar and not by a turn: link keys and all that they name are forgotten after three days, and unfinished
 * cases are handed in or destroyed, as each family chose. Every step can be repeated.
 */
public final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final Drafts drafts;
    private final Mailboxes mailboxes;
    private final LinkKeys linkKeys;
    private final Records records;
    private final SealedFiles files;
    private final Clock clock;

    /** How many whole days a request for two people's signatures waits. */
    private static final int DAYS_ASKED = 2;

    public Housekeeping(
            Drafts drafts, Mailboxes mailboxes, LinkKeys linkKeys, Sealer sealer, SealedFiles files, Clock clock) {
        this.drafts = drafts;
        this.mailboxes = mailboxes;
        this.linkKeys = linkKeys;
        this.records = new Records(sealer);
        this.files = files;
        this.clock = clock;
    }

    /** What was done, for the log: counts only. */
    public record Done(int handedIn, int destroyed) {}

    /**
     * Ends unfinished cases whose last turn is more than {@link LinkKeys#DAYS_KEPT} days old, which is at least 72 hours. It works without link keys too: after
     * a power cut nobody can go on with a draft, but nothing that was told is lost.
     */
    public Done run() {
        LocalDate today = LocalDate.now(clock);
        LocalDate oldest = today.minusDays(LinkKeys.DAYS_KEPT);
        linkKeys.live();
        int handedIn = 0;
        int destroyed = 0;
        for (AbandonedDraft draft : drafts.abandoned(oldest)) {
            if (draft.destroy() || !draft.minimumMet()) {
                destroyed += destroy(draft) ? 1 : 0;
            } else {
                handedIn += drafts.handIn(draft.id(), manifest(draft)) ? 1 : 0;
            }
        }
        drafts.forgetLinks(oldest);
        mailboxes
                .destroyWithdrawn(today.minusDays(Mailboxes.DAYS_WITHDRAWN), today)
                .forEach(this::delete);
        mailboxes.forgetRequests(today.minusDays(DAYS_ASKED));
        removeUnnamedFiles();
        return new Done(handedIn, destroyed);
    }

    /** The keys first: a file that outlives them by a crash opens for nobody, and goes as unnamed. */
    private boolean destroy(AbandonedDraft draft) {
        boolean destroyed = drafts.destroy(draft.id());
        if (destroyed) {
            draft.records().forEach(record -> record.files().forEach(this::delete));
        }
        return destroyed;
    }

    private void delete(FileName file) {
        try {
            files.delete(file);
        } catch (IOException later) {
            LOG.warn("a sealed file could not be deleted; tried again as unnamed");
        }
    }

    /** A day's grace: a file is durable before the record that names it. */
    private void removeUnnamedFiles() {
        try {
            int removed = files.removeUnnamed(LocalDate.now(clock).minusDays(1), drafts::files);
            if (removed > 0) {
                LOG.info("{} sealed files that no record names were removed", removed);
            }
        } catch (IOException later) {
            LOG.warn("the folder of files could not be read; tried again at the next time");
        }
    }

    private StoredRecord manifest(AbandonedDraft draft) {
        List<Kept> kept = draft.records().stream()
                .map(r -> new Kept(
                        r.seq(), "", 1, 1, 0, r.compartment(), r.sealed().sha256Hex(), r.files()))
                .toList();
        int next = kept.stream().mapToInt(Kept::seq).max().orElse(0) + 1;
        return records.manifestOfAbandoned(draft.id(), next, kept, LocalDate.now(clock), draft.caseRecipient());
    }
}
