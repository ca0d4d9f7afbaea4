package org.komir.bot.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
import java.util.concurrent.locks.LockSupport;
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

    /** How often putting aside may fail for another reason than the store, before one update is passed over so that the others are served. */
    static final int MOST_ATTEMPTS_TO_PUT_ASIDE = 3;

    /** After this time without a store, the family is told to wait. */
    static final Duration TELL_TO_WAIT = Duration.ofSeconds(10);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_STORE_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT_FOR_WORDS = Duration.ofSeconds(10);
    private static final Duration LONGEST_POLL_PAUSE = Duration.ofSeconds(60);

    /** A shortcut past the store's own set, for what comes twice within a few batches. */
    private static final int RECENT_UPDATES = 1_000;

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
    private boolean leftIsSaid;
    private long offset;
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
        while (!stopped()) {
            try {
                pollUntilStopped();
            } catch (InterruptedException stop) {
                return;
            } catch (Throwable evenHere) { // no memory even to log it: a loop that ends would be deaf for ever
                LockSupport.parkNanos(LONGEST_STORE_PAUSE.toNanos());
            }
        }
    }

    private void pollUntilStopped() throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (!stopped()) {
            try {
                sayWhatIsLeftIfTheStoreAnswers();
                List<JsonNode> batch = api.updates(offset, BotApi.POLL);
                lastPoll = clock.instant();
                if (!batch.isEmpty()) {
                    offset = offsetAfter(take(batch));
                }
                pause = FIRST_PAUSE;
            } catch (ApiFailure failure) {
                pause = waitAfter(failure, pause);
            } catch (RuntimeException | Error unexpected) {
                // Even an Error of one turn must not leave the families without an answer.
                LOG.error(
                        "the update loop goes on after a {}",
                        unexpected.getClass().getName());
                pause = waitAfter(new ApiFailure(ApiFailure.Kind.UNREACHABLE), pause);
            }
        }
    }

    private void sayWhatIsLeftIfTheStoreAnswers() {
        try {
            sayWhatIsLeft();
        } catch (StoreUnavailable later) {
            LOG.error("{}; Telegram is asked all the same", later.getMessage());
        }
    }

    /** Before anything new is said, so that the order of each chat is kept. */
    private void sayWhatIsLeft() {
        if (leftIsSaid) {
            return;
        }
        try {
            turns.undelivered().forEach(courier::deliver);
        } catch (StoreUnavailable later) {
            throw later;
        } catch (RuntimeException | Error unexpected) { // what is new must be served all the same
            LOG.error(
                    "what was left to be said could not be read: {}",
                    unexpected.getClass().getName());
        }
        leftIsSaid = true;
    }

    /** One more than the last update of this batch, whichever is the highest: numbers may begin anew at a lower one. */
    private static long offsetAfter(List<JsonNode> batch) {
        return batch.reversed().stream()
                .map(Updates::id)
                .flatMap(Optional::stream)
                .findFirst()
                .map(id -> id + 1)
                .orElseThrow(() -> new IllegalStateException("a batch without a number"));
    }

    private Duration waitAfter(ApiFailure failure, Duration pause) throws InterruptedException {
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
            case FAILED, NOT_CONNECTED, UNREACHABLE ->
                LOG.warn(
                        "no updates from the Bot API: {}; next try in {} ms or later",
                        failure.kind(),
                        pause.toMillis());
        }
        pauseFor(pause.plusMillis(jitter.nextLong(pause.toMillis() / 2 + 1)));
        return doubled(pause, LONGEST_POLL_PAUSE);
    }

    private void pauseFor(Duration time) throws InterruptedException {
        if (stopping.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("stopping");
        }
    }

    private static Duration doubled(Duration pause, Duration longest) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(longest) > 0 ? longest : twice;
    }

    /** One update of a batch. */
    private record Task(long id, JsonNode tree) {
        /** Where the family can be told something; groups, whose numbers are negative, are not. */
        Optional<Long> family() {
            return Updates.chat(tree).filter(chat -> chat > 0);
        }
    }

    /** Returns those updates of the batch, from its beginning, that are durable now: all, or fewer after the process died over them. */
    private List<JsonNode> take(List<JsonNode> batch) throws InterruptedException {
        Map<Long, Task> tasks = new LinkedHashMap<>();
        for (JsonNode tree : batch) {
            Updates.id(tree)
                    .filter(id -> !recent.contains(id))
                    .ifPresent(id -> tasks.putIfAbsent(id, new Task(id, tree)));
        }
        if (tasks.isEmpty()) {
            return batch;
        }
        List<Long> families = tasks.values().stream()
                .map(Task::family)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        Map<Long, Integer> counts = whenStoreAnswers(families, () -> {
            sayWhatIsLeft();
            return turns.attempt(tasks.keySet());
        });
        List<JsonNode> durable = batch;
        if (counts.values().stream().anyMatch(count -> count > 1)) {
            Task first = tasks.values().iterator().next();
            takeAlone(first);
            durable = batch.subList(0, batch.indexOf(first.tree()) + 1);
        } else {
            takeTogether(tasks.values());
        }
        told.clear();
        return durable;
    }

    private void takeTogether(Collection<Task> tasks) throws InterruptedException {
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
                if (stopped()) {
                    throw new InterruptedException("stopping");
                }
                // Not even putting aside went well: the offset must not move over it.
                throw new IllegalStateException("a batch is not durable");
            }
        }
    }

    /** A count of its own for each update: the negative of its number, which Telegram never uses. */
    private void takeAlone(Task task) throws InterruptedException {
        Map<Long, Integer> solo =
                whenStoreAnswers(task.family().stream().toList(), () -> turns.attempt(List.of(-task.id())));
        int tries = solo.getOrDefault(-task.id(), 1);
        if (tries > MOST_ATTEMPTS + MOST_ATTEMPTS_TO_PUT_ASIDE) {
            passOver(task);
        } else if (tries > MOST_ATTEMPTS) {
            putAside(task);
        } else {
            take(task);
        }
    }

    private void take(Task task) throws InterruptedException {
        switch (updates.read(task.tree())) {
            case Updates.Read.Turn turn -> take(task, turn.incoming());
            case Updates.Read.Group group -> tell(() -> courier.refuseGroup(turns.notInGroups(group.chat())));
            case Updates.Read.Unreadable unreadable -> putAside(task);
            case Updates.Read.Nothing nothing -> {}
        }
        recent.add(task.id());
    }

    private void take(Task task, Incoming incoming) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                Optional<Parcel> parcel = whenStoreAnswers(List.of(incoming.chat()), () -> turns.take(incoming));
                if (parcel.isPresent()) {
                    deliver(parcel.get());
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

    private void deliver(Parcel parcel) throws InterruptedException {
        CountDownLatch said = courier.deliver(parcel);
        if (parcel.id().isPresent()) {
            return;
        }
        // What lies in no outbox must be said before Telegram forgets the update; but one slow chat must not stop all.
        long deadline = System.nanoTime() + LONGEST_WAIT_FOR_WORDS.toNanos();
        while (!said.await(FIRST_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
            if (stopped()) {
                throw new InterruptedException("stopping");
            }
            if (System.nanoTime() - deadline > 0) {
                LOG.warn("a first card is late");
                return;
            }
        }
    }

    private void putAside(Task task) throws InterruptedException {
        byte[] content = Updates.withoutIds(task.tree());
        whenStoreAnswers(task.family().stream().toList(), () -> {
            turns.quarantine(task.id(), content);
            return true;
        });
        LOG.warn("an update was put aside, sealed");
        askToRepeat(task);
    }

    /** The one case in which something is given up that Telegram delivered: else nobody would be served any more. */
    private void passOver(Task task) {
        LOG.error("an update that could not even be put aside was passed over; its family is asked to write it again");
        askToRepeat(task);
    }

    private void askToRepeat(Task task) {
        recent.add(task.id());
        task.family().ifPresent(chat -> tell(() -> courier.notice(turns.pleaseRepeat(chat))));
    }

    /** What is only said must never fail what is stored. */
    private static void tell(Runnable saying) {
        try {
            saying.run();
        } catch (RuntimeException | Error failed) {
            LOG.error("a line could not be said: {}", failed.getClass().getName());
        }
    }

    /** Waits as long as it takes: the offset does not move, so nothing is lost. After ten seconds the families are told, once. */
    private <T> T whenStoreAnswers(List<Long> families, Supplier<T> action) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        Instant since = clock.instant();
        while (true) {
            try {
                return action.get();
            } catch (StoreUnavailable unavailable) {
                LOG.error("{}", unavailable.getMessage());
                if (Duration.between(since, clock.instant()).compareTo(TELL_TO_WAIT) >= 0) {
                    families.stream()
                            .filter(told::add)
                            .forEach(chat -> tell(() -> courier.notice(turns.pleaseWait(chat))));
                }
                pauseFor(pause);
                pause = doubled(pause, LONGEST_STORE_PAUSE);
            }
        }
    }
}
