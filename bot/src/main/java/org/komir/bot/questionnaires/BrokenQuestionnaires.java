package org.komir.bot.questionnaires;

import java.util.List;
import java.util.stream.Collectors;

/** The files of {@code config} cannot be used; the message lists everything that has to be mended. */
public final class BrokenQuestionnaires extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    BrokenQuestionnaires(List<Problem> problems) {
        super(problems.stream()
                .map(problem -> "\n  " + problem)
                .collect(Collectors.joining("", problems.size() + " problem(s) in config:", "")));
        this.problems = List.copyOf(problems);
    }

    /** All of them, ordered by file. */
    public List<Problem> problems() {
        return problems;
    }
}
