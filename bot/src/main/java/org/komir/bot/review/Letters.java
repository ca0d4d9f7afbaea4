package org.komir.bot.review;

import java.util.List;
import java.util.Optional;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.intake.TellHere.Notice;
import org.komir.bot.intake.TellHere.Tell;
import org.komir.bot.intake.TellHere.Witness;

/** How volunteers write to a family that has a receipt. Methods may throw {@link org.komir.bot.intake.StoreUnavailable}. */
public interface Letters {

    /**
     * Where letters about a case go.
     *
     * @param links how it came to be this mailbox, in their order; none while it is the one of record 0
     * @param tells the wishes to be told in a chat
     */
    record Box(Mailbox mailbox, List<Link> links, List<Tell> tells) {
        public Box {
            links = List.copyOf(links);
            tells = List.copyOf(tells);
        }
    }

    /** Empty for a case without a receipt, for one that follows another, and for one that was withdrawn. */
    Optional<Box> mailboxOf(CaseId id);

    /** Puts a sealed letter into the case's mailbox; the same one again changes nothing. False where there is none. */
    boolean send(CaseId id, Letter letter);

    /** The witness process that runs now. */
    Optional<Witness> witness();

    /** Leaves a notice for it. */
    void send(Notice notice);
}
