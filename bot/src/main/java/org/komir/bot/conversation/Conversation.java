package org.komir.bot.conversation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The engine: {@link #next} takes one step.
 *
 * <p>Before the consent there is no session: language and agreement travel in the buttons, and a family that says no leaves
 * nothing behind. From then on each step is: is the tap for the present card; is the input an answer to the present question; if
 * so keep it, see which later questions it opens or closes, and show the next one.
 */
public final class Conversation {

    /** Longest text that is taken as one answer, in UTF-16 code units; Telegram's own limit of a message. */
    static final int LONGEST_TEXT = 4096;

    private final Map<String, Questionnaire> questionnaires;
    private final Questionnaire current;
    private final Map<String, Texts> languages;
    private final Places places;
    private final EdtfDates.Vocabulary dateWords;

    /**
     * @param questionnaires every version that a stored session may name
     * @param current the one that new conversations follow; one of {@code questionnaires}
     * @param languages in the order in which they are offered; at least one
     */
    public Conversation(
            List<Questionnaire> questionnaires, Questionnaire current, List<Texts> languages, Places places) {
        this.questionnaires = questionnaires.stream().collect(Collectors.toMap(Questionnaire::sha256, q -> q));
        this.current = current;
        this.languages = new LinkedHashMap<>();
        languages.forEach(texts -> this.languages.put(texts.language(), texts));
        this.places = places;
        this.dateWords = DateWords.of(languages);
    }

    /**
     * One step.
     *
     * @param before empty before the consent
     * @param today in UTC; a date after it is no answer
     */
    public Step next(Optional<Session> before, Input input, LocalDate today) {
        if (before.isEmpty()) {
            return greet(input, today);
        }
        Session session = before.get();
        Questionnaire questionnaire = questionnaires.get(session.questionnaire());
        Texts texts = texts(session.language());
        if (questionnaire == null) {
            return outdated(session, texts, input, today);
        }
        return new Turn(questionnaire, texts, session, today).take(input);
    }

    /** The questionnaire of a session, if this software still knows it. */
    public Optional<Questionnaire> questionnaireOf(Session session) {
        return Optional.ofNullable(questionnaires.get(session.questionnaire()));
    }

    /** The questionnaire that new conversations follow. */
    public Questionnaire current() {
        return current;
    }

    /** The words of a language, or of the first one where there is none of that tag. */
    public Texts texts(String language) {
        return languages.getOrDefault(language, first());
    }

    /** The ticks after a tap, where the tap sets one. */
    public Optional<Ticks> ticksAfter(Session session, String token) {
        return Optional.ofNullable(questionnaires.get(session.questionnaire()))
                .filter(q -> session.position() < q.questions().size())
                .filter(q -> Ticks.in(token).isPresent())
                .flatMap(q -> q.questions().get(session.position()).type() instanceof QuestionType.Multi multi
                        ? Optional.of(Ticks.after(token, multi))
                        : Optional.empty());
    }

    private Texts first() {
        return languages.values().iterator().next();
    }

    /** Says that this session's questions are gone; /start begins anew, and only a new consent takes the old one's place. */
    private Step outdated(Session session, Texts texts, Input input, LocalDate today) {
        if (input instanceof Input.Start || input instanceof Input.Tap) {
            Step step = greet(input, today);
            return new Step(step.session().or(() -> Optional.of(session)), step.effects());
        }
        Card apology = new Cards(current, texts, places).line("trouble.unknown_version");
        return new Step(Optional.of(session), List.of(new Effect.Show(apology)));
    }

    private Step greet(Input input, LocalDate today) {
        if (input instanceof Input.Tap tap) {
            Optional<Token> token = Token.parse(tap.token());
            Optional<Texts> language = token.map(Token::first).map(languages::get);
            if (token.isPresent() && language.isPresent()) {
                Cards cards = new Cards(current, language.get(), places);
                switch (token.get().verb()) {
                    case Token.LANGUAGE -> {
                        return new Step(Optional.empty(), List.of(new Effect.Show(cards.consent())));
                    }
                    case Token.CONSENT -> {
                        Optional<Integer> option =
                                Token.number(token.get().second()).filter(i -> i < QuestionType.Consent.OPTIONS.size());
                        if (option.isPresent()) {
                            return consent(
                                    QuestionType.Consent.OPTIONS.get(option.get()), language.get(), cards, today);
                        }
                    }
                    default -> {} // a button of an ended conversation: begin again
                }
            }
        }
        if (input instanceof Input.Delete || input instanceof Input.Status) {
            String id = input instanceof Input.Delete ? "nothing_to_delete" : "status.none";
            String lines = String.join(
                    "\n\n", languages.values().stream().map(t -> t.get(id)).toList());
            return new Step(Optional.empty(), List.of(new Effect.Show(new Card(lines, false, List.of()))));
        }
        String suggested = input instanceof Input.Start start ? start.suggestedLanguage() : "";
        List<Texts> offered = new ArrayList<>(languages.values());
        offered.sort((a, b) ->
                Boolean.compare(b.language().equals(suggested), a.language().equals(suggested)));
        return new Step(Optional.empty(), List.of(new Effect.Show(Cards.languages(offered, 0))));
    }

    private Step consent(String option, Texts texts, Cards cards, LocalDate today) {
        if (option.equals(QuestionType.Consent.NO)) {
            return new Step(Optional.empty(), List.of(new Effect.Hide(cards.line("refused"))));
        }
        Session session = Session.after(current, texts.language());
        Answer agreed = new Answer.Agreed(option, sha256(cards.consentText()));
        return new Step(
                Optional.of(session),
                List.of(
                        new Effect.OpenCase(option.equals(QuestionType.Consent.YES_DESTROY)),
                        new Effect.Keep(current.consent(), 1, agreed),
                        new Effect.Show(cards.present(session, today, Optional.empty()))));
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 belongs to every Java", impossible);
        }
    }

    /** One step of a conversation that has a session. */
    private final class Turn {
        private final Questionnaire questionnaire;
        private final Texts texts;
        private final Cards cards;
        private final Session session;
        private final LocalDate today;

        Turn(Questionnaire questionnaire, Texts texts, Session session, LocalDate today) {
            this.questionnaire = questionnaire;
            this.texts = texts;
            this.cards = new Cards(questionnaire, texts, places);
            this.session = session;
            this.today = today;
        }

        Step take(Input input) {
            return switch (input) {
                case Input.Start start -> show(session.hidden(false), session.hidden() ? "resume" : "");
                case Input.Help help -> showCard(cards.help(session));
                case Input.Language language ->
                    showCard(Cards.languages(List.copyOf(languages.values()), session.turn()));
                case Input.Status status -> showCard(cards.status(session));
                case Input.Stop stop -> hide();
                case Input.Delete delete -> showCard(cards.confirmDelete(session));
                case Input.File file -> atReview() ? show(seen(), "file.no_question") : fetched();
                case Input.Received received -> received(received);
                case Input.NoFile none -> noFile(none);
                case Input.FilesArriving arriving -> show(session, "file.arriving");
                case Input.Unreadable unreadable -> show(session, "file.unusable");
                case Input.Text text -> session.hidden() ? show(session.hidden(false), "resume") : written(text.text());
                case Input.Tap tap -> tapped(tap.token());
            };
        }

        private Step tapped(String text) {
            Optional<Token> parsed = Token.parse(text);
            if (parsed.isEmpty() || parsed.get().turn() != session.turn() || session.hidden()) {
                return show(session.hidden() ? session.hidden(false) : session, "stale");
            }
            Token token = parsed.get();
            return switch (token.verb()) {
                case Token.LANGUAGE ->
                    languages.containsKey(token.first()) ? reworded(session.in(token.first())) : show(session, "stale");
                case Token.SHOW -> show(session, "");
                case Token.STOP -> hide();
                case Token.DELETE ->
                    new Step(Optional.empty(), List.of(new Effect.Destroy(), new Effect.Hide(cards.line("deleted"))));
                case Token.BACK -> back();
                case Token.SEND ->
                    atReview()
                            ? new Step(
                                    Optional.empty(), List.of(new Effect.Submit(), new Effect.Hide(cards.line("sent"))))
                            : show(session, "stale");
                default -> atReview() ? show(session, "stale") : pressed(token, question());
            };
        }

        /** A button of the present question. */
        private Step pressed(Token token, Question question) {
            switch (token.verb()) {
                case Token.LATER:
                    // What was sent here has arrived and stays: to leave the question is not to take it back.
                    return session.messages() > 0 ? goOn(session, "", new ArrayList<>()) : passOver(new Answer.Later());
                case Token.UNKNOWN:
                    return passOver(new Answer.Unknown());
                case Token.DECLINED:
                    return passOver(new Answer.Declined());
                default:
                    break;
            }
            boolean ticked = question.type() instanceof QuestionType.Multi multi && Ticks.pressed(token, multi) != 0;
            if (token.verb().equals(Token.DONE) && session.messages() > 0 && !ticked) {
                return goOn(session, "saved", new ArrayList<>());
            }
            return switch (question.type()) {
                case QuestionType.Consent consent -> show(session, "stale");
                case QuestionType.Text text -> show(session, "hint.text_empty");
                case QuestionType.Narrative narrative -> show(session, "hint.text_empty");
                case QuestionType.Choice choice ->
                    token.index(choice.options().size())
                            .filter(i -> token.verb().equals(Token.OPTION))
                            .map(i -> answer(new Answer.Chosen(choice.options().get(i))))
                            .orElseGet(() -> show(session, "hint.button"));
                case QuestionType.Multi multi -> ticked(token, question, multi);
                case QuestionType.PartialDate date -> datePressed(token, question);
                case QuestionType.Place place -> placePressed(token, question, place);
            };
        }

        private Step ticked(Token token, Question question, QuestionType.Multi multi) {
            int ticks = Ticks.pressed(token, multi);
            if (!token.verb().equals(Token.DONE)) {
                return showCard(cards.multi(session, question, multi, ticks, Optional.empty()));
            }
            List<String> chosen = new ArrayList<>();
            for (int i = 0; i < multi.options().size(); i++) {
                if ((ticks & (1 << i)) != 0) {
                    chosen.add(multi.options().get(i));
                }
            }
            return chosen.isEmpty() ? show(session, "hint.button") : answer(new Answer.ChosenMany(chosen));
        }

        private Step datePressed(Token token, Question question) {
            return switch (token.verb()) {
                case Token.DECADES -> showCard(cards.decadePage(session, question, today));
                case Token.DECADE ->
                    token.index(today.getYear() + 1)
                            .map(decade -> showCard(cards.yearPage(session, question, decade, today)))
                            .orElseGet(() -> show(session, "stale"));
                case Token.YEAR ->
                    token.index(today.getYear() + 1)
                            .map(year -> showCard(cards.monthPage(session, question, year)))
                            .orElseGet(() -> show(session, "stale"));
                case Token.DATE ->
                    EdtfDates.read(token.first(), dateWords)
                            .filter(this::notInFuture)
                            .map(edtf -> answer(new Answer.Dated(edtf, Optional.empty())))
                            .orElseGet(() -> show(session, "hint.date"));
                default -> show(session, "hint.date");
            };
        }

        private Step placePressed(Token token, Question question, QuestionType.Place type) {
            if (token.verb().equals(Token.OTHER_PLACE)) {
                return showCard(cards.placeToWrite(session, question));
            }
            Optional<Places.Place> place = places.find(type.list(), token.first());
            if (place.isEmpty()) {
                return show(session, "stale");
            }
            return switch (token.verb()) {
                case Token.PLACES -> showCard(cards.placePage(session, question, place.get()));
                case Token.PLACE ->
                    answer(new Answer.Located(Optional.of(place.get().code()), Optional.empty()));
                default -> show(session, "stale");
            };
        }

        private Step written(String text) {
            if (atReview()) {
                return show(session, "hint.button");
            }
            if (text.isBlank()) {
                return show(session, "hint.text_empty");
            }
            if (text.length() > LONGEST_TEXT) {
                return show(session, "hint.text_long");
            }
            Question question = question();
            return switch (question.type()) {
                case QuestionType.Consent consent -> show(session, "hint.button");
                case QuestionType.Text free -> answer(new Answer.Words(text));
                case QuestionType.Narrative narrative -> narrated(question, text);
                case QuestionType.Choice choice ->
                    named(question, choice.options(), text)
                            .map(option -> answer(new Answer.Chosen(option)))
                            .orElseGet(() -> show(session, "hint.button"));
                case QuestionType.Multi multi ->
                    named(question, multi.options(), text)
                            .map(option -> answer(new Answer.ChosenMany(List.of(option))))
                            .orElseGet(() -> show(session, "hint.button"));
                case QuestionType.PartialDate date ->
                    EdtfDates.read(text, dateWords)
                            .filter(this::notInFuture)
                            .map(edtf -> answer(new Answer.Dated(edtf, Optional.of(text))))
                            .orElseGet(() -> show(session, "hint.date"));
                case QuestionType.Place place ->
                    answer(new Answer.Located(placeNamed(places.list(place.list()), text), Optional.of(text)));
            };
        }

        private Step fetched() {
            Session now = seen();
            return new Step(
                    Optional.of(now),
                    List.of(
                            new Effect.Fetch(question()),
                            new Effect.Show(cards.present(now, today, words("file.receiving")))));
        }

        /** Back from "stop and hide"; the turn stays where nothing was hidden, so that the buttons on the screen still hold. */
        private Session seen() {
            return session.hidden() ? session.hidden(false) : session;
        }

        /**
         * A file is one more message of its question, which goes on with "done". If the family has moved on meanwhile it still belongs to
         * the question that it was sent to; if that question is no longer asked, nothing belongs there.
         */
        private Step received(Input.Received received) {
            Optional<Integer> position = questionnaire
                    .positionOf(received.question())
                    .filter(p -> session.visible().get(p));
            List<Effect> effects = new ArrayList<>();
            Session after = session;
            if (position.isPresent()) {
                Question question = questionnaire.questions().get(position.get());
                boolean here = position.get() == session.position();
                effects.add(new Effect.Attach(question, received.answer()));
                after = counted(here ? session.withMessages(session.messages() + 1) : session, question, true, effects);
            }
            if (!session.hidden()) {
                boolean more = position.filter(p -> p == session.position()).isPresent();
                String notice = texts.get("file.received") + (more ? "\n" + texts.get("file.more") : "");
                if (received.answer().file().forwarded()) {
                    notice += "\n" + texts.get("file.forwarded");
                }
                effects.add(new Effect.Show(cards.present(after, today, Optional.of(notice))));
            }
            return new Step(Optional.of(after), effects);
        }

        private Step noFile(Input.NoFile none) {
            String notice = switch (none.why()) {
                case TOO_LARGE -> texts.get("file.too_large", Map.of("most", Integer.toString(none.mostMegabytes())));
                case LOST -> texts.get("file.lost");
                case NO_ROOM -> texts.get("file.no_room");
            };
            List<Effect> effects = session.hidden()
                    ? List.of()
                    : List.of(new Effect.Show(cards.present(session, today, Optional.of(notice))));
            return new Step(Optional.of(session), effects);
        }

        private boolean notInFuture(String edtf) {
            return Integer.parseInt(edtf.substring(0, 4)) <= today.getYear();
        }

        /** The option whose label, in any language, is what was typed. */
        private Optional<String> named(Question question, List<String> options, String typed) {
            String wanted = typed.strip().toLowerCase(Locale.ROOT);
            return options.stream()
                    .filter(option -> languages.values().stream()
                            .map(t -> t.get(Texts.choice(questionnaire, question, option)))
                            .anyMatch(label -> label.toLowerCase(Locale.ROOT).equals(wanted)))
                    .findFirst();
        }

        private Optional<String> placeNamed(List<Places.Place> among, String typed) {
            String wanted = typed.strip().toLowerCase(Locale.ROOT);
            for (Places.Place place : among) {
                boolean same = place.names().values().stream()
                        .anyMatch(name -> name.toLowerCase(Locale.ROOT).equals(wanted));
                if (same) {
                    return Optional.of(place.code());
                }
                Optional<String> inside = placeNamed(place.within(), typed);
                if (inside.isPresent()) {
                    return inside;
                }
            }
            return Optional.empty();
        }

        private Step narrated(Question question, String text) {
            List<Effect> effects = new ArrayList<>();
            if (session.messages() == 0 && session.passed().get(session.position())) {
                effects.add(new Effect.Drop(question));
            }
            int item = session.messages() + 1;
            effects.add(new Effect.Keep(question, item, new Answer.Words(text)));
            Session after = counted(session.withMessages(item), question, true, effects);
            effects.add(new Effect.Show(cards.present(
                    after, today, Optional.of(texts.get("saved") + "\n" + texts.get("how.narrative_more")))));
            return new Step(Optional.of(after), effects);
        }

        private Step answer(Answer.Given given) {
            List<Effect> effects = new ArrayList<>();
            effects.add(new Effect.Keep(question(), 1, given));
            Session after = counted(session, question(), true, effects);
            after = branched(after, chosen(given), effects);
            return goOn(after, "saved", effects);
        }

        private Step passOver(Answer answer) {
            List<Effect> effects = new ArrayList<>();
            if (session.passed().get(session.position()) || session.messages() > 0) {
                effects.add(new Effect.Drop(question()));
            }
            effects.add(new Effect.Keep(question(), 1, answer));
            Session after = counted(session, question(), false, effects);
            after = branched(after, Optional.empty(), effects);
            return goOn(after, "", effects);
        }

        private Optional<Set<String>> chosen(Answer.Given given) {
            return switch (given) {
                case Answer.Chosen one -> Optional.of(Set.of(one.option()));
                case Answer.ChosenMany many -> Optional.of(Set.copyOf(many.options()));
                case Answer.Agreed agreed -> Optional.of(Set.of(agreed.option()));
                case Answer.Words words -> Optional.empty();
                case Answer.Dated dated -> Optional.empty();
                case Answer.Located located -> Optional.empty();
                case Answer.Attached attached -> Optional.empty();
            };
        }

        /** Marks the present question as passed, and notes when the minimum is reached. */
        private Session counted(Session now, Question question, boolean given, List<Effect> effects) {
            BitSet passed = now.passed();
            passed.set(questionnaire.positionOf(question.id()).orElseThrow());
            boolean enough = now.enough() || (given && questionnaire.minimum().contains(question.id()));
            if (enough && !now.enough()) {
                effects.add(new Effect.MinimumMet());
            }
            return now.with(now.visible(), passed, enough);
        }

        /** Opens and closes the later questions whose condition looks at the present one. */
        private Session branched(Session now, Optional<Set<String>> chosen, List<Effect> effects) {
            BitSet visible = now.visible();
            BitSet passed = now.passed();
            String id = question().id();
            for (int i = now.position() + 1; i < questionnaire.questions().size(); i++) {
                Question later = questionnaire.questions().get(i);
                Optional<Condition> condition =
                        later.condition().filter(c -> c.question().equals(id));
                if (condition.isEmpty()) {
                    continue;
                }
                boolean shown = chosen.map(condition.get()::holdsFor)
                        .orElse(condition.get().holdsWithoutAnswer());
                visible.set(i, shown);
                if (!shown && passed.get(i)) {
                    passed.clear(i);
                    effects.add(new Effect.Drop(later));
                }
            }
            return now.with(visible, passed, now.enough());
        }

        private Step goOn(Session now, String notice, List<Effect> effects) {
            int next = now.visible().nextSetBit(now.position() + 1);
            Session after = now.at(next < 0 ? questionnaire.questions().size() : next);
            effects.add(new Effect.Show(cards.present(after, today, words(notice))));
            return new Step(Optional.of(after), effects);
        }

        private Step back() {
            int previous = session.visible().previousSetBit(session.position() - 1);
            return show(session.at(Math.max(1, previous)), "");
        }

        private Step hide() {
            return new Step(Optional.of(session.hidden(true)), List.of(new Effect.Hide(cards.line("stopped"))));
        }

        private Step reworded(Session now) {
            Cards other = new Cards(questionnaire, languages.getOrDefault(now.language(), texts), places);
            return new Step(Optional.of(now), List.of(new Effect.Show(other.present(now, today, Optional.empty()))));
        }

        /** The present card, with a line above it where {@code notice} names a text. */
        private Step show(Session now, String notice) {
            return new Step(Optional.of(now), List.of(new Effect.Show(cards.present(now, today, words(notice)))));
        }

        private Optional<String> words(String notice) {
            return notice.isEmpty() ? Optional.empty() : Optional.of(texts.get(notice));
        }

        private Step showCard(Card card) {
            return new Step(Optional.of(session), List.of(new Effect.Show(card)));
        }

        private boolean atReview() {
            return session.position() >= questionnaire.questions().size();
        }

        private Question question() {
            return questionnaire.questions().get(session.position());
        }
    }
}
