package org.komir.bot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.komir.bot.questionnaires.ConfigSource;
import org.komir.bot.questionnaires.MadeLanguages;
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
            name = "arabic-script",
            description =
                    "Writes the files of Kazakh in Arabic letters anew, from those in Cyrillic letters and overrides.yaml.",
            mixinStandardHelpOptions = true)
    int arabicScript(
            @Parameters(paramLabel = "CONFIG", defaultValue = "config", description = "The folder (${DEFAULT-VALUE}).")
                    Path config)
            throws IOException {
        if (!Files.isDirectory(config)) {
            throw CommandFailed.usage(config + " is not a folder");
        }
        for (Map.Entry<String, String> file :
                MadeLanguages.files(ConfigSource.folder(config)).entrySet()) {
            Path path = config.resolve(file.getKey());
            boolean same = Files.exists(path) && Files.readString(path).equals(file.getValue());
            if (!same) {
                Files.writeString(path, file.getValue());
            }
            terminal.out().println((same ? "unchanged  " : "written    ") + path);
        }
        return Cli.OK;
    }
}
