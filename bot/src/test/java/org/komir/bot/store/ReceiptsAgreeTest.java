package org.komir.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.intake.Link.AUTHOR;
import static org.komir.bot.store.Samples.MONDAY;
import static org.komir.bot.store.Samples.caseId;
import static org.komir.bot.store.Samples.chat;
import static org.komir.bot.store.Samples.decision;
import static org.komir.bot.store.Samples.file;
import static org.komir.bot.store.Samples.kept;
import static org.komir.bot.store.Samples.keyFile;
import static org.komir.bot.store.Samples.letter;
import static org.komir.bot.store.Samples.link;
import static org.komir.bot.store.Samples.mailbox;
import static org.komir.bot.store.Samples.matchKey;
import static org.komir.bot.store.Samples.matchRecord;
import static org.komir.bot.store.Samples.notice;
import static org.komir.bot.store.Samples.opens;
import static org.komir.bot.store.Samples.piece;
import static org.komir.bot.store.Samples.record;
import static org.komir.bot.store.Samples.request;
import static org.komir.bot.store.Samples.signature;
import static org.komir.bot.store.Samples.signed;
import static org.komir.bot.store.Samples.submission;
import static org.komir.bot.store.Samples.tell;
import static org.komir.bot.store.Samples.turn;
import static org.komir.bot.store.Samples.update;
import static org.komir.bot.store.Samples.verdict;
import static org.komir.bot.store.Samples.witness;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.LinkName;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.Mailboxes.Mail;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.intake.TellHere.Tell;
import org.komir.bot.intake.Turn.After;
import org.komir.bot.intake.Turn.WayBack;
import org.komir.bot.review.Act;
import org.komir.bot.review.ActLog.Head;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.review.Links.Signed;
import org.komir.bot.review.Matching;
import org.komir.bot.review.Verdicts;
import org.komir.bot.review.Withdrawals.Decision;
import org.komir.bot.review.Withdrawals.Kind;
import org.komir.bot.review.Withdrawals.Withdrawn;
import org.komir.bot.review.Work;
import org.komir.bot.testing.MadeUpEntries;
import org.komir.bot.testing.RedisServer;
import org.komir.crypto.Compartment;
import org.komir.crypto.Panelists;

/** The same random life with receipts, lived by both adapters: every answer is the same, and so is all that can be seen after each step. */
class ReceiptsAgreeTest {
    private static final int STEPS = 1_800;
    private static final int CASES = 24;
    private static final List<String> MAILBOXES = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i");
    private static final List<String> VOLUNTEERS = List.of("aigul", "bolat", "chynar");

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_123})
    void both_stores_agree(long seed) {
        REDIS.say("FLUSHALL");
        try (Store sqlite = Stores.open("sqlite:" + folder.resolve("komir.db"));
                Store redis = Stores.open(REDIS.url())) {
            Life life = new Life(new Random(seed));
            Set<String> answers = new HashSet<>();
            for (int i = 0; i < STEPS; i++) {
                Step step = life.step(i);
                Object expected = step.take().apply(sqlite);
                answers.add(step.name() + " " + shown(expected));
                assertThat(step.take().apply(redis))
                        .as("seed %d, step %d, %s", seed, i, step.name())
                        .isEqualTo(expected);
                if (i % 8 == 0) {
                    assertThat(life.all(redis))
                            .as("seed %d, after step %d, %s", seed, i, step.name())
                            .isEqualTo(life.all(sqlite));
                }
            }
            // the life was a full one
            assertThat(answers)
                    .contains(
                            "hand in some",
                            "hand in none",
                            "chat DONE",
                            "chat CONFLICT",
                            "withdraw true",
                            "withdraw false",
                            "destroy some",
                            "destroy none",
                            "decide true",
                            "decide false",
                            "restore true",
                            "restore false",
                            "replace true",
                            "replace false",
                            "relink true",
                            "relink false",
                            "sign some",
                            "sign none",
                            "send true",
                            "send false",
                            "forget true",
                            "work DONE",
                            "work TAKEN",
                            "work NOT_HELD",
                            "reopen true",
                            "keep true",
                            "keep false",
                            "verdict DONE",
                            "verdict NOT_HELD",
                            "verdict MOVED",
                            "close true",
                            "open DONE",
                            "open NOT_HELD",
                            "open MOVED",
                            "reseal true",
                            "reseal false",
                            "confirm true",
                            "confirm false",
                            "match key true",
                            "match key false",
                            "match record true",
                            "match record false",
                            "suggest DONE",
                            "suggest NO_RECORD",
                            "suggest TAKEN",
                            "exclude true",
                            "exclude false");
        }
    }

    private static String shown(Object answer) {
        return switch (answer) {
            case Optional<?> some -> some.isPresent() ? "some" : "none";
            case List<?> list -> list.isEmpty() ? "none" : "some";
            default -> answer instanceof Enum<?> || answer instanceof Boolean ? answer.toString() : "";
        };
    }

    private record Step(String name, Function<Store, Object> take) {}

    /** Few of everything, so that they meet. */
    private record Life(Random random) {

        Step step(int number) {
            CaseId id = id();
            String mailbox = mailboxName();
            LocalDate day = day(number);
            Mailbox someMailbox = random.nextInt(4) > 0 ? mailbox(mailbox) : mailbox("mailbox " + number);
            return switch (random.nextInt(37)) {
                case 0, 1, 2 -> {
                    boolean urgent = random.nextInt(3) == 0;
                    yield new Step("hand in", store -> store.handIn(submission(id, mailbox, day, urgent)));
                }
                case 3, 4 -> {
                    WayBack wayBack = random.nextBoolean()
                            ? new WayBack.Opened(someMailbox, day, Optional.of(tell(number)))
                            : new WayBack.Known(mailbox(mailbox).name(), signed("by the number of " + mailbox));
                    boolean urgent = random.nextInt(3) == 0;
                    yield new Step("chat", store -> fromTheChat(store, id, number, wayBack, urgent));
                }
                case 5, 6 -> new Step("release", Store::release);
                case 7, 8 -> {
                    String volunteer = volunteer();
                    Instant now = MONDAY.atStartOfDay().toInstant(ZoneOffset.UTC);
                    yield new Step("close", store -> {
                        store.claim(id, volunteer, now, now.plusSeconds(60));
                        return store.close(id, volunteer, now);
                    });
                }
                case 9, 10 -> {
                    Letter letter = someLetter();
                    yield new Step("send", store -> store.send(id, letter));
                }
                case 11, 22 ->
                    random.nextInt(3) == 0
                            ? new Step(
                                    "withdraw",
                                    store -> store.withdraw(
                                            mailbox(number % 4 == 0 ? "nobody's" : mailbox)
                                                    .name(),
                                            day))
                            : new Step(
                                    "restore",
                                    store -> store.restore(store.withdrawn().stream()
                                            .map(Withdrawn::id)
                                            .filter(locked -> number % 5 == 0)
                                            .findFirst()
                                            .orElse(id)));
                case 12 ->
                    new Step(
                            "destroy",
                            store -> store.destroyWithdrawn(day.minusDays(3), day).stream()
                                    .sorted(Comparator.comparing(FileName::hex))
                                    .toList());
                case 13, 14 -> {
                    Kind kind = random.nextInt(4) == 0 ? Kind.RESTORE : Kind.HOLD;
                    Decision decision = decision(id, kind, volunteer(), day.plusDays(random.nextInt(4)));
                    yield new Step("decide", store -> store.decide(decision));
                }
                case 15, 16 -> {
                    String by = mailboxName();
                    List<Letter> letters = IntStream.range(0, random.nextInt(7))
                            .mapToObj(i -> letter(i))
                            .toList();
                    Optional<Tell> tell = random.nextBoolean() ? Optional.of(tell(number)) : Optional.empty();
                    yield new Step(
                            "replace",
                            store -> store.replace(
                                    mailbox(mailbox).name(),
                                    mailbox(by),
                                    link(mailbox + " to " + by, AUTHOR),
                                    letters,
                                    tell));
                }
                case 17 -> {
                    int request = random.nextInt(5);
                    yield random.nextInt(6) > 0
                            ? new Step("ask", store -> store.ask(request(request), day))
                            : new Step("forget requests", store -> {
                                store.forgetRequests(day.minusDays(2));
                                return true;
                            });
                }
                case 18 -> {
                    int request = random.nextInt(5);
                    String volunteer = volunteer();
                    yield new Step(
                            "sign", store -> store.sign(id, request(request).hash(), signature(volunteer, number)));
                }
                case 19 -> {
                    int request = random.nextInt(5);
                    yield new Step(
                            "relink",
                            store -> store.relink(
                                    id,
                                    someMailbox,
                                    link("to " + someMailbox.name(), "aigul", "bolat"),
                                    request(request).hash()));
                }
                case 20, 21 ->
                    new Step(
                            "forget",
                            store -> store.forget(store.mailboxOf(id)
                                    .flatMap(box -> box.tells().stream().findFirst())
                                    .orElse(tell(number))
                                    .name()));
                case 23, 24 -> {
                    String volunteer = volunteer();
                    Work.Piece piece = new Work.Piece(
                            piece(random.nextInt(2)).name(),
                            piece(random.nextInt(4)).sealed());
                    Work.Piece another = new Work.Piece(piece.name(), piece(4).sealed());
                    boolean nameIsTaken = random.nextBoolean();
                    Instant now = MONDAY.atStartOfDay().toInstant(ZoneOffset.UTC);
                    yield random.nextBoolean()
                            ? new Step("work", store -> {
                                store.claim(id, volunteer, now, now.plusSeconds(60));
                                if (nameIsTaken) {
                                    store.add(id, volunteer, another, now);
                                }
                                return store.add(id, volunteer, piece, now);
                            })
                            : new Step("reopen", store -> store.reopen(id));
                }
                case 25 -> {
                    Work.Kept kept = kept(volunteer(), id, random.nextInt(3));
                    yield random.nextInt(3) > 0
                            ? new Step("keep", store -> store.keep(kept))
                            : new Step("forget kept", store -> {
                                store.forgetKept(kept.volunteer(), id);
                                return true;
                            });
                }
                case 26, 27 -> {
                    Verdicts.Kind found = Verdicts.Kind.values()[random.nextInt(Verdicts.Kind.values().length)];
                    Verdicts.Verdict verdict = verdict(id, found, volunteer(), "5e".repeat(32));
                    int before = 1 + random.nextInt(2);
                    boolean closes = random.nextInt(4) == 0;
                    Instant now = MONDAY.atStartOfDay().toInstant(ZoneOffset.UTC);
                    yield new Step("verdict", store -> {
                        store.claim(id, verdict.volunteer(), now, now.plusSeconds(60));
                        return store.give(verdict, before + store.verdictsOf(id).size() / 2, closes, now);
                    });
                }
                case 28, 29 -> {
                    String volunteer = volunteer();
                    Instant now = MONDAY.atStartOfDay().toInstant(ZoneOffset.UTC);
                    boolean stale = random.nextInt(8) == 0;
                    yield new Step("open", store -> {
                        store.claim(id, volunteer, now, now.plusSeconds(60));
                        Head head = stale ? Head.NONE : store.head();
                        return store.open(
                                MadeUpEntries.after(head, volunteer, now, Act.OPEN, Optional.of(id), ""),
                                LogContract.SIGNATURE,
                                now);
                    });
                }
                case 30, 31 -> {
                    String volunteer = volunteer();
                    Compartment compartment = random.nextBoolean() ? Compartment.CASE : Compartment.THREATS;
                    Panelists panel = random.nextBoolean()
                            ? Panelists.of(List.of("aigul", volunteer()).stream()
                                    .sorted()
                                    .distinct()
                                    .toList())
                            : Panelists.nested(List.of(), List.of(volunteer));
                    boolean stale = random.nextInt(6) == 0;
                    int file = random.nextInt(5);
                    yield new Step(
                            "reseal",
                            store -> store.reseal(
                                    id,
                                    compartment,
                                    stale ? "5e".repeat(32) : lies(store, id, compartment),
                                    keyFile("anew " + file),
                                    panel,
                                    volunteer));
                }
                case 32 -> {
                    String volunteer = volunteer();
                    Compartment compartment = random.nextBoolean() ? Compartment.CASE : Compartment.THREATS;
                    yield new Step(
                            "confirm",
                            store -> store.confirm(id, compartment, lies(store, id, compartment), volunteer));
                }
                case 33 -> {
                    String volunteer = volunteer();
                    Instant now = MONDAY.atStartOfDay().toInstant(ZoneOffset.UTC);
                    yield new Step("exclude", store -> {
                        store.claim(id, volunteer, now, now.plusSeconds(60));
                        return store.exclude(id, volunteer, now);
                    });
                }
                case 34 -> {
                    boolean stale = random.nextInt(4) == 0;
                    boolean anew = random.nextInt(8) == 0;
                    int text = random.nextInt(4);
                    yield new Step("match key", store -> {
                        Optional<Matching.Key> there = store.matchKey();
                        int generation =
                                there.map(Matching.Key::generation).orElse(0) + (anew || there.isEmpty() ? 1 : 0);
                        String before =
                                there.map(key -> key.sealed().sha256Hex()).orElse("");
                        return store.putMatchKey(
                                matchKey(generation, generation + " " + text), stale ? "5e".repeat(32) : before);
                    });
                }
                case 35, 36 -> {
                    boolean stale = random.nextInt(6) == 0;
                    int record = random.nextInt(5);
                    Work.Piece piece = new Work.Piece(
                            piece(random.nextInt(2)).name(),
                            piece(random.nextInt(4)).sealed());
                    yield random.nextBoolean()
                            ? new Step("match record", store -> {
                                int generation = store.matchKey()
                                        .map(Matching.Key::generation)
                                        .orElse(0);
                                return store.putMatchRecord(stale ? 99 : generation, matchRecord(id, record));
                            })
                            : new Step("suggest", store -> {
                                if (!stale) {
                                    int generation = store.matchKey()
                                            .map(Matching.Key::generation)
                                            .orElse(0);
                                    store.putMatchRecord(generation, matchRecord(id, record));
                                }
                                return store.suggest(id, piece);
                            });
                }
                default -> {
                    int one = random.nextInt(3);
                    yield switch (random.nextInt(3)) {
                        case 0 ->
                            new Step("listens", store -> {
                                store.listens(witness(1 + one % 2));
                                return true;
                            });
                        case 1 ->
                            new Step("notice", store -> {
                                store.send(notice(one));
                                return true;
                            });
                        default ->
                            new Step("told", store -> {
                                store.told(List.of(notice(one).id()));
                                return true;
                            });
                    };
                }
            };
        }

        /** The hash of the key file that lies there. */
        private static String lies(Store store, CaseId id, Compartment compartment) {
            return store.keyFiles(store.first(id).orElse(id)).stream()
                    .filter(one -> one.seat().id().equals(id)
                            && one.seat().compartment().equals(compartment))
                    .map(one -> one.file().sha256Hex())
                    .findFirst()
                    .orElse("none");
        }

        private static Object fromTheChat(Store store, CaseId id, int number, WayBack wayBack, boolean urgent) {
            LinkName name = chat(MONDAY, number);
            After.Going opens = opens(id, "c" + number, record(1));
            After.Going going = new After.Going(
                    id,
                    opens.cursor(),
                    opens.opening(),
                    opens.keep(),
                    Set.of(),
                    true,
                    urgent ? Optional.of(true) : Optional.empty());
            store.commit(turn(update(MONDAY, 2 * number), Optional.empty(), name, going));
            return store.commit(turn(
                    update(MONDAY, 2 * number + 1),
                    store.find(List.of(name)),
                    name,
                    new After.Submitted(id, List.of(record(0), record(9)), Optional.of(wayBack))));
        }

        /** All that anybody can ask, without an order where there is none. */
        List<Object> all(Store store) {
            List<Object> all = new ArrayList<>();
            Instant now = MONDAY.atStartOfDay().toInstant(ZoneOffset.UTC);
            all.add(Set.copyOf(store.queue(now)));
            all.add(Set.copyOf(store.all()));
            all.add(store.head());
            all.add(store.entries(1, STEPS));
            all.add(store.files());
            all.add(store.health().queue());
            all.add(store.withdrawn());
            all.add(store.decisions());
            all.add(store.witness());
            VOLUNTEERS.forEach(volunteer -> all.add(store.begun(volunteer)));
            all.add(Set.copyOf(store.groups()));
            all.add(store.matchKey());
            all.add(store.matchRecords());
            all.add(store.matchRecords(Optional.empty(), CASES));
            all.add(Set.copyOf(store.notices()));
            all.add(store.signed().stream()
                    .sorted(Comparator.comparing((Signed one) -> one.request().hash())
                            .thenComparing(one -> one.id().hex()))
                    .toList());
            all.add(store.find("0".repeat(20)).stream()
                    .map(CaseId::hex)
                    .sorted()
                    .toList());
            for (int i = 0; i < CASES; i++) {
                CaseId id = caseId(i);
                all.add(List.of(
                        contents(store.read(id).stream().toList()),
                        contents(store.followUps(id)),
                        store.first(id),
                        contents(store.readWithdrawn(id)),
                        store.linksOf(id),
                        store.workOn(id),
                        store.group(id),
                        store.keyFiles(id),
                        store.madeOf(id),
                        VOLUNTEERS.stream()
                                .map(volunteer -> store.kept(volunteer, id))
                                .toList(),
                        store.verdictsOf(id),
                        store.mailboxOf(id)));
            }
            for (String mailbox : MAILBOXES) {
                for (int days : List.of(0, 9, 99)) {
                    all.add(store.mail(mailbox(mailbox).name(), MONDAY.plusDays(days))
                            .map(Life::inOrder));
                }
            }
            return all;
        }

        private static List<Object> contents(List<SealedCase> cases) {
            return cases.stream()
                    .<Object>map(one -> List.of(one.id(), one.author(), one.records(), one.keys()))
                    .toList();
        }

        private static Mail inOrder(Mail mail) {
            return new Mail(
                    mail.recipient(),
                    mail.author(),
                    mail.day(),
                    mail.stage(),
                    mail.withdrawn(),
                    mail.first(),
                    mail.letters().stream()
                            .sorted(Comparator.comparing(Letter::id))
                            .toList());
        }

        /** Goes on slowly. */
        private LocalDate day(int number) {
            return MONDAY.plusDays(number / 60 + random.nextInt(2));
        }

        private CaseId id() {
            return caseId(random.nextInt(CASES));
        }

        private String mailboxName() {
            return MAILBOXES.get(random.nextInt(MAILBOXES.size()));
        }

        private String volunteer() {
            return VOLUNTEERS.get(random.nextInt(VOLUNTEERS.size()));
        }

        private Letter someLetter() {
            int number = random.nextInt(6);
            return random.nextBoolean() ? letter(number) : letter(number, file(random.nextInt(100)));
        }
    }
}
