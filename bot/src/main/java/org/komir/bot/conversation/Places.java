package org.komir.bot.conversation;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lists of places that a family can choose from.
 *
 * @param lists by name, each a forest of places in the order in which they are shown
 */
public record Places(Map<String, List<Place>> lists) {

    /**
     * One place.
     *
     * @param code of its list's own standard (GB/T 2260 for China)
     * @param names by language tag
     * @param within the places inside it; empty at the lowest level
     */
    public record Place(String code, Map<String, String> names, List<Place> within) {
        public Place {
            names = Map.copyOf(names);
            within = List.copyOf(within);
        }

        /** The name in a language that the loader has checked to be there. */
        public String name(String language) {
            String name = names.get(language);
            if (name == null) {
                throw new IllegalArgumentException("no name in " + language + " for place " + code);
            }
            return name;
        }
    }

    public Places {
        lists = Map.copyOf(lists);
    }

    public List<Place> list(String name) {
        return lists.getOrDefault(name, List.of());
    }

    public Optional<Place> find(String list, String code) {
        return find(list(list), code);
    }

    private static Optional<Place> find(List<Place> places, String code) {
        for (Place place : places) {
            if (place.code().equals(code)) {
                return Optional.of(place);
            }
            Optional<Place> inside = find(place.within(), code);
            if (inside.isPresent()) {
                return inside;
            }
        }
        return Optional.empty();
    }
}
