package org.komir.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.DirectoryRefused;
import org.komir.bot.directory.SignedDirectory;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.Intake;
import org.komir.bot.intake.LinkKeys;
import org.komir.bot.intake.Numbers;
import org.komir.bot.intake.Parcel;
import org.komir.bot.intake.Turns;
import org.komir.bot.store.SmallDisk;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.telegram.BotApi;
import org.komir.bot.telegram.BotToken;
import org.komir.bot.telegram.TelegramChannel;
import org.komir.bot.testing.Eventually;
import org.komir.bot.testing.FakeTelegram;
import org.komir.bot.testing.Families;
import org.komir.bot.testing.HandClock;
import org.komir.bot.testing.LogLines;
import org.komir.bot.testing.MadeUpOrganisation;
import org.komir.bot.testing.RedisServer;
import org.komir.bot.testing.Shipped;
import org.komir.bot.testing.ToldCases;
import org.komir.crypto.Sealer;
import org.komir.crypto.SigningKey;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What a server meets in its life, while families answer: it is told in clear words, nothing is lost, and what comes back needs no restart.
 * Where the other troubles of this kind are tested stands in {@code docs/threat-model.md}, "When something breaks".
 */
class RecoveryTest {
    private static final int FAMILIES = 20;
    private static final long SEED = 20_261_123L;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final MadeUpOrganisation organisation = MadeUpOrganisation.madeUp(LocalDate.now(Clock.systemUTC()));

    private String tokenPermissions = "rw-------";

    @TempDir
    private Path folder;

    @Nested
    class InRedis {
        @RegisterExtension
        static final RedisServer REDIS = new RedisServer();

        @BeforeEach
        void empty() {
            REDIS.say("FLUSHALL");
        }

        @Test
        void a_redis_that_stops_is_outlived() throws Exception {
            outlive(REDIS.url(), store -> REDIS.kill(), store -> REDIS.start(), "UNREACHABLE");
        }

        @Test
        void a_redis_that_is_full_is_outlived() throws Exception {
            outlive(
                    REDIS.url(),
                    store -> REDIS.say("CONFIG SET maxmemory 1"),
                    store -> REDIS.say("CONFIG SET maxmemory 0"),
                    "DISK_FULL");
        }
    }

    @Nested
    class InOneFile {
        @Test
        void a_full_disk_is_outlived() throws Exception {
            outlive("sqlite:" + folder.resolve("komir.db"), SmallDisk::full, SmallDisk::roomAgain, "DISK_FULL");
        }
    }

    private void outlive(String setting, Consumer<Store> breaks, Consumer<Store> mends, String trouble)
            throws Exception {
        HandClock clock = new HandClock("2026-11-23T10:00:00Z");
        try (Store store = Stores.open(setting);
                FakeTelegram telegram = new FakeTelegram(SEED);
                LogLines log = new LogLines();
                ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Families families = new Families(telegram.people(), SEED);
            Turns intake = intake(store);
            BotApi api = new BotApi(telegram.url(), BotToken.of("4242:TESTING"));
            try (TelegramChannel channel =
                    new TelegramChannel(api, intake, code -> "kk-Cyrl", folder, clock, new Random(SEED))) {
                channel.start();
                Future<Boolean> testimonies = thread.submit(() -> {
                    families.testify(FAMILIES);
                    return true;
                });
                Eventually.until("about a third is told", SOON, () -> answers(families) > FAMILIES * 5);

                breaks.accept(store);
                Eventually.until("families are told to wait", SOON, () -> {
                    clock.passes(Duration.ofSeconds(1));
                    return telegram.calls("sendmessage").stream()
                            .anyMatch(call -> call.text().equals(waitLine(intake)));
                });
                assertThat(testimonies.isDone()).isFalse();
                assertThat(log.contain("the store is not available: " + trouble))
                        .isTrue();

                mends.accept(store);
                assertThat(testimonies.get(3, TimeUnit.MINUTES)).isTrue();
                Eventually.until(
                        "the line is gone from every chat",
                        SOON,
                        () -> families.answered().keySet().stream()
                                .flatMap(chat -> telegram.people().state(chat).stream())
                                .noneMatch(event -> waitLine(intake).equals(event.text())));
            }
            store.release();
            assertThat(ToldCases.of(store, organisation))
                    .containsExactlyInAnyOrderElementsOf(families.answered().values());
        }
    }

    private Intake intake(Store store) throws IOException {
        SecureRandom random = new SecureRandom();
        return new Intake(
                Shipped.chat(),
                Shipped.questionnaires().texts(),
                store,
                new Intake.ComingBack(store, store, new Numbers(), Clock.systemUTC()),
                LinkKeys.open(folder.resolve("link-keys"), Clock.systemUTC(), random),
                () -> Optional.of(organisation.directory()),
                organisation::directory,
                new Sealer(),
                SealedFiles.at(folder.resolve("files"), 0, Clock.systemUTC()),
                20 * 1024 * 1024,
                random);
    }

    private static String waitLine(Turns intake) {
        return intake.pleaseWait(1).calls().getFirst() instanceof Parcel.Call.Show show
                ? show.content().text()
                : "";
    }

    private static int answers(Families families) {
        return families.answered().values().stream().mapToInt(List::size).sum();
    }

    @Test
    void an_altered_directory_changes_nothing_and_a_good_one_is_taken_up_without_a_restart() throws Exception {
        SigningKey root = SigningKey.generate(new SecureRandom());
        publish(SignedDirectory.sign(organisation.directory(), root));
        try (FakeTelegram telegram = new FakeTelegram(SEED);
                ConfigurableApplicationContext bot = bot(root, telegram, "both");
                LogLines log = new LogLines()) {
            Families families = new Families(telegram.people(), SEED);
            families.testify(1);

            SignedDirectory signed = SignedDirectory.sign(organisation.directory(), root);
            publish(new SignedDirectory(signed.text().replace("bolat", "bulat"), signed.signature()));
            bot.getBean(DirectoryWatch.class).once();
            assertThat(log.contain("the signature is not the root key's, or the text was altered; the one before"))
                    .isTrue();
            assertThat(version(bot)).isEqualTo(1);
            families.testify(2);

            publish(SignedDirectory.sign(second(), root));
            bot.getBean(DirectoryWatch.class).once();
            assertThat(version(bot)).isEqualTo(2);
            families.testify(3);

            Store store = bot.getBean(Store.class);
            store.release();
            assertThat(ToldCases.of(store, organisation)).hasSize(1 + 2 + 3);
        }
    }

    @Test
    void the_review_process_takes_up_a_new_directory_too() throws Exception {
        SigningKey root = SigningKey.generate(new SecureRandom());
        publish(SignedDirectory.sign(organisation.directory(), root));
        try (FakeTelegram telegram = new FakeTelegram(SEED);
                ConfigurableApplicationContext bot = bot(root, telegram, "review")) {
            publish(SignedDirectory.sign(second(), root));
            bot.getBean(DirectoryWatch.class).once();
            assertThat(version(bot)).isEqualTo(2);
        }
    }

    @Test
    void nothing_starts_on_an_altered_directory() throws Exception {
        SigningKey root = SigningKey.generate(new SecureRandom());
        SignedDirectory signed = SignedDirectory.sign(organisation.directory(), root);
        publish(new SignedDirectory(signed.text().replace("bolat", "bulat"), signed.signature()));
        try (FakeTelegram telegram = new FakeTelegram(SEED)) {
            assertThatThrownBy(() -> bot(root, telegram, "both"))
                    .hasRootCauseInstanceOf(DirectoryRefused.class)
                    .hasRootCauseMessage(
                            "the directory is refused: the signature is not the root key's, or the text was altered");
            assertThat(telegram.calls()).isEmpty();
        }
    }

    @Test
    void nothing_starts_with_a_token_that_others_may_read_and_one_line_says_so() throws Exception {
        SigningKey root = SigningKey.generate(new SecureRandom());
        publish(SignedDirectory.sign(organisation.directory(), root));
        try (FakeTelegram telegram = new FakeTelegram(SEED)) {
            tokenPermissions = "rw-r--r--";
            assertThatThrownBy(() -> bot(root, telegram, "both"))
                    .hasRootCauseInstanceOf(Settings.UnfitSettings.class)
                    .rootCause()
                    .hasMessageStartingWith("komir.telegram.token-file: ")
                    .hasMessageEndingWith("chmod 600 it");
            assertThat(telegram.calls()).isEmpty();
        }
    }

    private Directory second() {
        Directory first = organisation.directory();
        return new Directory(
                first.organisation(),
                first.version() + 1,
                first.issued(),
                first.expires(),
                first.panel(),
                first.escrow(),
                first.people());
    }

    private static int version(ConfigurableApplicationContext bot) {
        return bot.getBean(CurrentDirectory.class).lastRead().version();
    }

    private void publish(SignedDirectory signed) throws IOException {
        Path file = folder.resolve("directory.json");
        Files.writeString(file, signed.text());
        Files.writeString(SignedDirectory.signatureOf(file), signed.signature() + "\n");
    }

    private ConfigurableApplicationContext bot(SigningKey root, FakeTelegram telegram, String profile)
            throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "4242:TESTING");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString(tokenPermissions));
        Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "komir-recovery");
        Path linkKeys = memory.resolve("link-keys");
        memory.toFile().deleteOnExit(); // in the reverse order
        linkKeys.toFile().deleteOnExit();
        return SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--komir.profile=" + profile,
                "--komir.data=" + folder.resolve("data"),
                "--komir.store=sqlite:" + folder.resolve("komir.db"),
                "--komir.link-keys=" + linkKeys,
                "--komir.directory=" + folder.resolve("directory.json"),
                "--komir.root-key=" + root.verifyingKey(),
                "--komir.telegram.token-file=" + token,
                "--komir.telegram.api=" + telegram.url());
    }
}
