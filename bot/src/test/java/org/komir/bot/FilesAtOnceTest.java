package org.komir.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.komir.bot.files.FileName;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.practice.LocalBotApi.FileKind;
import org.komir.bot.practice.LocalBotApi.StoredFile;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.testing.BotProcess;
import org.komir.bot.testing.Eventually;
import org.komir.bot.testing.FakeTelegram;
import org.komir.bot.testing.OpenedCase;
import org.komir.bot.testing.Phone;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.Opener;
import org.komir.crypto.SealedFile;
import tools.jackson.databind.JsonNode;

/**
 * Many families send large files at once to a bot of a small heap, which is killed in the middle. Each file is there exactly once, byte for
 * byte, and nothing of it is in the clear on the disk. {@code -Dkomir.file-chats=50 -Dkomir.file-bytes=20971520} is the long run.
 */
@Execution(ExecutionMode.CONCURRENT)
class FilesAtOnceTest {
    private static final int CHATS = Integer.getInteger("komir.file-chats", 10);
    private static final int BYTES = Integer.getInteger("komir.file-bytes", 3_000_000);
    private static final String HEAP = "-Xmx" + System.getProperty("komir.file-heap", "128m");
    private static final long MOST_RESIDENT_KIB = 600L * 1024;
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final int FIRST_CHAT = 9000;

    /** So rare in other bytes that a hit is the file, and found by looking at any 64 KiB of it. */
    private static final byte[] CANARY = "Көмір жеткілікті, көмір жеткілікті".getBytes(StandardCharsets.UTF_8);

    @Test
    void files_from_many_chats_at_once_arrive_whole_in_a_small_heap_though_the_bot_is_killed(@TempDir Path folder)
            throws Exception {
        byte[] content = content();
        String setting = "sqlite:" + folder.resolve("komir.db");
        try (FakeTelegram telegram = new FakeTelegram(3)) {
            AtomicInteger downloads = new AtomicInteger();
            telegram.onDownload(downloads::incrementAndGet);
            Process bot = bot(folder, setting, telegram.url());
            try (ExecutorService families = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < CHATS; i++) {
                    Phone family = new Phone(telegram.people(), FIRST_CHAT + i, PATIENCE);
                    all.add(families.submit(() -> sends(family, content)));
                }
                Eventually.until("downloads under way", PATIENCE, () -> downloads.get() >= Math.max(2, CHATS / 5));
                bot.destroyForcibly().waitFor();
                assertNothingInTheClear(folder);
                bot = bot(folder, setting, telegram.url());
                for (Future<?> one : all) {
                    one.get();
                }
                assertThat(residentKib(bot)).as("peak resident memory").isLessThan(MOST_RESIDENT_KIB);
            } finally {
                bot.destroyForcibly().waitFor();
            }
        }
        assertNothingInTheClear(folder);
        assertEachFileIsThereOnce(folder, setting, sha256(content));
    }

    private static Process bot(Path folder, String store, URI telegram) throws IOException {
        return BotProcess.start(folder, store, telegram, HEAP);
    }

    private static void assertEachFileIsThereOnce(Path folder, String setting, String sha256) throws Exception {
        SealedFiles files = SealedFiles.at(folder.resolve("data/files"), 0, Clock.systemUTC());
        List<Identity> people = BotProcess.people(folder);
        List<FileName> names = new ArrayList<>();
        try (Store store = Stores.open(setting)) {
            assertThat(store.all()).hasSize(CHATS);
            for (var id : store.all()) {
                var sealed = store.read(id).orElseThrow();
                List<JsonNode> attachments = new ArrayList<>();
                OpenedCase.of(sealed, people)
                        .records()
                        .forEach(record -> record.path("attachments").forEach(attachments::add));
                assertThat(attachments).hasSize(1);
                assertThat(attachments.getFirst().path("sha256").asString("")).isEqualTo(sha256);
                FileName name = new FileName(attachments.getFirst().path("file").asString(""));
                names.add(name);
                SealedFile.open(
                        new Opener(List.of(OpenedCase.key(sealed, Compartment.CASE, people))),
                        files.read(name),
                        new SealedFile.Content(BYTES, sha256),
                        OutputStream.nullOutputStream());
            }
        }
        try (Stream<Path> inFolder = Files.list(folder.resolve("data/files"))) {
            assertThat(inFolder.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            names.stream().map(FileName::hex).toList());
        }
    }

    private static void assertNothingInTheClear(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                assertThat(new String(bytes, StandardCharsets.ISO_8859_1)
                                .contains(new String(CANARY, StandardCharsets.ISO_8859_1)))
                        .as("something in the clear in %s", folder.relativize(file))
                        .isFalse();
            }
        }
    }

    private static byte[] content() {
        byte[] bytes = new byte[BYTES];
        new Random(11).nextBytes(bytes);
        for (int at = 1000; at + CANARY.length < BYTES; at += 20_000) {
            System.arraycopy(CANARY, 0, bytes, at, CANARY.length);
        }
        return bytes;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** The highest that it ever was (Linux, proc_pid_status). */
    private static long residentKib(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Agrees, answers the first question and the second with a voice message, and hands in. */
    private static void sends(Phone family, byte[] content) {
        family.consents();
        family.press("~o~3");
        family.sees("Question 2");
        family.send(new StoredFile(FileKind.VOICE, "voice", "audio/ogg", content));
        family.press("~k~0~0");
        family.sees("Question 3");
        family.handIn();
    }
}
