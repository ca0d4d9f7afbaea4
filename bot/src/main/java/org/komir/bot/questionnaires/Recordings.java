package org.komir.bot.questionnaires;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Texts that somebody has read aloud, {@code kk-Arab/detained-relative.1/p_name.ogg}, and the organisation's greeting, {@code
 * kk-Arab/greeting.ogg}: OGG with Opus in it. Beside it the same may lie for browsers that cannot play that, as {@code .m4a} or {@code .mp3}.
 * An operator records them; a text without a recording simply has no button for it.
 *
 * @param folder where they lie
 * @param all by name
 */
public record Recordings(Path folder, List<Recording> all) {
    /** The first line of {@link #text}. */
    public static final String FORMAT = "komir-recordings/1";

    /** The name of a recording behind the language, without the ending. */
    static final String GREETING = "greeting";

    private static final String OF_A_CHAT = ".ogg";
    private static final Set<String> ENDINGS = Set.of(OF_A_CHAT, ".m4a", ".mp3");

    /**
     * @param name of the file, below the folder, with {@code /} between its parts
     * @param size in bytes
     * @param sha256 of its bytes, 64 lower-case hexadecimal digits
     */
    public record Recording(String name, long size, String sha256) {}

    public Recordings {
        all = all.stream().sorted(Comparator.comparing(Recording::name)).toList();
    }

    /**
     * What is in a folder; nothing where there is no such folder.
     *
     * @throws BrokenQuestionnaires if a file is there that no text would ever play: its name is a mistake
     */
    public static Recordings in(Path folder, Questionnaires questionnaires) throws IOException {
        if (!Files.isDirectory(folder)) {
            return new Recordings(folder, List.of());
        }
        Set<String> found;
        try (Stream<Path> files = Files.walk(folder)) {
            found = files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> ENDINGS.stream().anyMatch(file::endsWith))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        Problems problems = new Problems();
        found.stream()
                .filter(file -> !isOfAText(withoutEnding(file), questionnaires))
                .forEach(file -> problems.in(folder + "/" + file).add("", "there is no such text to be read aloud"));
        if (!problems.all().isEmpty()) {
            throw new BrokenQuestionnaires(problems.all());
        }
        List<Recording> all = new ArrayList<>();
        for (String name : found) {
            all.add(recording(folder, name));
        }
        return new Recordings(folder, all);
    }

    private static boolean isOfAText(String recording, Questionnaires questionnaires) {
        String[] parts = recording.split("/", 2);
        return parts.length == 2
                && questionnaires
                        .texts(parts[0])
                        .map(texts -> parts[1].equals(GREETING) || texts.has(parts[1]))
                        .orElse(false);
    }

    private static String withoutEnding(String file) {
        return file.substring(0, file.lastIndexOf('.'));
    }

    private static Recording recording(Path folder, String name) throws IOException {
        MessageDigest sha256 = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(folder.resolve(name)), sha256)) {
            long size = in.transferTo(OutputStream.nullOutputStream());
            return new Recording(name, size, HexFormat.of().formatHex(sha256.digest()));
        }
    }

    /** Names without the ending, of what a chat plays. */
    public Set<String> inChat() {
        return all.stream()
                .map(Recording::name)
                .filter(name -> name.endsWith(OF_A_CHAT))
                .map(Recordings::withoutEnding)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The recording with this hash, if there is one. */
    public Optional<Recording> of(String sha256) {
        return all.stream().filter(one -> one.sha256().equals(sha256)).findFirst();
    }

    public Path file(Recording recording) {
        return folder.resolve(recording.name());
    }

    /**
     * The list that the root key vouches for with the directory, {@code komir-recordings/1} of {@code docs/record-format.md}: a line for each,
     * by name, with hash, size and name. It has no {@code <} and so can stand in a page.
     */
    public String text() {
        return FORMAT + "\n"
                + all.stream()
                        .map(one -> one.sha256() + " " + one.size() + " " + one.name() + "\n")
                        .collect(Collectors.joining());
    }

    /** Of the list in UTF-8, 64 lower-case hexadecimal digits; empty where there are no recordings. */
    public Optional<String> listSha256() {
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(HexFormat.of().formatHex(sha256().digest(text().getBytes(UTF_8))));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 belongs to every Java", impossible);
        }
    }
}
