package org.komir.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.komir.bot.store.Samples.MONDAY;
import static org.komir.bot.store.Samples.RECIPIENT;
import static org.komir.bot.store.Samples.TUESDAY;
import static org.komir.bot.store.Samples.aside;
import static org.komir.bot.store.Samples.card;
import static org.komir.bot.store.Samples.caseId;
import static org.komir.bot.store.Samples.chat;
import static org.komir.bot.store.Samples.cursor;
import static org.komir.bot.store.Samples.file;
import static org.komir.bot.store.Samples.going;
import static org.komir.bot.store.Samples.opens;
import static org.komir.bot.store.Samples.outgoing;
import static org.komir.bot.store.Samples.queued;
import static org.komir.bot.store.Samples.record;
import static org.komir.bot.store.Samples.turn;
import static org.komir.bot.store.Samples.update;
import static org.komir.bot.store.Samples.withFiles;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.Committed;
import org.komir.bot.intake.Drafts.StoredDraft;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.LinkName;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.intake.StoreUnavailable.Trouble;
import org.komir.bot.intake.Turn;
import org.komir.bot.intake.Turn.After;
import org.komir.bot.review.Cases.Claim;
import org.komir.bot.review.Cases.Lease;
import org.komir.crypto.Compartment;

/** What every store promises of drafts and cases, in sentences; each adapter runs all of them, and those of {@link LogContract} and what it extends. */
abstract class StoreContract {
    static final LinkName CHAT = chat(MONDAY, 1);
    static final CaseId CASE = caseId(1);
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    static final Instant LATER = NOON.plus(Duration.ofMinutes(30));

    Store store;

    /** An empty store. */
    abstract Store openEmpty() throws Exception;

    /** The same store after a crash: nothing was closed in good order. */
    abstract Store crashAndReopen() throws Exception;

    /** No room for more; the data that there is stays. */
    abstract void fillDisk();

    abstract void freeDisk();

    @BeforeEach
    void open() throws Exception {
        store = openEmpty();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_turn_is_stored_whole() {
        Turn turn = new Turn(
                List.of(update(MONDAY, 1)),
                Optional.empty(),
                CHAT,
                opens(CASE, "one", record(1), record(2, Compartment.THREATS, "two")),
                Optional.of(outgoing(MONDAY, 1)));

        assertThat(store.commit(turn)).isEqualTo(Committed.DONE);

        assertThat(store.find(List.of(chat(TUESDAY, 1), CHAT)))
                .contains(new StoredDraft(CHAT, cursor("one"), Optional.empty()));
        assertThat(store.undelivered()).containsExactly(outgoing(MONDAY, 1));
        assertThat(store.seen(List.of(update(MONDAY, 1)))).isTrue();
        assertThat(store.abandoned(TUESDAY)).singleElement().satisfies(draft -> {
            assertThat(draft.id()).isEqualTo(CASE);
            assertThat(draft.destroy()).isFalse();
            assertThat(draft.minimumMet()).isFalse();
            assertThat(draft.caseRecipient()).isEqualTo(RECIPIENT);
            assertThat(draft.records()).containsExactly(record(1), record(2, Compartment.THREATS, "two"));
        });
    }

    @Test
    void a_turn_that_cannot_be_stored_whole_is_not_stored_at_all() {
        StoredDraft before = begin();
        // record 1 is taken, so that the turn contradicts what is stored
        Turn turn = new Turn(
                List.of(update(MONDAY, 2)),
                Optional.of(before),
                CHAT,
                going(CASE, "two", record(2), record(1)),
                Optional.of(outgoing(MONDAY, 2)));

        assertThat(store.commit(turn)).isEqualTo(Committed.CONFLICT);
        assertNothingChangedSince(before);
    }

    @Test
    void a_case_without_its_key_is_not_opened() {
        After.Going without = new After.Going(
                CASE,
                cursor("one"),
                Optional.of(new Turn.Opening(false, Map.of())),
                List.of(),
                Set.of(),
                false,
                Optional.empty());

        assertThatThrownBy(() -> store.commit(turn(update(MONDAY, 1), Optional.empty(), CHAT, without)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(store.find(List.of(CHAT))).isEmpty();
    }

    @Test
    void an_urgent_case_does_not_wait_for_the_release() {
        StoredDraft before = begin();
        After.Going urgent =
                new After.Going(CASE, cursor("two"), Optional.empty(), List.of(), Set.of(), false, Optional.of(true));
        store.commit(turn(update(MONDAY, 2), Optional.of(before), CHAT, urgent));
        assertThat(store.queue(NOON)).isEmpty();

        store.commit(turn(
                update(MONDAY, 3),
                store.find(List.of(CHAT)),
                CHAT,
                new After.Submitted(CASE, List.of(record(9)), Optional.empty())));

        assertThat(store.queue(NOON)).containsExactly(queued(CASE, true, false, Optional.empty()));
    }

    @Test
    void a_case_that_is_urgent_no_longer_waits_like_the_others() {
        StoredDraft before = begin();
        After.Going urgent =
                new After.Going(CASE, cursor("two"), Optional.empty(), List.of(), Set.of(), false, Optional.of(true));
        store.commit(turn(update(MONDAY, 2), Optional.of(before), CHAT, urgent));
        After.Going calm = new After.Going(
                CASE, cursor("three"), Optional.empty(), List.of(), Set.of(), false, Optional.of(false));
        store.commit(turn(update(MONDAY, 3), store.find(List.of(CHAT)), CHAT, calm));

        store.commit(turn(
                update(MONDAY, 4),
                store.find(List.of(CHAT)),
                CHAT,
                new After.Submitted(CASE, List.of(record(9)), Optional.empty())));

        assertThat(store.queue(NOON)).isEmpty();
        store.release();
        assertThat(store.queue(NOON)).containsExactly(queued(CASE, false, false, Optional.empty()));
    }

    @Test
    void an_urgent_case_that_stays_unfinished_is_seen_when_it_is_handed_in() {
        StoredDraft before = begin();
        After.Going urgent =
                new After.Going(CASE, cursor("two"), Optional.empty(), List.of(), Set.of(), true, Optional.of(true));
        store.commit(turn(update(MONDAY, 2), Optional.of(before), CHAT, urgent));

        assertThat(store.handIn(CASE, record(9))).isTrue();

        assertThat(store.queue(NOON)).containsExactly(queued(CASE, true, false, Optional.empty()));
    }

    @Test
    void the_same_update_twice_is_seen_and_changes_nothing() {
        StoredDraft before = begin();

        assertThat(store.commit(turn(update(MONDAY, 1), Optional.of(before), CHAT, going(CASE, "two", record(2)))))
                .isEqualTo(Committed.SEEN);
        assertThat(store.find(List.of(CHAT))).contains(before);
        assertThat(store.abandoned(TUESDAY).getFirst().records()).containsExactly(record(1));
    }

    @Test
    void yesterdays_name_of_an_update_counts_too() {
        StoredDraft before = begin();
        Turn again = new Turn(
                List.of(update(TUESDAY, 1), update(MONDAY, 1)),
                Optional.of(before),
                chat(TUESDAY, 1),
                going(CASE, "two"),
                Optional.empty());

        assertThat(store.commit(again)).isEqualTo(Committed.SEEN);
        assertThat(store.find(List.of(CHAT))).contains(before);
    }

    @Test
    void a_stale_cursor_is_a_conflict_and_changes_nothing() {
        StoredDraft before = begin();
        StoredDraft stale = new StoredDraft(CHAT, cursor("older"), Optional.empty());

        for (Optional<StoredDraft> wrong : List.of(Optional.of(stale), Optional.<StoredDraft>empty())) {
            assertThat(store.commit(turn(update(MONDAY, 2), wrong, CHAT, going(CASE, "two", record(2)))))
                    .isEqualTo(Committed.CONFLICT);
            assertNothingChangedSince(before);
        }
    }

    @Test
    void a_draft_moves_to_todays_name_in_the_same_write_without_yesterdays_card() {
        StoredDraft before = begin();
        store.rememberCard(CHAT, card("here"));
        LinkName today = chat(TUESDAY, 1);

        assertThat(store.commit(turn(update(TUESDAY, 2), Optional.of(before), today, going(CASE, "two"))))
                .isEqualTo(Committed.DONE);

        assertThat(store.find(List.of(CHAT))).isEmpty();
        assertThat(store.find(List.of(today, CHAT))).contains(new StoredDraft(today, cursor("two"), Optional.empty()));
        assertThat(store.abandoned(TUESDAY)).isEmpty();
        assertThat(store.abandoned(TUESDAY.plusDays(1))).hasSize(1);
    }

    @Test
    void of_turns_that_race_exactly_one_wins() throws Exception {
        StoredDraft before = begin();
        int turns = 100;
        List<Future<Committed>> results = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < turns; i++) {
                int n = i;
                results.add(threads.submit(() -> store.commit(turn(
                        update(MONDAY, 100 + n),
                        Optional.of(before),
                        CHAT,
                        going(CASE, "cursor " + n, record(10 + n))))));
            }
        }
        List<Integer> winners = new ArrayList<>();
        for (int i = 0; i < turns; i++) {
            switch (results.get(i).get()) {
                case DONE -> winners.add(i);
                case CONFLICT -> {}
                case SEEN -> throw new AssertionError("each has an update of its own");
            }
        }
        assertThat(winners).hasSize(1);
        assertThat(store.find(List.of(CHAT)).orElseThrow().cursor()).isEqualTo(cursor("cursor " + winners.getFirst()));
        assertThat(store.abandoned(TUESDAY).getFirst().records())
                .containsExactly(record(1), record(10 + winners.getFirst()));
    }

    @Test
    void one_update_that_is_delivered_many_times_at_once_is_done_once() throws Exception {
        List<Future<Committed>> results = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                results.add(threads.submit(() ->
                        store.commit(turn(update(MONDAY, 1), Optional.empty(), CHAT, opens(CASE, "one", record(1))))));
            }
        }
        List<Committed> answers = new ArrayList<>();
        for (Future<Committed> result : results) {
            answers.add(result.get());
        }
        assertThat(answers).containsOnlyOnce(Committed.DONE).containsOnly(Committed.DONE, Committed.SEEN);
    }

    @Test
    void a_replaced_record_is_gone() {
        StoredDraft before = begin();
        After.Going replaces = new After.Going(
                CASE,
                cursor("two"),
                Optional.empty(),
                List.of(record(2), record(3)),
                Set.of(1),
                false,
                Optional.empty());
        store.commit(turn(update(MONDAY, 2), Optional.of(before), CHAT, replaces));

        assertThat(store.abandoned(TUESDAY).getFirst().records()).containsExactly(record(2), record(3));
    }

    @Test
    void the_minimum_once_met_stays_met() {
        StoredDraft before = begin();
        After.Going meets =
                new After.Going(CASE, cursor("two"), Optional.empty(), List.of(), Set.of(), true, Optional.empty());
        store.commit(turn(update(MONDAY, 2), Optional.of(before), CHAT, meets));
        store.commit(turn(update(MONDAY, 3), store.find(List.of(CHAT)), CHAT, going(CASE, "three")));

        assertThat(store.abandoned(TUESDAY).getFirst().minimumMet()).isTrue();
    }

    @Test
    void what_was_sent_is_handed_in_whatever_was_chosen_before() {
        After.Going opens = new After.Going(
                CASE, cursor("one"), Optional.of(Samples.opening(true)), List.of(), Set.of(), false, Optional.empty());
        store.commit(turn(update(MONDAY, 1), Optional.empty(), CHAT, opens));
        After.Going sent = new After.Going(
                CASE, cursor("two"), Optional.empty(), List.of(), Set.of(), false, Optional.empty(), true);
        store.commit(turn(update(MONDAY, 2), store.find(List.of(CHAT)), CHAT, sent));

        assertThat(store.abandoned(TUESDAY).getFirst().destroy()).isFalse();
        assertThat(store.abandoned(TUESDAY).getFirst().minimumMet()).isTrue();
    }

    @Test
    void submission_removes_the_cursor() {
        submit();

        assertThat(store.find(List.of(CHAT))).isEmpty();
        assertThat(store.abandoned(TUESDAY.plusDays(100))).isEmpty();
        assertThat(store.read(CASE)).hasValueSatisfying(whole -> {
            assertThat(whole.records()).containsExactly(record(1), record(9));
            assertThat(whole.recipients())
                    .isEqualTo(Map.of(Compartment.CASE, RECIPIENT, Compartment.THREATS, RECIPIENT));
            assertThat(whole.keys().keySet()).isEqualTo(Set.of(Compartment.CASE, Compartment.THREATS));
        });
    }

    @Test
    void after_the_submission_no_turn_reaches_the_case() {
        submit();
        LinkName other = chat(MONDAY, 2);

        for (After after : List.of(
                going(CASE, "x", record(20)),
                opens(CASE, "x", record(20)),
                new After.Submitted(CASE, List.of(record(20)), Optional.empty()),
                new After.Destroyed(CASE))) {
            assertThat(store.commit(turn(update(MONDAY, 20), Optional.empty(), other, after)))
                    .isEqualTo(Committed.CONFLICT);
        }
        assertThat(store.read(CASE).orElseThrow().records()).containsExactly(record(1), record(9));
    }

    @Test
    void a_destroyed_case_is_gone_and_so_is_its_cursor() {
        StoredDraft before = begin();
        store.rememberCard(CHAT, card("here"));

        assertThat(store.commit(turn(update(MONDAY, 2), Optional.of(before), CHAT, new After.Destroyed(CASE))))
                .isEqualTo(Committed.DONE);
        assertThat(store.find(List.of(CHAT))).isEmpty();
        assertThat(store.abandoned(TUESDAY)).isEmpty();
        assertThat(store.destroy(CASE)).isFalse();
    }

    @Test
    void released_cases_appear_and_submitted_ones_do_not() {
        submit();
        assertThat(store.queue(NOON)).isEmpty();
        assertThat(store.claim(CASE, "aigul", NOON, LATER)).isEqualTo(Claim.UNKNOWN);

        assertThat(store.release()).isEqualTo(1);
        assertThat(store.release()).isZero();
        assertThat(store.queue(NOON)).containsExactly(queued(CASE, false, false, Optional.empty()));
    }

    @Test
    void drafts_are_shown_to_nobody() {
        begin();
        store.release();

        assertThat(store.queue(NOON)).isEmpty();
        assertThat(store.read(CASE)).isEmpty();
        assertThat(store.all()).isEmpty();
        assertThat(store.claim(CASE, "aigul", NOON, LATER)).isEqualTo(Claim.UNKNOWN);
    }

    @Test
    void a_record_keeps_the_names_of_its_files_and_they_go_with_it() {
        StoredRecord two = withFiles(2, file(1), file(2));
        StoredRecord three = withFiles(3, file(3));
        store.commit(turn(update(MONDAY, 1), Optional.empty(), CHAT, opens(CASE, "one", record(1), two, three)));
        assertThat(store.files()).containsExactlyInAnyOrder(file(1), file(2), file(3));
        assertThat(store.abandoned(TUESDAY).getFirst().records()).contains(two, three);

        Optional<StoredDraft> before = store.find(List.of(CHAT));
        store.commit(turn(
                update(MONDAY, 2),
                before,
                CHAT,
                new After.Going(CASE, cursor("two"), Optional.empty(), List.of(), Set.of(2), false, Optional.empty())));
        assertThat(store.files()).containsExactly(file(3));

        store.commit(turn(
                update(MONDAY, 3),
                store.find(List.of(CHAT)),
                CHAT,
                new After.Submitted(CASE, List.of(record(4)), Optional.empty())));
        assertThat(store.files()).containsExactly(file(3));
        assertThat(store.read(CASE).orElseThrow().records()).contains(three);
    }

    @Test
    void a_draft_that_is_destroyed_names_no_file_any_more() {
        store.commit(turn(update(MONDAY, 1), Optional.empty(), CHAT, opens(CASE, "one", withFiles(1, file(1)))));
        store.destroy(CASE);
        assertThat(store.files()).isEmpty();
    }

    @Test
    void a_lease_is_held_by_one_renewed_and_given_back() {
        submit();
        store.release();

        assertThat(store.claim(CASE, "aigul", NOON, LATER)).isEqualTo(Claim.DONE);
        assertThat(store.claim(CASE, "bolat", NOON, LATER)).isEqualTo(Claim.HELD_BY_ANOTHER);
        assertThat(store.release(CASE, "bolat", NOON)).isFalse();
        assertThat(store.close(CASE, "bolat", NOON)).isFalse();
        assertThat(store.lease(CASE, NOON)).contains(new Lease("aigul", LATER));
        assertThat(store.queue(NOON))
                .containsExactly(queued(CASE, false, false, Optional.of(new Lease("aigul", LATER))));

        Instant renewed = LATER.plusSeconds(60);
        assertThat(store.claim(CASE, "aigul", NOON.plusSeconds(60), renewed)).isEqualTo(Claim.DONE);
        assertThat(store.lease(CASE, LATER)).contains(new Lease("aigul", renewed));

        assertThat(store.release(CASE, "aigul", LATER)).isTrue();
        assertThat(store.lease(CASE, LATER)).isEmpty();
        assertThat(store.claim(CASE, "bolat", LATER, renewed)).isEqualTo(Claim.DONE);
    }

    @Test
    void a_lease_runs_out_by_time_alone() {
        submit();
        store.release();
        store.claim(CASE, "aigul", NOON, LATER);

        assertThat(store.lease(CASE, LATER)).isEmpty();
        assertThat(store.queue(LATER)).containsExactly(queued(CASE, false, false, Optional.empty()));
        assertThat(store.release(CASE, "aigul", LATER)).isFalse();
        assertThat(store.close(CASE, "aigul", LATER)).isFalse();
        assertThat(store.claim(CASE, "bolat", LATER, LATER.plusSeconds(1))).isEqualTo(Claim.DONE);
    }

    @Test
    void of_volunteers_who_claim_at_once_exactly_one_holds_the_case() throws Exception {
        submit();
        store.release();
        List<Future<Claim>> claims = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 50)
                    .forEach(i -> claims.add(threads.submit(() -> store.claim(CASE, "volunteer " + i, NOON, LATER))));
        }
        List<Claim> answers = new ArrayList<>();
        for (Future<Claim> claim : claims) {
            answers.add(claim.get());
        }
        assertThat(answers).containsOnlyOnce(Claim.DONE).containsOnly(Claim.DONE, Claim.HELD_BY_ANOTHER);
    }

    @Test
    void a_closed_case_leaves_the_queue_and_not_the_export() {
        submit();
        store.release();
        store.claim(CASE, "aigul", NOON, LATER);

        assertThat(store.close(CASE, "aigul", NOON)).isTrue();
        assertThat(store.close(CASE, "aigul", NOON)).isFalse();
        assertThat(store.queue(NOON)).isEmpty();
        assertThat(store.lease(CASE, NOON)).isEmpty();
        assertThat(store.claim(CASE, "bolat", NOON, LATER)).isEqualTo(Claim.CLOSED);
        assertThat(store.all()).containsExactly(CASE);
        assertThat(store.read(CASE)).isPresent();
    }

    @Test
    void forgotten_links_leave_no_name_and_no_case_is_touched() {
        Turn monday = new Turn(
                List.of(update(MONDAY, 1)),
                Optional.empty(),
                CHAT,
                opens(CASE, "one", record(1)),
                Optional.of(outgoing(MONDAY, 1)));
        Turn tuesday = new Turn(
                List.of(update(TUESDAY, 2)),
                Optional.empty(),
                chat(TUESDAY, 2),
                opens(caseId(2), "two", record(1)),
                Optional.of(outgoing(TUESDAY, 2)));
        store.commit(monday);
        store.commit(tuesday);
        store.rememberCard(CHAT, card("here"));
        store.attempt(List.of(update(MONDAY, 7)));
        store.quarantine(update(MONDAY, 8), aside("broken"));

        store.forgetLinks(TUESDAY);
        store.forgetLinks(TUESDAY);

        assertThat(store.find(List.of(CHAT))).isEmpty();
        assertThat(store.find(List.of(chat(TUESDAY, 2)))).isPresent();
        assertThat(store.undelivered()).containsExactly(outgoing(TUESDAY, 2));
        assertThat(store.seen(List.of(update(MONDAY, 1), update(MONDAY, 8)))).isFalse();
        assertThat(store.seen(List.of(update(TUESDAY, 2)))).isTrue();
        assertThat(store.attempt(List.of(update(MONDAY, 7)))).containsEntry(update(MONDAY, 7), 1);
        assertThat(store.abandoned(TUESDAY))
                .singleElement()
                .satisfies(draft -> assertThat(draft.records()).containsExactly(record(1)));
        assertThat(store.quarantined()).hasSize(1);
    }

    @Test
    void a_draft_is_idle_when_its_last_turn_was_before_a_day() {
        StoredDraft before = begin();
        assertThat(store.idle(MONDAY)).isEmpty();
        assertThat(store.idle(TUESDAY)).containsExactly(before.name());
        store.commit(turn(update(TUESDAY, 2), Optional.of(before), chat(TUESDAY, 1), going(CASE, "two", record(2))));
        assertThat(store.idle(TUESDAY)).isEmpty();
    }

    @Test
    void an_abandoned_draft_is_handed_in_once() {
        begin();

        assertThat(store.handIn(CASE, record(2))).isTrue();
        assertThat(store.handIn(CASE, record(2))).isFalse();
        assertThat(store.destroy(CASE)).isFalse();
        assertThat(store.release()).isEqualTo(1);
        assertThat(store.read(CASE).orElseThrow().records()).containsExactly(record(1), record(2));
    }

    @Test
    void a_draft_that_went_on_is_not_handed_in_with_an_old_manifest() {
        StoredDraft before = begin();
        store.commit(turn(update(MONDAY, 2), Optional.of(before), CHAT, going(CASE, "two", record(2))));

        assertThat(store.handIn(CASE, record(2, Compartment.CASE, "manifest of one record")))
                .isFalse();
        assertThat(store.abandoned(TUESDAY)).hasSize(1);
    }

    @Test
    void an_abandoned_draft_is_destroyed_once() {
        begin();

        assertThat(store.destroy(CASE)).isTrue();
        assertThat(store.destroy(CASE)).isFalse();
        assertThat(store.handIn(CASE, record(2))).isFalse();
        assertThat(store.abandoned(TUESDAY)).isEmpty();
        assertThat(store.all()).isEmpty();
    }

    @Test
    void what_the_family_chose_for_an_unfinished_draft_is_kept() {
        After.Going opens = new After.Going(
                CASE, cursor("one"), Optional.of(Samples.opening(true)), List.of(), Set.of(), false, Optional.empty());
        store.commit(turn(update(MONDAY, 1), Optional.empty(), CHAT, opens));

        assertThat(store.abandoned(TUESDAY).getFirst().destroy()).isTrue();
        assertThat(store.abandoned(MONDAY)).isEmpty();
    }

    @Test
    void attempts_count_up_and_survive_a_crash() throws Exception {
        List<LinkName> both = List.of(update(MONDAY, 1), update(MONDAY, 2));
        assertThat(store.attempt(both)).isEqualTo(Map.of(both.get(0), 1, both.get(1), 1));
        assertThat(store.attempt(both.subList(0, 1))).isEqualTo(Map.of(both.get(0), 2));

        store = crashAndReopen();
        assertThat(store.attempt(both)).isEqualTo(Map.of(both.get(0), 3, both.get(1), 2));
        assertThat(store.attempt(List.of())).isEmpty();
        assertThat(store.seen(both)).isFalse();
    }

    @Test
    void a_quarantined_update_is_seen_and_kept_once() {
        store.quarantine(update(MONDAY, 1), aside("first"));
        store.quarantine(update(MONDAY, 1), aside("second"));

        assertThat(store.quarantined()).isEqualTo(Map.of(update(MONDAY, 1).hex(), aside("first")));
        assertThat(store.commit(turn(update(MONDAY, 1), Optional.empty(), CHAT, opens(CASE, "one"))))
                .isEqualTo(Committed.SEEN);
    }

    @Test
    void what_is_to_be_said_stays_until_it_was_delivered() throws Exception {
        Turn turn = new Turn(
                List.of(update(MONDAY, 1)),
                Optional.empty(),
                CHAT,
                opens(CASE, "one"),
                Optional.of(outgoing(MONDAY, 1)));
        store.commit(turn);

        store = crashAndReopen();
        assertThat(store.undelivered()).containsExactly(outgoing(MONDAY, 1));
        store.delivered(List.of(outgoing(MONDAY, 1).id(), outgoing(MONDAY, 2).id()));
        store.delivered(List.of());
        assertThat(store.undelivered()).isEmpty();
    }

    @Test
    void the_card_is_remembered_with_its_draft_only() {
        store.rememberCard(CHAT, card("nowhere"));
        StoredDraft before = begin();
        assertThat(before.card()).isEmpty();

        store.rememberCard(CHAT, card("here"));
        store.commit(turn(update(MONDAY, 2), Optional.of(before), CHAT, going(CASE, "two")));
        assertThat(store.find(List.of(CHAT))).contains(new StoredDraft(CHAT, cursor("two"), Optional.of(card("here"))));
    }

    @Test
    void the_version_of_the_directory_never_goes_down() throws Exception {
        assertThat(store.directoryVersion()).isZero();
        store.directoryVersionSeen(7);
        store.directoryVersionSeen(3);
        store = crashAndReopen();
        assertThat(store.directoryVersion()).isEqualTo(7);
    }

    @Test
    void a_commit_survives_a_crash() throws Exception {
        StoredDraft draft = begin();

        store = crashAndReopen();
        assertThat(store.find(List.of(CHAT))).contains(draft);
        assertThat(store.seen(List.of(update(MONDAY, 1)))).isTrue();
    }

    @Test
    void all_that_was_answered_before_a_crash_under_load_is_there_after_it() throws Exception {
        List<Future<Committed>> results = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 1; i <= 300; i++) {
                int n = i;
                results.add(threads.submit(() -> store.commit(turn(
                        update(MONDAY, n), Optional.empty(), chat(MONDAY, n), opens(caseId(n), "c" + n, record(1))))));
            }
        }
        for (Future<Committed> result : results) {
            assertThat(result.get()).isEqualTo(Committed.DONE);
        }
        store = crashAndReopen();
        for (int n = 1; n <= 300; n++) {
            assertThat(store.find(List.of(chat(MONDAY, n))).orElseThrow().cursor())
                    .isEqualTo(cursor("c" + n));
        }
    }

    @Test
    void a_full_disk_is_told_and_leaves_things_as_they_were() {
        StoredDraft before = begin();
        StoredRecord large = record(2, Compartment.CASE, "x".repeat(3_000_000));
        Turn turn = turn(update(MONDAY, 2), Optional.of(before), CHAT, going(CASE, "two", large));
        fillDisk();
        try {
            assertThatThrownBy(() -> store.commit(turn))
                    .isInstanceOfSatisfying(
                            StoreUnavailable.class, e -> assertThat(e.trouble()).isEqualTo(Trouble.DISK_FULL))
                    .hasNoCause();
            assertNothingChangedSince(before);
        } finally {
            freeDisk();
        }
        assertThat(store.commit(turn)).isEqualTo(Committed.DONE);
    }

    @Test
    void its_health_counts_and_names_nothing() {
        assertThat(store.health()).satisfies(health -> {
            assertThat(health.writable()).isTrue();
            assertThat(health.drafts()).isZero();
            assertThat(health.queue()).isZero();
        });
        begin();
        assertThat(store.health().drafts()).isEqualTo(1);
    }

    /** One draft of one record. */
    StoredDraft begin() {
        assertThat(store.commit(turn(update(MONDAY, 1), Optional.empty(), CHAT, opens(CASE, "one", record(1)))))
                .isEqualTo(Committed.DONE);
        return store.find(List.of(CHAT)).orElseThrow();
    }

    void submit() {
        StoredDraft before = begin();
        assertThat(store.commit(turn(
                        update(MONDAY, 9),
                        Optional.of(before),
                        CHAT,
                        new After.Submitted(CASE, List.of(record(9)), Optional.empty()))))
                .isEqualTo(Committed.DONE);
    }

    void assertNothingChangedSince(StoredDraft before) {
        assertThat(store.find(List.of(CHAT))).contains(before);
        assertThat(store.seen(List.of(update(MONDAY, 2)))).isFalse();
        assertThat(store.undelivered()).isEmpty();
        assertThat(store.abandoned(TUESDAY).getFirst().records()).containsExactly(record(1));
    }
}
