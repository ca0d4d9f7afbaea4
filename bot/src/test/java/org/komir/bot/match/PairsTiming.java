package org.komir.bot.match;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * How long a matcher's page needs for all pairs of ten thousand records, and how many of those that are one person are among them. By hand, never by {@code mvn verify}, since a time is never a fact: {@code
 * -Dtest=PairsTiming}.
 */
class PairsTiming {
    private static final long SEED = 20_261_130;
    private static final int PEOPLE = 300;
    private static final int STRANGERS = Integer.getInteger("komir.matching-strangers", 10_000);
    private static final int RUNS = 5;

    @Test
    void all_pairs_of_ten_thousand_records() throws IOException {
        Round round = Round.all(SEED, PEOPLE, STRANGERS).getFirst();
        List<Told> all = new ArrayList<>(round.known());
        all.addAll(round.asked());
        try (Matcher matcher = new Matcher()) {
            List<Matcher.Pairs> runs = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                runs.add(matcher.pairs(all, round.known().size()));
            }
            List<Double> seconds =
                    runs.stream().map(Matcher.Pairs::seconds).sorted().toList();
            Matcher.Pairs one = runs.getFirst();
            System.out.printf(
                    Locale.ROOT,
                    "| records | %s, twice: all pairs, median of %d | least to most | pairs | likely | of the %d who are there twice |%n|---|---|---|---|---|---|%n| %d | %.1f s | %.1f to %.1f s | %d | %d | %d, %d likely |%n",
                    round.title(),
                    RUNS,
                    PEOPLE,
                    all.size(),
                    seconds.get(RUNS / 2),
                    seconds.getFirst(),
                    seconds.getLast(),
                    one.pairs(),
                    one.likely(),
                    one.truePairs(),
                    one.trueLikely());
        }
    }
}
