package org.komir.bot.conversation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The order in which a questionnaire is asked: the short path first, then the rest, and the questions of an event once per
 * event. Every question that can be asked has one {@link Slot}, so that where a family stands is a number, and what is open to it is bits.
 *
 * <p>Slot 0 is the consent. A slot is open while all its links hold; a link looks at one earlier slot. The answers themselves are not
 * needed for that: which links hold is decided when the earlier slot is answered, and kept ({@link Session#holds}).
 */
final class Course {

    /**
     * One question, for one event.
     *
     * @param item the number of the event, from 1; 1 for a question that is asked once
     * @param links numbers of the links that must hold
     */
    record Slot(Question question, int item, List<Integer> links) {}

    /** That a slot depends on what is answered at an earlier one. */
    private record Link(int source, Condition condition) {}

    /** A question depends on one that is asked only after it. */
    static final class AskedLater extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String question;

        AskedLater(String question) {
            super(question + " depends on a question that is asked later");
            this.question = question;
        }

        String question() {
            return question;
        }
    }

    private final List<Slot> slots = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    /** By slot: the numbers of the links that look at it. */
    private final List<List<Integer>> dependents = new ArrayList<>();
    private final int shortPath;

    Course(Questionnaire questionnaire) {
        Map<String, List<Question>> ofEvents = new HashMap<>();
        for (Question question : questionnaire.questions()) {
            question.event().ifPresent(event -> ofEvents.computeIfAbsent(event, e -> new ArrayList<>())
                    .add(question));
        }
        Map<String, Integer> at = new HashMap<>();
        at.put(questionnaire.consent().id(), 0);
        slots.add(new Slot(questionnaire.consent(), 1, List.of()));
        dependents.add(new ArrayList<>());
        add(questionnaire, true, ofEvents, at);
        shortPath = slots.size();
        add(questionnaire, false, ofEvents, at);
    }

    private void add(
            Questionnaire questionnaire,
            boolean core,
            Map<String, List<Question>> ofEvents,
            Map<String, Integer> at) {
        for (Question question : questionnaire.questions()) {
            boolean already = at.containsKey(question.id());
            if (already || question.event().isPresent() || question.core() != core) {
                continue;
            }
            if (question.type() instanceof QuestionType.Repeat repeat) {
                addEvents(question, repeat, ofEvents.getOrDefault(question.id(), List.of()), at);
            } else {
                add(question, 1, List.of(), at);
            }
        }
    }

    private void addEvents(
            Question repeat, QuestionType.Repeat type, List<Question> questions, Map<String, Integer> at) {
        Condition afterYes = new Condition(repeat.id(), Set.of(QuestionType.YesNo.YES), false);
        Map<String, Integer> ofThisEvent = new HashMap<>(at);
        Optional<Link> again = Optional.empty();
        int first = slots.size();
        for (int item = 1; item <= type.most(); item++) {
            int asked = add(repeat, item, again.stream().toList(), ofThisEvent);
            again = Optional.of(new Link(asked, afterYes));
            for (Question question : questions) {
                add(question, item, again.stream().toList(), ofThisEvent);
            }
        }
        at.put(repeat.id(), first);
    }

    private int add(Question question, int item, List<Link> around, Map<String, Integer> at) {
        List<Link> needed = new ArrayList<>(around);
        boolean furtherEvent = question.event().isEmpty() && item > 1;
        if (!furtherEvent) {
            question.condition().ifPresent(condition -> {
                Integer source = at.get(condition.question());
                if (source == null) {
                    throw new AskedLater(question.id());
                }
                needed.add(new Link(source, condition));
            });
        }
        List<Integer> numbers = new ArrayList<>();
        for (Link link : needed) {
            numbers.add(links.size());
            dependents.get(link.source()).add(links.size());
            links.add(link);
        }
        slots.add(new Slot(question, item, List.copyOf(numbers)));
        dependents.add(new ArrayList<>());
        at.put(question.id(), slots.size() - 1);
        return slots.size() - 1;
    }

    int size() {
        return slots.size();
    }

    /** The number of the first slot behind the short path; {@link #size()} where there is none. */
    int shortPath() {
        return shortPath;
    }

    Slot slot(int number) {
        return slots.get(number);
    }

    /** The slot of a question and an event, if there is one. */
    Optional<Integer> find(String question, int item) {
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i).item() == item && slots.get(i).question().id().equals(question)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    boolean open(int number, BitSet holds) {
        return slots.get(number).links().stream().allMatch(holds::get);
    }

    /** The next open slot from there on; {@link #size()} where there is none. */
    int nextOpen(int from, BitSet holds) {
        int number = from;
        while (number < slots.size() && !open(number, holds)) {
            number++;
        }
        return number;
    }

    /** The last open slot up to there; 0, the consent, at the least. */
    int lastOpen(int upTo, BitSet holds) {
        int number = upTo;
        while (number > 0 && !open(number, holds)) {
            number--;
        }
        return number;
    }

    /** How many slots from one to another (which is not counted) are open. */
    int countOpen(int from, int to, BitSet holds) {
        int count = 0;
        for (int number = from; number < to; number++) {
            if (open(number, holds)) {
                count++;
            }
        }
        return count;
    }

    /** Which links hold before anything was answered. */
    BitSet holdsAtFirst() {
        BitSet holds = new BitSet();
        for (int i = 0; i < links.size(); i++) {
            holds.set(i, links.get(i).condition().holdsWithoutAnswer());
        }
        return holds;
    }

    /**
     * What becomes of the later slots when one is answered.
     *
     * @param chosen the options; empty where the answer is none of several, or was passed over
     * @param holds is changed
     * @param passed is changed: a slot that closes is forgotten
     * @return the slots that had been passed and are closed now
     */
    List<Integer> answered(int number, Optional<Set<String>> chosen, BitSet holds, BitSet passed) {
        for (int link : dependents.get(number)) {
            Condition condition = links.get(link).condition();
            holds.set(link, chosen.map(condition::holdsFor).orElse(condition.holdsWithoutAnswer()));
        }
        List<Integer> closed = new ArrayList<>();
        for (int later = number + 1; later < slots.size(); later++) {
            if (!open(later, holds)) {
                if (passed.get(later)) {
                    closed.add(later);
                    passed.clear(later);
                }
                forget(later, holds);
            }
        }
        return closed;
    }

    private void forget(int closed, BitSet holds) {
        for (int link : dependents.get(closed)) {
            holds.set(link, links.get(link).condition().holdsWithoutAnswer());
        }
    }
}
