package org.komir.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.store.Samples.MONDAY;
import static org.komir.bot.store.Samples.caseId;
import static org.komir.bot.store.Samples.mailbox;
import static org.komir.bot.store.Samples.submission;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Act;
import org.komir.bot.review.ActLog.Head;
import org.komir.bot.review.ActLog.Opened;
import org.komir.bot.review.Cases.Claim;
import org.komir.bot.review.Cases.Lease;
import org.komir.bot.review.LogEntry;
import org.komir.bot.testing.MadeUpEntries;

/** What every store promises of the log, and of what is opened by an entry of it. */
abstract class LogContract extends WayBackContract {
    /** To a store it is bytes. */
    static final byte[] SIGNATURE = {0, 10, -1, 7};

    /** That somebody opens {@link #CASE}, on an empty log. */
    static LogEntry first(String volunteer) {
        return entry(Head.NONE, volunteer);
    }

    /** The same, on the log that there is. */
    LogEntry after(String volunteer) {
        return entry(store.head(), volunteer);
    }

    private static LogEntry entry(Head head, String volunteer) {
        return MadeUpEntries.after(head, volunteer, NOON, Act.OPEN, Optional.of(CASE), "");
    }

    private void claimed() {
        submit();
        store.release();
        assertThat(store.claim(CASE, "aigul", NOON, LATER)).isEqualTo(Claim.DONE);
    }

    private void opened() {
        claimed();
        assertThat(store.open(entry(store.head(), "aigul"), SIGNATURE, NOON)).isEqualTo(Opened.DONE);
        assertThat(isOpened(NOON)).isTrue();
    }

    private boolean isOpened(Instant now) {
        return store.lease(CASE, now).filter(Lease::opened).isPresent();
    }

    @Test
    void a_log_grows_at_its_end_and_is_read_from_anywhere() throws Exception {
        assertThat(store.head()).isEqualTo(Head.NONE);
        assertThat(store.entries(1, 10)).isEmpty();
        List<SignedText> all = new ArrayList<>();
        for (int i = 1; i <= 7; i++) {
            LogEntry next = MadeUpEntries.after(
                    store.head(),
                    "aigul",
                    NOON.plusSeconds(i / 2),
                    Act.LETTER,
                    Optional.of(caseId(i)),
                    "%064x".formatted(i));
            assertThat(store.append(next, SIGNATURE)).isTrue();
            assertThat(store.head()).isEqualTo(Head.of(next));
            all.add(new SignedText(next.text(), SIGNATURE));
        }
        assertThat(store.entries(1, 10)).isEqualTo(all);
        assertThat(store.entries(3, 2)).isEqualTo(all.subList(2, 4));
        assertThat(store.entries(8, 2)).isEmpty();
        store = crashAndReopen();
        assertThat(store.entries(1, 10)).isEqualTo(all);
        assertThat(store.head().n()).isEqualTo(7);
    }

    @Test
    void an_entry_that_was_made_on_another_head_changes_nothing() {
        assertThat(store.append(first("aigul"), SIGNATURE)).isTrue();
        Head head = store.head();
        for (LogEntry other : List.of(
                first("aigul"),
                first("bolat"),
                entry(new Head(1, "f".repeat(64), NOON), "bolat"),
                entry(new Head(2, head.sha256(), NOON), "bolat"))) {
            assertThat(store.append(other, SIGNATURE)).isFalse();
            assertThat(store.open(other, SIGNATURE, NOON)).isEqualTo(Opened.MOVED);
        }
        assertThat(store.head()).isEqualTo(head);
        assertThat(store.entries(1, 10)).hasSize(1);
    }

    @Test
    void of_entries_that_race_exactly_one_is_appended() throws Exception {
        List<Future<Boolean>> results = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                LogEntry mine = first("volunteer-" + i);
                results.add(threads.submit(() -> store.append(mine, SIGNATURE)));
            }
        }
        int appended = 0;
        for (Future<Boolean> result : results) {
            appended += result.get() ? 1 : 0;
        }
        assertThat(appended).isEqualTo(1);
        assertThat(store.entries(1, 100)).hasSize(1);
    }

    @Test
    void a_claim_is_opened_with_the_entry_that_says_so() {
        claimed();
        assertThat(isOpened(NOON)).isFalse();
        assertThat(store.open(first("aigul"), SIGNATURE, NOON)).isEqualTo(Opened.DONE);
        assertThat(store.lease(CASE, NOON)).contains(new Lease("aigul", LATER, true));
        assertThat(store.entries(1, 10))
                .containsExactly(new SignedText(first("aigul").text(), SIGNATURE));
    }

    @Test
    void what_is_not_held_is_not_opened_and_nothing_is_written() {
        assertThat(store.open(first("aigul"), SIGNATURE, NOON))
                .as("no such case")
                .isEqualTo(Opened.NOT_HELD);
        submit();
        store.release();
        assertThat(store.open(first("aigul"), SIGNATURE, NOON))
                .as("not claimed")
                .isEqualTo(Opened.NOT_HELD);
        store.claim(CASE, "bolat", NOON, LATER);
        assertThat(store.open(first("aigul"), SIGNATURE, NOON)).as("by another").isEqualTo(Opened.NOT_HELD);
        assertThat(store.open(first("bolat"), SIGNATURE, LATER)).as("run out").isEqualTo(Opened.NOT_HELD);
        assertThat(store.head()).isEqualTo(Head.NONE);
        assertThat(isOpened(NOON)).isFalse();
    }

    @Test
    void the_own_renewal_keeps_what_was_opened_and_the_end_of_the_lease_does_not() {
        opened();
        store.claim(CASE, "aigul", NOON.plusSeconds(60), LATER.plusSeconds(60));
        assertThat(isOpened(LATER)).isTrue();

        Instant over = LATER.plusSeconds(60);
        assertThat(isOpened(over)).isFalse();
        store.claim(CASE, "aigul", over, over.plusSeconds(60));
        assertThat(isOpened(over)).isFalse();
    }

    @Test
    void another_claim_a_return_a_closing_and_a_withdrawal_take_the_mark_away() {
        opened();
        store.claim(CASE, "bolat", LATER, LATER.plusSeconds(60));
        assertThat(isOpened(LATER)).isFalse();
        store.claim(CASE, "aigul", LATER.plusSeconds(60), LATER.plusSeconds(120));
        assertThat(isOpened(LATER.plusSeconds(60))).as("mine again").isFalse();

        store.open(entry(store.head(), "aigul"), SIGNATURE, LATER.plusSeconds(60));
        store.release(CASE, "aigul", LATER.plusSeconds(60));
        store.claim(CASE, "aigul", LATER.plusSeconds(60), LATER.plusSeconds(120));
        assertThat(isOpened(LATER.plusSeconds(60))).isFalse();

        store.handIn(submission(caseId(5), "a", MONDAY, true));
        store.claim(caseId(5), "aigul", NOON, LATER);
        LogEntry again = MadeUpEntries.after(store.head(), "aigul", NOON, Act.OPEN, Optional.of(caseId(5)), "");
        assertThat(store.open(again, SIGNATURE, NOON)).isEqualTo(Opened.DONE);
        store.withdraw(mailbox("a").name(), MONDAY);
        store.restore(caseId(5));
        store.claim(caseId(5), "aigul", NOON, LATER);
        assertThat(store.lease(caseId(5), NOON)).contains(new Lease("aigul", LATER));
    }

    @Test
    void what_comes_back_with_news_after_it_was_closed_has_to_be_opened_again() {
        store.handIn(submission(CASE, "a", MONDAY, true));
        store.claim(CASE, "aigul", NOON, LATER);
        store.open(first("aigul"), SIGNATURE, NOON);
        store.close(CASE, "aigul", NOON);
        store.handIn(submission(caseId(2), "a", MONDAY, true));
        store.claim(CASE, "aigul", NOON, LATER);
        assertThat(store.lease(CASE, NOON)).contains(new Lease("aigul", LATER));
    }
}
