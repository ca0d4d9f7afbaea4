package org.komir.bot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.komir.bot.conversation.Card.Button;
import org.komir.bot.questionnaires.Questionnaires;
import org.komir.bot.testing.Shipped;

/**
 * Families that do anything at all: press, write, send files, go back, change the language, press what is long gone, press twice. Beside the engine
 * walks a model of what a store would hold, and after every step both must agree.
 *
 * <p>Twenty thousand steps in the ordinary run; {@code -Dkomir.steps=1000000} for the long one (CONTRIBUTING).
 */
class AnyConversationTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final int STEPS = Integer.getInteger("komir.steps", 20_000);

    /** Parts from here on are files: words that are told anew do not take their place. */
    private static final int FILES = 1000;

    private static final SentFile PHOTO = new SentFile(
            SentFile.Kind.PHOTO, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

    private final Questionnaires shipped = Shipped.questionnaires();
    private final Conversation conversation = Shipped.chat();

    /** What was kept for one part of an answer. */
    private record Key(String question, int item, int part) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byQuestion = question.compareTo(other.question);
            int byItem = byQuestion != 0 ? byQuestion : Integer.compare(item, other.item);
            return byItem != 0 ? byItem : Integer.compare(part, other.part);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void nothing_a_family_does_loses_an_answer_or_asks_what_is_closed(long seed) {
        Random random = new Random(seed);
        Family family = new Family(random);
        for (int step = 0; step < STEPS / 4; step++) {
            family.act();
        }
        assertThat(family.finished).as("conversations that were handed in").isPositive();
    }

    @Test
    void a_family_that_only_goes_forward_is_asked_nothing_twice() {
        for (Questionnaire questionnaire : shipped.current()) {
            for (long seed = 0; seed < 40; seed++) {
                goForward(questionnaire, new Random(seed));
            }
        }
    }

    private void goForward(Questionnaire questionnaire, Random random) {
        Course course = new Course(questionnaire);
        Optional<Session> session = Optional.of(Session.after(questionnaire, course, "en"));
        BitSet asked = new BitSet();
        Optional<Card> card = Optional.empty();
        while (session.isPresent() && session.get().position() != course.size()) {
            int at = session.get().position();
            Input input;
            if (at > course.size()) {
                input = new Input.Tap(
                        Token.of(session.get().turn(), Token.GO_ON).toString());
            } else {
                boolean fresh = !asked.get(at);
                boolean stays = session.get().parts() > 0;
                assertThat(fresh || stays || card.isPresent()).isTrue();
                asked.set(at);
                input = meant(card).orElse(answers(course.slot(at).question(), session.get(), random));
            }
            int before = at;
            Step step = conversation.next(session, input, TODAY);
            session = step.session();
            card = shown(step);
            int now = session.map(Session::position).orElse(course.size());
            assertThat(now == before || !asked.get(now))
                    .as("%s: slot %d is asked again after %d", questionnaire.name(), now, before)
                    .isTrue();
        }
    }

    /** The yes to what was asked once more. */
    private static Optional<Input> meant(Optional<Card> card) {
        return card.stream()
                .flatMap(shown -> shown.rows().stream())
                .flatMap(List::stream)
                .filter(button ->
                        Token.parse(button.token()).orElseThrow().verb().equals(Token.WIDER))
                .findFirst()
                .map(button -> new Input.Tap(button.token()));
    }

    /** Something that answers the question at once, where it is not led to another questionnaire. */
    private static Input answers(Question question, Session session, Random random) {
        if (session.parts() > 0) {
            return new Input.Tap(new Token(session.turn(), Token.DONE, "0", "0").toString());
        }
        return switch (question.type()) {
            case QuestionType.Choice choice -> {
                List<String> stay = choice.options().stream()
                        .filter(option -> !choice.leadsTo().containsKey(option))
                        .toList();
                int index = choice.options().indexOf(stay.get(random.nextInt(stay.size())));
                yield tap(session, Token.OPTION, index);
            }
            case QuestionType.YesNo yesNo -> tap(session, Token.OPTION, random.nextInt(2));
            case QuestionType.Repeat repeat -> tap(session, Token.OPTION, random.nextInt(2));
            case QuestionType.Multi multi ->
                new Input.Tap(new Token(
                                session.turn(),
                                Token.DONE,
                                "0",
                                Integer.toString(
                                        1 << random.nextInt(multi.options().size())))
                        .toString());
            case QuestionType.PartialDate date ->
                new Input.Tap(Token.of(session.turn(), Token.DATE, "2017-03").toString());
            default ->
                random.nextBoolean()
                        ? new Input.Text("some words")
                        : new Input.Tap(Token.of(session.turn(), Token.LATER).toString());
        };
    }

    private static Input tap(Session session, String verb, int index) {
        return new Input.Tap(
                Token.of(session.turn(), verb, Integer.toString(index)).toString());
    }

    private static Optional<Card> shown(Step step) {
        return step.effects().stream()
                .flatMap(effect -> effect instanceof Effect.Show show
                        ? Optional.of(show.card()).stream()
                        : Optional.<Card>empty().stream())
                .findFirst();
    }

    /** One chat that does anything, for ever. */
    private final class Family {
        private final Random random;
        private final Map<Key, String> kept = new TreeMap<>();
        private final List<Button> seen = new ArrayList<>();
        private final List<Effect.Fetch> arriving = new ArrayList<>();
        private Optional<byte[]> session = Optional.empty();
        private Optional<Card> card = Optional.empty();
        private @Nullable Input last;
        private Optional<Effect.MakeNumber> making = Optional.empty();
        private int finished;
        private int files;

        Family(Random random) {
            this.random = random;
        }

        void act() {
            Input input = input();
            Optional<Session> before = session.map(Family::read);
            Step step = conversation.next(before, input, TODAY);
            last = input;
            step.effects().forEach(this::take);
            session = step.session().map(Session::toBytes);
            if (session.isEmpty()) {
                kept.clear();
                arriving.clear(); // the intake gives no draft the file that was sent for another
            } else {
                assertThat(read(session.get())).isEqualTo(step.session().orElseThrow());
                agree(read(session.get()), input);
            }
            card.ifPresent(this::check);
        }

        private static Session read(byte[] bytes) {
            try {
                return Session.fromBytes(bytes);
            } catch (Session.UnknownFormat impossible) {
                throw new AssertionError(impossible);
            }
        }

        private Input input() {
            List<Button> buttons = card.stream()
                    .flatMap(c -> c.rows().stream())
                    .flatMap(List::stream)
                    .toList();
            int dice = random.nextInt(100);
            if (making.isPresent() && random.nextBoolean()) {
                int turn = making.get().turn();
                making = Optional.empty();
                return random.nextInt(5) == 0 ? new Input.NoNumber(turn) : new Input.NumberMade(turn, NUMBER);
            }
            if (random.nextInt(200) == 0) {
                return new Input.NothingChosen();
            }
            Optional<Button> onward = ONWARD.stream()
                    .flatMap(verb -> buttons.reversed().stream()
                            .filter(button -> Token.parse(button.token())
                                    .orElseThrow()
                                    .verb()
                                    .equals(verb)))
                    .findFirst();
            if (dice < 30 && onward.isPresent()) { // a family that only wandered would never hand anything in
                return new Input.Tap(onward.get().token());
            }
            if (dice < 62 && !buttons.isEmpty()) {
                Button pressed = buttons.get(random.nextInt(buttons.size()));
                seen.add(pressed);
                return new Input.Tap(pressed.token());
            }
            if (dice < 66 && !seen.isEmpty()) {
                return new Input.Tap(seen.get(random.nextInt(seen.size())).token());
            }
            if (dice < 70 && last != null) {
                return last;
            }
            if (dice < 88) {
                return new Input.Text(WRITTEN.get(random.nextInt(WRITTEN.size())));
            }
            List<Key> words =
                    kept.keySet().stream().filter(key -> key.part() < FILES).toList();
            if (dice < 92 && !words.isEmpty()) {
                Key key = words.get(random.nextInt(words.size()));
                return new Input.Edited(key.question(), key.item(), key.part(), "2018 күз");
            }
            return switch (dice) {
                case 92 ->
                    random.nextInt(3) > 0
                            ? new Input.Begin(BEGUN.get(random.nextInt(BEGUN.size())), "kk-Cyrl")
                            : new Input.Start("ru", "");
                case 93 -> new Input.Help();
                case 94 -> new Input.Language();
                case 95 -> new Input.Status();
                case 96 -> random.nextBoolean() ? new Input.Stop() : new Input.Idle();
                case 97 -> aboutFiles();
                case 98 -> new Input.Tap("nonsense~~~");
                default -> random.nextInt(20) == 0 ? new Input.Delete() : new Input.Start("", "kk-Arab_group");
            };
        }

        private Input aboutFiles() {
            if (!arriving.isEmpty() && random.nextBoolean()) {
                Effect.Fetch fetch = arriving.remove(random.nextInt(arriving.size()));
                return new Input.Received(
                        fetch.question().id(), fetch.item(), new Answer.Attached(PHOTO, "0".repeat(32), 1, ""));
            }
            return switch (random.nextInt(8)) {
                case 0 -> new Input.Unreadable();
                case 1 -> new Input.FilesArriving();
                case 2 -> new Input.NoFile(Input.NoFile.Why.LOST, 20);
                default -> new Input.File(PHOTO);
            };
        }

        private void take(Effect effect) {
            switch (effect) {
                case Effect.Fetch fetch -> arriving.add(fetch);
                case Effect.Attach attach ->
                    kept.put(
                            new Key(attach.question().id(), attach.item(), FILES + files++),
                            attach.question().id());
                case Effect.OpenCase open -> assertThat(kept).isEmpty();
                case Effect.Keep keep -> {
                    if (keep.part() == 1) {
                        forget(keep.question(), keep.item(), keep.answer() instanceof Answer.Declined);
                    }
                    Key key = new Key(keep.question().id(), keep.item(), keep.part());
                    assertThat(kept).doesNotContainKey(key);
                    kept.put(key, keep.question().id());
                }
                case Effect.Amend amend ->
                    assertThat(kept).containsKey(new Key(amend.question().id(), amend.item(), amend.part()));
                case Effect.Drop drop -> {
                    assertThat(forget(drop.question(), drop.item(), true)).isTrue();
                }
                case Effect.Sent sent -> {}
                case Effect.MakeNumber make -> making = Optional.of(make);
                case Effect.ShowOnce once -> {
                    assertThat(once.card().covered()).isPresent();
                    card = Optional.of(once.card());
                }
                case Effect.Submit submit -> {
                    finished++;
                    if (submit.wayBack() != Effect.WayBack.NONE) {
                        assertThat(card.orElseThrow().covered())
                                .as("a number is good only from the card that shows it")
                                .isPresent();
                    }
                }
                case Effect.Destroy destroy -> kept.clear();
                case Effect.MinimumMet met -> {}
                case Effect.Urgent urgent -> {}
                case Effect.Hear hear -> {}
                case Effect.Speak speak -> {}
                case Effect.Show show -> card = Optional.of(show.card());
                case Effect.Hide hide -> card = Optional.of(hide.line());
            }
        }

        private boolean forget(Question question, int item, boolean filesToo) {
            return kept.keySet()
                    .removeIf(key -> key.question().equals(question.id())
                            && key.item() == item
                            && (filesToo || key.part() < FILES));
        }

        /** What is kept is what is open and was passed, and nothing else. */
        private void agree(Session now, Input input) {
            Questionnaire questionnaire = conversation.questionnaireOf(now).orElseThrow();
            Course course = new Course(questionnaire);
            assertThat(now.position()).isBetween(1, course.size() + 4);
            if (now.position() < course.size()) {
                assertThat(course.open(now.position(), now.holds()))
                        .as("the present question is open, after %s", input.getClass())
                        .isTrue();
            }
            Set<Integer> answered = kept.keySet().stream()
                    .map(key -> course.find(key.question(), key.item()).orElseThrow())
                    .collect(Collectors.toSet());
            assertThat(answered)
                    .as("kept and passed, after %s", input.getClass())
                    .isEqualTo(now.passed().stream().boxed().collect(Collectors.toSet()));
            answered.forEach(slot -> assertThat(course.open(slot, now.holds()))
                    .as("what is kept is open: %s", course.slot(slot).question().id())
                    .isTrue());
        }

        private void check(Card shown) {
            assertThat(shown.text()).isNotBlank();
            shown.rows().stream().flatMap(List::stream).forEach(button -> {
                assertThat(button.label()).isNotBlank();
                assertThat(button.token().length()).isLessThanOrEqualTo(Button.LONGEST_TOKEN);
            });
        }
    }

    /** One that is offered, those that are not, and one that there is not. */
    private static final List<String> BEGUN = List.of("news", "answer", "agreement", "nobody");

    private static final List<String> ONWARD = List.of(
            Token.CONSENT,
            Token.WIDER,
            Token.FINISH,
            Token.SEND,
            Token.HAVE_NUMBER_AND_TELL,
            Token.TAKE_NUMBER,
            Token.NO_NUMBER,
            Token.SCREEN);

    private static final String NUMBER = "12340 12341 12342 12343 12344 12345";

    private static final List<String> WRITTEN = List.of(
            "2017",
            "2017 көктем",
            "весной 2018",
            "后年",
            "Құлжа",
            "伊犁",
            "иә",
            "жоқ",
            "yes",
            "не знаю",
            "I am afraid",
            "650102196203051234",
            "Айгүл Серікқызы",
            "көмір көп",
            "",
            "   ",
            "they are here",
            "ко мне пришли",
            "2099",
            "x".repeat(4096),
            "ئۇ مەكتەپتە",
            "кейін",
            "done");
}
