package org.komir.bot.intake;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where numbers are made and opened: two at once, since each takes 32 MiB and a good part of a second, and never in the thread of a turn. What is too much is
 * refused at once and not put in a line without an end.
 */
public final class Numbers implements AutoCloseable {
    static final int AT_ONCE = 2;
    static final int MOST_WAITING = 200;
    private static final Logger LOG = LoggerFactory.getLogger(Numbers.class);

    private final ScheduledExecutorService pool = Executors.newScheduledThreadPool(
            AT_ONCE, Thread.ofPlatform().name("numbers-", 0).daemon().factory());
    private final Semaphore places = new Semaphore(MOST_WAITING);

    /**
     * Does something after a while; a delay holds up nobody else.
     *
     * @return false where too many wait
     */
    boolean later(Duration delay, Runnable work) {
        if (!places.tryAcquire()) {
            return false;
        }
        try {
            pool.schedule(() -> run(work), delay.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException closing) {
            places.release();
            return false;
        }
    }

    private void run(Runnable work) {
        try {
            work.run();
        } catch (StoreUnavailable later) {
            LOG.warn("{}; the family can try again", later.getMessage());
        } catch (RuntimeException | Error unexpected) { // its message may hold what must not be told
            LOG.error("a number failed with {}", unexpected.getClass().getName());
        } finally {
            places.release();
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
