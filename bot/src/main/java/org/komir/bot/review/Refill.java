package org.komir.bot.review;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Panels.Group;
import org.komir.bot.review.Panels.Seat;
import org.komir.crypto.Compartment;
import org.komir.crypto.Panelists;

/**
 * Which key files are to be sealed anew, by whom and to whom ({@code docs/record-format.md}, step 36). Of a nested file only the outer layer is: who opens that one does not open the inner one.
 *
 * @param present the directory without whoever is revoked
 */
record Refill(Directory present) {

    /** The role of those who open a file as it lies there; empty where nobody seals it anew in the console. */
    private static Optional<Role> role(Seat seat, Panelists panelists) {
        if (panelists.outer().isPresent()) {
            return Optional.of(Role.SECOND);
        }
        if (seat.compartment().equals(Compartment.CASE)) {
            return Optional.of(Role.REVIEWER);
        }
        if (seat.compartment().equals(Compartment.NEEDS)) {
            return Optional.of(Role.AID);
        }
        return seat.compartment().equals(Compartment.THREATS) ? Optional.of(Role.SECURITY) : Optional.empty();
    }

    /** What was sealed to security officers while nobody was in aid, they seal to whoever is now. */
    private static boolean reads(Person person, Role role) {
        return person.is(role) || role == Role.AID && person.is(Role.SECURITY);
    }

    private boolean fills(String id, Role role, Set<String> excluded) {
        return !excluded.contains(id)
                && present.person(id).filter(person -> reads(person, role)).isPresent();
    }

    /** Who of the panel is still there and may see the case; empty where the panel is not known or nobody seals it anew. */
    private Optional<List<String>> remaining(Group group, Seat seat) {
        return seat.panelists()
                .flatMap(panelists -> role(seat, panelists)
                        .map(role -> panelists.openers().stream()
                                .filter(id -> fills(id, role, group.excluded()))
                                .toList()));
    }

    boolean isMember(Group group, Seat seat, Person person) {
        return remaining(group, seat).filter(left -> left.contains(person.id())).isPresent();
    }

    /** Whether the panel is another one than it should be. */
    boolean waits(Group group, Seat seat) {
        Optional<Panelists> panelists = seat.panelists();
        return panelists.isPresent()
                && wanted(group, seat)
                        .map(all -> !all.equals(panelists.get().openers()))
                        .orElse(isShort(group, seat));
    }

    /** Whether somebody of the panel has left, or must not see the case. */
    private boolean isShort(Group group, Seat seat) {
        return remaining(group, seat)
                .filter(left ->
                        left.size() < seat.panelists().orElseThrow().openers().size())
                .isPresent();
    }

    /** Where nobody is drawn: everybody of the role, and for what followed those who read the first case. */
    private Optional<List<String>> wanted(Group group, Seat seat) {
        Optional<Role> role = seat.panelists().flatMap(panelists -> role(seat, panelists));
        if (role.isEmpty()) {
            return Optional.empty();
        }
        if (role.get() == Role.REVIEWER) {
            return seat.id().equals(group.first()) ? Optional.empty() : readers(group);
        }
        List<Person> all = role.get() == Role.AID ? present.inAid() : present.with(role.get());
        return Optional.of(all.stream()
                .map(Person::id)
                .filter(id -> !group.excluded().contains(id))
                .sorted()
                .toList());
    }

    /** The panel of the first case; empty where it is not known. */
    static Optional<List<String>> readers(Group group) {
        return reading(group).flatMap(Seat::panelists).map(Panelists::panel);
    }

    private static Optional<Seat> reading(Group group) {
        return group.seats().stream()
                .filter(seat ->
                        seat.id().equals(group.first()) && seat.compartment().equals(Compartment.CASE))
                .findFirst();
    }

    /** Whether somebody has something to do here: to seal a file anew, or to open one that somebody else sealed anew. */
    boolean waitsFor(Group group, Person person) {
        return group.seats().stream()
                .filter(seat -> isMember(group, seat, person))
                .anyMatch(seat -> seat.unconfirmedBy()
                                .filter(by -> !by.equals(person.id()))
                                .isPresent()
                        || waits(group, seat)
                                && (!followsAShortOne(group, seat)
                                        || isMember(group, reading(group).orElseThrow(), person)));
    }

    /** What followed waits until the first case has its panel. */
    private boolean followsAShortOne(Group group, Seat seat) {
        return !seat.id().equals(group.first())
                && seat.compartment().equals(Compartment.CASE)
                && reading(group).filter(first -> isShort(group, first)).isPresent();
    }

    /** Whether a case in the queue lost somebody who reads it. */
    boolean isShort(CaseId id, Admission admission) {
        Seat seat = new Seat(
                id,
                Compartment.CASE,
                admission.panels().getOrDefault(Compartment.CASE, Optional.empty()),
                Optional.empty());
        return isShort(new Group(id, admission.excluded(), List.of(seat)), seat);
    }

    /** Whether nobody is left who reads the case: only the escrow opens it. */
    boolean isLost(Group group) {
        return reading(group)
                .flatMap(seat -> remaining(group, seat))
                .filter(List::isEmpty)
                .isPresent();
    }

    /** Whether a file may be sealed to these: nobody who is left is left out, nobody comes in who may not, and no more than are drawn for a new case. */
    boolean fits(Group group, Seat seat, List<String> panel) {
        Optional<List<String>> wanted = wanted(group, seat);
        if (wanted.isPresent()) {
            return panel.equals(wanted.get());
        }
        List<String> left = remaining(group, seat).orElse(List.of());
        int reviewers = present.with(Role.REVIEWER).size();
        int most = reviewers <= Directory.ALL_UP_TO ? reviewers : present.panel();
        return panel.containsAll(left)
                && panel.size() <= Math.max(left.size(), most)
                && panel.stream().allMatch(id -> fills(id, Role.REVIEWER, group.excluded()));
    }
}
