package org.komir.bot.questionnaires;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.komir.bot.conversation.Condition;
import org.komir.bot.conversation.Places;
import org.komir.bot.conversation.Question;
import org.komir.bot.conversation.QuestionType;
import org.komir.bot.conversation.Questionnaire;
import org.komir.bot.conversation.Texts;

class QuestionnairesTest {

    private static final Questionnaires SHIPPED = Questionnaires.load(ConfigSource.classPath());

    private static Questionnaire shipped() {
        return SHIPPED.byId("detained-relative").orElseThrow();
    }

    private static Question question(String id) {
        return shipped().question(id).orElseThrow();
    }

    @Test
    void whatIsShippedHasNoProblem() {
        assertEquals(
                List.of("agreement.1", "answer.1", "detained-relative.1", "eyewitness.1", "news.1"),
                SHIPPED.all().stream().map(Questionnaire::name).toList());
    }

    @Test
    void aVersionIsTheSha256OfItsFile() throws Exception {
        byte[] file = ConfigSource.classPath().files().get("questionnaires/detained-relative.1.yaml");
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));

        assertEquals(sha256, shipped().sha256());
        assertEquals(Optional.of(shipped()), SHIPPED.byHash(sha256));
        assertEquals(Optional.empty(), SHIPPED.byHash("00"));
    }

    @Test
    void theNamesOfTheFamilyTheThreatsAndTheNeedsAreSealedApart() {
        assertEquals(
                Set.of("case", "identity", "threats", "needs"),
                shipped().compartments().keySet());
        assertEquals("identity", question("t_name").compartment());
        assertEquals("identity", question("cs_contact").compartment());
        assertEquals("threats", question("th_threats").compartment());
        assertEquals("case", question("p_name").compartment());
    }

    @Test
    void aQuestionIsReadWithAllThatItSays() {
        assertEquals(
                new Question(
                        "n_urgent_what",
                        new QuestionType.Multi(
                                List.of(
                                        "border",
                                        "papers",
                                        "listed",
                                        "transfer",
                                        "trial",
                                        "sent_back",
                                        "illness",
                                        "other"),
                                Optional.empty(),
                                Set.of()),
                        "case",
                        true,
                        Optional.of(new Condition("n_urgent", Set.of("today", "this_week"), false)),
                        Optional.empty()),
                question("n_urgent_what"));
        assertEquals(new QuestionType.PartialDate(true), question("p_birth").type());
        assertEquals(new QuestionType.Place("xinjiang"), question("e_where").type());
        assertEquals(Set.of("p_name", "story", "h_letter"), shipped().minimum());
    }

    @Test
    void everyQuestionHasItsWordsInEveryLanguage() {
        assertEquals(
                List.of("kk-Cyrl", "kk-Arab", "ug-Arab", "ru", "zh-Hans", "en"),
                SHIPPED.languages().stream().map(Language::tag).toList());
        for (Texts texts : SHIPPED.texts()) {
            for (Questionnaire questionnaire : SHIPPED.all()) {
                for (Question question : questionnaire.questions()) {
                    assertFalse(
                            texts.get(Texts.question(questionnaire, question)).isBlank());
                }
            }
        }
        Texts arabic = SHIPPED.texts("kk-Arab").orElseThrow();
        assertTrue(arabic.rightToLeft());
        assertEquals("قازاقشا", arabic.name());
        assertEquals("جوق", arabic.get(Texts.choice(shipped(), question("th_threats"), "no")));
    }

    @Test
    void inTheFormItsTextsTakeThePlaceOfThoseOfTheChat() {
        Map<String, String> values = Map.of("n", "3", "total", "9");
        for (Texts chat : SHIPPED.texts()) {
            Texts form = chat.inForm();

            assertEquals(chat.get("form/instead.saved"), form.get("saved"));
            assertNotEquals(chat.get("saved"), form.get("saved"));
            assertEquals(chat.get("form/instead.status.open", values), form.get("status.open", values));
            assertNotEquals(chat.get("status.open", values), form.get("status.open", values));
            assertEquals(chat.get("stopped"), form.get("stopped"));
            for (Questionnaire questionnaire : SHIPPED.all()) {
                assertEquals(
                        chat.get("form/instead.consent.yes"),
                        form.get(Texts.choice(questionnaire, questionnaire.consent(), "yes")));
                for (String screen : questionnaire.screens()) {
                    String id = Texts.screen(questionnaire, screen);
                    assertEquals(
                            chat.words().getOrDefault("form/instead.screens." + screen, chat.get(id)), form.get(id));
                }
            }
        }
    }

    @Test
    void noScreenAndNoQuestionOfTheFormNamesACommandOfTheChat() {
        for (Texts texts : SHIPPED.texts()) {
            texts.inForm().words().forEach((id, text) -> {
                if (id.contains(".1/") || id.startsWith("form/")) {
                    assertFalse(Pattern.compile("(?<!\\w)/[a-z]").matcher(text).find(), texts.language() + " " + id);
                }
            });
        }
    }

    @Test
    void everyButtonOfTheFormIsOneOfItsTexts() {
        for (Texts texts : SHIPPED.texts()) {
            FormWords.BUTTONS.forEach(
                    id -> assertFalse(texts.get(Texts.form(id)).isBlank()));
        }
    }

    @Test
    void whoComesBackWritesOrAgreesAnewInWhatTheServerCannotTellFromNews() {
        Questionnaire news = SHIPPED.byId("news").orElseThrow();
        assertEquals(
                List.of("detained-relative", "eyewitness", "news"),
                SHIPPED.current().stream()
                        .filter(Questionnaire::offered)
                        .map(Questionnaire::id)
                        .toList());
        for (String id : List.of("answer", "agreement")) {
            Questionnaire begun = SHIPPED.byId(id).orElseThrow();
            assertFalse(begun.offered());
            assertEquals(news.compartments(), begun.compartments());
            assertEquals(id.equals("agreement"), begun.atOnce());
        }
        assertTrue(SHIPPED.all().stream()
                .filter(Questionnaire::atOnce)
                .allMatch(one -> one.id().equals("agreement")));
    }

    @Test
    void whatIsAskedAgainIsAskedInTheSameWordsAndSealedInTheSamePlace() {
        Questionnaire news = SHIPPED.byId("news").orElseThrow();
        for (String id : List.of("answer", "agreement")) {
            Questionnaire begun = SHIPPED.byId(id).orElseThrow();
            for (Question question :
                    begun.questions().subList(1, begun.questions().size())) {
                news.question(question.id())
                        .ifPresentOrElse(
                                same -> sameWords(begun, question, news, same),
                                () -> assertEquals("reply", question.id()));
            }
        }
    }

    private static void sameWords(Questionnaire one, Question question, Questionnaire other, Question same) {
        assertEquals(same.type(), question.type(), question.id());
        assertEquals(same.compartment(), question.compartment(), question.id());
        for (Texts texts : SHIPPED.texts()) {
            assertEquals(texts.get(Texts.question(other, same)), texts.get(Texts.question(one, question)));
            assertEquals(
                    texts.words().get(Texts.help(other, same)), texts.words().get(Texts.help(one, question)));
            if (!(question.type() instanceof QuestionType.Choice) && !(question.type() instanceof QuestionType.Multi)) {
                continue;
            }
            for (String option : question.type().choices()) {
                assertEquals(
                        texts.get(Texts.choice(other, same, option)), texts.get(Texts.choice(one, question, option)));
            }
        }
    }

    @Test
    void whereTheFirstAgreementIsGivenNothingIsAskedTwiceAndWhereItIsChangedWhatWidensIs() {
        Map<String, Set<String>> widening = Map.of(
                "u_share", Set.of("un", "other_gov", "lawyers", "databases", "journalists", "kz_mfa"),
                "u_publish", Set.of("no_name", "name", "name_photo"),
                "u_voice", Set.of("changed", "own_voice"),
                "u_face", Set.of("hidden", "own_face"));
        for (Questionnaire questionnaire : SHIPPED.all()) {
            boolean changes = Set.of("news", "agreement").contains(questionnaire.id());
            Map<String, Set<String>> found = new TreeMap<>();
            questionnaire.questions().stream()
                    .filter(question -> !question.type().widens().isEmpty())
                    .forEach(
                            question -> found.put(question.id(), question.type().widens()));
            assertEquals(changes ? widening : Map.of(), found, questionnaire.id());
        }
    }

    @Test
    void aTelephoneSuggestsALanguageAndNeverMoreThanThat() {
        assertEquals(Optional.of("kk-Arab"), SHIPPED.suggestedBy("kk-CN").map(Language::tag));
        assertEquals(Optional.of("kk-Cyrl"), SHIPPED.suggestedBy("kk").map(Language::tag));
        assertEquals(Optional.of("ug-Arab"), SHIPPED.suggestedBy("ug").map(Language::tag));
        assertEquals(Optional.of("zh-Hans"), SHIPPED.suggestedBy("zh_TW").map(Language::tag));
        assertEquals(Optional.of("en"), SHIPPED.suggestedBy("en-GB").map(Language::tag));
        assertEquals(Optional.empty(), SHIPPED.suggestedBy("sw"));
    }

    @Test
    void thePlacesOfXinjiangHaveNamesInEveryLanguage() {
        Places.Place ili = SHIPPED.places().find("xinjiang", "6540").orElseThrow();

        assertEquals("Іле", ili.name("kk-Cyrl"));
        assertEquals("ىلە", ili.name("kk-Arab"));
        assertEquals("ئىلى", ili.name("ug-Arab"));
        assertEquals(11, ili.within().size());
        assertEquals(15, SHIPPED.places().list("xinjiang").size());
    }

    @Test
    void everyProblemIsToldInOneGoByFileAndQuestionAndLanguage() throws URISyntaxException {
        Path broken =
                Path.of(QuestionnairesTest.class.getResource("/broken-config").toURI());

        BrokenQuestionnaires told =
                assertThrows(BrokenQuestionnaires.class, () -> Questionnaires.load(ConfigSource.folder(broken)));

        assertEquals(
                """
                languages/en/broken.1.yaml, again (en): text is missing
                languages/en/broken.1.yaml, leading (en): text is missing
                languages/en/broken.1.yaml, number (en): text is missing
                languages/en/form.yaml, instead.consent.nobody (en): stands in the place of a text that there is not
                languages/en/form.yaml, instead.nothing (en): stands in the place of a text that there is not
                languages/en/form.yaml, instead.progress (en): has the values [n] and not [n, total]
                languages/en/form.yaml, instead.screens.nothing (en): stands in the place of a text that there is not
                languages/en/torn.1.yaml (en): the file is missing
                languages/kk-Arab/broken.1.yaml, again (kk-Arab): text is missing
                languages/kk-Arab/broken.1.yaml, early (kk-Arab): a command in right-to-left text must stand between U+2066 and U+2069
                languages/kk-Arab/broken.1.yaml, kind/a (kk-Arab): has letters of another alphabet: پ U+067E
                languages/kk-Arab/broken.1.yaml, leading (kk-Arab): text is missing
                languages/kk-Arab/broken.1.yaml, name/help (kk-Arab): has 3502 characters; 3500 at the most
                languages/kk-Arab/broken.1.yaml, number (kk-Arab): text is missing
                languages/kk-Arab/broken.1.yaml, where (kk-Arab): text must be words, in quotes if need be
                languages/kk-Arab/form.yaml, page.again (kk-Arab): a command in right-to-left text must stand between U+2066 and U+2069
                languages/kk-Arab/form.yaml, page.files_here (kk-Arab): has the values [] and not [name]
                languages/kk-Arab/form.yaml, page.files_here (kk-Arab): is no message of MessageFormat 2: Parse error [11]: Unclosed placeholder
                languages/kk-Arab/form.yaml, page.keep (kk-Arab): has letters of another alphabet: پ U+067E
                languages/kk-Arab/interface.yaml, button.back (kk-Arab): text is missing
                languages/kk-Arab/interface.yaml, button.forth (kk-Arab): there is no such text in en
                languages/kk-Arab/interface.yaml, progress (kk-Arab): has letters of another alphabet: б U+0431
                languages/kk-Arab/torn.1.yaml (kk-Arab): the file is missing
                languages/languages.yaml, xx: direction must be ltr or rtl
                languages/languages.yaml, xx: script must be a code of ISO 15924
                languages/ru/broken.1.yaml (ru): unknown key "stranger"
                languages/ru/broken.1.yaml, again (ru): text is missing
                languages/ru/broken.1.yaml, early (ru): unknown key "colour"
                languages/ru/broken.1.yaml, kind/a (ru): is 74 columns wide; 40 at the most
                languages/ru/broken.1.yaml, leading (ru): text is missing
                languages/ru/broken.1.yaml, name/help (ru): text is missing
                languages/ru/broken.1.yaml, number (ru): text is missing
                languages/ru/broken.1.yaml, sealed (ru): text is missing
                languages/ru/broken.1.yaml, several/none (ru): text is missing
                languages/ru/form.yaml, instead.consent.yes (ru): is 56 columns wide; 40 at the most
                languages/ru/form.yaml, page.again (ru): text is missing
                languages/ru/form.yaml, page.files_here (ru): has the values [size] and not [name]
                languages/ru/form.yaml, page.keep (ru): is 56 columns wide; 40 at the most
                languages/ru/form.yaml, page.stranger (ru): there is no such text in en
                languages/ru/interface.yaml, progress (ru): has the values [n] and not [n, total]
                languages/ru/left-over.yaml: nothing reads this file
                languages/ru/torn.1.yaml (ru): the file is missing
                places/here.yaml: code is missing
                places/here.yaml: the code must have six digits, in quotes
                places/here.yaml, 1: the code must have four digits, in quotes
                places/here.yaml, 1000 (ru): the name is missing
                places/here.yaml, 1000/names: unknown key "de"
                places/here.yaml, 100011: two places have this code
                places/here.yaml, 100011 (kk-Arab): has letters of another alphabet: а U+0430
                places/here.yaml, 100013 (en): is 33 columns wide; 28 at the most
                places/here.yaml, 100014: became "100099", which is no present place
                places/here.yaml, 100015: became "100014", which is no present place
                places/here.yaml, 100015 (kk-Arab): the name is missing
                places/here.yaml, 100015 (ru): the name is missing
                places/here.yaml, 100016: code must be words, in quotes if need be
                places/here.yaml, 200012: the code is not inside 1000
                places/here.yaml, 200012 (en): has the same name as 100011
                places/here.yaml, 200012/also: ru has "в" twice
                places/here.yaml, 200012/also: unknown key "de"
                questionnaires/broken.1.yaml: a compartment has small letters only: cellar9
                questionnaires/broken.1.yaml: at_once must be true or false
                questionnaires/broken.1.yaml: cellar9: there is no panel "nobody"
                questionnaires/broken.1.yaml: minimum names an unknown question "nobody"
                questionnaires/broken.1.yaml: offered must be true or false
                questionnaires/broken.1.yaml: put "yes" in quotes in line 30
                questionnaires/broken.1.yaml: unknown key "colour"
                questionnaires/broken.1.yaml, again: most is from 1 to 20
                questionnaires/broken.1.yaml, again: only an event has questions of its own
                questionnaires/broken.1.yaml, early: its condition names "kind", which is not an earlier question
                questionnaires/broken.1.yaml, kind: unknown key "coer"
                questionnaires/broken.1.yaml, leading: leads_to names an unknown option "d"
                questionnaires/broken.1.yaml, leading: only the first question behind the consent may lead elsewhere
                questionnaires/broken.1.yaml, leading: unknown basis "moon"
                questionnaires/broken.1.yaml, leading: urgent names an unknown option "c"
                questionnaires/broken.1.yaml, leading: widens names an unknown option "e"
                questionnaires/broken.1.yaml, mood: unknown type "smiley"
                questionnaires/broken.1.yaml, name: purpose is missing
                questionnaires/broken.1.yaml, name: two questions have this id
                questionnaires/broken.1.yaml, number: unknown kind of number "library_card"
                questionnaires/broken.1.yaml, sealed: unknown compartment "cellar"
                questionnaires/broken.1.yaml, several: basis is missing
                questionnaires/broken.1.yaml, several: exclusive names an unknown option "nothing"
                questionnaires/broken.1.yaml, several: its condition names "c", which is not an option of kind
                questionnaires/broken.1.yaml, several: widens names an unknown option "more"
                questionnaires/broken.1.yaml, where: there is no places/moon.yaml
                questionnaires/torn.1.yaml: cannot be read: Duplicate Object property "id" (line 2)
                """,
                String.join(
                                "\n",
                                told.problems().stream().map(Problem::toString).toList()) + "\n");
        assertTrue(
                String.valueOf(told.getMessage()).startsWith("86 problem(s) in config:\n  languages/en/broken.1.yaml"));
    }

    @Test
    void aConversationNeedsSomethingThatIsOffered() {
        SortedMap<String, byte[]> files = new TreeMap<>(ConfigSource.classPath().files());
        files.keySet().stream()
                .filter(file -> file.startsWith("questionnaires/"))
                .forEach(file -> files.computeIfPresent(file, (path, content) -> {
                    String text = new String(content, UTF_8);
                    return (text.contains("offered: false") ? text : "offered: false\n" + text).getBytes(UTF_8);
                }));

        BrokenQuestionnaires told = assertThrows(BrokenQuestionnaires.class, () -> Questionnaires.load(() -> files));

        assertEquals(
                List.of("questionnaires: none of them is offered"),
                told.problems().stream().map(Problem::toString).toList());
    }

    @Test
    void anEmptyFolderIsAProblemAndNotAnEmptyConversation() {
        SortedMap<String, byte[]> nothing = new TreeMap<>();

        BrokenQuestionnaires told = assertThrows(BrokenQuestionnaires.class, () -> Questionnaires.load(() -> nothing));

        assertEquals(
                List.of("languages/languages.yaml: the file is missing", "questionnaires: there is no questionnaire"),
                told.problems().stream().map(Problem::toString).toList());
    }
}
