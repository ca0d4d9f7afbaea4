package org.komir.bot.directory;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person is trusted with. A person may have several roles, but never {@link #CUSTODIAN} and {@link #SECOND} together, nor {@link #MATCHER} and
 * {@link #REVIEWER}.
 */
public enum Role {
    /** Reads testimonies: the compartment {@code case}. */
    REVIEWER,
    /** Has one of the two keys to who testified: the inner one. */
    CUSTODIAN,
    /** Has the other of the two keys to who testified: the outer one. */
    SECOND,
    /** Reads reports of intimidation: the compartment {@code threats}. */
    SECURITY,
    /** Helps families here, in their daily needs, and reads nothing else. */
    AID,
    /** Keeps the organisation's rota, approves who is new and takes the keys of who must not read any more; opens nothing by this role. */
    COORDINATOR,
    /** Writes what was told in another language; opens what is sealed for translation and nothing else. */
    TRANSLATOR,
    /** Keeps a share of the escrow's key; opens nothing by this role. */
    TRUSTEE,
    /** Reads hashes of what names sound like, whose key the reviewers have; opens nothing else. */
    MATCHER;

    /** As it is written in the directory. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
