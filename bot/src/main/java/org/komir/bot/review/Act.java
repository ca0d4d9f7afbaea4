package org.komir.bot.review;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the log says that a volunteer did. */
public enum Act {
    /** Was given the ciphertext of a case, or of one that was taken back. */
    OPEN,
    CLOSE,
    /** Signed how a case was judged. */
    VERDICT,
    /** Wrote a record of work. */
    WORK,
    /** Was given the key files of a case, and nothing else of it. */
    KEYS,
    /** Sealed a case's key to another panel, or saw that somebody else's new file opens. */
    RESEAL,
    /** Said that somebody is not to see a case. */
    EXCLUDE,
    /** Wrote to a family. */
    LETTER,
    /** Signed for a family's new number. */
    LINK,
    /** Signed what is to become of a case that was taken back. */
    DECISION,
    /** Signed that somebody is out. */
    REVOCATION,
    /** Brought a closed case back for another look. */
    REOPEN,
    EXPORT,
    FREEZE,
    /** Said how soon a case is to be read. */
    URGENCY,
    /** Gave a case to a colleague. */
    HAND,
    /** Made or sealed the key of match records, made one of a case, or was given them all. */
    MATCH,
    /** Was given what a family needs, and nothing else of the case. */
    NEEDS;

    /** As it is written in an entry. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Act> of(String word) {
        return Arrays.stream(values()).filter(act -> act.word().equals(word)).findFirst();
    }
}
