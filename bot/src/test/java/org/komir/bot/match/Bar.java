package org.komir.bot.match;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The matcher and what anybody would build from a library, over the same people in the same run. */
final class Bar {
    static final String RICH = "Kömir, names";
    static final String HASHED = "Kömir, hashes";
    static final String JARO_WINKLER = "ICU Any-Latin, Jaro-Winkler";
    static final String DOUBLE_METAPHONE = "ICU Any-Latin, Double Metaphone";

    private Bar() {}

    /** What each found in each round, in the order of the rounds. @param development people on whom the baselines may choose their threshold */
    static Map<String, List<Found>> measure(List<Round> development, List<Round> rounds) throws IOException {
        Map<String, List<Found>> found = new LinkedHashMap<>();
        try (Matcher matcher = new Matcher()) {
            for (Map.Entry<String, String> mode : List.of(Map.entry(RICH, "rich"), Map.entry(HASHED, "hashed"))) {
                List<Found> each = new ArrayList<>();
                for (Round round : rounds) {
                    each.add(matcher.search(mode.getValue(), round));
                }
                found.put(mode.getKey(), each);
            }
        }
        found.putAll(baseline(new Baseline<>(JARO_WINKLER, new JaroWinklerOfLatin()), development, rounds));
        found.putAll(baseline(new Baseline<>(DOUBLE_METAPHONE, new DoubleMetaphoneOfLatin()), development, rounds));
        return found;
    }

    private static <P> Map<String, List<Found>> baseline(
            Baseline<P> baseline, List<Round> development, List<Round> rounds) {
        double threshold = baseline.bestThreshold(development);
        return Map.of(
                baseline.name(),
                rounds.stream().map(round -> baseline.search(round, threshold)).toList());
    }
}
