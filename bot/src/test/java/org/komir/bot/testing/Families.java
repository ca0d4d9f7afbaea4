package org.komir.bot.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.komir.bot.practice.LocalBotApi;
import org.komir.bot.practice.LocalBotApi.Event;
import org.komir.bot.practice.LocalBotApi.Key;

/**
 * People who answer the questionnaire by reading cards and pressing buttons, and who note what they answered. They act once on each card and
 * then wait, as people do: if the bot loses an act or a card, they wait for ever, and the test fails.
 */
public final class Families {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TAP = Duration.ofMillis(1);

    private final LocalBotApi telegram;
    private final Random seeds;
    private final Map<Long, List<String>> answered = new ConcurrentHashMap<>();

    public Families(LocalBotApi telegram, long seed) {
        this.telegram = telegram;
        this.seeds = new Random(seed);
    }

    /** What each answered, in the order of the questions, as {@link #told} words it. */
    public Map<Long, List<String>> answered() {
        return answered;
    }

    /** How an answer is noted: {@code option 2}, {@code text …}, {@code date 1964-05}, {@code place …}, {@code later}. */
    public static String told(String kind, Object value) {
        return kind + " " + value;
    }

    /** They all testify at once; returns when the last one has handed in. */
    public void testify(int howMany) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> people = new ArrayList<>();
            for (int i = 0; i < howMany; i++) {
                Person person = new Person(5_000_000_000L + i, new Random(seeds.nextLong()));
                people.add(() -> {
                    person.testify();
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(people, PATIENCE.toSeconds() * 2, TimeUnit.SECONDS)) {
                done.get();
            }
        }
    }

    private final class Person {
        private final long chat;
        private final Random random;
        private final Set<String> actedOn = new HashSet<>();
        private final List<String> notes = new ArrayList<>();
        private int texts;
        private boolean handedIn;

        Person(long chat, Random random) {
            this.chat = chat;
            this.random = random;
        }

        void testify() throws InterruptedException {
            answered.put(chat, notes);
            telegram.send(chat, "/start", "kk");
            while (!handedIn) {
                act(nextCard());
            }
            awaitEnd();
        }

        private Event nextCard() throws InterruptedException {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline) {
                List<Event> screen = telegram.state(chat);
                Optional<Event> fresh = screen.reversed().stream()
                        .filter(event -> !event.keyboard().isEmpty())
                        .filter(event -> !actedOn.contains(signature(event)))
                        .findFirst();
                if (fresh.isPresent()) {
                    actedOn.add(signature(fresh.get()));
                    return fresh.get();
                }
                long last = screen.isEmpty() ? 0 : screen.getFirst().seq();
                telegram.events(chat, last, Duration.ofSeconds(1));
            }
            throw new AssertionError("a family waits for ever after " + notes.size() + " answers");
        }

        private void awaitEnd() throws InterruptedException {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (telegram.state(chat).stream()
                    .anyMatch(event ->
                            keys(event).stream().anyMatch(key -> key.data().endsWith("~B")))) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("a family never hears that its case was handed in");
                }
                long last = telegram.state(chat).getFirst().seq();
                telegram.events(chat, last, Duration.ofSeconds(1));
            }
        }

        /** Two cards with the same buttons are the same card: somebody who answered one does not answer its double. */
        private String signature(Event card) {
            return keys(card).stream().map(Key::data).toList().toString();
        }

        private List<Key> keys(Event card) {
            return card.keyboard().stream().flatMap(List::stream).toList();
        }

        private void act(Event card) throws InterruptedException {
            if (press(card, "0~l~kk-Cyrl") || press(card, ".*~y~201[0-9]") || press(card, ".*~d~1960")) {
                return;
            }
            if (press(card, "0~c~.*~0[.]0[.].*")) {
                note("consent", 0);
                return;
            }
            if (offers(card, "0~i~.*~0[.].*")) { // what one should know, a card each
                tap(card, matching(card, "0~i~.*~0[.].*").getLast());
                return;
            }
            if (press(card, ".*~v")) { // the main part is done, and that is enough
                return;
            }
            if (press(card, ".*~g")) {
                return;
            }
            if (press(card, ".*~B")) { // without a number
                handedIn = true;
                return;
            }
            if (offers(card, ".*~m~.*-05")) {
                press(card, ".*~m~.*-05");
                note("date", value(card, ".*~m~.*-05"));
                return;
            }
            if (press(card, ".*~y~196[0-9]")) {
                return;
            }
            if (offers(card, ".*~[tu]~.*")) {
                tick(card);
                return;
            }
            if (offers(card, ".*~k~.*")) { // the second part of a story, then done
                if (actedOn.add("second part of " + turn(card))) {
                    actedOn.remove(signature(card));
                    write();
                    return;
                }
                press(card, ".*~k~.*");
                return;
            }
            answerOrPassOver(card);
        }

        private void answerOrPassOver(Event card) throws InterruptedException {
            int mood = random.nextInt(12);
            if (mood == 0 && press(card, ".*~s")) {
                note("later", "");
            } else if (mood == 1 && press(card, ".*~n")) {
                note("unknown", "");
            } else if (mood == 2 && press(card, ".*~r")) {
                note("declined", "");
            } else if (offers(card, ".*~o~.*")) {
                List<Key> options = matching(card, ".*~o~.*");
                // the first question may lead to another questionnaire
                Key key = notes.size() == 1 ? options.getFirst() : options.get(random.nextInt(options.size()));
                note("option", lastArgument(key, 2));
                tap(card, key);
            } else if (offers(card, ".*~p~.*")) {
                Key key = matching(card, ".*~p~.*").getFirst();
                tap(card, key);
            } else if (offers(card, ".*~q~.*")) {
                Key key = matching(card, ".*~q~.*").getFirst();
                note("place", lastArgument(key, 2));
                tap(card, key);
            } else if (!press(card, ".*~d~1960") && !press(card, ".*~y~201[0-9]")) {
                write();
            }
        }

        /** Ticks the last two options, then done: the first may be the one that stands alone. */
        private void tick(Event card) throws InterruptedException {
            List<Key> ticked = matching(card, ".*~u~.*");
            List<Key> open = matching(card, ".*~t~.*");
            if (ticked.size() < 2 && !open.isEmpty()) {
                tap(card, open.getLast());
                return;
            }
            Key done = matching(card, ".*~k~.*").getFirst();
            note("ticks", lastArgument(done, 3));
            tap(card, done);
        }

        private void write() {
            String text = "№" + chat + "-" + ++texts + " қатты \"сөз\" \\ 😀";
            note("text", text);
            telegram.send(chat, text, "kk");
        }

        private boolean press(Event card, String data) throws InterruptedException {
            List<Key> keys = matching(card, data);
            if (keys.isEmpty()) {
                return false;
            }
            tap(card, keys.getFirst());
            return true;
        }

        private void tap(Event card, Key key) throws InterruptedException {
            telegram.tap(chat, card.message(), key.data(), TAP);
        }

        private boolean offers(Event card, String data) {
            return !matching(card, data).isEmpty();
        }

        private List<Key> matching(Event card, String data) {
            Pattern form = Pattern.compile(data);
            return keys(card).stream()
                    .filter(key -> form.matcher(key.data()).matches())
                    .toList();
        }

        private String value(Event card, String data) {
            return lastArgument(matching(card, data).getFirst(), 2);
        }

        private static String lastArgument(Key key, int index) {
            return Arrays.asList(key.data().split("~", -1)).get(index);
        }

        private String turn(Event card) {
            return lastArgument(keys(card).getFirst(), 0);
        }

        private void note(String kind, Object value) {
            notes.add(told(kind, value));
        }
    }
}
