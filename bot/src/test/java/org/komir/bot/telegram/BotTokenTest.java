package org.komir.bot.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.conversation.Card;

class BotTokenTest {
    private static final String TOKEN = "123456789:made-up-token-for-these-tests";

    @TempDir
    private Path folder;

    private Path file(String content, String permissions) throws IOException {
        Path file = folder.resolve("token");
        Files.writeString(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void is_read_from_a_file_and_never_printed() throws IOException {
        BotToken token = BotToken.read(file(TOKEN + "\n", "rw-------"));
        assertThat(token.reveal()).isEqualTo(TOKEN);
        assertThat(token).hasToString("[redacted]");
    }

    @Test
    void a_file_that_everybody_can_read_is_refused_with_the_way_out() throws IOException {
        Path file = file(TOKEN, "rw-r--r--");
        assertThatThrownBy(() -> BotToken.read(file))
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("made-up");
    }

    @Test
    void what_is_no_token_is_refused_without_being_repeated() throws IOException {
        Path file = file("made up", "rw-------");
        assertThatThrownBy(() -> BotToken.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("made up");
        assertThatThrownBy(() -> BotToken.read(file)).hasMessageContaining("bot token");
    }

    @Test
    void no_failure_of_a_call_carries_it() {
        BotApi api = new BotApi(URI.create("http://127.0.0.1:1"), BotToken.of(TOKEN));
        assertThatThrownBy(() -> api.updates(0, Duration.ZERO))
                .isInstanceOf(ApiFailure.class)
                .hasNoCause()
                .hasMessage("Bot API: NOT_CONNECTED");
        assertThatThrownBy(() -> api.send(1, new Card("words", false, List.of())))
                .isInstanceOf(ApiFailure.class)
                .hasNoCause()
                .hasMessage("Bot API: NOT_CONNECTED");
        api.close();
    }
}
