package org.komir.bot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.komir.bot.questionnaires.ConfigSource;
import org.komir.bot.questionnaires.Glossaries;
import org.komir.bot.questionnaires.MadeLanguages;
import org.komir.bot.questionnaires.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** For those who write the words. */
@Command(name = "languages", description = "Work on the words.", mixinStandardHelpOptions = true)
final class LanguagesCommand {
    private final Terminal terminal;

    LanguagesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "check",
            description = {
                "Reads all words, and prints one list for translators.",
                "What must be mended keeps the bot from starting, and ends this with 1.",
                "What is only doubtful, a word that the glossary does not use, ends it with 0."
            },
            mixinStandardHelpOptions = true)
    int check(
            @Parameters(paramLabel = "CONFIG", defaultValue = "config", description = "The folder (${DEFAULT-VALUE}).")
                    Path config) {
        ConfigSource source = folder(config);
        List<Problem> doubts = Glossaries.doubts(source);
        doubts.forEach(doubt -> terminal.out().println(doubt));
        terminal.out().println("nothing to mend, " + doubts.size() + " to be looked at");
        return Cli.OK;
    }

    @Command(
            name = "arabic-script",
            description =
                    "Writes the files of Kazakh in Arabic letters anew, from those in Cyrillic letters and overrides.yaml.",
            mixinStandardHelpOptions = true)
    int arabicScript(
            @Parameters(paramLabel = "CONFIG", defaultValue = "config", description = "The folder (${DEFAULT-VALUE}).")
                    Path config)
            throws IOException {
        for (Map.Entry<String, String> file :
                MadeLanguages.files(folder(config)).entrySet()) {
            Path path = config.resolve(file.getKey());
            boolean same = Files.exists(path) && Files.readString(path).equals(file.getValue());
            if (!same) {
                Files.writeString(path, file.getValue());
            }
            terminal.out().println((same ? "unchanged  " : "written    ") + path);
        }
        return Cli.OK;
    }

    private static ConfigSource folder(Path config) {
        if (!Files.isDirectory(config)) {
            throw CommandFailed.usage(config + " is not a folder");
        }
        return ConfigSource.folder(config);
    }
}
