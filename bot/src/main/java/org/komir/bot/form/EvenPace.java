package org.komir.bot.form;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * When an answer leaves that must not tell by its time what was found: at the first whole step after it was asked for. What is found takes a store some tenths of a
 * millisecond more to read than what is not, which whoever asks often enough could measure; the steps are far longer than that.
 */
final class EvenPace {
    private final long step;
    private final LongSupplier nanoTime;
    private final LongConsumer sleep;

    /** @param step longer than the work itself on any day but a very busy one, and shorter than what a person notices */
    EvenPace(Duration step) {
        this(step, System::nanoTime, LockSupport::parkNanos);
    }

    /** @param sleep for so many nanoseconds, or for fewer */
    EvenPace(Duration step, LongSupplier nanoTime, LongConsumer sleep) {
        this.step = step.toNanos();
        this.nanoTime = nanoTime;
        this.sleep = sleep;
    }

    /** Now. */
    long begin() {
        return nanoTime.getAsLong();
    }

    /** Returns at the next whole step since then. */
    void await(long begun) {
        long worked = nanoTime.getAsLong() - begun;
        long until = begun + (worked / step + 1) * step;
        for (long left = until - nanoTime.getAsLong(); left > 0; left = until - nanoTime.getAsLong()) {
            sleep.accept(left);
        }
    }
}
