package org.komir.bot.questionnaires;

import java.util.Comparator;
import java.util.Optional;

/**
 * Something in {@code config} that has to be mended.
 *
 * @param file path inside {@code config}
 * @param id the question, text or place; {@code p_name/help} and {@code t_relation/spouse} for what belongs to a
 *     question; empty where it is about the whole file
 * @param language its tag, where the problem is in one language
 */
public record Problem(String file, String id, Optional<String> language, String message)
        implements Comparable<Problem> {

    private static final Comparator<Problem> ORDER = Comparator.comparing(Problem::file)
            .thenComparing(Problem::id)
            .thenComparing(problem -> problem.language().orElse(""))
            .thenComparing(Problem::message);

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        String where = id.isEmpty() ? file : file + ", " + id;
        return where + language.map(tag -> " (" + tag + ")").orElse("") + ": " + message;
    }
}
