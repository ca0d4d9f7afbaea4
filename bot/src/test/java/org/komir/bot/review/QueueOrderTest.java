package org.komir.bot.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Cases.Lease;
import org.komir.bot.review.Cases.Queued;
import org.komir.bot.review.Triage.Known;
import org.komir.bot.review.Triage.Urgency;

/** Nobody starves, and the order says nothing of when a case came. */
class QueueOrderTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final LocalDate TODAY = LocalDate.parse("2026-11-30");

    private final QueueOrder order = new QueueOrder(RANDOM);

    private static Queued waiting(boolean urgent, Optional<Urgency> urgency, Optional<LocalDate> unopened) {
        return new Queued(
                CaseId.random(RANDOM),
                urgent,
                false,
                Optional.empty(),
                Optional.empty(),
                new Known(urgency, unopened),
                Admission.UNKNOWN);
    }

    private static List<Queued> waiting(int number) {
        return Stream.generate(() -> waiting(false, Optional.empty(), Optional.empty()))
                .limit(number)
                .toList();
    }

    @Test
    void in_any_thirty_days_every_case_of_a_thousand_is_among_the_first_tenth() {
        List<Queued> queue = waiting(1_000);
        for (LocalDate from : List.of(TODAY, TODAY.plusDays(3), TODAY.plusDays(7))) {
            Set<Queued> first = new HashSet<>();
            IntStream.range(0, 30)
                    .forEach(day ->
                            first.addAll(order.order(queue, from.plusDays(day)).subList(0, 100)));
            assertThat(first).hasSize(1_000);
        }
    }

    @Test
    void of_the_days_between_two_drawings_each_brings_another_tenth() {
        List<Queued> queue = waiting(1_000);
        LocalDate drawn = LocalDate.ofEpochDay(TODAY.toEpochDay() / 10 * 10);
        Set<Queued> first = new HashSet<>();
        for (int day = 0; day < 10; day++) {
            assertThat(first.addAll(order.order(queue, drawn.plusDays(day)).subList(0, 100)))
                    .isTrue();
            assertThat(first).hasSize(100 * (day + 1));
        }
    }

    /** Also of few, where a tenth is no whole number. */
    @Test
    void in_ten_days_between_two_drawings_each_of_a_few_was_first() {
        LocalDate drawn = LocalDate.ofEpochDay(TODAY.toEpochDay() / 10 * 10);
        for (int number = 1; number <= 10; number++) {
            List<Queued> queue = waiting(number);
            Set<Queued> first = new HashSet<>();
            IntStream.range(0, 10)
                    .forEach(day ->
                            first.add(order.order(queue, drawn.plusDays(day)).getFirst()));
            assertThat(first).hasSize(number);
        }
    }

    @Test
    void the_order_is_the_same_however_the_store_gives_them_and_whoever_asks() {
        List<Queued> queue = waiting(200);
        List<Queued> otherwise = new ArrayList<>(queue);
        Collections.shuffle(otherwise, new Random(7));
        assertThat(order.order(otherwise, TODAY)).isEqualTo(order.order(queue, TODAY));
    }

    /** The mean place of those that came first is that of the others: over 400 cases within four standard errors. */
    @Test
    void the_place_of_a_case_says_nothing_of_when_it_came() {
        List<Queued> queue = waiting(400);
        Map<Queued, Integer> came = new HashMap<>();
        IntStream.range(0, 400).forEach(i -> came.put(queue.get(i), i));
        List<Queued> ordered = order.order(queue, TODAY);
        double mean = IntStream.range(0, 200)
                .map(i -> came.get(ordered.get(i)))
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(199.5 - 4 * 5.8, 199.5 + 4 * 5.8);
    }

    @Test
    void another_process_draws_another_order_so_that_nobody_can_choose_an_id_that_comes_first() {
        List<Queued> queue = waiting(50);
        assertThat(new QueueOrder(RANDOM).order(queue, TODAY)).isNotEqualTo(order.order(queue, TODAY));
    }

    @Test
    void today_then_what_nobody_opened_for_a_week_then_this_week_then_the_unknown_then_what_can_wait() {
        Queued said = waiting(false, Optional.of(Urgency.TODAY), Optional.of(TODAY));
        Queued family = waiting(true, Optional.empty(), Optional.of(TODAY.minusDays(9)));
        Queued forgotten = waiting(false, Optional.of(Urgency.CALM), Optional.of(TODAY.minusDays(7)));
        Queued week = waiting(false, Optional.of(Urgency.WEEK), Optional.of(TODAY.minusDays(6)));
        Queued unknown = waiting(false, Optional.empty(), Optional.empty());
        Queued calm = waiting(true, Optional.of(Urgency.CALM), Optional.of(TODAY));

        List<Queued> ordered = order.order(List.of(calm, unknown, week, forgotten, family, said), TODAY);
        assertThat(ordered.subList(0, 2)).containsExactlyInAnyOrder(said, family);
        assertThat(ordered.subList(2, 6)).containsExactly(forgotten, week, unknown, calm);
    }

    @Test
    void what_somebody_holds_is_not_forgotten() {
        Queued held = new Queued(
                CaseId.random(RANDOM),
                false,
                false,
                Optional.of(new Lease("aigul", Instant.EPOCH)),
                Optional.empty(),
                new Known(Optional.empty(), Optional.of(TODAY.minusDays(30))),
                Admission.UNKNOWN);
        assertThat(QueueOrder.isUnopened(held, TODAY)).isFalse();
        assertThat(QueueOrder.isUnopened(waiting(false, Optional.empty(), Optional.of(TODAY.minusDays(7))), TODAY))
                .isTrue();
    }
}
