package org.komir.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.komir.bot.conversation.PanelKind;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.store.Store;
import org.komir.bot.testing.Eventually;
import org.komir.bot.testing.MadeUpCase;
import org.komir.bot.testing.MadeUpReceipt;
import org.komir.bot.testing.Needs;
import org.komir.bot.web.Chromium;
import org.komir.crypto.Compartment;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Two volunteers in two real browsers, as {@code src/test/web/two-volunteers.mjs} plays them: a claim, a lease, two verdicts, and a server that lies. */
@Execution(ExecutionMode.CONCURRENT)
class TwoVolunteersTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder;

    @Test
    void two_volunteers_work_on_one_case_at_once() throws Exception {
        Path chromium = Needs.orSkip("chromium", Chromium.installed());
        Path signals = Files.createDirectories(folder.resolve("signals"));
        Path file = folder.resolve("komir.db");
        try (ConfigurableApplicationContext application = new SpringApplication(Application.class)
                .run(
                        "--server.port=0",
                        "--komir.data=" + folder.resolve("data"),
                        "--komir.files=" + folder.resolve("files"),
                        "--komir.store=sqlite:" + file,
                        "--komir.link-keys=" + folder.resolve("link-keys"))) {
            Store store = application.getBean(Store.class);
            handIn(store, application.getBean(CurrentDirectory.class));
            Process people = people(application, chromium, signals);
            when("half-an-hour", signals, people, () -> change(file, "UPDATE testimony SET lease_until = 1"));
            when("altered", signals, people, () -> {
                change(
                        file,
                        "UPDATE verdict SET statement = replace(statement, 'verified', 'hostile') WHERE number = 1");
                assertThat(store.reopen(store.all().getFirst())).isTrue();
            });
            when("log-cut", signals, people, () -> change(file, "DELETE FROM log WHERE n > 2"));
            assertThat(people.waitFor(10, TimeUnit.MINUTES)).isTrue();
            assertThat(people.exitValue()).as(said(signals)).isZero();
        }
    }

    private interface Deed {
        void done() throws Exception;
    }

    private static void when(String wish, Path signals, Process people, Deed deed) throws Exception {
        Eventually.until(wish, Duration.ofMinutes(5), () -> Files.exists(signals.resolve(wish)) || !people.isAlive());
        assertThat(signals.resolve(wish)).as(said(signals)).exists();
        deed.done();
        Files.createFile(signals.resolve(wish + "-done"));
    }

    /** As whoever has the server could. */
    private static void change(Path file, String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 5000");
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    private static void handIn(Store store, CurrentDirectory directory) {
        MadeUpReceipt receipt = MadeUpReceipt.made(RANDOM);
        store.handIn(new MadeUpCase(
                        directory.directory().orElseThrow().panels(Map.of("case", PanelKind.REVIEWERS), RANDOM), RANDOM)
                .withReceipt(receipt)
                .opened(Compartment.CASE)
                .answered(Compartment.CASE, "p_name", "{\"text\":\"Қанат Ойдан\"}")
                .handedIn()
                .submittedBy(receipt, true));
    }

    private static Process people(ConfigurableApplicationContext application, Path chromium, Path signals)
            throws IOException {
        String port = application.getEnvironment().getProperty("local.server.port");
        return new ProcessBuilder(List.of(
                        "node",
                        "src/test/web/two-volunteers.mjs",
                        "http://127.0.0.1:" + port,
                        chromium.toString(),
                        signals.toString()))
                .redirectErrorStream(true)
                .redirectOutput(signals.resolve("people.log").toFile())
                .start();
    }

    private static String said(Path signals) throws IOException {
        return Files.readString(signals.resolve("people.log"));
    }
}
