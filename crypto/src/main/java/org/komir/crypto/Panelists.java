package org.komir.crypto;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who is in a panel, by their ids in the directory. They stand in clear beside the key file: whoever has the store knows whom to ask, and opens nothing by it. The
 * escrow, which is in every panel, is not named.
 *
 * @param panel those who open the file; of a nested one, those who open what is inside. In ascending order, without repeats; empty where the escrow stands alone
 * @param outer of a nested file, those who open what is around it, in the same way; empty for a file of one layer
 */
public record Panelists(List<String> panel, Optional<List<String>> outer) {
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,32}");

    /** @throws IllegalArgumentException for what is no id, and for too many */
    public Panelists {
        panel = checked(panel);
        outer = outer.map(Panelists::checked);
    }

    /** Of a file of one layer. */
    public static Panelists of(List<String> panel) {
        return new Panelists(panel, Optional.empty());
    }

    /** Of a nested file. */
    public static Panelists nested(List<String> inner, List<String> outer) {
        return new Panelists(inner, Optional.of(outer));
    }

    /** The people who open the file as it lies there: the outer ones of a nested file. */
    public List<String> openers() {
        return outer.orElse(panel);
    }

    /** The same, with these as those who open the file as it lies there. */
    public Panelists withOpeners(List<String> others) {
        return outer.isPresent() ? nested(panel, others) : of(others);
    }

    private static List<String> checked(List<String> ids) {
        if (ids.size() > Sealer.MOST_RECIPIENTS
                || !ids.stream().allMatch(id -> ID.matcher(id).matches())
                || !ids.equals(ids.stream().sorted().distinct().toList())) {
            throw new IllegalArgumentException("a panel has up to " + Sealer.MOST_RECIPIENTS + " ids, in order");
        }
        return List.copyOf(ids);
    }

    /** Both sides in one. */
    public Stream<String> all() {
        return Stream.concat(panel.stream(), outer.stream().flatMap(List::stream));
    }
}
