package org.komir.bot.intake;

import java.util.Collection;
import java.util.List;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;

/**
 * "Tell me here when there is news": the one sealed link from a case back to a chat, which a family may ask for and take away again with one tap. The chat's
 * number is sealed to the case's own key; a volunteer's browser seals it anew to the witness process for one neutral message. Methods may throw
 * {@link StoreUnavailable}.
 */
public interface TellHere {

    /**
     * A wish to be told.
     *
     * @param name SHA-256 of a random token that only the chat's own button carries, 64 hexadecimal digits
     * @param sealed {@code komir-tell/1} with the chat's number and that token, to the key of the case's compartment {@code case}
     */
    record Tell(String name, Sealed<Purpose.Tell> sealed) {
        public Tell {
            if (!name.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("a wish is named by 64 hexadecimal digits");
            }
        }
    }

    /**
     * Something to be said in a chat once.
     *
     * @param id random, 32 hexadecimal digits
     * @param sealed {@code komir-notice/1} with the chat's number and the token, to the witness process that runs now
     */
    record Notice(String id, Sealed<Purpose.Notice> sealed) {
        public Notice {
            if (!id.matches("[0-9a-f]{32}")) {
                throw new IllegalArgumentException("a notice is named by 32 hexadecimal digits");
            }
        }
    }

    /**
     * The key of a witness process, which lives as long as the process.
     *
     * @param signed {@code komir-witness/1} with the recipient, signed by the intake key that the directory names
     */
    record Witness(Recipient recipient, SignedText signed) {}

    /** Takes the place of the process before, whose notices nobody can open any more: they go. */
    void listens(Witness witness);

    /** All that wait. */
    List<Notice> notices();

    /** These were said, or cannot be. Unknown ids are ignored. */
    void told(Collection<String> ids);

    /** Nothing leads from the case to the chat any more. False where there was nothing of this name. */
    boolean forget(String name);
}
