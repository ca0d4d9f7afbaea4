package org.komir.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.BareDrafts;
import org.komir.bot.intake.Intake;
import org.komir.bot.intake.LinkKeys;
import org.komir.bot.intake.Numbers;
import org.komir.bot.practice.LocalBotApi;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.telegram.BotApi;
import org.komir.bot.telegram.BotToken;
import org.komir.bot.telegram.TelegramChannel;
import org.komir.bot.testing.Eventually;
import org.komir.bot.testing.FakeTelegram;
import org.komir.bot.testing.LogFile;
import org.komir.bot.testing.MadeUpOrganisation;
import org.komir.bot.testing.RedisServer;
import org.komir.bot.testing.Shipped;
import org.komir.bot.testing.Traces;
import org.komir.crypto.Receipt;
import org.komir.crypto.Sealer;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * T1: whoever takes the store's files, the logs at their most talkative and the temporary files finds no answer, no name, no chat number and
 * no token. The control shows that the search finds what is there: the same conversation with sealing switched off.
 */
@Isolated
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

        @Test
        void with_sealing_switched_off_all_of_it_is_found(@TempDir Path folder) throws Exception {
            Path files = Files.createDirectories(folder.resolve("files"));
            testifyInTheOpenAndSearch(folder, "sqlite:" + files.resolve("komir.db"), files);
        }
    }

    @Nested
    class InRedis {
        @RegisterExtension
        static final RedisServer REDIS = new RedisServer();

        @Test
        void nothing_that_a_family_said_is_in_any_file_but_with_sealing_switched_off_all_of_it(@TempDir Path folder)
                throws Exception {
            Path scene = Files.createDirectories(folder.resolve("scene"));
            testifyAndSearch(folder, scene, REDIS.url());
            assertThat(Traces.of(CANARIES, REDIS.folder())).isEmpty();
            REDIS.say("FLUSHALL");
            testifyInTheOpenAndSearch(folder, REDIS.url(), REDIS.folder());
        }
    }

    @AfterAll
    static void quietAgain() {
        LoggingSystem logging = LoggingSystem.get(CanaryTest.class.getClassLoader());
        logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
        logging.setLogLevel("org.komir", LogLevel.INFO);
    }

    private static void testifyAndSearch(Path folder, Path scene, String store) throws Exception {
        List<String> canaries = new ArrayList<>(CANARIES);
        List<Path> before = Traces.temporaryFiles(folder);
        try (ConfigurableApplicationContext application = SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--komir.data=" + folder.resolve("data"),
                "--komir.store=" + store,
                "--komir.link-keys=" + folder.resolve("link-keys"),
                "--komir.release=daily",
                "--logging.level.root=TRACE",
                "--logging.level.org.komir=TRACE",
                "--logging.threshold.console=OFF",
                "--logging.file.name=" + scene.resolve("everything.log"))) {
            LocalBotApi telegram = application.getBean(LocalBotApi.class);
            testifyUntilSent(telegram);
            String number = takesANumber(telegram);
            canaries.addAll(following(number));
            application.getBean(Store.class).release();
            say(telegram, number, "Choose your language"); // typed in the chat, which speaks no language any more
            press(telegram, "Қазақша", "Осы чатта ашу");
            press(telegram, "Осы чатта ашу", "");
            canaries.addAll(following(shown(telegram)));
        }
        assertThat(Files.size(scene.resolve("everything.log"))).isPositive();
        assertThat(Traces.of(canaries, scene)).isEmpty();
        for (Path file : Traces.temporaryFiles(folder)) {
            if (!before.contains(file)) {
                assertThat(Traces.ofTemporary(canaries, file)).isEmpty();
            }
        }
    }

    private static String takesANumber(LocalBotApi telegram) throws InterruptedException {
        press(telegram, "Иә, нөмір беріңіз", "");
        String number = shown(telegram);
        press(telegram, "Жазып алдым; хабарды осында айтыңыз", "Рақмет");
        return number;
    }

    /** The number that stands covered on the screen. */
    private static String shown(LocalBotApi telegram) {
        Eventually.until(
                "a number",
                Duration.ofSeconds(60),
                () -> telegram.state(CHAT).stream()
                        .anyMatch(event -> !event.covered().isEmpty()));
        LocalBotApi.Event card = telegram.state(CHAT).stream()
                .filter(event -> !event.covered().isEmpty())
                .findFirst()
                .orElseThrow();
        LocalBotApi.Covered covered = card.covered().getFirst();
        return String.valueOf(card.text()).substring(covered.offset(), covered.offset() + covered.length());
    }

    /** A number, and what nobody but its family may have of what follows from it. */
    private static List<String> following(String number) throws Receipt.Mistyped {
        Receipt.Keys keys = Receipt.parse(number).keys();
        return List.of(
                number,
                number.replace(" ", ""),
                keys.identity().revealSecret(),
                keys.author().revealSecret(),
                HexFormat.of().formatHex(keys.mailbox()),
                Base64.getEncoder().encodeToString(keys.mailbox()));
    }

    private static final long LARGEST_FILE = 20L * 1024 * 1024;

    private static void testifyInTheOpenAndSearch(Path folder, String setting, Path storeFiles) throws Exception {
        MadeUpOrganisation organisation = MadeUpOrganisation.madeUp(LocalDate.now(Clock.systemUTC()));
        SecureRandom random = new SecureRandom();
        LinkKeys linkKeys = LinkKeys.open(folder.resolve("open-link-keys"), Clock.systemUTC(), random);
        Path log = Files.createDirectories(folder.resolve("open-log"));
        try (LogFile everything = new LogFile(log.resolve("everything.log"));
                Store store = Stores.open(setting);
                FakeTelegram telegram = new FakeTelegram(1)) {
            Intake intake = new Intake(
                    Shipped.chat(),
                    Shipped.questionnaires().texts(),
                    new BareDrafts(store, linkKeys, organisation.identities()),
                    new Intake.ComingBack(store, store, new Numbers(), Clock.systemUTC()),
                    linkKeys,
                    () -> Optional.of(organisation.directory()),
                    organisation::directory,
                    new Sealer(),
                    SealedFiles.at(folder.resolve("open-files"), 0, Clock.systemUTC()),
                    LARGEST_FILE,
                    random);
            BotApi api = new BotApi(telegram.url(), BotToken.of(TOKEN));
            try (TelegramChannel channel =
                    new TelegramChannel(api, intake, code -> "kk-Cyrl", folder, Clock.systemUTC(), random)) {
                channel.start();
                testify(telegram.people());
            }
            LoggerFactory.getLogger(CanaryTest.class).trace("POST {}/bot{}/getUpdates", telegram.url(), TOKEN);
        }
        for (String canary : List.of(NAME, RELATIVE, STORY, Long.toString(CHAT))) {
            assertThat(Traces.of(List.of(canary), storeFiles))
                    .as("in the store")
                    .isNotEmpty();
        }
        for (String canary : CANARIES) {
            assertThat(Traces.of(List.of(canary), log))
                    .as("%s in the log of %d bytes", canary, Files.size(log.resolve("everything.log")))
                    .isNotEmpty();
        }
    }

    private static void testify(LocalBotApi telegram) throws InterruptedException {
        testifyUntilSent(telegram);
        press(telegram, "Нөмір керек емес", "Рақмет");
    }

    private static void testifyUntilSent(LocalBotApi telegram) throws InterruptedException {
        say(telegram, "/start", "Қазақша");
        press(telegram, "Қазақша", "");
        press(telegram, "Жақынымды алып кетті", "");
        pressUntil(telegram, "Жалғастыру", "сақтап қалуымызға");
        press(telegram, "Иә, бітпесе де жіберілсін", "");
        pressUntil(telegram, "Кейін", "аты-жөнін айтыңызшы");
        say(telegram, RELATIVE, "ең соңғы білгеніңіз");
        pressUntil(telegram, "Кейін", "Өз сөзіңізбен");
        say(telegram, STORY, "✓ Жетті");
        press(telegram, "Болды", "кімге беруге болады");
        press(telegram, "☐ Біріккен Ұлттар сарапшысына", "☑ Біріккен");
        press(telegram, "Болды", "Өз атыңызды");
        say(telegram, NAME, "жариялауға");
        pressUntil(telegram, "Кейін", "Ең негізгісін айтып болдыңыз");
        press(telegram, "Осы жетеді", "Жіберу");
        press(telegram, "Жіберу", "Нөмір керек емес");
    }

    private static void pressUntil(LocalBotApi telegram, String label, String then) throws InterruptedException {
        for (int i = 0; i < 40 && !screen(telegram).contains(then); i++) {
            press(telegram, label, "");
        }
        assertThat(screen(telegram).contains(then)).as("the card says %s", then).isTrue();
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
}
