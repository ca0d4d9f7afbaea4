package org.komir.bot.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.SignedDirectory;
import org.komir.bot.questionnaires.FormData;
import org.komir.bot.questionnaires.Recordings;
import org.komir.bot.review.Headers;
import org.komir.bot.testing.MadeUpOrganisation;
import org.komir.bot.testing.Shipped;
import org.komir.crypto.SigningKey;
import org.komir.crypto.VerifyingKey;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An outsider looks at the page over a socket, as {@code docs/watch-form.mjs} does, and tells every kind of alteration. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WatchFormTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final SigningKey ROOT = SigningKey.generate(new SecureRandom());
    private static final VerifyingKey INTAKE =
            SigningKey.generate(new SecureRandom()).verifyingKey();
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final FormData FORM = FormData.of(Shipped.questionnaires());
    private static final Recordings SPOKEN = new Recordings(
            Path.of("recordings"), List.of(new Recordings.Recording("kk-Arab/greeting.ogg", 7, "0d".repeat(32))));
    private static final Directory DIRECTORY = MadeUpOrganisation.madeUp(TODAY)
            .directory()
            .withIntake(INTAKE)
            .withForm(FORM.sha256())
            .withRecordings(SPOKEN.listSha256())
            .renewed(TODAY, TODAY.plusDays(30));

    @TempDir
    private static Path folder;

    private static ConfigurableApplicationContext server;
    private static String address = "";
    private static String hash = "";

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Server {
        @Bean
        FormPage formPage() {
            return new FormPage(
                    WatchFormTest.class.getClassLoader(),
                    new CurrentDirectory(
                            folder.resolve("directory.json"),
                            ROOT.verifyingKey(),
                            Clock.systemUTC(),
                            () -> 0,
                            version -> {}),
                    FORM,
                    SPOKEN,
                    INTAKE);
        }

        /** In one process with the volunteers' side. */
        @Bean
        Headers headers() {
            return new Headers();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        SignedDirectory signed = SignedDirectory.sign(DIRECTORY, ROOT);
        Path file = Files.writeString(folder.resolve("directory.json"), signed.text());
        Files.writeString(SignedDirectory.signatureOf(file), signed.signature());
        server = new SpringApplication(Server.class)
                .run(
                        "--spring.config.location=optional:classpath:/none/",
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--spring.web.resources.add-mappings=false");
        address = "http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port");
        hash = get("/form.html.sha256").body().substring(0, 64);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString());
    }

    /** @return the exit code, a blank, and the line that was printed */
    private static String watch(String at, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", "../docs/watch-form.mjs", at, hash));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return process.waitFor() + " " + said;
    }

    /** What the watcher says of a server that alters the page. */
    private static String watchAltered(UnaryOperator<String> alter, Map<String, String> headers) throws Exception {
        byte[] altered = alter.apply(get("/form").body()).getBytes(UTF_8);
        HttpServer other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        other.createContext("/form", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html;charset=UTF-8");
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(200, altered.length);
            exchange.getResponseBody().write(altered);
            exchange.close();
        });
        other.start();
        try {
            return watch(
                    "http://127.0.0.1:" + other.getAddress().getPort() + "/form",
                    ROOT.verifyingKey().toString(),
                    "--seen",
                    "2");
        } finally {
            other.stop(0);
        }
    }

    private static String watchAltered(UnaryOperator<String> alter) throws Exception {
        return watchAltered(alter, Map.of());
    }

    private static UnaryOperator<String> oneByteBehind(String place) {
        return html -> {
            int at = html.indexOf(place) + place.length();
            return html.substring(0, at) + (char) (html.charAt(at) ^ 1) + html.substring(at + 1);
        };
    }

    private static UnaryOperator<String> with(Directory directory, SigningKey root) {
        SignedDirectory mine = SignedDirectory.sign(DIRECTORY, ROOT);
        SignedDirectory other = SignedDirectory.sign(directory, root);
        return html ->
                html.replace(escaped(mine.text()), escaped(other.text())).replace(mine.signature(), other.signature());
    }

    private static String escaped(String text) {
        return text.replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Test
    void the_served_page_carries_each_header_once() throws Exception {
        Map<String, List<String>> headers = get("/form").headers().map();
        assertThat(headers)
                .containsEntry("cache-control", List.of("no-store"))
                .containsEntry("clear-site-data", List.of("\"cache\", \"cookies\", \"storage\""))
                .containsEntry("content-type", List.of("text/html;charset=UTF-8"))
                .containsEntry("cross-origin-opener-policy", List.of("same-origin"))
                .containsEntry("cross-origin-resource-policy", List.of("same-origin"))
                .containsEntry("permissions-policy", List.of("microphone=(self), camera=(self), geolocation=()"))
                .containsEntry("referrer-policy", List.of("no-referrer"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("x-frame-options", List.of("DENY"))
                .doesNotContainKeys("set-cookie", "server", "etag", "last-modified");
        assertThat(headers.get("content-security-policy"))
                .singleElement()
                .satisfies(policy -> assertThat(policy)
                        .startsWith("default-src 'none'; script-src 'sha256-")
                        .contains(
                                "connect-src 'self';",
                                "img-src data: blob:;",
                                "media-src blob:;",
                                "base-uri 'none'",
                                "form-action 'none'",
                                "require-trusted-types-for 'script'",
                                "trusted-types 'none'",
                                "frame-ancestors 'none'")
                        .doesNotContain("unsafe-inline", " 'unsafe-eval'", "http"));
    }

    @Test
    void the_page_as_it_is_served_is_good() throws Exception {
        assertThat(watch(address + "/form", ROOT.verifyingKey().toString()))
                .isEqualTo("0 OK, directory 2 until " + TODAY.plusDays(30) + "\n");
        assertThat(watch(address + "/form"))
                .startsWith("0 OK")
                .contains("root key " + ROOT.verifyingKey() + " as the page itself names it");
        assertThat(watchAltered(html -> html)).startsWith("0 OK");
    }

    @Test
    void one_byte_of_the_script_or_of_the_shell_is_told() throws Exception {
        assertThat(watchAltered(oneByteBehind("<script>")))
                .startsWith("1 DIFFERS: the page is another one: its hash is ");
        assertThat(watchAltered(oneByteBehind("<noscript>"))).startsWith("1 DIFFERS: the page is another one");
        assertThat(watchAltered(html -> html.replace(
                        "</body>", "<script type=\"application/json\" id=\"komir-root\">{}</script></body>")))
                .startsWith("1 DIFFERS: the page is another one");
    }

    @Test
    void one_byte_of_the_data_is_told() throws Exception {
        assertThat(watchAltered(oneByteBehind("\"komir-form/1\",\"languages\":[{\"tag\":\"")))
                .isEqualTo("1 DIFFERS: the form data is not what the directory vouches for\n");
        assertThat(watchAltered(oneByteBehind("\"komir-recordings/1\\n")))
                .isEqualTo("1 DIFFERS: the list of recordings is not what the directory vouches for\n");
        assertThat(watchAltered(oneByteBehind("\\\"organisation\\\" : \\\"")))
                .isEqualTo("1 DIFFERS: the directory is not signed by the root key\n");
        assertThat(watchAltered(html -> html.replace("{\"rootKey\"", "{\"rootkey\"")))
                .isEqualTo("1 DIFFERS: a block of data is missing, or cannot be read\n");
    }

    @Test
    void another_root_key_is_told_also_where_it_signed_a_directory_of_its_own() throws Exception {
        SigningKey other = SigningKey.generate(new SecureRandom());
        UnaryOperator<String> signed = with(DIRECTORY, other);
        assertThat(watchAltered(html -> signed.apply(html)
                        .replace(
                                ROOT.verifyingKey().toString(),
                                other.verifyingKey().toString())))
                .isEqualTo("1 DIFFERS: the page names another root key; the directory is not signed by the root key\n");
    }

    @Test
    void an_older_directory_is_told_though_it_is_signed() throws Exception {
        Directory older = MadeUpOrganisation.madeUp(TODAY)
                .directory()
                .withIntake(INTAKE)
                .withForm(FORM.sha256())
                .withRecordings(SPOKEN.listSha256());
        assertThat(watchAltered(with(older, ROOT)))
                .isEqualTo("1 DIFFERS: the directory is version 1, older than version 2\n");
    }

    @Test
    void an_expired_directory_or_one_for_other_questions_is_told() throws Exception {
        Directory expired = DIRECTORY.renewed(TODAY.minusDays(30), TODAY.minusDays(1));
        assertThat(watchAltered(with(expired, ROOT)))
                .isEqualTo("1 DIFFERS: the directory expired on " + TODAY.minusDays(1) + "\n");
        assertThat(watchAltered(with(DIRECTORY.withForm("0a".repeat(32)), ROOT)))
                .isEqualTo("1 DIFFERS: the form data is not what the directory vouches for\n");
    }

    @Test
    void what_is_told_to_the_browser_beside_the_page_is_looked_at_too() throws Exception {
        assertThat(watchAltered(html -> html, Map.of("Content-Type", "text/html;charset=ISO-2022-JP")))
                .isEqualTo("1 DIFFERS: it is not sent as text/html in UTF-8\n");
        assertThat(watchAltered(html -> html, Map.of("Refresh", "0;url=https://example.org/")))
                .isEqualTo("1 DIFFERS: it is sent with a header refresh\n");
    }

    @Test
    void where_there_is_no_page_that_is_told() throws Exception {
        assertThat(watch(address + "/nothing")).isEqualTo("1 DIFFERS: the answer is 404\n");
        assertThat(watch("http://127.0.0.1:1/form")).startsWith("1 DIFFERS: no answer: ");
        assertThat(watch("not-an-address")).startsWith("2 ");
    }
}
