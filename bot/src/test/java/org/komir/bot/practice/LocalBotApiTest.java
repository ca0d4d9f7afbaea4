package org.komir.bot.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LocalBotApiTest {
    private static final long CHAT = 7_000_001;

    private final JsonMapper json = JsonMapper.builder().build();
    private final LocalBotApi telegram = new LocalBotApi(Clock.systemUTC(), new Random(1));

    private LocalBotApi.Answer call(String method, String parameters) throws InterruptedException {
        return telegram.call(method, json.readTree(parameters));
    }

    private List<Long> updates(long offset, int limit) throws InterruptedException {
        List<Long> ids = new ArrayList<>();
        call("getUpdates", "{\"offset\": %d, \"limit\": %d, \"timeout\": 0}".formatted(offset, limit))
                .body()
                .path("result")
                .forEach(update -> ids.add(update.path("update_id").asLong()));
        return ids;
    }

    private long sent(String words) throws InterruptedException {
        return call("sendMessage", "{\"chat_id\": \"%d\", \"text\": \"%s\"}".formatted(CHAT, words))
                .body()
                .path("result")
                .path("message_id")
                .asLong();
    }

    private String refusal(String method, String parameters) throws InterruptedException {
        JsonNode body = call(method, parameters).body();
        assertThat(body.path("ok").asBoolean()).isFalse();
        return body.path("description").asString();
    }

    private void write(int messages) {
        for (int i = 0; i < messages; i++) {
            telegram.send(CHAT, "hello", "kk");
        }
    }

    @Test
    void an_offset_confirms_and_forgets_what_is_before_it_and_nothing_else_does() throws InterruptedException {
        write(5);
        List<Long> all = updates(0, 100);
        assertThat(all).hasSize(5);
        assertThat(updates(0, 2)).isEqualTo(all.subList(0, 2));
        assertThat(updates(all.get(2), 100)).isEqualTo(all.subList(2, 5));
        assertThat(updates(0, 100)).isEqualTo(all.subList(2, 5));
        assertThat(updates(-1, 100)).isEqualTo(all.subList(4, 5));
        assertThat(updates(all.getLast() + 1, 100)).isEmpty();
    }

    @Test
    void an_offset_of_an_earlier_numbering_forgets_nothing() throws InterruptedException {
        write(2);
        List<Long> all = updates(0, 100);
        assertThat(updates(all.getLast() + 1_000, 100)).isEqualTo(all);
    }

    @Test
    void a_long_poll_ends_with_the_first_update_or_with_another_poll() throws Exception {
        CompletableFuture<LocalBotApi.Answer> first = poll();
        CompletableFuture<LocalBotApi.Answer> second = poll();
        LocalBotApi.Answer refused =
                (LocalBotApi.Answer) CompletableFuture.anyOf(first, second).get(10, TimeUnit.SECONDS);
        assertThat(refused.status()).isEqualTo(409);
        write(1);
        LocalBotApi.Answer other =
                (first.get(10, TimeUnit.SECONDS).status() == 409 ? second : first).get(10, TimeUnit.SECONDS);
        assertThat(other.body().path("result")).hasSize(1);
    }

    private CompletableFuture<LocalBotApi.Answer> poll() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return call("GETUPDATES", "{\"timeout\": 50}");
                    } catch (InterruptedException stop) {
                        throw new IllegalStateException(stop);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    @Test
    void refusals_are_worded_as_telegrams() throws InterruptedException {
        long message = sent("one");
        String edit = "{\"chat_id\": %d, \"message_id\": %d, \"text\": \"%s\"}";
        assertThat(refusal("editMessageText", edit.formatted(CHAT, message, "one")))
                .contains("message is not modified");
        assertThat(refusal("editMessageText", edit.formatted(CHAT, message + 1, "two")))
                .contains("message to edit not found");
        assertThat(refusal("deleteMessage", edit.formatted(CHAT, message + 1, "")))
                .contains("message to delete not found");
        assertThat(refusal("answerCallbackQuery", "{\"callback_query_id\": \"1\"}"))
                .contains("query is too old");
        write(1);
        assertThat(refusal("editMessageText", edit.formatted(CHAT, message + 1, "two")))
                .contains("message can't be edited");
        assertThat(call("sendPoll", "{}").status()).isEqualTo(404);
    }

    @Test
    void the_phone_sees_what_the_bot_does_in_order() throws InterruptedException {
        telegram.send(CHAT, "hello", "kk");
        long card = sent("one");
        call("editMessageText", """
                {"chat_id": "%d", "message_id": %d, "text": "two",
                 "reply_markup": {"inline_keyboard": [[{"text": "Next", "callback_data": "n"}]]}}""".formatted(CHAT, card));
        call("deleteMessages", "{\"chat_id\": \"%d\", \"message_ids\": [%d, 999]}".formatted(CHAT, card - 1));
        assertThat(telegram.events(CHAT, 0, Duration.ZERO))
                .extracting(LocalBotApi.Event::type)
                .containsExactly("mine", "message", "edit", "delete");
        assertThat(telegram.state(CHAT)).singleElement().satisfies(event -> {
            assertThat(event.text()).isEqualTo("two");
            assertThat(event.keyboard()).containsExactly(List.of(new LocalBotApi.Key("Next", "n", "")));
            assertThat(event.seq()).isEqualTo(4);
        });
        assertThat(telegram.events(CHAT, 4, Duration.ZERO)).isEmpty();
    }

    @Test
    void a_tap_returns_when_the_bot_has_answered_it_or_when_it_waited_long_enough() throws Exception {
        long card = sent("one");
        assertThat(telegram.tap(CHAT, card, "n", Duration.ofMillis(1))).isFalse();
        assertThat(telegram.tap(CHAT, card + 50, "n", Duration.ofSeconds(5))).isFalse();
        JsonNode tap = call("getUpdates", "{\"timeout\": 0}")
                .body()
                .path("result")
                .path(0)
                .path("callback_query");
        assertThat(tap.path("data").asString()).isEqualTo("n");
        String answer =
                "{\"callback_query_id\": \"%s\"}".formatted(tap.path("id").asString());
        assertThat(call("answerCallbackQuery", answer).status()).isEqualTo(200);
    }

    @Test
    void a_recording_is_uploaded_once_and_can_be_played_again_by_its_name() throws InterruptedException {
        byte[] sound = {1, 2, 3};
        String name = telegram.call(
                        "sendVoice",
                        json.createObjectNode().put("chat_id", CHAT).put("voice", sound))
                .body()
                .at("/result/voice/file_id")
                .asString();
        call("sendVoice", "{\"chat_id\": %d, \"voice\": \"%s\"}".formatted(CHAT, name));
        telegram.call(
                "sendVoice",
                json.createObjectNode()
                        .put("chat_id", CHAT)
                        .put("voice", "attach://p_name.ogg")
                        .put("p_name.ogg", sound));
        assertThat(telegram.state(CHAT))
                .extracting(LocalBotApi.Event::voice)
                .startsWith(name, name)
                .hasSize(3)
                .doesNotContainNull();
        assertThat(telegram.recording(name)).contains(sound);
        assertThat(refusal("sendVoice", "{\"chat_id\": %d, \"voice\": \"another\"}".formatted(CHAT)))
                .contains("wrong remote file identifier");
    }

    @Test
    void what_it_keeps_is_bounded() throws InterruptedException {
        LongStream.range(0, 300).forEach(i -> telegram.send(CHAT, "hello", "kk"));
        assertThat(telegram.state(CHAT)).hasSize(200);
        for (long chat = 1; chat <= 600; chat++) {
            telegram.send(chat, "hello", "kk");
        }
        assertThat(telegram.state(1)).isEmpty();
        write(10_000);
        assertThat(call("getWebhookInfo", "{}")
                        .body()
                        .path("result")
                        .path("pending_update_count")
                        .asInt())
                .isEqualTo(10_000);
    }
}
