package org.komir.bot.intake;

import java.util.List;

/**
 * How a case came to another mailbox than the one that its record 0 names ({@code docs/record-format.md}, step 22): a statement
 * {@code komir-link/1}, signed either by the key that follows from the receipt before, or by a custodian and a second person. The console
 * follows the links from record 0 on, so that the server cannot lead volunteers' letters to somebody else.
 *
 * @param statement exact text
 */
public record Link(String statement, List<Signature> signatures) {
    /** {@link Signature#by} where the receipt before signed. */
    public static final String AUTHOR = "author";

    public Link {
        signatures = List.copyOf(signatures);
    }

    /**
     * One signature over the statement.
     *
     * @param by {@link #AUTHOR}, or a volunteer's id in the directory
     * @param signature base64 of 64 bytes
     */
    public record Signature(String by, String signature) {}
}
