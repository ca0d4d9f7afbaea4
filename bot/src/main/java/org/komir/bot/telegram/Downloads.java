package org.komir.bot.telegram;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.komir.bot.conversation.Input;
import org.komir.bot.intake.Parcel;
import org.komir.bot.intake.Parcel.Call.Fetch;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.intake.Turn.Outgoing;
import org.komir.bot.intake.Turns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the files that families sent: many at once but not more than {@link #AT_ONCE}, each straight from the connection into its sealed
 * file. A fetch ends when its second turn is taken; before that its parcel stays in the outbox, and is taken up again at the next start.
 */
final class Downloads {

    /** Each holds about 300 KiB: two chunks of 64 KiB, the cipher's and the connection's buffers. */
    static final int AT_ONCE = 8;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);

    private final BotApi api;
    private final Turns turns;
    private final Consumer<Parcel> say;
    private final Duration firstPause;
    private final Semaphore slots = new Semaphore(AT_ONCE, true);
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** @param firstPause before the second attempt of a file; doubled before each further one */
    Downloads(BotApi api, Turns turns, Consumer<Parcel> say, Duration firstPause) {
        this.api = api;
        this.turns = turns;
        this.say = say;
        this.firstPause = firstPause;
    }

    /** @param parcel of the fetch, which leaves the outbox when the fetch has ended */
    void take(long chat, Fetch fetch, Optional<Outgoing.Id> parcel) {
        Thread.ofVirtual().name("telegram-file").start(() -> {
            try {
                run(chat, fetch, parcel);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } catch (Throwable unexpected) { // it stays in the outbox
                LOG.error("a fetch failed with {}", unexpected.getClass().getName());
            }
        });
    }

    /** What is not ended begins anew at the next start. */
    void stop() {
        stopping.countDown();
    }

    private void run(long chat, Fetch fetch, Optional<Outgoing.Id> parcel) throws InterruptedException {
        Optional<Input> outcome = fetch(chat, fetch);
        if (stopped()) {
            return;
        }
        Optional<Parcel> said = Optional.empty();
        if (outcome.isPresent()) {
            said = whenStoreAnswers(() -> turns.settle(chat, fetch, outcome.get()));
        }
        // Before the words go out: they must not be followed by "it is on its way" after a crash.
        if (parcel.isPresent()) {
            whenStoreAnswers(() -> {
                turns.delivered(List.of(parcel.get()));
                return true;
            });
        }
        said.ifPresent(say);
    }

    /** Empty where the file is not wanted any more, or this process stops. */
    private Optional<Input> fetch(long chat, Fetch fetch) throws InterruptedException {
        for (Duration pause = firstPause; !stopped(); pause = longer(pause)) {
            slots.acquire();
            try {
                switch (whenStoreAnswers(() -> turns.wants(chat, fetch))) {
                    case NO -> {
                        return Optional.empty();
                    }
                    case GIVE_UP -> {
                        return Optional.of(lost());
                    }
                    case YES -> {
                        return Optional.of(api.download(
                                fetch.source(),
                                content -> turns.receive(chat, fetch, new Stoppable(content, stopping))));
                    }
                }
            } catch (ApiFailure failure) {
                if (failure.kind() == ApiFailure.Kind.REFUSED || failure.kind() == ApiFailure.Kind.GONE) {
                    LOG.warn("Telegram does not give a file: {}", failure.kind());
                    return Optional.of(lost());
                }
                pause = failure.retryAfter().compareTo(pause) > 0 ? failure.retryAfter() : pause;
            } catch (IOException | StoreUnavailable brokeOff) {
                LOG.warn("a file did not arrive whole; it is fetched again");
            } finally {
                slots.release();
            }
            waitFor(pause);
        }
        return Optional.empty();
    }

    private static Input lost() {
        return new Input.NoFile(Input.NoFile.Why.LOST, 0);
    }

    private interface Action<T> {
        T run();
    }

    private <T> T whenStoreAnswers(Action<T> action) throws InterruptedException {
        for (Duration pause = firstPause; ; pause = longer(pause)) {
            try {
                return action.run();
            } catch (StoreUnavailable unavailable) {
                LOG.error("{}", unavailable.getMessage());
                waitFor(pause);
                if (stopped()) {
                    throw new InterruptedException("stopping");
                }
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private void waitFor(Duration pause) throws InterruptedException {
        if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("stopping");
        }
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }
}
