package org.komir.bot.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.directory.Revocations;
import org.komir.bot.directory.SignedDirectory;
import org.komir.bot.questionnaires.FormData;
import org.komir.bot.questionnaires.Recordings;
import org.komir.crypto.VerifyingKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form's page. The build made it with five empty blocks of data, and published its hash so; here they are filled in: the root key,
 * the directory in force, who is revoked since, the form data, and the list of recordings where the directory vouches for it. Whoever empties them again has the published page ({@code docs/watch-form.mjs}).
 */
@RestController
public final class FormPage {
    private static final Logger LOG = LoggerFactory.getLogger(FormPage.class);
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, UTF_8);
    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, UTF_8);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern GZIP = Pattern.compile("gzip(\\s*;\\s*q=(1(\\.0*)?|0\\.\\d*[1-9]\\d*))?");

    /**
     * Of the page that is not filled in. Neither page may stand in a frame: one that another site lays over it could lead fingers. The
     * telephone's own Telegram shows pages in a view and not in a frame; where Telegram runs in a browser, a button opens a tab.
     */
    private static final String NOTHING =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final CurrentDirectory directory;
    private final FormData form;
    private final Recordings recordings;
    private final VerifyingKey intake;
    private final Optional<Shell> shell;
    private final Optional<byte[]> hash;
    private final byte[] closed;
    private volatile @Nullable Filled last;
    private volatile @Nullable SignedDirectory told;
    private volatile @Nullable SignedDirectory toldOfRecordings;

    /**
     * @param html with empty blocks
     * @param policy as the build wrote it, with the hash of the script
     */
    private record Shell(String html, String policy) {}

    private record Filled(CurrentDirectory.InForce with, byte[] html, byte[] gzip) {}

    /**
     * @param resources where the folder {@code static/} is; without a page in it families are told to come later
     * @param form what this server asks; the directory has to vouch for it
     * @param recordings what this server has; the form plays them only if the directory vouches for the whole list
     * @param intake with which this server signs proofs of receipt; the directory has to name it
     * @throws IllegalStateException if the page lacks one of the blocks
     */
    public FormPage(
            ClassLoader resources,
            CurrentDirectory directory,
            FormData form,
            Recordings recordings,
            VerifyingKey intake) {
        this.directory = directory;
        this.form = form;
        this.recordings = recordings;
        this.intake = intake;
        this.shell = file(resources, "static/form.html")
                .flatMap(html -> file(resources, "static/csp/form.txt")
                        .map(policy -> new Shell(new String(html, UTF_8), new String(policy, UTF_8).strip())));
        this.hash = file(resources, "static/form.html.sha256");
        this.closed = file(FormPage.class.getClassLoader(), "form/closed.html").orElseThrow();
        filled(); // a page without a block is found at the start, and the first family does not wait
    }

    @GetMapping("/form")
    ResponseEntity<byte[]> form(
            @RequestHeader(name = HttpHeaders.ACCEPT_ENCODING, defaultValue = "") String encodings) {
        Optional<Filled> page = filled();
        if (page.isEmpty() || shell.isEmpty()) {
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .headers(FormPage::careful)
                    .header("Content-Security-Policy", NOTHING)
                    .contentType(HTML)
                    .body(closed);
        }
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .headers(FormPage::careful)
                .header("Content-Security-Policy", shell.get().policy())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .contentType(HTML);
        return takesGzip(encodings)
                ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip")
                        .body(page.get().gzip())
                : answer.body(page.get().html());
    }

    /** What {@code sha256sum -c} reads: the hash of the page with its five blocks empty. */
    @GetMapping("/form.html.sha256")
    ResponseEntity<byte[]> hash() {
        return hash.map(text -> ResponseEntity.ok()
                        .headers(FormPage::plain)
                        .contentType(TEXT)
                        .body(text))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    /** The directory in force with whoever is revoked, for a page that was loaded before it and asks again before it seals. */
    @GetMapping("/form/api/directory")
    ResponseEntity<ObjectNode> directory() {
        return directory
                .inForce()
                .map(now -> {
                    ObjectNode answer = json(now.signed());
                    answer.set("revocations", json(now.revocations()));
                    return ResponseEntity.ok().headers(FormPage::plain).body(answer);
                })
                .orElseGet(() -> ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                        .headers(FormPage::plain)
                        .body(JSON.createObjectNode().put("error", "refused")));
    }

    /** Made once for each directory; empty where none is in force, or it vouches for other questions than this server asks. */
    private Optional<Filled> filled() {
        if (shell.isEmpty()) {
            return Optional.empty();
        }
        Optional<CurrentDirectory.InForce> now = directory.inForce();
        if (now.isEmpty()) {
            return Optional.empty();
        }
        SignedDirectory signed = now.get().signed();
        if (!now.get().directory().form().equals(Optional.of(form.sha256()))) {
            tellOnce(signed, "vouch for this server's form data, " + form.sha256() + "; sign it anew");
            return Optional.empty();
        }
        if (!now.get().directory().intake().equals(Optional.of(intake))) {
            tellOnce(signed, "name this server's intake key, " + intake + "; name it and sign it anew");
            return Optional.empty();
        }
        return Optional.of(filled(shell.get(), now.get()));
    }

    /** The list of recordings for the page; empty where there are none, or the directory in force does not vouch for them. */
    private Optional<String> listOfRecordings(CurrentDirectory.InForce now) {
        Optional<String> ours = recordings.listSha256();
        Optional<String> vouchedFor = now.directory().recordings();
        if (!ours.equals(vouchedFor) && !now.signed().equals(toldOfRecordings)) {
            toldOfRecordings = now.signed();
            LOG.warn(
                    "the form plays no recordings: the directory does not vouch for those in komir.recordings; use 'directory recordings' and sign it anew");
        }
        return ours.isPresent() && ours.equals(vouchedFor) ? Optional.of(recordings.text()) : Optional.empty();
    }

    private void tellOnce(SignedDirectory signed, String what) {
        if (!signed.equals(told)) {
            told = signed;
            LOG.warn("the form is closed: the directory does not {}", what);
        }
    }

    private Filled filled(Shell with, CurrentDirectory.InForce now) {
        Filled made = last;
        if (made == null || !made.with().equals(now)) {
            byte[] html = fill(with.html(), now).getBytes(UTF_8);
            made = new Filled(now, html, gzip(html));
            last = made;
        }
        return made;
    }

    private String fill(String html, CurrentDirectory.InForce now) {
        String root = JSON.writeValueAsString(
                JSON.createObjectNode().put("rootKey", directory.rootKey().toString()));
        String signedText = inElement(json(now.signed()));
        String filled = fill(html, "komir-root", root);
        filled = fill(filled, "komir-directory", signedText);
        filled = fill(filled, "komir-revocations", inElement(json(now.revocations())));
        filled = fill(filled, "komir-form", form.text());
        // As JSON, since a browser may turn the line ends of a bare text.
        return fill(
                filled,
                "komir-recordings",
                listOfRecordings(now).map(JSON::writeValueAsString).orElse(""));
    }

    private static String fill(String html, String id, String data) {
        String before = "<script type=\"application/json\" id=\"" + id + "\">";
        int at = html.indexOf(before + "</script>");
        if (at < 0) {
            throw new IllegalStateException("the page form.html has no empty block " + id);
        }
        int inside = at + before.length();
        return html.substring(0, inside) + data + html.substring(inside);
    }

    /** Whoever signed it: it must not be able to end its element. */
    private static String inElement(JsonNode signed) {
        return JSON.writeValueAsString(signed).replace("<", "\\u003c");
    }

    private static ArrayNode json(Revocations revocations) {
        ArrayNode list = JSON.createArrayNode();
        revocations.inForce().forEach(one -> list.add(one.json()));
        return list;
    }

    private static ObjectNode json(SignedDirectory signed) {
        return JSON.createObjectNode().put("directory", signed.text()).put("signature", signed.signature());
    }

    /** Nothing of the visit stays on the telephone, and nothing of it goes anywhere else. */
    private static void careful(HttpHeaders headers) {
        plain(headers);
        headers.set("Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Permissions-Policy", "microphone=(self), camera=(self), geolocation=()");
        headers.set("X-Frame-Options", "DENY");
    }

    private static void plain(HttpHeaders headers) {
        headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
    }

    private static boolean takesGzip(String encodings) {
        return Arrays.stream(encodings.toLowerCase(Locale.ROOT).split(",", -1))
                .anyMatch(encoding -> GZIP.matcher(encoding.strip()).matches());
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(to)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return to.toByteArray();
    }

    private static Optional<byte[]> file(ClassLoader resources, String path) {
        try (@Nullable InputStream in = resources.getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
