package org.komir.bot.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.komir.bot.intake.LetterFile;
import org.komir.bot.testing.FakeTelegram;

/** A file of a letter as it reaches Telegram over HTTP. */
class LetterFilesToTelegramTest {
    private static final long CHAT = 7_305_518_264L;

    private static BotApi api(FakeTelegram telegram) {
        return new BotApi(telegram.url(), BotToken.of("4242:TESTING"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65535, 65536, 65537, 20_000_000})
    void it_arrives_byte_for_byte(int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        try (FakeTelegram telegram = new FakeTelegram(1)) {
            BotApi api = api(telegram);
            api.file(CHAT, new LetterFile.Opened("sendVoice", "voice", "1.ogg", size, out -> out.write(bytes)));
            assertThat(telegram.people().recording("voice-1")).hasValue(bytes);
            api.close();
        }
    }

    @Test
    void what_breaks_off_is_told_apart_and_never_arrives() throws Exception {
        try (FakeTelegram telegram = new FakeTelegram(1)) {
            BotApi api = api(telegram);
            LetterFile.Opened broken = new LetterFile.Opened("sendPhoto", "photo", "1.jpg", 100_000, out -> {
                out.write(new byte[50_000]);
                throw new IOException("the connection");
            });
            assertThatThrownBy(() -> api.file(CHAT, broken))
                    .isInstanceOfSatisfying(
                            ApiFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(ApiFailure.Kind.NOT_CONNECTED));
            telegram.failNext("senddocument", FakeTelegram.Fault.CUT_AFTER, FakeTelegram.Fault.TOO_MANY);
            LetterFile.Opened whole =
                    new LetterFile.Opened("sendDocument", "document", "1.bin", 3, out -> out.write(new byte[3]));
            assertThatThrownBy(() -> api.file(CHAT, whole))
                    .isInstanceOfSatisfying(
                            ApiFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(ApiFailure.Kind.UNREACHABLE));
            assertThatThrownBy(() -> api.file(CHAT, whole))
                    .isInstanceOfSatisfying(
                            ApiFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(ApiFailure.Kind.TOO_MANY));
            assertThat(telegram.calls("senddocument")).hasSize(2);
            api.close();
        }
    }
}
