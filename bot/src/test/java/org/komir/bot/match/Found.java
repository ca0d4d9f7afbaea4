package org.komir.bot.match;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one way of searching found in one round or several.
 *
 * @param ranks of the true one among all; one beyond the last where it was not found; ties to its disadvantage
 * @param likely suggestions of the first grade
 * @param suggested suggestions of both grades
 */
record Found(List<Integer> ranks, Suggestions likely, Suggestions suggested) {
    /**
     * @param asked how many were searched for
     * @param all how many were suggested
     * @param right how many of those were the true one
     */
    record Suggestions(int asked, int all, int right) {
        double precision() {
            return all == 0 ? 1 : (double) right / all;
        }

        double recall() {
            return (double) right / asked;
        }

        double f1() {
            return right == 0 ? 0 : 2 * precision() * recall() / (precision() + recall());
        }

        Suggestions and(Suggestions other) {
            return new Suggestions(asked + other.asked, all + other.all, right + other.right);
        }
    }

    static Found together(List<Found> several) {
        Suggestions none = new Suggestions(0, 0, 0);
        List<Integer> ranks = new ArrayList<>();
        several.forEach(found -> ranks.addAll(found.ranks));
        return new Found(
                List.copyOf(ranks),
                several.stream().map(Found::likely).reduce(none, Suggestions::and),
                several.stream().map(Found::suggested).reduce(none, Suggestions::and));
    }

    double among(int first) {
        return (double) ranks.stream().filter(rank -> rank <= first).count() / ranks.size();
    }

    int median() {
        return Stream.of(ranks.toArray(Integer[]::new)).sorted().toList().get(ranks.size() / 2);
    }
}
