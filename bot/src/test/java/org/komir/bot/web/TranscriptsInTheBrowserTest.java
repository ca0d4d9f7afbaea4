package org.komir.bot.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Texts;
import org.komir.bot.play.Player;
import org.komir.bot.play.Transcript;
import org.komir.bot.questionnaires.FormData;
import org.komir.bot.testing.Needs;
import org.komir.bot.testing.Shipped;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One folder of transcripts, two engines: what {@code TranscriptsTest} plays in Java is played here by the engine of the form. So are the tables of dates, identity
 * numbers and places: each row is typed where it belongs, and both engines must make the same of it.
 */
class TranscriptsInTheBrowserTest {
    private static final Path FOLDER = Path.of("src/test/resources/transcripts");
    private static final Path TABLES = Path.of("src/test/resources");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void every_transcript_goes_in_javascript_as_it_does_in_java() throws IOException {
        assertThat(differences(List.of("node", "test/engine-peer.mjs"), transcripts()))
                .isEmpty();
    }

    @Test
    void every_row_of_the_tables_is_understood_in_javascript_as_it_is_in_java() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        rows.putAll(typed("dates/typed-dates.tsv", "p_birth"));
        rows.putAll(typed("dates/typed-dates.tsv", "e_when"));
        rows.putAll(typed("dates/edtf.tsv", "e_when"));
        rows.putAll(typed("identity-numbers/readings.tsv", "d_number"));
        rows.putAll(typed("places/misspelt.tsv", "e_where"));
        assertThat(rows).hasSizeGreaterThan(900);
        assertThat(differences(List.of("node", "test/engine-peer.mjs"), rows)).isEmpty();
    }

    /** @return for each first field of the table what Java makes of it, typed where this question is asked */
    private static Map<String, String> typed(String table, String question) throws IOException {
        Conversation conversation = Shipped.conversation();
        List<String> way = wayTo(question);
        Map<String, String> played = new TreeMap<>();
        for (String line : Files.readAllLines(TABLES.resolve(table))) {
            String typed = line.split("\t", -1)[0];
            boolean isAct = typed.startsWith("[") || typed.startsWith("(") || typed.startsWith("/");
            if (!typed.isBlank() && !line.startsWith("#") && !isAct) {
                String acts = Stream.concat(way.stream(), Stream.of(typed))
                        .map(act -> "> " + act + "\n")
                        .collect(Collectors.joining("", "# " + question + "\n", ""));
                String java = Transcript.parse(acts)
                        .replayed(new Player(conversation, TODAY))
                        .print();
                played.put(question + " " + typed, java);
            }
        }
        return played;
    }

    /** What a family presses until it is asked this: all before is left for later. */
    private static List<String> wayTo(String question) {
        Texts english = Shipped.questionnaires().texts().stream()
                .filter(texts -> texts.language().equals("en"))
                .findFirst()
                .orElseThrow();
        String asked = english.get(Shipped.questionnaire().name() + "/" + question)
                .lines()
                .findFirst()
                .orElseThrow();
        List<String> onwards = Stream.of("button.continue", "button.skip", "button.go_on")
                .map(id -> "[" + english.get(id) + "]")
                .toList();
        List<String> way = new ArrayList<>(List.of("/start", "[" + english.name() + "]"));
        Player player = new Player(Shipped.conversation(), TODAY);
        way.forEach(player::play);
        for (Card card = player.card().orElseThrow();
                !card.text().contains(asked);
                card = player.card().orElseThrow()) {
            List<String> labels = card.rows().stream()
                    .flatMap(List::stream)
                    .map(button -> "[" + button.label() + "]")
                    .toList();
            String act = onwards.stream().filter(labels::contains).findFirst().orElse(labels.getFirst());
            player.play(act);
            way.add(act);
        }
        return way;
    }

    private static Map<String, String> transcripts() throws IOException {
        Map<String, String> transcripts = new TreeMap<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                transcripts.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        return transcripts;
    }

    @Test
    void every_transcript_goes_in_chromium_as_it_does_in_java() throws IOException {
        Path chromium = Needs.orSkip("chromium", Chromium.installed());
        assertThat(differences(List.of("node", "test/engine-peer.mjs", chromium.toString()), transcripts()))
                .isEmpty();
    }

    private static List<String> differences(List<String> command, Map<String, String> transcripts) throws IOException {
        Process engine = new ProcessBuilder(command)
                .directory(Path.of("src/main/web").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> differing = new ArrayList<>();
        try (Writer to = engine.outputWriter(UTF_8);
                BufferedReader from = engine.inputReader(UTF_8)) {
            ObjectNode data = JSON.createObjectNode();
            data.set("data", JSON.readTree(FormData.of(Shipped.questionnaires()).text()));
            ask(to, from, data);
            for (var one : transcripts.entrySet()) {
                String transcript = one.getValue();
                JsonNode answer = ask(to, from, JSON.createObjectNode().put("transcript", transcript));
                if (!transcript.equals(answer.path("played").asString(""))) {
                    differing.add(one.getKey() + ": " + firstDifference(transcript, answer));
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
