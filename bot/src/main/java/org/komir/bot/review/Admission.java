package org.komir.bot.review;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.crypto.Compartment;
import org.komir.crypto.Panelists;

/**
 * Who is to see a case: those who can open something of it, without those who must not.
 *
 * @param panels of the key files of the case; an empty one is not known, of a case from before panels were written down
 * @param excluded ids of people who must not see it; nobody is told why
 */
public record Admission(Map<Compartment, Optional<Panelists>> panels, Set<String> excluded) {

    /** Of a case of which nobody knows to whom it is sealed. */
    public static final Admission UNKNOWN =
            new Admission(Map.of(Compartment.CASE, Optional.empty(), Compartment.THREATS, Optional.empty()), Set.of());

    public Admission {
        panels = Map.copyOf(panels);
        excluded = Set.copyOf(excluded);
    }

    boolean admits(Person person) {
        return !excluded.contains(person.id())
                && (person.is(Role.REVIEWER) && isSealedTo(person, Compartment.CASE)
                        || person.is(Role.SECURITY) && isSealedTo(person, Compartment.THREATS));
    }

    private boolean isSealedTo(Person person, Compartment compartment) {
        Optional<Panelists> panel = panels.get(compartment);
        return panel != null
                && panel.map(Panelists::openers).orElse(List.of(person.id())).contains(person.id());
    }
}
