package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.RootKey;
import org.komir.bot.directory.SignedDirectory;
import org.komir.bot.intake.SignedText;
import org.komir.crypto.VerifyingKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "log",
        description = "Writes and checks the log of what volunteers did.",
        mixinStandardHelpOptions = true)
final class LogCommand {
    private static final int PIECE = 500;

    private final Terminal terminal;
    private final Function<String, ExportSource> stores;

    LogCommand(Terminal terminal, Function<String, ExportSource> stores) {
        this.terminal = terminal;
        this.stores = stores;
    }

    @Command(
            name = "export",
            description =
                    "Writes the log, a line for each entry. It has no content, but says who worked on which case.",
            mixinStandardHelpOptions = true)
    int export(
            @Option(names = "--store", required = true, description = "The setting komir.store.") String store,
            @Option(names = "--from", defaultValue = "1", description = "The number of the first entry (default: 1).")
                    long from,
            @Parameters(paramLabel = "FILE", description = "The new file.") Path file)
            throws IOException {
        mustBeANumber(from);
        try (ExportSource source = open(store);
                OutputStream out = NewFile.secret(file)) {
            long next = from;
            List<SignedText> piece = source.log().entries(next, PIECE);
            while (!piece.isEmpty()) {
                for (SignedText entry : piece) {
                    out.write(LogFile.line(entry).getBytes(US_ASCII));
                }
                next += piece.size();
                piece = source.log().entries(next, PIECE);
            }
            terminal.out().println("written: " + (next - from) + " entries, to " + file);
        }
        return Cli.OK;
    }

    private ExportSource open(String store) {
        try {
            return stores.apply(store);
        } catch (IllegalArgumentException notASetting) {
            throw CommandFailed.usage("--store names no store; the setting begins with sqlite: or redis://");
        }
    }

    @Command(
            name = "verify",
            description = {
                "Checks a saved log, without a network: whether each entry follows from the one before, and who signed it.",
                "An end that was cut off is seen only against a log that was kept elsewhere: OTHER, which may be older."
            },
            mixinStandardHelpOptions = true)
    int verify(
            @Option(
                            names = "--directory",
                            required = true,
                            description =
                                    "directory.json with its signature beside it; several times for those of before. They may have expired.")
                    List<Path> files,
            @Option(names = "--root-key", required = true, description = "The public root key, or a file with it.")
                    String rootKey,
            @Option(names = "--from", defaultValue = "1", description = "The number with which the files begin.")
                    long from,
            @Parameters(index = "0", paramLabel = "FILE", description = "What is to be checked.") Path file,
            @Parameters(index = "1", arity = "0..1", paramLabel = "OTHER", description = "What somebody else saved.")
                    @Nullable
                    Path other)
            throws IOException {
        mustBeANumber(from);
        VerifyingKey root = RootKey.read(rootKey);
        List<Directory> directories = new ArrayList<>();
        for (Path directory : files) {
            directories.add(SignedDirectory.read(directory).verifyOfAnyTime(root));
        }
        LogCheck check = LogCheck.of(LogFile.read(file), from, directories);
        List<String> problems = new ArrayList<>(check.problems());
        if (other != null) {
            LogCheck kept = LogCheck.of(LogFile.read(other), from, directories);
            kept.problems().forEach(problem -> problems.add(other.getFileName() + ", " + problem));
            compare(check, kept, file, other, problems);
        }
        problems.forEach(terminal.err()::println);
        if (!problems.isEmpty()) {
            terminal.err().println("the log is not good: " + problems.size() + " problems, the first one stands first");
            return Cli.PROBLEM;
        }
        terminal.out()
                .println("the log is good: entries " + from + " to "
                        + check.head().n());
        terminal.out().println("its end         " + check.head().sha256());
        return Cli.OK;
    }

    private void compare(LogCheck check, LogCheck kept, Path file, Path other, List<String> problems) {
        Optional<Long> parts = check.partsFrom(kept);
        parts.ifPresent(n -> problems.add(
                "entry %d: here the two logs part; whoever gave them showed two people different ones".formatted(n)));
        if (check.head().n() < kept.head().n()) {
            problems.add("entry %d: missing in %s, which ends before it; %s goes on to entry %d"
                    .formatted(
                            check.head().n() + 1,
                            file.getFileName(),
                            other.getFileName(),
                            kept.head().n()));
        } else if (parts.isEmpty() && problems.isEmpty()) {
            terminal.out().println("the other ends at entry " + kept.head().n() + ", and is the same up to there");
        }
    }

    private static void mustBeANumber(long from) {
        if (from < 1) {
            throw CommandFailed.usage("--from is at least 1");
        }
    }
}
