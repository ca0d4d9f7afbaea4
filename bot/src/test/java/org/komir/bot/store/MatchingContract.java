package org.komir.bot.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.store.Samples.MONDAY;
import static org.komir.bot.store.Samples.caseId;
import static org.komir.bot.store.Samples.mailbox;
import static org.komir.bot.store.Samples.matchKey;
import static org.komir.bot.store.Samples.matchRecord;
import static org.komir.bot.store.Samples.piece;
import static org.komir.bot.store.Samples.submission;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Limit;
import org.komir.bot.review.Matching.Key;
import org.komir.bot.review.Matching.Suggested;
import org.komir.bot.review.Work;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/** What every store promises of match records, their key, and what matchers say. */
abstract class MatchingContract extends PanelsContract {
    private static final CaseId OTHER = caseId(2);

    @Test
    void a_key_takes_the_place_of_the_one_that_its_maker_had_seen() throws Exception {
        assertThat(store.matchKey()).isEmpty();
        assertThat(store.putMatchKey(matchKey(1, "a"), sha256(matchKey(1, "b"))))
                .as("there is none")
                .isFalse();
        assertThat(store.putMatchKey(matchKey(1, "a"), "")).isTrue();
        assertThat(store.putMatchKey(matchKey(1, "a"), ""))
                .as("the answer did not come")
                .isTrue();
        assertThat(store.putMatchKey(matchKey(1, "b"), ""))
                .as("somebody was faster")
                .isFalse();

        store = crashAndReopen();
        assertThat(store.matchKey()).contains(matchKey(1, "a"));
        assertThat(store.putMatchKey(matchKey(2, "c"), sha256(matchKey(1, "a"))))
                .isTrue();
        assertThat(store.matchKey()).contains(matchKey(2, "c"));
    }

    @Test
    void a_record_is_of_the_generation_that_there_is_and_takes_the_place_of_the_one_before() throws Exception {
        handedIn();
        assertThat(store.putMatchRecord(1, matchRecord(CASE, 1)))
                .as("there is no key")
                .isFalse();
        store.putMatchKey(matchKey(1, "a"), "");
        assertThat(store.putMatchRecord(2, matchRecord(CASE, 1))).isFalse();
        assertThat(store.putMatchRecord(1, matchRecord(CASE, 1))).isTrue();
        assertThat(store.putMatchRecord(1, matchRecord(CASE, 2))).isTrue();
        assertThat(store.putMatchRecord(1, matchRecord(caseId(9), 1)))
                .as("no such case")
                .isFalse();
        assertThat(store.putMatchRecord(1, matchRecord(caseId(3), 1)))
                .as("it follows")
                .isFalse();
        assertThat(store.madeOf(CASE)).contains(matchRecord(CASE, 2).madeOf());
        assertThat(store.madeOf(OTHER)).isEmpty();

        store = crashAndReopen();
        store.putMatchRecord(1, matchRecord(OTHER, 3));
        assertThat(store.matchRecords()).isEqualTo(2);
        assertThat(store.matchRecords(Optional.empty(), 10))
                .containsExactly(matchRecord(CASE, 2), matchRecord(OTHER, 3));
        assertThat(store.matchRecords(Optional.empty(), 1)).containsExactly(matchRecord(CASE, 2));
        assertThat(store.matchRecords(Optional.of(CASE), 10)).containsExactly(matchRecord(OTHER, 3));
        assertThat(store.matchRecords(Optional.of(OTHER), 10)).isEmpty();
    }

    @Test
    void with_a_new_generation_the_records_are_gone_and_with_the_same_key_sealed_anew_they_stay() {
        handedIn();
        store.putMatchKey(matchKey(1, "a"), "");
        store.putMatchRecord(1, matchRecord(CASE, 1));
        assertThat(store.putMatchKey(matchKey(1, "b"), sha256(matchKey(1, "a"))))
                .isTrue();
        assertThat(store.matchRecords()).isEqualTo(1);
        assertThat(store.putMatchKey(matchKey(2, "c"), sha256(matchKey(1, "b"))))
                .isTrue();
        assertThat(store.matchRecords()).isZero();
        assertThat(store.matchRecords(Optional.empty(), 10)).isEmpty();
        assertThat(store.madeOf(CASE)).isEmpty();
        assertThat(store.putMatchRecord(1, matchRecord(CASE, 2)))
                .as("made with the key of before")
                .isFalse();
    }

    @Test
    void a_case_that_is_taken_back_has_no_record_from_then_on() {
        handedIn();
        store.putMatchKey(matchKey(1, "a"), "");
        store.putMatchRecord(1, matchRecord(CASE, 1));
        store.putMatchRecord(1, matchRecord(OTHER, 2));
        store.withdraw(mailbox("a").name(), MONDAY);
        assertThat(store.madeOf(CASE)).isEmpty();
        assertThat(store.matchRecords(Optional.empty(), 10)).containsExactly(matchRecord(OTHER, 2));
        assertThat(store.putMatchRecord(1, matchRecord(CASE, 3))).isFalse();
        assertThat(store.suggest(CASE, piece(1))).isEqualTo(Suggested.NO_RECORD);
        store.restore(CASE);
        assertThat(store.madeOf(CASE)).as("given back").isEmpty();
        assertThat(store.putMatchRecord(1, matchRecord(CASE, 3))).isTrue();
    }

    @Test
    void a_suggestion_needs_a_record_and_no_claim_and_the_same_again_changes_nothing() {
        handedIn();
        store.putMatchKey(matchKey(1, "a"), "");
        assertThat(store.suggest(CASE, piece(1))).isEqualTo(Suggested.NO_RECORD);
        store.putMatchRecord(1, matchRecord(CASE, 1));
        assertThat(store.suggest(CASE, piece(1))).isEqualTo(Suggested.DONE);
        assertThat(store.suggest(CASE, piece(1))).isEqualTo(Suggested.DONE);
        Work.Piece other = new Work.Piece(piece(1).name(), piece(2).sealed());
        assertThat(store.suggest(CASE, other)).isEqualTo(Suggested.TAKEN);
        assertThat(store.workOn(CASE)).containsExactly(piece(1));
    }

    @Test
    void what_matchers_suggest_leaves_room_for_the_work_of_others() {
        handedIn();
        store.putMatchKey(matchKey(1, "a"), "");
        store.putMatchRecord(1, matchRecord(CASE, 1));
        for (int i = 0; i < Limit.SUGGESTIONS_OF_A_CASE.most(); i++) {
            store.suggest(CASE, piece(i));
        }
        assertThat(store.suggest(CASE, piece(Limit.SUGGESTIONS_OF_A_CASE.most())))
                .isEqualTo(Suggested.FULL);
        store.claim(CASE, "aigul", NOON, LATER);
        assertThat(store.add(CASE, "aigul", piece(Limit.SUGGESTIONS_OF_A_CASE.most()), NOON))
                .isEqualTo(Work.Added.DONE);
    }

    @Test
    void what_a_matcher_has_said_of_pairs_is_that_matchers_alone() throws Exception {
        store.sayOfPairs("tilek", said("first"));
        store.sayOfPairs("tilek", said("second"));
        store.sayOfPairs("other", said("third"));
        store = crashAndReopen();
        assertThat(store.saidOfPairs("tilek")).contains(said("second"));
        assertThat(store.saidOfPairs("other")).contains(said("third"));
        assertThat(store.saidOfPairs("nobody")).isEmpty();
    }

    private static Sealed<Purpose.Kept> said(String text) {
        return Sealed.stored(Purpose.KEPT, text.getBytes(UTF_8));
    }

    private static String sha256(Key key) {
        return key.sealed().sha256Hex();
    }

    /** Two cases, and one that follows the first. */
    private void handedIn() {
        store.handIn(submission(CASE, "a", MONDAY, true));
        store.handIn(submission(OTHER, "b", MONDAY, true));
        store.handIn(submission(caseId(3), "a", MONDAY, true));
        assertThat(store.first(caseId(3))).contains(CASE);
    }
}
