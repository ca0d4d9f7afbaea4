package org.komir.bot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CourseTest {

    private static final Set<String> YES = Set.of("yes");
    private static final Set<String> NO = Set.of("no");

    private final List<Question> questions =
            new ArrayList<>(List.of(question("consent", new QuestionType.Consent(), true)));

    @Test
    void the_short_path_comes_first_whatever_the_order_of_the_file() {
        questions.add(question("rest", new QuestionType.Text(), false));
        questions.add(question("core", new QuestionType.Text(), true));

        Course course = course();

        assertThat(asked(course, course.holdsAtFirst())).containsExactly("consent#1", "core#1", "rest#1");
        assertThat(course.shortPath()).isEqualTo(2);
    }

    @Test
    void an_event_is_asked_for_again_after_each_yes_and_not_more_often_than_it_may_be() {
        event("call", 2, "when");
        questions.add(question("after", new QuestionType.Text(), true));
        Course course = course();
        BitSet holds = course.holdsAtFirst();
        BitSet passed = new BitSet();
        assertThat(asked(course, holds)).containsExactly("consent#1", "call#1", "after#1");

        course.answered(at(course, "call", 1), Optional.of(YES), holds, passed);
        assertThat(asked(course, holds)).containsExactly("consent#1", "call#1", "when#1", "call#2", "after#1");

        course.answered(at(course, "call", 2), Optional.of(YES), holds, passed);
        assertThat(asked(course, holds))
                .containsExactly("consent#1", "call#1", "when#1", "call#2", "when#2", "after#1");
    }

    @Test
    void who_takes_an_event_back_takes_back_all_that_followed_it() {
        event("call", 3, "when");
        Course course = course();
        BitSet holds = course.holdsAtFirst();
        BitSet passed = new BitSet();
        for (int item = 1; item <= 2; item++) {
            int gate = at(course, "call", item);
            course.answered(gate, Optional.of(YES), holds, passed);
            passed.set(gate);
            passed.set(at(course, "when", item));
        }

        List<Integer> closed = course.answered(at(course, "call", 1), Optional.of(NO), holds, passed);

        assertThat(closed).containsExactly(at(course, "when", 1), at(course, "call", 2), at(course, "when", 2));
        assertThat(asked(course, holds)).containsExactly("consent#1", "call#1");
    }

    @Test
    void a_condition_inside_an_event_looks_at_the_same_event() {
        event("step", 2, "kind", "years");
        questions.set(2, inside("kind", QuestionType.Choice.of(List.of("camp", "prison")), Optional.empty()));
        questions.set(
                3,
                inside("years", new QuestionType.Text(), Optional.of(new Condition("kind", Set.of("prison"), false))));
        Course course = course();
        BitSet holds = course.holdsAtFirst();
        BitSet passed = new BitSet();
        course.answered(at(course, "step", 1), Optional.of(YES), holds, passed);
        course.answered(at(course, "step", 2), Optional.of(YES), holds, passed);

        course.answered(at(course, "kind", 2), Optional.of(Set.of("prison")), holds, passed);

        assertThat(asked(course, holds))
                .containsExactly("consent#1", "step#1", "kind#1", "step#2", "kind#2", "years#2");
    }

    @Test
    void a_question_that_closes_is_as_if_it_had_not_been_answered_for_those_behind_it() {
        questions.add(question("status", QuestionType.Choice.of(List.of("camp", "died")), true));
        questions.add(conditional(
                "ill", QuestionType.Choice.of(List.of("a", "b")), new Condition("status", Set.of("camp"), false)));
        questions.add(conditional("medicine", new QuestionType.Text(), new Condition("ill", Set.of("a"), false)));
        questions.add(conditional("well", new QuestionType.Text(), new Condition("ill", Set.of("a"), true)));
        Course course = course();
        BitSet holds = course.holdsAtFirst();
        BitSet passed = new BitSet();
        course.answered(1, Optional.of(Set.of("camp")), holds, passed);
        course.answered(2, Optional.of(Set.of("a")), holds, passed);
        passed.set(2, 4);
        assertThat(asked(course, holds)).containsExactly("consent#1", "status#1", "ill#1", "medicine#1");

        List<Integer> closed = course.answered(1, Optional.of(Set.of("died")), holds, passed);

        assertThat(closed).containsExactly(2, 3);
        assertThat(asked(course, holds)).containsExactly("consent#1", "status#1", "well#1");
    }

    @Test
    void a_condition_on_what_is_asked_later_is_found() {
        questions.add(conditional("core", new QuestionType.Text(), new Condition("rest", YES, false)));
        questions.add(question("rest", new QuestionType.YesNo(), false));

        assertThat(questionnaire().unaskable()).contains("core");
    }

    private Question question(String id, QuestionType type, boolean core) {
        return new Question(id, type, "case", core, Optional.empty(), Optional.empty());
    }

    private static Question conditional(String id, QuestionType type, Condition condition) {
        return new Question(id, type, "case", true, Optional.of(condition), Optional.empty());
    }

    private static Question inside(String id, QuestionType type, Optional<Condition> condition) {
        return new Question(id, type, "case", true, condition, Optional.of("step"));
    }

    private void event(String id, int most, String... inside) {
        questions.add(question(id, new QuestionType.Repeat(most), true));
        for (String each : inside) {
            questions.add(new Question(each, new QuestionType.Text(), "case", true, Optional.empty(), Optional.of(id)));
        }
    }

    private Questionnaire questionnaire() {
        return new Questionnaire(
                "made-up.1",
                "0".repeat(64),
                Map.of("case", PanelKind.REVIEWERS),
                List.of(),
                questions,
                Set.of(),
                true,
                false);
    }

    private Course course() {
        return new Course(questionnaire());
    }

    private static int at(Course course, String question, int item) {
        return course.find(question, item).orElseThrow();
    }

    private static List<String> asked(Course course, BitSet holds) {
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < course.size(); i++) {
            if (course.open(i, holds)) {
                asked.add(course.slot(i).question().id() + "#" + course.slot(i).item());
            }
        }
        return asked;
    }
}
