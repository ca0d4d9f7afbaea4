package org.komir.bot.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.komir.bot.questionnaires.FormData;
import org.komir.bot.testing.Needs;
import org.komir.bot.testing.Shipped;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One folder of transcripts, two engines: what {@code TranscriptsTest} plays in Java is played here by the engine of the form. */
class TranscriptsInTheBrowserTest {
    private static final Path FOLDER = Path.of("src/test/resources/transcripts");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void every_transcript_goes_in_javascript_as_it_does_in_java() throws IOException {
        assertThat(differences(List.of("node", "test/engine-peer.mjs"))).isEmpty();
    }

    @Test
    void every_transcript_goes_in_chromium_as_it_does_in_java() throws IOException {
        Path chromium = Needs.orSkip("chromium", Chromium.installed());
        assertThat(differences(List.of("node", "test/engine-peer.mjs", chromium.toString())))
                .isEmpty();
    }

    private static List<String> differences(List<String> command) throws IOException {
        Process engine = new ProcessBuilder(command)
                .directory(Path.of("src/main/web").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> differing = new ArrayList<>();
        try (Writer to = engine.outputWriter(UTF_8);
                BufferedReader from = engine.inputReader(UTF_8);
                Stream<Path> files = Files.list(FOLDER)) {
            ObjectNode data = JSON.createObjectNode();
            data.set("data", JSON.readTree(FormData.of(Shipped.questionnaires()).text()));
            ask(to, from, data);
            for (Path file : files.sorted().toList()) {
                String transcript = Files.readString(file);
                JsonNode answer = ask(to, from, JSON.createObjectNode().put("transcript", transcript));
                if (!transcript.equals(answer.path("played").asString(""))) {
                    differing.add(file.getFileName() + ": " + firstDifference(transcript, answer));
                }
            }
        } finally {
            engine.destroy();
        }
        return differing;
    }

    private static JsonNode ask(Writer to, BufferedReader from, ObjectNode question) throws IOException {
        to.write(JSON.writeValueAsString(question) + "\n");
        to.flush();
        return JSON.readTree(Optional.ofNullable(from.readLine()).orElseThrow());
    }

    private static String firstDifference(String transcript, JsonNode answer) {
        List<String> wanted = transcript.lines().toList();
        List<String> played =
                answer.path("played").asString(answer.toString()).lines().toList();
        for (int i = 0; i < Math.min(wanted.size(), played.size()); i++) {
            if (!wanted.get(i).equals(played.get(i))) {
                return "line " + (i + 1) + " is " + played.get(i);
            }
        }
        return "one ends before the other";
    }
}
