package org.komir.bot.directory;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.komir.crypto.Compartment;
import org.komir.crypto.Panel;
import org.komir.crypto.Recipient;

/**
 * The organisation's directory, as read and checked.
 *
 * @param version from 1; every signature raises it
 * @param expires at most 90 days after {@code issued}
 * @param panel how many reviewers a case is sealed to, drawn at random; while there are {@link #ALL_WHILE} or fewer it is all of them
 * @param escrow a key in the hands of trustees, which opens everything, for the day when a panel is lost
 */
public record Directory(
        String organisation,
        int version,
        LocalDate issued,
        LocalDate expires,
        int panel,
        Recipient escrow,
        List<Person> people) {

    public static final int ALL_WHILE = 5;
    public static final int LONGEST_DAYS = 90;

    public Directory {
        people = List.copyOf(people);
    }

    public Optional<Person> person(String id) {
        return people.stream().filter(person -> person.id().equals(id)).findFirst();
    }

    /**
     * Draws the panels of a new case.
     *
     * @throws IllegalArgumentException for a compartment that no role opens
     */
    public Map<Compartment, Panel> panels(Set<String> compartments, SecureRandom random) {
        Map<Compartment, Panel> panels = new HashMap<>();
        for (String name : compartments) {
            Compartment compartment = new Compartment(name);
            panels.put(compartment, panel(compartment, random));
        }
        return panels;
    }

    private Panel panel(Compartment compartment, SecureRandom random) {
        if (compartment.equals(Compartment.CASE)) {
            return new Panel.One(withEscrow(drawReviewers(random)));
        }
        if (compartment.equals(Compartment.THREATS)) {
            return new Panel.One(withEscrow(recipients(Role.SECURITY)));
        }
        if (compartment.equals(Compartment.IDENTITY)) {
            return new Panel.Nested(withEscrow(recipients(Role.CUSTODIAN)), withEscrow(recipients(Role.SECOND)));
        }
        throw new IllegalArgumentException("nobody opens the compartment " + compartment.name());
    }

    /** To whom an update is sealed that could not be taken. */
    public List<Recipient> quarantineRecipients(SecureRandom random) {
        return withEscrow(drawReviewers(random));
    }

    private List<Recipient> drawReviewers(SecureRandom random) {
        List<Recipient> reviewers = new ArrayList<>(recipients(Role.REVIEWER));
        if (reviewers.size() <= ALL_WHILE) {
            return reviewers;
        }
        Collections.shuffle(reviewers, random);
        return reviewers.subList(0, Math.min(panel, reviewers.size()));
    }

    private List<Recipient> recipients(Role role) {
        return people.stream().filter(person -> person.is(role)).map(Person::recipient).toList();
    }

    private List<Recipient> withEscrow(List<Recipient> recipients) {
        return Stream.concat(recipients.stream(), Stream.of(escrow)).toList();
    }

    /** What makes this directory unfit to seal to, in words. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (version < 1) {
            problems.add("version must be 1 or more");
        }
        if (panel < 1) {
            problems.add("panel must be 1 or more");
        }
        if (expires.isAfter(issued.plusDays(LONGEST_DAYS))) {
            problems.add("it may serve " + LONGEST_DAYS + " days at the most: expires must be " + issued.plusDays(LONGEST_DAYS)
                    + " or earlier");
        }
        Set<String> ids = new HashSet<>();
        Set<Recipient> recipients = new HashSet<>(Set.of(escrow));
        for (Person person : people) {
            if (!person.id().matches("[a-z0-9-]{1,32}")) {
                problems.add("an id has 1 to 32 lower-case letters, digits and hyphens: " + person.id());
            }
            if (!ids.add(person.id())) {
                problems.add("two people have the id " + person.id());
            }
            if (!recipients.add(person.recipient())) {
                problems.add("the key of " + person.id() + " belongs to another entry too");
            }
            if (person.is(Role.CUSTODIAN) && person.is(Role.SECOND)) {
                problems.add(person.id() + " is custodian and second person at once: then one could open an identity alone");
            }
        }
        for (Role needed : List.of(Role.REVIEWER, Role.CUSTODIAN, Role.SECOND, Role.SECURITY)) {
            if (people.stream().noneMatch(person -> person.is(needed))) {
                problems.add("nobody has the role " + needed.word());
            }
        }
        return problems;
    }
}
