package org.komir.bot.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The chats that pressed "Send" and have not chosen yet whether they want a number, in memory only: no store learns the minute. After a restart their time begins anew.
 */
final class Waiting {
    static final Duration USUAL = Duration.ofHours(1);
    static final Duration URGENT = Duration.ofMinutes(10);

    private final Clock clock;
    private final Map<Long, Instant> until = new ConcurrentHashMap<>();

    Waiting(Clock clock) {
        this.clock = clock;
    }

    /** A turn of this chat: while it goes on choosing it is not hurried. */
    void note(long chat, boolean urgent) {
        until.put(chat, clock.instant().plus(urgent ? URGENT : USUAL));
    }

    /** One that was found in the store after a start; what is known of it already stays. */
    void found(long chat, boolean urgent) {
        until.putIfAbsent(chat, clock.instant().plus(urgent ? URGENT : USUAL));
    }

    void forget(long chat) {
        until.remove(chat);
    }

    List<Long> over() {
        Instant now = clock.instant();
        return until.entrySet().stream()
                .filter(entry -> !now.isBefore(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
