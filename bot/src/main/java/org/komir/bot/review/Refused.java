package org.komir.bot.review;

import java.util.Locale;

/** A request that is answered with {@code {"error": word}}. It is an answer and no accident: it has no stack trace. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Every error that the API answers with. */
    enum Why {
        BAD_REQUEST(400),
        /** No session, or one that is over. */
        LOGIN_NEEDED(401),
        /** A challenge that was not given, was used or is too old, or a signature that is not that volunteer's. */
        LOGIN_FAILED(401),
        /** Not in the directory, or without a role that has something to do here. */
        NOT_A_REVIEWER(403),
        /** Logged in, without the role that this needs. */
        NOT_ALLOWED(403),
        /** Nothing of the case is sealed to whoever asks, or this person must not see it. */
        NOT_IN_PANEL(403),
        /** Held, and no entry of the log says that its holder opens it. */
        NOT_OPENED(403),
        /** Two coordinators have frozen the directory: nobody comes in before the next one. */
        FROZEN(403),
        /** What was to be signed is not, by whoever asks. */
        BAD_SIGNATURE(403),
        UNKNOWN_CASE(404),
        NOT_FOUND(404),
        CLAIMED_BY_ANOTHER(409),
        NOT_CLAIMED(409),
        CLOSED(409),
        /** What it was about has changed: something followed, or somebody else was faster. */
        CHANGED(409),
        /** A second person is needed, and this is the first one again. */
        SAME_PERSON(409),
        /** Who is to be given a case may not read any. */
        CANNOT_READ(409),
        /** Nobody would be left who reads it. */
        NOBODY_LEFT(409),
        /** No more work has room in this case. */
        CASE_FULL(409),
        /** This volunteer has begun something in too many other cases. */
        TOO_MUCH_BEGUN(409),
        /** Nobody has found yet what the case is. */
        NO_VERDICT(409),
        /** The store does not answer. */
        STORE(503),
        /** There is no directory in force. */
        DIRECTORY(503),
        /** A limit is reached. */
        BUSY(503),
        /** The disk is nearly full. */
        FULL(507),
        INTERNAL(500);

        private final int status;

        Why(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Why why;

    Refused(Why why) {
        super(why.word(), null, false, false);
        this.why = why;
    }

    Why why() {
        return why;
    }
}
