package org.komir.bot.directory;

/** A file of revocations that cannot be relied on: nobody may take it for one in which nobody is revoked. */
public final class RevocationsRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    RevocationsRefused(String what) {
        super("the revocations are refused: " + what
                + ". Bring back a copy of the file, or an empty list if nobody was ever revoked");
    }
}
