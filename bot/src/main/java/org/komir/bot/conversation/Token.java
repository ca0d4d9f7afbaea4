package org.komir.bot.conversation;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a button carries: {@code turn~verb~argument~argument}, ASCII. Arguments are positions in the questionnaire's lists and
 * numbers of a calendar, so that the token of a choice does not say what it means.
 *
 * @param turn of the session that showed the card, 0 before there is one
 * @param verb one of the constants of this class
 */
record Token(int turn, String verb, String first, String second) {

    static final String LANGUAGE = "l";
    static final String NEXT_FAMILY = "a";
    static final String SCREEN = "i";
    static final String CONSENT = "c";
    static final String OPTION = "o";
    static final String TICK = "t";
    static final String UNTICK = "u";
    static final String DONE = "k";
    static final String GO_ON = "j";
    static final String FINISH = "v";
    static final String DECADES = "e";
    static final String DECADE = "d";
    static final String YEAR = "y";
    static final String DATE = "m";
    static final String PLACES = "p";
    static final String PLACE = "q";
    static final String OTHER_PLACE = "f";
    static final String BACK = "b";
    static final String LATER = "s";
    static final String UNKNOWN = "n";
    static final String DECLINED = "r";
    static final String HEAR = "h";
    static final String STOP = "x";
    static final String SHOW = "w";
    static final String SEND = "g";
    static final String DELETE = "z";
    static final String TAKE_NUMBER = "A";
    static final String NO_NUMBER = "B";
    static final String HAVE_NUMBER = "C";
    static final String HAVE_NUMBER_AND_TELL = "D";
    /** An answer that allows more, meant: with the arguments of {@link #OPTION} or {@link #DONE}. No ticks of a later tap get into it. */
    static final String WIDER = "W";

    private static final int RADIX = 36;

    static Token of(int turn, String verb) {
        return new Token(turn, verb, "", "");
    }

    static Token of(int turn, String verb, String argument) {
        return new Token(turn, verb, argument, "");
    }

    static Optional<Token> parse(String text) {
        String[] parts = text.split("~", -1);
        if (parts.length < 2 || parts.length > 4 || text.length() > Card.Button.LONGEST_TOKEN) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Token(
                    Integer.parseInt(parts[0], RADIX),
                    parts[1],
                    parts.length > 2 ? parts[2] : "",
                    parts.length > 3 ? parts[3] : ""));
        } catch (NumberFormatException foreign) {
            return Optional.empty();
        }
    }

    /** The first argument as a number below {@code limit}; empty for anything else, which only a forged tap can hold. */
    Optional<Integer> index(int limit) {
        return number(first).filter(n -> n < limit);
    }

    int ticks() {
        return number(second).orElse(0);
    }

    static Optional<Integer> number(@Nullable String digits) {
        if (digits == null || !digits.matches("[0-9]{1,10}")) {
            return Optional.empty();
        }
        long value = Long.parseLong(digits);
        return value > Integer.MAX_VALUE ? Optional.empty() : Optional.of((int) value);
    }

    @Override
    public String toString() {
        String start = Integer.toString(turn, RADIX) + "~" + verb;
        if (second.isEmpty()) {
            return first.isEmpty() ? start : start + "~" + first;
        }
        return start + "~" + first + "~" + second;
    }
}
