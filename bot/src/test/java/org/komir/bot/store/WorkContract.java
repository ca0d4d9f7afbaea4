package org.komir.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.store.Samples.MONDAY;
import static org.komir.bot.store.Samples.caseId;
import static org.komir.bot.store.Samples.kept;
import static org.komir.bot.store.Samples.mailbox;
import static org.komir.bot.store.Samples.piece;
import static org.komir.bot.store.Samples.submission;
import static org.komir.bot.store.Samples.verdict;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Cases.Claim;
import org.komir.bot.review.Cases.Queued;
import org.komir.bot.review.Limit;
import org.komir.bot.review.Standing;
import org.komir.bot.review.Verdicts.Given;
import org.komir.bot.review.Verdicts.Kind;
import org.komir.bot.review.Verdicts.Verdict;
import org.komir.bot.review.Work;
import org.komir.bot.review.Work.Added;

/** What every store promises of the work of volunteers and of their verdicts. */
abstract class WorkContract extends LogContract {
    private static final String SEEN = "5e".repeat(32);

    @Test
    void work_is_added_by_who_holds_the_case_and_the_same_again_changes_nothing() throws Exception {
        claimed(CASE, "aigul");

        assertThat(store.add(CASE, "aigul", piece(2), NOON)).isEqualTo(Added.DONE);
        assertThat(store.add(CASE, "aigul", piece(1), NOON)).isEqualTo(Added.DONE);
        assertThat(store.add(CASE, "aigul", piece(1), NOON)).isEqualTo(Added.DONE);
        Work.Piece other = new Work.Piece(piece(1).name(), piece(3).sealed());
        assertThat(store.add(CASE, "aigul", other, NOON)).isEqualTo(Added.TAKEN);
        assertThat(store.add(CASE, "bolat", piece(4), NOON)).isEqualTo(Added.NOT_HELD);
        assertThat(store.add(CASE, "aigul", piece(4), LATER))
                .as("the lease is over")
                .isEqualTo(Added.NOT_HELD);

        store = crashAndReopen();
        assertThat(store.workOn(CASE)).containsExactly(piece(1), piece(2));
        assertThat(store.workOn(caseId(2))).isEmpty();
    }

    @Test
    void there_can_be_so_many_pieces_of_one_case() {
        claimed(CASE, "aigul");
        for (int i = 0; i < Limit.PIECES_OF_A_CASE.most(); i++) {
            store.add(CASE, "aigul", piece(i), NOON);
        }
        assertThat(store.add(CASE, "aigul", piece(Limit.PIECES_OF_A_CASE.most()), NOON))
                .isEqualTo(Added.FULL);
        assertThat(store.add(CASE, "aigul", piece(7), NOON))
                .as("one that is there")
                .isEqualTo(Added.DONE);
        assertThat(store.workOn(CASE)).hasSize(Limit.PIECES_OF_A_CASE.most());
    }

    @Test
    void what_was_begun_is_kept_without_a_claim_and_takes_the_place_of_what_was_kept_before() throws Exception {
        store.handIn(submission(CASE, "a", MONDAY, true));
        store.handIn(submission(caseId(2), "b", MONDAY, true));

        assertThat(store.keep(kept("aigul", CASE, 1))).isTrue();
        assertThat(store.keep(kept("aigul", CASE, 2))).isTrue();
        assertThat(store.keep(kept("aigul", caseId(2), 3))).isTrue();
        assertThat(store.keep(kept("bolat", CASE, 4))).isTrue();
        assertThat(store.keep(kept("bolat", caseId(9), 5))).as("no such case").isFalse();

        store = crashAndReopen();
        assertThat(store.kept("aigul", CASE)).contains(kept("aigul", CASE, 2).sealed());
        assertThat(store.kept("aigul", caseId(2)))
                .contains(kept("aigul", caseId(2), 3).sealed());
        assertThat(store.kept("bolat", caseId(2))).isEmpty();
        assertThat(store.begun("aigul")).containsExactly(CASE, caseId(2));
        store.forgetKept("aigul", CASE);
        store.forgetKept("aigul", CASE);
        assertThat(store.kept("aigul", CASE)).isEmpty();
        assertThat(store.begun("aigul")).containsExactly(caseId(2));
        assertThat(store.kept("bolat", CASE)).contains(kept("bolat", CASE, 4).sealed());
    }

    @Test
    void one_volunteer_can_have_begun_something_in_so_many_cases() {
        for (int i = 0; i <= Limit.KEPT_OF_A_VOLUNTEER.most(); i++) {
            store.handIn(submission(caseId(i), "mailbox " + i, MONDAY, true));
            assertThat(store.keep(kept("aigul", caseId(i), i))).isEqualTo(i < Limit.KEPT_OF_A_VOLUNTEER.most());
        }
        assertThat(store.keep(kept("aigul", caseId(3), 99)))
                .as("one that is kept")
                .isTrue();
        assertThat(store.keep(kept("bolat", caseId(3), 99))).as("somebody else").isTrue();
    }

    @Test
    void verdicts_stand_one_behind_the_other_and_the_one_that_closes_closes() throws Exception {
        claimed(CASE, "aigul");
        Verdict first = verdict(CASE, Kind.VERIFIED, "aigul", SEEN);
        assertThat(store.give(first, 2, false, NOON))
                .as("there is none before it")
                .isEqualTo(Given.MOVED);
        assertThat(store.give(first, 1, false, NOON)).isEqualTo(Given.DONE);
        assertThat(store.give(first, 1, false, NOON)).isEqualTo(Given.MOVED);
        store.release(CASE, "aigul", NOON);
        Verdict second = verdict(CASE, Kind.VERIFIED, "bolat", SEEN);
        assertThat(store.give(second, 2, true, NOON)).as("without a claim").isEqualTo(Given.NOT_HELD);
        assertThat(store.queue(NOON).stream().map(Queued::standing).toList())
                .containsExactly(Standing.of(List.of(first)));

        store.claim(CASE, "bolat", NOON, LATER);
        assertThat(store.give(second, 2, true, NOON)).isEqualTo(Given.DONE);

        store = crashAndReopen();
        assertThat(store.verdictsOf(CASE)).containsExactly(first, second);
        assertThat(store.queue(NOON)).isEmpty();
        assertThat(store.lease(CASE, NOON)).isEmpty();
        assertThat(store.claim(CASE, "aigul", NOON, LATER)).isEqualTo(Claim.CLOSED);
    }

    @Test
    void a_closed_case_is_brought_back_for_another_look() {
        claimed(CASE, "aigul");
        assertThat(store.reopen(CASE)).as("not closed").isFalse();
        store.give(verdict(CASE, Kind.HOSTILE, "aigul", SEEN), 1, true, NOON);
        assertThat(store.reopen(CASE)).isTrue();
        assertThat(store.reopen(CASE)).isFalse();
        assertThat(store.reopen(caseId(9))).isFalse();
        assertThat(store.queue(NOON)).extracting(Queued::id).containsExactly(CASE);
        assertThat(store.claim(CASE, "bolat", NOON, LATER)).isEqualTo(Claim.DONE);
    }

    @Test
    void of_a_case_that_was_taken_back_nothing_can_be_read_and_at_the_end_nothing_is_there() {
        claimed(CASE, "aigul");
        store.add(CASE, "aigul", piece(1), NOON);
        store.keep(kept("aigul", CASE, 1));
        store.give(verdict(CASE, Kind.NEEDS_MORE, "aigul", SEEN), 1, false, NOON);
        store.withdraw(mailbox("a").name(), MONDAY);

        assertThat(store.workOn(CASE)).isEmpty();
        assertThat(store.kept("aigul", CASE)).isEmpty();
        assertThat(store.begun("aigul")).isEmpty();
        assertThat(store.keep(kept("aigul", CASE, 1))).isFalse();
        assertThat(store.add(CASE, "aigul", piece(2), NOON)).isEqualTo(Added.NOT_HELD);
        assertThat(store.give(verdict(CASE, Kind.HOSTILE, "aigul", SEEN), 2, true, NOON))
                .isEqualTo(Given.NOT_HELD);
        assertThat(store.reopen(CASE)).isFalse();

        store.restore(CASE);
        assertThat(store.workOn(CASE)).as("two people gave it back").containsExactly(piece(1));
        assertThat(store.verdictsOf(CASE)).hasSize(1);
    }

    @Test
    void with_a_destroyed_case_its_work_and_its_verdicts_are_destroyed() {
        claimed(CASE, "aigul");
        store.add(CASE, "aigul", piece(1), NOON);
        store.give(verdict(CASE, Kind.NEEDS_MORE, "aigul", SEEN), 1, false, NOON);
        store.withdraw(mailbox("a").name(), MONDAY);
        store.destroyWithdrawn(MONDAY.plusDays(4), MONDAY.plusDays(4));

        assertThat(store.verdictsOf(CASE)).isEmpty();
        store.handIn(submission(CASE, "b", MONDAY.plusDays(4), true));
        assertThat(store.workOn(CASE)).as("under the same id").isEmpty();
    }

    @Test
    void what_was_found_is_read_as_it_was_written() {
        claimed(CASE, "aigul");
        for (Kind kind : Kind.values()) {
            Verdict verdict = verdict(CASE, kind, "aigul", SEEN);
            assertThat(store.give(verdict, 1 + kind.ordinal(), false, NOON)).isEqualTo(Given.DONE);
            assertThat(store.verdictsOf(CASE).getLast()).isEqualTo(verdict);
        }
    }

    private void claimed(CaseId id, String volunteer) {
        store.handIn(submission(id, "a", MONDAY, true));
        assertThat(store.claim(id, volunteer, NOON, LATER)).isEqualTo(Claim.DONE);
    }
}
