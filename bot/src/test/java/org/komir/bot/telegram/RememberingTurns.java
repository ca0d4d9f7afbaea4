package org.komir.bot.telegram;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.komir.bot.conversation.Answer;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.Input;
import org.komir.bot.intake.Incoming;
import org.komir.bot.intake.LetterFile;
import org.komir.bot.intake.Parcel;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.intake.Turn.Outgoing;
import org.komir.bot.intake.Turns;

/** An intake that only remembers. Like a real one it outlives the process that asks it, and like a real one it can be out of reach. */
final class RememberingTurns implements Turns {
    private final Map<Long, Integer> attempts = new HashMap<>();
    private final Set<Long> seen = new HashSet<>();
    private final List<Incoming> taken = new ArrayList<>();
    private final Map<Long, byte[]> quarantined = new HashMap<>();
    private final List<List<Outgoing.Id>> delivered = new ArrayList<>();
    private final Map<Long, Long> cards = new HashMap<>();
    private final List<Parcel> unsaid = new ArrayList<>();
    private final List<Input> settled = new ArrayList<>();
    private final List<LocalDate> idleBefore = new ArrayList<>();
    private volatile boolean outOfReach;
    private volatile boolean cannotPutAside;
    private volatile Wanted wanted = Wanted.YES;
    private volatile Function<Incoming, Optional<Parcel>> answer = incoming -> Optional.empty();

    void answers(Function<Incoming, Optional<Parcel>> how) {
        this.answer = how;
    }

    void outOfReach(boolean now) {
        outOfReach = now;
    }

    /** Putting aside fails, and not for want of the store. */
    void cannotPutAside(boolean now) {
        cannotPutAside = now;
    }

    boolean isOutOfReach() {
        return outOfReach;
    }

    synchronized void unsaid(Parcel parcel) {
        unsaid.add(parcel);
    }

    void wants(Wanted now) {
        wanted = now;
    }

    synchronized List<Input> settled() {
        return List.copyOf(settled);
    }

    synchronized List<Long> taken() {
        return taken.stream().map(Incoming::update).toList();
    }

    synchronized Map<Long, byte[]> quarantined() {
        return Map.copyOf(quarantined);
    }

    synchronized List<List<Outgoing.Id>> delivered() {
        return List.copyOf(delivered);
    }

    synchronized Map<Long, Long> cards() {
        return Map.copyOf(cards);
    }

    private final List<Parcel.Call> slow = new ArrayList<>();
    private int minutes;
    private volatile Consumer<Parcel> later = parcel -> {};

    /** What was to be begun once all before it was said. */
    synchronized List<Parcel.Call> slow() {
        return List.copyOf(slow);
    }

    synchronized int minutes() {
        return minutes;
    }

    Consumer<Parcel> later() {
        return later;
    }

    @Override
    public void says(Consumer<Parcel> consumer) {
        later = consumer;
    }

    @Override
    public synchronized void makeNumber(long chat, Parcel.Call.MakeNumber call) {
        slow.add(call);
    }

    @Override
    public synchronized void visit(long chat, Parcel.Call.Visit call) {
        slow.add(call);
    }

    @Override
    public synchronized void minutePasses(Consumer<Parcel> said) {
        minutes++;
    }

    @Override
    public boolean played(long chat, long message) {
        return true;
    }

    @Override
    public Optional<Parcel> take(Incoming incoming) {
        reach();
        Optional<Parcel> parcel = answer.apply(incoming);
        reach();
        synchronized (this) {
            if (seen.add(incoming.update())) {
                taken.add(incoming);
            }
        }
        return parcel;
    }

    @Override
    public synchronized Map<Long, Integer> attempt(Collection<Long> updates) {
        reach();
        Map<Long, Integer> counts = new HashMap<>();
        updates.forEach(update -> counts.put(update, attempts.merge(update, 1, Integer::sum)));
        return counts;
    }

    @Override
    public synchronized void quarantine(long update, byte[] contentWithoutIds) {
        reach();
        if (cannotPutAside) {
            throw new IllegalStateException("a bug");
        }
        quarantined.put(update, contentWithoutIds);
    }

    @Override
    public synchronized void delivered(Collection<Outgoing.Id> parcels) {
        reach();
        delivered.add(List.copyOf(parcels));
    }

    @Override
    public Wanted wants(long chat, Parcel.Call.Fetch fetch) {
        reach();
        return wanted;
    }

    @Override
    public void hideIdle(LocalDate lastTurnBefore, Consumer<Parcel> hidden) {
        reach();
        idleBefore.add(lastTurnBefore);
    }

    synchronized List<LocalDate> idleBefore() {
        return List.copyOf(idleBefore);
    }

    @Override
    public Input receive(long chat, Parcel.Call.Fetch fetch, InputStream content) throws IOException {
        byte[] bytes = content.readAllBytes();
        return new Input.Received(
                fetch.question(),
                fetch.item(),
                new Answer.Attached(fetch.sent(), fetch.file().hex(), bytes.length, Arrays.hashCode(bytes) + ""));
    }

    @Override
    public synchronized Optional<Parcel> settle(long chat, Parcel.Call.Fetch fetch, Input outcome) {
        reach();
        settled.add(outcome);
        return Optional.of(line(chat, "settled"));
    }

    @Override
    public synchronized void cardIs(long chat, long message) {
        reach();
        cards.put(chat, message);
    }

    @Override
    public synchronized List<Parcel> undelivered() {
        reach();
        return List.copyOf(unsaid);
    }

    @Override
    public Parcel pleaseWait(long chat) {
        return line(chat, "please wait");
    }

    @Override
    public Parcel pleaseRepeat(long chat) {
        return line(chat, "please repeat");
    }

    @Override
    public Parcel notInGroups(long chat) {
        return line(chat, "not in groups");
    }

    static Parcel line(long chat, String text) {
        Card card = new Card(text, false, List.of());
        return new Parcel(Optional.empty(), chat, List.of(new Parcel.Call.Show(Optional.empty(), card)));
    }

    private void reach() {
        if (outOfReach) {
            throw new StoreUnavailable(StoreUnavailable.Trouble.UNREACHABLE);
        }
    }

    @Override
    public Optional<LetterFile.Opened> letterFile(long chat, Parcel.Call.LetterFile call) {
        return Optional.empty();
    }

    @Override
    public boolean letterFileSent(long chat, Parcel.Call.LetterFile call, long message) {
        return false;
    }

    @Override
    public void letterFileNotSent(long chat, Parcel.Call.LetterFile call, LetterFile.NotSent why) {}
}
