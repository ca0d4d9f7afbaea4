package org.komir.bot.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Everybody is told of in one spelling, and searched for among the same people in another, their brothers, sisters and namesakes, and strangers, in any spelling.
 *
 * @param known who is searched among
 * @param asked who is searched for; the n-th of them is the n-th of {@code known}
 */
record Round(Spelling from, Spelling to, List<Told> known, List<Told> asked) {
    /** All pairs of spellings. @param seed the same people, the same slips */
    static List<Round> all(long seed, int people, int strangers) {
        Random random = new Random(seed);
        InventedPeople invented = new InventedPeople(random);
        Teller teller = new Teller(random);
        List<InventedPerson> those = invented.people(people);
        List<Told> others = new ArrayList<>();
        for (InventedPerson person : those) {
            if (random.nextInt(100) < 40) {
                others.add(teller.tell(invented.brotherOrSisterOf(person), any(random)));
            }
            if (random.nextInt(100) < 30) {
                others.add(teller.tell(invented.namesakeOf(person), any(random)));
            }
        }
        invented.people(strangers).forEach(stranger -> others.add(teller.tell(stranger, any(random))));
        List<Round> rounds = new ArrayList<>();
        for (Spelling from : Spelling.values()) {
            for (Spelling to : Spelling.values()) {
                if (from.compareTo(to) < 0) {
                    List<Told> known = new ArrayList<>(those.stream()
                            .map(person -> teller.tell(person, to))
                            .toList());
                    known.addAll(others);
                    rounds.add(new Round(
                            from,
                            to,
                            List.copyOf(known),
                            those.stream()
                                    .map(person -> teller.tell(person, from))
                                    .toList()));
                }
            }
        }
        return List.copyOf(rounds);
    }

    private static Spelling any(Random random) {
        return Spelling.values()[random.nextInt(Spelling.values().length)];
    }

    String title() {
        return "%s, %s".formatted(from, to).toLowerCase();
    }
}
