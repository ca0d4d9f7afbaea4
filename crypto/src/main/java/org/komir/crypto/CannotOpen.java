package org.komir.crypto;

/** Sealed bytes did not open. The three kinds say what to do next; no message carries content. */
public abstract sealed class CannotOpen extends Exception {
    private static final long serialVersionUID = 1;

    private CannotOpen(String message) {
        super(message);
    }

    /** It is whole and sealed to others: try another key. */
    public static final class NotForThisKey extends CannotOpen {
        private static final long serialVersionUID = 1;

        public NotForThisKey() {
            super("not sealed to this key");
        }
    }

    /** It was changed or cut since it was sealed: look for another copy. */
    public static final class Damaged extends CannotOpen {
        private static final long serialVersionUID = 1;

        public Damaged() {
            super("damaged: changed or cut since it was sealed");
        }
    }

    /** It is no file of our format. */
    public static final class UnknownFormat extends CannotOpen {
        private static final long serialVersionUID = 1;

        public UnknownFormat() {
            super("not a file of a known format");
        }
    }
}
