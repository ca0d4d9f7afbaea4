package org.komir.crypto;

/**
 * Sealed bytes did not open. The three kinds say what to do next; no message carries content. A file with several faults is named by the
 * first that is met on reading: its form, its stanzas, its authentication.
 */
public abstract sealed class CannotOpen extends Exception {
    private static final long serialVersionUID = 1;

    private CannotOpen(String message) {
        super(message);
    }

    /**
     * No stanza opens with this key: try another one. That nobody changed the file is not known, since only a reader with the right
     * key can check its header's MAC.
     */
    public static final class NotForThisKey extends CannotOpen {
        private static final long serialVersionUID = 1;

        public NotForThisKey() {
            super("not sealed to this key");
        }
    }

    /** It was sealed to this key, and its header or its content was changed or cut since: look for another copy. */
    public static final class Damaged extends CannotOpen {
        private static final long serialVersionUID = 1;

        public Damaged() {
            super("damaged: changed or cut since it was sealed");
        }
    }

    /** It has not the form of a file that we write: another kind of file, an armored one, a later version, or a malformed header. */
    public static final class UnknownFormat extends CannotOpen {
        private static final long serialVersionUID = 1;

        public UnknownFormat() {
            super("not a file of a known format");
        }
    }
}
