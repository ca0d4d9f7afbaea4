package org.komir.bot.telegram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.komir.bot.conversation.Input;

class UpdatesTest {
    private static final String FROM = """
            {"id": 7000001, "is_bot": false, "first_name": "Aigul", "username": "aigul_1", "language_code": "kk"}""";
    private static final String CHAT = """
            {"id": 7000001, "type": "private", "first_name": "Aigul", "username": "aigul_1"}""";

    private final Updates updates = new Updates(code -> code.equals("kk") ? "kk-Cyrl" : "");

    private static JsonNode update(String content) throws Exception {
        return new ObjectMapper().readTree("{\"update_id\": 900000001, " + content + "}");
    }

    private static JsonNode message(String content) throws Exception {
        return update("\"message\": {\"message_id\": 5, \"date\": 1790000000, \"from\": %s, \"chat\": %s, %s}"
                .formatted(FROM, CHAT, content));
    }

    private Input input(JsonNode update) {
        assertThat(updates.read(update)).isInstanceOf(Updates.Read.Turn.class);
        return ((Updates.Read.Turn) updates.read(update)).incoming().input();
    }

    @ParameterizedTest
    @CsvSource({
        "/start, 'Start[suggestedLanguage=kk-Cyrl, invitation=]'",
        "/start kk-Arab_group-7, 'Start[suggestedLanguage=kk-Cyrl, invitation=kk-Arab_group-7]'",
        "/Start@komir_bot, 'Start[suggestedLanguage=kk-Cyrl, invitation=]'",
        "/help, Help[]",
        "/language@komir_bot, Language[]",
        "/status, Status[]",
        "/stop, Stop[]",
        "/delete, Delete[]",
        "/unknown, [redacted]"
    })
    void commands_are_read_with_and_without_the_bots_name(String text, String expected) throws Exception {
        assertThat(input(message("\"text\": \"" + text + "\""))).hasToString(expected);
    }

    @Test
    void words_are_taken_as_they_are() throws Exception {
        assertThat(input(message("\"text\": \" көмір / 2017 \""))).isEqualTo(new Input.Text(" көмір / 2017 "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"photo\": [], \"caption\": \"my brother\"",
                "\"sticker\": {\"file_id\": \"a\"}",
                "\"location\": {\"latitude\": 43.8, \"longitude\": 87.6}",
                "\"contact\": {\"phone_number\": \"+7\", \"first_name\": \"B\"}",
                "\"something_new\": {}"
            })
    void what_is_no_text_is_answered_all_the_same(String content) throws Exception {
        assertThat(input(message(content))).isEqualTo(new Input.Unreadable());
    }

    @Test
    void a_tap_brings_its_token_its_card_and_its_name() throws Exception {
        JsonNode tap = update("""
                "callback_query": {"id": "30064775367", "from": %s, "chat_instance": "99", "data": "c1",
                  "message": {"message_id": 12, "date": 1, "chat": %s, "text": "card"}}""".formatted(FROM, CHAT));
        Updates.Read.Turn turn = (Updates.Read.Turn) updates.read(tap);
        assertThat(turn.incoming().input()).isEqualTo(new Input.Tap("c1"));
        assertThat(turn.incoming().written()).isEmpty();
        assertThat(turn.incoming().tapped().orElseThrow().card()).isEqualTo(12);
        assertThat(turn.incoming().tapped().orElseThrow().callback()).isEqualTo("30064775367");
    }

    @ParameterizedTest
    @ValueSource(strings = {"group", "supergroup", "channel"})
    void groups_and_channels_are_refused(String type) throws Exception {
        JsonNode update = update("""
                "message": {"message_id": 5, "date": 1, "from": %s, "chat": {"id": -100, "type": "%s"}, "text": "hi"}""".formatted(FROM, type));
        assertThat(updates.read(update)).isEqualTo(new Updates.Read.Group(-100));
    }

    @Test
    void what_was_not_asked_for_and_what_bots_say_is_nothing() throws Exception {
        assertThat(updates.read(update("\"poll_answer\": {\"poll_id\": \"1\"}")))
                .isInstanceOf(Updates.Read.Nothing.class);
        JsonNode bot = update("""
                "message": {"message_id": 5, "date": 1, "from": {"id": 8, "is_bot": true, "first_name": "B"},
                  "chat": {"id": 8, "type": "private"}, "text": "hi"}""");
        assertThat(updates.read(bot)).isInstanceOf(Updates.Read.Nothing.class);
    }

    @Test
    void what_is_put_aside_tells_neither_who_nor_when() throws Exception {
        JsonNode update = message("""
                "text": {"words": "my brother was taken in 2017"},
                "entities": [{"type": "text_mention", "offset": 0, "length": 2, "user": %s},
                  {"type": "text_link", "url": "tg://user?id=7000001"}],
                "forward_origin": {"type": "hidden_user", "sender_user_name": "Bolat"}, "forward_sender_name": "Bolat",
                "reply_to_message": {"message_id": 4, "from": %s, "chat": %s, "text": "before"},
                "contact": {"phone_number": "+77011234567", "first_name": "Dana", "user_id": 7000002},
                "odd": [7000001, "7000001", 7000002]""".formatted(FROM, FROM, CHAT));
        String aside = new String(Updates.withoutIds(update), UTF_8);
        assertThat(aside).contains("my brother was taken in 2017", "before");
        assertThat(aside)
                .doesNotContain(
                        "7000001",
                        "7000002",
                        "Aigul",
                        "aigul_1",
                        "Bolat",
                        "Dana",
                        "7701123",
                        "900000001",
                        "1790000000");
    }

    @Test
    void a_number_to_come_back_with_is_in_no_quarantine() throws Exception {
        String number = org.komir.crypto.Receipt.random(new java.security.SecureRandom())
                .reveal();
        byte[] content = Updates.withoutIds(new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree("{\"message\":{\"text\":\"my number " + number + "\"}}"));
        assertThat(new String(content, java.nio.charset.StandardCharsets.UTF_8))
                .contains("my number")
                .doesNotContainPattern("[0-9]");
    }
}
