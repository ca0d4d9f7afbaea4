package org.komir.bot.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.Channel;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Input;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Role;
import org.komir.bot.files.FileName;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.Mailboxes.First;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.Mailboxes.Mail;
import org.komir.bot.intake.Mailboxes.Stage;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.testing.Eventually;
import org.komir.bot.testing.HandClock;
import org.komir.bot.testing.MadeUpPerson;
import org.komir.bot.testing.Shipped;
import org.komir.crypto.Identity;
import org.komir.crypto.Opener;
import org.komir.crypto.Padding;
import org.komir.crypto.Purpose;
import org.komir.crypto.Receipt;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealer;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.SigningKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** A number is offered before a case is handed in; who types one into the chat comes back with it. */
class WayBackInChatTest {
    private static final long CHAT = 7_305_518_264L;
    private static final String TAKE = ".*~A";
    private static final String NONE = ".*~B";
    private static final String HAVE = ".*~C";
    private static final String HAVE_AND_TELL = ".*~D";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SecureRandom random = new SecureRandom();
    private final HandClock clock = new HandClock("2026-11-20T10:30:00Z");
    private final LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    private final MadeUpPerson volunteer = MadeUpPerson.named("aigul", Role.REVIEWER, Role.SECURITY);
    private final Directory directory = new Directory(
            "nobody",
            1,
            today,
            today.plusDays(Directory.LONGEST_DAYS),
            3,
            Identity.generate(random).recipient(),
            List.of(
                    volunteer.person(),
                    MadeUpPerson.named("bolat", Role.CUSTODIAN).person(),
                    MadeUpPerson.named("dana", Role.SECOND).person()));
    private final RememberedMailboxes mailboxes = new RememberedMailboxes();
    private final Numbers numbers = new Numbers();
    private final Sealer sealer = new Sealer();
    private final List<Turn> committed = new ArrayList<>();

    @TempDir
    Path folder;

    private Store store;
    private Intake intake;
    private SealedFiles files;
    private byte @Nullable [] received;
    private volatile boolean brokeOff;
    private Between beforeSending = () -> {};

    /** What happens after a file was checked. */
    private interface Between {
        void run() throws IOException;
    }

    private final ArrayNode attachments = JSON.createArrayNode();
    private long nextUpdate = 1;
    private long nextMessage = 100;
    private final Map<Long, Card> screen = new TreeMap<>();

    @BeforeEach
    void theBotStarts() throws IOException {
        store = Stores.open("sqlite:" + folder.resolve("komir.db"));
        restart();
    }

    @AfterEach
    void theBotEnds() {
        numbers.close();
        store.close();
    }

    private void restart() throws IOException {
        files = SealedFiles.at(folder.resolve("files"), 0, clock);
        Conversation chat = Shipped.conversation(new Channel(true, true, Optional.of("https://form.example/")));
        intake = new Intake(
                chat,
                Shipped.questionnaires().texts(),
                observed(),
                new Intake.ComingBack(mailboxes, mailboxes, numbers, clock),
                LinkKeys.open(folder.resolve("memory/link-keys"), clock, random),
                () -> Optional.of(directory),
                () -> directory,
                sealer,
                files,
                20 * 1024 * 1024,
                random);
        intake.says(this::hear);
    }

    /** The real store, of which every turn is noted as it is committed. */
    private Drafts observed() {
        return (Drafts) Proxy.newProxyInstance(
                Drafts.class.getClassLoader(), new Class<?>[] {Drafts.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        committed.add((Turn) arguments[0]);
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private synchronized void hear(Parcel parcel) {
        for (Parcel.Call call : parcel.calls()) {
            if (call instanceof Parcel.Call.Show show) {
                long at = show.card().orElseGet(() -> nextMessage++);
                screen.put(at, show.content());
                if (show.card().isEmpty()) {
                    intake.cardIs(CHAT, at);
                }
            } else if (call instanceof Parcel.Call.Delete delete) {
                delete.messages().forEach(screen::remove);
            } else if (call instanceof Parcel.Call.MakeNumber make) {
                intake.makeNumber(CHAT, make);
            } else if (call instanceof Parcel.Call.LetterFile file) {
                receive(file);
            } else if (call instanceof Parcel.Call.Visit visit) {
                intake.visit(CHAT, visit);
            }
        }
        parcel.id().ifPresent(id -> intake.delivered(List.of(id)));
    }

    /** As Telegram would: a file that breaks off is none. */
    private void receive(Parcel.Call.LetterFile call) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        intake.letterFile(CHAT, call).ifPresent(opened -> {
            try {
                beforeSending.run();
                opened.content().writeTo(bytes);
                received = bytes.toByteArray();
                long at = nextMessage++;
                screen.put(at, new Card("[" + opened.name() + "]", false, List.of()));
                assertThat(intake.letterFileSent(CHAT, call, at)).isTrue();
            } catch (LetterFile.NotAsSigned changed) {
                intake.letterFileNotSent(CHAT, call, LetterFile.NotSent.NOT_AS_SIGNED);
            } catch (IOException broken) {
                brokeOff = true;
                intake.letterFileNotSent(CHAT, call, LetterFile.NotSent.FAILED);
            }
        });
    }

    private Optional<Parcel> say(Input input) {
        long message;
        synchronized (this) {
            message = nextMessage++;
            screen.put(message, new Card(input instanceof Input.Text text ? text.text() : "", false, List.of()));
        }
        Optional<Parcel> parcel =
                intake.take(new Incoming(CHAT, nextUpdate++, input, Optional.of(message), Optional.empty()));
        parcel.ifPresent(this::hear);
        return parcel;
    }

    private synchronized Optional<Map.Entry<Long, String>> button(String token) {
        return screen.entrySet().stream()
                .flatMap(entry -> entry.getValue().rows().stream()
                        .flatMap(List::stream)
                        .map(Card.Button::token)
                        .filter(found -> found.matches(token))
                        .map(found -> Map.entry(entry.getKey(), found)))
                .findFirst();
    }

    private void press(String token) {
        Eventually.until("a button " + token, PATIENCE, () -> button(token).isPresent());
        Map.Entry<Long, String> pressed = button(token).orElseThrow();
        tap(pressed.getKey(), pressed.getValue());
    }

    private void tap(long card, String token) {
        intake.take(new Incoming(
                        CHAT,
                        nextUpdate++,
                        new Input.Tap(token),
                        Optional.empty(),
                        Optional.of(new Incoming.Tapped(card, "tap"))))
                .ifPresent(this::hear);
    }

    private synchronized String text() {
        return String.join("\n", screen.values().stream().map(Card::text).toList());
    }

    private void sees(String words) {
        Eventually.until("the screen says " + words, PATIENCE, () -> text().contains(words));
    }

    private String number() {
        Eventually.until(
                "a number",
                PATIENCE,
                () -> screen().stream().anyMatch(card -> card.covered().isPresent()));
        return screen().stream()
                .flatMap(card -> card.covered().stream())
                .findFirst()
                .orElseThrow();
    }

    private synchronized List<Card> screen() {
        return List.copyOf(screen.values());
    }

    private void tellsUntilSent() {
        say(new Input.Start("en", "en"));
        press("0~i~en~0[.]0[.]");
        tellsFromTheScreens("0");
    }

    /** @param consent which of the three answers */
    private void tellsFromTheScreens(String consent) {
        while (button("0~c~.*").isEmpty()) {
            press(screen().stream()
                    .flatMap(card -> card.rows().stream())
                    .flatMap(List::stream)
                    .map(Card.Button::token)
                    .filter(token -> token.startsWith("0~i~"))
                    .reduce((first, last) -> last)
                    .orElseThrow()
                    .replace(".", "[.]"));
        }
        press("0~c~.*~[0-9][.]" + consent + "[.].*");
        for (int i = 0; i < 60 && button(".*~g").isEmpty(); i++) {
            press(button(".*~v").isPresent() ? ".*~v" : ".*~s");
        }
        press(".*~g");
    }

    private Turn.After.Submitted submitted() {
        Eventually.until("handed in", PATIENCE, () -> committed.getLast().after() instanceof Turn.After.Submitted);
        return (Turn.After.Submitted) committed.getLast().after();
    }

    @Test
    void the_number_that_the_family_has_leads_to_the_case() throws Exception {
        tellsUntilSent();
        press(TAKE);
        String number = number();
        press(HAVE_AND_TELL);
        Turn.After.Submitted submitted = submitted();
        Turn.WayBack.Opened opened = (Turn.WayBack.Opened) submitted.wayBack().orElseThrow();
        assertThat(opened.mailbox()).isEqualTo(new VisitKeys(Receipt.parse(number)).mailbox());
        assertThat(opened.day()).isEqualTo(today);
        assertThat(opened.tell()).isPresent();
        assertThat(submitted.last()).hasSize(2);
        assertThat(submitted.last().getFirst().seq()).isZero();
        assertThat(text()).doesNotContain(number);
        assertThat(screen()).noneMatch(card -> card.covered().isPresent());
    }

    @Test
    void who_wants_no_number_is_handed_in_without_one() {
        tellsUntilSent();
        press(NONE);
        assertThat(submitted().wayBack()).isEmpty();
        assertThat(submitted().last()).hasSize(1);
    }

    @Test
    void the_card_with_the_number_lies_in_no_outbox() {
        tellsUntilSent();
        press(TAKE);
        number();
        assertThat(committed.getLast().outgoing()).isEmpty();
        assertThat(intake.undelivered()).isEmpty();
    }

    @Test
    void a_number_that_was_not_confirmed_is_not_good_and_another_one_is_made() throws Exception {
        tellsUntilSent();
        press(TAKE);
        String first = number();
        String have = button(HAVE).orElseThrow().getValue();
        say(new Input.Start("", ""));
        sees("was not confirmed");
        tap(button(TAKE).orElseThrow().getKey(), have); // the card that is gone
        assertThat(committed.getLast().after()).isNotInstanceOf(Turn.After.Submitted.class);
        press(TAKE);
        String second = number();
        assertThat(second).isNotEqualTo(first);
        press(HAVE);
        Turn.WayBack.Opened opened = (Turn.WayBack.Opened) submitted().wayBack().orElseThrow();
        assertThat(opened.mailbox()).isEqualTo(new VisitKeys(Receipt.parse(second)).mailbox());
        assertThat(opened.tell()).isEmpty();
    }

    @Test
    void words_do_not_take_the_number_from_the_screen_but_somebody_at_the_door_does() {
        tellsUntilSent();
        press(TAKE);
        String number = number();
        say(new Input.Text("thank you"));
        assertThat(number()).isEqualTo(number);
        say(new Input.Text("they are here"));
        assertThat(screen()).noneMatch(card -> card.covered().isPresent());
    }

    @Test
    void a_process_that_died_before_the_number_was_shown_leaves_a_card_on_which_another_is_made() throws Exception {
        tellsUntilSent();
        Map.Entry<Long, String> take = button(TAKE).orElseThrow();
        intake.says(parcel -> {}); // made, and never shown
        tap(take.getKey(), take.getValue());
        Eventually.until("made", PATIENCE, () -> committed.getLast().outgoing().isEmpty());
        restart();
        press(TAKE);
        number();
        press(HAVE);
        assertThat(submitted().wayBack()).isPresent();
    }

    @Test
    void who_chooses_nothing_is_handed_in_after_an_hour() {
        tellsUntilSent();
        clock.passes(Duration.ofMinutes(59));
        intake.minutePasses(this::hear);
        assertThat(committed.getLast().after()).isNotInstanceOf(Turn.After.Submitted.class);
        clock.passes(Duration.ofMinutes(1));
        intake.minutePasses(this::hear);
        assertThat(submitted().wayBack()).isEmpty();
        assertThat(button(TAKE)).isEmpty();
    }

    @Test
    void who_chose_nothing_before_a_restart_is_handed_in_an_hour_after_it() throws Exception {
        tellsUntilSent();
        restart();
        intake.minutePasses(this::hear);
        clock.passes(Duration.ofMinutes(61));
        intake.minutePasses(this::hear);
        assertThat(submitted().wayBack()).isEmpty();
    }

    /** A mailbox with one letter, as somebody has it who comes back. */
    private Receipt comesBackTo(Identity caseKey) {
        return comesBackTo(caseKey, Receipt.random(random));
    }

    private Receipt comesBackTo(Identity caseKey, Receipt receipt) {
        VisitKeys keys = new VisitKeys(receipt);
        String id = "0".repeat(31) + "1";
        String letter = JSON.createObjectNode()
                .put("id", id)
                .put("volunteer", "aigul")
                .put("day", "2026-11-19")
                .put("text", "We have found his name.")
                .set("attachments", attachments)
                .toString();
        byte[] sealed = JSON.writeValueAsBytes(JSON.createObjectNode()
                .put("format", "komir-family-letter/1")
                .put("letter", letter)
                .put(
                        "signature",
                        Base64.getEncoder()
                                .encodeToString(
                                        volunteer.signingKey().sign(SigningDomain.LETTER, letter.getBytes(UTF_8)))));
        Letter mail = new Letter(
                id,
                sealer.seal(
                        Purpose.REPLY,
                        Padding.pad(sealed),
                        List.of(keys.mailbox().recipient())));
        mailboxes.mails.put(
                keys.mailbox().name(),
                new Mail(
                        keys.mailbox().recipient(),
                        keys.mailbox().author(),
                        today.minusDays(3),
                        Stage.WITH_VOLUNTEERS,
                        Optional.empty(),
                        Optional.of(new First(CaseId.random(random), caseKey.recipient())),
                        List.of(mail)));
        return receipt;
    }

    private void typesAndOpens(String number) {
        say(new Input.Text(number));
        assertThat(text()).doesNotContain(number);
        press("!v~.*~l~en");
        assertThat(text()).contains("our form");
        press("!v~.*~o~");
    }

    @Test
    void a_typed_number_opens_the_letters_and_is_replaced() throws Exception {
        Identity caseKey = Identity.generate(random);
        Receipt receipt = comesBackTo(caseKey);
        VisitKeys before = new VisitKeys(receipt);
        typesAndOpens(receipt.reveal());
        String next = number();
        assertThat(next).isNotEqualTo(receipt.reveal());
        sees("Our volunteers have it");
        assertThat(mailboxes.mails).containsKey(before.mailbox().name()); // good until the new one is confirmed
        press("!v~.*~t~");
        sees("only the new number is good");
        VisitKeys after = new VisitKeys(Receipt.parse(next));
        assertThat(mailboxes.mails).containsOnlyKeys(after.mailbox().name());
        Link link = mailboxes.links.getFirst();
        assertThat(before.mailbox()
                        .author()
                        .verifies(
                                SigningDomain.LINK,
                                link.statement().getBytes(UTF_8),
                                Base64.getDecoder()
                                        .decode(link.signatures().getFirst().signature())))
                .isTrue();
        JsonNode tell = JSON.readTree(
                new Opener(List.of(caseKey)).open(mailboxes.tells.getFirst().sealed()));
        assertThat(tell.path("chat").asLong()).isEqualTo(CHAT);
        press("!v~.*~p~0[.]0");
        sees("We have found his name.");
        assertThat(committed).isEmpty(); // nothing of a visit is stored
        tap(
                button("!v~.*~s~").orElseThrow().getKey(),
                "!t~" + tell.path("token").asString(""));
        assertThat(mailboxes.forgotten)
                .containsExactly(mailboxes.tells.getFirst().name());
    }

    @Test
    void news_that_are_told_during_a_visit_follow_the_case_and_get_no_number() {
        Receipt receipt = comesBackTo(Identity.generate(random));
        VisitKeys keys = new VisitKeys(receipt);
        typesAndOpens(receipt.reveal());
        number();
        press("!v~.*~s~");
        press("!v~.*~f~news");
        tellsFromTheScreens("0");
        Turn.WayBack.Known known = (Turn.WayBack.Known) submitted().wayBack().orElseThrow();
        assertThat(known.mailbox()).isEqualTo(keys.mailbox().name());
        assertThat(keys.mailbox()
                        .author()
                        .verifies(
                                SigningDomain.AUTHOR,
                                known.author().text().getBytes(UTF_8),
                                known.author().signature()))
                .isTrue();
        assertThat(known.author().text()).contains(submitted().id().hex());
    }

    private Optional<LocalDate> withdrawn(String name) {
        return Objects.requireNonNull(mailboxes.mails.get(name)).withdrawn();
    }

    @Test
    void taking_back_is_asked_once_more_and_signed() {
        Receipt receipt = comesBackTo(Identity.generate(random));
        String name = new VisitKeys(receipt).mailbox().name();
        typesAndOpens(receipt.reveal());
        number();
        press("!v~.*~s~");
        press("!v~.*~w~");
        assertThat(withdrawn(name)).isEmpty();
        press("!v~.*~y~");
        assertThat(withdrawn(name)).contains(today);
        sees("You have taken it back");
        press("!v~.*~c~");
        sees("all the best");
    }

    @Test
    void an_unknown_number_and_a_slip_are_told_and_nothing_is_there() {
        typesAndOpens(Receipt.random(random).reveal());
        sees("There is nothing here under this number");
        String number = Receipt.random(random).reveal();
        char other = number.charAt(0) == '9' ? '0' : (char) (number.charAt(0) + 1);
        say(new Input.Text(other + number.substring(1)));
        press("!v~.*~l~en");
        sees("Group 1 does not fit");
    }

    @Test
    void a_number_that_is_typed_as_an_answer_is_none_and_the_question_stays() {
        say(new Input.Start("en", "en"));
        press("0~i~en~0[.]0[.]");
        while (button("0~c~.*").isEmpty()) {
            press(screen().stream()
                    .flatMap(card -> card.rows().stream())
                    .flatMap(List::stream)
                    .map(Card.Button::token)
                    .filter(token -> token.startsWith("0~i~"))
                    .reduce((first, last) -> last)
                    .orElseThrow()
                    .replace(".", "[.]"));
        }
        press("0~c~.*~0[.]0[.].*");
        int turns = committed.size();
        String number = Receipt.random(random).reveal();
        say(new Input.Text(number));
        assertThat(text()).doesNotContain(number).contains("taken it off this screen");
        assertThat(committed).hasSize(turns);
        press("!v~.*~c~");
        assertThat(text()).contains("Question");
    }

    @Test
    void a_visit_ends_after_half_an_hour_and_leaves_one_neutral_line() {
        Receipt receipt = comesBackTo(Identity.generate(random));
        typesAndOpens(receipt.reveal());
        number();
        press("!v~.*~s~");
        sees("Our volunteers have it");
        clock.passes(Visits.LONGEST);
        intake.minutePasses(this::hear);
        assertThat(text()).doesNotContain("volunteers");
    }

    @Test
    void who_tries_often_is_answered_slowly_and_never_shut_out() {
        assertThat(Visits.delay(1)).isZero();
        assertThat(Visits.delay(Visits.FREE_TRIES)).isZero();
        assertThat(Visits.delay(Visits.FREE_TRIES + 1)).isPositive();
        assertThat(Visits.delay(1_000_000)).isEqualTo(Visits.LONGEST_DELAY);
    }

    @Test
    void a_notice_is_said_in_its_chat_and_one_for_an_earlier_process_is_forgotten() {
        SigningKey intakeKey = SigningKey.generate(random);
        WitnessKey key = new WitnessKey(intakeKey, today, random);
        News news = new News(mailboxes, key, Shipped.questionnaires().texts());
        news.listens();
        TellHere.Witness witness = mailboxes.witness.orElseThrow();
        assertThat(intakeKey
                        .verifyingKey()
                        .verifies(
                                SigningDomain.WITNESS,
                                witness.signed().text().getBytes(UTF_8),
                                witness.signed().signature()))
                .isTrue();
        notice("a".repeat(32), witness.recipient());
        notice("b".repeat(32), Identity.generate(random).recipient());
        Map<String, Parcel> waiting = news.waiting();
        assertThat(waiting).containsOnlyKeys("a".repeat(32));
        assertThat(waiting.values().iterator().next().chat()).isEqualTo(CHAT);
        assertThat(mailboxes.notices).containsOnlyKeys("a".repeat(32));
        news.told(waiting.keySet());
        assertThat(mailboxes.notices).isEmpty();
    }

    private void notice(String id, Recipient to) {
        byte[] plain = JSON.writeValueAsBytes(JSON.createObjectNode()
                .put("format", "komir-notice/1")
                .put("chat", CHAT)
                .put("token", Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[16])));
        mailboxes.notices.put(
                id, new TellHere.Notice(id, sealer.seal(Purpose.NOTICE, Padding.pad(plain), List.of(to))));
    }

    private FileName attaches(Receipt receipt, byte[] bytes, byte[] signed) throws Exception {
        FileName name = FileName.random(random);
        files.write(name, out -> {
            try (OutputStream sealed =
                    sealer.sealing(out, List.of(new VisitKeys(receipt).mailbox().recipient()))) {
                sealed.write(bytes);
                sealed.write(new byte[(int) (Padding.padme(bytes.length) - bytes.length)]);
            }
        });
        files.settled(name);
        attachments
                .addObject()
                .put("file", name.hex())
                .put("kind", "voice")
                .put("size", bytes.length)
                .put("sha256", HexFormat.of().formatHex(VisitKeys.sha256(signed)))
                .put("type", "audio/ogg;codecs=opus")
                .put("name", "Dilshat.ogg");
        return name;
    }

    private FileName opensLetterWith(byte[] bytes, byte[] signed) throws Exception {
        Receipt receipt = Receipt.random(random);
        FileName name = attaches(receipt, bytes, signed);
        comesBackTo(Identity.generate(random), receipt);
        typesAndOpens(receipt.reveal());
        number();
        press("!v~.*~s~");
        press("!v~.*~p~0[.]0");
        sees("Telegram can see it too");
        return name;
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65535, 65536, 65537, 20_000_000})
    void a_file_of_a_letter_comes_into_the_chat_byte_for_byte_and_goes_with_the_visit(int size) throws Exception {
        byte[] bytes = bytes(size);
        opensLetterWith(bytes, bytes);
        assertThat(text()).doesNotContain("Dilshat");
        press("!v~.*~a~0[.]0");
        sees("[1.ogg]");
        assertThat(received).isEqualTo(bytes);
        assertThat(committed).isEmpty();
        assertThat(intake.undelivered()).isEmpty();
        say(new Input.Text("they are here"));
        assertThat(text()).doesNotContain("1.ogg").doesNotContain("found his name");
    }

    @Test
    void an_empty_file_is_told_and_never_sent() throws Exception {
        opensLetterWith(new byte[0], new byte[0]);
        press("!v~.*~a~0[.]0");
        sees("there is nothing in it");
        assertThat(received).isNull();
        assertThat(text()).doesNotContain("1.ogg");
    }

    @Test
    void a_file_that_changed_between_the_check_and_the_sending_is_told_apart_from_one_that_failed() throws Exception {
        byte[] bytes = bytes(200_000);
        FileName name = opensLetterWith(bytes, bytes);
        Path stored = folder.resolve("files").resolve(name.hex());
        beforeSending = () -> Files.write(stored, Arrays.copyOf(Files.readAllBytes(stored), 100_000));
        press("!v~.*~a~0[.]0");
        sees("not as it was sent to you");
        assertThat(received).isNull();
    }

    @Test
    void a_visit_that_ends_while_a_file_is_sent_breaks_it_off() throws Exception {
        byte[] bytes = bytes(200_000);
        opensLetterWith(bytes, bytes);
        beforeSending = () -> say(new Input.Text("they are here"));
        press("!v~.*~a~0[.]0");
        Eventually.until("it was to be sent", PATIENCE, () -> brokeOff);
        assertThat(received).isNull();
        assertThat(text()).doesNotContain("1.ogg").doesNotContain("found his name");
    }

    @Test
    void a_file_goes_when_the_time_of_the_visit_is_over() throws Exception {
        byte[] bytes = bytes(100);
        opensLetterWith(bytes, bytes);
        press("!v~.*~a~0[.]0");
        sees("[1.ogg]");
        clock.passes(Visits.LONGEST);
        intake.minutePasses(this::hear);
        assertThat(text()).doesNotContain("1.ogg");
    }

    @Test
    void a_file_that_is_not_what_was_signed_is_not_given_out() throws Exception {
        opensLetterWith(bytes(70_000), bytes(70_000));
        press("!v~.*~a~0[.]0");
        sees("not as it was sent to you");
        assertThat(received).isNull();
    }

    @Test
    void a_file_that_was_cut_at_the_store_is_not_given_out() throws Exception {
        byte[] bytes = bytes(200_000);
        FileName name = opensLetterWith(bytes, bytes);
        Path stored = folder.resolve("files").resolve(name.hex());
        byte[] whole = Files.readAllBytes(stored);
        Files.write(stored, Arrays.copyOf(whole, whole.length - 70_000));
        press("!v~.*~a~0[.]0");
        sees("not as it was sent to you");
        assertThat(received).isNull();
    }

    @Test
    void a_letter_that_comes_before_the_new_number_is_confirmed_leaves_the_old_one_good_and_another_is_shown()
            throws Exception {
        Receipt receipt = comesBackTo(Identity.generate(random));
        String before = new VisitKeys(receipt).mailbox().name();
        typesAndOpens(receipt.reveal());
        String lost = number();
        mailboxes.between = Optional.of(() -> {});
        press("!v~.*~h~");
        sees("the new number was not taken");
        assertThat(mailboxes.mails).containsOnlyKeys(before);
        String next = number();
        assertThat(next).isNotEqualTo(lost);
        press("!v~.*~h~");
        sees("only the new number is good");
        assertThat(mailboxes.mails)
                .containsOnlyKeys(new VisitKeys(Receipt.parse(next)).mailbox().name());
    }
}
