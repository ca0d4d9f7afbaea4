package org.komir.bot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.komir.bot.testing.Shipped;

/** What somebody begins who came back, beside the transcripts: what a late tap and lost questions must not change. */
class WiderTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    private final Conversation conversation = Shipped.conversation();
    private final Questionnaire agreement =
            Shipped.questionnaires().byId("agreement").orElseThrow();
    private final Session session = Session.after(agreement, new Course(agreement), "en");

    @Test
    void a_tap_that_comes_late_adds_nothing_to_what_is_asked_once_more() {
        String done = new Token(session.turn(), Token.DONE, "0", bits("un")).toString();
        Step asked = conversation.next(Optional.of(session), new Input.Tap(done), TODAY);
        assertThat(kept(asked)).isEmpty();

        String meant = tokens(asked).stream()
                .filter(token -> Token.parse(token).orElseThrow().verb().equals(Token.WIDER))
                .findFirst()
                .orElseThrow();
        String afterALateTap = new Ticks(session.turn(), Integer.parseInt(bits("un", "journalists"))).into(meant);
        Step yes = conversation.next(asked.session(), new Input.Tap(afterALateTap), TODAY);

        assertThat(kept(yes)).containsExactly(new Answer.ChosenMany(List.of("un")));
    }

    @Test
    void a_yes_of_an_earlier_card_keeps_nothing() {
        String meant = new Token(session.turn(), Token.WIDER, "0", bits("un")).toString();
        Optional<Session> onward = conversation
                .next(
                        Optional.of(session),
                        new Input.Tap(Token.of(session.turn(), Token.LATER).toString()),
                        TODAY)
                .session();

        assertThat(kept(conversation.next(onward, new Input.Tap(meant), TODAY))).isEmpty();
    }

    @Test
    void who_begins_while_the_questions_before_are_gone_reads_the_agreement_and_the_old_case_waits() {
        Session lost =
                new Session("0".repeat(64), "en", 1, 1, new BitSet(), new BitSet(), false, false, false, 0, 0, false);

        Step step = conversation.next(Optional.of(lost), new Input.Begin("agreement", "en"), TODAY);

        assertThat(step.session()).contains(lost);
        assertThat(step.effects().getFirst())
                .isInstanceOfSatisfying(
                        Effect.Show.class,
                        show -> assertThat(show.card().text())
                                .isEqualTo(conversation.texts("en").get("agreement.1/consent")));
    }

    private String bits(String... options) {
        List<String> all = agreement.questions().get(1).type().choices();
        int bits = 0;
        for (String option : options) {
            bits |= 1 << all.indexOf(option);
        }
        return Integer.toString(bits);
    }

    private static List<Answer> kept(Step step) {
        return step.effects().stream()
                .flatMap(effect -> effect instanceof Effect.Keep keep && !(keep.answer() instanceof Answer.Later)
                        ? Optional.of(keep.answer()).stream()
                        : Optional.<Answer>empty().stream())
                .toList();
    }

    private static List<String> tokens(Step step) {
        return step.effects().stream()
                .flatMap(effect -> effect instanceof Effect.Show show
                        ? show.card().rows().stream()
                        : Optional.<List<Card.Button>>empty().stream())
                .flatMap(List::stream)
                .map(Card.Button::token)
                .toList();
    }
}
