package org.komir.bot.directory;

import java.util.List;

/** A directory that must not be used; the message names every reason. */
public final class DirectoryRefused extends Exception {
    private static final long serialVersionUID = 1;

    private final List<String> reasons;

    public DirectoryRefused(List<String> reasons) {
        super("the directory is refused: " + String.join("; ", reasons));
        this.reasons = List.copyOf(reasons);
    }

    public DirectoryRefused(String reason) {
        this(List.of(reason));
    }

    public List<String> reasons() {
        return reasons;
    }
}
