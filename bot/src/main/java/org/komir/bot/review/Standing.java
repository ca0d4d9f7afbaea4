package org.komir.bot.review;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.komir.bot.review.Verdicts.Kind;
import org.komir.bot.review.Verdicts.Verdict;

/**
 * Where a case stands by its verdicts: what the last one says, and who says the same of the same. Of each person the last verdict counts, so that
 * nobody is two people, and whoever finds otherwise later has said so.
 *
 * @param by ids of volunteers, in the order of their verdicts
 * @param seen what all of these saw; news that came later changes it
 * @param whole whether enough people say so
 * @param ended whether it was ever found, by enough people, to be something that ends the work
 */
public record Standing(Kind kind, List<String> by, String seen, boolean whole, boolean ended) {
    public Standing {
        by = List.copyOf(by);
    }

    /** @param verdicts about one case, in the order in which they were given; empty where there are none */
    public static Optional<Standing> of(List<Verdict> verdicts) {
        boolean ended = false;
        Optional<Standing> standing = Optional.empty();
        Map<String, Verdict> lastOfEach = new LinkedHashMap<>();
        for (Verdict verdict : verdicts) {
            lastOfEach.remove(verdict.volunteer());
            lastOfEach.put(verdict.volunteer(), verdict);
            List<String> by = new ArrayList<>();
            for (Verdict last : lastOfEach.values()) {
                if (last.kind() == verdict.kind() && last.seen().equals(verdict.seen())) {
                    by.add(last.volunteer());
                }
            }
            boolean whole = by.size() >= verdict.kind().people();
            ended |= whole && verdict.kind().isEnd();
            standing = Optional.of(new Standing(verdict.kind(), by, verdict.seen(), whole, ended));
        }
        return standing;
    }

    /** Whether this person has said just that already. */
    boolean repeats(Verdict verdict) {
        return kind == verdict.kind() && seen.equals(verdict.seen()) && by.contains(verdict.volunteer());
    }

    /** Whether the case is closed by the verdict that led here. */
    boolean closes() {
        return whole && kind.isEnd();
    }
}
