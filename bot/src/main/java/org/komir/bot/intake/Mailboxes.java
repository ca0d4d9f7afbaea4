package org.komir.bot.intake;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.komir.bot.files.FileName;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.komir.crypto.VerifyingKey;

/**
 * How a family that has a receipt is met. A mailbox is known by its name, the SHA-256 of what follows from the receipt; nothing else leads to it, and it leads
 * to a case and to nobody. Methods may throw {@link StoreUnavailable}.
 */
public interface Mailboxes {

    /** What became of the case, as far as its family is told. */
    enum Stage {
        /** Handed in; the next release brings it to the volunteers. */
        WAITING,
        WITH_VOLUNTEERS,
        /** Volunteers have done with it what there was to do. */
        CLOSED,
        /** Locked for everybody since its family asked for that. */
        WITHDRAWN,
        /** Its three days are over. The same whether it was destroyed or is held, so that nobody who forces the family to look can tell. */
        GONE
    }

    /**
     * A volunteer's words to a family.
     *
     * @param id random, 32 hexadecimal digits
     * @param content sealed to the receipt's recipient; a volunteer's signature is inside
     * @param files sealed to the same recipient; what they are stands inside the letter
     */
    record Letter(String id, Sealed<Purpose.Reply> content, List<FileName> files) {
        public Letter {
            files = List.copyOf(files);
            if (!id.matches("[0-9a-f]{32}")) {
                throw new IllegalArgumentException("a letter is named by 32 hexadecimal digits");
            }
        }

        /** A letter without files. */
        public Letter(String id, Sealed<Purpose.Reply> content) {
            this(id, content, List.of());
        }
    }

    /**
     * A mailbox.
     *
     * @param author checks what its family signs
     * @param day of the handing-in
     * @param stage of the case that came first
     * @param withdrawn the day on which the family took it back; it stays when all else is gone
     * @param first the case that came first, with the public key of its compartment {@code case}; empty from the withdrawal on
     * @param letters in no order that tells anything
     */
    record Mail(
            Recipient recipient,
            VerifyingKey author,
            LocalDate day,
            Stage stage,
            Optional<LocalDate> withdrawn,
            Optional<First> first,
            List<Letter> letters) {
        public Mail {
            letters = List.copyOf(letters);
        }
    }

    /** The case that a mailbox was made for. */
    record First(CaseId id, Recipient recipient) {}

    /** How many whole days a withdrawn case still lies there, locked: 72 hours at the least. */
    int DAYS_WITHDRAWN = 3;

    /**
     * What there is in a mailbox. From the fourth day after a withdrawal it says {@link Stage#GONE} and nothing else, whether the case was destroyed, is held
     * or was given back to the volunteers.
     *
     * @param mailbox its name, 64 hexadecimal digits
     */
    Optional<Mail> mail(String mailbox, LocalDate today);

    /**
     * Locks the case and all that followed it at once, for everybody; letters go, and so does every wish to be told. A second time changes nothing.
     *
     * @param day from which the three days count
     * @return false where there is no such mailbox
     */
    boolean withdraw(String mailbox, LocalDate day);

    /**
     * Destroys the cases that were withdrawn on a day before this one, and what followed them, their keys first, and leaves in each mailbox only that it was
     * there. What two different people hold ({@code review.Withdrawals}) until today or longer stays locked.
     *
     * @return the files that were theirs, to be deleted now
     */
    List<FileName> destroyWithdrawn(LocalDate before, LocalDate today);

    /**
     * Puts another mailbox in the place of one, whose receipt has signed for it; a second time changes nothing.
     *
     * @param letters those that there are, sealed anew to the other recipient
     * @param tell a new wish to be told; the one before goes in any case
     * @return false where there is no such mailbox, it was withdrawn, the other one is another case's, or a letter has come since that is not among these
     */
    boolean replace(
            String mailbox, Submissions.Mailbox by, Link link, List<Letter> letters, Optional<TellHere.Tell> tell);

    /** Keeps a request for two people to sign. False where too many wait: {@link #MOST_REQUESTS}. */
    boolean ask(LinkRequest request, LocalDate day);

    int MOST_REQUESTS = 1000;

    /** Removes the requests of days before this one, with what was signed for them. */
    void forgetRequests(LocalDate before);
}
