package org.komir.bot.cli;

/** A command cannot go on; its message is for the person who gave it. */
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    private CommandFailed(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /** The command was given wrongly: the same command will fail again. */
    public static CommandFailed usage(String message) {
        return new CommandFailed(Cli.USAGE, message);
    }

    /** Something that it works on is not as it should be. */
    public static CommandFailed problem(String message) {
        return new CommandFailed(Cli.PROBLEM, message);
    }

    int exitCode() {
        return exitCode;
    }
}
