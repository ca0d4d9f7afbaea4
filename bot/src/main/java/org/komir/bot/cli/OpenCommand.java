package org.komir.bot.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.komir.bot.cli.CaseFolder.OpenedRecord;
import org.komir.bot.cli.CaseFolder.Reading;
import org.komir.bot.cli.CaseFolder.Wanted;
import org.komir.bot.conversation.Texts;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.RootKey;
import org.komir.bot.directory.SignedDirectory;
import org.komir.bot.files.FileName;
import org.komir.bot.questionnaires.Questionnaires;
import org.komir.crypto.Identity;
import org.komir.crypto.VerifyingKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "open",
        description = "Opens exported cases offline and prints them. Take the computer off the network first.",
        mixinStandardHelpOptions = true)
final class OpenCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Passphrases passphrases;
    private final Function<Optional<Path>, Questionnaires> questionnaires;

    @Option(
            names = "--identity",
            required = true,
            description = "What 'keys new' wrote; twice for a compartment that needs two people.")
    private List<Path> identityFiles = List.of();

    @Option(
            names = "--passphrase-file",
            description =
                    "Reads a passphrase from the first line of a file: one for all, or one for each --identity in order.")
    private List<Path> passphraseFiles = List.of();

    @Option(
            names = "--language",
            defaultValue = "en",
            description = "In which the questions are printed (default: en).")
    private String language = "en";

    @Option(
            names = "--config",
            defaultValue = "${env:KOMIR_CONFIG}",
            description =
                    "The bot's own questions, where it has some: the folder of komir.config (default: $KOMIR_CONFIG). What is built in is known too.")
    private @Nullable Path config;

    @Option(
            names = "--file",
            paramLabel = "NAME",
            description = "Also writes this file out, opened: voice, a photo, a video or a document.")
    private @Nullable String file;

    @Option(names = "--to", paramLabel = "FILE", description = "Where --file is written; must not be there yet.")
    private @Nullable Path to;

    @Option(
            names = "--directory",
            description =
                    "directory.json with its signature beside it, to check whose work and verdicts these are; several times for those of before. They may have expired.")
    private List<Path> directoryFiles = List.of();

    @Option(names = "--root-key", description = "The public root key of these directories, or a file with it.")
    private @Nullable String rootKey;

    @Parameters(paramLabel = "FOLDER", description = "What 'export' wrote, or the folder of one case.")
    private Path folder = Path.of("");

    OpenCommand(Terminal terminal, Passphrases passphrases, Function<Optional<Path>, Questionnaires> questionnaires) {
        this.terminal = terminal;
        this.passphrases = passphrases;
        this.questionnaires = questionnaires;
    }

    @Override
    public Integer call() throws IOException {
        List<Wording> wordings = wordings();
        Optional<Wanted> wanted = wanted();
        List<Directory> directories = directories();
        List<Path> cases = cases();
        List<Identity> identities = passphrases.identities(identityFiles, passphraseFiles);
        int bad = 0;
        int opened = 0;
        int pieces = 0;
        int verdicts = 0;
        for (Path each : cases) {
            Reading reading = CaseFolder.read(each, identities, wanted, directories);
            print(reading, wordings);
            opened += reading.records().size();
            pieces += reading.work().pieces().size();
            verdicts += reading.work().verdicts().size();
            bad += reading.problems().size();
        }
        List<String> problems = new ArrayList<>();
        Map<String, String> quarantined = quarantined(identities, problems);
        quarantined.forEach((name, text) -> {
            terminal.out().println(name);
            Printable.of(text).lines().forEach(line -> terminal.out().println("      " + line));
        });
        problems.forEach(problem -> terminal.err().println(problem));
        bad += problems.size();
        if (opened == 0 && quarantined.isEmpty() && bad == 0) {
            throw CommandFailed.problem(
                    "nothing here is sealed to " + (identities.size() == 1 ? "this key" : "these keys"));
        }
        if (pieces + verdicts > 0) {
            terminal.out().println("with " + pieces + " pieces of work and " + verdicts + " verdicts");
        }
        terminal.out().println(cases.size() + " cases, " + opened + " records opened, " + bad + " problems");
        return bad == 0 ? Cli.OK : Cli.PROBLEM;
    }

    private Optional<Wanted> wanted() {
        if (file == null && to == null) {
            return Optional.empty();
        }
        if (file == null || to == null || !FileName.isName(file)) {
            throw CommandFailed.usage("--file NAME and --to FILE go together; the name is the one that is printed");
        }
        return Optional.of(new Wanted(new FileName(file), to));
    }

    private void print(Reading reading, List<Wording> wordings) {
        PrintWriter out = terminal.out();
        out.println("Case " + Printable.of(reading.id()));
        reading.notes().forEach(note -> out.println("  note: " + note));
        reading.problems().forEach(problem -> out.println("  PROBLEM: " + problem));
        for (OpenedRecord record : reading.records()) {
            Wording wording = wordings.stream()
                    .filter(one -> one.knows(record))
                    .findFirst()
                    .orElse(wordings.getFirst());
            wording.of(record).forEach(line -> out.println("  " + line));
        }
        for (AddedWork.Piece piece : reading.work().pieces()) {
            out.println(Printable.of("  [work] %s %s: %s".formatted(piece.at(), piece.volunteer(), piece.kind())));
            AddedWork.lines(piece.value()).forEach(line -> out.println("        " + line));
        }
        for (AddedWork.Verdict verdict : reading.work().verdicts()) {
            out.println(Printable.of(
                    "  [verdict] %s %s: %s".formatted(verdict.day(), verdict.volunteer(), verdict.kind())));
        }
        out.println();
    }

    private List<Directory> directories() throws IOException {
        if (directoryFiles.isEmpty() != (rootKey == null)) {
            throw CommandFailed.usage("--directory and --root-key go together");
        }
        List<Directory> directories = new ArrayList<>();
        if (rootKey != null) {
            VerifyingKey root = RootKey.read(rootKey);
            for (Path file : directoryFiles) {
                directories.add(SignedDirectory.read(file).verifyOfAnyTime(root));
            }
        }
        return directories;
    }

    /** The bot's own first. */
    private List<Wording> wordings() {
        List<Questionnaires> all = new ArrayList<>();
        Optional.ofNullable(config).ifPresent(own -> all.add(questionnaires.apply(Optional.of(own))));
        all.add(questionnaires.apply(Optional.empty()));
        List<Wording> wordings = new ArrayList<>();
        for (Questionnaires one : all) {
            one.texts(language).ifPresent(texts -> wordings.add(new Wording(one, texts)));
        }
        if (wordings.isEmpty()) {
            throw CommandFailed.usage("--language is one of "
                    + all.stream()
                            .flatMap(one -> one.texts().stream())
                            .map(Texts::language)
                            .distinct()
                            .collect(Collectors.joining(", ")));
        }
        return wordings;
    }

    /** Before a passphrase is asked for. */
    private List<Path> cases() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        if (CaseFolder.isCase(folder)) {
            return List.of(folder);
        }
        List<Path> folders;
        try (Stream<Path> inside = Files.list(folder)) {
            folders = inside.filter(Files::isDirectory)
                    .filter(each -> !each.getFileName().toString().equals(ExportedNames.QUARANTINE))
                    .sorted()
                    .toList();
        }
        if (folders.isEmpty() && !Files.isDirectory(folder.resolve(ExportedNames.QUARANTINE))) {
            throw CommandFailed.usage("there is no case in " + folder);
        }
        return folders;
    }

    private Map<String, String> quarantined(List<Identity> identities, List<String> problems) throws IOException {
        Path quarantine = folder.resolve(ExportedNames.QUARANTINE);
        return Files.isDirectory(quarantine) ? CaseFolder.quarantined(quarantine, identities, problems) : Map.of();
    }
}
