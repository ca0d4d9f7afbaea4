package org.komir.bot.play;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.komir.bot.conversation.Answer;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Effect;
import org.komir.bot.conversation.Input;
import org.komir.bot.conversation.Question;
import org.komir.bot.conversation.SentFile;
import org.komir.bot.conversation.Session;
import org.komir.bot.conversation.Step;

/**
 * Plays one conversation. Between any two turns the session goes through its bytes, so that nothing can hide in memory; buttons are
 * pressed by their words.
 */
public final class Player {
    private static final Pattern EDIT = Pattern.compile("\\(edit ([a-z0-9_]+)#(\\d+)\\.(\\d+)\\) (.*)", Pattern.DOTALL);

    private static final Pattern BEGIN = Pattern.compile("\\(begin ([a-z-]+) ([A-Za-z-]+)\\)");

    private static final Pattern AGAIN = Pattern.compile("\\(again ([a-z0-9_]+)#(\\d+)\\)");

    /** Always the same: a transcript is to be the same. */
    private static final String NUMBER = "12340 12341 12342 12343 12344 12345";

    private final Conversation conversation;
    private final LocalDate today;
    private Optional<byte[]> session = Optional.empty();
    private Optional<Card> card = Optional.empty();
    private Optional<Effect.Fetch> fetching = Optional.empty();
    private Optional<Effect.MakeNumber> making = Optional.empty();
    private SentFile sent = sent(SentFile.Kind.VOICE, false);

    public Player(Conversation conversation, LocalDate today) {
        this.conversation = conversation;
        this.today = today;
    }

    /** The card that is shown now. */
    public Optional<Card> card() {
        return card;
    }

    /** The session as bytes, where there is one. */
    public Optional<byte[]> session() {
        return session.map(byte[]::clone);
    }

    /**
     * One turn.
     *
     * @param act what the family does: {@code /start}, {@code /help}, {@code /language}, {@code /status}, {@code /stop}, {@code
     *     /delete}; {@code [a button's words]}; {@code (voice)}, {@code (photo)}, and then {@code (it arrives)} or {@code (it is lost)};
     *     {@code (edit question#item.part) new words}; {@code (again question#item)}; {@code (begin questionnaire language)}; {@code (the number is made)}, {@code (nothing is chosen)}; anything else is written text
     * @return what the conversation wants done, a line each
     * @throws IllegalArgumentException if there is no such button
     */
    public List<String> play(String act) {
        Step step;
        try {
            Optional<Session> before =
                    session.isPresent() ? Optional.of(Session.fromBytes(session.get())) : Optional.empty();
            step = conversation.next(before, input(act), today);
        } catch (Session.UnknownFormat impossible) {
            throw new IllegalStateException(impossible);
        }
        session = step.session().map(Session::toBytes);
        List<String> lines = new ArrayList<>();
        for (Effect effect : step.effects()) {
            lines.addAll(told(effect));
        }
        return lines;
    }

    private Input input(String act) {
        return switch (act) {
            case "/start" -> new Input.Start("", "");
            case "/help" -> new Input.Help();
            case "/language" -> new Input.Language();
            case "/status" -> new Input.Status();
            case "/stop" -> new Input.Stop();
            case "/delete" -> new Input.Delete();
            case "(voice)" -> new Input.File(sent(SentFile.Kind.VOICE, false));
            case "(photo)" -> new Input.File(sent(SentFile.Kind.PHOTO, false));
            case "(forwarded photo)" -> new Input.File(sent(SentFile.Kind.PHOTO, true));
            case "(it arrives)" -> arrived();
            case "(it is lost)" -> new Input.NoFile(Input.NoFile.Why.LOST, 20);
            case "(a file too large)" -> new Input.NoFile(Input.NoFile.Why.TOO_LARGE, 20);
            case "(a file, and no room)" -> new Input.NoFile(Input.NoFile.Why.NO_ROOM, 20);
            case "(a file is on its way)" -> new Input.FilesArriving();
            case "(sticker)" -> new Input.Unreadable();
            case "(the number is made)" -> new Input.NumberMade(turn(), NUMBER);
            case "(no number can be made)" -> new Input.NoNumber(turn());
            case "(nothing is chosen)" -> new Input.NothingChosen();
            default ->
                act.startsWith("/start ")
                        ? new Input.Start("", act.substring("/start ".length()))
                        : act.startsWith("(edit ")
                                ? edited(act)
                                : act.startsWith("(again ")
                                        ? again(act)
                                        : act.startsWith("(begin ") ? begin(act) : pressedOrWritten(act);
        };
    }

    /** {@code (edit question#item.part) the new words}. */
    private static Input edited(String act) {
        Matcher parts = EDIT.matcher(act);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an edit: " + act);
        }
        return new Input.Edited(
                parts.group(1), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)), parts.group(4));
    }

    /** {@code (again question#item)}. */
    private static Input again(String act) {
        Matcher parts = AGAIN.matcher(act);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a question to go back to: " + act);
        }
        return new Input.Again(parts.group(1), Integer.parseInt(parts.group(2)));
    }

    private int turn() {
        return making.orElseThrow(() -> new IllegalArgumentException("no number was asked for"))
                .turn();
    }

    /** {@code (begin questionnaire language)}. */
    private static Input begin(String act) {
        Matcher parts = BEGIN.matcher(act);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a questionnaire to begin: " + act);
        }
        return new Input.Begin(parts.group(1), parts.group(2));
    }

    private Input pressedOrWritten(String act) {
        return act.startsWith("[") && act.endsWith("]")
                ? new Input.Tap(token(act.substring(1, act.length() - 1)))
                : new Input.Text(act);
    }

    private Input arrived() {
        Effect.Fetch fetch = fetching.orElseThrow(() -> new IllegalArgumentException("no file was sent"));
        return new Input.Received(
                fetch.question().id(), fetch.item(), new Answer.Attached(sent, "0".repeat(32), 1, ""));
    }

    private SentFile sent(SentFile.Kind kind, boolean forwarded) {
        sent = new SentFile(kind, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), forwarded);
        return sent;
    }

    private String token(String words) {
        return card.stream()
                .flatMap(c -> c.rows().stream())
                .flatMap(List::stream)
                .filter(button -> button.label().equals(words))
                .map(Card.Button::token)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no button [" + words + "] on the card"));
    }

    private List<String> told(Effect effect) {
        return switch (effect) {
            case Effect.OpenCase open ->
                List.of("opens a case of " + open.questionnaire().name() + ", to be "
                        + (open.destroyUnfinished() ? "destroyed" : "handed in") + " if unfinished");
            case Effect.Keep keep ->
                List.of("keeps " + named(keep.question(), keep.item(), keep.part()) + ": " + told(keep.answer()));
            case Effect.Amend amend ->
                List.of("amends " + named(amend.question(), amend.item(), amend.part()) + ": " + told(amend.answer()));
            case Effect.Drop drop -> List.of("drops " + drop.question().id() + "#" + drop.item());
            case Effect.Urgent urgent -> List.of(urgent.now() ? "is urgent" : "is not urgent");
            case Effect.Fetch fetch -> {
                fetching = Optional.of(fetch);
                yield List.of("fetches the file");
            }
            case Effect.Attach attach ->
                List.of("attaches a file to " + attach.question().id() + "#" + attach.item() + " in "
                        + attach.question().compartment());
            case Effect.MinimumMet met -> List.of("there is enough to hand in");
            case Effect.Submit submit ->
                List.of(
                        switch (submit.wayBack()) {
                            case NONE -> "hands the case in";
                            case NUMBER -> "hands the case in, with a number";
                            case NUMBER_AND_NEWS -> "hands the case in, with a number, and tells when there is news";
                        });
            case Effect.Sent sent -> List.of("is sent, and to be handed in");
            case Effect.MakeNumber make -> {
                making = Optional.of(make);
                yield List.of("makes a number");
            }
            case Effect.ShowOnce once -> shown(once.card());
            case Effect.Destroy destroy -> List.of("destroys the case");
            case Effect.Show show -> shown(show.card());
            case Effect.Speak speak -> List.of("speaks " + speak.language());
            case Effect.Hear hear -> List.of("plays " + hear.recording());
            case Effect.Hide hide -> shown(hide.line());
        };
    }

    private static String named(Question question, int item, int part) {
        return question.id() + "#" + item + (part > 1 ? "." + part : "") + " in " + question.compartment();
    }

    private List<String> shown(Card shown) {
        card = Optional.of(shown);
        List<String> lines = new ArrayList<>(List.of(shown.text().split("\n", -1)));
        for (List<Card.Button> row : shown.rows()) {
            lines.add(String.join(
                    " ", row.stream().map(button -> "[" + button.label() + "]").toList()));
        }
        return lines;
    }

    /** Only here are answers printed: a player's own. */
    private static String told(Answer answer) {
        return switch (answer) {
            case Answer.Agreed agreed -> agreed.option();
            case Answer.Words words -> words.text().replace("\n", "\\n");
            case Answer.Chosen chosen -> chosen.option();
            case Answer.ChosenMany many -> String.join(", ", many.options());
            case Answer.Dated dated ->
                dated.edtf() + dated.words().map(w -> " (" + w + ")").orElse("");
            case Answer.Located located ->
                located.code().orElse("no code")
                        + located.words().map(w -> " (" + w + ")").orElse("");
            case Answer.Numbered numbered -> numbered.number() + " (" + numbered.words() + ")";
            case Answer.Attached attached -> "a file";
            case Answer.Unknown unknown -> "unknown";
            case Answer.Declined declined -> "declined";
            case Answer.Later later -> "later";
        };
    }
}
