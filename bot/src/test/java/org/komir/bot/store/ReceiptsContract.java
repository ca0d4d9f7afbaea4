package org.komir.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.store.Samples.MONDAY;
import static org.komir.bot.store.Samples.RECIPIENT;
import static org.komir.bot.store.Samples.TUESDAY;
import static org.komir.bot.store.Samples.caseId;
import static org.komir.bot.store.Samples.chat;
import static org.komir.bot.store.Samples.cursor;
import static org.komir.bot.store.Samples.file;
import static org.komir.bot.store.Samples.letter;
import static org.komir.bot.store.Samples.mailbox;
import static org.komir.bot.store.Samples.opens;
import static org.komir.bot.store.Samples.queued;
import static org.komir.bot.store.Samples.record;
import static org.komir.bot.store.Samples.signed;
import static org.komir.bot.store.Samples.submission;
import static org.komir.bot.store.Samples.tell;
import static org.komir.bot.store.Samples.turn;
import static org.komir.bot.store.Samples.update;
import static org.komir.bot.store.Samples.withFiles;
import static org.komir.bot.store.Samples.withOtherAuthor;
import static org.komir.bot.store.Samples.withOtherRecipient;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.Committed;
import org.komir.bot.intake.Drafts.StoredDraft;
import org.komir.bot.intake.LinkName;
import org.komir.bot.intake.Mailboxes.First;
import org.komir.bot.intake.Mailboxes.Stage;
import org.komir.bot.intake.Turn.After;
import org.komir.bot.intake.Turn.WayBack;
import org.komir.bot.review.Cases.Claim;
import org.komir.bot.review.Cases.Lease;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.review.Letters.Box;
import org.komir.crypto.Compartment;

/** What every store promises of cases that have a receipt, and of what follows them. */
abstract class ReceiptsContract extends StoreContract {

    @Test
    void a_case_from_the_form_is_handed_in_whole_and_waits_for_its_release() throws Exception {
        assertThat(store.handIn(submission(CASE, "a", MONDAY, false))).contains(MONDAY);

        assertThat(store.queue(NOON)).isEmpty();
        store = crashAndReopen();
        assertThat(store.release()).isEqualTo(1);
        assertThat(store.queue(NOON)).containsExactly(queued(CASE, false, false, Optional.empty()));
        assertThat(store.read(CASE)).hasValueSatisfying(whole -> {
            assertThat(whole.records()).containsExactly(record(0), withFiles(1, file(1)), record(2));
            assertThat(whole.recipients()).containsOnlyKeys(Compartment.CASE, Compartment.THREATS);
            assertThat(whole.keys()).containsOnlyKeys(Compartment.CASE, Compartment.THREATS);
        });
        assertThat(store.files()).containsExactly(file(1));
    }

    @Test
    void an_urgent_case_from_the_form_is_seen_at_once() {
        assertThat(store.handIn(submission(CASE, "a", MONDAY, true))).contains(MONDAY);
        assertThat(store.queue(NOON)).containsExactly(queued(CASE, true, false, Optional.empty()));
    }

    @Test
    void the_same_submission_again_changes_nothing_and_is_told_its_first_day() {
        store.handIn(submission(CASE, "a", MONDAY, true));
        assertThat(store.claim(CASE, "aigul", NOON, LATER)).isEqualTo(Claim.DONE);

        assertThat(store.handIn(submission(CASE, "a", TUESDAY, true))).contains(MONDAY);

        assertThat(store.lease(CASE, NOON)).contains(new Lease("aigul", LATER));
        assertThat(store.all()).containsExactly(CASE);
    }

    @Test
    void another_submission_under_the_same_id_or_for_anothers_mailbox_is_refused() {
        store.handIn(submission(CASE, "a", MONDAY, false));
        begunElsewhere();

        assertThat(store.handIn(submission(CASE, "b", MONDAY, false))).isEmpty();
        assertThat(store.handIn(submission(caseId(2), withOtherAuthor(mailbox("a")), MONDAY, false)))
                .as("another author")
                .isEmpty();
        assertThat(store.handIn(submission(caseId(2), withOtherRecipient(mailbox("a")), MONDAY, false)))
                .as("another recipient")
                .isEmpty();
        assertThat(store.handIn(submission(caseId(3), "c", MONDAY, false)))
                .as("a chat's draft has that id")
                .isEmpty();
        assertThat(store.all()).containsExactly(CASE);
        assertThat(store.read(caseId(2))).isEmpty();
        assertThat(store.mail(mailbox("c").name(), MONDAY)).isEmpty();
        assertThat(store.followUps(CASE)).isEmpty();
    }

    private void begunElsewhere() {
        store.commit(turn(update(MONDAY, 3), Optional.empty(), chat(MONDAY, 3), opens(caseId(3), "three", record(1))));
    }

    @Test
    void of_many_at_once_each_submission_is_handed_in_once() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<Optional<LocalDate>>> all = IntStream.range(0, 40)
                    .mapToObj(i ->
                            threads.submit(() -> store.handIn(submission(caseId(i % 10), "m" + i % 10, MONDAY, false))))
                    .toList();
            for (Future<Optional<LocalDate>> each : all) {
                assertThat(each.get()).contains(MONDAY);
            }
        }
        assertThat(store.release()).isEqualTo(10);
    }

    @Test
    void a_mailbox_tells_its_family_how_far_its_case_is() throws Exception {
        assertThat(store.mail(mailbox("a").name(), MONDAY)).isEmpty();
        store.handIn(submission(CASE, "a", MONDAY, false));
        assertThat(stage("a")).isEqualTo(Stage.WAITING);
        store.release();
        assertThat(stage("a")).isEqualTo(Stage.WITH_VOLUNTEERS);
        store.claim(CASE, "aigul", NOON, LATER);
        assertThat(stage("a")).as("who reads it, and when, is not told").isEqualTo(Stage.WITH_VOLUNTEERS);
        store.close(CASE, "aigul", NOON);
        store = crashAndReopen();
        assertThat(stage("a")).isEqualTo(Stage.CLOSED);
        assertThat(store.mail(mailbox("a").name(), MONDAY)).hasValueSatisfying(mail -> {
            assertThat(mail.recipient()).isEqualTo(mailbox("a").recipient());
            assertThat(mail.author()).isEqualTo(mailbox("a").author());
            assertThat(mail.day()).isEqualTo(MONDAY);
            assertThat(mail.withdrawn()).isEmpty();
            assertThat(mail.first()).contains(new First(CASE, RECIPIENT));
            assertThat(mail.letters()).isEmpty();
        });
    }

    Stage stage(String mailbox) {
        return store.mail(mailbox(mailbox).name(), MONDAY).orElseThrow().stage();
    }

    @Test
    void letters_lie_in_the_mailbox_of_their_case_and_in_no_other() throws Exception {
        store.handIn(submission(CASE, "a", MONDAY, true));
        store.handIn(submission(caseId(2), "b", MONDAY, true));
        assertThat(store.mailboxOf(CASE)).contains(new Box(mailbox("a"), List.of(), List.of()));

        assertThat(store.send(CASE, letter(1))).isTrue();
        assertThat(store.send(CASE, letter(2))).isTrue();
        assertThat(store.send(CASE, letter(1))).as("sent again").isTrue();
        assertThat(store.send(CASE, letter(4, file(7), file(8)))).isTrue();
        assertThat(store.send(caseId(7), letter(3))).as("there is no such case").isFalse();

        store = crashAndReopen();
        assertThat(store.mail(mailbox("a").name(), MONDAY).orElseThrow().letters())
                .containsExactlyInAnyOrder(letter(1), letter(2), letter(4, file(7), file(8)));
        assertThat(store.mail(mailbox("b").name(), MONDAY).orElseThrow().letters())
                .isEmpty();
    }

    @Test
    void the_files_of_letters_are_named_as_those_of_records_are() {
        store.handIn(submission(CASE, "a", MONDAY, true));
        store.send(CASE, letter(1, file(7), file(8)));
        assertThat(store.files()).containsExactlyInAnyOrder(file(1), file(7), file(8));

        store.withdraw(mailbox("a").name(), MONDAY);
        assertThat(store.files()).as("the letter is gone, the case is locked").containsExactly(file(1));
    }

    @Test
    void a_chat_without_a_receipt_has_no_mailbox() {
        submit();
        assertThat(store.mailboxOf(CASE)).isEmpty();
        assertThat(store.send(CASE, letter(1))).isFalse();
    }

    @Test
    void what_follows_a_case_is_shown_with_it_and_never_by_itself() throws Exception {
        store.handIn(submission(CASE, "a", MONDAY, false));
        store.release();

        assertThat(store.handIn(submission(caseId(2), "a", TUESDAY, false))).contains(TUESDAY);
        assertThat(store.queue(NOON)).containsExactly(queued(CASE, false, false, Optional.empty()));
        assertThat(store.followUps(CASE)).as("it waits for its release").isEmpty();

        store = crashAndReopen();
        assertThat(store.release()).isEqualTo(1);
        assertThat(store.release()).isZero();
        assertThat(store.queue(NOON)).containsExactly(queued(CASE, false, true, Optional.empty()));
        assertThat(store.health().queue()).isEqualTo(1);
        assertThat(store.claim(caseId(2), "aigul", NOON, LATER)).isEqualTo(Claim.UNKNOWN);
        assertThat(store.followUps(CASE)).singleElement().satisfies(followUp -> {
            assertThat(followUp.id()).isEqualTo(caseId(2));
            assertThat(followUp.author()).contains(signed("by a"));
            assertThat(followUp.records()).containsExactly(record(0), withFiles(1, file(1)), record(2));
            assertThat(followUp.keys()).containsOnlyKeys(Compartment.CASE, Compartment.THREATS);
        });
        assertThat(store.read(caseId(2))).contains(store.followUps(CASE).getFirst());
        assertThat(store.read(CASE).orElseThrow().author()).isEmpty();
        assertThat(store.first(caseId(2))).contains(CASE);
        assertThat(store.first(CASE)).isEmpty();
        assertThat(store.all()).containsExactlyInAnyOrder(CASE, caseId(2));
        assertThat(store.find(caseId(2).hex())).isEmpty();
        assertThat(store.mailboxOf(caseId(2))).isEmpty();
        assertThat(store.send(caseId(2), letter(1))).isFalse();
        assertThat(store.followUps(caseId(2))).isEmpty();
    }

    @Test
    void the_same_that_follows_again_changes_nothing_and_is_told_its_first_day() {
        store.handIn(submission(CASE, "a", MONDAY, true));
        store.handIn(submission(caseId(2), "a", TUESDAY, false));

        assertThat(store.handIn(submission(caseId(2), "a", TUESDAY.plusDays(1), false)))
                .contains(TUESDAY);
        assertThat(store.handIn(submission(CASE, "a", TUESDAY, true))).contains(MONDAY);
        assertThat(store.all()).containsExactlyInAnyOrder(CASE, caseId(2));
        assertThat(store.release()).isEqualTo(1);
    }

    @Test
    void news_brings_a_closed_case_back_and_closing_it_is_to_have_read_them() {
        store.handIn(submission(CASE, "a", MONDAY, true));
        close(CASE);
        store.handIn(submission(caseId(2), "a", TUESDAY, false));
        assertThat(stage("a")).as("not before the release").isEqualTo(Stage.CLOSED);

        store.release();
        assertThat(stage("a")).isEqualTo(Stage.WITH_VOLUNTEERS);
        assertThat(store.queue(NOON)).containsExactly(queued(CASE, true, true, Optional.empty()));
        store.claim(CASE, "aigul", NOON, LATER);
        store.release(CASE, "aigul", NOON);
        assertThat(store.queue(NOON))
                .as("given back, not read")
                .containsExactly(queued(CASE, true, true, Optional.empty()));

        close(CASE);
        assertThat(store.queue(NOON)).isEmpty();
        assertThat(store.followUps(CASE)).hasSize(1);
        store.handIn(submission(caseId(3), "a", TUESDAY, false));
        store.release();
        assertThat(store.queue(NOON)).containsExactly(queued(CASE, true, true, Optional.empty()));
        assertThat(store.followUps(CASE))
                .extracting(SealedCase::id)
                .as("in the order of their ids")
                .containsExactly(caseId(2), caseId(3));
    }

    @Test
    void news_does_not_take_a_case_from_whoever_holds_it() {
        store.handIn(submission(CASE, "a", MONDAY, true));
        store.claim(CASE, "aigul", NOON, LATER);
        store.handIn(submission(caseId(2), "a", TUESDAY, false));
        store.release();
        assertThat(store.queue(NOON)).containsExactly(queued(CASE, true, true, Optional.of(new Lease("aigul", LATER))));
    }

    @Test
    void an_urgent_case_that_follows_brings_the_first_one_at_once() {
        store.handIn(submission(CASE, "a", MONDAY, false));
        store.handIn(submission(caseId(4), "d", MONDAY, true));
        close(caseId(4));

        store.handIn(submission(caseId(2), "a", TUESDAY, true));
        store.handIn(submission(caseId(5), "d", TUESDAY, true));

        assertThat(store.queue(NOON))
                .as("one that waited, and one that was closed")
                .containsExactlyInAnyOrder(
                        queued(CASE, true, true, Optional.empty()), queued(caseId(4), true, true, Optional.empty()));
        assertThat(store.followUps(CASE)).hasSize(1);
        assertThat(store.release()).isZero();
    }

    @Test
    void a_case_is_found_by_its_mark_in_person() {
        CaseId one = new CaseId("abcdef012345" + "0".repeat(20));
        CaseId other = new CaseId("abcdef012346" + "0".repeat(20));
        CaseId draft = new CaseId("abcdef01234" + "7".repeat(21));
        store.handIn(submission(one, "a", MONDAY, false));
        store.handIn(submission(other, "b", MONDAY, true));
        store.commit(turn(update(MONDAY, 1), Optional.empty(), CHAT, opens(draft, "one")));

        assertThat(store.find("abcdef012345")).containsExactly(one);
        assertThat(store.find("abcdef01")).containsExactlyInAnyOrder(one, other);
        assertThat(store.find("abcdef0")).as("too short to ask with").isEmpty();
        assertThat(store.find("ABCDEF012345")).isEmpty();
        assertThat(store.find("abcdef01____")).isEmpty();
        store.withdraw(mailbox("b").name(), MONDAY);
        assertThat(store.find("abcdef01")).containsExactly(one);
    }

    @Test
    void a_case_from_the_chat_gets_its_mailbox_in_the_turn_that_hands_it_in() throws Exception {
        StoredDraft before = begin();
        assertThat(store.commit(turn(update(MONDAY, 9), Optional.of(before), CHAT, opened(CASE, "a"))))
                .isEqualTo(Committed.DONE);

        store = crashAndReopen();
        assertThat(store.read(CASE).orElseThrow().records()).containsExactly(record(0), record(1), record(9));
        assertThat(store.mail(mailbox("a").name(), MONDAY)).hasValueSatisfying(mail -> {
            assertThat(mail.recipient()).isEqualTo(mailbox("a").recipient());
            assertThat(mail.author()).isEqualTo(mailbox("a").author());
            assertThat(mail.day()).isEqualTo(MONDAY);
            assertThat(mail.stage()).isEqualTo(Stage.WAITING);
            assertThat(mail.first()).contains(new First(CASE, RECIPIENT));
        });
        assertThat(store.mailboxOf(CASE)).contains(new Box(mailbox("a"), List.of(), List.of(tell(1))));
        assertThat(store.find(List.of(CHAT))).isEmpty();
    }

    @Test
    void a_turn_whose_mailbox_is_anothers_changes_nothing() {
        store.handIn(submission(caseId(2), "a", MONDAY, false));
        StoredDraft before = begin();
        assertThat(store.commit(turn(update(MONDAY, 2), Optional.of(before), CHAT, opened(CASE, "a"))))
                .isEqualTo(Committed.CONFLICT);
        assertNothingChangedSince(before);
        assertThat(store.mail(mailbox("a").name(), MONDAY).orElseThrow().first())
                .contains(new First(caseId(2), RECIPIENT));
    }

    @Test
    void a_case_from_the_chat_whose_first_record_is_taken_gets_no_mailbox() {
        StoredDraft before = begin();
        After.Submitted taken = new After.Submitted(
                CASE,
                List.of(record(1), record(9)),
                Optional.of(new WayBack.Opened(mailbox("a"), MONDAY, Optional.of(tell(1)))));
        assertThat(store.commit(turn(update(MONDAY, 2), Optional.of(before), CHAT, taken)))
                .isEqualTo(Committed.CONFLICT);
        assertNothingChangedSince(before);
        assertThat(store.mail(mailbox("a").name(), MONDAY)).isEmpty();
    }

    @Test
    void a_case_from_the_chat_follows_the_one_whose_number_was_typed_in() {
        store.handIn(submission(caseId(2), "a", MONDAY, true));
        close(caseId(2));
        StoredDraft before = begin();
        assertThat(store.commit(turn(update(MONDAY, 9), Optional.of(before), CHAT, known(CASE, "a"))))
                .isEqualTo(Committed.DONE);

        assertThat(store.first(CASE)).contains(caseId(2));
        assertThat(store.queue(NOON)).isEmpty();
        store.release();
        assertThat(store.queue(NOON)).containsExactly(queued(caseId(2), true, true, Optional.empty()));
        assertThat(store.followUps(caseId(2))).singleElement().satisfies(followUp -> {
            assertThat(followUp.id()).isEqualTo(CASE);
            assertThat(followUp.author()).contains(signed("by the number of a"));
            assertThat(followUp.records()).containsExactly(record(1), record(9));
        });
    }

    @Test
    void an_urgent_case_from_the_chat_brings_the_one_that_it_follows_at_once() {
        store.handIn(submission(caseId(2), "a", MONDAY, false));
        StoredDraft before = begin();
        After.Going urgent =
                new After.Going(CASE, cursor("two"), Optional.empty(), List.of(), Set.of(), false, Optional.of(true));
        store.commit(turn(update(MONDAY, 2), Optional.of(before), CHAT, urgent));
        store.commit(turn(update(MONDAY, 3), store.find(List.of(CHAT)), CHAT, known(CASE, "a")));

        assertThat(store.queue(NOON)).containsExactly(queued(caseId(2), true, true, Optional.empty()));
        assertThat(store.followUps(caseId(2))).hasSize(1);
    }

    @Test
    void a_case_from_the_chat_whose_number_was_taken_back_meanwhile_is_handed_in_by_itself() {
        store.handIn(submission(caseId(2), "a", MONDAY, true));
        store.withdraw(mailbox("a").name(), MONDAY);
        StoredDraft before = begin();
        store.commit(turn(update(MONDAY, 9), Optional.of(before), CHAT, known(CASE, "a")));
        LinkName other = chat(MONDAY, 2);
        store.commit(turn(update(MONDAY, 11), Optional.empty(), other, opens(caseId(3), "x", record(1))));
        store.commit(turn(update(MONDAY, 12), store.find(List.of(other)), other, known(caseId(3), "nobody's")));

        assertThat(store.release()).isEqualTo(2);
        assertThat(store.queue(NOON))
                .containsExactlyInAnyOrder(
                        queued(CASE, false, false, Optional.empty()),
                        queued(caseId(3), false, false, Optional.empty()));
        assertThat(store.first(CASE)).isEmpty();
        assertThat(store.read(CASE).orElseThrow().author()).isEmpty();
    }

    private static After.Submitted opened(CaseId id, String mailbox) {
        return new After.Submitted(
                id,
                List.of(record(0), record(9)),
                Optional.of(new WayBack.Opened(mailbox(mailbox), MONDAY, Optional.of(tell(1)))));
    }

    private static After.Submitted known(CaseId id, String mailbox) {
        return new After.Submitted(
                id,
                List.of(record(9)),
                Optional.of(new WayBack.Known(mailbox(mailbox).name(), signed("by the number of " + mailbox))));
    }

    void close(CaseId id) {
        assertThat(store.claim(id, "aigul", NOON, LATER)).isEqualTo(Claim.DONE);
        assertThat(store.close(id, "aigul", NOON)).isTrue();
    }

    Box box(CaseId id) {
        return store.mailboxOf(id).orElseThrow();
    }
}
