package org.komir.bot.directory;

import java.util.Set;
import org.komir.crypto.Recipient;
import org.komir.crypto.VerifyingKey;

/**
 * One person of the organisation.
 *
 * @param id 1 to 32 lower-case letters, digits and hyphens
 * @param name as colleagues call them; need not be the name in a passport
 */
public record Person(String id, String name, Set<Role> roles, Recipient recipient, VerifyingKey signing) {
    public Person {
        roles = Set.copyOf(roles);
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }
}
