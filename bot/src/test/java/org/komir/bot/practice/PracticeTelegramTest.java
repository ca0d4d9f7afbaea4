package org.komir.bot.practice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PracticeTelegramTest {
    private static final long CHAT = 7_000_001;
    private static final String JSON = "application/json";

    private final PracticeTelegram practice = new PracticeTelegram(new LocalBotApi(Clock.systemUTC(), new Random(1)));

    @Test
    void what_the_phone_writes_reaches_the_bot_and_what_the_bot_says_the_phone() throws InterruptedException {
        practice.send(new PracticeTelegram.Sent(CHAT, "hello", "kk"));
        var updates = practice.call("getUpdates", JSON, "{\"timeout\": 0}".getBytes(UTF_8));
        assertThat(Objects.requireNonNull(updates.getBody())
                        .at("/result/0/message/from/language_code")
                        .asString())
                .isEqualTo("kk");
        practice.call(
                "sendmessage",
                JSON,
                "{\"chat_id\": \"%d\", \"text\": \"welcome\"}".formatted(CHAT).getBytes(UTF_8));
        assertThat(practice.state(CHAT).events())
                .extracting(LocalBotApi.Event::from)
                .containsExactly("me", "bot");
        assertThat(practice.events(CHAT, 1).events())
                .singleElement()
                .extracting(LocalBotApi.Event::text)
                .isEqualTo("welcome");
    }

    @Test
    void what_makes_no_sense_is_refused() throws InterruptedException {
        assertThat(practice.send(new PracticeTelegram.Sent(CHAT, null, null))
                        .getStatusCode()
                        .value())
                .isEqualTo(400);
        assertThat(practice.send(new PracticeTelegram.Sent(CHAT, "a".repeat(5000), "kk"))
                        .getStatusCode()
                        .value())
                .isEqualTo(400);
        assertThat(practice.tap(new PracticeTelegram.Tapped(CHAT, 1, null))
                        .getStatusCode()
                        .value())
                .isEqualTo(400);
        assertThat(practice.call("sendmessage", JSON, "{".getBytes(UTF_8))
                        .getStatusCode()
                        .value())
                .isEqualTo(400);
    }

    @Test
    void a_recording_comes_as_a_form_and_is_played_on_the_phone() throws InterruptedException {
        String form = """
                --x\r
                Content-Disposition: form-data; name="chat_id"\r
                \r
                %d\r
                --x\r
                Content-Disposition: form-data; name="voice"; filename="p_name.ogg"\r
                \r
                sound\r
                --x--\r
                """.formatted(CHAT);
        practice.call("sendVoice", "multipart/form-data; boundary=x", form.getBytes(UTF_8));
        String voice =
                Objects.requireNonNull(practice.state(CHAT).events().getFirst().voice());
        assertThat(practice.voice(voice).getBody()).asString(UTF_8).isEqualTo("sound");
        assertThat(practice.voice("another").getStatusCode().value()).isEqualTo(404);
        byte[] torn = form.substring(0, 100).getBytes(UTF_8);
        assertThat(practice.call("sendVoice", "multipart/form-data; boundary=x", torn)
                        .getStatusCode()
                        .value())
                .isEqualTo(400);
    }
}
