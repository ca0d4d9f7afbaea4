package org.komir.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.komir.bot.intake.CaseId;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.testing.BotProcess;
import org.komir.bot.testing.Eventually;
import org.komir.bot.testing.OpenedCase;
import org.komir.bot.testing.RedisServer;
import org.komir.crypto.Identity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Families answer the whole questionnaire while Telegram repeats updates, refuses calls, cuts connections before and after their effect, and
 * while the bot is killed and started again. Every answer is there exactly once, and nobody waits. {@code src/test/load/loadgen.js} is
 * Telegram and the families; {@code -Dkomir.kills=N} and {@code -Dkomir.families=N} make it longer.
 */
@Execution(ExecutionMode.CONCURRENT)
class ExactlyOnceTest {
    private static final int FAMILIES = Integer.getInteger("komir.families", 30);
    private static final int KILLS = Integer.getInteger("komir.kills", 3);
    private static final List<String> PRESSES = List.of(
            "~l~kk-Cyrl",
            "~c~kk-Cyrl~0[.]0",
            "~i~kk-Cyrl~0[.]6",
            "~i~kk-Cyrl~0[.]5",
            "~i~kk-Cyrl~0[.]4",
            "~i~kk-Cyrl~0[.]3",
            "~i~kk-Cyrl~0[.]2",
            "~i~kk-Cyrl~0[.]1",
            "~i~kk-Cyrl~0[.]0",
            "~v$",
            "~o~2$",
            "~o~0$",
            "~m~[0-9]{4}$",
            "~y~",
            "~d~1960",
            "~q~",
            "~p~",
            "~g$",
            "~B$",
            "~k~0~[1-9]",
            "~t~1~0",
            "~k~0~0");

    private static final List<String> ONCE = List.of(
            "consent#1",
            "t_relation#1",
            "t_how#1",
            "p_name#1",
            "p_birth#1",
            "e_taken#1",
            "e_when#1",
            "e_where#1",
            "e_who#1",
            "n_status#1",
            "n_urgent#1",
            "a_contacts#1",
            "story#1",
            "u_share#1",
            "t_name#1",
            "u_publish#1",
            "directive#1",
            "cs_contact#1");

    /** What is answered before the question whether there is danger now. */
    private static final List<String> UNTIL_URGENT = ONCE.subList(0, ONCE.indexOf("p_name#1") + 1);

    /** Of the branch for somebody who helps; a family that presses twice on a card that came twice may have left it. */
    private static final List<String> WITH_HELP = List.of("h_who#1", "h_agreed#1", "h_read_back#1");

    @Nested
    class InOneFile {
        @Test
        void every_answer_is_stored_exactly_once(@TempDir Path folder) throws Exception {
            testify(folder, "sqlite:" + folder.resolve("komir.db"), () -> {});
        }
    }

    @Nested
    class InRedis {
        @RegisterExtension
        static final RedisServer REDIS = new RedisServer();

        @Test
        void every_answer_is_stored_exactly_once_though_redis_is_killed_too(@TempDir Path folder) throws Exception {
            testify(folder, REDIS.url(), () -> {
                REDIS.kill();
                REDIS.start();
            });
        }
    }

    /** @param disaster happens once, with a bot that is up */
    private static void testify(Path folder, String store, Runnable disaster) throws Exception {
        int port = freePort();
        File result = folder.resolve("families.json").toFile();
        Process families = families(port, result);
        try {
            Process bot = bot(folder, store, port);
            for (int kill = 0; kill < KILLS && families.isAlive(); kill++) {
                // At another moment each time: the families go on wherever they are.
                families.waitFor(3_000 + 1_700L * kill, TimeUnit.MILLISECONDS);
                bot.destroyForcibly().waitFor();
                bot = bot(folder, store, port);
            }
            families.waitFor(3, TimeUnit.SECONDS);
            disaster.run();
            assertThat(families.waitFor(8, TimeUnit.MINUTES))
                    .as("nobody waits for ever; the bot said: %s", Files.readString(folder.resolve("bot.log")))
                    .isTrue();
            bot.destroyForcibly().waitFor();
        } finally {
            families.destroyForcibly();
        }
        JsonNode told = JsonMapper.builder().build().readTree(Files.readString(result.toPath()));
        assertThat(told.path("ended_by").asString(""))
                .as("these families were left: %s", told.path("left"))
                .isEqualTo("all chats done");
        assertThat(told.path("chats_waiting").asInt(-1)).isZero();
        assertEverythingIsThereOnce(folder, store);
    }

    private static void assertEverythingIsThereOnce(Path folder, String setting) throws Exception {
        List<Identity> people = BotProcess.people(folder);
        List<String> texts = new ArrayList<>();
        try (Store store = Stores.open(setting)) {
            store.release();
            List<CaseId> cases = store.all();
            assertThat(cases).hasSize(FAMILIES);
            for (CaseId id : cases) {
                OpenedCase opened = OpenedCase.of(store.read(id).orElseThrow(), people);
                // A second press on a card that came twice may say that there is danger now; then "send what is there"
                // is on every card, and the case may be handed in early. What it holds, it still holds once.
                boolean urgent = opened.records().stream().anyMatch(ExactlyOnceTest::isUrgent);
                assertThat(opened.answered()).doesNotHaveDuplicates().containsAll(urgent ? UNTIL_URGENT : ONCE);
                // The last of the branch comes late: a case that is urgent may have been handed in before it.
                assertThat(opened.answered().stream()
                                .filter(WITH_HELP::contains)
                                .toList())
                        .as("the whole branch or nothing of it, and of an urgent case what came until it was sent")
                        .isIn(List.of(), WITH_HELP, urgent ? WITH_HELP.subList(0, 2) : WITH_HELP);
                assertThat(opened.listed()).isEqualTo(opened.records().size() - 1);
                // A family that sees the story's card a second time, after a crash, may go on telling: another text,
                // and kept as such.
                assertThat(opened.texts()).hasSizeGreaterThanOrEqualTo(urgent ? 0 : 3);
                texts.addAll(opened.texts());
            }
        }
        assertThat(texts)
                .as("every text of a family is unique, and none is there twice")
                .doesNotHaveDuplicates();
    }

    private static boolean isUrgent(JsonNode record) {
        return record.path("question").asString("").equals("n_urgent")
                && !record.path("value").path("choice").asString("no").equals("no");
    }

    private static Process families(int port, File result) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "node", "src/test/load/loadgen.js", "--quiet", "--mode", "poll", "--port", Integer.toString(port)));
        command.addAll(List.of("--chats", Integer.toString(FAMILIES), "--questions", "1000", "--timeout", "420"));
        command.addAll(List.of("--think", "150", "--done-re", "^(Рақмет|Екеуіңізге)"));
        command.addAll(
                List.of("--dup", "0.05", "--p429", "0.02", "--p500", "0.01", "--drop", "0.01", "--drop-after", "0.01"));
        PRESSES.forEach(press -> command.addAll(List.of("--press", press)));
        return new ProcessBuilder(command).redirectOutput(result).start();
    }

    /** One that is up. Without its store a bot does not start, and here nobody starts it again. */
    private static Process bot(Path folder, String store, int port) throws IOException {
        Path log = folder.resolve("bot.log");
        long before = starts(log);
        Process bot = BotProcess.start(folder, store, URI.create("http://127.0.0.1:" + port));
        Eventually.until("a bot that is up", Duration.ofMinutes(2), () -> starts(log) > before);
        return bot;
    }

    private static long starts(Path log) {
        try {
            return Files.exists(log)
                    ? Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream()
                            .filter(line -> line.contains("Started Komir in "))
                            .count()
                    : 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
