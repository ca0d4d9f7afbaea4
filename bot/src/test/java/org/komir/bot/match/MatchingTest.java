package org.komir.bot.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bar of {@code docs/matching.md} on few people, so that a change which breaks a spelling is seen at once. The long table: {@link MatchingBar}. */
class MatchingTest {
    private static final long SEED = 7;
    private static final int PEOPLE = 20;
    private static final int STRANGERS = 300;
    /** By how much the matcher must be better than the better of both baselines. */
    private static final double MARGIN = 0.1;

    private static Map<String, List<Found>> found = Map.of();

    @BeforeAll
    static void measure() throws IOException {
        found = Bar.measure(Round.all(MatchingBar.DEVELOPMENT, PEOPLE, STRANGERS), Round.all(SEED, PEOPLE, STRANGERS));
    }

    private static Found all(String name) {
        return Found.together(found.getOrDefault(name, List.of()));
    }

    @Test
    void the_true_one_comes_first_more_often_than_with_what_a_library_gives() {
        double best = Math.max(
                all(Bar.JARO_WINKLER).among(1), all(Bar.DOUBLE_METAPHONE).among(1));
        assertThat(all(Bar.RICH).among(1)).isGreaterThan(best + MARGIN);
        assertThat(all(Bar.HASHED).among(1)).isGreaterThan(best + MARGIN);
    }

    /** Both grades: they are for ten thousand strangers, and what is <em>possible</em> among those is mostly right among so few. */
    @Test
    void suggestions_are_right_and_complete_more_often_than_with_what_a_library_gives() {
        double best = Math.max(
                all(Bar.JARO_WINKLER).suggested().f1(),
                all(Bar.DOUBLE_METAPHONE).suggested().f1());
        assertThat(all(Bar.RICH).suggested().f1()).isGreaterThan(best + MARGIN);
        assertThat(all(Bar.HASHED).suggested().f1()).isGreaterThan(best + MARGIN);
    }

    @Test
    void what_is_called_likely_mostly_is() {
        assertThat(all(Bar.RICH).likely().precision()).isGreaterThan(0.9);
        assertThat(all(Bar.HASHED).likely().precision()).isGreaterThan(0.85);
    }
}
