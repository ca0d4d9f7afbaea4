package org.komir.bot.directory;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.komir.crypto.Recipient;
import org.komir.crypto.VerifyingKey;

/**
 * One person of the organisation.
 *
 * @param id 1 to 32 lower-case letters, digits and hyphens: what a claim and a login are made under
 * @param name as colleagues call this person; need not be the true name
 * @param recipient to whom case keys are sealed
 * @param signingKey checks this person's logins
 */
public record Person(String id, String name, Set<Role> roles, Recipient recipient, VerifyingKey signingKey) {
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,32}");

    public Person {
        if (!isId(id)) {
            throw new IllegalArgumentException("an id has 1 to 32 lower-case letters, digits and hyphens");
        }
        // in the order of the enum, so that the same person is always written the same
        EnumSet<Role> inOrder = EnumSet.noneOf(Role.class);
        inOrder.addAll(roles);
        roles = Collections.unmodifiableSet(inOrder);
    }

    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }
}
