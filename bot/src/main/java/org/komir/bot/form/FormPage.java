package org.komir.bot.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.komir.bot.directory.CurrentDirectory.InForce;
import org.komir.bot.directory.SignedDirectory;
import org.komir.crypto.VerifyingKey;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The page of the sealed form. The build makes its shell and script, whose hash is published; here the three blocks of data are filled in: the root
 * key, the signed directory, and the words and questions. The page itself checks them, since this server could be somebody else's by now.
 */
@RestController
public final class FormPage {
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, UTF_8);
    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, UTF_8);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Optional<String> shell;
    private final Optional<String> policy;
    private final Optional<String> hash;
    private final VerifyingKey rootKey;
    private final Supplier<Optional<InForce>> directory;
    private final VerifyingKey intake;
    private final Data data;
    private volatile @Nullable Filled filled;

    /**
     * The words and questions.
     *
     * @param text of {@code komir-form/1}
     * @param sha256 of it; the directory must name it
     */
    public record Data(String text, String sha256) {}

    /** The page for one directory; compressed once, since nearly every browser asks for it so. */
    private record Filled(SignedDirectory of, byte[] html, byte[] compressed) {}

    /**
     * @param resources where the folder {@code static/} is; a page that is not there is answered with 404
     * @param directory the one in force; empty when it has expired
     * @param intake with which this server signs proofs; the directory must name it
     */
    public FormPage(
            ClassLoader resources,
            VerifyingKey rootKey,
            Supplier<Optional<InForce>> directory,
            VerifyingKey intake,
            Data data) {
        this.shell = file(resources, "form.html");
        this.policy = file(resources, "csp/form.txt").map(String::strip);
        this.hash = file(resources, "form.html.sha256");
        this.rootKey = rootKey;
        this.directory = directory;
        this.intake = intake;
        this.data = data;
    }

    @GetMapping("/form")
    ResponseEntity<byte[]> page(@RequestHeader(name = "Accept-Encoding", required = false) @Nullable String accepted) {
        if (shell.isEmpty()) {
            return ResponseEntity.notFound().build();
        }
        Optional<SignedDirectory> signed = inForce().map(InForce::signed);
        if (signed.isEmpty()) {
            return ResponseEntity.status(503).contentType(TEXT).body(CLOSED.getBytes(UTF_8));
        }
        Filled page = filled(signed.get());
        boolean compressed = accepted != null && accepted.contains("gzip");
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .contentType(HTML)
                .header("Vary", "Accept-Encoding")
                // Nothing of an earlier visit is there when somebody takes the telephone and looks.
                .header("Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"")
                .header("Permissions-Policy", "microphone=(self), camera=(self), geolocation=()");
        policy.ifPresent(rules -> answer.header("Content-Security-Policy", rules));
        return compressed
                ? answer.header("Content-Encoding", "gzip").body(page.compressed())
                : answer.body(page.html());
    }

    /** For a page that was loaded earlier: a newer directory takes the place of the one inside it. */
    @GetMapping("/form/api/directory")
    ResponseEntity<String> directory() {
        return inForce()
                .map(InForce::signed)
                .map(signed -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(json(signed)))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    /** What {@code sha256sum -c} reads, of the page with its three blocks empty. */
    @GetMapping("/form.html.sha256")
    ResponseEntity<String> hash() {
        return hash.map(line -> ResponseEntity.ok().contentType(TEXT).body(line))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    /** Only one that names the words and the key which this server has: the page would refuse anything else, the proof too. */
    private Optional<InForce> inForce() {
        return directory
                .get()
                .filter(now -> now.directory().form().equals(Optional.of(data.sha256())))
                .filter(now -> now.directory().intake().equals(Optional.of(intake)));
    }

    private Filled filled(SignedDirectory signed) {
        @Nullable Filled known = filled;
        if (known != null && known.of().equals(signed)) {
            return known;
        }
        ObjectNode root = JSON.createObjectNode().put("rootKey", rootKey.toString());
        String html = fill(
                "komir-form",
                data.text(),
                fill(
                        "komir-directory",
                        json(signed),
                        fill("komir-root", inAPage(root.toString()), shell.orElseThrow())));
        byte[] plain = html.getBytes(UTF_8);
        Filled made = new Filled(signed, plain, compress(plain));
        filled = made;
        return made;
    }

    private static String fill(String block, String content, String page) {
        String start = "<script type=\"application/json\" id=\"" + block + "\">";
        int at = page.indexOf(start + "</script>");
        if (at < 0) {
            throw new IllegalStateException("the page has no empty block " + block);
        }
        int inside = at + start.length();
        return page.substring(0, inside) + content + page.substring(inside);
    }

    private static String json(SignedDirectory signed) {
        return inAPage(JSON.createObjectNode()
                .put("directory", signed.text())
                .put("signature", signed.signature())
                .toString());
    }

    /** Without {@code <} no element can end or begin. */
    private static String inAPage(String json) {
        return json.replace("<", "\\u003c");
    }

    private static byte[] compress(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 3);
        try (GZIPOutputStream out = new Smallest(bytes)) {
            out.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Slow and small: it is done once for a directory, and every byte is waited for on a slow line. */
    private static final class Smallest extends GZIPOutputStream {
        Smallest(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }

    private static Optional<String> file(ClassLoader resources, String path) {
        try (@Nullable InputStream in = resources.getResourceAsStream("static/" + path)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static final String CLOSED = """
            Бұл жерде қазір ештеңе қабылданбайды. Кейінірек келіңіз.
            بۇل جەردە قازىر ەشتەڭە قابىلدانبايدى. كەيىنىرەك كەلىڭىز.
            بۇ يەردە ھازىر ھېچنېمە قوبۇل قىلىنمايدۇ. كېيىنرەك كېلىڭ.
            Здесь сейчас ничего не принимается. Зайдите, пожалуйста, позже.
            这里目前无法接收。请您以后再来。
            Nothing can be received here at present. Please come back later.
            """;
}
