package org.komir.bot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.komir.bot.files.FileName;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Housekeeping;
import org.komir.bot.intake.LinkKeys;
import org.komir.bot.intake.Submissions.Submission;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.store.Store;
import org.komir.bot.testing.Eventually;
import org.komir.bot.testing.MadeUpCase;
import org.komir.bot.testing.MadeUpReceipt;
import org.komir.bot.testing.Needs;
import org.komir.bot.testing.RedisServer;
import org.komir.bot.testing.Traces;
import org.komir.bot.web.Chromium;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.Panel;
import org.komir.crypto.Sealer;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The life of one case, which {@code src/test/web/life.mjs} lives: told in the chat, answered and narrowed in the form, taken back. Then every byte of the store and
 * of the folder of files is searched for what its records and keys were made of. Another case stands beside it and stays: the search finds that one.
 */
@Execution(ExecutionMode.CONCURRENT)
class LifeOfACaseTest {

    @Nested
    class InOneFile {
        @Test
        void what_was_taken_back_is_gone_from_every_byte(@TempDir Path folder) throws Exception {
            Path scene = Files.createDirectories(folder.resolve("scene"));
            live(folder, "sqlite:" + scene.resolve("komir.db"), scene);
        }
    }

    @Nested
    class InRedis {
        @RegisterExtension
        static final RedisServer REDIS = new RedisServer();

        @Test
        void what_was_taken_back_is_gone_from_every_byte(@TempDir Path folder) throws Exception {
            live(folder, REDIS.url(), REDIS.folder());
        }
    }

    private static void live(Path folder, String setting, Path scene) throws Exception {
        Path chromium = Needs.orSkip("chromium", Chromium.installed());
        Path files = folder.resolve("files");
        Path signals = Files.createDirectories(folder.resolve("signals"));
        List<SealedCase> gone = new ArrayList<>();
        SealedCase stays;
        ClockAhead clock = new ClockAhead();
        SpringApplication komir = new SpringApplication(Application.class);
        komir.addInitializers(
                context -> ((GenericApplicationContext) context).registerBean("clock", Clock.class, () -> clock));
        try (ConfigurableApplicationContext application = komir.run(
                "--spring.main.allow-bean-definition-overriding=true",
                "--server.port=0",
                "--komir.data=" + folder.resolve("data"),
                "--komir.files=" + files,
                "--komir.store=" + setting,
                "--komir.link-keys=" + folder.resolve("link-keys"))) {
            Store store = application.getBean(Store.class);
            Process person = person(application, chromium, signals);
            Eventually.until(
                    "the case is taken back",
                    Duration.ofMinutes(8),
                    () -> Files.exists(signals.resolve("taken-back")) || !person.isAlive());
            assertThat(signals.resolve("taken-back")).as(said(signals)).exists();
            CaseId first = store.withdrawn().getFirst().id();
            gone.addAll(store.readWithdrawn(first));
            stays = another(store);
            clock.ahead = Duration.ofDays(4);
            keepHouse(application, clock);
            Files.createFile(signals.resolve("days-over"));
            assertThat(person.waitFor(10, TimeUnit.MINUTES)).isTrue();
            assertThat(person.exitValue()).as(said(signals)).isZero();
        }
        assertThat(gone).as("the case, an answer, another agreement").hasSize(3);
        Set<String> there = pieces(stays);
        // A page of the store's file may end within a piece.
        assertThat(found(there, scene)).as("the search finds what is there").hasSizeGreaterThan(there.size() * 9 / 10);
        List<FileName> voices = new ArrayList<>();
        for (SealedCase one : gone) {
            assertThat(found(pieces(one), scene)).isEmpty();
            assertThat(Traces.of(List.of(one.id().hex()), scene, LifeOfACaseTest::withoutTheLog))
                    .as("its id")
                    .isEmpty();
            one.records().forEach(record -> voices.addAll(record.files()));
        }
        assertThat(voices).as("the answer was spoken").isNotEmpty();
        try (Stream<Path> left = Files.walk(files)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    /** The log keeps who opened it, under the random id that nothing else has any more: its entries name each other and cannot be taken out. */
    private static byte[] withoutTheLog(byte[] content) {
        return new String(content, ISO_8859_1)
                .replaceAll("\\{\"format\":\"komir-log/1\"[^}]*}", "")
                .getBytes(ISO_8859_1);
    }

    /** Which of these pieces stand anywhere in the files below a folder. */
    private static Set<String> found(Set<String> pieces, Path folder) throws IOException {
        Set<String> found = new HashSet<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                for (int at = 0; at + PIECE <= content.length; at++) {
                    String piece = new String(content, at, PIECE, ISO_8859_1);
                    if (pieces.contains(piece)) {
                        found.add(piece);
                    }
                }
            }
        }
        return found;
    }

    private static Process person(ConfigurableApplicationContext application, Path chromium, Path signals)
            throws IOException {
        String port = application.getEnvironment().getProperty("local.server.port");
        return new ProcessBuilder(List.of(
                        "node",
                        "src/test/web/life.mjs",
                        "http://127.0.0.1:" + port,
                        chromium.toString(),
                        signals.toString()))
                .redirectErrorStream(true)
                .redirectOutput(signals.resolve("person.log").toFile())
                .start();
    }

    private static String said(Path signals) throws IOException {
        return Files.readString(signals.resolve("person.log"));
    }

    private static SealedCase another(Store store) {
        SecureRandom random = new SecureRandom();
        MadeUpReceipt receipt = MadeUpReceipt.made(random);
        Map<Compartment, Panel> panels = Map.of(
                Compartment.CASE,
                new Panel.One(List.of(Identity.generate(random).recipient())));
        Submission submission = new MadeUpCase(panels, random)
                .withReceipt(receipt)
                .opened(Compartment.CASE)
                .handedIn()
                .submittedBy(receipt, false);
        store.handIn(submission);
        return store.read(submission.id()).orElseThrow();
    }

    /** As the timetable does every hour. */
    private static void keepHouse(ConfigurableApplicationContext application, Clock clock) {
        Store store = application.getBean(Store.class);
        LinkKeys linkKeys = application.getBean(LinkKeys.class);
        SealedFiles files = application.getBean(SealedFiles.class);
        new Housekeeping(store, store, linkKeys, new Sealer(), files, clock).run();
        store.scrub();
    }

    /** The system's clock, and so much more. */
    private static final class ClockAhead extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Of a piece, in bytes: more than the longest text that every age file has, the beginning of a stanza, and some that only this one has. */
    private static final int PIECE = 24;

    /** What a case consists of, piece by piece, behind the first line of each file. */
    private static Set<String> pieces(SealedCase sealed) {
        Set<String> all = new HashSet<>();
        Stream.concat(
                        sealed.records().stream().map(record -> record.sealed().bytes()),
                        sealed.keys().values().stream().map(key -> key.bytes()))
                .forEach(bytes -> {
                    for (int at = 64; at + PIECE <= bytes.length; at += PIECE) {
                        all.add(new String(bytes, at, PIECE, ISO_8859_1));
                    }
                });
        return all;
    }
}
