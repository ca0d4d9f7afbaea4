package org.komir.bot.conversation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who reads a compartment. The questionnaire says which; the organisation's directory says who these people are. */
public enum PanelKind {
    /** Reviewers drawn by lot. */
    REVIEWERS,
    /** Custodians and a second person together: neither alone. */
    CUSTODIANS,
    /** Security officers. */
    SECURITY,
    /** Who helps families in their daily needs; security officers where the directory names nobody. */
    AID;

    /** As it is written in a questionnaire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<PanelKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
