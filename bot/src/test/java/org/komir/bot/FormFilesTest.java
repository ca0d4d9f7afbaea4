package org.komir.bot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.komir.bot.files.FileName;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.testing.BotProcess;
import org.komir.bot.testing.Eventually;
import org.komir.bot.testing.Needs;
import org.komir.bot.testing.OpenedCase;
import org.komir.bot.web.Chromium;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.Opener;
import org.komir.crypto.SealedFile;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Files of every awkward size go through the form in a real browser ({@code src/test/web/form-files.mjs}) over a line that is cut four times, to a server
 * that is killed in the middle. Volunteers open them byte for byte, and nothing was sent twice but the pieces that were on their way. {@code
 * -Dkomir.form-file-bytes=209715200} is the long run.
 */
@Execution(ExecutionMode.CONCURRENT)
class FormFilesTest {
    private static final int LARGEST = Integer.getInteger("komir.form-file-bytes", 20 * 1024 * 1024);
    private static final int CHUNK = 64 * 1024;
    private static final List<Integer> SIZES = List.of(0, 1, CHUNK - 1, CHUNK, CHUNK + 1, LARGEST);
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    @Test
    void files_arrive_byte_for_byte_though_the_line_is_cut_and_the_server_killed(@TempDir Path folder)
            throws Exception {
        Path chromium = Needs.orSkip("chromium", Chromium.installed());
        Path given = filesIn(Files.createDirectory(folder.resolve("given")));
        String store = "sqlite:" + folder.resolve("komir.db");
        int port = freePort();
        Process bot = serving(folder, store, port);
        Process person = new ProcessBuilder(List.of(
                        "node",
                        "src/test/web/form-files.mjs",
                        "http://127.0.0.1:" + port,
                        chromium.toString(),
                        given.toString()))
                .redirectErrorStream(true)
                .start();
        StringBuilder told = new StringBuilder();
        try (BufferedReader says = person.inputReader(UTF_8);
                Writer hears = person.outputWriter(UTF_8)) {
            for (String line = says.readLine(); line != null; line = says.readLine()) {
                told.append(line).append('\n');
                if (line.equals("restart")) {
                    bot.destroyForcibly().waitFor();
                    bot = serving(folder, store, port);
                    hears.write("started\n");
                    hears.flush();
                }
            }
            assertThat(person.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(person.exitValue()).as(told.toString()).isZero();
        } finally {
            person.destroyForcibly();
            bot.destroyForcibly().waitFor();
        }
        LoggerFactory.getLogger(FormFilesTest.class).info("{}", told.toString().strip());
        assertEachIsTheSame(folder, store, given);
    }

    private static Process serving(Path folder, String store, int port) throws IOException {
        Process bot = BotProcess.serving(folder, store, port);
        Eventually.until("the form is served", PATIENCE, () -> isServed(port));
        return bot;
    }

    private static boolean isServed(int port) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/form").toURL().openConnection();
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Path filesIn(Path given) throws IOException {
        Random random = new Random(12);
        byte[] chunk = new byte[CHUNK];
        for (int size : SIZES) {
            try (OutputStream out = Files.newOutputStream(given.resolve(size + ".bin"))) {
                for (int left = size; left > 0; left -= CHUNK) {
                    random.nextBytes(chunk);
                    out.write(chunk, 0, Math.min(left, CHUNK));
                }
            }
        }
        return given;
    }

    private static void assertEachIsTheSame(Path folder, String setting, Path given) throws Exception {
        SealedFiles files = SealedFiles.at(folder.resolve("data/files"), 0, Clock.systemUTC());
        List<Identity> people = BotProcess.people(folder);
        try (Store store = Stores.open(setting)) {
            assertThat(store.all()).hasSize(1);
            SealedCase sealed = store.read(store.all().getFirst()).orElseThrow();
            List<Attached> attached = OpenedCase.of(sealed, people).records().stream()
                    .flatMap(record -> StreamSupport.stream(
                                    record.path("attachments").spliterator(), false)
                            .map(file -> new Attached(
                                    file,
                                    new Compartment(record.path("compartment").asString("")))))
                    .toList();
            assertThat(attached.stream().map(Attached::name))
                    .containsExactlyInAnyOrderElementsOf(
                            SIZES.stream().map(size -> size + ".bin").toList());
            for (Attached one : attached) {
                Path opened = folder.resolve("opened");
                try (OutputStream out = Files.newOutputStream(opened)) {
                    SealedFile.open(
                            new Opener(List.of(OpenedCase.key(sealed, one.compartment(), people))),
                            files.read(new FileName(one.file().path("file").asString(""))),
                            one.content(),
                            out);
                }
                assertThat(Files.mismatch(opened, given.resolve(one.name())))
                        .as(one.name())
                        .isEqualTo(-1);
            }
        }
    }

    private record Attached(JsonNode file, Compartment compartment) {
        String name() {
            return file.path("name").asString("");
        }

        SealedFile.Content content() {
            return new SealedFile.Content(
                    file.path("size").asLong(), file.path("sha256").asString(""));
        }
    }
}
