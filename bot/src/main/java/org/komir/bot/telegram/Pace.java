package org.komir.bot.telegram;

import java.time.Duration;

/** How fast calls may follow each other: so many a second, and a few of them at once after a silence. */
final class Pace {
    private final long between;
    private final long slack;
    private long next;
    private boolean begun;

    /** @param atOnce how many may be made at once after a silence */
    Pace(int aSecond, int atOnce) {
        this.between = Duration.ofSeconds(1).toNanos() / aSecond;
        this.slack = between * (atOnce - 1);
    }

    /**
     * Takes the next place.
     *
     * @param now of {@link System#nanoTime}
     * @return how long to wait for it
     */
    synchronized Duration place(long now) {
        long mine = begun && next - now > 0 ? next : now;
        begun = true;
        next = mine + between;
        return Duration.ofNanos(Math.max(0, mine - slack - now));
    }
}
