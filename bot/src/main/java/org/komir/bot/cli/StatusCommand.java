package org.komir.bot.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = "Shows how the running server is, without content.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    /** The server writes more often than this; what is older was written by one that stopped. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private static final long MEBIBYTE = 1024 * 1024;

    private final Terminal terminal;
    private final Clock clock;

    @Option(names = "--file", defaultValue = "data/status.json", description = "Default: data/status.json.")
    private Path file = Path.of("");

    StatusCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        Status status = Status.read(file).orElseThrow(() -> CommandFailed.problem(file + " is no status, or damaged"));
        Instant now = clock.instant();
        PrintWriter out = terminal.out();
        out.println("last poll      " + ago(status.lastPoll(), now));
        out.println("last write     " + ago(status.lastWrite(), now));
        out.println("free disk      "
                + (status.freeBytes().isPresent() ? status.freeBytes().getAsLong() / MEBIBYTE + " MiB" : "not known"));
        out.println("queue          " + status.queue());
        out.println("drafts         " + status.drafts());
        long left = ChronoUnit.DAYS.between(LocalDate.ofInstant(now, ZoneOffset.UTC), status.directoryExpires());
        out.println("directory      version " + status.directoryVersion() + ", "
                + (left < 0 ? "expired on " + status.directoryExpires() : "expires in " + left + " days"));
        out.println("link keys      "
                + status.linkKeyDays().stream().map(LocalDate::toString).collect(Collectors.joining(", ")));
        if (status.written().plus(FRESH).isBefore(now)) {
            throw CommandFailed.problem(
                    "this was written " + ago(Optional.of(status.written()), now) + ": is the server running?");
        }
        return Cli.OK;
    }

    private static String ago(Optional<Instant> then, Instant now) {
        return then.map(time -> {
                    Duration since = Duration.between(time, now);
                    return since.toMinutes() < 2 ? since.toSeconds() + " s ago" : since.toMinutes() + " min ago";
                })
                .orElse("never");
    }
}
