package org.komir.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.store.Samples.MONDAY;
import static org.komir.bot.store.Samples.RECIPIENT;
import static org.komir.bot.store.Samples.caseId;
import static org.komir.bot.store.Samples.keyFile;
import static org.komir.bot.store.Samples.mailbox;
import static org.komir.bot.store.Samples.piece;
import static org.komir.bot.store.Samples.record;
import static org.komir.bot.store.Samples.submission;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.Submissions.Submission;
import org.komir.bot.review.Cases.Lease;
import org.komir.bot.review.Limit;
import org.komir.bot.review.Needs.Need;
import org.komir.bot.review.Needs.Taken;
import org.komir.bot.review.Work.Added;
import org.komir.bot.review.Work.Piece;
import org.komir.crypto.CaseKey;
import org.komir.crypto.Compartment;
import org.komir.crypto.Panelists;

/** What every store promises of what families need: apart from the case, with a claim of its own. */
abstract class NeedsContract extends MatchingContract {
    private static final CaseId LATER_CASE = caseId(2);
    private static final Panelists NURSE = Panelists.of(List.of("nurse"));

    private static Submission withNeeds(CaseId id, String mailbox, boolean urgent) {
        Submission made = submission(id, mailbox, MONDAY, urgent);
        List<StoredRecord> records = new ArrayList<>(made.records());
        records.add(record(3, Compartment.NEEDS, "a need"));
        Map<Compartment, CaseKey> keys = Map.of(
                Compartment.CASE, new CaseKey(RECIPIENT, keyFile("k"), Optional.of(Panelists.of(List.of("aigul")))),
                Compartment.NEEDS, new CaseKey(RECIPIENT, keyFile("n"), Optional.of(NURSE)));
        return new Submission(id, urgent, keys, records, mailbox(mailbox), made.author(), MONDAY);
    }

    private void handedIn() {
        store.handIn(withNeeds(CASE, "a", true));
    }

    private Need free(CaseId id) {
        return new Need(id, Optional.empty(), false, Optional.of(NURSE), Set.of());
    }

    @Test
    void only_a_released_case_with_such_a_compartment_is_there() throws Exception {
        store.handIn(submission(caseId(7), "none", MONDAY, true));
        store.handIn(withNeeds(caseId(8), "waits", false));
        handedIn();
        assertThat(store.needs(NOON)).containsExactly(free(CASE));
        assertThat(store.need(CASE, NOON)).contains(free(CASE));
        assertThat(store.need(caseId(7), NOON)).isEmpty();
        assertThat(store.need(caseId(8), NOON)).isEmpty();
        assertThat(store.takeNeed(caseId(7), "nurse", NOON, LATER)).isEqualTo(Taken.UNKNOWN);
        assertThat(store.takeNeed(caseId(8), "nurse", NOON, LATER)).isEqualTo(Taken.UNKNOWN);
        assertThat(store.takeNeed(caseId(9), "nurse", NOON, LATER)).isEqualTo(Taken.UNKNOWN);

        store = crashAndReopen();
        store.release();
        assertThat(store.needs(NOON)).containsExactlyInAnyOrder(free(CASE), free(caseId(8)));
        store.claim(CASE, "aigul", NOON, LATER);
        store.close(CASE, "aigul", NOON);
        assertThat(store.need(CASE, NOON))
                .as("a case that is closed still needs something")
                .contains(free(CASE));
    }

    @Test
    void it_is_taken_by_one_and_the_claim_of_the_case_is_another() throws Exception {
        handedIn();
        store.claim(CASE, "aigul", NOON, LATER);
        assertThat(store.takeNeed(CASE, "nurse", NOON, LATER)).isEqualTo(Taken.DONE);
        assertThat(store.takeNeed(CASE, "doctor", NOON, LATER)).isEqualTo(Taken.HELD_BY_ANOTHER);
        assertThat(store.lease(CASE, NOON).map(Lease::holder)).contains("aigul");

        store = crashAndReopen();
        assertThat(store.need(CASE, NOON).flatMap(Need::lease)).contains(new Lease("nurse", LATER));
        assertThat(store.need(CASE, LATER).flatMap(Need::lease))
                .as("it ran out")
                .isEmpty();
        assertThat(store.takeNeed(CASE, "doctor", LATER, LATER.plusSeconds(9))).isEqualTo(Taken.DONE);
        assertThat(store.lease(CASE, NOON).map(Lease::holder)).contains("aigul");
    }

    @Test
    void a_renewal_keeps_that_it_was_opened_and_nothing_else_does() {
        handedIn();
        assertThat(store.openNeed(CASE, "nurse", NOON)).isFalse();
        store.takeNeed(CASE, "nurse", NOON, LATER);
        assertThat(store.openNeed(CASE, "doctor", NOON)).isFalse();
        assertThat(store.openNeed(CASE, "nurse", LATER)).isFalse();
        assertThat(store.openNeed(CASE, "nurse", NOON)).isTrue();
        assertThat(store.lease(CASE, NOON)).as("not the case").isEmpty();
        store.takeNeed(CASE, "nurse", NOON, LATER.plusSeconds(9));
        assertThat(store.need(CASE, NOON).flatMap(Need::lease))
                .contains(new Lease("nurse", LATER.plusSeconds(9), true));

        store.takeNeed(CASE, "nurse", LATER.plusSeconds(9), LATER.plusSeconds(99));
        assertThat(store.need(CASE, LATER.plusSeconds(9)).flatMap(Need::lease))
                .as("a new lease")
                .contains(new Lease("nurse", LATER.plusSeconds(99)));
        assertThat(store.leaveNeed(CASE, "doctor", NOON)).isFalse();
        assertThat(store.leaveNeed(CASE, "nurse", NOON)).isTrue();
        assertThat(store.leaveNeed(CASE, "nurse", NOON)).isFalse();
        store.takeNeed(CASE, "nurse", NOON, LATER);
        assertThat(store.need(CASE, NOON).flatMap(Need::lease)).contains(new Lease("nurse", LATER));
    }

    @Test
    void what_became_of_it_is_added_by_who_has_it_and_gives_it_back() throws Exception {
        handedIn();
        assertThat(store.addToNeed(CASE, "nurse", piece(1), true, NOON)).isEqualTo(Added.NOT_HELD);
        store.takeNeed(CASE, "nurse", NOON, LATER);
        assertThat(store.addToNeed(CASE, "doctor", piece(1), true, NOON)).isEqualTo(Added.NOT_HELD);
        assertThat(store.addToNeed(CASE, "nurse", piece(1), true, LATER)).isEqualTo(Added.NOT_HELD);
        assertThat(store.addToNeed(CASE, "nurse", piece(1), true, NOON)).isEqualTo(Added.DONE);
        assertThat(store.addToNeed(CASE, "nurse", piece(1), true, NOON))
                .as("the answer did not come")
                .isEqualTo(Added.DONE);

        store = crashAndReopen();
        assertThat(store.need(CASE, NOON))
                .contains(new Need(CASE, Optional.empty(), true, Optional.of(NURSE), Set.of()));
        assertThat(store.workOnNeed(CASE)).containsExactly(piece(1));
        assertThat(store.workOn(CASE)).as("it is not work on the case").isEmpty();

        assertThat(store.takeNeed(CASE, "nurse", NOON, LATER))
                .as("somebody was wrong")
                .isEqualTo(Taken.DONE);
        assertThat(store.addToNeed(CASE, "nurse", piece(2), false, NOON)).isEqualTo(Added.DONE);
        assertThat(store.need(CASE, NOON)).contains(free(CASE));
        assertThat(store.workOnNeed(CASE)).containsExactly(piece(1), piece(2));
        store.takeNeed(CASE, "nurse", NOON, LATER);
        Piece other = new Piece(piece(1).name(), piece(3).sealed());
        assertThat(store.addToNeed(CASE, "nurse", other, true, NOON)).isEqualTo(Added.TAKEN);
        assertThat(store.workOnNeed(CASE)).containsExactly(piece(1), piece(2));
    }

    @Test
    void there_is_an_end_to_what_can_be_added() {
        handedIn();
        for (int i = 0; i < Limit.PIECES_OF_A_CASE.most(); i++) {
            store.takeNeed(CASE, "nurse", NOON, LATER);
            assertThat(store.addToNeed(CASE, "nurse", piece(i), false, NOON)).isEqualTo(Added.DONE);
        }
        store.takeNeed(CASE, "nurse", NOON, LATER);
        assertThat(store.addToNeed(CASE, "nurse", piece(-1), false, NOON)).isEqualTo(Added.FULL);
    }

    @Test
    void who_must_not_see_a_case_must_not_see_its_needs_nor_those_of_what_followed() throws Exception {
        handedIn();
        store.handIn(withNeeds(LATER_CASE, "a", true));
        store.takeNeed(CASE, "nurse", NOON, LATER);
        store.takeNeed(LATER_CASE, "nurse", NOON, LATER);
        assertThat(store.exclude(CASE, "doctor", NOON)).isTrue();
        assertThat(store.need(LATER_CASE, NOON).flatMap(Need::lease)).isPresent();
        assertThat(store.exclude(CASE, "nurse", NOON)).isTrue();

        store = crashAndReopen();
        assertThat(store.needs(NOON)).hasSize(2).allSatisfy(need -> {
            assertThat(need.lease()).isEmpty();
            assertThat(need.excluded()).containsExactlyInAnyOrder("doctor", "nurse");
        });
    }

    @Test
    void what_a_family_takes_back_is_not_there_and_goes_with_its_case() {
        handedIn();
        store.handIn(withNeeds(LATER_CASE, "a", true));
        for (CaseId id : List.of(CASE, LATER_CASE)) {
            store.takeNeed(id, "nurse", NOON, LATER);
            store.addToNeed(id, "nurse", piece(1), true, NOON);
            store.takeNeed(id, "nurse", NOON, LATER);
        }
        store.withdraw(mailbox("a").name(), MONDAY);
        assertThat(store.needs(NOON)).isEmpty();
        for (CaseId id : List.of(CASE, LATER_CASE)) {
            assertThat(store.need(id, NOON)).isEmpty();
            assertThat(store.workOnNeed(id)).isEmpty();
            assertThat(store.takeNeed(id, "nurse", NOON, LATER)).isEqualTo(Taken.UNKNOWN);
            assertThat(store.openNeed(id, "nurse", NOON)).isFalse();
            assertThat(store.leaveNeed(id, "nurse", NOON)).isFalse();
            assertThat(store.addToNeed(id, "nurse", piece(2), true, NOON)).isEqualTo(Added.NOT_HELD);
        }
        store.destroyWithdrawn(MONDAY.plusDays(4), MONDAY.plusDays(4));
        store.handIn(withNeeds(CASE, "b", true));
        store.handIn(withNeeds(LATER_CASE, "b", true));
        assertThat(store.needs(NOON)).containsExactlyInAnyOrder(free(CASE), free(LATER_CASE));
        assertThat(store.workOnNeed(CASE)).isEmpty();
        assertThat(store.workOnNeed(LATER_CASE)).isEmpty();
    }
}
