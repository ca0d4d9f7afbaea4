package org.komir.bot.telegram;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.komir.bot.conversation.Card;
import org.komir.bot.intake.Parcel;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.intake.Turn.Outgoing;
import org.komir.bot.intake.Turns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what the intake hands over: in order within a chat, many chats at once. It waits as long as Telegram asks, tries again what may not
 * have arrived, and notes in batches what was said. What is lost with the process lies in the outbox and is said again.
 */
public final class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private static final int AT_ONCE = 64;
    private static final int MOST_ACKNOWLEDGED_AT_ONCE = 512;
    private static final Duration ACKNOWLEDGE_EVERY = Duration.ofMillis(300);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** A new message has no name by which Telegram could know it again: after an answer that was lost it would stand there twice. */
    private static final int MOST_TRIES_OF_A_NEW_MESSAGE = 4;

    /** An edit or a deletion can be repeated without harm, but not for ever: the next card will do. */
    private static final int MOST_TRIES = 12;

    /** Telegram accepts about 30 messages a second from a bot; each card is up to three calls. */
    private static final int CALLS_A_SECOND_TO_TELEGRAM = 30;

    /** Doubled each time, ten attempts take about nine minutes. */
    private static final Duration FIRST_PAUSE_OF_A_FILE = Duration.ofSeconds(1);

    private final BotApi api;
    private final Turns turns;
    private final Downloads downloads;
    private final Map<Long, Deque<Letter>> waiting = new ConcurrentHashMap<>();
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final Semaphore rate;
    private final ConcurrentLinkedQueue<Outgoing.Id> said = new ConcurrentLinkedQueue<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            1, Thread.ofPlatform().name("telegram-courier").daemon().factory());

    Courier(BotApi api, Turns turns) {
        this(api, turns, FIRST_PAUSE_OF_A_FILE);
    }

    /** @param firstPauseOfAFile before a file is fetched a second time */
    Courier(BotApi api, Turns turns, Duration firstPauseOfAFile) {
        this.api = api;
        this.turns = turns;
        this.downloads = new Downloads(api, turns, this::deliver, firstPauseOfAFile);
        this.rate = new Semaphore(api.isTelegram() ? CALLS_A_SECOND_TO_TELEGRAM : Integer.MAX_VALUE);
    }

    /** Begins with what was not said before the last stop. */
    void start() {
        timer.scheduleWithFixedDelay(
                this::acknowledge, ACKNOWLEDGE_EVERY.toMillis(), ACKNOWLEDGE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        if (api.isTelegram()) {
            timer.scheduleAtFixedRate(
                    () -> rate.release(Math.max(0, CALLS_A_SECOND_TO_TELEGRAM - rate.availablePermits())),
                    1,
                    1,
                    TimeUnit.SECONDS);
        }
        turns.undelivered().forEach(this::deliver);
    }

    /** Finishes nothing that Telegram delays; what is not said is said after the next start. */
    void stop() {
        stopping.countDown();
        downloads.stop();
        timer.shutdown();
        acknowledge();
    }

    /** A parcel on its way, and whoever waits for it. */
    private record Letter(Parcel parcel, CountDownLatch said) {}

    /** Takes a parcel; the returned latch opens when it was said or given up. */
    CountDownLatch deliver(Parcel parcel) {
        Letter letter = new Letter(parcel, new CountDownLatch(1));
        boolean[] first = {false};
        waiting.compute(parcel.chat(), (chat, queue) -> {
            Deque<Letter> letters = queue == null ? new ArrayDeque<>() : queue;
            first[0] = queue == null;
            letters.add(letter);
            return letters;
        });
        if (first[0]) {
            Thread.ofVirtual().name("telegram-chat").start(() -> run(parcel.chat()));
        }
        return letter.said();
    }

    /** Says why, and leaves: a group must not become a place for testimony. */
    void refuseGroup(long chat, Parcel parcel) {
        deliver(parcel);
        Thread.ofVirtual().name("telegram-chat").start(() -> {
            try {
                api.leave(chat);
            } catch (ApiFailure stays) {
                LOG.debug("could not leave a group: {}", stays.kind());
            }
        });
    }

    private void run(long chat) {
        while (!stopped()) {
            Letter[] next = {null};
            waiting.computeIfPresent(chat, (key, queue) -> {
                next[0] = queue.poll();
                return next[0] == null ? null : queue;
            });
            if (next[0] == null) {
                return;
            }
            try {
                say(next[0].parcel());
            } finally {
                next[0].said().countDown();
            }
        }
    }

    private void say(Parcel parcel) {
        try {
            boolean fetching = false; // then the parcel leaves the outbox when the file is here
            slots.acquire();
            try {
                for (Parcel.Call call : parcel.calls()) {
                    if (call instanceof Parcel.Call.Fetch fetch) {
                        downloads.take(parcel.chat(), fetch, parcel.id());
                        fetching = true;
                    } else if (!say(parcel.chat(), call)) {
                        break;
                    }
                }
            } finally {
                slots.release();
            }
            boolean done = !fetching && !stopped();
            parcel.id().filter(id -> done).ifPresent(said::add);
            if (said.size() >= MOST_ACKNOWLEDGED_AT_ONCE) {
                acknowledge();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (Throwable unexpected) { // the next parcel of this chat must still go out
            LOG.error("a parcel failed with {}", unexpected.getClass().getName());
        }
    }

    /** Makes one call, as often as it takes; false if nothing reaches this chat any more. */
    private boolean say(long chat, Parcel.Call call) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        int most = call instanceof Parcel.Call.Show show && show.card().isEmpty()
                ? MOST_TRIES_OF_A_NEW_MESSAGE
                : MOST_TRIES;
        for (int attempt = 1; !stopped(); ) {
            try {
                rate.acquire();
                once(chat, call);
                return true;
            } catch (ApiFailure failure) {
                switch (failure.kind()) {
                    case TOO_MANY -> waitFor(failure.retryAfter());
                    case UNREACHABLE -> {
                        if (attempt++ >= most) {
                            LOG.warn("a call was given up after {} tries", most);
                            return true;
                        }
                        waitFor(pause);
                        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                                ? LONGEST_PAUSE
                                : pause.multipliedBy(2);
                    }
                    case BLOCKED -> {
                        return false;
                    }
                    case UNCHANGED, TOO_OLD, GONE -> {
                        return true;
                    }
                    case CONFLICT, UNAUTHORISED, REFUSED -> {
                        LOG.error("Telegram refused a call: {}", failure.kind());
                        return true;
                    }
                }
            } finally {
                if (!api.isTelegram()) {
                    rate.release();
                }
            }
        }
        return false;
    }

    private void once(long chat, Parcel.Call call) throws ApiFailure, InterruptedException {
        switch (call) {
            case Parcel.Call.Acknowledge acknowledge -> api.acknowledge(acknowledge.callback());
            case Parcel.Call.Delete delete -> api.delete(chat, delete.messages());
            case Parcel.Call.Fetch fetch -> throw new IllegalStateException("a file is fetched, not said");
            case Parcel.Call.Show show -> {
                if (show.card().isEmpty()) {
                    sendNew(chat, show.content());
                    return;
                }
                try {
                    api.edit(chat, show.card().get(), show.content());
                } catch (ApiFailure failure) {
                    if (failure.kind() != ApiFailure.Kind.GONE) {
                        throw failure;
                    }
                    sendNew(chat, show.content());
                }
            }
        }
    }

    private void sendNew(long chat, Card card) throws ApiFailure, InterruptedException {
        long message = api.send(chat, card);
        for (Duration pause = FIRST_PAUSE; !stopped(); pause = pause.multipliedBy(2)) {
            try {
                turns.cardIs(chat, message);
                return;
            } catch (StoreUnavailable unavailable) {
                waitFor(pause);
            }
        }
    }

    private void waitFor(Duration time) throws InterruptedException {
        slots.release();
        try {
            if (stopping.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("stopping");
            }
        } finally {
            slots.acquire();
        }
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }

    private synchronized void acknowledge() {
        try {
            while (!said.isEmpty()) {
                List<Outgoing.Id> ids = new ArrayList<>();
                for (Outgoing.Id id : said) {
                    ids.add(id);
                    if (ids.size() == MOST_ACKNOWLEDGED_AT_ONCE) {
                        break;
                    }
                }
                turns.delivered(ids);
                ids.forEach(id -> said.poll());
            }
        } catch (StoreUnavailable later) {
            LOG.debug("what was said is noted later");
        } catch (RuntimeException unexpected) { // a scheduled task that throws is never run again
            LOG.error(
                    "noting what was said failed with {}", unexpected.getClass().getName());
        }
    }
}
