package org.komir.bot.conversation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** U+200E: in a right-to-left card the groups of a number would else stand in reverse; old telephones draw isolates as boxes, and this not at all. */
    private static final String LEFT_TO_RIGHT = "\u200E";

    private static final String TICKED = "☑ ";
    private static final String UNTICKED = "☐ ";

    private final Questionnaire questionnaire;
    private final Course course;
    private final Texts texts;
    private final Places places;
    private final Set<String> recordings;

    /** @param recordings names of the texts that somebody has read aloud, see {@link #recording} */
    Cards(Questionnaire questionnaire, Course course, Texts texts, Places places, Set<String> recordings) {
        this.questionnaire = questionnaire;
        this.course = course;
        this.texts = texts;
        this.places = places;
        this.recordings = recordings;
    }

    /** The same cards in another language. */
    Cards in(Texts other) {
        return new Cards(questionnaire, course, other, places, recordings);
    }

    /** The choice of a language; each button is in its own letters. */
    static Card languages(List<Texts> offered, int turn, String group) {
        String greetings = String.join(
                "\n", offered.stream().map(t -> t.get("choose_language")).toList());
        List<List<Button>> rows = new ArrayList<>();
        for (Texts language : offered) {
            rows.add(List.of(button(language.name(), new Token(turn, Token.LANGUAGE, language.language(), group))));
        }
        return new Card(greetings, false, rows);
    }

    String consentText() {
        return texts.get(Texts.question(questionnaire, questionnaire.consent()));
    }

    String screenText(String screen) {
        return texts.get(Texts.screen(questionnaire, screen));
    }

    /** Exactly what somebody agrees to, whose hash is sealed with the consent: the screens in their order, and the question. */
    String agreedTo() {
        List<String> all = new ArrayList<>(
                questionnaire.screens().stream().map(this::screenText).toList());
        all.add(consentText());
        return String.join("\n\n", all);
    }

    /** A card without buttons. */
    Card line(String... textIds) {
        return card(String.join("\n", Arrays.stream(textIds).map(texts::get).toList()), List.of());
    }

    /** What stays when all is sent. On the telephone of somebody who helps it leads to the next family, in the same language. */
    Card sent(Session session) {
        return session.helped()
                ? card(
                        texts.get("helper.finished"),
                        List.of(List.of(button(
                                texts.get("button.new_family"),
                                new Token(session.turn(), Token.NEXT_FAMILY, texts.language(), "")))))
                : line("sent", "sent_more");
    }

    /** The present card of a session. */
    Card present(Session session, LocalDate today, Optional<String> notice) {
        if (session.position() == course.size()) {
            return review(session, notice);
        }
        if (HandingIn.isBegun(session, course)) {
            return offer(session, notice);
        }
        if (session.position() > course.size()) {
            return mainPartDone(session, notice);
        }
        int turn = session.turn();
        Question question = course.slot(session.position()).question();
        return switch (question.type()) {
            case QuestionType.Consent consent -> line("stale");
            case QuestionType.Text text -> asked(session, question, notice, List.of());
            case QuestionType.Contact contact -> asked(session, question, notice, List.of());
            case QuestionType.IdNumber number -> asked(session, question, notice, List.of());
            case QuestionType.Narrative narrative -> asked(session, question, notice, List.of());
            case QuestionType.Files files -> asked(session, question, notice, List.of());
            case QuestionType.Choice choice -> asked(session, question, notice, options(session, question, choice));
            case QuestionType.YesNo yesNo -> asked(session, question, notice, yesOrNo(turn));
            case QuestionType.Repeat repeat -> asked(session, question, notice, yesOrNo(turn));
            case QuestionType.Multi multi -> multi(session, question, multi, 0, notice);
            case QuestionType.PartialDate date ->
                asked(session, question, notice, date.longAgo() ? decades(turn, today) : recentYears(turn, today));
            case QuestionType.Place place ->
                asked(session, question, notice, places(turn, places.list(place.list()), Optional.empty()));
        };
    }

    private List<List<Button>> yesOrNo(int turn) {
        return List.of(List.of(
                button(texts.get("button.yes"), Token.of(turn, Token.OPTION, "0")),
                button(texts.get("button.no"), Token.of(turn, Token.OPTION, "1"))));
    }

    private Card mainPartDone(Session session, Optional<String> notice) {
        return card(
                notice.map(n -> n + "\n\n").orElse("") + texts.get("core_done"),
                List.of(
                        List.of(button(texts.get("button.go_on"), Token.of(session.turn(), Token.GO_ON))),
                        List.of(button(texts.get("button.rest"), Token.of(session.turn(), Token.STOP))),
                        List.of(button(texts.get("button.finish"), Token.of(session.turn(), Token.FINISH))),
                        List.of(
                                button(texts.get("button.back"), Token.of(session.turn(), Token.BACK)),
                                button(texts.get("button.stop"), Token.of(session.turn(), Token.STOP)))));
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
        if (!session.told()) {
            rows.add(List.of(done(session.turn(), ticks)));
        }
        return asked(session, question, notice, rows, ticks);
    }

    /** Asks once more whether an answer is meant that allows more. The way back keeps the ticks. */
    Card wider(Session session, Question question, Answer.Given given) {
        List<String> options = question.type().choices();
        List<String> chosen = given instanceof Answer.ChosenMany many
                ? many.options()
                : given instanceof Answer.Chosen one ? List.of(one.option()) : List.of();
        int ticks =
                chosen.stream().mapToInt(option -> 1 << options.indexOf(option)).reduce(0, (some, one) -> some | one);
        boolean several = question.type() instanceof QuestionType.Multi;
        String meant = several ? "0" : Integer.toString(options.indexOf(chosen.getFirst()));
        String set = several ? Integer.toString(ticks) : "";
        StringBuilder text = new StringBuilder(texts.get("progress", counts(session)));
        text.append("\n\n").append(texts.get(Texts.question(questionnaire, question)));
        text.append("\n\n").append(texts.get("widens.allow"));
        chosen.forEach(option -> text.append("\n– ").append(texts.get(Texts.choice(questionnaire, question, option))));
        text.append("\n\n").append(texts.get("widens.sure"));
        return card(
                text.toString(),
                List.of(
                        List.of(button(
                                texts.get("button.widens_yes"), new Token(session.turn(), Token.WIDER, meant, set))),
                        List.of(button(texts.get("button.widens_no"), new Token(session.turn(), Token.SHOW, "", set))),
                        List.of(button(texts.get("button.stop"), Token.of(session.turn(), Token.STOP)))));
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
                .mapToObj(month -> date(session.turn(), texts.get("button.month." + month), year + Edtf.part(month)))
                .toList();
        rows.addAll(inRows(months, MONTHS_IN_A_ROW));
        rows.add(List.of(button(texts.get("button.back_to_years"), Token.of(session.turn(), Token.SHOW))));
        String how = texts.get("how.part_of_year", Map.of("year", Integer.toString(year)));
        return asked(session, question, Optional.empty(), Optional.of(how), rows);
    }

    Card placePage(Session session, Question question, Places.Place within) {
        return asked(session, question, Optional.empty(), places(session.turn(), within.within(), Optional.of(within)));
    }

    /** The places that may be meant by what was written, which is kept already. */
    Card perhaps(Session session, Question question, String typed) {
        List<List<Button>> rows = new ArrayList<>();
        if (question.type() instanceof QuestionType.Place type
                && places.search(type.list(), typed) instanceof Places.Found.Perhaps perhaps) {
            perhaps.places()
                    .forEach(place -> rows.add(List.of(button(
                            place.name(texts.language()), Token.of(session.turn(), Token.PLACE, place.code())))));
        }
        rows.add(List.of(done(session.turn(), 0)));
        return asked(
                session, question, Optional.of(texts.get("saved")), Optional.of(texts.get("how.did_you_mean")), rows);
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

    /** Before it goes: whether the family would like a number to come back with. */
    Card offer(Session session, Optional<String> notice) {
        return card(
                above(notice) + texts.get("number.offer"),
                List.of(
                        List.of(button(texts.get("button.number_take"), Token.of(session.turn(), Token.TAKE_NUMBER))),
                        List.of(button(texts.get("button.number_none"), Token.of(session.turn(), Token.NO_NUMBER)))));
    }

    /** Stays where the number is not made, or could not be shown. */
    Card numberIsMade(Session session) {
        return card(
                texts.get("number.making"),
                List.of(
                        List.of(button(texts.get("button.number_again"), Token.of(session.turn(), Token.TAKE_NUMBER))),
                        List.of(button(texts.get("button.number_none"), Token.of(session.turn(), Token.NO_NUMBER)))));
    }

    /** Carries the number, covered. */
    Card number(Session session, String number, boolean news) {
        List<List<Button>> rows = new ArrayList<>();
        rows.add(List.of(button(texts.get("button.number_have"), Token.of(session.turn(), Token.HAVE_NUMBER))));
        if (news) {
            rows.add(List.of(button(
                    texts.get("button.number_have_and_tell"), Token.of(session.turn(), Token.HAVE_NUMBER_AND_TELL))));
        }
        rows.add(List.of(button(texts.get("button.number_none"), Token.of(session.turn(), Token.NO_NUMBER))));
        return number(texts, Optional.empty(), number, news, rows);
    }

    /** @param before what stands above it */
    static Card number(Texts texts, Optional<String> before, String number, boolean news, List<List<Button>> rows) {
        String text = above(before)
                + texts.get("number.shown", Map.of("number", LEFT_TO_RIGHT + number))
                + (news ? "\n\n" + texts.get("number.tell") : "");
        return new Card(text, texts.rightToLeft(), rows, Optional.of(number));
    }

    private static String above(Optional<String> notice) {
        return notice.map(n -> n + "\n\n").orElse("");
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
        return asked(session, question, notice, answers, 0);
    }

    private Card asked(
            Session session, Question question, Optional<String> notice, List<List<Button>> answers, int ticks) {
        List<List<Button>> rows = new ArrayList<>(answers);
        if (session.told()) {
            rows.add(List.of(done(session.turn(), ticks)));
        }
        return asked(session, question, notice, how(question.type()), rows);
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
            case QuestionType.Files files -> Optional.of(texts.get("how.files"));
            case QuestionType.YesNo yesNo -> Optional.empty();
            case QuestionType.Repeat repeat -> Optional.empty();
            case QuestionType.IdNumber number -> Optional.empty();
            case QuestionType.Contact contact -> Optional.empty();
        };
    }

    private Card asked(
            Session session,
            Question question,
            Optional<String> notice,
            Optional<String> how,
            List<List<Button>> answers) {
        StringBuilder text = new StringBuilder();
        if (notice.isEmpty() && !session.told() && session.passed().get(session.position())) {
            text.append(texts.get("hint.answered")).append("\n\n");
        }
        notice.ifPresent(n -> text.append(n).append("\n\n"));
        text.append(texts.get("progress", counts(session))).append("\n\n");
        boolean furtherEvent =
                question.event().isEmpty() && course.slot(session.position()).item() > 1;
        text.append(texts.get(
                furtherEvent ? Texts.again(questionnaire, question) : Texts.question(questionnaire, question)));
        String help = Texts.help(questionnaire, question);
        if (texts.has(help) && !furtherEvent) {
            text.append("\n\n").append(texts.get(help));
        }
        how.ifPresent(line -> text.append("\n\n").append(line));
        List<List<Button>> rows = new ArrayList<>(answers);
        rows.add(List.of(
                button(texts.get("button.unknown"), Token.of(session.turn(), Token.UNKNOWN)),
                button(texts.get("button.declined"), Token.of(session.turn(), Token.DECLINED))));
        if (session.urgent()) { // whoever has duty sees it when it is sent, and not before
            rows.add(List.of(button(texts.get("button.send_now"), Token.of(session.turn(), Token.FINISH))));
        }
        List<Button> navigation = new ArrayList<>();
        if (session.position() > course.nextOpen(1, session.holds())) {
            navigation.add(button(texts.get("button.back"), Token.of(session.turn(), Token.BACK)));
        }
        navigation.add(button(texts.get("button.skip"), Token.of(session.turn(), Token.LATER)));
        rows.add(navigation);
        // Not one of three in a row: on a narrow telephone it must be read at a glance.
        List<Button> last = new ArrayList<>();
        recording(question)
                .ifPresent(
                        recording -> last.add(button(texts.get("button.hear"), Token.of(session.turn(), Token.HEAR))));
        last.add(button(texts.get("button.stop"), Token.of(session.turn(), Token.STOP)));
        rows.add(last);
        return card(text.toString(), rows);
    }

    /** The name of the recording of a question in the language of the card, if somebody has read it aloud. */
    Optional<String> recording(Question question) {
        return Optional.of(texts.language() + "/" + Texts.question(questionnaire, question))
                .filter(recordings::contains);
    }

    Optional<String> recordingOfScreen(String screen) {
        return Optional.of(texts.language() + "/" + Texts.screen(questionnaire, screen))
                .filter(recordings::contains);
    }

    /** Which of how many questions this is: of the short path, or of the rest. */
    private Map<String, String> counts(Session session) {
        BitSet holds = session.holds();
        boolean inTheRest = session.position() >= course.shortPath() && session.position() < course.size();
        int from = inTheRest ? course.shortPath() : 1;
        int to = inTheRest ? course.size() : course.shortPath();
        int here = course.countOpen(from, Math.min(session.position() + 1, to), holds);
        return Map.of("n", Integer.toString(here), "total", Integer.toString(course.countOpen(from, to, holds)));
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

    static Button button(String label, Token token) {
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
