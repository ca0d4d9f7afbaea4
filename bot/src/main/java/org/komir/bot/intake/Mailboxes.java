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
     */
    record Letter(String id, Sealed<Purpose.Reply> content) {
        public Letter {
            if (!id.matches("[0-9a-f]{32}")) {
                throw new IllegalArgumentException("a letter is named by 32 hexadecimal digits");
            }
        }
    }

    /**
     * A mailbox.
     *
     * @param author checks what its family signs
     * @param day of the handing-in
     * @param letters in no order that tells anything
     */
    record Mail(Recipient recipient, VerifyingKey author, LocalDate day, Stage stage, List<Letter> letters) {
        public Mail {
            letters = List.copyOf(letters);
        }
    }

    /** @param mailbox its name, 64 hexadecimal digits */
    Optional<Mail> mail(String mailbox);

    /**
     * Locks the case at once, for everybody; letters go. A second time changes nothing.
     *
     * @param day from which the three days count
     * @return false where there is no such mailbox
     */
    boolean withdraw(String mailbox, LocalDate day);

    /**
     * Destroys the cases that were withdrawn on a day before this one, their keys first, and leaves in each mailbox only that it was there.
     *
     * @return the files that were theirs, to be deleted now
     */
    List<FileName> destroyWithdrawn(LocalDate before);
}
