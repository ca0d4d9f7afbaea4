package org.komir.bot.telegram;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.komir.bot.conversation.Card;
import org.komir.bot.intake.LetterFile;
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
    private static final int MOST_ACKNOWLEDGED_AT_ONCE = 256;
    private static final Duration ACKNOWLEDGE_EVERY = Duration.ofMillis(300);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_STORE_PAUSE = Duration.ofSeconds(5);

    /** What is under way when the courier is stopped may still end within this time. */
    private static final Duration LAST_CALLS = Duration.ofMillis(500);

    /**
     * A new message has no name by which Telegram could know it again: after an answer that was lost it stands there twice. That is better than
     * a family that waits for a card which never comes, but not without end.
     */
    static final int MOST_TRIES_OF_A_NEW_MESSAGE = 6;

    /** An edit or a deletion can be repeated without harm, but one at which Telegram itself fails must not hold up its chat for ever. */
    private static final int MOST_TRIES_AT_A_FAILURE = 12;

    /** When so many chats are told at the same time that it is too much, it is the bot that is too fast and not the chats. */
    private static final int REFUSED_AT_ONCE = 3;

    /** Beyond this, what waits for one chat becomes one parcel: somebody who floods the bot sees the last card only. */
    static final int MOST_WAITING_A_CHAT = 16;

    /** Telegram accepts about 30 messages a second from a bot (Bot API FAQ, "broadcasting"); a server of one's own has no such limit. */
    private static final int CALLS_A_SECOND_TO_TELEGRAM = 30;

    /** Doubled each time, ten attempts take about nine minutes. */
    private static final Duration FIRST_PAUSE_OF_A_FILE = Duration.ofSeconds(1);

    private static final int CALLS_TO_TELEGRAM_AT_ONCE = 10;
    private static final int MOST_CHATS_WITH_NOTICES = 10_000;

    private final BotApi api;
    private final Turns turns;
    private final Path recordings;
    private final Downloads downloads;
    private final Map<Long, Deque<Work>> waiting = new ConcurrentHashMap<>();
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final Optional<Pace> pace;
    private final AtomicInteger refused = new AtomicInteger();
    private final ConcurrentLinkedQueue<Outgoing.Id> said = new ConcurrentLinkedQueue<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Set<Parcel> noticing = ConcurrentHashMap.newKeySet();
    private final Map<Long, List<Long>> notices = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            1, Thread.ofPlatform().name("telegram-courier").daemon().factory());
    private volatile long nothingBefore = System.nanoTime();

    /** @param recordings the folder of the questions that were read aloud, {@code kk-Arab/detained-relative.1/p_name.ogg} */
    Courier(BotApi api, Turns turns, Path recordings) {
        this(api, turns, recordings, FIRST_PAUSE_OF_A_FILE);
    }

    /** @param firstPauseOfAFile before a file is fetched a second time */
    Courier(BotApi api, Turns turns, Path recordings, Duration firstPauseOfAFile) {
        this.api = api;
        this.turns = turns;
        this.recordings = recordings;
        this.downloads = new Downloads(api, turns, this::deliver, firstPauseOfAFile);
        this.pace = api.isTelegram()
                ? Optional.of(new Pace(CALLS_A_SECOND_TO_TELEGRAM, CALLS_TO_TELEGRAM_AT_ONCE))
                : Optional.empty();
    }

    /** What waits for a chat. */
    private record Work(Kind kind, List<Outgoing.Id> ids, List<Parcel.Call> calls, List<CountDownLatch> said) {
        /** What is to be said. A parcel with a file to fetch leaves the outbox when the fetch ends, not when its words are said. */
        static Work of(Kind kind, Parcel parcel) {
            List<Parcel.Call> toSay = parcel.calls().stream()
                    .filter(call -> !(call instanceof Parcel.Call.Fetch))
                    .toList();
            boolean fetches = toSay.size() < parcel.calls().size();
            List<Outgoing.Id> ids = fetches ? List.of() : parcel.id().stream().toList();
            return new Work(kind, ids, toSay, List.of(new CountDownLatch(1)));
        }

        /** Everything that was to be deleted, and of several cards in one place the last. Taps that waited so long need no answer. */
        static Work foldedFrom(Iterable<Work> works) {
            List<Outgoing.Id> ids = new ArrayList<>();
            Map<Optional<Long>, Parcel.Call.Show> cards = new LinkedHashMap<>();
            Set<Long> deleted = new LinkedHashSet<>();
            Deque<Parcel.Call> menus = new ArrayDeque<>();
            Deque<Parcel.Call> slow = new ArrayDeque<>();
            List<CountDownLatch> said = new ArrayList<>();
            for (Work work : works) {
                ids.addAll(work.ids());
                said.addAll(work.said());
                for (Parcel.Call call : work.calls()) {
                    switch (call) {
                        case Parcel.Call.Fetch elsewhere -> {}
                        case Parcel.Call.Acknowledge late -> {}
                        case Parcel.Call.Play late -> {}
                        case Parcel.Call.Below late -> {}
                        case Parcel.Call.LetterFile late -> {}
                        case Parcel.Call.Menu menu -> menus.add(menu);
                        case Parcel.Call.MakeNumber make -> slow.add(make);
                        case Parcel.Call.Visit visit -> slow.add(visit);
                        case Parcel.Call.Show show -> {
                            cards.remove(show.card());
                            cards.put(show.card(), show);
                        }
                        case Parcel.Call.Delete delete -> deleted.addAll(delete.messages());
                    }
                }
            }
            List<Parcel.Call> calls = new ArrayList<>(cards.values());
            if (!menus.isEmpty()) {
                calls.add(menus.getLast());
            }
            if (!deleted.isEmpty()) {
                calls.add(new Parcel.Call.Delete(List.copyOf(deleted)));
            }
            if (!slow.isEmpty()) {
                calls.add(slow.getLast());
            }
            return new Work(Kind.TURN, ids, calls, said);
        }
    }

    private enum Kind {
        /** What a turn says. */
        TURN,
        /** A line of ours beside the conversation: it does not become the card, and goes when there is something to say again. */
        NOTICE,
        /** The last word in a group, which is left then. */
        FAREWELL
    }

    private enum Outcome {
        DONE,
        /** Nothing reaches this chat any more. */
        BLOCKED,
        STOPPED
    }

    void start() {
        timer.scheduleWithFixedDelay(
                this::acknowledge, ACKNOWLEDGE_EVERY.toMillis(), ACKNOWLEDGE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Finishes nothing that Telegram delays; what is not said is said after the next start. */
    void stop() {
        stopping.countDown();
        downloads.stop();
        timer.shutdown();
        try {
            if (slots.tryAcquire(AT_ONCE, LAST_CALLS.toMillis(), TimeUnit.MILLISECONDS)) {
                slots.release(AT_ONCE);
            } else {
                LOG.debug("some calls were still under way");
            }
        } catch (InterruptedException atOnce) {
            Thread.currentThread().interrupt();
        }
        acknowledge();
    }

    /** Takes a parcel; the returned latch opens when it was said or given up. */
    CountDownLatch deliver(Parcel parcel) {
        Work work = Work.of(Kind.TURN, parcel);
        deliver(parcel.chat(), work);
        for (Parcel.Call call : parcel.calls()) {
            if (call instanceof Parcel.Call.Fetch fetch) {
                downloads.take(parcel.chat(), fetch, parcel.id());
            }
        }
        return work.said().getFirst();
    }

    /** Says a line that is no card: it is deleted before the next thing that is said in this chat. The same line is not said twice at once. */
    void notice(Parcel parcel) {
        // Not behind what waits for the chat: that may be waiting for the store, which is what the line is about.
        if (noticing.add(parcel)) {
            Thread.ofVirtual().name("telegram-chat").start(() -> {
                try {
                    say(parcel.chat(), Work.of(Kind.NOTICE, parcel));
                } finally {
                    noticing.remove(parcel);
                }
            });
        }
    }

    /** Says a line that is no card, where it is to be known whether it was said; the returned latch opens when it was, or was given up. */
    CountDownLatch tell(Parcel parcel) {
        Work work = Work.of(Kind.NOTICE, parcel);
        Thread.ofVirtual().name("telegram-chat").start(() -> say(parcel.chat(), work));
        return work.said().getFirst();
    }

    /** Says why, and leaves: a group must not become a place for testimony. */
    void refuseGroup(Parcel parcel) {
        deliver(parcel.chat(), Work.of(Kind.FAREWELL, parcel));
    }

    private void deliver(long chat, Work work) {
        boolean[] first = {false};
        waiting.compute(chat, (key, queue) -> {
            Deque<Work> works = queue == null ? new ArrayDeque<>() : queue;
            first[0] = queue == null;
            boolean full = works.size() >= MOST_WAITING_A_CHAT;
            if (full && work.kind() == Kind.FAREWELL) {
                return works; // one is enough
            }
            works.add(work);
            if (full) {
                Work folded = Work.foldedFrom(works);
                works.clear();
                works.add(folded);
            }
            return works;
        });
        if (first[0]) {
            Thread.ofVirtual().name("telegram-chat").start(() -> run(chat));
        }
    }

    private void run(long chat) {
        while (!stopped()) {
            Work[] next = {null};
            waiting.computeIfPresent(chat, (key, queue) -> {
                next[0] = queue.poll();
                return next[0] == null ? null : queue;
            });
            if (next[0] == null) {
                return;
            }
            say(chat, next[0]);
        }
    }

    private void say(long chat, Work work) {
        try {
            boolean fetching = false; // then the parcel leaves the outbox when the file is here
            slots.acquire();
            try {
                if (sayAll(chat, work)) {
                    said.addAll(work.ids());
                    work.said().forEach(CountDownLatch::countDown);
                }
            } finally {
                slots.release();
            }
            if (said.size() >= MOST_ACKNOWLEDGED_AT_ONCE) {
                acknowledge();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (Throwable unexpected) { // the next parcel of this chat must still go out
            LOG.error("a parcel failed with {}", unexpected.getClass().getName());
            work.said().forEach(CountDownLatch::countDown);
        }
    }

    /** False if the courier was stopped in between: then it is said again after the next start. */
    private boolean sayAll(long chat, Work work) throws InterruptedException {
        List<Parcel.Call> calls = new ArrayList<>();
        if (work.kind() == Kind.TURN) {
            List<Long> old = notices.remove(chat);
            if (old != null) {
                calls.add(new Parcel.Call.Delete(old));
            }
        }
        calls.addAll(work.calls());
        for (Parcel.Call call : calls) {
            switch (say(chat, work.kind(), call)) {
                case DONE -> {}
                case BLOCKED -> {
                    return true;
                }
                case STOPPED -> {
                    return false;
                }
            }
        }
        if (work.kind() == Kind.FAREWELL) {
            leave(chat);
        }
        return true;
    }

    private void leave(long chat) {
        try {
            api.leave(chat);
        } catch (ApiFailure stays) {
            LOG.debug("could not leave a group: {}", stays.kind());
        }
    }

    /** Makes one call, as often as it takes. */
    private Outcome say(long chat, Kind kind, Parcel.Call call) throws InterruptedException {
        Parcel.Call now = call;
        Duration pause = FIRST_PAUSE;
        int unclear = 0;
        while (awaitTurn()) {
            try {
                once(chat, kind, now);
                return Outcome.DONE;
            } catch (ApiFailure failure) {
                switch (failure.kind()) {
                    case TOO_MANY -> waitAsTold(failure.retryAfter());
                    // A token that is replaced, or a network that comes back, and it is said; nobody's words stay in a
                    // chat for an outage.
                    case NOT_CONNECTED, UNAUTHORISED -> pause = waitAndDouble(pause);
                    case UNREACHABLE, FAILED -> {
                        unclear++;
                        if (enough(unclear, now, failure.kind())) {
                            LOG.warn("a call was given up after {} tries: {}", unclear, failure.kind());
                            givenUp(chat, now, LetterFile.NotSent.FAILED);
                            return Outcome.DONE;
                        }
                        pause = waitAndDouble(pause);
                    }
                    case STAYS -> {
                        return stays(chat, kind, now);
                    }
                    case GONE -> {
                        if (!(now instanceof Parcel.Call.Show show)
                                || show.card().isEmpty()) {
                            givenUp(chat, now, LetterFile.NotSent.FAILED);
                            return Outcome.DONE;
                        }
                        now = new Parcel.Call.Show(Optional.empty(), show.content());
                    }
                    case BLOCKED -> {
                        return Outcome.BLOCKED;
                    }
                    case UNCHANGED, TOO_OLD -> {
                        return Outcome.DONE;
                    }
                    case ONLY_AS_DOCUMENT -> {
                        if (!(now instanceof Parcel.Call.LetterFile file) || file.plain()) {
                            givenUp(chat, now, LetterFile.NotSent.FAILED);
                            return Outcome.DONE;
                        }
                        now = file.asDocument();
                    }
                    case NOT_AS_SIGNED -> {
                        LOG.warn("a file of a letter is not what was signed");
                        givenUp(chat, now, LetterFile.NotSent.NOT_AS_SIGNED);
                        return Outcome.DONE;
                    }
                    case CONFLICT, REFUSED -> {
                        LOG.error("Telegram refused a call: {}", failure.kind());
                        givenUp(chat, now, LetterFile.NotSent.FAILED);
                        return Outcome.DONE;
                    }
                }
            }
        }
        return Outcome.STOPPED;
    }

    /** Telegram deletes all of a call or none: one by one those go that can go, and of the others the family is told. */
    private Outcome stays(long chat, Kind kind, Parcel.Call call) throws InterruptedException {
        if (!(call instanceof Parcel.Call.Delete delete) || delete.byHand().isEmpty()) {
            return Outcome.DONE;
        }
        if (delete.messages().size() == 1) {
            return say(
                    chat,
                    kind,
                    new Parcel.Call.Below(
                            delete.messages().getFirst(), delete.byHand().get()));
        }
        for (long message : delete.messages()) {
            Outcome outcome = say(chat, kind, new Parcel.Call.Delete(List.of(message), delete.byHand()));
            if (outcome != Outcome.DONE) {
                return outcome;
            }
        }
        return Outcome.DONE;
    }

    private void givenUp(long chat, Parcel.Call call, LetterFile.NotSent why) {
        if (call instanceof Parcel.Call.LetterFile file) {
            turns.letterFileNotSent(chat, file, why);
        }
    }

    private static boolean enough(int tries, Parcel.Call call, ApiFailure.Kind failure) {
        if (call instanceof Parcel.Call.LetterFile) {
            return true; // it may stand there, and what stands there twice is taken away once
        }
        boolean mayDouble = call instanceof Parcel.Call.Below
                || (call instanceof Parcel.Call.Show show && show.card().isEmpty());
        return mayDouble
                ? tries >= MOST_TRIES_OF_A_NEW_MESSAGE
                : failure == ApiFailure.Kind.FAILED && tries >= MOST_TRIES_AT_A_FAILURE;
    }

    private void once(long chat, Kind kind, Parcel.Call call) throws ApiFailure, InterruptedException {
        switch (call) {
            case Parcel.Call.Acknowledge acknowledge -> api.acknowledge(acknowledge.callback());
            case Parcel.Call.Delete delete -> api.delete(chat, delete.messages());
            case Parcel.Call.Menu menu -> api.menu(chat, menu.entries());
            case Parcel.Call.Play play -> play(chat, play.recording());
            case Parcel.Call.Below below -> note(chat, api.reply(chat, below.message(), below.line()));
            case Parcel.Call.Fetch fetch -> throw new IllegalStateException("a file is fetched, not said");
            case Parcel.Call.MakeNumber make -> turns.makeNumber(chat, make);
            case Parcel.Call.Visit visit -> turns.visit(chat, visit);
            case Parcel.Call.LetterFile file -> sendFile(chat, kind, file);
            case Parcel.Call.Show show -> {
                if (show.card().isPresent()) {
                    api.edit(chat, show.card().get(), show.content());
                } else {
                    sendNew(chat, kind, show.content());
                }
            }
        }
    }

    private void sendFile(long chat, Kind kind, Parcel.Call.LetterFile file) throws ApiFailure, InterruptedException {
        Optional<LetterFile.Opened> opened = turns.letterFile(chat, file);
        if (opened.isPresent()) {
            long message = api.file(chat, opened.get());
            if (!turns.letterFileSent(chat, file, message)) {
                say(chat, kind, new Parcel.Call.Delete(List.of(message)));
            }
        }
    }

    /** A recording goes with the next card: by the store's memory, or by ours where nothing of the chat may be stored yet. */
    private void play(long chat, String recording) throws ApiFailure, InterruptedException {
        long message = api.voice(chat, recordings.resolve(recording + ".ogg"));
        for (Duration pause = FIRST_PAUSE; !stopped(); pause = doubled(pause, LONGEST_STORE_PAUSE)) {
            try {
                if (!turns.played(chat, message)) {
                    note(chat, message);
                }
                return;
            } catch (StoreUnavailable unavailable) {
                waitFor(pause);
            }
        }
    }

    private void note(long chat, long message) {
        if (notices.size() < MOST_CHATS_WITH_NOTICES) {
            notices.merge(chat, List.of(message), Courier::both);
        }
    }

    private void sendNew(long chat, Kind kind, Card card) throws ApiFailure, InterruptedException {
        long message = api.send(chat, card);
        switch (kind) {
            case TURN -> cardIs(chat, message);
            case NOTICE -> note(chat, message);
            case FAREWELL -> {}
        }
    }

    private static List<Long> both(List<Long> some, List<Long> more) {
        List<Long> both = new ArrayList<>(some);
        both.addAll(more);
        return both;
    }

    private void cardIs(long chat, long message) throws InterruptedException {
        for (Duration pause = FIRST_PAUSE; !stopped(); pause = doubled(pause, LONGEST_STORE_PAUSE)) {
            try {
                turns.cardIs(chat, message);
                return;
            } catch (StoreUnavailable unavailable) {
                waitFor(pause);
            } catch (RuntimeException unexpected) { // the message is there: to send it again would double it
                LOG.error(
                        "the place of a card could not be noted: {}",
                        unexpected.getClass().getName());
                return;
            }
        }
    }

    /** Waits until Telegram may be called; false when stopped. */
    private boolean awaitTurn() throws InterruptedException {
        if (pace.isPresent()) {
            waitFor(pace.get().place(System.nanoTime()));
        }
        while (everybodyWaits() && !stopped()) {
            waitFor(Duration.ofNanos(nothingBefore - System.nanoTime()));
        }
        return !stopped();
    }

    boolean everybodyWaits() {
        return nothingBefore - System.nanoTime() > 0;
    }

    private void waitAsTold(Duration time) throws InterruptedException {
        try {
            if (refused.incrementAndGet() >= REFUSED_AT_ONCE) {
                nothingBefore = System.nanoTime() + time.toNanos();
            }
            waitFor(time);
        } finally {
            refused.decrementAndGet();
        }
    }

    private Duration waitAndDouble(Duration pause) throws InterruptedException {
        waitFor(pause);
        return doubled(pause, LONGEST_PAUSE);
    }

    private static Duration doubled(Duration pause, Duration longest) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(longest) > 0 ? longest : twice;
    }

    /** Others may speak meanwhile. */
    private void waitFor(Duration time) throws InterruptedException {
        if (!time.isPositive()) {
            return;
        }
        slots.release();
        try {
            if (stopping.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.debug("stopping");
            }
        } finally {
            slots.acquireUninterruptibly();
        }
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }

    private synchronized void acknowledge() {
        try {
            while (!said.isEmpty()) {
                List<Outgoing.Id> ids =
                        said.stream().limit(MOST_ACKNOWLEDGED_AT_ONCE).toList();
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
