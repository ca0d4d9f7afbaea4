package org.komir.bot.directory;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person does, and so which compartments are sealed to them. */
public enum Role {
    /** Reads and checks cases: one of the panel of the compartment {@code case}. */
    REVIEWER,
    /** Keeps who testifies: inner half of the compartment {@code identity}. */
    CUSTODIAN,
    /** Must be there when a custodian opens: outer half of the compartment {@code identity}. */
    SECOND,
    /** Reads what families report of threats: the compartment {@code threats}. */
    SECURITY,
    /** Approves newcomers. */
    COORDINATOR;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
