package org.komir.bot.conversation;

import java.util.List;
import java.util.Optional;

/** What a family answered. Prints as {@code [redacted]}, so that no log or exception can carry it. */
public sealed interface Answer {

    /** Something was said. */
    sealed interface Given extends Answer {}

    /**
     * @param text all that was shown before, and of the question itself, in the language in which it was shown
     * @param invitation the group of invitations that led here; empty where there was none
     */
    record Agreed(String option, String text, String invitation) implements Given {
        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    record Words(String text) implements Given {
        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    record Chosen(String option) implements Given {
        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    record ChosenMany(List<String> options) implements Given {
        public ChosenMany {
            options = List.copyOf(options);
        }

        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    /**
     * A number on a paper.
     *
     * @param number without spaces and hyphens, in ASCII; as typed otherwise
     * @param words as typed
     */
    record Numbered(String number, String words) implements Given {
        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    /**
     * @param edtf EDTF level 1
     * @param words as typed, where it was typed
     */
    record Dated(String edtf, Optional<String> words) implements Given {
        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    /** At least one of the two. */
    record Located(Optional<String> code, Optional<String> words) implements Given {
        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    /**
     * A file, kept beside the record.
     *
     * @param name of the sealed file
     * @param size in bytes, of the file and not of the sealed one
     * @param sha256 of the file, hexadecimal
     */
    record Attached(SentFile file, String name, long size, String sha256) implements Given {
        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    /** "I don't know". */
    record Unknown() implements Answer {}

    /** "I would rather not say". */
    record Declined() implements Answer {}

    /** Passed over for now. */
    record Later() implements Answer {}
}
