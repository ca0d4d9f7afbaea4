package org.komir.bot.conversation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a question is answered. Option ids are in the order in which they are shown. */
public sealed interface QuestionType {

    /** Agreement: the options are {@link #YES}, {@link #YES_DESTROY} and {@link #NO}. Nothing is stored before a yes. */
    record Consent() implements QuestionType {
        /** Keep it, and hand in what was told even if it stays unfinished. */
        public static final String YES = "yes";
        /** Keep it, but destroy what was told if it stays unfinished. */
        public static final String YES_DESTROY = "yes_destroy";
        /** Keep nothing. */
        public static final String NO = "no";

        public static final List<String> OPTIONS = List.of(YES, YES_DESTROY, NO);
    }

    /** A few words, in one message. */
    record Text() implements QuestionType {}

    /** One's own words in as many messages as it takes, then "done". */
    record Narrative() implements QuestionType {}

    /**
     * One of several buttons.
     *
     * @param urgent the options after which the case is seen at once by whoever has duty
     * @param helped the options after which somebody else types or translates for the one who tells
     * @param leadsTo option to the id of the questionnaire that fits better: the family is led there
     * @param widens the options that allow more, each of which is asked once more before it is kept
     */
    record Choice(
            List<String> options,
            Set<String> urgent,
            Set<String> helped,
            Map<String, String> leadsTo,
            Set<String> widens)
            implements QuestionType {
        public Choice {
            options = List.copyOf(options);
            urgent = Set.copyOf(urgent);
            helped = Set.copyOf(helped);
            leadsTo = Map.copyOf(leadsTo);
            widens = Set.copyOf(widens);
        }

        /** A choice after which nothing special happens. */
        public static Choice of(List<String> options) {
            return new Choice(options, Set.of(), Set.of(), Map.of(), Set.of());
        }
    }

    /** Yes or no; the labels are those of the language and not of the question. */
    record YesNo() implements QuestionType {
        public static final String YES = "yes";
        public static final String NO = "no";

        public static final List<String> OPTIONS = List.of(YES, NO);
    }

    /**
     * Whether there was a (further) event: after a yes the questions of the event are asked, and then this one again.
     *
     * @param most how many events are asked for, from 1 to {@link #MOST_EVENTS}
     */
    record Repeat(int most) implements QuestionType {
        public static final int MOST_EVENTS = 20;

        public Repeat {
            if (most < 1 || most > MOST_EVENTS) {
                throw new IllegalArgumentException("an event is asked for 1 to " + MOST_EVENTS + " times");
            }
        }
    }

    /**
     * Any of several buttons, then "done".
     *
     * @param options 31 at the most: ticks travel as bits of one non-negative int
     * @param exclusive the option that stands alone ("none of these")
     * @param widens the options that allow more; an answer with any of them is asked once more before it is kept
     */
    record Multi(List<String> options, Optional<String> exclusive, Set<String> widens) implements QuestionType {
        public static final int MOST_OPTIONS = 31;

        public Multi {
            options = List.copyOf(options);
            widens = Set.copyOf(widens);
            if (options.size() > MOST_OPTIONS) {
                throw new IllegalArgumentException("more than " + MOST_OPTIONS + " options");
            }
        }
    }

    /**
     * A date of which perhaps only the year or the season is known; kept as EDTF (ISO 8601-2) level 1.
     *
     * @param longAgo whether the first buttons are decades (a birth) and not the last years
     */
    record PartialDate(boolean longAgo) implements QuestionType {}

    /**
     * A place from a list, or in free words.
     *
     * @param list the name of a list in {@link Places}
     */
    record Place(String list) implements QuestionType {}

    /**
     * A number on a paper.
     *
     * @param kinds the papers that are meant: {@code cn_resident}, {@code kz_iin}, {@code passport}
     */
    record IdNumber(Set<String> kinds) implements QuestionType {
        public static final Set<String> KINDS = Set.of("cn_resident", "kz_iin", "passport");

        public IdNumber {
            kinds = Set.copyOf(kinds);
        }
    }

    /** A telephone number, an address, or another way to reach somebody, as it was written. */
    record Contact() implements QuestionType {}

    /** Papers, photos, recordings: as many as there are, then "done". */
    record Files() implements QuestionType {}

    /** The options that allow more than was allowed before, or may do so: what was allowed is not known here. */
    default Set<String> widens() {
        return Set.of();
    }

    /** The options that a condition may look at; empty where the answer is not one of several. */
    default List<String> choices() {
        return switch (this) {
            case Consent consent -> Consent.OPTIONS;
            case Choice choice -> choice.options();
            case Multi multi -> multi.options();
            case YesNo yesNo -> YesNo.OPTIONS;
            case Repeat repeat -> YesNo.OPTIONS;
            case Text text -> List.of();
            case Narrative narrative -> List.of();
            case PartialDate date -> List.of();
            case Place place -> List.of();
            case IdNumber number -> List.of();
            case Contact contact -> List.of();
            case Files files -> List.of();
        };
    }
}
