package org.komir.bot.conversation;

import java.util.List;
import java.util.Optional;

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

    /** One of several buttons. */
    record Choice(List<String> options) implements QuestionType {
        public Choice {
            options = List.copyOf(options);
        }
    }

    /**
     * Any of several buttons, then "done".
     *
     * @param options 31 at the most: ticks travel as bits of one non-negative int
     * @param exclusive the option that stands alone ("none of these")
     */
    record Multi(List<String> options, Optional<String> exclusive) implements QuestionType {
        public static final int MOST_OPTIONS = 31;

        public Multi {
            options = List.copyOf(options);
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
}
