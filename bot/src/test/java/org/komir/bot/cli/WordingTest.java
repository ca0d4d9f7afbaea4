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

    private static OpenedRecord consentBy(String channel) {
        String version = QUESTIONNAIRES.byId("news").orElseThrow().sha256();
        return new OpenedRecord(1, Compartment.CASE, new JsonMapper().readTree("""
                        {"kind": "answered", "question": "consent", "version": "%s", "channel": "%s", "day": "2026-11-23", "value": {"choice": "yes"}}
                        """.formatted(version, channel)));
    }
}
