package org.komir.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.intake.Link.AUTHOR;
import static org.komir.bot.store.Samples.MONDAY;
import static org.komir.bot.store.Samples.TUESDAY;
import static org.komir.bot.store.Samples.caseId;
import static org.komir.bot.store.Samples.decision;
import static org.komir.bot.store.Samples.file;
import static org.komir.bot.store.Samples.letter;
import static org.komir.bot.store.Samples.link;
import static org.komir.bot.store.Samples.mailbox;
import static org.komir.bot.store.Samples.opens;
import static org.komir.bot.store.Samples.queued;
import static org.komir.bot.store.Samples.record;
import static org.komir.bot.store.Samples.signed;
import static org.komir.bot.store.Samples.submission;
import static org.komir.bot.store.Samples.turn;
import static org.komir.bot.store.Samples.update;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Mailboxes.Mail;
import org.komir.bot.intake.Mailboxes.Stage;
import org.komir.bot.review.Cases.Claim;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.review.Withdrawals.Decision;
import org.komir.bot.review.Withdrawals.Kind;
import org.komir.bot.review.Withdrawals.Withdrawn;

/** What every store promises of taking back. */
abstract class WayBackContract extends LinksContract {
    private static final LocalDate THURSDAY = MONDAY.plusDays(3);
    private static final LocalDate FRIDAY = MONDAY.plusDays(4);

    @Test
    void a_withdrawn_case_is_locked_at_once_for_everybody() {
        store.handIn(submission(CASE, "a", MONDAY, true));
        store.send(CASE, letter(1));
        store.claim(CASE, "aigul", NOON, LATER);

        assertThat(store.withdraw(mailbox("a").name(), MONDAY)).isTrue();
        assertThat(store.withdraw(mailbox("a").name(), TUESDAY))
                .as("asked again")
                .isTrue();
        assertThat(store.withdraw(mailbox("b").name(), MONDAY))
                .as("no such mailbox")
                .isFalse();

        assertThat(store.queue(NOON)).isEmpty();
        assertThat(store.lease(CASE, NOON)).isEmpty();
        assertThat(store.claim(CASE, "aigul", NOON, LATER)).isEqualTo(Claim.UNKNOWN);
        assertThat(store.close(CASE, "aigul", NOON)).isFalse();
        assertThat(store.read(CASE)).isEmpty();
        assertThat(store.all()).isEmpty();
        assertThat(store.mailboxOf(CASE)).isEmpty();
        assertThat(store.send(CASE, letter(2))).isFalse();
        assertThat(store.release()).isZero();
        assertThat(stage("a")).isEqualTo(Stage.WITHDRAWN);
        assertThat(store.mail(mailbox("a").name(), MONDAY).orElseThrow().letters())
                .isEmpty();
    }

    @Test
    void a_case_that_was_withdrawn_before_its_release_is_never_released() {
        store.handIn(submission(CASE, "a", MONDAY, false));
        store.withdraw(mailbox("a").name(), MONDAY);
        store.release();
        assertThat(store.queue(NOON)).isEmpty();
        assertThat(stage("a")).isEqualTo(Stage.WITHDRAWN);
    }

    @Test
    void all_that_followed_is_locked_with_the_first_one() {
        handInThree();
        store.commit(turn(update(MONDAY, 1), Optional.empty(), CHAT, opens(caseId(9), "a draft", record(1))));
        store.withdraw(mailbox("a").name(), MONDAY);

        assertThat(store.all()).isEmpty();
        assertThat(store.read(caseId(2))).isEmpty();
        assertThat(store.first(caseId(2))).isEmpty();
        assertThat(store.followUps(CASE)).isEmpty();
        assertThat(store.release()).isZero();
        assertThat(store.queue(NOON)).isEmpty();
        assertThat(store.health().queue()).isZero();
        assertThat(store.handIn(submission(caseId(4), "a", MONDAY, true)))
                .as("nothing follows any more")
                .isEmpty();
        assertThat(store.handIn(submission(caseId(2), "a", MONDAY, false)))
                .as("handed in before")
                .isEmpty();
        assertThat(store.abandoned(TUESDAY)).hasSize(1);
        assertThat(store.files()).as("what is locked still has its files").containsExactly(file(1));
    }

    @Test
    void what_was_withdrawn_is_destroyed_after_its_days_with_all_that_followed() throws Exception {
        handInThree();
        store.handIn(submission(caseId(7), "b", MONDAY, true));
        store.withdraw(mailbox("a").name(), MONDAY);

        assertThat(store.destroyWithdrawn(MONDAY, THURSDAY)).isEmpty();
        assertThat(store.readWithdrawn(CASE)).hasSize(3);
        assertThat(store.destroyWithdrawn(TUESDAY, FRIDAY))
                .as("one file for each of three cases")
                .containsExactly(file(1), file(1), file(1));

        store = crashAndReopen();
        assertThat(store.mail(mailbox("a").name(), FRIDAY)).hasValueSatisfying(mail -> {
            assertThat(mail.stage()).isEqualTo(Stage.GONE);
            assertThat(mail.withdrawn()).contains(MONDAY);
            assertThat(mail.first()).isEmpty();
        });
        assertThat(stage("b")).isEqualTo(Stage.WITH_VOLUNTEERS);
        assertThat(store.read(CASE)).isEmpty();
        assertThat(store.readWithdrawn(CASE)).isEmpty();
        assertThat(store.withdrawn()).isEmpty();
        assertThat(store.restore(CASE)).isFalse();
        assertThat(store.destroyWithdrawn(TUESDAY, FRIDAY)).isEmpty();
        assertThat(store.withdraw(mailbox("a").name(), TUESDAY))
                .as("asked once more")
                .isTrue();
        assertThat(store.mail(mailbox("a").name(), FRIDAY).orElseThrow().withdrawn())
                .contains(MONDAY);
        assertThat(store.handIn(submission(caseId(3), "a", TUESDAY, false)))
                .as("the mailbox is not given out anew")
                .isEmpty();
    }

    @Test
    void a_mailbox_says_the_same_on_each_day_whatever_became_of_its_case() {
        for (String mailbox : List.of("destroyed", "held", "restored")) {
            CaseId id = caseId(mailbox.length());
            store.handIn(submission(id, mailbox, MONDAY, true));
            store.send(id, letter(id.hex().hashCode()));
            store.withdraw(mailbox(mailbox).name(), MONDAY);
        }
        CaseId held = caseId("held".length());
        hold(held, "aigul", FRIDAY.plusDays(20));
        hold(held, "bolat", FRIDAY.plusDays(20));
        store.restore(caseId("restored".length()));
        assertTheSame(List.of("destroyed", "held", "restored"), THURSDAY, Stage.WITHDRAWN);

        store.destroyWithdrawn(TUESDAY, FRIDAY);

        assertTheSame(List.of("destroyed", "held", "restored"), FRIDAY, Stage.GONE);
        for (String mailbox : List.of("destroyed", "held", "restored")) {
            assertThat(store.withdraw(mailbox(mailbox).name(), FRIDAY)).isTrue();
            assertThat(store.handIn(submission(caseId(77), mailbox, FRIDAY, false)))
                    .as("what is handed in anew")
                    .isEmpty();
            assertThat(store.handIn(submission(caseId(mailbox.length()), mailbox, MONDAY, true)))
                    .as("what was handed in")
                    .isEmpty();
        }
        assertTheSame(List.of("destroyed", "held", "restored"), FRIDAY, Stage.GONE);
    }

    private void assertTheSame(List<String> mailboxes, LocalDate today, Stage stage) {
        for (String mailbox : mailboxes) {
            assertThat(store.mail(mailbox(mailbox).name(), today))
                    .as(mailbox)
                    .contains(new Mail(
                            mailbox(mailbox).recipient(),
                            mailbox(mailbox).author(),
                            MONDAY,
                            stage,
                            Optional.of(MONDAY),
                            Optional.empty(),
                            List.of()));
        }
    }

    @Test
    void what_two_people_hold_stays_locked_until_the_earlier_day_is_over() throws Exception {
        handInThree();
        store.withdraw(mailbox("a").name(), MONDAY);
        hold(CASE, "aigul", FRIDAY.plusDays(10));
        hold(CASE, "bolat", FRIDAY);

        store = crashAndReopen();
        assertThat(store.destroyWithdrawn(TUESDAY, FRIDAY)).isEmpty();
        assertThat(store.readWithdrawn(CASE)).hasSize(3);
        assertThat(store.read(CASE)).isEmpty();
        assertThat(store.destroyWithdrawn(TUESDAY, FRIDAY.plusDays(1))).hasSize(3);
    }

    @Test
    void what_one_person_holds_is_destroyed() {
        store.handIn(submission(CASE, "a", MONDAY, true));
        store.withdraw(mailbox("a").name(), MONDAY);
        hold(CASE, "aigul", FRIDAY.plusDays(10));
        hold(CASE, "aigul", FRIDAY.plusDays(11));
        decide(CASE, Kind.RESTORE, "bolat", FRIDAY.plusDays(10));
        assertThat(store.destroyWithdrawn(TUESDAY, FRIDAY)).hasSize(1);
    }

    @Test
    void of_one_person_and_kind_the_last_decision_counts_and_all_are_kept() throws Exception {
        store.handIn(submission(CASE, "a", MONDAY, true));
        store.handIn(submission(caseId(2), "b", MONDAY, true));
        store.withdraw(mailbox("a").name(), MONDAY);
        Decision first = hold(CASE, "aigul", FRIDAY.plusDays(10));
        Decision bolats = hold(CASE, "bolat", FRIDAY.plusDays(10));
        Decision shorter = hold(CASE, "aigul", THURSDAY);
        Decision restore = decide(CASE, Kind.RESTORE, "aigul", MONDAY);
        assertThat(store.decide(shorter)).as("sent again").isTrue();
        assertThat(store.decide(decision(caseId(2), Kind.HOLD, "aigul", FRIDAY)))
                .as("not locked")
                .isFalse();
        assertThat(store.decide(decision(caseId(3), Kind.HOLD, "aigul", FRIDAY)))
                .as("no such case")
                .isFalse();

        assertThat(store.withdrawn()).containsExactly(new Withdrawn(CASE, MONDAY, List.of(bolats, shorter, restore)));
        assertThat(store.destroyWithdrawn(TUESDAY, FRIDAY)).hasSize(1);
        store = crashAndReopen();
        assertThat(store.decisions())
                .as("they stay when the case is gone")
                .containsExactly(first, bolats, shorter, restore);
    }

    @Test
    void every_locked_case_is_listed_without_those_that_follow_it() {
        handInThree();
        store.handIn(submission(caseId(0), "b", TUESDAY, false));
        store.handIn(submission(caseId(7), "c", TUESDAY, true));
        store.withdraw(mailbox("a").name(), TUESDAY);
        store.withdraw(mailbox("b").name(), MONDAY);

        assertThat(store.withdrawn())
                .containsExactly(new Withdrawn(caseId(0), MONDAY, List.of()), new Withdrawn(CASE, TUESDAY, List.of()));
        assertThat(store.readWithdrawn(CASE))
                .extracting(SealedCase::id)
                .as("the first one first")
                .containsExactly(CASE, caseId(2), caseId(3));
        assertThat(store.readWithdrawn(CASE).get(1).author()).contains(signed("by a"));
        assertThat(store.readWithdrawn(caseId(2))).as("it follows").isEmpty();
        assertThat(store.readWithdrawn(caseId(7))).as("it is not locked").isEmpty();
        assertThat(store.decide(decision(caseId(2), Kind.HOLD, "aigul", FRIDAY)))
                .as("it follows")
                .isFalse();
        assertThat(store.restore(caseId(2))).isFalse();
        assertThat(store.restore(caseId(7))).isFalse();
    }

    @Test
    void a_case_that_was_taken_back_still_tells_how_it_came_to_its_mailbox_until_it_is_destroyed() throws Exception {
        store.handIn(submission(CASE, "a", MONDAY, true));
        store.handIn(submission(caseId(7), "d", MONDAY, true));
        assertThat(store.linksOf(CASE)).isEmpty();
        store.replace(mailbox("a").name(), mailbox("b"), link("a to b", AUTHOR), List.of(), Optional.empty());
        store.replace(mailbox("b").name(), mailbox("c"), link("b to c", AUTHOR), List.of(), Optional.empty());
        store.handIn(submission(caseId(2), "c", MONDAY, false));
        store.withdraw(mailbox("c").name(), MONDAY);

        store = crashAndReopen();
        assertThat(store.linksOf(CASE)).containsExactly(link("a to b", AUTHOR), link("b to c", AUTHOR));
        assertThat(store.readWithdrawn(CASE).get(1).author()).contains(signed("by c"));
        assertThat(store.linksOf(caseId(2))).as("it follows").isEmpty();
        assertThat(store.linksOf(caseId(7))).as("another").isEmpty();
        store.destroyWithdrawn(TUESDAY, FRIDAY);
        assertThat(store.linksOf(CASE)).isEmpty();
    }

    @Test
    void a_restored_case_is_as_it_was_without_its_mailbox() throws Exception {
        handInThree();
        close(CASE);
        store.handIn(submission(caseId(4), "a", TUESDAY, false));
        store.withdraw(mailbox("a").name(), TUESDAY);

        assertThat(store.restore(CASE)).isTrue();
        assertThat(store.restore(CASE)).isFalse();

        store = crashAndReopen();
        assertThat(store.withdrawn()).isEmpty();
        assertThat(store.queue(NOON)).as("it was closed").isEmpty();
        assertThat(store.followUps(CASE)).extracting(SealedCase::id).containsExactly(caseId(2), caseId(3));
        assertThat(store.all()).containsExactlyInAnyOrder(CASE, caseId(2), caseId(3), caseId(4));
        assertThat(store.mailboxOf(CASE)).isEmpty();
        assertThat(store.send(CASE, letter(1))).isFalse();
        assertThat(store.destroyWithdrawn(FRIDAY, FRIDAY)).isEmpty();
        assertThat(store.release()).as("what still waited").isEqualTo(1);
        assertThat(store.queue(NOON)).containsExactly(queued(CASE, true, true, Optional.empty()));
        assertThat(store.followUps(CASE)).hasSize(3);
    }

    /** A first case that is urgent, and two that followed it and are released. */
    private void handInThree() {
        store.handIn(submission(CASE, "a", MONDAY, true));
        store.handIn(submission(caseId(3), "a", MONDAY, false));
        store.handIn(submission(caseId(2), "a", MONDAY, false));
        store.release();
    }

    private Decision hold(CaseId id, String volunteer, LocalDate until) {
        return decide(id, Kind.HOLD, volunteer, until);
    }

    private Decision decide(CaseId id, Kind kind, String volunteer, LocalDate until) {
        Decision decision = decision(id, kind, volunteer, until);
        assertThat(store.decide(decision)).isTrue();
        return decision;
    }
}
