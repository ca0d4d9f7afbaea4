package org.komir.bot.intake;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.komir.bot.conversation.Card;
import org.komir.bot.intake.Parcel.Call;

/** The visits that go on now, one a chat, and what is said to them. */
final class LiveVisits {
    private static final int MOST_VISITS = 1000;

    private final Clock clock;
    private final Map<Long, Visit> visits = new ConcurrentHashMap<>();
    private volatile Consumer<Parcel> say = parcel -> {};

    LiveVisits(Clock clock) {
        this.clock = clock;
    }

    void says(Consumer<Parcel> later) {
        say = later;
    }

    Optional<Visit> of(long chat) {
        Visit visit = visits.get(chat);
        return Optional.ofNullable(visit).filter(one -> clock.instant().isBefore(one.until));
    }

    /** The visit of this name, where its card is what stands in the chat. */
    Optional<Visit> onScreen(long chat, String id) {
        return of(chat).filter(visit -> visit.id.equals(id)).filter(visit -> visit.onScreen);
    }

    /** Takes the place of one before; what that one had sent goes. */
    void begins(long chat, Visit visit) {
        makeRoom();
        Optional.ofNullable(visits.put(chat, visit)).ifPresent(before -> takeAway(chat, before));
    }

    /** What it had sent goes too. */
    void ends(long chat, Visit visit) {
        visits.remove(chat, visit);
        takeAway(chat, visit);
    }

    /** The card of the conversation stands in its place; the visit itself goes on. */
    void leavesScreen(long chat, Visit visit) {
        visit.onScreen = false;
        takeAway(chat, visit);
    }

    /** Ends the visits whose time is over. */
    void endOver(BiConsumer<Long, Visit> ended) {
        Instant now = clock.instant();
        visits.forEach((chat, visit) -> {
            if (!now.isBefore(visit.until) && visits.remove(chat, visit)) {
                takeAway(chat, visit);
                ended.accept(chat, visit);
            }
        });
    }

    void say(long chat, Visit visit, Card card) {
        say(chat, visit, card, List.of());
    }

    /** Where the card of the visit stands there still. */
    void say(long chat, Visit visit, Card card, List<Call> after) {
        if (of(chat).filter(visit::equals).filter(now -> now.onScreen).isPresent()) {
            List<Call> calls = new ArrayList<>(List.of(new Call.Show(visit.card, card)));
            calls.addAll(after);
            say.accept(new Parcel(Optional.empty(), chat, calls));
        }
    }

    /** The files of letters that stand in the chat. */
    private void takeAway(long chat, Visit visit) {
        List<Long> sent;
        synchronized (visit) {
            sent = List.copyOf(visit.sent);
            visit.sent.clear();
        }
        if (!sent.isEmpty()) {
            Optional<Card> byHand = Optional.ofNullable(visit.texts)
                    .map(words -> new Card(words.get("delete_by_hand"), words.rightToLeft(), List.of()));
            say.accept(new Parcel(Optional.empty(), chat, List.of(new Call.Delete(sent, byHand))));
        }
    }

    /** In a flood the oldest goes. */
    private void makeRoom() {
        while (visits.size() >= MOST_VISITS) {
            visits.entrySet().stream()
                    .min((a, b) -> a.getValue().until.compareTo(b.getValue().until))
                    .ifPresent(oldest -> ends(oldest.getKey(), oldest.getValue()));
        }
    }
}
