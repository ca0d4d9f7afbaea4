package org.komir.bot.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.crypto.SigningDomain;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads letters to a family as the form does ({@code record/family-letter.ts}; {@code docs/record-format.md}, step 20). */
final class FamilyLetters {
    private static final String FORMAT = "komir-family-letter/1";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private FamilyLetters() {}

    /**
     * A letter, opened; prints as {@code [redacted]}.
     *
     * @param from how colleagues call whoever wrote it; empty where it does not prove to be from a volunteer: then nothing of it is given out
     * @param day {@code 2026-11-23}
     * @param attached how many files come with it
     * @param files those that can be told to the family here: voice first, as somebody needs it who cannot read
     */
    record Read(Optional<String> from, String day, String text, int attached, List<LetterFile> files) {
        static final Read NOT_OURS = new Read(Optional.empty(), "", "", 0, List.of());

        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    /** The oldest first; what does not prove to be ours at the end. */
    static List<Read> read(List<Letter> letters, VisitKeys keys, Directory directory) {
        return letters.stream()
                .map(letter -> keys.open(letter.content())
                        .flatMap(plain -> read(plain, letter.id(), directory))
                        .orElse(Read.NOT_OURS))
                .sorted(Comparator.comparing((Read read) -> read.from().isEmpty())
                        .thenComparing(Read::day))
                .toList();
    }

    private static Optional<Read> read(byte[] plain, String id, Directory directory) {
        try {
            JsonNode sealed = JSON.readTree(plain);
            String text = sealed.path("letter").asString("");
            JsonNode letter = JSON.readTree(text);
            Optional<Person> volunteer = directory
                    .person(letter.path("volunteer").asString(""))
                    .filter(person -> person.is(Role.REVIEWER) || person.is(Role.SECURITY) || person.is(Role.AID));
            byte[] signature =
                    Base64.getDecoder().decode(sealed.path("signature").asString(""));
            boolean good = sealed.path("format").asString("").equals(FORMAT)
                    && letter.path("id").asString("").equals(id)
                    && letter.path("text").isString()
                    && letter.path("day").isString()
                    && volunteer
                            .filter(person ->
                                    person.signingKey().verifies(SigningDomain.LETTER, text.getBytes(UTF_8), signature))
                            .isPresent();
            return good
                    ? Optional.of(new Read(
                            volunteer.map(Person::name),
                            letter.path("day").asString(""),
                            letter.path("text").asString(""),
                            letter.path("attachments").size(),
                            files(letter.path("attachments"))))
                    : Optional.empty();
        } catch (JacksonException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    private static List<LetterFile> files(JsonNode attachments) {
        List<LetterFile> files = new ArrayList<>();
        for (JsonNode one : attachments) {
            try {
                LetterFile file = new LetterFile(
                        new FileName(one.path("file").asString("")),
                        one.path("kind").asString(""),
                        one.path("size").asLong(-1),
                        one.path("sha256").asString(""),
                        one.path("type").asString(""));
                if (file.fitsChat()) {
                    files.add(file);
                }
            } catch (IllegalArgumentException foreign) {
                continue; // counted, and left to the form
            }
        }
        files.sort(Comparator.comparing(LetterFile::shown));
        return List.copyOf(files);
    }
}
