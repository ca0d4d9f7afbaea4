package org.komir.bot.telegram;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.komir.bot.intake.News;
import org.komir.bot.intake.Parcel;
import org.komir.bot.intake.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every minute whether there is news for a family that asked to be told in its chat. */
final class Notices implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private final News news;
    private final Function<Parcel, CountDownLatch> say;
    private boolean listens;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            1, Thread.ofPlatform().name("telegram-notices").daemon().factory());

    /** @param say gives a latch that opens when the parcel was said or given up */
    Notices(News news, Function<Parcel, CountDownLatch> say) {
        this.news = news;
        this.say = say;
    }

    void start() {
        timer.scheduleWithFixedDelay(this::once, 0, EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    void once() {
        try {
            if (!listens) {
                news.listens();
                listens = true;
            }
            for (Map.Entry<String, Parcel> one : news.waiting().entrySet()) {
                // Forgotten only when it was said: what a broken line holds up is said at another minute.
                if (say.apply(one.getValue()).await(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                    news.told(List.of(one.getKey()));
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (StoreUnavailable later) {
            LOG.warn("who waits for news is told later: {}", later.getMessage());
        } catch (RuntimeException unexpected) { // a scheduled task that throws is never run again
            LOG.error("telling of news failed with {}", unexpected.getClass().getName());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
