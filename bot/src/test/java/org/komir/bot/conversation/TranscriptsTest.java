package org.komir.bot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.komir.bot.play.Player;
import org.komir.bot.play.Transcript;
import org.komir.bot.testing.Shipped;

/** Every file in {@code src/test/resources/transcripts} is played again. {@code -Dupdate} rewrites them; the diff is the review. */
class TranscriptsTest {

    private static final Path FOLDER = Path.of("src/test/resources/transcripts");
    private static final Pattern OPENS = Pattern.compile("^  opens a case of ([a-z.0-9-]+),");
    private static final Pattern KEEPS = Pattern.compile("^  (?:keeps|attaches a file to) ([a-z_0-9]+)#");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    @TestFactory
    Stream<DynamicTest> a_conversation_goes_as_its_transcript_says() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> replay(file)));
        }
    }

    @Test
    void every_question_of_every_questionnaire_is_answered_in_one_of_them() throws IOException {
        Set<String> answered = new TreeSet<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                String questionnaire = "";
                for (String line : Files.readAllLines(file)) {
                    Matcher opens = OPENS.matcher(line);
                    Matcher keeps = KEEPS.matcher(line);
                    if (opens.find()) {
                        questionnaire = opens.group(1);
                    } else if (keeps.find()) {
                        answered.add(questionnaire + "/" + keeps.group(1));
                    }
                }
            }
        }
        for (Questionnaire questionnaire : Shipped.questionnaires().current()) {
            for (Question question : questionnaire.questions()) {
                assertThat(answered).contains(questionnaire.name() + "/" + question.id());
            }
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
