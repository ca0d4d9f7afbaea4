package org.komir.bot.conversation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The cards before the consent: the language, what is to be told, what one should know, the agreement.
 *
 * <p>There is no session yet. What was chosen so far travels in the buttons, so that a family that says no, or simply leaves, was
 * never stored: not one key, not one cursor.
 */
final class Welcome {

    /** What an invitation may carry beside a language: the name of a group of invitations, for the organisation's own count. */
    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9-]{1,24}");

    private static final Pattern CHOSEN = Pattern.compile("([0-9])\\.([0-9]{1,2})\\.([A-Za-z0-9-]{0,24})");

    private final Map<String, Texts> languages;
    /** The offered ones come first: a button that was shown before another one was added still names the same. */
    private final List<Questionnaire> begun;

    private final List<Questionnaire> offered;
    private final Map<String, Course> courses;
    private final Places places;
    private final Set<String> recordings;

    /**
     * @param begun what a new conversation can follow, offered or not; ten at most: their numbers are one digit
     */
    Welcome(
            Map<String, Texts> languages,
            List<Questionnaire> begun,
            Map<String, Course> courses,
            Places places,
            Set<String> recordings) {
        this.languages = languages;
        this.offered = begun.stream().filter(Questionnaire::offered).toList();
        this.begun = Stream.concat(offered.stream(), begun.stream().filter(one -> !one.offered()))
                .toList();
        this.courses = courses;
        this.places = places;
        this.recordings = recordings;
    }

    /** What the second argument of a token says: a questionnaire, a number, and the invitation's group. */
    private record Chosen(Questionnaire questionnaire, int about, int number, String group) {}

    Step take(Input input, LocalDate today) {
        return switch (input) {
            case Input.Tap tap ->
                Token.parse(tap.token()).flatMap(token -> tapped(token, today)).orElseGet(() -> choose("", ""));
            case Input.Start start -> started(start);
            case Input.Begin begin -> begun(begin);
            case Input.Delete delete -> told("nothing_to_delete");
            case Input.Status status -> told("status.none");
            case Input.Help help -> choose("", "");
            case Input.Text text -> choose("", "");
            case Input.Edited edited -> choose("", "");
            case Input.EditedTooLate late -> nothing();
            case Input.Again again -> nothing();
            case Input.Language language -> choose("", "");
            case Input.Stop stop -> choose("", "");
            case Input.Idle idle -> nothing();
            case Input.Unreadable unreadable -> choose("", "");
            case Input.File file -> choose("", "");
            case Input.Received received -> nothing();
            case Input.NoFile none -> nothing();
            case Input.FilesArriving arriving -> nothing();
        };
    }

    private static Step nothing() {
        return new Step(Optional.empty(), List.of());
    }

    /** The first card of a questionnaire in a language that was chosen already. */
    Card first(String questionnaireId, Texts texts) {
        for (int about = 0; about < begun.size(); about++) {
            if (begun.get(about).id().equals(questionnaireId)) {
                return page(new Chosen(begun.get(about), about, 0, ""), texts);
            }
        }
        return about(texts, "");
    }

    private Step begun(Input.Begin begin) {
        Texts texts = languages.get(begin.language());
        return texts == null ? choose("", "") : speak(texts, first(begin.questionnaire(), texts));
    }

    private Step started(Input.Start start) {
        String[] invitation = start.invitation().split("_", 2);
        String group = invitation.length > 1 && GROUP.matcher(invitation[1]).matches() ? invitation[1] : "";
        Texts invited = languages.get(invitation[0]);
        return invited == null ? choose(start.suggestedLanguage(), group) : speak(invited, about(invited, group));
    }

    private Optional<Step> tapped(Token token, LocalDate today) {
        Texts texts = languages.get(token.first());
        if (texts == null) {
            return Optional.empty();
        }
        return switch (token.verb()) {
            case Token.LANGUAGE -> Optional.of(speak(texts, about(texts, group(token.second()))));
            case Token.NEXT_FAMILY -> Optional.of(show(about(texts, "", texts.get("helper.new_family") + "\n\n")));
            case Token.SCREEN -> chosen(token.second()).map(chosen -> show(page(chosen, texts)));
            case Token.HEAR -> chosen(token.second()).flatMap(chosen -> hear(chosen, texts));
            case Token.CONSENT ->
                chosen(token.second())
                        .filter(chosen -> chosen.number() < QuestionType.Consent.OPTIONS.size())
                        .map(chosen -> consent(chosen, texts, today));
            default -> Optional.empty(); // a button of an ended conversation: begin again
        };
    }

    private Optional<Chosen> chosen(String argument) {
        Matcher parts = CHOSEN.matcher(argument);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int about = Integer.parseInt(parts.group(1));
        return about < begun.size()
                ? Optional.of(new Chosen(begun.get(about), about, Integer.parseInt(parts.group(2)), parts.group(3)))
                : Optional.empty();
    }

    private static String group(String argument) {
        return GROUP.matcher(argument).matches() ? argument : "";
    }

    private Step choose(String suggested, String group) {
        List<Texts> sorted = new ArrayList<>(languages.values());
        sorted.sort((a, b) ->
                Boolean.compare(b.language().equals(suggested), a.language().equals(suggested)));
        return show(Cards.languages(sorted, 0, group));
    }

    /** What is to be told; where there is only one thing, its first card. */
    private Card about(Texts texts, String group) {
        return about(texts, group, "");
    }

    /** @param before what stands above the words of the card; not where there is only one thing to tell */
    private Card about(Texts texts, String group, String before) {
        if (offered.size() == 1) {
            return page(new Chosen(offered.getFirst(), 0, 0, group), texts);
        }
        List<List<Card.Button>> rows = new ArrayList<>();
        for (int i = 0; i < offered.size(); i++) {
            String label = texts.get("button.about." + offered.get(i).id());
            rows.add(List.of(Cards.button(label, new Token(0, Token.SCREEN, texts.language(), i + ".0." + group))));
        }
        return new Card(before + texts.get("choose_about"), texts.rightToLeft(), rows);
    }

    /** One of the screens, or the consent behind them. */
    private Card page(Chosen chosen, Texts texts) {
        Questionnaire questionnaire = chosen.questionnaire();
        int screens = questionnaire.screens().size();
        Cards cards = new Cards(questionnaire, course(questionnaire), texts, places, recordings);
        if (chosen.number() >= screens) {
            List<List<Card.Button>> rows = new ArrayList<>();
            List<String> options = QuestionType.Consent.OPTIONS;
            for (int i = 0; i < options.size(); i++) {
                String label = texts.get(Texts.choice(questionnaire, questionnaire.consent(), options.get(i)));
                rows.add(List.of(button(label, Token.CONSENT, texts, chosen, i)));
            }
            if (screens > 0) {
                rows.add(List.of(button(texts.get("button.read_again"), Token.SCREEN, texts, chosen, 0)));
            }
            cards.recording(questionnaire.consent())
                    .ifPresent(recording ->
                            rows.add(List.of(button(texts.get("button.hear"), Token.HEAR, texts, chosen, screens))));
            return new Card(cards.consentText(), texts.rightToLeft(), rows);
        }
        List<Card.Button> row = new ArrayList<>();
        if (chosen.number() > 0) {
            row.add(button(texts.get("button.back"), Token.SCREEN, texts, chosen, chosen.number() - 1));
        }
        row.add(button(texts.get("button.continue"), Token.SCREEN, texts, chosen, chosen.number() + 1));
        String text = texts.get(
                "screen", Map.of("n", Integer.toString(chosen.number() + 1), "total", Integer.toString(screens)));
        String screen = questionnaire.screens().get(chosen.number());
        List<List<Card.Button>> rows = new ArrayList<>(List.of(row));
        cards.recordingOfScreen(screen)
                .ifPresent(recording -> rows.add(
                        List.of(button(texts.get("button.hear"), Token.HEAR, texts, chosen, chosen.number()))));
        return new Card(text + "\n\n" + cards.screenText(screen), texts.rightToLeft(), rows);
    }

    /** One of the screens, or behind them the question of the consent. */
    private Optional<Step> hear(Chosen chosen, Texts texts) {
        Questionnaire questionnaire = chosen.questionnaire();
        Cards cards = new Cards(questionnaire, course(questionnaire), texts, places, recordings);
        List<String> screens = questionnaire.screens();
        Optional<String> recording = chosen.number() < screens.size()
                ? cards.recordingOfScreen(screens.get(chosen.number()))
                : cards.recording(questionnaire.consent());
        return recording.map(name -> new Step(Optional.empty(), List.of(new Effect.Hear(name))));
    }

    private static Card.Button button(String label, String verb, Texts texts, Chosen chosen, int number) {
        return Cards.button(
                label, new Token(0, verb, texts.language(), chosen.about() + "." + number + "." + chosen.group()));
    }

    private Step consent(Chosen chosen, Texts texts, LocalDate today) {
        Questionnaire questionnaire = chosen.questionnaire();
        Course course = course(questionnaire);
        Cards cards = new Cards(questionnaire, course, texts, places, recordings);
        String option = QuestionType.Consent.OPTIONS.get(chosen.number());
        if (option.equals(QuestionType.Consent.NO)) {
            return new Step(Optional.empty(), List.of(new Effect.Hide(cards.line("refused"))));
        }
        Session session = Session.after(questionnaire, course, texts.language());
        Answer agreed = new Answer.Agreed(option, cards.agreedTo(), chosen.group());
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.OpenCase(questionnaire, option.equals(QuestionType.Consent.YES_DESTROY)));
        effects.add(new Effect.Keep(questionnaire.consent(), 1, 1, agreed));
        if (questionnaire.atOnce()) {
            effects.add(new Effect.Urgent(true));
        }
        effects.add(new Effect.Show(cards.present(session, today, Optional.empty())));
        return new Step(Optional.of(session), effects);
    }

    private Course course(Questionnaire questionnaire) {
        Course course = courses.get(questionnaire.sha256());
        if (course == null) {
            throw new IllegalStateException("a questionnaire without its course");
        }
        return course;
    }

    /** A text in all languages, one after another: nobody has chosen one yet. */
    private Step told(String id) {
        String lines = String.join(
                "\n\n", languages.values().stream().map(texts -> texts.get(id)).toList());
        return show(new Card(lines, false, List.of()));
    }

    private static Step speak(Texts texts, Card card) {
        return new Step(Optional.empty(), List.of(new Effect.Show(card), new Effect.Speak(texts.language())));
    }

    private static Step show(Card card) {
        return new Step(Optional.empty(), List.of(new Effect.Show(card)));
    }
}
