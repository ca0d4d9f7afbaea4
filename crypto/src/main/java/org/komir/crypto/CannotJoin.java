package org.komir.crypto;

/** Shares do not give an identity back. The message says which share is to blame, by its number, and carries nothing of it. */
public final class CannotJoin extends Exception {
    private static final long serialVersionUID = 1;

    CannotJoin(String message) {
        super(message);
    }
}
