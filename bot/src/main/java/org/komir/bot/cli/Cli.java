package org.komir.bot.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.komir.bot.directory.DirectoryRefused;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.questionnaires.BrokenQuestionnaires;
import org.komir.bot.questionnaires.Questionnaires;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands of the jar. */
public final class Cli {
    public static final int OK = 0;

    /** Something is damaged, missing or refused. */
    public static final int PROBLEM = 1;

    /** The command was given wrongly, or the passphrase is another one. */
    public static final int USAGE = 2;

    private static final Set<String> COMMANDS =
            Set.of("keys", "directory", "export", "open", "log", "status", "play", "languages");
    private static final Set<String> HELP = Set.of("help", "--help", "-h");

    private final Function<String, ExportSource> stores;
    private final Function<Optional<Path>, Questionnaires> questionnaires;
    private final Callable<Integer> play;
    private final Clock clock;
    private final SecureRandom random;

    /**
     * @param stores opens the store that a setting like {@code sqlite:data/komir.db} names, or throws {@link CommandFailed} with the
     *     reason why it must not be opened; closed after use
     * @param questionnaires of a folder laid out as {@code config} is, or without one what is built in; loaded only by the
     *     commands that print or sign questions
     * @param play holds the conversation in the terminal and returns the exit code
     */
    public Cli(
            Function<String, ExportSource> stores,
            Function<Optional<Path>, Questionnaires> questionnaires,
            Callable<Integer> play,
            Clock clock,
            SecureRandom random) {
        this.stores = stores;
        this.questionnaires = questionnaires;
        this.play = play;
        this.clock = clock;
        this.random = random;
    }

    /** Whether the program's first argument is for here and not a setting of the server. */
    public static boolean isCommand(String argument) {
        return COMMANDS.contains(argument) || HELP.contains(argument);
    }

    /** @return the exit code: {@link #OK}, {@link #PROBLEM} or {@link #USAGE} */
    public int run(String[] arguments, Terminal terminal) {
        Passphrases passphrases = new Passphrases(terminal);
        CommandLine commands = new CommandLine(new Top())
                .addSubcommand("keys", keys(terminal, passphrases))
                .addSubcommand("directory", new DirectoryCommand(terminal, passphrases, questionnaires, clock))
                .addSubcommand("export", new ExportCommand(terminal, stores))
                .addSubcommand("open", new OpenCommand(terminal, passphrases, questionnaires))
                .addSubcommand("log", new LogCommand(terminal, stores))
                .addSubcommand("status", new StatusCommand(terminal, clock))
                .addSubcommand("languages", new LanguagesCommand(terminal))
                .addSubcommand("play", new Play(play))
                .addSubcommand("help", new CommandLine.HelpCommand());
        commands.setOut(terminal.out());
        commands.setErr(terminal.err());
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        commands.setExecutionExceptionHandler((exception, command, parsed) -> told(exception, terminal));
        int code = commands.execute(arguments);
        terminal.out().flush();
        terminal.err().flush();
        return code;
    }

    private CommandLine keys(Terminal terminal, Passphrases passphrases) {
        return new CommandLine(new KeysCommand(terminal, passphrases, random))
                .addSubcommand("split", new SplitCommand(terminal, passphrases, random))
                .addSubcommand("join", new JoinCommand(terminal, passphrases, random));
    }

    private static int told(Exception exception, Terminal terminal) {
        return switch (exception) {
            case CommandFailed failed -> told(terminal, failed.getMessage(), failed.exitCode());
            case DirectoryRefused refused -> told(terminal, refused.getMessage(), PROBLEM);
            case StoreUnavailable unavailable -> told(terminal, unavailable.getMessage(), PROBLEM);
            case BrokenQuestionnaires broken -> told(terminal, broken.getMessage(), PROBLEM);
            case UncheckedIOException wrapped ->
                told(
                        terminal,
                        wrapped.getCause() instanceof IOException io ? file(io) : "cannot read or write",
                        PROBLEM);
            case IOException io -> told(terminal, file(io), PROBLEM);
            // its class only: the message of an exception may quote what somebody wrote
            case Exception other -> told(terminal, "failed: " + other.getClass().getSimpleName(), PROBLEM);
        };
    }

    private static int told(Terminal terminal, @Nullable String message, int code) {
        terminal.err().println(message);
        return code;
    }

    private static String file(IOException exception) {
        return switch (exception) {
            case NoSuchFileException missing -> "there is no file " + missing.getFile();
            case FileAlreadyExistsException there -> there.getFile() + " is there already, and is not overwritten";
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case FileSystemException other -> "cannot read or write " + other.getFile();
            case IOException other -> "cannot read or write";
        };
    }

    @Command(
            name = "komir",
            description = "Takes testimonies safely. Without a command it starts the server.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Top implements Runnable {
        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public void run() {
            if (spec != null) {
                throw new CommandLine.ParameterException(spec.commandLine(), "name a command");
            }
        }
    }

    @Command(
            name = "play",
            description = "Holds the conversation in this terminal, stores nothing, and prints it as a transcript.",
            mixinStandardHelpOptions = true)
    static final class Play implements Callable<Integer> {
        private final Callable<Integer> play;

        Play(Callable<Integer> play) {
            this.play = play;
        }

        @Override
        public Integer call() throws Exception {
            return play.call();
        }
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            @Nullable String version = Cli.class.getPackage().getImplementationVersion();
            return new String[] {"komir " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
