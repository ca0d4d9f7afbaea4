package org.komir.bot.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.SignedDirectory;
import org.komir.bot.questionnaires.FormData;
import org.komir.bot.questionnaires.Language;
import org.komir.bot.questionnaires.Recordings;
import org.komir.bot.testing.HandClock;
import org.komir.bot.testing.MadeUpOrganisation;
import org.komir.bot.testing.Shipped;
import org.komir.crypto.SigningKey;
import org.komir.crypto.VerifyingKey;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page that the build made, as it is served. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FormPageTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final FormData FORM = FormData.of(Shipped.questionnaires());
    private static final SigningKey ROOT = SigningKey.generate(new SecureRandom());
    private static final VerifyingKey INTAKE =
            SigningKey.generate(new SecureRandom()).verifyingKey();
    private static final Recordings SPOKEN = new Recordings(
            Path.of("recordings"), List.of(new Recordings.Recording("kk-Arab/greeting.ogg", 7, "0d".repeat(32))));
    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");
    private static final ClassLoader BUILT = FormPageTest.class.getClassLoader();

    private final HandClock clock = new HandClock(TODAY + "T10:00:00Z");
    private final AtomicInteger seen = new AtomicInteger();
    private final Directory vouching = MadeUpOrganisation.madeUp(TODAY)
            .directory()
            .withIntake(INTAKE)
            .withForm(FORM.sha256())
            .withRecordings(SPOKEN.listSha256());

    @TempDir
    private Path folder;

    private CurrentDirectory inForce(Directory directory) throws IOException {
        write(directory);
        return new CurrentDirectory(folder.resolve("directory.json"), ROOT.verifyingKey(), clock, seen::get, seen::set);
    }

    private SignedDirectory write(Directory directory) throws IOException {
        SignedDirectory signed = SignedDirectory.sign(directory, ROOT);
        Path file = Files.writeString(folder.resolve("directory.json"), signed.text());
        Files.writeString(SignedDirectory.signatureOf(file), signed.signature());
        return signed;
    }

    private FormPage page(Directory directory) throws IOException {
        return new FormPage(BUILT, inForce(directory), FORM, SPOKEN, INTAKE);
    }

    private static String html(FormPage page) {
        return new String(body(page.form("")), UTF_8);
    }

    private static <T> T body(ResponseEntity<T> answer) {
        return Optional.ofNullable(answer.getBody()).orElseThrow();
    }

    private static String block(String html, String id) {
        String before = "<script type=\"application/json\" id=\"" + id + "\">";
        int at = html.indexOf(before) + before.length();
        return html.substring(at, html.indexOf("</script>", at));
    }

    private static String built(String file) throws IOException {
        try (var in = BUILT.getResourceAsStream("static/" + file)) {
            return new String(Optional.ofNullable(in).orElseThrow().readAllBytes(), UTF_8);
        }
    }

    @Test
    void everything_that_the_page_trusts_is_in_it() throws IOException {
        String html = html(page(vouching));
        assertThat(JSON.readTree(block(html, "komir-root")).path("rootKey").asString())
                .isEqualTo(ROOT.verifyingKey().toString());
        JsonNode directory = JSON.readTree(block(html, "komir-directory"));
        SignedDirectory signed = new SignedDirectory(
                directory.path("directory").asString(),
                directory.path("signature").asString());
        assertThat(signed.verify(Optional.of(ROOT.verifyingKey()), TODAY, 0)).isEqualTo(vouching);
        assertThat(block(html, "komir-form")).isEqualTo(FORM.text());
        assertThat(JSON.readTree(block(html, "komir-recordings")).asString())
                .isEqualTo("komir-recordings/1\n" + "0d".repeat(32) + " 7 kk-Arab/greeting.ogg\n");
    }

    @Test
    void recordings_that_the_directory_does_not_vouch_for_are_not_in_it_and_all_else_is() throws IOException {
        for (Optional<String> other : List.of(Optional.<String>empty(), Optional.of("0e".repeat(32)))) {
            String html = html(page(vouching.withRecordings(other)));
            assertThat(block(html, "komir-recordings")).isEmpty();
            assertThat(block(html, "komir-form")).isEqualTo(FORM.text());
        }
    }

    @Test
    void with_its_five_blocks_empty_it_is_the_page_whose_hash_is_published() throws Exception {
        FormPage page = page(vouching);
        String html = html(page);
        for (String id :
                new String[] {"komir-root", "komir-directory", "komir-revocations", "komir-form", "komir-recordings"}) {
            html = html.replace(block(html, id) + "</script>", "</script>");
        }
        assertThat(html).isEqualTo(built("form.html"));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(html.getBytes(UTF_8));
        assertThat(new String(body(page.hash()), UTF_8))
                .isEqualTo(HexFormat.of().formatHex(hash) + "  form.html\n");
    }

    @Test
    void what_an_organisation_is_called_cannot_end_its_block() throws IOException {
        Directory named = new Directory(
                "</script><script>alert(1)</script>",
                1,
                vouching.issued(),
                vouching.expires(),
                3,
                vouching.escrow(),
                vouching.people(),
                vouching.form(),
                vouching.intake(),
                vouching.address(),
                vouching.recordings());
        String html = html(page(named));
        assertThat(html).doesNotContain("alert(1)</script>");
        assertThat(JSON.readTree(block(html, "komir-directory"))
                        .path("directory")
                        .asString())
                .contains("</script><script>alert(1)</script>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br, GZIP;q=0.5", "gzip; q=1.0", "deflate,gzip"})
    void it_is_sent_compressed_to_whoever_takes_that(String encodings) throws IOException {
        FormPage page = page(vouching);
        ResponseEntity<byte[]> answer = page.form(encodings);
        assertThat(answer.getHeaders().getFirst(HttpHeaders.CONTENT_ENCODING)).isEqualTo("gzip");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body(answer)))) {
            assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo(html(page));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "br", "gzip;q=0", "gzip;q=0.0", "xgzip"})
    void it_is_sent_as_it_is_to_whoever_does_not(String encodings) throws IOException {
        ResponseEntity<byte[]> answer = page(vouching).form(encodings);
        assertThat(answer.getHeaders().get(HttpHeaders.CONTENT_ENCODING)).isNull();
        assertThat(new String(body(answer), UTF_8)).startsWith("<!doctype html>");
    }

    @Test
    void a_newer_directory_is_in_the_next_page() throws IOException {
        CurrentDirectory current = inForce(vouching);
        FormPage page = new FormPage(BUILT, current, FORM, SPOKEN, INTAKE);
        assertThat(page.form("").getBody()).isSameAs(page.form("").getBody());
        write(vouching.renewed(TODAY, TODAY.plusDays(30)));
        current.reload();
        assertThat(block(html(page), "komir-directory")).contains("\\\"version\\\" : 2");
    }

    @Test
    void an_expired_directory_closes_the_form_in_kind_words() throws IOException {
        FormPage page = page(vouching);
        clock.passes(Duration.ofDays(91));
        assertClosed(page);
        assertThat(page.directory().getStatusCode().value()).isEqualTo(503);
        assertThat(body(page.directory())).hasToString("{\"error\":\"refused\"}");
    }

    @Test
    void other_questions_than_the_directory_vouches_for_are_not_asked() throws IOException {
        assertClosed(page(vouching.withForm("0a".repeat(32))));
        assertClosed(page(MadeUpOrganisation.madeUp(TODAY).directory().renewed(TODAY, TODAY)));
    }

    private static void assertClosed(FormPage page) {
        ResponseEntity<byte[]> answer = page.form("gzip");
        assertThat(answer.getStatusCode().value()).isEqualTo(503);
        assertThat(answer.getHeaders().getFirst("Content-Security-Policy")).startsWith("default-src 'none';");
        String html = new String(body(answer), UTF_8);
        assertThat(html).doesNotContain("<script");
        assertInEveryLanguage(html);
    }

    private static void assertInEveryLanguage(String html) {
        for (Language language : Shipped.questionnaires().languages()) {
            assertThat(html)
                    .contains("<p lang=\"" + language.tag() + "\" dir=\"" + (language.rightToLeft() ? "rtl" : "ltr")
                            + "\">");
        }
    }

    @Test
    void whoever_has_no_javascript_is_told_in_every_language() throws IOException {
        String html = built("form.html");
        assertInEveryLanguage(html.substring(html.indexOf("<noscript>"), html.indexOf("</noscript>")));
    }

    @Test
    void a_page_that_is_open_can_ask_for_the_directory_in_force() throws IOException {
        FormPage page = page(vouching);
        SignedDirectory signed = SignedDirectory.read(folder.resolve("directory.json"));
        JsonNode answer = body(page.directory());
        assertThat(answer.path("directory").asString()).isEqualTo(signed.text());
        assertThat(answer.path("signature").asString()).isEqualTo(signed.signature());
    }

    @Test
    void a_page_that_lacks_a_block_is_found_at_the_start() throws IOException {
        Files.createDirectories(folder.resolve("static/csp"));
        Files.writeString(folder.resolve("static/form.html"), built("form.html").replace("komir-form", "komir-from"));
        Files.writeString(folder.resolve("static/csp/form.txt"), built("csp/form.txt"));
        try (URLClassLoader other = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            CurrentDirectory current = inForce(vouching);
            assertThatThrownBy(() -> new FormPage(other, current, FORM, SPOKEN, INTAKE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the page form.html has no empty block komir-form");
        }
    }
}
