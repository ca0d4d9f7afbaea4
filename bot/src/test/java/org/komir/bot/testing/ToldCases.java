package org.komir.bot.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.komir.bot.conversation.QuestionType;
import org.komir.bot.conversation.Questionnaire;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.store.Store;
import tools.jackson.databind.JsonNode;

/** Every case of a store, opened, in the words in which {@link Families} note what they answered; each with a whole manifest. */
public final class ToldCases {
    private ToldCases() {}

    public static List<List<String>> of(Store store, MadeUpOrganisation organisation) throws Exception {
        List<List<String>> told = new ArrayList<>();
        for (CaseId id : store.all()) {
            SealedCase sealed = store.read(id).orElseThrow();
            OpenedCase opened = OpenedCase.of(sealed, organisation.identities());
            assertManifestFits(sealed, opened);
            assertThat(opened.answered()).doesNotHaveDuplicates();
            told.add(opened.records().stream()
                    .filter(record -> record.has("question"))
                    .map(ToldCases::told)
                    .toList());
        }
        return told;
    }

    private static void assertManifestFits(SealedCase sealed, OpenedCase opened) {
        JsonNode manifest = opened.records().getLast();
        assertThat(manifest.path("kind").asString("")).isEqualTo("manifest");
        assertThat(manifest.path("value").path("complete").asBoolean(false)).isTrue();
        List<String> listed = new ArrayList<>();
        manifest.path("value")
                .path("records")
                .forEach(entry -> listed.add(
                        entry.path("seq").asInt() + " " + entry.path("sha256").asString("")));
        List<String> there = sealed.records().stream()
                .limit(sealed.records().size() - 1L)
                .map(record -> record.seq() + " " + record.sealed().sha256Hex())
                .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(there);
    }

    private static String told(JsonNode record) {
        JsonNode value = record.path("value");
        String kind = record.path("kind").asString("");
        if (!kind.equals("answered")) {
            return Families.told(kind, "");
        }
        Questionnaire questionnaire =
                Shipped.questionnaires().byId("detained-relative").orElseThrow();
        QuestionType type = questionnaire
                .question(record.path("question").asString(""))
                .orElseThrow()
                .type();
        String choice = value.path("choice").asString("");
        return switch (type) {
            case QuestionType.Consent consent -> Families.told("consent", QuestionType.Consent.OPTIONS.indexOf(choice));
            case QuestionType.Choice options ->
                Families.told("option", options.options().indexOf(choice));
            case QuestionType.Multi multi -> {
                int ticks = 0;
                for (JsonNode option : value.path("choices")) {
                    ticks |= 1 << multi.options().indexOf(option.asString(""));
                }
                yield Families.told("ticks", ticks);
            }
            case QuestionType.PartialDate date ->
                Families.told("date", value.path("edtf").asString(""));
            case QuestionType.Place place ->
                Families.told("place", value.path("code").asString(""));
            case QuestionType.Text text ->
                Families.told("text", value.path("text").asString(""));
            case QuestionType.YesNo yesNo -> Families.told("option", type.choices().indexOf(choice));
            case QuestionType.Repeat repeat -> Families.told("option", type.choices().indexOf(choice));
            case QuestionType.Contact contact ->
                Families.told("text", value.path("text").asString(""));
            case QuestionType.IdNumber number ->
                Families.told("text", value.path("words").asString(""));
            case QuestionType.Files files ->
                Families.told("text", value.path("text").asString(""));
            case QuestionType.Narrative text ->
                Families.told("text", value.path("text").asString(""));
        };
    }
}
