package org.komir.bot.conversation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of dates as people type them, and the date words of Uyghur, which no shipped language has yet. */
record TypedDates(String typed, LocalDate today, Optional<String> edtf, String language, boolean birth) {

    private static final Path FOLDER = Path.of("src/test/resources/dates");

    static List<TypedDates> table() {
        return lines("typed-dates.tsv").stream()
                .map(line -> line.split("\t", -1))
                .map(fields -> new TypedDates(
                        fields[0],
                        LocalDate.parse(fields[1]),
                        Optional.of(fields[2]).filter(edtf -> !edtf.equals("-")),
                        fields[3],
                        fields.length > 4 && fields[4].equals("birth")))
                .toList();
    }

    static Texts uyghur() {
        Map<String, String> words = new HashMap<>();
        for (String line : lines("ug-Arab.yaml")) {
            int colon = line.indexOf(": ");
            words.put(line.substring(0, colon), line.substring(colon + 2));
        }
        for (int month = 1; month <= 12; month++) {
            words.put("button.month." + month, month + "-ئاي");
        }
        return new Texts("ug-Arab", "ئۇيغۇرچە", true, words, Map.of());
    }

    static List<String> lines(String file) {
        try {
            return Files.readAllLines(FOLDER.resolve(file)).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
