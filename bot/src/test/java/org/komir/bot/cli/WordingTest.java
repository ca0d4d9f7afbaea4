package org.komir.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.komir.bot.cli.CaseFolder.OpenedRecord;
import org.komir.bot.questionnaires.Questionnaires;
import org.komir.bot.testing.Shipped;
import org.komir.crypto.Compartment;
import tools.jackson.databind.json.JsonMapper;

@DisplayNameGeneration(ReplaceUnderscores.class)
class WordingTest {
    private static final Questionnaires QUESTIONNAIRES = Shipped.questionnaires();

    private final Wording wording =
            new Wording(QUESTIONNAIRES, QUESTIONNAIRES.texts("en").orElseThrow());

    @Test
    void a_consent_is_told_in_the_words_of_the_chat_or_of_the_form_where_it_was_given() {
        assertThat(wording.of(consentBy("chat"))).last().asString().contains("Yes, hand it in even if unfinished");
        assertThat(wording.of(consentBy("form"))).last().asString().contains("Yes, we begin");
    }

    @Test
    void what_somebody_agreed_to_who_came_back_is_told_by_its_question() {
        OpenedRecord answer = consentTo("answer", "form");
        OpenedRecord agreement = consentTo("agreement", "chat");

        assertThat(wording.knows(answer)).isTrue();
        assertThat(wording.of(answer)).first().asString().contains("May we keep what you send us now?");
        assertThat(wording.of(agreement)).first().asString().contains("May we keep what you decide now?");
    }

    private static OpenedRecord consentBy(String channel) {
        return consentTo("news", channel);
    }

    private static OpenedRecord consentTo(String questionnaire, String channel) {
        String version = QUESTIONNAIRES.byId(questionnaire).orElseThrow().sha256();
        return new OpenedRecord(1, Compartment.CASE, new JsonMapper().readTree("""
                        {"kind": "answered", "question": "consent", "version": "%s", "channel": "%s", "day": "2026-11-23", "value": {"choice": "yes"}}
                        """.formatted(version, channel)));
    }
}
