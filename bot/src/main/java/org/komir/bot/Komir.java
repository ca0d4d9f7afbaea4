package org.komir.bot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.komir.bot.cli.Cli;
import org.komir.bot.cli.CommandFailed;
import org.komir.bot.cli.ExportSource;
import org.komir.bot.cli.Terminal;
import org.komir.bot.conversation.Channel;
import org.komir.bot.directory.DirectoryRefused;
import org.komir.bot.directory.RevocationsRefused;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.play.PlayCommand;
import org.komir.bot.questionnaires.BrokenQuestionnaires;
import org.komir.bot.questionnaires.ConfigSource;
import org.komir.bot.questionnaires.Questionnaires;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.store.UnsafeStore;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;

/** The one entry point of the jar: the server without arguments, the command line with a command. */
public final class Komir {
    private static final List<Class<? extends RuntimeException>> SAID_PLAINLY = List.of(
            Settings.UnfitSettings.class,
            UnsafeStore.class,
            StoreUnavailable.class,
            DirectoryRefused.class,
            RevocationsRefused.class,
            BrokenQuestionnaires.class);

    private Komir() {}

    public static void main(String[] arguments) {
        if (arguments.length > 0 && Cli.isCommand(arguments[0])) {
            System.exit(cli().run(arguments, Terminal.system()));
        } else {
            serve(arguments);
        }
    }

    private static Cli cli() {
        return new Cli(Komir::source, Komir::questionnaires, Komir::play, Clock.systemUTC(), new SecureRandom());
    }

    private static ExportSource source(String setting) {
        try {
            Store store = Stores.open(setting);
            return new ExportSource(store, store, store, store, store, store, store, store, store::close);
        } catch (UnsafeStore unsafe) {
            throw CommandFailed.problem(String.valueOf(unsafe.getMessage()));
        }
    }

    private static Questionnaires questionnaires(Optional<Path> config) {
        return Questionnaires.load(config.map(ConfigSource::folder).orElseGet(ConfigSource::classPath));
    }

    private static int play() throws IOException {
        Terminal terminal = Terminal.system();
        PrintWriter out = terminal.out();
        new PlayCommand(
                        WitnessProcess.conversationOf(
                                questionnaires(Optional.empty()), Set.of(), Channel.QUESTIONS_ONLY),
                        Clock.systemUTC(),
                        new BufferedReader(new InputStreamReader(System.in, UTF_8)),
                        out)
                .run();
        return Cli.OK;
    }

    /** Before there is a Spring that could be asked. */
    private static String setting(String name) {
        String variable = name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
        return System.getProperty(
                name, Optional.ofNullable(System.getenv(variable)).orElse(""));
    }

    private static void serve(String[] arguments) {
        SpringApplication application = new SpringApplication(Application.class);
        // A long-polling witness without the sealed form needs no open port: there is nothing to find, to order or to
        // flood.
        if (setting("komir.profile").equalsIgnoreCase("witness")
                && setting("komir.intake-key").isEmpty()) {
            application.setWebApplicationType(WebApplicationType.NONE);
            application.setKeepAlive(true);
        }
        try {
            application.run(arguments);
        } catch (RuntimeException refused) {
            for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
                if (SAID_PLAINLY.contains(cause.getClass())) {
                    Terminal.system().err().println("Kömir does not start: " + cause.getMessage());
                    System.exit(1);
                }
            }
            throw refused;
        }
    }
}
