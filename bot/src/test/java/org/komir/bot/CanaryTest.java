package org.komir.bot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.practice.LocalBotApi;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.testing.Eventually;
import org.komir.bot.testing.OpenedCase;
import org.komir.bot.testing.RedisServer;
import org.komir.bot.testing.Traces;
import org.komir.crypto.Identity;
import org.komir.crypto.IdentityFile;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * T1: whoever takes the store's files, the logs at their most talkative and the temporary files finds no answer, no name, no chat number and
 * no token. The control shows that the search finds what is there: the same case, opened and written into the same places.
 */
class CanaryTest {
    private static final long CHAT = 7_305_518_264L;
    private static final String NAME = "Қарлығаш Тентекқызы";
    private static final String RELATIVE = "Сейдахмет Ұшқынұлы";
    private static final String STORY = "түнгі пойыздан түсірді";
    private static final String TOKEN = "4242:PRACTICE";
    private static final List<String> CANARIES =
            List.of(NAME, RELATIVE, STORY, Long.toString(CHAT), Long.toHexString(CHAT), TOKEN);

    @Nested
    class InOneFile {
        @Test
        void nothing_that_a_family_said_is_in_any_file(@TempDir Path folder) throws Exception {
            Path scene = Files.createDirectories(folder.resolve("scene"));
            testifyAndSearch(folder, scene, "sqlite:" + scene.resolve("komir.db"));
        }
    }

    @Nested
    class InRedis {
        @RegisterExtension
        static final RedisServer REDIS = new RedisServer();

        @Test
        void nothing_that_a_family_said_is_in_any_file(@TempDir Path folder) throws Exception {
            Path scene = Files.createDirectories(folder.resolve("scene"));
            testifyAndSearch(folder, scene, REDIS.url());
            assertThat(Traces.of(CANARIES, REDIS.folder())).isEmpty();
        }
    }

    @AfterAll
    static void quietAgain() {
        LoggingSystem.get(CanaryTest.class.getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
    }

    private static void testifyAndSearch(Path folder, Path scene, String store) throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        List<Path> before = temporaryFiles(temporary, folder);
        try (ConfigurableApplicationContext application = SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--komir.data=" + folder.resolve("data"),
                "--komir.store=" + store,
                "--komir.link-keys=" + folder.resolve("link-keys"),
                "--komir.release=daily",
                "--logging.level.root=TRACE",
                "--logging.threshold.console=OFF",
                "--logging.file.name=" + scene.resolve("everything.log"))) {
            testify(application.getBean(LocalBotApi.class));
            application.getBean(Store.class).release();
        }
        assertThat(Files.size(scene.resolve("everything.log"))).isPositive();
        assertThat(Traces.of(CANARIES, scene)).isEmpty();
        for (Path file : temporaryFiles(temporary, folder)) {
            if (!before.contains(file)) {
                assertThat(Traces.of(CANARIES, file)).isEmpty();
            }
        }
        control(folder, scene, store);
    }

    /** The same case with sealing switched off: what was sealed lies open in the same places, and must be found. */
    private static void control(Path folder, Path scene, String setting) throws Exception {
        Path office = folder.resolve("data/practice");
        char[] passphrase =
                Files.readString(office.resolve("passphrase")).strip().toCharArray();
        List<Identity> people = List.of(
                open(office, "aigul", passphrase), open(office, "bolat", passphrase), open(office, "dana", passphrase));
        OpenedCase opened;
        try (Store store = Stores.open(setting)) {
            SealedCase sealed = store.read(store.all().getFirst()).orElseThrow();
            opened = OpenedCase.of(sealed, people);
        }
        assertThat(opened.texts()).contains(NAME, RELATIVE, STORY);
        Path bare = Files.createDirectories(folder.resolve("bare"));
        Files.writeString(
                bare.resolve("store"), opened.records().toString() + " " + CHAT + " " + Long.toHexString(CHAT), UTF_8);
        Files.writeString(bare.resolve("log"), "bot" + TOKEN, UTF_8);
        assertThat(Traces.of(CANARIES, bare)).hasSizeGreaterThanOrEqualTo(CANARIES.size());
    }

    private static Identity open(Path office, String id, char[] passphrase) throws Exception {
        return IdentityFile.open(Files.readAllBytes(office.resolve(id + ".age")), passphrase)
                .identity();
    }

    private static void testify(LocalBotApi telegram) throws InterruptedException {
        say(telegram, "/start", "Қазақша");
        press(telegram, "Қазақша", "келісесіз бе?");
        press(telegram, "Иә, бітпей қалса да тапсырылсын", "кім болады?");
        press(telegram, "Досым немесе көршім", "Өз атыңызды");
        say(telegram, NAME, "аты-жөні");
        say(telegram, RELATIVE, "қашан туған");
        for (int i = 0; i < 12 && !screen(telegram).contains("Өз сөзіңізбен"); i++) {
            press(telegram, "Кейін", "");
        }
        say(telegram, STORY, "✓ Жетті");
        press(telegram, "Болды", "кімге беруге");
        for (int i = 0; i < 4 && !screen(telegram).contains("жіберейік"); i++) {
            press(telegram, "Кейін", "");
        }
        press(telegram, "Жіберу", "Рақмет");
    }

    private static void say(LocalBotApi telegram, String text, String then) {
        telegram.send(CHAT, text, "kk");
        Eventually.until(
                "the card says " + then,
                Duration.ofSeconds(30),
                () -> screen(telegram).contains(then));
    }

    private static void press(LocalBotApi telegram, String label, String then) throws InterruptedException {
        LocalBotApi.Event card = telegram.state(CHAT).stream()
                .filter(event -> event.keyboard().stream()
                        .flatMap(List::stream)
                        .anyMatch(key -> key.text().equals(label)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no button " + label));
        String data = card.keyboard().stream()
                .flatMap(List::stream)
                .filter(key -> key.text().equals(label))
                .findFirst()
                .orElseThrow()
                .data();
        telegram.tap(CHAT, card.message(), data, Duration.ofSeconds(30));
        Eventually.until(
                "the card moves on",
                Duration.ofSeconds(30),
                () -> telegram.state(CHAT).stream()
                        .flatMap(event -> event.keyboard().stream())
                        .flatMap(List::stream)
                        .noneMatch(key -> key.data().equals(data)));
        Eventually.until(
                "the card says " + then,
                Duration.ofSeconds(30),
                () -> screen(telegram).contains(then));
    }

    private static String screen(LocalBotApi telegram) {
        return telegram.state(CHAT).toString();
    }

    /** Files in the temporary folder, without those of this test itself and of what cannot be read. */
    private static List<Path> temporaryFiles(Path temporary, Path own) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(temporary, Set.of(), 3, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.equals(own) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
