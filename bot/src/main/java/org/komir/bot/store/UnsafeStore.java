package org.komir.bot.store;

/** A store that would break a promise if it were used as it is set up. The message names what is to be changed. */
public final class UnsafeStore extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsafeStore(String message) {
        super(message);
    }
}
