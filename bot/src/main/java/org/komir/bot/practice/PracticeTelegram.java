package org.komir.bot.practice;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The practice Telegram over HTTP: the Bot API for the bot, and the phone's own calls. */
@RestController
public final class PracticeTelegram {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(25);
    private static final Duration TAP_WAIT = Duration.ofSeconds(5);
    private static final int LONGEST_MESSAGE = 4096;

    private final LocalBotApi telegram;
    private final JsonMapper json = JsonMapper.builder().build();

    public PracticeTelegram(LocalBotApi telegram) {
        this.telegram = telegram;
    }

    /** The library's address has room for a host and no path, so the Bot API is at the root, as Telegram's is. */
    @PostMapping("/bot{token}/{method}")
    public ResponseEntity<JsonNode> call(@PathVariable("method") String method, @RequestBody byte[] body)
            throws InterruptedException {
        JsonNode parameters;
        try {
            parameters = json.readTree(body);
        } catch (JacksonException noJson) {
            return ResponseEntity.badRequest().build();
        }
        LocalBotApi.Answer answer = telegram.call(method, parameters);
        return ResponseEntity.status(answer.status()).body(answer.body());
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
