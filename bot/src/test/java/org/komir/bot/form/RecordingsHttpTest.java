package org.komir.bot.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.SignedDirectory;
import org.komir.bot.questionnaires.Recordings;
import org.komir.bot.review.Failures;
import org.komir.bot.review.Headers;
import org.komir.bot.testing.HandClock;
import org.komir.bot.testing.MadeUpOrganisation;
import org.komir.bot.testing.Shipped;
import org.komir.crypto.SigningKey;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What somebody has read aloud, asked for over a socket. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RecordingsHttpTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final HandClock CLOCK = new HandClock("2026-11-23T10:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");
    private static final SigningKey ROOT = SigningKey.generate(new SecureRandom());
    private static final byte[] GREETING = new byte[2 * RecordingsController.PIECE + 1];
    private static final byte[] SECRET = "not a recording".getBytes(UTF_8);

    static {
        new Random(7).nextBytes(GREETING);
    }

    @TempDir
    private static Path folder;

    private static Recordings recordings;
    private static CurrentDirectory directory;
    private static ConfigurableApplicationContext server;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Server {
        @Bean
        RecordingsController recordingsController() {
            return new RecordingsController(directory, recordings);
        }

        @Bean
        Headers headers() {
            return new Headers();
        }

        @Bean
        Failures failures() {
            return new Failures();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        Path there = folder.resolve("recordings");
        Files.createDirectories(there.resolve("kk-Arab"));
        Files.write(there.resolve("kk-Arab/greeting.ogg"), GREETING);
        Files.write(there.resolve("notes.txt"), SECRET);
        Files.write(folder.resolve("secret.ogg"), SECRET);
        recordings = Recordings.in(there, Shipped.questionnaires());
        sign(recordings.listSha256());
        directory = new CurrentDirectory(
                folder.resolve("directory.json"), ROOT.verifyingKey(), CLOCK, () -> 0, version -> {});
        server = new SpringApplication(Server.class)
                .run(
                        "--spring.config.location=optional:classpath:/none/",
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--spring.web.resources.add-mappings=false");
    }

    private static void sign(Optional<String> vouchedFor) throws IOException {
        Directory unsigned = MadeUpOrganisation.madeUp(TODAY).directory().withRecordings(vouchedFor);
        SignedDirectory signed = SignedDirectory.sign(unsigned, ROOT);
        Path file = Files.writeString(folder.resolve("directory.json"), signed.text());
        Files.writeString(SignedDirectory.signatureOf(file), signed.signature());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<byte[]> ask(String body) throws Exception {
        String port = server.getEnvironment().getProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/form/api/recordings"))
                .POST(BodyPublishers.ofString(body))
                .header("Content-Type", "application/octet-stream")
                .build();
        return HTTP.send(request, BodyHandlers.ofByteArray());
    }

    private static HttpResponse<byte[]> piece(String sha256, long number) throws Exception {
        return ask("{\"sha256\":\"" + sha256 + "\",\"piece\":" + number + "}");
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static void assertNone(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(new String(answer.body(), UTF_8)).isEqualTo("{\"error\":\"not-found\"}");
    }

    @Test
    void a_recording_comes_in_pieces_of_one_size_which_nobody_keeps() throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int number = 0; number < 3; number++) {
            HttpResponse<byte[]> answer = piece(sha256(GREETING), number);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).hasSize(RecordingsController.PIECE);
            assertThat(answer.headers().map())
                    .containsEntry("cache-control", List.of("no-store"))
                    .doesNotContainKeys("etag", "last-modified", "set-cookie", "content-disposition");
            all.writeBytes(answer.body());
        }
        assertThat(Arrays.copyOf(all.toByteArray(), GREETING.length)).isEqualTo(GREETING);
        assertThat(Arrays.copyOfRange(all.toByteArray(), GREETING.length, all.size()))
                .containsOnly(0);
        assertNone(piece(sha256(GREETING), 3));
        assertNone(piece(sha256(GREETING), -1));
        assertNone(piece(sha256(GREETING), 1L << 40));
    }

    @Test
    void what_is_not_in_the_list_is_not_given_out_whatever_it_is_called() throws Exception {
        assertNone(piece(sha256(SECRET), 0));
        for (String name : new String[] {
            "../secret.ogg", "kk-Arab/greeting.ogg", "notes.txt", "kk-Arab/../../secret.ogg", "%2e%2e/secret.ogg", ""
        }) {
            assertNone(piece(name, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]]", "{\"sha256\":\"x\"} {}"})
    void what_is_no_question_is_refused(String body) throws Exception {
        assertThat(ask(body).statusCode()).isBetween(400, 404);
        assertThat(ask("\"" + "x".repeat(5000) + "\"").statusCode()).isEqualTo(400);
    }

    @Test
    void a_recording_for_which_the_directory_does_not_vouch_is_not_given_out() throws Exception {
        try {
            sign(Optional.of("0e".repeat(32)));
            directory.reload();
            assertNone(piece(sha256(GREETING), 0));
            sign(Optional.empty());
            directory.reload();
            assertNone(piece(sha256(GREETING), 0));
        } finally {
            sign(recordings.listSha256());
            directory.reload();
        }
        assertThat(piece(sha256(GREETING), 0).statusCode()).isEqualTo(200);
    }
}
