package org.komir.bot.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What anybody would build from a library: the names' similarity counts six tenths, the year and the county two tenths each, half of that where one is not known or nearly right. Two are suggested as one person from a score
 * on that was the best, by F1 over all spellings, on people who are not those measured.
 */
final class Baseline<P> {
    private static final int STEPS = 1_000;

    private final String name;
    private final NameSimilarity<P> names;

    Baseline(String name, NameSimilarity<P> names) {
        this.name = name;
        this.names = names;
    }

    String name() {
        return name;
    }

    /** How many pairs reached which score, in thousandths. */
    private record Scores(List<Integer> ranks, int[] right, int[] wrong) {}

    double bestThreshold(List<Round> rounds) {
        List<Scores> scores = rounds.stream().map(this::scores).toList();
        int best = STEPS;
        double most = 0;
        for (int from = STEPS; from > STEPS / 2; from--) {
            int threshold = from;
            double f1 = Found.together(
                            scores.stream().map(one -> found(one, threshold)).toList())
                    .suggested()
                    .f1();
            if (f1 > most) {
                most = f1;
                best = from;
            }
        }
        return (double) best / STEPS;
    }

    Found search(Round round, double threshold) {
        return found(scores(round), (int) Math.round(threshold * STEPS));
    }

    private static Found found(Scores scores, int from) {
        int right = 0;
        int wrong = 0;
        for (int at = from; at <= STEPS; at++) {
            right += scores.right[at];
            wrong += scores.wrong[at];
        }
        Found.Suggestions suggested = new Found.Suggestions(scores.ranks.size(), right + wrong, right);
        return new Found(scores.ranks, suggested, suggested);
    }

    private Scores scores(Round round) {
        List<P> known =
                round.known().stream().map(told -> names.prepare(told.name())).toList();
        Scores scores = new Scores(new ArrayList<>(), new int[STEPS + 1], new int[STEPS + 1]);
        for (int asked = 0; asked < round.asked().size(); asked++) {
            Told told = round.asked().get(asked);
            P name = names.prepare(told.name());
            double own = score(
                    names.similarity(name, known.get(asked)),
                    told,
                    round.known().get(asked));
            int rank = 0;
            for (int at = 0; at < known.size(); at++) {
                double score = score(
                        names.similarity(name, known.get(at)),
                        told,
                        round.known().get(at));
                rank += score >= own ? 1 : 0;
                (at == asked ? scores.right : scores.wrong)[(int) (score * STEPS)]++;
            }
            scores.ranks.add(rank);
        }
        return scores;
    }

    private static double score(double names, Told one, Told other) {
        return Math.min(1, 0.6 * names + 0.2 * years(one, other) + 0.2 * counties(one, other));
    }

    private static double years(Told one, Told other) {
        if (one.year() == null || other.year() == null) {
            return 0.5;
        }
        int apart = Math.abs(one.year() - other.year());
        return apart == 0 ? 1 : apart == 1 ? 0.5 : 0;
    }

    private static double counties(Told one, Told other) {
        if (one.county() == null || other.county() == null) {
            return 0.5;
        }
        boolean samePrefecture = one.county().startsWith(other.county().substring(0, 4));
        return Objects.equals(one.county(), other.county()) ? 1 : samePrefecture ? 0.5 : 0;
    }
}
