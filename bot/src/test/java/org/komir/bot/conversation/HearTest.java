package org.komir.bot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.komir.bot.questionnaires.Questionnaires;
import org.komir.bot.testing.Shipped;

/** Where somebody has read a text aloud, it can be heard before the consent too. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class HearTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");
    private static final Questionnaires QUESTIONNAIRES = Shipped.questionnaires();
    private static final Questionnaire QUESTIONNAIRE = Shipped.questionnaire();
    private static final int ABOUT = QUESTIONNAIRES.current().stream()
            .filter(Questionnaire::offered)
            .toList()
            .indexOf(QUESTIONNAIRE);
    private static final String FIRST_SCREEN =
            "kk-Arab/" + Texts.screen(QUESTIONNAIRE, QUESTIONNAIRE.screens().getFirst());
    private static final String CONSENT = "kk-Arab/" + Texts.question(QUESTIONNAIRE, QUESTIONNAIRE.consent());

    private static Step tap(Set<String> recordings, String verb, String language, int number) {
        Conversation conversation = new Conversation(
                QUESTIONNAIRES.all(),
                QUESTIONNAIRES.current(),
                QUESTIONNAIRES.texts(),
                QUESTIONNAIRES.places(),
                recordings);
        String token = new Token(0, verb, language, ABOUT + "." + number + ".").toString();
        return conversation.next(Optional.empty(), new Input.Tap(token), TODAY);
    }

    private static List<String> heard(Step step) {
        return step.effects().stream()
                .flatMap(effect -> effect instanceof Effect.Hear hear ? List.of(hear.recording()).stream() : null)
                .toList();
    }

    private static boolean offersToHear(Step step) {
        return step.effects().stream()
                .flatMap(effect -> effect instanceof Effect.Show show ? show.card().rows().stream() : null)
                .flatMap(List::stream)
                .anyMatch(button ->
                        Token.parse(button.token()).orElseThrow().verb().equals(Token.HEAR));
    }

    @Test
    void a_screen_and_the_consent_have_the_button_where_they_are_recorded() {
        int consent = QUESTIONNAIRE.screens().size();
        Set<String> both = Set.of(FIRST_SCREEN, CONSENT);
        assertThat(offersToHear(tap(both, Token.SCREEN, "kk-Arab", 0))).isTrue();
        assertThat(offersToHear(tap(both, Token.SCREEN, "kk-Arab", 1))).isFalse();
        assertThat(offersToHear(tap(both, Token.SCREEN, "kk-Arab", consent))).isTrue();
        assertThat(offersToHear(tap(both, Token.SCREEN, "ru", consent))).isFalse();
        assertThat(offersToHear(tap(Set.of(FIRST_SCREEN), Token.SCREEN, "kk-Arab", consent)))
                .isFalse();
        assertThat(heard(tap(both, Token.HEAR, "kk-Arab", 0))).containsExactly(FIRST_SCREEN);
        assertThat(heard(tap(both, Token.HEAR, "kk-Arab", consent))).containsExactly(CONSENT);
        assertThat(heard(tap(both, Token.HEAR, "ru", consent))).isEmpty();
    }
}
