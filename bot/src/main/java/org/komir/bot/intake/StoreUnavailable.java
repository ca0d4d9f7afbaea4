package org.komir.bot.intake;

/** The store did not answer, or refused to write. Its message names the kind of trouble and never a content. */
public final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public enum Trouble {
        UNREACHABLE,
        DISK_FULL,
        READ_ONLY,
        /** The store answered with something that is none of the above. */
        FAILED
    }

    private final Trouble trouble;

    /** The cause is not kept: the message of a driver's exception may quote what was to be stored. */
    public StoreUnavailable(Trouble trouble) {
        super("the store is not available: " + trouble);
        this.trouble = trouble;
    }

    public Trouble trouble() {
        return trouble;
    }
}
