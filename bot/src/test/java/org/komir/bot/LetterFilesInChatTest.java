package org.komir.bot;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.komir.bot.conversation.Channel;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Role;
import org.komir.bot.files.FileName;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.Intake;
import org.komir.bot.intake.LinkKeys;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.Numbers;
import org.komir.bot.intake.SignedText;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.intake.Submissions.Submission;
import org.komir.bot.practice.LocalBotApi;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.telegram.BotApi;
import org.komir.bot.telegram.BotToken;
import org.komir.bot.telegram.TelegramChannel;
import org.komir.bot.testing.Eventually;
import org.komir.bot.testing.FakeTelegram;
import org.komir.bot.testing.FakeTelegram.Fault;
import org.komir.bot.testing.HandClock;
import org.komir.bot.testing.LogFile;
import org.komir.bot.testing.MadeUpPerson;
import org.komir.bot.testing.MadeUpReceipt;
import org.komir.bot.testing.RedisServer;
import org.komir.bot.testing.Shipped;
import org.komir.bot.testing.Traces;
import org.komir.crypto.CaseKey;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.Padding;
import org.komir.crypto.Purpose;
import org.komir.crypto.Receipt;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.komir.crypto.Sealer;
import org.komir.crypto.SigningDomain;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** T54: a file of a letter, from the sealed file in a real store to Telegram over HTTP, and away again; it is in the clear nowhere on the way. */
@Isolated
class LetterFilesInChatTest {
    private static final long CHAT = 7_305_518_264L;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MEGABYTES_20 = 20_000_000;
    private static final int PIECE = 24;

    private record Kind(String kind, String type, int size) {}

    /** In the order in which the card has their buttons. */
    private static final List<Kind> ATTACHED = List.of(
            new Kind("voice", "audio/ogg", 64 * 1024 - 1),
            new Kind("photo", "image/jpeg", 64 * 1024),
            new Kind("video", "video/mp4", MEGABYTES_20),
            new Kind("document", "application/pdf", 64 * 1024 + 1),
            new Kind("document", "text/plain", 1));

    private final SecureRandom random = new SecureRandom();
    private final HandClock clock = new HandClock("2026-11-20T10:30:00Z");
    private final LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    private final MadeUpPerson volunteer = MadeUpPerson.named("aigul", Role.REVIEWER);
    private final Sealer sealer = new Sealer();
    private final List<byte[]> sent = new ArrayList<>();
    private final List<FileName> names = new ArrayList<>();

    @TempDir
    Path folder;

    private @Nullable FakeTelegram running;

    @Nested
    class InOneFile {
        @Test
        void files_arrive_byte_for_byte_and_leave_no_trace() throws Exception {
            Path scene = Files.createDirectories(folder.resolve("scene"));
            filesArrive(scene, "sqlite:" + scene.resolve("komir.db"));
        }

        @Test
        void what_changes_after_it_was_checked_is_not_given_out() throws Exception {
            Path scene = Files.createDirectories(folder.resolve("scene"));
            comesBack(
                    scene,
                    "sqlite:" + scene.resolve("komir.db"),
                    receipt -> whatChangesIsNotGivenOut(receipt, scene.resolve("files")));
        }
    }

    @Nested
    class InRedis {
        @RegisterExtension
        static final RedisServer REDIS = new RedisServer();

        @Test
        void files_arrive_byte_for_byte_and_leave_no_trace() throws Exception {
            filesArrive(Files.createDirectories(folder.resolve("scene")), REDIS.url());
            assertThat(Traces.of(pieces(), REDIS.folder())).isEmpty();
        }
    }

    /** What a family does that comes back. */
    private interface Visit {
        void by(Receipt receipt) throws InterruptedException;
    }

    private void filesArrive(Path scene, String setting) throws Exception {
        comesBack(scene, setting, receipt -> {
            allArriveAndGo(receipt);
            whatIsUnderWayWhenAVisitEndsDoesNotStay(receipt);
        });
    }

    private void comesBack(Path scene, String setting, Visit visit) throws Exception {
        List<Path> before = Traces.temporaryFiles(folder);
        Receipt receipt = Receipt.random(random);
        try (LogFile log = new LogFile(scene.resolve("everything.log"));
                Store store = Stores.open(setting);
                Numbers numbers = new Numbers();
                FakeTelegram telegram = new FakeTelegram(1)) {
            running = telegram;
            LoggerFactory.getLogger(LetterFilesInChatTest.class).trace("what is logged is searched");
            SealedFiles files = SealedFiles.at(scene.resolve("files"), 0, clock);
            writes(store, files, receipt.keys());
            Directory directory = new Directory(
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
            Intake intake = new Intake(
                    Shipped.conversation(new Channel(true, true, Optional.empty())),
                    Shipped.questionnaires().texts(),
                    store,
                    new Intake.ComingBack(store, store, numbers, clock),
                    LinkKeys.open(scene.resolve("link-keys"), clock, random),
                    () -> Optional.of(directory),
                    () -> directory,
                    sealer,
                    files,
                    MEGABYTES_20,
                    random);
            try (TelegramChannel channel = new TelegramChannel(
                    new BotApi(telegram.url(), BotToken.of("4242:TESTING")),
                    intake,
                    code -> "en",
                    folder,
                    Clock.systemUTC(),
                    random)) {
                channel.start();
                visit.by(receipt);
            }
            assertThat(telegram.hasty()).isZero();
        }
        assertThat(Files.size(scene.resolve("everything.log"))).isPositive();
        assertThat(Traces.of(pieces(), scene)).isEmpty();
        for (Path file : Traces.temporaryFiles(folder)) {
            if (!before.contains(file)) {
                assertThat(Traces.ofTemporary(pieces(), file)).isEmpty();
            }
        }
    }

    private void allArriveAndGo(Receipt receipt) throws InterruptedException {
        opensTheLetter(receipt);
        telegram().failNext("sendvoice", Fault.TOO_MANY);
        telegram().failNext("sendphoto", Fault.NO_PICTURE);
        List<String> shown = List.of("voice-", "document-", "video-", "document-", "document-");
        for (int i = 0; i < ATTACHED.size(); i++) {
            press("!v~.*~a~0[.]" + i);
            int all = i + 1;
            Eventually.until("file " + all, PATIENCE, () -> arrived().size() == all);
            assertThat(arrived().get(i)).startsWith(shown.get(i));
            assertThat(telegram().people().recording(arrived().get(i))).hasValue(sent.get(i));
        }
        assertThat(telegram().calls("sendvoice")).hasSize(2);
        telegram().people().send(CHAT, "they are here", "en");
        Eventually.until("all is gone", PATIENCE, () -> arrived().isEmpty());
    }

    private void whatIsUnderWayWhenAVisitEndsDoesNotStay(Receipt receipt) throws InterruptedException {
        Runnable theTimeIsOver = () -> clock.passes(Duration.ofMinutes(31));
        opensTheLetter(receipt);
        int uploads = telegram().calls("sendvideo").size();
        telegram().onUpload(theTimeIsOver);
        press("!v~.*~a~0[.]2");
        opensTheLetter(receipt);
        assertThat(telegram().calls("sendvideo"))
                .as("it broke off, and was not begun again")
                .hasSize(uploads);
        assertThat(arrived()).isEmpty();

        telegram().onUpload(() -> {});
        telegram().onUploaded(theTimeIsOver);
        int deletions = telegram().calls("deletemessages").size();
        press("!v~.*~a~0[.]3");
        Eventually.until(
                "it was deleted",
                PATIENCE,
                () -> telegram().calls("deletemessages").size() > deletions);
        Eventually.until("it is gone", PATIENCE, () -> arrived().isEmpty());
    }

    private void whatChangesIsNotGivenOut(Receipt receipt, Path files) throws InterruptedException {
        telegram().onUpload(() -> {
            try (FileChannel file = FileChannel.open(files.resolve(names.get(2).hex()), StandardOpenOption.WRITE)) {
                file.truncate(MEGABYTES_20 - 100_000);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
        opensTheLetter(receipt);
        press("!v~.*~a~0[.]2");
        Eventually.until(
                "it is told",
                PATIENCE,
                () -> telegram().people().state(CHAT).stream()
                        .anyMatch(event -> String.valueOf(event.text()).contains("not as it was sent to you")));
        assertThat(arrived()).isEmpty();
    }

    private void opensTheLetter(Receipt receipt) throws InterruptedException {
        telegram().people().send(CHAT, receipt.reveal(), "en");
        press("!v~.*~l~en");
        press("!v~.*~o~");
        Eventually.until(
                "another number is shown",
                PATIENCE,
                () -> telegram().people().state(CHAT).stream()
                        .anyMatch(event -> !event.covered().isEmpty()));
        press("!v~.*~s~");
        press("!v~.*~p~0[.]0");
    }

    private FakeTelegram telegram() {
        return Objects.requireNonNull(running);
    }

    private List<String> arrived() {
        return telegram().people().state(CHAT).stream()
                .flatMap(event -> Optional.ofNullable(event.voice()).stream())
                .toList();
    }

    private Optional<Map.Entry<Long, String>> button(String data) {
        return telegram().people().state(CHAT).stream()
                .filter(event -> !event.keyboard().isEmpty())
                .reduce((earlier, last) -> last) // what was left of an earlier visit is not meant
                .flatMap(event -> event.keyboard().stream()
                        .flatMap(List::stream)
                        .map(LocalBotApi.Key::data)
                        .filter(found -> found.matches(data))
                        .map(found -> Map.entry(event.message(), found))
                        .findFirst());
    }

    private void press(String data) throws InterruptedException {
        Eventually.until("a button " + data, PATIENCE, () -> button(data).isPresent());
        Map.Entry<Long, String> key = button(data).orElseThrow();
        telegram().people().tap(CHAT, key.getKey(), key.getValue(), PATIENCE);
    }

    /** A case that came with the form, and a volunteer's letter to its family. */
    private void writes(Store store, SealedFiles files, Receipt.Keys family) throws Exception {
        Recipient to = family.identity().recipient();
        CaseId id = CaseId.random(random);
        Mailbox mailbox = new Mailbox(
                MadeUpReceipt.sha256(family.mailbox()), to, family.author().verifyingKey());
        CaseKey key = new CaseKey(
                Identity.generate(random).recipient(), Sealed.stored(Purpose.CASE_KEY, "a key".getBytes(US_ASCII)));
        StoredRecord record =
                new StoredRecord(0, Compartment.CASE, Sealed.stored(Purpose.TESTIMONY, "a record".getBytes(US_ASCII)));
        assertThat(store.handIn(new Submission(
                        id,
                        false,
                        Map.of(Compartment.CASE, key),
                        List.of(record),
                        mailbox,
                        new SignedText("somebody", new byte[] {1}),
                        today.minusDays(3))))
                .isPresent();
        store.release();
        ArrayNode attachments = JSON.createArrayNode();
        for (Kind kind : ATTACHED) {
            byte[] bytes = letters(kind.size());
            FileName name = FileName.random(random);
            files.write(name, out -> {
                try (OutputStream sealed = sealer.sealing(out, List.of(to))) {
                    sealed.write(bytes);
                    sealed.write(new byte[(int) (Padding.padme(bytes.length) - bytes.length)]);
                }
            });
            files.settled(name);
            sent.add(bytes);
            names.add(name);
            attachments
                    .addObject()
                    .put("file", name.hex())
                    .put("kind", kind.kind())
                    .put("size", bytes.length)
                    .put("sha256", MadeUpReceipt.sha256(bytes))
                    .put("type", kind.type());
        }
        String letterId = "0".repeat(31) + "1";
        String letter = JSON.createObjectNode()
                .put("id", letterId)
                .put("volunteer", "aigul")
                .put("day", "2026-11-19")
                .put("text", "We have found his name.")
                .set("attachments", attachments)
                .toString();
        byte[] signed = JSON.writeValueAsBytes(JSON.createObjectNode()
                .put("format", "komir-family-letter/1")
                .put("letter", letter)
                .put(
                        "signature",
                        Base64.getEncoder()
                                .encodeToString(
                                        volunteer.signingKey().sign(SigningDomain.LETTER, letter.getBytes(UTF_8)))));
        assertThat(store.send(
                        id, new Letter(letterId, sealer.seal(Purpose.REPLY, Padding.pad(signed), List.of(to)), names)))
                .isTrue();
    }

    /** What can be searched for: random letters. */
    private static byte[] letters(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) ('A' + Math.floorMod(bytes[i], 26));
        }
        return bytes;
    }

    /** Of the beginning, the middle and the end of each file that is long enough to be known by a piece. */
    private List<String> pieces() {
        return sent.stream()
                .filter(bytes -> bytes.length > PIECE)
                .map(bytes -> new String(bytes, US_ASCII))
                .flatMap(text -> List.of(0, text.length() / 2, text.length() - PIECE).stream()
                        .map(from -> text.substring(from, from + PIECE)))
                .toList();
    }
}
