package org.komir.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.komir.bot.testing.Needs;
import org.komir.bot.testing.Silence;
import org.komir.bot.web.Chromium;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole path in a real browser; {@code src/test/web/end-to-end.mjs} is the person. */
@Execution(ExecutionMode.CONCURRENT)
class EndToEndTest {

    @Test
    void a_testimony_travels_from_a_phone_to_a_volunteers_screen(@TempDir Path folder) throws Exception {
        inABrowser("src/test/web/end-to-end.mjs", folder);
    }

    static void inABrowser(String script, Path folder) throws Exception {
        Path chromium = Needs.orSkip("chromium", Chromium.installed());
        Path recording = Files.createDirectories(folder.resolve("recordings/kk-Cyrl/detained-relative.1"))
                .resolve("p_name.ogg");
        Files.write(recording, Silence.ogg());
        for (String language : List.of("kk-Cyrl", "en")) {
            Files.write(
                    Files.createDirectories(folder.resolve("recordings").resolve(language))
                            .resolve("greeting.ogg"),
                    Silence.ogg());
        }
        try (ConfigurableApplicationContext application = SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--komir.data=" + folder,
                "--komir.store=sqlite:" + folder.resolve("komir.db"),
                "--komir.recordings=" + folder.resolve("recordings"),
                "--komir.link-keys=" + folder.resolve("link-keys"))) {
            String port = application.getEnvironment().getProperty("local.server.port");
            File output = folder.resolve("person.log").toFile();
            Process person = new ProcessBuilder(
                            List.of("node", script, "http://127.0.0.1:" + port, chromium.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
            assertThat(person.waitFor(10, TimeUnit.MINUTES)).isTrue();
            assertThat(person.exitValue()).as(read(output)).isZero();
        }
    }

    private static String read(File output) throws IOException {
        return Files.readString(output.toPath());
    }
}
