package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a command speaks and asks. */
public interface Terminal {
    PrintWriter out();

    PrintWriter err();

    /** Asks for a secret without showing it; empty where there is nobody to ask. */
    Optional<char[]> askSecret(String prompt);

    /** The one that the program was started in. */
    static Terminal system() {
        PrintWriter out = new PrintWriter(System.out, true, UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, UTF_8);
        return new Terminal() {
            @Override
            public PrintWriter out() {
                return out;
            }

            @Override
            public PrintWriter err() {
                return err;
            }

            @Override
            public Optional<char[]> askSecret(String prompt) {
                @Nullable Console console = System.console();
                if (console == null || !console.isTerminal()) {
                    return Optional.empty();
                }
                return Optional.ofNullable(console.readPassword("%s: ", prompt));
            }
        };
    }
}
