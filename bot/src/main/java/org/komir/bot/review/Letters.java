package org.komir.bot.review;

import java.util.Optional;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.Submissions.Mailbox;

/** How volunteers write to a family that has a receipt. Methods may throw {@link org.komir.bot.intake.StoreUnavailable}. */
public interface Letters {

    /** Where replies about a case go; empty for a case without a receipt, and for one that was withdrawn. */
    Optional<Mailbox> mailboxOf(CaseId id);

    /** Puts a sealed letter into the case's mailbox; the same one again changes nothing. False where there is none. */
    boolean send(CaseId id, Letter letter);
}
