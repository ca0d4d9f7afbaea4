package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.komir.bot.intake.SignedText;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A saved log: a line for each entry, {@code {"entry","signature"}}, as the command and the console write it. */
final class LogFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private LogFile() {}

    static String line(SignedText entry) {
        return JSON.writeValueAsString(
                        JSON.createObjectNode().put("entry", entry.text()).put("signature", entry.base64()))
                + "\n";
    }

    /** Empty for a line that is no entry. */
    static List<Optional<SignedText>> read(Path file) throws IOException {
        List<Optional<SignedText>> lines = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file, UTF_8)) {
                lines.add(entry(line));
            }
        } catch (CharacterCodingException notText) {
            throw CommandFailed.problem("the file " + file.getFileName() + " is no UTF-8 text");
        }
        return lines;
    }

    private static Optional<SignedText> entry(String line) {
        try {
            JsonNode read = JSON.readTree(line);
            return Optional.of(SignedText.of(
                    read.path("entry").asString(""), read.path("signature").asString("")));
        } catch (JacksonException | IllegalArgumentException notAnEntry) {
            return Optional.empty();
        }
    }
}
