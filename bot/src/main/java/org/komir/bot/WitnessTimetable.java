package org.komir.bot;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.komir.bot.intake.Housekeeping;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens by the clock on the witness side: unfinished cases end, link keys go, submitted cases are released, the store is scrubbed. */
final class WitnessTimetable implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WitnessTimetable.class);
    private static final Duration HOUSEKEEPING = Duration.ofHours(1);
    private static final Duration RELEASE_NOW = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Store store;
    private final Housekeeping housekeeping;
    private final Settings.Release release;
    private final LocalTime releaseAt;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            1, Thread.ofPlatform().name("witness-timetable").daemon().factory());

    WitnessTimetable(
            Store store, Housekeeping housekeeping, Settings.Release release, LocalTime releaseAt, Clock clock) {
        this.store = store;
        this.housekeeping = housekeeping;
        this.release = release;
        this.releaseAt = releaseAt;
        this.clock = clock;
    }

    void start() {
        every(Duration.ZERO, HOUSEKEEPING, this::keepHouse);
        switch (release) {
            case NOW -> every(RELEASE_NOW, RELEASE_NOW, store::release);
            case DAILY ->
                every(untilRelease(), DAY, () -> {
                    store.release();
                    // After the release, so that what is rewritten no longer tells which case was submitted when.
                    store.scrub();
                });
        }
    }

    private Duration untilRelease() {
        LocalDateTime now = LocalDateTime.now(clock.withZone(ZoneOffset.UTC));
        LocalDateTime next = now.toLocalDate().atTime(releaseAt);
        return Duration.between(now, next.isAfter(now) ? next : next.plusDays(1));
    }

    private void keepHouse() {
        Housekeeping.Done done = housekeeping.run();
        store.countDays(LocalDate.now(clock.withZone(ZoneOffset.UTC)));
        if (done.handedIn() + done.destroyed() > 0) {
            LOG.info("unfinished cases: {} handed in, {} destroyed, as chosen", done.handedIn(), done.destroyed());
            store.scrub();
        }
    }

    private void every(Duration first, Duration period, Runnable task) {
        timer.scheduleAtFixedRate(
                () -> {
                    try {
                        task.run();
                    } catch (StoreUnavailable later) {
                        LOG.warn("{}; tried again at the next time", later.getMessage());
                    } catch (RuntimeException unexpected) { // a scheduled task that throws is never run again
                        LOG.error(
                                "a scheduled task failed with {}",
                                unexpected.getClass().getName());
                    }
                },
                first.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
