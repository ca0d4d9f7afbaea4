package org.komir.bot.conversation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One step of a conversation that has a session.
 *
 * <p>What was written is never lost: where it does not answer the question as it was meant, it is kept as a part of the answer, in the family's own
 * words, and the card stays, so that a button can be pressed beside it.
 */
final class Asking {

    /** Longest text that is taken as one answer, in UTF-16 code units; Telegram's own limit of a message. */
    static final int LONGEST_TEXT = 4096;

    /** More messages than this to one question are not taken: the sealed cursor lists them all. */
    static final int MOST_PARTS = 200;

    /** What the languages say about reading: the words of dates, and the phrases that are no answers. */
    static final class Vocabulary {
        private final FirstUse<EdtfDates.Vocabulary> dates;
        private final FirstUse<Heard> heard;

        Vocabulary(List<Texts> languages) {
            dates = new FirstUse<>(() -> DateWords.of(languages));
            heard = new FirstUse<>(() -> new Heard(languages));
        }

        EdtfDates.Vocabulary dates() {
            return dates.get();
        }

        Heard heard() {
            return heard.get();
        }
    }

    /** What is the same for all conversations. */
    record Around(
            Map<String, Texts> languages,
            Places places,
            Set<String> recordings,
            Vocabulary vocabulary,
            Welcome welcome,
            Channel channel) {}

    private final Questionnaire questionnaire;
    private final Course course;
    private final Texts texts;
    private final Around around;
    private final Cards cards;
    private final Session session;
    private final LocalDate today;

    Asking(Questionnaire questionnaire, Course course, Texts texts, Around around, Session session, LocalDate today) {
        this.questionnaire = questionnaire;
        this.course = course;
        this.texts = texts;
        this.around = around;
        this.cards = new Cards(questionnaire, course, texts, around.places(), around.recordings());
        this.session = session;
        this.today = today;
    }

    Step take(Input input) {
        if (HandingIn.isBegun(session, course)) {
            return new HandingIn(course, texts, around, cards, session).take(input);
        }
        return switch (input) {
            case Input.Start start -> show(session.hidden(false), session.hidden() ? "resume" : "");
            case Input.Begin begin -> show(seen(), session.hidden() ? "resume" : "");
            case Input.Help help -> showCard(cards.help(session));
            case Input.Language language ->
                showCard(Cards.languages(List.copyOf(around.languages().values()), session.turn(), ""));
            case Input.Status status -> showCard(cards.status(session));
            case Input.Stop stop -> hide();
            case Input.Idle idle -> session.hidden() ? new Step(Optional.of(session), List.of()) : hide();
            case Input.Delete delete -> showCard(cards.confirmDelete(session));
            case Input.File file -> asksNothing() ? show(seen(), "file.no_question") : fetched();
            case Input.Received received -> received(received);
            case Input.NoFile none -> noFile(none);
            case Input.FilesArriving arriving -> show(session, "file.arriving");
            case Input.Unreadable unreadable -> show(seen(), "file.unusable");
            case Input.Text text -> session.hidden() ? show(session.hidden(false), "resume") : written(text.text());
            case Input.Edited edited -> edited(edited);
            case Input.Again again -> again(again);
            case Input.EditedTooLate late -> show(session, "edited_too_late");
            case Input.Tap tap -> tapped(tap.token());
            case Input.NumberMade made -> nothing();
            case Input.NoNumber none -> nothing();
            case Input.NothingChosen none -> nothing();
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
                around.languages().containsKey(token.first())
                        ? reworded(session.in(token.first()))
                        : show(session, "stale");
            case Token.SHOW -> shownAgain(token);
            case Token.STOP -> hide();
            case Token.DELETE ->
                new Step(Optional.empty(), List.of(new Effect.Destroy(), new Effect.Hide(cards.line("deleted"))));
            case Token.BACK -> back();
            case Token.GO_ON -> atMainPartDone() ? goOnWithTheRest() : show(session, "stale");
            case Token.FINISH ->
                atMainPartDone() || session.urgent() ? show(session.at(course.size()), "") : show(session, "stale");
            case Token.SEND -> atReview() ? sent() : show(session, "stale");
            case Token.HEAR -> hear();
            default -> asksNothing() ? show(session, "stale") : pressed(token, question());
        };
    }

    /** A button of the present question. */
    private Step pressed(Token token, Question question) {
        switch (token.verb()) {
            case Token.LATER:
                return later();
            case Token.UNKNOWN:
                return unknown();
            case Token.DECLINED:
                return declined();
            default:
                break;
        }
        boolean enough = token.verb().equals(Token.DONE) && session.told();
        return switch (question.type()) {
            case QuestionType.Consent consent -> show(session, "stale");
            case QuestionType.Choice choice -> option(token, choice.options(), enough);
            case QuestionType.YesNo yesNo -> option(token, QuestionType.YesNo.OPTIONS, enough);
            case QuestionType.Repeat repeat -> option(token, QuestionType.YesNo.OPTIONS, enough);
            case QuestionType.Multi multi -> ticked(token, question, multi);
            case QuestionType.PartialDate date -> enough ? settled() : datePressed(token, question, date);
            case QuestionType.Place place -> enough ? settled() : placePressed(token, question, place);
            case QuestionType.Text text -> enough ? settled() : show(session, "hint.text_empty");
            case QuestionType.Narrative narrative -> enough ? settled() : show(session, "hint.text_empty");
            case QuestionType.IdNumber number -> enough ? settled() : show(session, "hint.text_empty");
            case QuestionType.Contact contact -> enough ? settled() : show(session, "hint.text_empty");
            case QuestionType.Files files -> enough ? settled() : show(session, "hint.text_empty");
        };
    }

    private Step option(Token token, List<String> options, boolean enough) {
        if (enough) {
            return settled();
        }
        return token.index(options.size())
                .filter(i -> token.verb().equals(Token.OPTION) || token.verb().equals(Token.WIDER))
                .map(i -> keptIfMeant(token, new Answer.Chosen(options.get(i))))
                .orElseGet(() -> show(session, "hint.button"));
    }

    private Step ticked(Token token, Question question, QuestionType.Multi multi) {
        int ticks = Ticks.pressed(token, multi);
        if (!token.verb().equals(Token.DONE) && !token.verb().equals(Token.WIDER)) {
            return showCard(cards.multi(session, question, multi, ticks, Optional.empty()));
        }
        List<String> chosen = IntStream.range(0, multi.options().size())
                .filter(i -> (ticks & (1 << i)) != 0)
                .mapToObj(multi.options()::get)
                .toList();
        if (chosen.isEmpty()) {
            return session.told() ? settled() : show(session, "hint.button");
        }
        return keptIfMeant(token, new Answer.ChosenMany(chosen));
    }

    /** An answer of which it was said once more that it is meant, or that need not be asked again. */
    private Step keptIfMeant(Token token, Answer.Given given) {
        return token.verb().equals(Token.WIDER) ? answer(given) : unlessWider(given);
    }

    /** Keeps an answer at once, but asks once more where it allows more: what was passed on cannot be called back. */
    private Step unlessWider(Answer.Given given) {
        return wider(question(), given) ? showCard(cards.wider(session, question(), given)) : answer(given);
    }

    private boolean wider(Question question, Answer.Given given) {
        return chosen(given).stream()
                .flatMap(Set::stream)
                .anyMatch(question.type().widens()::contains);
    }

    /** The present card, with the ticks that are not kept yet where the button carries some. */
    private Step shownAgain(Token token) {
        return token.ticks() > 0 && !asksNothing() && question().type() instanceof QuestionType.Multi multi
                ? showCard(cards.multi(session, question(), multi, token.ticks(), Optional.empty()))
                : show(session, "");
    }

    private Step datePressed(Token token, Question question, QuestionType.PartialDate type) {
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
                date(token.first(), type)
                        .map(edtf -> answer(new Answer.Dated(edtf, Optional.empty())))
                        .orElseGet(() -> show(session, "hint.date"));
            default -> show(session, "hint.date");
        };
    }

    private Step placePressed(Token token, Question question, QuestionType.Place type) {
        if (token.verb().equals(Token.OTHER_PLACE)) {
            return showCard(cards.placeToWrite(session, question));
        }
        Optional<Places.Place> place = around.places().find(type.list(), token.first());
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
        if (text.isBlank()) {
            return show(session, "hint.text_empty");
        }
        if (text.length() > LONGEST_TEXT) {
            return show(session, "hint.text_long");
        }
        if (asksNothing()) {
            Optional<Heard.Meaning> heard = around.vocabulary().heard().whole(text);
            return heard.isPresent() ? heard(heard.get()) : show(session, "hint.button");
        }
        Question question = question();
        Optional<Heard.Meaning> heard = around.vocabulary().heard().whole(text);
        Answer.Given given = meant(question, text);
        if (given instanceof Answer.Words && heard.isPresent()) {
            return heard(heard.get());
        }
        return switch (given) {
            case Answer.Words words -> inWords(question.type(), words);
            case Answer.Chosen chosen -> unlessWider(chosen);
            case Answer.ChosenMany many -> unlessWider(many);
            case Answer.Dated dated -> answer(dated);
            case Answer.Located located -> located(question, located);
            case Answer.Numbered numbered ->
                number(text).findings().isEmpty() ? answer(numbered) : keptBeside(numbered, "hint.number");
            case Answer.Agreed agreed -> throw new IllegalStateException("nobody agrees in free words");
            case Answer.Attached attached -> throw new IllegalStateException("no file is made of words");
        };
    }

    /** Free words: the answer itself where the question takes them, kept beside the question where it does not. */
    private Step inWords(QuestionType type, Answer.Words words) {
        return switch (type) {
            case QuestionType.Text text -> answer(words);
            case QuestionType.Contact contact -> answer(words);
            case QuestionType.Place place -> answer(words);
            case QuestionType.IdNumber number -> answer(words);
            case QuestionType.Narrative narrative -> keptBeside(words, "how.narrative_more");
            case QuestionType.Files files -> keptBeside(words, "how.files");
            case QuestionType.PartialDate date -> keptBeside(words, "hint.date_kept");
            case QuestionType.Consent consent -> keptBeside(words, "hint.kept");
            case QuestionType.Choice choice -> keptBeside(words, "hint.kept");
            case QuestionType.YesNo yesNo -> keptBeside(words, "hint.kept");
            case QuestionType.Repeat repeat -> keptBeside(words, "hint.kept");
            case QuestionType.Multi multi -> keptBeside(words, "hint.kept");
        };
    }

    /** The answer that the words give to a question; plain words where they give no other. */
    private Answer.Given meant(Question question, String text) {
        return switch (question.type()) {
            case QuestionType.Choice choice ->
                named(question, choice.options(), text)
                        .<Answer.Given>map(Answer.Chosen::new)
                        .orElse(words(text));
            case QuestionType.Multi multi ->
                named(question, multi.options(), text)
                        .<Answer.Given>map(option -> new Answer.ChosenMany(List.of(option)))
                        .orElse(words(text));
            case QuestionType.YesNo yesNo -> yesOrNo(text);
            case QuestionType.Repeat repeat -> yesOrNo(text);
            case QuestionType.PartialDate date ->
                date(text, date)
                        .<Answer.Given>map(edtf -> new Answer.Dated(edtf, Optional.of(text)))
                        .orElse(words(text));
            case QuestionType.Place place -> new Answer.Located(placeNamed(place.list(), text), Optional.of(text));
            case QuestionType.IdNumber number ->
                new Answer.Numbered(number(text).normalised(), text);
            case QuestionType.Consent consent -> words(text);
            case QuestionType.Text free -> words(text);
            case QuestionType.Narrative narrative -> words(text);
            case QuestionType.Contact contact -> words(text);
            case QuestionType.Files files -> words(text);
        };
    }

    private static Answer.Given words(String text) {
        return new Answer.Words(text);
    }

    private Answer.Given yesOrNo(String text) {
        return around.vocabulary()
                .heard()
                .whole(text)
                .flatMap(meaning -> meaning == Heard.Meaning.YES
                        ? Optional.of(QuestionType.YesNo.YES)
                        : meaning == Heard.Meaning.NO ? Optional.of(QuestionType.YesNo.NO) : Optional.empty())
                .<Answer.Given>map(Answer.Chosen::new)
                .orElse(words(text));
    }

    private Optional<String> date(String text, QuestionType.PartialDate type) {
        return EdtfDates.read(text, around.vocabulary().dates(), today, type.longAgo());
    }

    /** The option whose label, in any language, is what was typed. */
    private Optional<String> named(Question question, List<String> options, String typed) {
        String wanted = typed.strip().toLowerCase(Locale.ROOT);
        return options.stream()
                .filter(option -> around.languages().values().stream()
                        .map(t -> t.get(Texts.choice(questionnaire, question, option)))
                        .anyMatch(label -> label.toLowerCase(Locale.ROOT).equals(wanted)))
                .findFirst();
    }

    /** What the number says of itself. What the family answered elsewhere is not known here: volunteers compare. */
    private IdentityNumbers.Reading number(String text) {
        return IdentityNumbers.read(text, IdentityNumbers.Known.NOTHING, today);
    }

    /** The code of the place that was written, where it is sure; the words are kept in any case. */
    private Optional<String> placeNamed(String list, String typed) {
        return switch (around.places().search(list, typed)) {
            case Places.Found.Sure sure -> Optional.of(sure.place().code());
            case Places.Found.Perhaps perhaps -> Optional.empty();
            case Places.Found.None none -> Optional.empty();
        };
    }

    /** The words are kept; where several places may be meant, they are offered beside. */
    private Step located(Question question, Answer.Located located) {
        boolean perhaps = question.type() instanceof QuestionType.Place place
                && located.words().isPresent()
                && around.places().search(place.list(), located.words().get()) instanceof Places.Found.Perhaps;
        if (!perhaps) {
            return answer(located);
        }
        return keptBeside(
                located, after -> cards.perhaps(after, question, located.words().orElseThrow()));
    }

    /** A message that is no answer, but means something. */
    private Step heard(Heard.Meaning meaning) {
        boolean asks = !asksNothing();
        return switch (meaning) {
            case WANT_STOP, SOMEONE_HERE ->
                hide(); // no card to read while somebody looks; /start brings everything back
            case AFRAID, WHO_ARE_YOU, WANT_HELP -> show(session, meaning.answer());
            case BACK -> back();
            case DONT_KNOW -> asks ? unknown() : show(session, "");
            case RATHER_NOT -> asks ? declined() : show(session, "");
            case LATER -> asks ? later() : show(session, "");
            case DONE -> asks && session.told() ? settled() : show(session, "hint.button");
            case YES, NO -> show(session, "hint.button");
        };
    }

    private Step keptBeside(Answer.Given given, String hint) {
        Optional<String> notice = Optional.of(texts.get("saved") + "\n" + texts.get(hint));
        return keptBeside(given, after -> cards.present(after, today, notice));
    }

    private Step fetched() {
        if (session.parts() + session.files() >= MOST_PARTS) {
            return show(seen(), "hint.enough");
        }
        Session now = seen();
        return new Step(
                Optional.of(now),
                List.of(
                        new Effect.Fetch(question(), item()),
                        new Effect.Show(cards.present(now, today, words("file.receiving", texts)))));
    }

    /** Back from "stop and hide"; the turn stays where nothing was hidden, so that the buttons on the screen still hold. */
    private Session seen() {
        return session.hidden() ? session.hidden(false) : session;
    }

    /**
     * A file is one more part of its question, which goes on with "done". If the family has moved on meanwhile it still belongs to the question
     * that it was sent to; if that question is no longer asked, nothing belongs there.
     */
    private Step received(Input.Received received) {
        Optional<Integer> at =
                course.find(received.question(), received.item()).filter(i -> course.open(i, session.holds()));
        boolean here = at.filter(i -> i == session.position()).isPresent();
        List<Effect> effects = new ArrayList<>();
        Session after = session;
        if (at.isPresent()) {
            Course.Slot slot = course.slot(at.get());
            effects.add(new Effect.Attach(slot.question(), slot.item(), received.answer()));
            after = counted(here ? session.withOneMoreFile() : session, at.get(), true, effects);
        }
        if (!session.hidden()) {
            String notice = texts.get("file.received")
                    + (here ? "\n" + texts.get("file.more") : "")
                    + (received.answer().file().forwarded() ? "\n" + texts.get("file.forwarded") : "");
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

    /** Keeps what was written as one more part of the answer; the question stays. */
    private Step keptBeside(Answer.Given given, Function<Session, Card> card) {
        if (session.parts() + session.files() >= MOST_PARTS) {
            return show(session, "hint.enough");
        }
        List<Effect> effects = new ArrayList<>();
        int part = session.parts() + 1;
        effects.add(new Effect.Keep(question(), item(), part, given));
        Session after = counted(session.withParts(part), session.position(), true, effects);
        effects.add(new Effect.Show(card.apply(after)));
        return new Step(Optional.of(after), effects);
    }

    /** The last part of the present answer; the next question follows. */
    private Step answer(Answer.Given given) {
        List<Effect> effects = new ArrayList<>();
        Optional<String> better =
                given instanceof Answer.Chosen chosen && question().type() instanceof QuestionType.Choice choice
                        ? Optional.ofNullable(choice.leadsTo().get(chosen.option()))
                        : Optional.empty();
        if (better.isPresent()) {
            Card first = around.welcome().first(better.get(), texts);
            return new Step(Optional.empty(), List.of(new Effect.Destroy(), new Effect.Show(first)));
        }
        effects.add(new Effect.Keep(question(), item(), session.parts() + 1, given));
        Session after = decided(counted(session, session.position(), true, effects), question(), given, effects);
        String notice = after.urgent() && !session.urgent()
                ? "duty"
                : after.helped() && !session.helped() ? "helper.begin" : "saved";
        return goOn(branched(after, chosen(given), effects), notice, effects);
    }

    /** The words that were kept are the whole answer. */
    private Step settled() {
        List<Effect> effects = new ArrayList<>();
        return goOn(branched(session, Optional.empty(), effects), "saved", effects);
    }

    /** Who came back only to look goes on; what was told stays. */
    private Step later() {
        if (session.told()) {
            return settled();
        }
        return session.passed().get(session.position())
                ? goOn(session, "", new ArrayList<>())
                : passOver(new Answer.Later(), 1);
    }

    private Step unknown() {
        return passOver(new Answer.Unknown(), session.parts() + 1);
    }

    /** Who would rather not say it takes back what was written. */
    private Step declined() {
        return passOver(new Answer.Declined(), 1);
    }

    private Step passOver(Answer answer, int part) {
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Keep(question(), item(), part, answer));
        Session after = decided(counted(session, session.position(), false, effects), question(), answer, effects);
        return goOn(branched(after, Optional.empty(), effects), "", effects);
    }

    /** What this question decides beside its branches: whether the case goes to whoever has duty, and whether somebody helps. */
    private Session decided(Session now, Question question, Answer answer, List<Effect> effects) {
        if (!(question.type() instanceof QuestionType.Choice choice)) {
            return now;
        }
        Optional<String> option =
                answer instanceof Answer.Chosen chosen ? Optional.of(chosen.option()) : Optional.empty();
        Session decided = now;
        if (!choice.urgent().isEmpty()) {
            boolean urgent = questionnaire.atOnce()
                    || option.filter(choice.urgent()::contains).isPresent();
            effects.add(new Effect.Urgent(urgent));
            decided = decided.urgent(urgent);
        }
        return choice.helped().isEmpty()
                ? decided
                : decided.helped(option.filter(choice.helped()::contains).isPresent());
    }

    private Optional<Set<String>> chosen(Answer.Given given) {
        return switch (given) {
            case Answer.Chosen one -> Optional.of(Set.of(one.option()));
            case Answer.ChosenMany many -> Optional.of(Set.copyOf(many.options()));
            case Answer.Agreed agreed -> Optional.of(Set.of(agreed.option()));
            case Answer.Words words -> Optional.empty();
            case Answer.Dated dated -> Optional.empty();
            case Answer.Located located -> Optional.empty();
            case Answer.Numbered numbered -> Optional.empty();
            case Answer.Attached attached -> Optional.empty();
        };
    }

    /** Marks a question as passed, and notes when the minimum is reached. */
    private Session counted(Session now, int at, boolean given, List<Effect> effects) {
        BitSet passed = now.passed();
        passed.set(at);
        boolean enough = now.enough()
                || (given
                        && questionnaire
                                .minimum()
                                .contains(course.slot(at).question().id()));
        if (enough && !now.enough()) {
            effects.add(new Effect.MinimumMet());
        }
        return now.with(now.holds(), passed, enough);
    }

    /** Opens and closes the later questions that look at the present one. */
    private Session branched(Session now, Optional<Set<String>> chosen, List<Effect> effects) {
        return branched(now, now.position(), chosen, effects);
    }

    private Session branched(Session now, int at, Optional<Set<String>> chosen, List<Effect> effects) {
        BitSet holds = now.holds();
        BitSet passed = now.passed();
        Session after = now;
        for (int closed : course.answered(at, chosen, holds, passed)) {
            Course.Slot slot = course.slot(closed);
            effects.add(new Effect.Drop(slot.question(), slot.item()));
            after = decided(after, slot.question(), new Answer.Later(), effects);
        }
        return after.with(holds, passed, now.enough());
    }

    private Step goOn(Session now, String notice, List<Effect> effects) {
        BitSet passed = now.passed();
        int next = now.position();
        do { // nobody is asked twice: what was passed is only come back to
            next = course.nextOpen(next + 1, now.holds());
        } while (next < course.size() && passed.get(next));
        boolean mainPartEnds =
                next >= course.shortPath() && next < course.size() && passed.length() <= course.shortPath();
        Session after = now.at(mainPartEnds ? course.size() + 1 : next);
        effects.add(new Effect.Show(cards.present(after, today, words(notice, texts))));
        return new Step(Optional.of(after), effects);
    }

    private Step goOnWithTheRest() {
        return show(session.at(course.nextOpen(course.shortPath(), session.holds())), "");
    }

    /** To the question before; what was told there stays until it is told anew. */
    private Step back() {
        BitSet holds = session.holds();
        int first = course.nextOpen(1, holds);
        int from = session.position() - 1;
        if (atMainPartDone()) {
            from = course.shortPath() - 1;
        } else if (atReview()) {
            from = Math.max(first, session.passed().length() - 1);
        }
        return show(session.at(Math.max(first, course.lastOpen(from, holds))), "");
    }

    /** A message that was kept as an answer was changed afterwards; the family stays where it is. */
    private Step edited(Input.Edited edited) {
        Optional<Integer> at = course.find(edited.question(), edited.item())
                .filter(i -> course.open(i, session.holds()))
                .filter(i -> session.passed().get(i));
        if (at.isEmpty() || edited.text().isBlank() || edited.text().length() > LONGEST_TEXT) {
            return show(session, "edited_too_late");
        }
        Course.Slot slot = course.slot(at.get());
        Answer.Given given = meant(slot.question(), edited.text());
        if (wider(slot.question(), given)) { // on its own card it is asked once more
            return show(session, "edited_too_late");
        }
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Amend(slot.question(), edited.item(), edited.part(), given));
        boolean settled = at.get() != session.position();
        Session after = settled && !slot.question().type().choices().isEmpty()
                ? branched(decided(session, slot.question(), given, effects), at.get(), chosen(given), effects)
                : session;
        if (after.position() < course.size() && !course.open(after.position(), after.holds())) {
            after = after.at(course.nextOpen(after.position(), after.holds()));
        }
        effects.add(new Effect.Show(cards.present(after, today, words("edited", texts))));
        return new Step(Optional.of(after), effects);
    }

    private Step again(Input.Again again) {
        return course.find(again.question(), again.item())
                .filter(at -> at > 0
                        && course.open(at, session.holds())
                        && session.passed().get(at))
                .map(at -> show(session.at(at), ""))
                .orElseGet(() -> show(session, "stale"));
    }

    private Step hear() {
        Optional<String> recording = asksNothing() ? Optional.empty() : cards.recording(question());
        return recording
                .map(name -> new Step(Optional.of(session), List.of(new Effect.Hear(name))))
                .orElseGet(() -> show(session, "stale"));
    }

    private Step sent() {
        return around.channel().number()
                ? HandingIn.begun(session, course, cards)
                : new Step(Optional.empty(), List.of(new Effect.Submit(), new Effect.Hide(cards.sent(session))));
    }

    private Step nothing() {
        return new Step(Optional.of(session), List.of());
    }

    private Step hide() {
        return new Step(Optional.of(session.hidden(true)), List.of(new Effect.Hide(cards.line("stopped"))));
    }

    private Step reworded(Session now) {
        Texts other = around.languages().getOrDefault(now.language(), texts);
        Cards inOther = new Cards(questionnaire, course, other, around.places(), around.recordings());
        return new Step(
                Optional.of(now),
                List.of(
                        new Effect.Show(inOther.present(now, today, Optional.empty())),
                        new Effect.Speak(other.language())));
    }

    /** The present card, with a line above it where {@code notice} names a text. */
    private Step show(Session now, String notice) {
        return new Step(Optional.of(now), List.of(new Effect.Show(cards.present(now, today, words(notice, texts)))));
    }

    private static Optional<String> words(String notice, Texts texts) {
        return notice.isEmpty() ? Optional.empty() : Optional.of(texts.get(notice));
    }

    private Step showCard(Card card) {
        return new Step(Optional.of(session), List.of(new Effect.Show(card)));
    }

    private boolean atReview() {
        return session.position() == course.size();
    }

    private boolean atMainPartDone() {
        return session.position() == course.size() + 1;
    }

    private boolean asksNothing() {
        return session.position() >= course.size();
    }

    private Question question() {
        return course.slot(session.position()).question();
    }

    private int item() {
        return course.slot(session.position()).item();
    }
}
