package org.komir.bot.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.directory.CurrentDirectory.InForce;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.SignedDirectory;
import org.komir.bot.testing.MadeUpOrganisation;
import org.komir.crypto.SigningKey;
import org.springframework.http.ResponseEntity;

/** What is handed out as the form; and {@code docs/watch-form.mjs}, which looks at it from outside. */
class FormPageTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final LocalDate TODAY = LocalDate.now();
    private static final String SHELL = """
            <!doctype html><title>a page for the tests</title>
            <script type="application/json" id="komir-root"></script>
            <script type="application/json" id="komir-directory"></script>
            <script type="application/json" id="komir-form"></script>
            <script>begin()</script>
            """;
    private static final String DATA = "{\"format\":\"komir-form/1\"}";

    private final SigningKey root = SigningKey.generate(RANDOM);
    private final SigningKey intake = SigningKey.generate(RANDOM);
    private final AtomicReference<Optional<InForce>> inForce = new AtomicReference<>(Optional.empty());
    private FormPage page;

    @BeforeEach
    void build(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("static/csp"));
        Files.writeString(folder.resolve("static/form.html"), SHELL);
        Files.writeString(folder.resolve("static/form.html.sha256"), sha256(SHELL) + "  form.html\n");
        Files.writeString(folder.resolve("static/csp/form.txt"), "default-src 'none'\n");
        page = new FormPage(
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null),
                root.verifyingKey(),
                inForce::get,
                intake.verifyingKey(),
                new FormPage.Data(DATA, sha256(DATA)));
        inForce.set(Optional.of(signed(directory(1, sha256(DATA)), root)));
    }

    private Directory directory(int version, String form) {
        Directory made = MadeUpOrganisation.madeUp(TODAY).directory().with(intake.verifyingKey());
        Directory next = made.next(TODAY, 30, form);
        for (int i = 2; i < version + 1; i++) {
            next = next.next(TODAY, 30, form);
        }
        return next;
    }

    private static InForce signed(Directory directory, SigningKey key) {
        return new InForce(directory, SignedDirectory.sign(directory, key));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private ResponseEntity<byte[]> asked(String accepted) {
        return page.page(accepted);
    }

    private String served() {
        return new String(asked("identity").getBody(), UTF_8);
    }

    @Test
    void the_page_has_all_that_it_rests_on_and_is_the_published_one_without_it() throws IOException {
        String html = served();
        assertThat(html).contains(root.verifyingKey().toString()).contains(DATA).contains("komir-directory/1");
        assertThat(html.replaceAll("(id=\"komir-[a-z]+\">)[^<]*", "$1")).isEqualTo(SHELL);
        assertThat(asked("identity").getHeaders().getFirst("Content-Security-Policy"))
                .isEqualTo("default-src 'none'");
        assertThat(asked("identity").getHeaders().getFirst("Clear-Site-Data")).contains("storage");
        ResponseEntity<byte[]> compressed = asked("gzip, br");
        assertThat(compressed.getHeaders().getFirst("Content-Encoding")).isEqualTo("gzip");
        try (GZIPInputStream in = new GZIPInputStream(new java.io.ByteArrayInputStream(compressed.getBody()))) {
            assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo(html);
        }
    }

    @Test
    void without_a_directory_that_names_these_words_and_this_key_there_is_no_page() {
        inForce.set(Optional.empty());
        assertThat(asked("gzip").getStatusCode().value()).isEqualTo(503);
        inForce.set(Optional.of(signed(directory(1, "0".repeat(64)), root)));
        assertThat(asked("gzip").getStatusCode().value()).isEqualTo(503);
        Directory otherKey = directory(1, sha256(DATA))
                .with(SigningKey.generate(RANDOM).verifyingKey())
                .next(TODAY, 30, sha256(DATA));
        inForce.set(Optional.of(signed(otherKey, root)));
        assertThat(asked("gzip").getStatusCode().value()).isEqualTo(503);
        assertThat(page.directory().getStatusCode().value()).isEqualTo(404);
    }

    @Test
    void a_newer_directory_is_in_the_next_page() {
        String before = served();
        inForce.set(Optional.of(signed(directory(7, sha256(DATA)), root)));
        assertThat(served()).isNotEqualTo(before).contains("\\\"version\\\" : 8");
        assertThat(page.directory().getBody()).contains("\\\"version\\\" : 8");
    }

    @Test
    void whoever_watches_from_outside_sees_one_changed_byte() throws Exception {
        assertThat(watched(html -> html)).startsWith("0 ");
        assertThat(watched(html -> html.replace("begin()", "begim()")))
                .startsWith("1 ")
                .contains("script is another one");
        assertThat(watched(html -> html.replace("<title>a", "<title>A")))
                .startsWith("1 ")
                .contains("shell");
        assertThat(watched(html -> html.replace("komir-form/1", "komir-form/2")))
                .startsWith("1 ")
                .contains("questions or words");
        assertThat(watched(html -> html.replace("nobody", "anybody")))
                .startsWith("1 ")
                .contains("not signed");
        SigningKey other = SigningKey.generate(RANDOM);
        assertThat(watched(html -> html.replace(
                        root.verifyingKey().toString(), other.verifyingKey().toString())))
                .startsWith("1 ")
                .contains("root key");
        assertThat(watched(html -> "")).startsWith("1 ").contains("no block");
    }

    /** What the script says, behind its exit code. */
    private String watched(UnaryOperator<String> change) throws Exception {
        byte[] html = change.apply(served()).getBytes(UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/form", exchange -> {
            exchange.sendResponseHeaders(200, html.length == 0 ? -1 : html.length);
            exchange.getResponseBody().write(html);
            exchange.close();
        });
        server.start();
        try {
            Process watch = new ProcessBuilder(
                            "node",
                            "../docs/watch-form.mjs",
                            "http://127.0.0.1:" + server.getAddress().getPort() + "/form",
                            sha256(SHELL),
                            root.verifyingKey().toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(watch.getInputStream().readAllBytes(), UTF_8);
            return watch.waitFor() + " " + said;
        } finally {
            server.stop(0);
        }
    }
}
