package org.komir.bot.intake;

import java.util.Optional;

/**
 * What a button of a visit carries: {@code !v~visit~verb~argument}, which no button of a conversation begins with.
 *
 * @param visit the random id of the visit that showed it
 */
record VisitToken(String visit, String verb, String argument) {
    static final String LANGUAGE = "l";
    static final String OPEN = "o";
    static final String CLOSE = "c";
    static final String HAVE = "h";
    static final String HAVE_AND_TELL = "t";
    static final String STATUS = "s";
    static final String LETTER = "p";
    /** The argument is the letter and the file of it, both from 0. */
    static final String FILE = "a";

    static final String RENEW = "r";
    /** The argument is the questionnaire that is begun. */
    static final String TELL = "f";

    static final String WITHDRAW = "w";
    static final String WITHDRAW_YES = "y";

    private static final String MARK = "!v";
    private static final int PARTS = 4;

    static String of(String visit, String verb, String argument) {
        return String.join("~", MARK, visit, verb, argument);
    }

    static Optional<VisitToken> parse(String text) {
        String[] parts = text.split("~", -1);
        return parts.length == PARTS && parts[0].equals(MARK)
                ? Optional.of(new VisitToken(parts[1], parts[2], parts[3]))
                : Optional.empty();
    }
}
