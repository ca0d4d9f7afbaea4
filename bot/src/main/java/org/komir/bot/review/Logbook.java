package org.komir.bot.review;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.komir.bot.directory.Person;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.ActLog.Head;
import org.komir.bot.review.Refused.Why;

/** Takes the entry with which a request says what it does, {@code "log":{"entry","signature"}}, and appends it before anything is done. */
public final class Logbook {
    /** How far a volunteer's clock may be off. */
    static final Duration OFF = Duration.ofMinutes(2);

    private final ActLog log;
    private final Clock clock;

    public Logbook(ActLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    private record Signed(LogEntry entry, byte[] signature) {}

    /**
     * Appends what is asked for, or refuses it.
     *
     * @param sha256 of what the act is about; empty where it is about nothing but the case
     * @throws LogMoved where another entry came in between
     */
    void append(Question asked, Person me, Act act, Optional<CaseId> about, String sha256) {
        Signed signed = signed(asked, me, act, about, sha256);
        if (!log.append(signed.entry(), signed.signature())) {
            throw new LogMoved(log.head());
        }
    }

    /** The same for a case that this person holds, which is opened by it; false where it is not held. */
    boolean open(Question asked, Person me, CaseId id) {
        Signed signed = signed(asked, me, Act.OPEN, Optional.of(id), "");
        return switch (log.open(signed.entry(), signed.signature(), clock.instant())) {
            case DONE -> true;
            case NOT_HELD -> false;
            case MOVED -> throw new LogMoved(log.head());
        };
    }

    private Signed signed(Question asked, Person me, Act act, Optional<CaseId> about, String sha256) {
        Question written = asked.part("log");
        LogEntry entry = LogEntry.read(written.text("entry")).orElseThrow(() -> new Refused(Why.BAD_REQUEST));
        byte[] signature = written.bytes("signature");
        if (!entry.volunteer().equals(me.id())
                || entry.act() != act
                || !entry.about().equals(about)
                || !entry.sha256().equals(sha256)) {
            throw new Refused(Why.BAD_REQUEST);
        }
        if (!entry.isSignedBy(me.signingKey(), signature)) {
            throw new Refused(Why.BAD_SIGNATURE);
        }
        Head head = log.head();
        if (!head.isBefore(entry)) {
            throw new LogMoved(head);
        }
        if (!isInTime(entry, head)) {
            throw new Refused(Why.BAD_REQUEST);
        }
        return new Signed(entry, signature);
    }

    /** The time of the entry before is always good: else a clock that was once set forward would stop everybody until then. */
    private boolean isInTime(LogEntry entry, Head head) {
        boolean near = Duration.between(entry.at(), clock.instant()).abs().compareTo(OFF) <= 0;
        return entry.at().equals(head.at()) || near && entry.at().isAfter(head.at());
    }
}
