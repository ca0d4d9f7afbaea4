package org.komir.bot.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A terminal before which somebody sits who types these secrets, and then nothing more. */
final class Typing implements Terminal {
    private final StringWriter said = new StringWriter();
    private final StringWriter complained = new StringWriter();
    private final PrintWriter out = new PrintWriter(said, true);
    private final PrintWriter err = new PrintWriter(complained, true);
    private final Deque<String> secrets;

    Typing(String... secrets) {
        this.secrets = new ArrayDeque<>(List.of(secrets));
    }

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
        return Optional.ofNullable(secrets.poll()).map(String::toCharArray);
    }

    String said() {
        return said.toString();
    }

    String complained() {
        return complained.toString();
    }
}
