package org.komir.bot.form;

import java.util.Locale;

/** Something that the form sent is answered with {@code {"error": word}}. It is an answer and no accident: it has no stack trace. */
final class NotTaken extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Every error that the form is answered with. */
    enum Why {
        MALFORMED(400),
        /** None, one that is too old or used up, or work that was not done. */
        TICKET(403),
        /** No such file or recording, or none that the directory vouches for. */
        NOT_FOUND(404),
        /** There is another case of that id. */
        REFUSED(409),
        TOO_LARGE(413),
        /** Another piece of the same file is being taken. */
        BUSY(503),
        STORE(503),
        /** The disk is nearly full. */
        FULL(507);

        private final int status;

        Why(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Why why;

    NotTaken(Why why) {
        super(why.word(), null, false, false);
        this.why = why;
    }

    Why why() {
        return why;
    }
}
