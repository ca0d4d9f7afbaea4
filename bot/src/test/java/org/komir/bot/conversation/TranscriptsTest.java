package org.komir.bot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.komir.bot.play.Player;
import org.komir.bot.play.Transcript;
import org.komir.bot.testing.Shipped;

/** Every file in {@code src/test/resources/transcripts} is played again. {@code -Dupdate} rewrites them; the diff is the review. */
class TranscriptsTest {

    private static final Path FOLDER = Path.of("src/test/resources/transcripts");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    @TestFactory
    Stream<DynamicTest> a_conversation_goes_as_its_transcript_says() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> replay(file)));
        }
    }

    private static void replay(Path file) throws IOException {
        String expected = Files.readString(file);
        String played = Transcript.parse(expected)
                .replayed(new Player(Shipped.conversation(), TODAY))
                .print();
        if (System.getProperty("update") != null) {
            Files.writeString(file, played);
        }
        assertThat(played).isEqualTo(System.getProperty("update") != null ? played : expected);
    }
}
