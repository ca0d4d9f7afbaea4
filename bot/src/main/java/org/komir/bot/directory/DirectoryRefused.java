package org.komir.bot.directory;

import java.util.List;

/** A directory that must not be used. The message lists everything that is wrong with it, so that it is mended in one go. */
public final class DirectoryRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    public DirectoryRefused(List<String> problems) {
        super(
                problems.size() == 1
                        ? "the directory is refused: " + problems.getFirst()
                        : "the directory is refused:\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    DirectoryRefused(String problem) {
        this(List.of(problem));
    }

    /** In the order in which they were found. */
    public List<String> problems() {
        return problems;
    }
}
