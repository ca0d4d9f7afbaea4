package org.komir.bot.conversation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.komir.bot.conversation.Card.Button;

/** Words and buttons of the cards, in one language. The first line of a card is harmless: a lock screen shows it. */
final class Cards {

    private static final int FIRST_RECENT_YEAR = 2014;
    private static final int FIRST_DECADE = 1920;
    private static final int MONTHS_IN_A_ROW = 3;
    private static final int YEARS_IN_A_ROW = 4;
    /** Text ids of the EDTF seasons 21 to 24. */
    private static final List<String> SEASONS =
            List.of("button.spring", "button.summer", "button.autumn", "button.winter");

    private static final String TICKED = "☑ ";
    private static final String UNTICKED = "☐ ";

    private final Questionnaire questionnaire;
    private final Texts texts;
    private final Places places;

    Cards(Questionnaire questionnaire, Texts texts, Places places) {
        this.questionnaire = questionnaire;
        this.texts = texts;
        this.places = places;
    }

    /** The choice of a language; each button is in its own letters. */
    static Card languages(List<Texts> offered, int turn) {
        String greetings = String.join(
                "\n", offered.stream().map(t -> t.get("choose_language")).toList());
        List<List<Button>> rows = new ArrayList<>();
        for (Texts language : offered) {
            rows.add(List.of(button(language.name(), Token.of(turn, Token.LANGUAGE, language.language()))));
        }
        return new Card(greetings, false, rows);
    }

    Card consent() {
        Question consent = questionnaire.consent();
        List<List<Button>> rows = new ArrayList<>();
        for (int i = 0; i < QuestionType.Consent.OPTIONS.size(); i++) {
            String label = texts.get(Texts.choice(questionnaire, consent, QuestionType.Consent.OPTIONS.get(i)));
            rows.add(List.of(button(label, new Token(0, Token.CONSENT, texts.language(), Integer.toString(i)))));
        }
        return card(consentText(), rows);
    }

    /** Exactly the words of the consent card, whose hash is sealed with the consent. */
    String consentText() {
        return texts.get(Texts.question(questionnaire, questionnaire.consent()));
    }

    /** A card without buttons. */
    Card line(String textId) {
        return card(texts.get(textId), List.of());
    }

    /** The present card of a session. */
    Card present(Session session, LocalDate today, Optional<String> notice) {
        if (session.position() >= questionnaire.questions().size()) {
            return review(session, notice);
        }
        Question question = questionnaire.questions().get(session.position());
        return switch (question.type()) {
            case QuestionType.Consent consent -> consent();
            case QuestionType.Text text -> asked(session, question, notice, List.of());
            case QuestionType.Narrative narrative -> asked(session, question, notice, List.of());
            case QuestionType.Choice choice -> asked(session, question, notice, options(session, question, choice));
            case QuestionType.Multi multi -> multi(session, question, multi, 0, notice);
            case QuestionType.PartialDate date ->
                asked(
                        session,
                        question,
                        notice,
                        date.longAgo() ? decades(session.turn(), today) : recentYears(session.turn(), today));
            case QuestionType.Place place ->
                asked(session, question, notice, places(session.turn(), places.list(place.list()), Optional.empty()));
        };
    }

    Card multi(Session session, Question question, QuestionType.Multi multi, int ticks, Optional<String> notice) {
        List<List<Button>> rows = new ArrayList<>();
        for (int i = 0; i < multi.options().size(); i++) {
            boolean ticked = (ticks & (1 << i)) != 0;
            String label = texts.get(
                    Texts.choice(questionnaire, question, multi.options().get(i)));
            String verb = ticked ? Token.UNTICK : Token.TICK;
            rows.add(List.of(button(
                    (ticked ? TICKED : UNTICKED) + label,
                    new Token(session.turn(), verb, Integer.toString(i), Integer.toString(ticks)))));
        }
        rows.add(List.of(done(session.turn(), ticks)));
        return asked(session, question, notice, rows);
    }

    Card decadePage(Session session, Question question, LocalDate today) {
        return asked(session, question, Optional.empty(), decades(session.turn(), today));
    }

    Card yearPage(Session session, Question question, int decade, LocalDate today) {
        List<Button> years = IntStream.range(decade, decade + 10)
                .filter(year -> year <= today.getYear())
                .mapToObj(year -> year(session.turn(), year))
                .toList();
        return asked(session, question, Optional.empty(), inRows(years, YEARS_IN_A_ROW));
    }

    Card monthPage(Session session, Question question, int year) {
        List<List<Button>> rows = new ArrayList<>();
        rows.add(List.of(date(session.turn(), texts.get("button.year_only"), "" + year)));
        List<Button> seasons = IntStream.rangeClosed(21, 24)
                .mapToObj(season -> date(session.turn(), texts.get(SEASONS.get(season - 21)), year + "-" + season))
                .toList();
        rows.addAll(inRows(seasons, 2));
        List<Button> months = IntStream.rangeClosed(1, 12)
                .mapToObj(month ->
                        date(session.turn(), texts.get("button.month." + month), "%d-%02d".formatted(year, month)))
                .toList();
        rows.addAll(inRows(months, MONTHS_IN_A_ROW));
        rows.add(List.of(button(texts.get("button.back_to_years"), Token.of(session.turn(), Token.SHOW))));
        String how = texts.get("how.part_of_year", Map.of("year", Integer.toString(year)));
        return asked(session, question, Optional.empty(), Optional.of(how), rows);
    }

    Card placePage(Session session, Question question, Places.Place within) {
        return asked(session, question, Optional.empty(), places(session.turn(), within.within(), Optional.of(within)));
    }

    /** No list: the name of the place is to be written. */
    Card placeToWrite(Session session, Question question) {
        return asked(session, question, Optional.empty(), Optional.of(texts.get("how.place_write")), List.of());
    }

    Card confirmDelete(Session session) {
        return card(
                texts.get("delete_ask"),
                List.of(
                        List.of(button(texts.get("button.delete_yes"), Token.of(session.turn(), Token.DELETE))),
                        List.of(button(texts.get("button.delete_no"), Token.of(session.turn(), Token.SHOW)))));
    }

    Card status(Session session) {
        return withContinue(session, texts.get("status.open", counts(session)));
    }

    Card help(Session session) {
        return withContinue(session, texts.get("help"));
    }

    private Card withContinue(Session session, String text) {
        return card(text, List.of(List.of(button(texts.get("button.continue"), Token.of(session.turn(), Token.SHOW)))));
    }

    private Card review(Session session, Optional<String> notice) {
        String text = notice.map(n -> n + "\n\n").orElse("") + texts.get("review");
        return card(
                text,
                List.of(
                        List.of(button(texts.get("button.send"), Token.of(session.turn(), Token.SEND))),
                        List.of(
                                button(texts.get("button.go_back"), Token.of(session.turn(), Token.BACK)),
                                button(texts.get("button.stop"), Token.of(session.turn(), Token.STOP)))));
    }

    private Card asked(Session session, Question question, Optional<String> notice, List<List<Button>> answers) {
        return asked(session, question, notice, how(question.type()), answers);
    }

    /** How to answer, where it is not plain from the buttons. */
    private Optional<String> how(QuestionType type) {
        return switch (type) {
            case QuestionType.Consent consent -> Optional.empty();
            case QuestionType.Text text -> Optional.empty();
            case QuestionType.Choice choice -> Optional.empty();
            case QuestionType.Narrative narrative -> Optional.of(texts.get("how.narrative"));
            case QuestionType.Multi multi -> Optional.of(texts.get("how.multi"));
            case QuestionType.PartialDate date -> Optional.of(texts.get("how.year"));
            case QuestionType.Place place -> Optional.of(texts.get("how.place"));
        };
    }

    private Card asked(
            Session session,
            Question question,
            Optional<String> notice,
            Optional<String> how,
            List<List<Button>> answers) {
        StringBuilder text = new StringBuilder();
        notice.ifPresent(n -> text.append(n).append("\n\n"));
        text.append(texts.get("progress", counts(session))).append("\n\n");
        text.append(texts.get(Texts.question(questionnaire, question)));
        String help = Texts.help(questionnaire, question);
        if (texts.has(help)) {
            text.append("\n\n").append(texts.get(help));
        }
        how.ifPresent(line -> text.append("\n\n").append(line));
        List<List<Button>> rows = new ArrayList<>(answers);
        boolean hasDone = question.type() instanceof QuestionType.Multi;
        if (session.messages() > 0 && !hasDone) {
            rows.add(List.of(done(session.turn(), 0)));
        }
        rows.add(List.of(
                button(texts.get("button.unknown"), Token.of(session.turn(), Token.UNKNOWN)),
                button(texts.get("button.declined"), Token.of(session.turn(), Token.DECLINED))));
        List<Button> navigation = new ArrayList<>();
        if (session.position() > 1) {
            navigation.add(button(texts.get("button.back"), Token.of(session.turn(), Token.BACK)));
        }
        navigation.add(button(texts.get("button.skip"), Token.of(session.turn(), Token.LATER)));
        navigation.add(button(texts.get("button.stop"), Token.of(session.turn(), Token.STOP)));
        rows.add(navigation);
        return card(text.toString(), rows);
    }

    private Map<String, String> counts(Session session) {
        BitSet visible = session.visible();
        int total = visible.get(1, questionnaire.questions().size()).cardinality();
        int here = visible.get(1, session.position() + 1).cardinality();
        return Map.of("n", Integer.toString(here), "total", Integer.toString(total));
    }

    private List<List<Button>> options(Session session, Question question, QuestionType.Choice choice) {
        List<List<Button>> rows = new ArrayList<>();
        for (int i = 0; i < choice.options().size(); i++) {
            String label = texts.get(
                    Texts.choice(questionnaire, question, choice.options().get(i)));
            rows.add(List.of(button(label, Token.of(session.turn(), Token.OPTION, Integer.toString(i)))));
        }
        return rows;
    }

    private List<List<Button>> recentYears(int turn, LocalDate today) {
        List<Button> years = IntStream.rangeClosed(FIRST_RECENT_YEAR, today.getYear())
                .mapToObj(year -> year(turn, year))
                .toList();
        List<List<Button>> rows = new ArrayList<>(inRows(years, YEARS_IN_A_ROW));
        rows.add(List.of(button(texts.get("button.earlier"), Token.of(turn, Token.DECADES))));
        return rows;
    }

    private List<List<Button>> decades(int turn, LocalDate today) {
        List<Button> decades = IntStream.iterate(
                        FIRST_DECADE, decade -> decade <= today.getYear(), decade -> decade + 10)
                .mapToObj(decade ->
                        button(decade + "–" + (decade + 9), Token.of(turn, Token.DECADE, Integer.toString(decade))))
                .toList();
        return inRows(decades, MONTHS_IN_A_ROW);
    }

    private static Button year(int turn, int year) {
        return button(Integer.toString(year), Token.of(turn, Token.YEAR, Integer.toString(year)));
    }

    private static Button date(int turn, String label, String edtf) {
        return button(label, Token.of(turn, Token.DATE, edtf));
    }

    private List<List<Button>> places(int turn, List<Places.Place> offered, Optional<Places.Place> all) {
        List<List<Button>> rows = new ArrayList<>();
        all.ifPresent(whole ->
                rows.add(List.of(button(whole.name(texts.language()), Token.of(turn, Token.PLACE, whole.code())))));
        List<Button> buttons = offered.stream()
                .map(place -> button(
                        place.name(texts.language()),
                        Token.of(turn, place.within().isEmpty() ? Token.PLACE : Token.PLACES, place.code())))
                .toList();
        rows.addAll(inRows(buttons, 2));
        rows.add(List.of(button(texts.get("button.other_place"), Token.of(turn, Token.OTHER_PLACE))));
        return rows;
    }

    private Button done(int turn, int ticks) {
        return button(texts.get("button.done"), new Token(turn, Token.DONE, "0", Integer.toString(ticks)));
    }

    private static Button button(String label, Token token) {
        return new Button(label, token.toString());
    }

    private static List<List<Button>> inRows(List<Button> buttons, int perRow) {
        List<List<Button>> rows = new ArrayList<>();
        for (int i = 0; i < buttons.size(); i += perRow) {
            rows.add(buttons.subList(i, Math.min(i + perRow, buttons.size())));
        }
        return rows;
    }

    private Card card(String text, List<List<Button>> rows) {
        return new Card(text, texts.rightToLeft(), rows);
    }
}
