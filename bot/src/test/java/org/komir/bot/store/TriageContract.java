package org.komir.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.store.Samples.MONDAY;
import static org.komir.bot.store.Samples.TUESDAY;
import static org.komir.bot.store.Samples.caseId;
import static org.komir.bot.store.Samples.queued;
import static org.komir.bot.store.Samples.submission;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.ActLog.Opened;
import org.komir.bot.review.Cases.Claim;
import org.komir.bot.review.Cases.Lease;
import org.komir.bot.review.Triage.Known;
import org.komir.bot.review.Triage.Urgency;

/** What every store promises of how soon cases are to be read, and of those that are handed over. */
abstract class TriageContract extends WorkContract {

    private void claimed() {
        submit();
        store.release();
        store.claim(CASE, "aigul", NOON, LATER);
    }

    private Known known(CaseId id) {
        return store.queue(NOON).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow()
                .known();
    }

    @Test
    void how_soon_is_said_by_who_holds_the_case_and_stays() throws Exception {
        claimed();
        assertThat(known(CASE)).isEqualTo(Known.NOTHING);

        assertThat(store.say(CASE, "bolat", Urgency.TODAY, NOON)).isFalse();
        assertThat(store.say(CASE, "aigul", Urgency.TODAY, LATER)).isFalse();
        assertThat(store.say(caseId(9), "aigul", Urgency.TODAY, NOON)).isFalse();
        assertThat(store.say(CASE, "aigul", Urgency.TODAY, NOON)).isTrue();
        assertThat(store.say(CASE, "aigul", Urgency.WEEK, NOON)).isTrue();
        store.release(CASE, "aigul", NOON);

        store = crashAndReopen();
        assertThat(known(CASE).urgency()).contains(Urgency.WEEK);
    }

    @Test
    void urgent_news_undoes_what_was_said_before() {
        store.handIn(submission(CASE, "a", MONDAY, false));
        store.release();
        store.claim(CASE, "aigul", NOON, LATER);
        store.say(CASE, "aigul", Urgency.CALM, NOON);
        store.handIn(submission(caseId(2), "a", MONDAY, false));
        store.release();
        assertThat(known(CASE).urgency()).contains(Urgency.CALM);

        store.handIn(submission(caseId(3), "a", MONDAY, true));
        assertThat(known(CASE).urgency()).isEmpty();
    }

    @Test
    void who_is_handed_a_case_holds_it_and_has_to_open_it() {
        claimed();
        store.open(first("aigul"), SIGNATURE, NOON);
        assertThat(store.hand(CASE, "bolat", "chynar", NOON, LATER)).isFalse();
        assertThat(store.hand(CASE, "aigul", "bolat", LATER, LATER.plusSeconds(9)))
                .isFalse();

        assertThat(store.hand(CASE, "aigul", "bolat", NOON, LATER)).isTrue();
        Lease handed = new Lease("bolat", LATER, false, Optional.of("aigul"));
        assertThat(store.lease(CASE, NOON)).contains(handed);
        assertThat(store.queue(NOON))
                .singleElement()
                .satisfies(one -> assertThat(one.lease()).contains(handed));
        assertThat(store.claim(CASE, "aigul", NOON, LATER)).isEqualTo(Claim.HELD_BY_ANOTHER);

        assertThat(store.claim(CASE, "bolat", NOON, LATER.plusSeconds(9))).isEqualTo(Claim.DONE);
        assertThat(store.lease(CASE, NOON).flatMap(Lease::handedBy))
                .as("a renewal changes nothing")
                .contains("aigul");
        assertThat(store.open(after("bolat"), SIGNATURE, NOON)).isEqualTo(Opened.DONE);
        assertThat(store.lease(CASE, NOON)).contains(new Lease("bolat", LATER.plusSeconds(9), true));
    }

    @Test
    void whatever_ends_the_lease_ends_the_handing_over() {
        claimed();
        store.hand(CASE, "aigul", "bolat", NOON, LATER);
        assertThat(store.claim(CASE, "aigul", LATER, LATER.plusSeconds(60))).isEqualTo(Claim.DONE);
        assertThat(store.lease(CASE, LATER)).contains(new Lease("aigul", LATER.plusSeconds(60)));

        store.hand(CASE, "aigul", "bolat", LATER, LATER.plusSeconds(60));
        store.release(CASE, "bolat", LATER);
        store.claim(CASE, "bolat", LATER, LATER.plusSeconds(60));
        assertThat(store.lease(CASE, LATER)).contains(new Lease("bolat", LATER.plusSeconds(60)));
    }

    @Test
    void the_day_since_which_nobody_opened_a_case_is_counted_from_when_it_is_first_seen_to_wait() throws Exception {
        submit();
        store.countDays(MONDAY);
        store.release();
        assertThat(known(CASE).unopened()).as("it was not released").isEmpty();

        store.countDays(MONDAY);
        store.countDays(TUESDAY);
        store = crashAndReopen();
        assertThat(known(CASE).unopened()).contains(MONDAY);

        var wednesday = NOON.plus(Duration.ofDays(2));
        store.claim(CASE, "aigul", wednesday, wednesday.plusSeconds(60));
        assertThat(known(CASE).unopened()).as("to claim is not to open").contains(MONDAY);
        store.open(first("aigul"), SIGNATURE, wednesday);
        store.countDays(MONDAY.plusDays(9));
        assertThat(known(CASE).unopened()).contains(MONDAY.plusDays(2));
    }

    @Test
    void closed_cases_are_a_list_of_their_own_and_no_days_are_counted_of_them() {
        claimed();
        store.countDays(MONDAY);
        assertThat(store.closed()).isEmpty();
        store.close(CASE, "aigul", NOON);
        store.countDays(TUESDAY);

        assertThat(store.queue(NOON)).isEmpty();
        assertThat(store.closed()).isEqualTo(List.of(queued(CASE, false, false, Optional.empty())));
        store.reopen(CASE);
        store.countDays(TUESDAY);
        assertThat(known(CASE).unopened()).contains(TUESDAY);
    }
}
