package org.komir.bot.review;

import java.time.Duration;

/** Every limit of the volunteers' side, and what happens when it is reached. */
public enum Limit {
    /** Logins that one volunteer may begin. A stranger who exhausts it keeps that volunteer out, but guesses nothing. */
    CHALLENGES_OF_A_VOLUNTEER(10, Duration.ofMinutes(1), WhenReached.REFUSE),
    /** Logins that are begun and not ended, of all together; each is forgotten after this time. */
    CHALLENGES(1000, Duration.ofMinutes(2), WhenReached.REFUSE),
    /** Sessions of one volunteer, and how long each lasts. */
    SESSIONS_OF_A_VOLUNTEER(8, Duration.ofHours(8), WhenReached.DROP_OLDEST),
    /** A session that is not used this long is over: somebody left the room. */
    IDLE_SESSION(1, Duration.ofMinutes(30), WhenReached.END),
    /** Whoever asked for nothing this long does not show as here. */
    HERE(1, Duration.ofMinutes(2), WhenReached.END),
    /** How long a case stays with whoever claimed it. */
    LEASE(1, Duration.ofMinutes(30), WhenReached.END),
    /** Bytes of a request's body; few need more. */
    BODY(16 * 1024, Duration.ZERO, WhenReached.REFUSE),
    /** Bytes of a request with a sealed piece of work: 32 KiB and what age and base64 add. */
    WORK_BODY(64 * 1024, Duration.ZERO, WhenReached.REFUSE),
    /** Bytes of a request with a key file: 40 recipients of 1 560 bytes on each side of a nested one, and what base64 adds. */
    KEY_BODY(256 * 1024, Duration.ZERO, WhenReached.REFUSE),
    /** Pieces of work on one case. */
    PIECES_OF_A_CASE(2_000, Duration.ZERO, WhenReached.REFUSE),
    /** Cases in which one volunteer can have begun something and not ended it. */
    KEPT_OF_A_VOLUNTEER(50, Duration.ZERO, WhenReached.REFUSE),
    /** Bytes of a piece of a letter's file. */
    PIECE(1024 * 1024, Duration.ZERO, WhenReached.REFUSE),
    /** Files of one letter. */
    FILES_OF_A_LETTER(10, Duration.ZERO, WhenReached.REFUSE),
    /** Notices of one request, for the chats in which a family wants to be told. */
    NOTICES(10, Duration.ZERO, WhenReached.REFUSE),
    /** Bytes of a request with so many. */
    NOTICES_BODY(128 * 1024, Duration.ZERO, WhenReached.REFUSE),
    /** Match records in one answer: each has some ten thousand bytes. */
    MATCH_RECORDS(250, Duration.ZERO, WhenReached.GIVE_PART),
    /** Pieces of work on one case from which on none of a matcher is taken: others need room. */
    SUGGESTIONS_OF_A_CASE(1_500, Duration.ZERO, WhenReached.REFUSE),
    /** Entries of the log in one answer. */
    LOG_ENTRIES(500, Duration.ZERO, WhenReached.GIVE_PART);

    /** The failing mode. None fails open. */
    public enum WhenReached {
        /** The request is answered with an error. */
        REFUSE,
        /** The new one is let in, and the oldest goes. */
        DROP_OLDEST,
        /** It ends, and has to be begun anew. */
        END,
        /** So many are given, and the others are asked for afterwards. */
        GIVE_PART
    }

    private final int most;
    private final Duration time;
    private final WhenReached whenReached;

    Limit(int most, Duration time, WhenReached whenReached) {
        this.most = most;
        this.time = time;
        this.whenReached = whenReached;
    }

    public int most() {
        return most;
    }

    public Duration time() {
        return time;
    }

    public WhenReached whenReached() {
        return whenReached;
    }
}
