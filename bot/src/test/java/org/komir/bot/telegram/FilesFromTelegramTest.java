package org.komir.bot.telegram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.files.FileName;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.Intake;
import org.komir.bot.intake.LinkKeys;
import org.komir.bot.intake.Numbers;
import org.komir.bot.practice.LocalBotApi.FileKind;
import org.komir.bot.practice.LocalBotApi.StoredFile;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.testing.Eventually;
import org.komir.bot.testing.FakeTelegram;
import org.komir.bot.testing.FakeTelegram.Chances;
import org.komir.bot.testing.FakeTelegram.Fault;
import org.komir.bot.testing.MadeUpOrganisation;
import org.komir.bot.testing.OpenedCase;
import org.komir.bot.testing.Phone;
import org.komir.bot.testing.Shipped;
import org.komir.bot.testing.Traces;
import org.komir.crypto.Identity;
import org.komir.crypto.Opener;
import org.komir.crypto.SealedFile;
import org.komir.crypto.Sealer;
import tools.jackson.databind.JsonNode;

/** A family sends voice, photos and papers through Telegram; what an organisation opens afterwards is what was sent, and nothing else is anywhere. */
class FilesFromTelegramTest {
    private static final long CHAT = 77;
    private static final int LARGEST = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CANARY = "Көмір үйіліп жатыр " + Long.toHexString(System.nanoTime());

    @TempDir
    Path folder;

    private final Random random = new Random(20_261_123);
    private final MadeUpOrganisation organisation = MadeUpOrganisation.madeUp(LocalDate.now(Clock.systemUTC()));
    private FakeTelegram telegram;
    private Phone phone;
    private Store store;
    private SealedFiles files;
    private TelegramChannel channel;

    @BeforeEach
    void theBotStarts() throws Exception {
        telegram = new FakeTelegram(1);
        phone = new Phone(telegram.people(), CHAT, PATIENCE);
        start(0);
    }

    @AfterEach
    void theBotEnds() throws Exception {
        channel.close();
        store.close();
        telegram.close();
    }

    private void start(long reserve) throws Exception {
        store = Stores.open("sqlite:" + folder.resolve("komir.db"));
        files = SealedFiles.at(folder.resolve("files"), reserve, Clock.systemUTC());
        files.removeUnfinished();
        SecureRandom secure = new SecureRandom();
        Intake intake = new Intake(
                Shipped.chat(),
                Shipped.questionnaires().texts(),
                store,
                new Intake.ComingBack(store, store, new Numbers(), Clock.systemUTC()),
                LinkKeys.open(folder.resolve("memory/link-keys"), Clock.systemUTC(), secure),
                () -> Optional.of(organisation.directory()),
                organisation::directory,
                new Sealer(),
                files,
                LARGEST,
                secure);
        BotApi api = new BotApi(telegram.url(), BotToken.of("4242:TESTING"));
        channel = new TelegramChannel(api, intake, code -> "", folder, Clock.systemUTC(), random);
        channel.start();
    }

    private void restart(long reserve) throws Exception {
        channel.close();
        store.close();
        start(reserve);
    }

    @Test
    void what_is_opened_is_byte_for_byte_what_was_sent_whatever_its_kind() throws Exception {
        consents();
        Map<String, FileKind> sent = new HashMap<>();
        int size = 1;
        for (FileKind kind : FileKind.values()) {
            byte[] content = content(size);
            size = size * 11 + 5;
            sent.put(sha256(content), kind);
            send(kind, content, "");
            sees("✓ It has arrived");
            press("~k~0~0");
        }
        List<JsonNode> attachments = attachmentsAfterHandingIn();
        Map<String, FileKind> found = new HashMap<>();
        for (JsonNode attachment : attachments) {
            found.put(
                    attachment.path("sha256").asString(""),
                    FileKind.valueOf(attachment.path("kind").asString("").toUpperCase(java.util.Locale.ROOT)));
        }
        assertThat(found).isEqualTo(sent);
    }

    @Test
    void a_file_leaves_the_chat_when_it_has_arrived_and_nothing_of_it_is_in_the_clear_anywhere() throws Exception {
        consents();
        telegram.people()
                .send(
                        CHAT,
                        new StoredFile(
                                FileKind.DOCUMENT,
                                CANARY + ".txt",
                                "text/plain",
                                CANARY.repeat(5000).getBytes(UTF_8)),
                        CANARY,
                        false);
        sees("✓ It has arrived");
        Eventually.until(
                "the message is gone",
                PATIENCE,
                () -> telegram.people().state(CHAT).stream()
                        .noneMatch(event -> String.valueOf(event.text()).contains(CANARY)));
        press("~k~0~0");
        attachmentsAfterHandingIn();
        assertThat(Traces.of(List.of(CANARY), folder)).isEmpty();
    }

    @Test
    void the_words_and_the_name_that_came_with_a_file_are_sealed_with_it() throws Exception {
        consents();
        telegram.people()
                .send(
                        CHAT,
                        new StoredFile(FileKind.DOCUMENT, "хат.pdf", "application/pdf", content(10)),
                        "анамның хаты",
                        true);
        sees("That was forwarded");
        press("~k~0~0");
        OpenedCase opened = handIn();
        assertThat(opened.texts()).containsExactly("анамның хаты");
        JsonNode attachment = attachments(opened).getFirst();
        assertThat(attachment.path("name").asString("")).isEqualTo("хат.pdf");
        assertThat(attachment.path("type").asString("")).isEqualTo("application/pdf");
        assertThat(attachment.path("forwarded").asBoolean(false)).isTrue();
    }

    @Test
    void an_album_is_several_files_of_one_question() throws Exception {
        consents();
        for (int i = 0; i < 5; i++) {
            send(FileKind.PHOTO, content(1000 + i), "");
        }
        Eventually.until(
                "five files",
                PATIENCE,
                () -> names().size() == 5 && store.files().size() == 5);
        press("~k~0~0");
        OpenedCase opened = handIn();
        assertThat(opened.answered())
                .contains("t_relation#1", "t_relation#1.2", "t_relation#1.3", "t_relation#1.4", "t_relation#1.5")
                .doesNotHaveDuplicates();
        assertThat(attachments(opened)).hasSize(5);
    }

    @Test
    void a_download_that_is_cut_in_the_middle_is_made_again() throws Exception {
        consents();
        byte[] content = content(300_000);
        telegram.failNext("download", Fault.CUT_AFTER, Fault.BROKEN);
        send(FileKind.VIDEO, content, "");
        sees("✓ It has arrived");
        press("~k~0~0");
        assertThat(attachmentsAfterHandingIn())
                .extracting(a -> a.path("sha256").asString(""))
                .containsExactly(sha256(content));
    }

    @Test
    void a_file_that_telegram_no_longer_has_is_asked_for_again_and_stays_in_the_chat() throws Exception {
        consents();
        telegram.failNext("getfile", Fault.BROKEN);
        long message =
                telegram.people().send(CHAT, new StoredFile(FileKind.VOICE, "v", "audio/ogg", content(9)), "", false);
        telegram.people().forgetFiles();
        sees("Please send it once more");
        assertThat(telegram.people().state(CHAT)).anyMatch(event -> event.message() == message);
        byte[] again = content(9);
        send(FileKind.VOICE, again, "");
        sees("✓ It has arrived");
        press("~k~0~0");
        assertThat(attachmentsAfterHandingIn())
                .extracting(a -> a.path("sha256").asString(""))
                .containsExactly(sha256(again));
    }

    @Test
    void a_bot_that_stops_in_the_middle_of_a_download_takes_it_up_at_the_next_start() throws Exception {
        consents();
        CountDownLatch halfway = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        telegram.onDownload(() -> {
            halfway.countDown();
            await(stopped);
        });
        telegram.failNext("download", Fault.CUT_AFTER);
        byte[] content = content(300_000);
        send(FileKind.VOICE, content, "");
        halfway.await();
        sees("It is on its way");
        channel.close();
        store.close();
        stopped.countDown();
        telegram.onDownload(() -> {});
        start(0);
        sees("✓ It has arrived");
        press("~k~0~0");
        assertThat(attachmentsAfterHandingIn())
                .extracting(a -> a.path("sha256").asString(""))
                .containsExactly(sha256(content));
    }

    @Test
    void an_update_that_comes_again_makes_no_second_file() throws Exception {
        consents();
        telegram.fail(new Chances(1, 0, 0, 0, 0, 0, 0));
        for (int i = 0; i < 3; i++) {
            send(FileKind.PHOTO, content(5000), "");
        }
        Eventually.until("three files", PATIENCE, () -> store.files().size() == 3);
        telegram.fail(Chances.NONE);
        press("~k~0~0");
        assertThat(attachmentsAfterHandingIn()).hasSize(3);
    }

    @Test
    void a_file_that_is_too_large_is_refused_in_clear_words_before_anything_is_fetched() throws Exception {
        consents();
        send(FileKind.VIDEO, content(LARGEST + 1), "");
        sees("One file may have 1 megabytes");
        assertThat(telegram.calls("getfile")).isEmpty();
        send(FileKind.VIDEO, content(LARGEST), "");
        sees("✓ It has arrived");
    }

    @Test
    void while_the_disk_is_nearly_full_files_are_refused_and_words_are_not() throws Exception {
        consents();
        restart(Long.MAX_VALUE);
        send(FileKind.PHOTO, content(5), "");
        sees("files cannot be received at present");
        press("~o~3");
        sees("Question 2");
    }

    @Test
    void nothing_is_handed_in_while_a_file_is_on_its_way() throws Exception {
        consents();
        CountDownLatch go = new CountDownLatch(1);
        telegram.onDownload(() -> await(go));
        byte[] content = content(200_000);
        send(FileKind.VOICE, content, "");
        sees("It is on its way");
        phone.skipToTheEnd();
        press("~g$");
        sees("still on its way");
        go.countDown();
        sees("✓ It has arrived");
        assertThat(attachmentsAfterHandingIn())
                .extracting(a -> a.path("sha256").asString(""))
                .containsExactly(sha256(content));
    }

    @Test
    void deleting_everything_deletes_what_has_arrived_and_what_is_still_on_its_way() throws Exception {
        consents();
        send(FileKind.VOICE, content(1000), "");
        sees("✓ It has arrived");
        CountDownLatch go = new CountDownLatch(1);
        telegram.onDownload(() -> await(go));
        send(FileKind.VOICE, content(200_000), "");
        sees("It is on its way");
        telegram.people().send(CHAT, "/delete", "en");
        sees("Delete everything");
        press("~z$");
        sees("Nothing was kept");
        assertThat(names()).isEmpty();
        go.countDown();
        Eventually.until(
                "the fetch has ended", PATIENCE, () -> store.undelivered().isEmpty());
        Eventually.until("no file is left", PATIENCE, () -> allFiles().isEmpty());
    }

    @Test
    void a_file_that_arrives_after_stop_and_hide_is_kept_and_shows_nothing() throws Exception {
        consents();
        CountDownLatch go = new CountDownLatch(1);
        telegram.onDownload(() -> await(go));
        send(FileKind.VOICE, content(100_000), "");
        sees("It is on its way");
        press("~x$");
        sees("Goodbye");
        go.countDown();
        Eventually.until("it is kept", PATIENCE, () -> store.files().size() == 1);
        Eventually.until(
                "it is gone from the chat",
                PATIENCE,
                () -> telegram.people().state(CHAT).size() == 1);
        assertThat(telegram.people().state(CHAT).getFirst().text()).startsWith("Goodbye");
    }

    // ---- the family

    private void consents() {
        phone.consents();
        sees("Question 1");
    }

    private OpenedCase handIn() throws Exception {
        phone.handIn();
        store.release();
        SealedCase sealed = store.read(store.all().getFirst()).orElseThrow();
        return OpenedCase.of(sealed, organisation.identities());
    }

    /** Each is opened too: its bytes have the length and the hash that its record tells. */
    private List<JsonNode> attachmentsAfterHandingIn() throws Exception {
        List<JsonNode> attachments = attachments(handIn());
        SealedCase sealed = store.read(store.all().getFirst()).orElseThrow();
        List<String> ofRecords = new ArrayList<>();
        for (var record : sealed.records()) {
            for (FileName name : record.files()) {
                ofRecords.add(name.hex());
                Identity key = OpenedCase.key(sealed, record.compartment(), organisation.identities());
                JsonNode attachment = attachments.stream()
                        .filter(a -> a.path("file").asString("").equals(name.hex()))
                        .findFirst()
                        .orElseThrow();
                SealedFile.Content content = new SealedFile.Content(
                        attachment.path("size").asLong(-1),
                        attachment.path("sha256").asString(""));
                ByteArrayOutputStream opened = new ByteArrayOutputStream();
                byte[] bytes = files.read(name).readAllBytes();
                SealedFile.open(new Opener(List.of(key)), new ByteArrayInputStream(bytes), content, opened);
                assertThat(sha256(opened.toByteArray())).isEqualTo(content.sha256());
            }
        }
        assertThat(names()).containsExactlyInAnyOrderElementsOf(ofRecords);
        return attachments;
    }

    private static List<JsonNode> attachments(OpenedCase opened) {
        List<JsonNode> all = new ArrayList<>();
        opened.records().forEach(record -> record.path("attachments").forEach(all::add));
        return all;
    }

    private void send(FileKind kind, byte[] content, String caption) {
        telegram.people().send(CHAT, new StoredFile(kind, "file", "x/y", content), caption, false);
    }

    private void sees(String words) {
        phone.sees(words);
    }

    private void press(String data) {
        phone.press(data);
    }

    // ---- bytes

    private byte[] content(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private List<String> allFiles() {
        try (Stream<Path> all = Files.list(folder.resolve("files"))) {
            return all.map(path -> path.getFileName().toString()).toList();
        } catch (java.io.IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    /** Without those that are being written. */
    private List<String> names() {
        return allFiles().stream().filter(FileName::isName).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
