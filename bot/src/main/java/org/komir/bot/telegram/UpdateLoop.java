package org.komir.bot.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.komir.bot.intake.Incoming;
import org.komir.bot.intake.Parcel;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.intake.Turns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls for updates and hands each to the intake.
 *
 * <p>The promise: the offset moves, and Telegram forgets, only after every update of a batch is durable. Nothing that happens inside ends
 * the loop. An update that was taken before is known by its number being in a set, never by being smaller than another: after a quiet week
 * Telegram may begin at a lower number, and a bot that compares goes deaf.
 *
 * <p>Attempts are counted durably before they are made, once for a batch. A count above one tells that the process died over the batch; then
 * each update is tried alone with a count of its own, and confirmed before the next one is tried: so the one that kills is found and put
 * aside, and its neighbours, which did not die, are not counted again.
 */
public final class UpdateLoop {
    private static final Logger LOG = LoggerFactory.getLogger(UpdateLoop.class);

    /** How often one update may fail, or the process die over it, before it is put aside. */
    static final int MOST_ATTEMPTS = 3;

    /** After this time without a store, the family is told to wait. */
    static final Duration TELL_TO_WAIT = Duration.ofSeconds(10);

    private static final Duration LONGEST_WAIT_FOR_WORDS = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_STORE_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_POLL_PAUSE = Duration.ofSeconds(60);
    private static final int RECENT_UPDATES = 20_000;

    private final BotApi api;
    private final Updates updates;
    private final Turns turns;
    private final Courier courier;
    private final Clock clock;
    private final RandomGenerator jitter;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Set<Long> recent = Collections.newSetFromMap(Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > RECENT_UPDATES;
        }
    }));
    private final ExecutorService chats = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Long> told = Collections.synchronizedSet(new HashSet<>());
    private volatile Instant lastPoll;
    private @Nullable Thread thread;

    UpdateLoop(BotApi api, Updates updates, Turns turns, Courier courier, Clock clock, RandomGenerator jitter) {
        this.api = api;
        this.updates = updates;
        this.turns = turns;
        this.courier = courier;
        this.clock = clock;
        this.jitter = jitter;
        this.lastPoll = clock.instant();
    }

    synchronized void start() {
        thread = Thread.ofPlatform().name("telegram-updates").start(this::run);
    }

    /** Ends the loop, a long poll that is under way included. What was not durable comes again after the next start. */
    void stop() throws InterruptedException {
        stopping.countDown();
        api.interrupt();
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running != null) {
            running.join(Duration.ofSeconds(10));
        }
        chats.shutdownNow();
    }

    /** When Telegram was last heard. */
    public Instant lastSuccessfulPoll() {
        return lastPoll;
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }

    private void run() {
        long offset = 0;
        Duration pause = FIRST_PAUSE;
        while (!stopped()) {
            try {
                List<JsonNode> batch = api.updates(offset, BotApi.POLL);
                lastPoll = clock.instant();
                pause = FIRST_PAUSE;
                if (!batch.isEmpty()) {
                    List<JsonNode> durable = take(batch);
                    offset = offsetAfter(durable, offset);
                }
            } catch (ApiFailure failure) {
                pause = waitAfter(failure, pause);
            } catch (InterruptedException stop) {
                return;
            } catch (Throwable unexpected) { // even an Error of one turn must not leave the families without an answer
                LOG.error(
                        "the update loop goes on after a {}",
                        unexpected.getClass().getName());
                pause = waitAfter(new ApiFailure(ApiFailure.Kind.UNREACHABLE), pause);
            }
        }
    }

    /** One more than the last update of this batch, whichever is the highest: numbers may begin anew at a lower one. */
    private static long offsetAfter(List<JsonNode> batch, long before) {
        return Updates.id(batch.getLast()).map(id -> id + 1).orElse(before);
    }

    private Duration waitAfter(ApiFailure failure, Duration pause) {
        if (stopped()) {
            return pause;
        }
        switch (failure.kind()) {
            case TOO_MANY -> {
                pauseFor(failure.retryAfter());
                return FIRST_PAUSE;
            }
            case UNAUTHORISED -> LOG.error("Telegram refuses the bot token: no update can be fetched");
            case CONFLICT ->
                LOG.error("somebody else polls with this bot's token: if it is not you, revoke the token now");
            case BLOCKED, GONE, UNCHANGED, TOO_OLD, REFUSED ->
                LOG.error("Telegram refused the poll: {}", failure.kind());
            case UNREACHABLE -> LOG.warn("no answer from the Bot API; next try in {} ms", pause.toMillis());
        }
        pauseFor(pause.plusMillis(jitter.nextLong(pause.toMillis() / 2 + 1)));
        return pause.multipliedBy(2).compareTo(LONGEST_POLL_PAUSE) > 0 ? LONGEST_POLL_PAUSE : pause.multipliedBy(2);
    }

    private void pauseFor(Duration time) {
        try {
            boolean stopNow = stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
            if (stopNow) {
                LOG.debug("stopping");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** One update of a batch. */
    private record Task(long id, JsonNode tree, Updates.Read read) {}

    /** Returns those updates of the batch, from its beginning, that are durable now: all, or fewer after the process died over them. */
    private List<JsonNode> take(List<JsonNode> batch) throws InterruptedException {
        List<Task> tasks = new ArrayList<>();
        for (JsonNode tree : batch) {
            Optional<Long> id = Updates.id(tree);
            if (id.isPresent() && !recent.contains(id.get())) {
                tasks.add(new Task(id.get(), tree, updates.read(tree)));
            }
        }
        tasks.removeIf(task -> task.read() instanceof Updates.Read.Nothing);
        if (tasks.isEmpty()) {
            return batch;
        }
        List<Long> ids = tasks.stream().map(Task::id).toList();
        Map<Long, Integer> counts = whenStoreAnswers(Optional.empty(), () -> turns.attempt(ids));
        boolean diedBefore = counts.values().stream().anyMatch(count -> count > 1);
        if (diedBefore) {
            takeAlone(tasks.getFirst());
        } else {
            takeTogether(tasks);
        }
        told.clear();
        return diedBefore ? batch.subList(0, batch.indexOf(tasks.getFirst().tree()) + 1) : batch;
    }

    private void takeTogether(List<Task> tasks) throws InterruptedException {
        Map<Long, List<Task>> byChat = new LinkedHashMap<>();
        for (Task task : tasks) {
            byChat.computeIfAbsent(Updates.chat(task.tree()).orElse(0L), chat -> new ArrayList<>())
                    .add(task);
        }
        List<Future<?>> running = new ArrayList<>();
        for (List<Task> ofOneChat : byChat.values()) {
            running.add(chats.submit(() -> {
                for (Task task : ofOneChat) {
                    take(task);
                }
                return null;
            }));
        }
        for (Future<?> one : running) {
            try {
                one.get();
            } catch (ExecutionException failed) {
                // Only stopping, or an Error even of putting aside, ends here: the offset must not move over it.
                throw new IllegalStateException("a batch is not durable");
            }
        }
    }

    /** A count of its own for each update: the negative of its number, which Telegram never uses. */
    private void takeAlone(Task task) throws InterruptedException {
        Map<Long, Integer> solo = whenStoreAnswers(chat(task), () -> turns.attempt(List.of(-task.id())));
        if (solo.getOrDefault(-task.id(), 1) > MOST_ATTEMPTS) {
            putAside(task);
        } else {
            take(task);
        }
    }

    private void take(Task task) throws InterruptedException {
        switch (task.read()) {
            case Updates.Read.Turn turn -> take(task, turn.incoming());
            case Updates.Read.Group group -> courier.refuseGroup(group.chat(), turns.notInGroups(group.chat()));
            case Updates.Read.Unreadable unreadable -> putAside(task);
            case Updates.Read.Nothing nothing -> {}
        }
        recent.add(task.id());
    }

    private void take(Task task, Incoming incoming) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                Optional<Parcel> parcel = whenStoreAnswers(Optional.of(incoming.chat()), () -> turns.take(incoming));
                if (parcel.isPresent()) {
                    CountDownLatch said = courier.deliver(parcel.get());
                    // What lies in no outbox must be said before Telegram forgets the update; but one slow chat must
                    // not stop all.
                    if (parcel.get().id().isEmpty()
                            && !said.await(LONGEST_WAIT_FOR_WORDS.toSeconds(), TimeUnit.SECONDS)) {
                        LOG.warn("a first card is late");
                    }
                }
                return;
            } catch (RuntimeException | Error failed) {
                LOG.error(
                        "an update failed with {}, attempt {}",
                        failed.getClass().getName(),
                        attempt);
                if (attempt == MOST_ATTEMPTS) {
                    putAside(task);
                    return;
                }
            }
        }
    }

    private void putAside(Task task) throws InterruptedException {
        byte[] content = Updates.withoutIds(task.tree());
        whenStoreAnswers(chat(task), () -> {
            turns.quarantine(task.id(), content);
            return true;
        });
        recent.add(task.id());
        LOG.warn("an update was put aside, sealed");
        chat(task).ifPresent(chat -> courier.deliver(turns.pleaseRepeat(chat)));
    }

    private static Optional<Long> chat(Task task) {
        return Updates.chat(task.tree());
    }

    /** Waits as long as it takes: the offset does not move, so nothing is lost. After ten seconds the family is told, once. */
    private <T> T whenStoreAnswers(Optional<Long> chat, Supplier<T> action) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        Instant since = clock.instant();
        while (true) {
            try {
                return action.get();
            } catch (StoreUnavailable unavailable) {
                LOG.error("{}", unavailable.getMessage());
                if (Duration.between(since, clock.instant()).compareTo(TELL_TO_WAIT) >= 0) {
                    chat.filter(told::add).ifPresent(c -> courier.deliver(turns.pleaseWait(c)));
                }
                if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new InterruptedException("stopping");
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_STORE_PAUSE) > 0
                        ? LONGEST_STORE_PAUSE
                        : pause.multipliedBy(2);
            }
        }
    }
}
