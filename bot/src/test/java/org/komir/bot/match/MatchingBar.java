package org.komir.bot.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The long table of {@code docs/matching.md}, of people on whom nothing was tried before. By hand, never by {@code mvn verify}: {@code -Dtest=MatchingBar}, and then {@code target/matching.md}.
 */
class MatchingBar {
    static final long DEVELOPMENT = 1;
    private static final long SEED = Long.getLong("komir.matching-seed", 20_261_130);
    private static final int PEOPLE = Integer.getInteger("komir.matching-people", 300);
    private static final int STRANGERS = Integer.getInteger("komir.matching-strangers", 10_000);

    @Test
    void how_well_one_person_is_found_in_another_spelling() throws IOException {
        List<Round> rounds = Round.all(SEED, PEOPLE, STRANGERS);
        Map<String, List<Found>> found = Bar.measure(Round.all(DEVELOPMENT, Math.min(PEOPLE, 60), STRANGERS), rounds);
        List<String> lines = new ArrayList<>();
        lines.add("%d people, %d others, seed %d%n"
                .formatted(PEOPLE, rounds.getFirst().known().size() - PEOPLE, SEED));
        lines.add(
                "| all pairs of spellings | first | among 10 | median rank | likely: precision | recall | likely or possible: precision | recall |");
        lines.add("|---|---|---|---|---|---|---|---|");
        found.forEach((name, each) -> lines.add(row(name, Found.together(each))));
        lines.add("");
        lines.add("| first (among 10) | " + String.join(" | ", found.keySet()) + " |");
        lines.add("|---" + "|---".repeat(found.size()) + "|");
        for (int i = 0; i < rounds.size(); i++) {
            int at = i;
            lines.add("| %s | %s |"
                    .formatted(
                            rounds.get(at).title(),
                            found.values().stream()
                                    .map(each -> each.get(at))
                                    .map(one -> "%s (%s)".formatted(percent(one.among(1)), percent(one.among(10))))
                                    .collect(Collectors.joining(" | "))));
        }
        for (String mode : List.of(Bar.RICH, Bar.HASHED)) {
            lines.add("");
            lines.add(
                    "| %s | first | among 10 | median rank | likely: precision | recall | likely or possible: precision | recall |"
                            .formatted(mode));
            lines.add("|---|---|---|---|---|---|---|---|");
            List<Found> each = found.getOrDefault(mode, List.of());
            for (int i = 0; i < rounds.size(); i++) {
                lines.add(row(rounds.get(i).title(), each.get(i)));
            }
        }
        Files.write(Path.of("target/matching.md"), lines);
        assertThat(found.values()).allSatisfy(each -> assertThat(each).hasSameSizeAs(rounds));
    }

    private static String row(String name, Found found) {
        return "| %s | %s | %s | %d | %s | %s | %s | %s |"
                .formatted(
                        name,
                        percent(found.among(1)),
                        percent(found.among(10)),
                        found.median(),
                        percent(found.likely().precision()),
                        percent(found.likely().recall()),
                        percent(found.suggested().precision()),
                        percent(found.suggested().recall()));
    }

    private static String percent(double share) {
        return "%.1f %%".formatted(100 * share);
    }
}
