package org.komir.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.store.Samples.ADMISSION;
import static org.komir.bot.store.Samples.MONDAY;
import static org.komir.bot.store.Samples.PANEL;
import static org.komir.bot.store.Samples.caseId;
import static org.komir.bot.store.Samples.keyFile;
import static org.komir.bot.store.Samples.mailbox;
import static org.komir.bot.store.Samples.submission;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Submissions.Submission;
import org.komir.bot.review.Cases.Claim;
import org.komir.bot.review.Panels.Group;
import org.komir.bot.review.Panels.KeyFile;
import org.komir.bot.review.Panels.Seat;
import org.komir.crypto.CaseKey;
import org.komir.crypto.Compartment;
import org.komir.crypto.Panelists;

/** What every store promises of panels, of key files that are sealed anew, and of people who must not see a case. */
abstract class PanelsContract extends TriageContract {
    private static final CaseId LATER_CASE = caseId(2);

    @Test
    void the_ids_of_a_panel_stand_beside_its_key_file() throws Exception {
        handedIn();
        Seat reads = seat(CASE, Compartment.CASE, Optional.of(Panelists.of(PANEL)));
        Seat threats = seat(CASE, Compartment.THREATS, Optional.empty());

        store = crashAndReopen();
        Group group = new Group(
                CASE,
                Set.of(),
                List.of(
                        reads,
                        threats,
                        seat(LATER_CASE, Compartment.CASE, Optional.of(Panelists.of(PANEL))),
                        seat(LATER_CASE, Compartment.THREATS, Optional.empty())));
        assertThat(store.group(CASE)).contains(group);
        assertThat(store.groups()).containsExactly(group);
        assertThat(store.group(LATER_CASE)).as("it follows").isEmpty();
        assertThat(store.group(caseId(9))).isEmpty();
        assertThat(store.queue(NOON).getFirst().admission()).isEqualTo(ADMISSION);
    }

    @Test
    void a_nested_panel_and_one_of_the_escrow_alone_are_read_as_they_were_written() {
        Submission made = submission(CASE, "a", MONDAY, true);
        List<Panelists> panels = List.of(
                Panelists.of(List.of()),
                Panelists.nested(List.of(), List.of()),
                Panelists.nested(List.of("aigul"), List.of("bolat", "dana")),
                Panelists.nested(List.of("aigul", "bolat"), List.of()));
        for (int i = 0; i < panels.size(); i++) {
            CaseKey key = new CaseKey(mailbox("a").recipient(), keyFile("k"), Optional.of(panels.get(i)));
            store.handIn(new Submission(
                    caseId(i),
                    true,
                    Map.of(Compartment.CASE, key),
                    made.records(),
                    mailbox("mailbox " + i),
                    made.author(),
                    MONDAY));
            assertThat(store.group(caseId(i)).orElseThrow().seats())
                    .containsExactly(seat(caseId(i), Compartment.CASE, Optional.of(panels.get(i))));
        }
    }

    @Test
    void nothing_is_sealed_anew_of_what_is_locked_or_was_not_seen_in_the_queue_yet() {
        store.handIn(submission(CASE, "a", MONDAY, false));
        assertThat(store.groups()).isEmpty();
        assertThat(store.group(CASE)).isEmpty();
        assertThat(reseals("k", "anew", "aigul")).isFalse();
        store.release();
        assertThat(store.groups()).hasSize(1);
        store.withdraw(mailbox("a").name(), MONDAY);
        assertThat(store.groups()).isEmpty();
        assertThat(store.group(CASE)).isEmpty();
        assertThat(store.keyFiles(CASE)).isEmpty();
        assertThat(reseals("k", "anew", "aigul")).isFalse();
        assertThat(store.exclude(CASE, "aigul", NOON)).isFalse();
    }

    @Test
    void a_key_file_takes_the_place_of_the_one_that_its_sealer_had_seen_and_the_one_before_is_kept() throws Exception {
        handedIn();
        assertThat(reseals("another", "anew", "aigul")).isFalse();
        assertThat(reseals("k", "anew", "aigul")).isTrue();
        assertThat(reseals("k", "anew", "aigul")).as("the answer did not come").isTrue();
        assertThat(reseals("k", "anew too", "bolat")).as("somebody was faster").isFalse();

        store = crashAndReopen();
        KeyFile file = store.keyFiles(CASE).getFirst();
        assertThat(file.seat())
                .isEqualTo(new Seat(
                        CASE,
                        Compartment.CASE,
                        Optional.of(Panelists.of(List.of("aigul", "chynar"))),
                        Optional.of("aigul")));
        assertThat(file.file()).isEqualTo(keyFile("anew"));
        assertThat(file.before()).contains(keyFile("k"));
        assertThat(store.read(CASE).orElseThrow().keys())
                .as("a console is given the new one, and no other name")
                .containsOnlyKeys(Compartment.CASE, Compartment.THREATS)
                .containsEntry(Compartment.CASE, keyFile("anew"));
        assertThat(store.keyFiles(CASE).getLast().seat().id())
                .as("what followed is untouched")
                .isEqualTo(LATER_CASE);
        assertThat(store.keyFiles(CASE).getLast().before()).isEmpty();
    }

    @Test
    void the_file_that_is_kept_is_the_last_one_that_somebody_else_has_opened() {
        handedIn();
        reseals("k", "bad", "aigul");
        assertThat(reseals("bad", "good", "bolat")).isTrue();
        assertThat(store.keyFiles(CASE).getFirst().before())
                .as("not the bad one")
                .contains(keyFile("k"));
        assertThat(store.keyFiles(CASE).getFirst().seat().unconfirmedBy()).contains("bolat");
    }

    @Test
    void only_somebody_else_says_that_it_opens_and_then_the_one_before_is_gone() throws Exception {
        handedIn();
        assertThat(confirms("k", "bolat")).as("nothing was sealed anew").isFalse();
        reseals("k", "anew", "aigul");
        assertThat(confirms("anew", "aigul")).isFalse();
        assertThat(confirms("k", "bolat")).as("another file").isFalse();
        assertThat(confirms("anew", "bolat")).isTrue();
        assertThat(confirms("anew", "bolat")).isFalse();

        store = crashAndReopen();
        assertThat(store.keyFiles(CASE).getFirst().before()).isEmpty();
        assertThat(store.keyFiles(CASE).getFirst().seat().unconfirmedBy()).isEmpty();
        assertThat(reseals("anew", "once more", "bolat")).isTrue();
        assertThat(store.keyFiles(CASE).getFirst().before()).contains(keyFile("anew"));
    }

    @Test
    void who_must_not_see_a_case_is_written_down_and_gives_it_back() throws Exception {
        handedIn();
        store.claim(CASE, "bolat", NOON, LATER);
        assertThat(store.exclude(CASE, "aigul", NOON)).isTrue();
        assertThat(store.lease(CASE, NOON)).as("somebody else’s").isPresent();
        assertThat(store.exclude(CASE, "bolat", NOON)).isTrue();
        assertThat(store.exclude(CASE, "bolat", NOON)).isTrue();
        assertThat(store.lease(CASE, NOON)).isEmpty();
        assertThat(store.exclude(LATER_CASE, "bolat", NOON)).as("it follows").isFalse();
        assertThat(store.exclude(caseId(9), "bolat", NOON)).isFalse();

        store = crashAndReopen();
        assertThat(store.group(CASE).orElseThrow().excluded()).containsExactlyInAnyOrder("aigul", "bolat");
        assertThat(store.queue(NOON).getFirst().admission().excluded()).containsExactlyInAnyOrder("aigul", "bolat");
        assertThat(store.claim(CASE, "chynar", NOON, LATER)).isEqualTo(Claim.DONE);
    }

    @Test
    void with_a_destroyed_case_the_kept_key_file_is_destroyed() {
        handedIn();
        reseals("k", "anew", "aigul");
        store.exclude(CASE, "bolat", NOON);
        store.withdraw(mailbox("a").name(), MONDAY);
        store.destroyWithdrawn(MONDAY.plusDays(4), MONDAY.plusDays(4));
        store.handIn(submission(CASE, "b", MONDAY.plusDays(4), true));
        assertThat(store.keyFiles(CASE))
                .allSatisfy(file -> assertThat(file.before()).isEmpty());
        assertThat(store.group(CASE).orElseThrow().excluded()).isEmpty();
    }

    private static Seat seat(CaseId id, Compartment compartment, Optional<Panelists> panelists) {
        return new Seat(id, compartment, panelists, Optional.empty());
    }

    /** A case, and one that follows it. */
    private void handedIn() {
        store.handIn(submission(CASE, "a", MONDAY, true));
        store.handIn(submission(LATER_CASE, "a", MONDAY, true));
    }

    private boolean reseals(String replaces, String by, String volunteer) {
        return store.reseal(
                CASE,
                Compartment.CASE,
                keyFile(replaces).sha256Hex(),
                keyFile(by),
                Panelists.of(List.of("aigul", "chynar")),
                volunteer);
    }

    private boolean confirms(String file, String volunteer) {
        return store.confirm(CASE, Compartment.CASE, keyFile(file).sha256Hex(), volunteer);
    }
}
