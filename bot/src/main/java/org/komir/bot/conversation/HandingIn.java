package org.komir.bot.conversation;

import java.util.List;
import java.util.Optional;

/**
 * Between "Send" and the handing-in: whether the family would like a number to come back with.
 *
 * <p>Nobody is made to choose: after a while {@link Input.NothingChosen} hands the case in without one. The number itself is in no session. Only the
 * tap on the very card that shows it makes it good; whatever takes that card away makes it worthless, and another one is offered.
 */
final class HandingIn {

    /** Positions behind the last slot of the course. */
    private static final int OFFERED = 2;

    private static final int MAKING = 3;
    private static final int SHOWN = 4;

    private final Course course;
    private final Texts texts;
    private final Asking.Around around;
    private final Cards cards;
    private final Session session;

    HandingIn(Course course, Texts texts, Asking.Around around, Cards cards, Session session) {
        this.course = course;
        this.texts = texts;
        this.around = around;
        this.cards = cards;
        this.session = session;
    }

    static boolean isBegun(Session session, Course course) {
        return session.position() >= course.size() + OFFERED;
    }

    /** The family has pressed "Send". */
    static Step begun(Session session, Course course, Cards cards) {
        Session sent = session.at(course.size() + OFFERED);
        return new Step(
                Optional.of(sent), List.of(new Effect.Sent(), new Effect.Show(cards.offer(sent, Optional.empty()))));
    }

    Step take(Input input) {
        return switch (input) {
            case Input.Start start -> offer(session.hidden() ? "resume" : numberIsLost());
            case Input.NothingChosen nothing -> handIn(Effect.WayBack.NONE);
            case Input.NumberMade made -> at(MAKING, made.turn()) ? shown(made.number()) : nothing();
            case Input.NoNumber none -> at(MAKING, none.turn()) ? offer("number.busy") : nothing();
            case Input.Stop stop -> hide();
            case Input.Idle idle -> session.hidden() ? nothing() : hide();
            case Input.Delete delete -> {
                Session now = offered();
                yield new Step(Optional.of(now), List.of(new Effect.Show(cards.confirmDelete(now))));
            }
            case Input.Text text -> written(text.text());
            case Input.Tap tap -> tapped(tap.token());
            case Input.Help help -> beside(cards.help(session));
            case Input.Status status -> beside(cards.status(session));
            case Input.Language language ->
                beside(Cards.languages(List.copyOf(around.languages().values()), session.turn(), ""));
            case Input.Edited edited -> hint("edited_too_late");
            case Input.EditedTooLate late -> hint("edited_too_late");
            case Input.Again again -> hint("stale");
            case Input.Begin begin -> hint("");
            case Input.File file -> hint("hint.button");
            case Input.NoFile none -> hint("hint.button");
            case Input.Unreadable unreadable -> hint("hint.button");
            case Input.FilesArriving arriving -> hint("file.arriving");
            case Input.Received received -> nothing();
        };
    }

    private Step tapped(String text) {
        Optional<Token> parsed = Token.parse(text);
        if (session.hidden()) {
            return offer("stale");
        }
        if (parsed.isEmpty()) {
            return hint("stale");
        }
        Token token = parsed.get();
        boolean here = token.turn() == session.turn();
        // The card before stays where the one with the number did not arrive, and its buttons hold.
        boolean choosesAgain = here || (at(SHOWN) && token.turn() == session.turn() - 1);
        return switch (token.verb()) {
            case Token.TAKE_NUMBER -> choosesAgain ? makes() : hint("stale");
            case Token.NO_NUMBER -> choosesAgain ? handIn(Effect.WayBack.NONE) : hint("stale");
            case Token.HAVE_NUMBER -> here && at(SHOWN) ? handIn(Effect.WayBack.NUMBER) : hint("stale");
            case Token.HAVE_NUMBER_AND_TELL ->
                here && at(SHOWN) && around.channel().news() ? handIn(Effect.WayBack.NUMBER_AND_NEWS) : hint("stale");
            case Token.SHOW -> here ? hint("") : hint("stale");
            case Token.DELETE ->
                here
                        ? new Step(
                                Optional.empty(), List.of(new Effect.Destroy(), new Effect.Hide(cards.line("deleted"))))
                        : hint("stale");
            case Token.LANGUAGE ->
                here && at(OFFERED) && around.languages().containsKey(token.first())
                        ? inLanguage(token.first())
                        : hint("stale");
            default -> hint("stale");
        };
    }

    private Step makes() {
        Session now = session.at(course.size() + MAKING);
        return new Step(
                Optional.of(now), List.of(new Effect.Show(cards.numberIsMade(now)), new Effect.MakeNumber(now.turn())));
    }

    private Step shown(String number) {
        Session now = session.at(course.size() + SHOWN);
        Card card = cards.number(now, number, around.channel().news());
        return new Step(Optional.of(now), List.of(new Effect.ShowOnce(card)));
    }

    private Step handIn(Effect.WayBack wayBack) {
        return new Step(Optional.empty(), List.of(new Effect.Submit(wayBack), new Effect.Hide(cards.sent(session))));
    }

    private Step written(String text) {
        Optional<Heard.Meaning> heard = around.vocabulary().heard().whole(text);
        boolean stops = heard.filter(
                        meaning -> meaning == Heard.Meaning.WANT_STOP || meaning == Heard.Meaning.SOMEONE_HERE)
                .isPresent();
        if (stops) {
            return hide();
        }
        return session.hidden() ? offer("resume") : hint("hint.button");
    }

    private Step inLanguage(String language) {
        Session now = session.in(language);
        Texts other = around.languages().getOrDefault(language, texts);
        return new Step(
                Optional.of(now),
                List.of(
                        new Effect.Show(cards.in(other).offer(now, Optional.empty())),
                        new Effect.Speak(other.language())));
    }

    /** Nothing takes the card away that shows the number, or is about to, but what the family chose: it may be writing it down. */
    private Step hint(String notice) {
        return at(OFFERED) ? offer(notice) : nothing();
    }

    private Step beside(Card card) {
        return at(OFFERED) && !session.hidden()
                ? new Step(Optional.of(session), List.of(new Effect.Show(card)))
                : session.hidden() ? offer("resume") : nothing();
    }

    private Step offer(String notice) {
        Session now = offered();
        Optional<String> line = notice.isEmpty() ? Optional.empty() : Optional.of(texts.get(notice));
        return new Step(Optional.of(now), List.of(new Effect.Show(cards.offer(now, line))));
    }

    private Step hide() {
        return new Step(Optional.of(offered().hidden(true)), List.of(new Effect.Hide(cards.line("stopped"))));
    }

    private Step nothing() {
        return new Step(Optional.of(session), List.of());
    }

    private String numberIsLost() {
        return at(SHOWN) ? "number.lost" : "";
    }

    private Session offered() {
        return at(OFFERED) && !session.hidden()
                ? session
                : session.at(course.size() + OFFERED).hidden(false);
    }

    private boolean at(int stage, int turn) {
        return at(stage) && session.turn() == turn;
    }

    private boolean at(int stage) {
        return session.position() == course.size() + stage;
    }
}
