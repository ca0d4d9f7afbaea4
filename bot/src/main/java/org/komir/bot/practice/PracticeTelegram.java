package org.komir.bot.practice;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The practice Telegram over HTTP: the Bot API for the bot, and the phone's own calls. */
@RestController
public final class PracticeTelegram {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(25);
    private static final Duration TAP_WAIT = Duration.ofSeconds(5);
    private static final int LONGEST_MESSAGE = 4096;
    private static final int LARGEST_FILE = 20 * 1024 * 1024;

    private final LocalBotApi telegram;

    public PracticeTelegram(LocalBotApi telegram) {
        this.telegram = telegram;
    }

    /** The library's address has room for a host and no path, so the Bot API is at the root, as Telegram's is. */
    @PostMapping("/bot{token}/{method}")
    public ResponseEntity<JsonNode> call(
            @PathVariable("method") String method,
            @RequestHeader(HttpHeaders.CONTENT_TYPE) String type,
            @RequestBody byte[] body)
            throws InterruptedException {
        JsonNode parameters;
        try {
            parameters = Parameters.read(type, body);
        } catch (IOException | JacksonException unreadable) {
            return ResponseEntity.badRequest().build();
        }
        LocalBotApi.Answer answer = telegram.call(method, parameters);
        return ResponseEntity.status(answer.status()).body(answer.body());
    }

    @GetMapping("/file/bot{token}/{*path}")
    public ResponseEntity<byte[]> download(@PathVariable("path") String path) {
        return telegram.download(path.substring(1))
                .map(bytes -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_OCTET_STREAM)
                        .body(bytes))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    @GetMapping("/practice/phone/voice/{voice}")
    public ResponseEntity<byte[]> voice(@PathVariable("voice") String voice) {
        return telegram.recording(voice)
                .map(bytes -> ResponseEntity.ok().contentType(type(voice)).body(bytes))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    /** A page shows or plays what is near it too: a PNG or an MP3. */
    private static MediaType type(String voice) {
        return switch (voice.substring(0, voice.indexOf('-') + 1)) {
            case "voice-" -> MediaType.parseMediaType("audio/ogg");
            case "photo-" -> MediaType.IMAGE_JPEG;
            case "video-" -> MediaType.parseMediaType("video/mp4");
            default -> MediaType.APPLICATION_OCTET_STREAM;
        };
    }

    /** The body is the file itself; 20 MB at the most, as at Telegram. */
    @PostMapping("/practice/phone/file")
    public ResponseEntity<Void> file(
            @RequestParam("chat") long chat,
            @RequestParam("kind") LocalBotApi.FileKind kind,
            @RequestParam("name") String name,
            @RequestParam("type") String type,
            @RequestParam("caption") String caption,
            InputStream content)
            throws IOException {
        byte[] bytes = content.readNBytes(LARGEST_FILE + 1);
        if (bytes.length == 0 || bytes.length > LARGEST_FILE || caption.length() > LONGEST_MESSAGE) {
            return ResponseEntity.badRequest().build();
        }
        telegram.send(chat, new LocalBotApi.StoredFile(kind, name, type, bytes), caption, false);
        return ResponseEntity.noContent().build();
    }

    public record Sent(
            long chat, @Nullable String text, @Nullable String language) {}

    @PostMapping("/practice/phone/send")
    public ResponseEntity<Void> send(@RequestBody Sent sent) {
        if (sent.text() == null || sent.text().isBlank() || sent.text().length() > LONGEST_MESSAGE) {
            return ResponseEntity.badRequest().build();
        }
        telegram.send(sent.chat(), sent.text(), sent.language() == null ? "" : sent.language());
        return ResponseEntity.noContent().build();
    }

    public record Tapped(long chat, long message, @Nullable String data) {}

    @PostMapping("/practice/phone/tap")
    public ResponseEntity<Void> tap(@RequestBody Tapped tapped) throws InterruptedException {
        if (tapped.data() == null) {
            return ResponseEntity.badRequest().build();
        }
        telegram.tap(tapped.chat(), tapped.message(), tapped.data(), TAP_WAIT);
        return ResponseEntity.noContent().build();
    }

    public record Events(List<LocalBotApi.Event> events) {}

    @GetMapping("/practice/phone/events")
    public Events events(@RequestParam("chat") long chat, @RequestParam("after") long after)
            throws InterruptedException {
        return new Events(telegram.events(chat, after, LONGEST_WAIT));
    }

    @GetMapping("/practice/phone/state")
    public Events state(@RequestParam("chat") long chat) {
        return new Events(telegram.state(chat));
    }
}
