package org.komir.bot.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.review.Verdicts.Kind;
import org.komir.bot.review.Verdicts.Verdict;

class StandingTest {
    private static final CaseId CASE = new CaseId("0".repeat(32));

    private static Verdict by(String volunteer, Kind kind, String seen) {
        return new Verdict(CASE, kind, volunteer, seen, new SignedText(volunteer + kind + seen, new byte[64]));
    }

    private static Standing after(Verdict... verdicts) {
        return Standing.of(Arrays.asList(verdicts)).orElseThrow();
    }

    @Test
    void without_a_verdict_a_case_stands_nowhere() {
        assertThat(Standing.of(List.of())).isEqualTo(Optional.empty());
    }

    @Test
    void two_different_people_make_it_whole_and_one_person_twice_does_not() {
        assertThat(after(by("aigul", Kind.VERIFIED, "a")).whole()).isFalse();
        assertThat(after(by("aigul", Kind.VERIFIED, "a"), by("aigul", Kind.VERIFIED, "a"))
                        .whole())
                .isFalse();
        Standing both = after(by("aigul", Kind.VERIFIED, "a"), by("bolat", Kind.VERIFIED, "a"));
        assertThat(both).isEqualTo(new Standing(Kind.VERIFIED, List.of("aigul", "bolat"), "a", true, true));
        assertThat(both.closes()).isTrue();
    }

    @Test
    void what_was_found_of_less_does_not_count_for_more() {
        assertThat(after(by("aigul", Kind.VERIFIED, "a"), by("bolat", Kind.VERIFIED, "with news"))
                        .whole())
                .isFalse();
    }

    @Test
    void of_each_person_the_last_word_counts() {
        Standing corrected =
                after(by("aigul", Kind.VERIFIED, "a"), by("aigul", Kind.HOSTILE, "a"), by("bolat", Kind.VERIFIED, "a"));
        assertThat(corrected.by()).containsExactly("bolat");
        assertThat(corrected.whole()).isFalse();
    }

    @Test
    void an_end_that_was_reached_once_was_reached() {
        Standing doubted =
                after(by("aigul", Kind.VERIFIED, "a"), by("bolat", Kind.VERIFIED, "a"), by("serik", Kind.HOSTILE, "a"));
        assertThat(doubted).isEqualTo(new Standing(Kind.HOSTILE, List.of("serik"), "a", false, true));
    }

    @Test
    void needing_more_takes_one_person_and_ends_nothing() {
        Standing more = after(by("aigul", Kind.NEEDS_MORE, "a"));
        assertThat(more.whole()).isTrue();
        assertThat(more.ended()).isFalse();
        assertThat(more.closes()).isFalse();
    }

    /** The same number stands in {@code work.test.ts}. */
    @Test
    void what_there_is_to_be_seen_is_hashed_as_the_console_does() {
        assertThat(Seen.of(new SealedCase(CASE, Map.of(), Map.of(), List.of()), List.of()))
                .isEqualTo("8b2929dc885ce817ab6c7cf527dbb99d0f148bffdd3c798fbd062468def862c7");
    }
}
