package org.komir.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.store.Samples.MONDAY;
import static org.komir.bot.store.Samples.aside;
import static org.komir.bot.store.Samples.card;
import static org.komir.bot.store.Samples.caseId;
import static org.komir.bot.store.Samples.chat;
import static org.komir.bot.store.Samples.cursor;
import static org.komir.bot.store.Samples.file;
import static org.komir.bot.store.Samples.opening;
import static org.komir.bot.store.Samples.outgoing;
import static org.komir.bot.store.Samples.record;
import static org.komir.bot.store.Samples.update;
import static org.komir.bot.store.Samples.withFiles;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts;
import org.komir.bot.intake.Drafts.StoredDraft;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.LinkName;
import org.komir.bot.intake.Turn;
import org.komir.bot.intake.Turn.After;
import org.komir.bot.intake.Turn.Outgoing;
import org.komir.bot.review.Cases;
import org.komir.bot.review.Triage;
import org.komir.bot.review.Triage.Urgency;
import org.komir.bot.testing.RedisServer;
import org.komir.crypto.Compartment;

/** The same random life, lived by both adapters and by {@link ModelStore}: every answer is the same. */
class StoresAgreeTest {
    private static final int STEPS = 2_000;
    private static final List<String> VOLUNTEERS = List.of("aigul", "bolat", "chynar");

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_123})
    void both_stores_and_the_model_agree(long seed) {
        REDIS.say("FLUSHALL");
        ModelStore model = new ModelStore();
        try (Store sqlite = Stores.open("sqlite:" + folder.resolve("komir.db"));
                Store redis = Stores.open(REDIS.url())) {
            Life life = new Life(new Random(seed), model);
            Set<String> answers = new HashSet<>();
            for (int i = 0; i < STEPS; i++) {
                Step step = life.step();
                Object expected = step.take().on(model);
                answers.add(step.name() + " "
                        + (expected instanceof Enum<?> || expected instanceof Boolean ? expected : ""));
                assertThat(step.take().on(sqlite))
                        .as("seed %d, step %d, %s, SQLite", seed, i, step.name())
                        .isEqualTo(expected);
                assertThat(step.take().on(redis))
                        .as("seed %d, step %d, %s, Redis", seed, i, step.name())
                        .isEqualTo(expected);
            }
            // the life was a full one
            assertThat(answers)
                    .contains(
                            "commit DONE",
                            "commit SEEN",
                            "commit CONFLICT",
                            "claim DONE",
                            "claim HELD_BY_ANOTHER",
                            "claim CLOSED",
                            "claim UNKNOWN",
                            "hand in true",
                            "hand in false",
                            "destroy true",
                            "close true",
                            "hand true",
                            "hand false",
                            "say true",
                            "say false",
                            "give back true");
        }
    }

    interface Both<A> {
        A on(Drafts drafts, Cases cases);
    }

    record Step(String name, Take take) {}

    /** One call, and its answer without an order where it has none. */
    record Take(Both<?> both) {
        Object on(ModelStore model) {
            return comparable(both.on(model, model));
        }

        Object on(Store store) {
            return comparable(both.on(store, store));
        }

        private static Object comparable(Object answer) {
            return answer instanceof Collection<?> list ? new HashSet<>(list) : answer;
        }
    }

    /** Few of everything, so that they meet. */
    private record Life(Random random, ModelStore model) {

        Step step() {
            return switch (random.nextInt(30)) {
                case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 -> {
                    Turn turn = turn();
                    yield step("commit", (drafts, cases) -> drafts.commit(turn));
                }
                case 10 -> {
                    List<LinkName> names = chatNames();
                    yield step("find", (drafts, cases) -> drafts.find(names));
                }
                case 11 -> {
                    LinkName name = chatNames().getFirst();
                    String text = "card " + random.nextInt();
                    yield step("card", (drafts, cases) -> done(() -> drafts.rememberCard(name, card(text))));
                }
                case 12 -> step("undelivered", (drafts, cases) -> drafts.undelivered());
                case 13 -> {
                    var ids = List.of(
                            said(random.nextInt(40)).id(),
                            said(random.nextInt(40)).id());
                    yield step("delivered", (drafts, cases) -> done(() -> drafts.delivered(ids)));
                }
                case 14 -> {
                    List<LinkName> updates = updateNames();
                    yield step("attempt", (drafts, cases) -> drafts.attempt(updates));
                }
                case 15 -> {
                    LinkName name = updateNames().getFirst();
                    String text = "aside " + random.nextInt();
                    yield step("quarantine", (drafts, cases) -> done(() -> drafts.quarantine(name, aside(text))));
                }
                case 16 -> {
                    List<LinkName> updates = updateNames();
                    yield step("seen", (drafts, cases) -> drafts.seen(updates));
                }
                case 17 -> {
                    LocalDate day = day();
                    yield random.nextInt(8) > 0
                            ? step(
                                    "abandoned",
                                    (drafts, cases) -> List.of(
                                            Set.copyOf(drafts.abandoned(day)),
                                            Set.copyOf(drafts.idle(day)),
                                            drafts.files()))
                            : step("forget", (drafts, cases) -> done(() -> drafts.forgetLinks(day)));
                }
                case 18 -> {
                    CaseId id = id();
                    StoredRecord manifest = someRecord();
                    yield step("hand in", (drafts, cases) -> drafts.handIn(id, manifest));
                }
                case 19 -> {
                    CaseId id = id();
                    yield step("destroy", (drafts, cases) -> drafts.destroy(id));
                }
                case 20 -> {
                    int version = random.nextInt(100);
                    yield random.nextBoolean()
                            ? step("release", (drafts, cases) -> drafts.release())
                            : step("directory", (drafts, cases) -> {
                                drafts.directoryVersionSeen(version);
                                return drafts.directoryVersion();
                            });
                }
                case 21, 22 -> {
                    CaseId id = id();
                    String volunteer = volunteer();
                    Instant now = now();
                    yield step("claim", (drafts, cases) -> cases.claim(id, volunteer, now, now.plusSeconds(7_200)));
                }
                case 23 -> {
                    CaseId id = id();
                    String volunteer = volunteer();
                    Instant now = now();
                    yield random.nextInt(3) > 0
                            ? step("give back", (drafts, cases) -> cases.release(id, volunteer, now))
                            : step("close", (drafts, cases) -> cases.close(id, volunteer, now));
                }
                case 24 -> {
                    CaseId id = id();
                    Instant now = now();
                    yield step("lease", (drafts, cases) -> List.of(cases.lease(id, now), cases.read(id)));
                }
                case 25, 26 -> {
                    CaseId id = id();
                    String volunteer = volunteer();
                    String to = volunteer();
                    Instant now = now();
                    yield step(
                            "hand",
                            (drafts, cases) -> ((Triage) cases).hand(id, volunteer, to, now, now.plusSeconds(7_200)));
                }
                case 27 -> {
                    CaseId id = id();
                    String volunteer = volunteer();
                    Instant now = now();
                    Urgency urgency = Urgency.values()[random.nextInt(3)];
                    yield step("say", (drafts, cases) -> ((Triage) cases).say(id, volunteer, urgency, now));
                }
                case 28 -> {
                    LocalDate day = day();
                    CaseId id = id();
                    yield random.nextBoolean()
                            ? step("count", (drafts, cases) -> done(() -> ((Triage) cases).countDays(day)))
                            : step(
                                    "closed",
                                    (drafts, cases) ->
                                            List.of(Set.copyOf(((Triage) cases).closed()), cases.reopen(id)));
                }
                default -> {
                    Instant now = now();
                    yield step(
                            "queue",
                            (drafts, cases) -> List.of(
                                    Set.copyOf(cases.queue(now)), Set.copyOf(cases.all()), cases.quarantined()));
                }
            };
        }

        private static Step step(String name, Both<?> both) {
            return new Step(name, new Take(both));
        }

        private static boolean done(Runnable act) {
            act.run();
            return true;
        }

        private Turn turn() {
            List<LinkName> names = chatNames();
            Optional<StoredDraft> before = random.nextInt(8) == 0 ? Optional.empty() : model.find(names);
            if (random.nextInt(12) == 0) {
                before = before.map(draft -> new StoredDraft(draft.name(), cursor("stale"), draft.card()));
            }
            boolean opens = before.isEmpty() || random.nextInt(6) == 0;
            Set<Integer> drop = random.nextBoolean() ? Set.of() : Set.of(random.nextInt(30), random.nextInt(30) + 30);
            After after = switch (random.nextInt(8)) {
                case 0 -> new After.Submitted(id(), List.of(someRecord()), Optional.empty());
                case 1 -> new After.Destroyed(id());
                default ->
                    new After.Going(
                            id(),
                            cursor("cursor " + random.nextInt()),
                            opens ? Optional.of(opening(random.nextBoolean())) : Optional.empty(),
                            IntStream.range(0, random.nextInt(3))
                                    .mapToObj(i -> someRecord())
                                    .toList(),
                            drop,
                            random.nextInt(4) == 0,
                            random.nextInt(4) == 0 ? Optional.of(random.nextBoolean()) : Optional.empty());
            };
            return new Turn(
                    updateNames(),
                    before,
                    names.getFirst(),
                    after,
                    random.nextInt(3) == 0 ? Optional.empty() : Optional.of(said(random.nextInt(40))));
        }

        /** Ids are random, so that one is of one day. */
        private static Outgoing said(int number) {
            return outgoing(MONDAY.plusDays(number % 4), number);
        }

        private List<LinkName> chatNames() {
            int chat = random.nextInt(5);
            LocalDate day = day();
            return List.of(chat(day, chat), chat(day.minusDays(1), chat), chat(day.minusDays(2), chat));
        }

        private List<LinkName> updateNames() {
            int update = random.nextInt(400);
            LocalDate day = day();
            return List.of(update(day, update), update(day.minusDays(1), update));
        }

        private LocalDate day() {
            return MONDAY.plusDays(random.nextInt(4));
        }

        private Instant now() {
            return MONDAY.atStartOfDay().toInstant(ZoneOffset.UTC).plusSeconds(3_600L * random.nextInt(6));
        }

        private CaseId id() {
            return caseId(random.nextInt(12));
        }

        private String volunteer() {
            return VOLUNTEERS.get(random.nextInt(VOLUNTEERS.size()));
        }

        private StoredRecord someRecord() {
            int seq = random.nextInt(60);
            if (random.nextInt(6) == 0) {
                return withFiles(seq, file(random.nextInt(1000)), file(random.nextInt(1000)));
            }
            return record(seq, seq % 2 == 0 ? Compartment.CASE : Compartment.THREATS, "record " + random.nextInt());
        }
    }
}
