package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.komir.bot.review.Refused.Why;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The pages that the build made: each is one file with its script and its style inside. Its own policy, in the page, names the hash of
 * its script; a policy in a header comes on top and is sent only where the build wrote one ({@code static/csp/NAME.txt}), since one
 * that was written by hand would block the next build's script.
 */
@RestController
public final class Pages {
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, UTF_8);
    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, UTF_8);

    private final Page index;
    private final Page phone;
    private final Page console;
    private final Optional<byte[]> consoleHash;

    private record Page(Optional<byte[]> html, Optional<String> policy) {}

    /** @param resources where the folder {@code static/} is; a page that is not there is answered with 404 */
    public Pages(ClassLoader resources) {
        this.index = page(resources, "index");
        this.phone = page(resources, "phone");
        this.console = page(resources, "console");
        this.consoleHash = file(resources, "console.html.sha256");
    }

    @GetMapping("/")
    ResponseEntity<byte[]> index() {
        return answer(index);
    }

    @GetMapping("/phone")
    ResponseEntity<byte[]> phone() {
        return answer(phone);
    }

    @GetMapping({"/console", "/console.html"})
    ResponseEntity<byte[]> console() {
        return answer(console);
    }

    /** What {@code sha256sum -c} reads, for whoever keeps the console on their own disk. */
    @GetMapping("/console.html.sha256")
    ResponseEntity<byte[]> consoleHash() {
        return ResponseEntity.ok().contentType(TEXT).body(consoleHash.orElseThrow(Pages::notFound));
    }

    @ExceptionHandler
    ResponseEntity<?> refused(Refused refused) {
        return Failures.answer(refused.why());
    }

    private static ResponseEntity<byte[]> answer(Page page) {
        byte[] html = page.html().orElseThrow(Pages::notFound);
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().contentType(HTML);
        page.policy().ifPresent(policy -> answer.header("Content-Security-Policy", policy));
        return answer.body(html);
    }

    private static Refused notFound() {
        return new Refused(Why.NOT_FOUND);
    }

    private static Page page(ClassLoader resources, String name) {
        return new Page(
                file(resources, name + ".html"),
                file(resources, "csp/" + name + ".txt").map(policy -> new String(policy, UTF_8).strip()));
    }

    private static Optional<byte[]> file(ClassLoader resources, String path) {
        try (@Nullable InputStream in = resources.getResourceAsStream("static/" + path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
