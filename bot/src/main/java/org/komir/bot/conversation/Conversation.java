package org.komir.bot.conversation;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The engine: {@link #next} takes one step.
 *
 * <p>Before the consent there is no session ({@link Welcome}). From then on each step is one of {@link Asking}: is the tap for the present
 * card; is the input an answer to the present question; if so keep it, see which later questions it opens or closes, and show the
 * next one.
 */
public final class Conversation {

    private final Map<String, Questionnaire> questionnaires;
    private final Map<String, Course> courses;
    private final Map<String, Texts> languages = new LinkedHashMap<>();
    private final Places places;
    private final Set<String> recordings;
    private final Welcome welcome;
    private final Asking.Vocabulary vocabulary;
    private final Channel channel;

    /**
     * @param questionnaires every version that a stored session may name
     * @param current those that new conversations can follow, in the order in which they are offered; some of {@code questionnaires}, at
     *     least one of them offered
     * @param languages in the order in which they are offered; at least one
     * @param recordings what somebody has read aloud: {@code kk-Arab/detained-relative.1/p_name}
     * @param channel what there is beside the questions
     */
    public Conversation(
            List<Questionnaire> questionnaires,
            List<Questionnaire> current,
            List<Texts> languages,
            Places places,
            Set<String> recordings,
            Channel channel) {
        this.questionnaires = questionnaires.stream().collect(Collectors.toMap(Questionnaire::sha256, q -> q));
        this.courses = questionnaires.stream().collect(Collectors.toMap(Questionnaire::sha256, Course::new));
        languages.forEach(texts -> this.languages.put(texts.language(), texts));
        this.places = places;
        this.recordings = Set.copyOf(recordings);
        this.welcome =
                new Welcome(this.languages, List.copyOf(current), courses, places, this.recordings, channel.form());
        this.channel = channel;
        this.vocabulary = new Asking.Vocabulary(List.copyOf(languages));
    }

    /** The same where there is nothing beside the questions: in the sealed form. */
    public Conversation(
            List<Questionnaire> questionnaires,
            List<Questionnaire> offered,
            List<Texts> languages,
            Places places,
            Set<String> recordings) {
        this(questionnaires, offered, languages, places, recordings, Channel.QUESTIONS_ONLY);
    }

    /** What there is beside the questions. */
    public Channel channel() {
        return channel;
    }

    /** Whether this session was sent, and waits for a number or for the choice of none. */
    public boolean isSent(Session session) {
        return Optional.ofNullable(courses.get(session.questionnaire()))
                .filter(course -> HandingIn.isBegun(session, course))
                .isPresent();
    }

    /**
     * One step.
     *
     * @param before empty before the consent
     * @param today in UTC; a date after it is no answer
     */
    public Step next(Optional<Session> before, Input input, LocalDate today) {
        if (before.isEmpty()) {
            return welcome.take(input, today);
        }
        Session session = before.get();
        Texts texts = texts(session.language());
        Questionnaire questionnaire = questionnaires.get(session.questionnaire());
        Course course = courses.get(session.questionnaire());
        if (questionnaire == null || course == null) {
            return outdated(session, texts, input, today);
        }
        Asking.Around around = new Asking.Around(languages, places, recordings, vocabulary, welcome, channel);
        return new Asking(questionnaire, course, texts, around, session, today).take(input);
    }

    /** Whether a whole message asks to take everything from the screen, in any language. */
    public boolean asksToHide(String text) {
        return vocabulary
                .heard()
                .whole(text)
                .filter(meaning -> meaning == Heard.Meaning.WANT_STOP || meaning == Heard.Meaning.SOMEONE_HERE)
                .isPresent();
    }

    /** The first card of a questionnaire in a language that was chosen already. */
    public Card first(String questionnaireId, String language) {
        return welcome.first(questionnaireId, texts(language));
    }

    /**
     * The card that carries a number.
     *
     * @param before what stands above it
     * @param news whether being told in the channel is offered beside
     */
    public static Card number(Texts texts, String before, String number, boolean news, List<List<Card.Button>> rows) {
        return Cards.number(texts, Optional.of(before), number, news, rows);
    }

    /** The questionnaire of a session, if this software still knows it. */
    public Optional<Questionnaire> questionnaireOf(Session session) {
        return Optional.ofNullable(questionnaires.get(session.questionnaire()));
    }

    /**
     * A question that waits for its answer.
     *
     * @param item number of the event, from 1; 1 for a question that is asked once
     */
    public record Asked(Question question, int item) {}

    /** What the present card of a session asks; empty where it asks no question. */
    public Optional<Asked> asks(Session session) {
        return Optional.ofNullable(courses.get(session.questionnaire()))
                .filter(course -> session.position() < course.size())
                .map(course -> course.slot(session.position()))
                .map(slot -> new Asked(slot.question(), slot.item()));
    }

    /** The words of a language, or of the first one where there is none of that tag. */
    public Texts texts(String language) {
        return languages.getOrDefault(language, languages.values().iterator().next());
    }

    /** The ticks after a tap, where the tap sets one. */
    public Optional<Ticks> ticksAfter(Session session, String token) {
        return Optional.ofNullable(courses.get(session.questionnaire()))
                .filter(course -> session.position() < course.size())
                .filter(course -> Ticks.in(token).isPresent())
                .flatMap(course -> course.slot(session.position()).question().type() instanceof QuestionType.Multi multi
                        ? Optional.of(Ticks.after(token, multi))
                        : Optional.empty());
    }

    /** Says that this session's questions are gone; /start begins anew, and only a new consent takes the old one's place. */
    private Step outdated(Session session, Texts texts, Input input, LocalDate today) {
        if (input instanceof Input.Start || input instanceof Input.Begin || input instanceof Input.Tap) {
            Step step = welcome.take(input, today);
            return new Step(step.session().or(() -> Optional.of(session)), step.effects());
        }
        Card apology = new Card(texts.get("trouble.unknown_version"), texts.rightToLeft(), List.of());
        return new Step(Optional.of(session), List.of(new Effect.Show(apology)));
    }
}
