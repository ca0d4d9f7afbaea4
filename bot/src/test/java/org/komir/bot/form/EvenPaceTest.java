package org.komir.bot.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvenPaceTest {
    private static final Duration STEP = Duration.ofNanos(100);

    private long now = -7_000;

    @ParameterizedTest
    @CsvSource({"0, 100", "1, 100", "99, 100", "100, 200", "101, 200", "250, 300"})
    void whatever_the_work_took_the_answer_leaves_at_a_whole_step(long work, long leaves) {
        // A thread may be woken early.
        EvenPace pace = new EvenPace(STEP, () -> now, left -> now += Math.max(1, left / 2));
        long begun = pace.begin();
        now += work;
        pace.await(begun);
        assertThat(now - begun).isEqualTo(leaves);
    }
}
