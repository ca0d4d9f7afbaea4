package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.komir.bot.directory.Directory;
import org.komir.crypto.CannotOpen;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.Opener;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;
import org.komir.crypto.SigningDomain;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What volunteers added to an exported case, and what they found it to be ({@code docs/record-format.md}, steps 33, 34 and 40). A piece that lies in another's place, was
 * signed by nobody, or has gone while a verdict names it, is told; one of them never hides the others.
 */
final class AddedWork {
    private static final String WORK_FORMAT = "komir-work/1";
    private static final String VERDICT_FORMAT = "komir-verdict/1";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path folder;
    private final String id;
    private final List<Directory> directories;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<String> hashes = new HashSet<>();

    private AddedWork(Path folder, String id, List<Directory> directories) {
        this.folder = folder;
        this.id = id;
        this.directories = directories;
    }

    /** @param at UTC, as it was signed */
    record Piece(String at, String volunteer, String kind, JsonNode value) {
        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    record Verdict(String day, String volunteer, String kind) {}

    /**
     * @param pieces the oldest first
     * @param verdicts in the order in which they were given
     */
    record Reading(List<Piece> pieces, List<Verdict> verdicts, List<String> problems) {}

    /**
     * @param keys of the case's compartments, as far as they were opened
     * @param directories of all times; where there is none, signatures are not checked
     */
    static Reading read(Path folder, String id, Map<Compartment, Identity> keys, List<Directory> directories)
            throws IOException {
        AddedWork work = new AddedWork(folder, id, directories);
        work.openAll(ExportedNames.WORK, keys.get(Compartment.CASE));
        work.openAll(ExportedNames.NEEDS, keys.get(Compartment.NEEDS));
        work.readVerdicts();
        return new Reading(
                work.pieces.stream().sorted(Comparator.comparing(Piece::at)).toList(),
                List.copyOf(work.verdicts),
                List.copyOf(work.problems));
    }

    private void openAll(String kind, @Nullable Identity key) throws IOException {
        Path inside = folder.resolve(kind);
        if (!Files.isDirectory(inside)) {
            return;
        }
        for (Path file : CaseFolder.sealedIn(inside)) {
            Sealed<Purpose.Work> sealed = Sealed.stored(Purpose.WORK, Files.readAllBytes(file));
            hashes.add(sealed.sha256Hex());
            if (key != null) {
                open(kind, file.getFileName().toString(), sealed, key);
            }
        }
    }

    private void open(String kind, String file, Sealed<Purpose.Work> sealed, Identity key) {
        String where = kind + "/" + file;
        try {
            JsonNode outside = JSON.readTree(new Opener(List.of(key)).open(sealed));
            String text = outside.path("work").asString("");
            JsonNode work = JSON.readTree(text);
            boolean inPlace = work.path("format").asString("").equals(WORK_FORMAT)
                    && work.path("case").asString("").equals(id)
                    && file.equals(work.path("name").asString("") + ".age");
            String volunteer = work.path("volunteer").asString("");
            if (!inPlace) {
                problems.add(where + ": is another piece of work, put in this place");
            } else if (!isSigned(SigningDomain.WORK, volunteer, text, outside)) {
                problems.add(where + ": altered, or signed by nobody of the directories (it names "
                        + Printable.of(volunteer) + ")");
            } else {
                pieces.add(new Piece(
                        work.path("at").asString(""),
                        volunteer,
                        work.path("kind").asString(""),
                        work.path("value")));
            }
        } catch (CannotOpen.NotForThisKey foreign) {
            problems.add(where + ": is not sealed to the key of this case");
        } catch (CannotOpen damaged) {
            problems.add(where + ": " + damaged.getMessage());
        } catch (JacksonException notJson) {
            problems.add(where + ": opens, but is no piece of work");
        }
    }

    private void readVerdicts() throws IOException {
        Path file = folder.resolve(ExportedNames.VERDICTS);
        if (!Files.exists(file)) {
            return;
        }
        try {
            for (JsonNode signed : JSON.readTree(Files.readAllBytes(file))) {
                String text = signed.path("statement").asString("");
                read(signed, text, JSON.readTree(text));
            }
        } catch (JacksonException notJson) {
            problems.add(ExportedNames.VERDICTS + ": has another form");
        }
    }

    private void read(JsonNode signed, String text, JsonNode verdict) {
        String volunteer = verdict.path("volunteer").asString("");
        String kind = verdict.path("kind").asString("");
        String named = "%s: '%s' by %s".formatted(ExportedNames.VERDICTS, Printable.of(kind), Printable.of(volunteer));
        if (!verdict.path("format").asString("").equals(VERDICT_FORMAT)
                || !verdict.path("case").asString("").equals(id)) {
            problems.add(named + " is not about this case");
        } else if (!isSigned(SigningDomain.VERDICT, volunteer, text, signed)) {
            problems.add(named + " was altered, or signed by nobody of the directories");
        } else {
            verdicts.add(new Verdict(verdict.path("day").asString(""), volunteer, kind));
            if (!hashes.contains(verdict.path("work").asString(""))) {
                problems.add(named + ": the reasons for it are missing");
            }
        }
    }

    private boolean isSigned(SigningDomain domain, String volunteer, String text, JsonNode with) {
        byte[] signature;
        try {
            signature = Base64.getDecoder().decode(with.path("signature").asString(""));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        return directories.isEmpty()
                || directories.stream()
                        .flatMap(directory -> directory.person(volunteer).stream())
                        .anyMatch(person -> person.signingKey().verifies(domain, text.getBytes(UTF_8), signature));
    }

    /** What is inside, a line for each text and number, however deep. */
    static List<String> lines(JsonNode value) {
        List<String> lines = new ArrayList<>();
        flatten("", value, lines);
        return lines;
    }

    private static void flatten(String path, JsonNode value, List<String> lines) {
        if (value.isObject()) {
            value.properties()
                    .forEach(field -> flatten(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), lines));
        } else if (value.isArray()) {
            int n = 1;
            for (JsonNode item : value) {
                flatten("%s %d".formatted(path, n), item, lines);
                n++;
            }
        } else {
            List<String> text = Printable.of(value.asString("")).lines().toList();
            lines.add(Printable.of(path) + ": " + (text.isEmpty() ? "" : text.getFirst()));
            text.stream().skip(1).map(line -> "  " + line).forEach(lines::add);
        }
    }
}
