package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.komir.crypto.Sha256;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** An answer that is asked for every half minute: once, compressed, and again only when it is another. */
final class Polled {
    private static final int SHORT = 1024;

    private Polled() {}

    static ResponseEntity<byte[]> answer(HttpServletRequest request, JsonNode answer) {
        byte[] body = answer.toString().getBytes(UTF_8);
        String tag = '"' + Sha256.hex(body) + '"';
        if (tag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            return ResponseEntity.status(304).eTag(tag).build();
        }
        var whole = ResponseEntity.ok().eTag(tag).contentType(MediaType.APPLICATION_JSON);
        String accepts = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return body.length > SHORT && accepts != null && accepts.contains("gzip")
                ? whole.header(HttpHeaders.CONTENT_ENCODING, "gzip").body(compressed(body))
                : whole.body(body);
    }

    private static byte[] compressed(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }
}
