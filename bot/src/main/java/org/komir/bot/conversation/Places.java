package org.komir.bot.conversation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lists of places that a family can choose from, or name in its own words. */
public final class Places {

    /**
     * One place.
     *
     * @param code of its list's own standard (GB/T 2260 for China)
     * @param names by language tag
     * @param also what else the place is called, by language tag: understood, never shown
     * @param became the code of the present place, where this one is abolished
     * @param children the places inside it, abolished ones included; empty at the lowest level
     */
    public record Place(
            String code,
            Map<String, String> names,
            Map<String, List<String>> also,
            Optional<String> became,
            List<Place> children) {
        public Place {
            names = Map.copyOf(names);
            also = Map.copyOf(also);
            children = List.copyOf(children);
        }

        /** The name in a language that the loader has checked to be there. */
        public String name(String language) {
            String name = names.get(language);
            if (name == null) {
                throw new IllegalArgumentException("no name in " + language + " for place " + code);
            }
            return name;
        }

        /** The present places inside it, in the order in which they are shown. */
        public List<Place> within() {
            return present(children);
        }
    }

    /** What was found for words that a family wrote. The words themselves are the answer's; this only adds a code. */
    public sealed interface Found {

        /** The words are this place's name and no other's, letters that a keyboard lacks apart. */
        record Sure(Place place) implements Found {}

        /**
         * One of these may be meant: a slip, another script, a name that several places share, or a name among other words.
         * Not to be stored unasked.
         *
         * @param places best first; one to {@link PlaceSearch#MOST}, present places only
         */
        record Perhaps(List<Place> places) implements Found {
            public Perhaps {
                places = List.copyOf(places);
            }
        }

        /** No place of the list. */
        record None() implements Found {}
    }

    private final Map<String, List<Place>> lists;
    private final Map<String, FirstUse<PlaceSearch>> searches;

    /** @param lists by name, each a forest of places in the order in which they are shown, abolished ones included */
    public Places(Map<String, List<Place>> lists) {
        this.lists = Map.copyOf(lists);
        this.searches = this.lists.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, list -> new FirstUse<>(() -> new PlaceSearch(list.getValue()))));
    }

    /** The present places of a list's highest level. */
    public List<Place> list(String name) {
        return present(lists.getOrDefault(name, List.of()));
    }

    /** The place of a code, abolished or not. */
    public Optional<Place> find(String list, String code) {
        return all(lists.getOrDefault(list, List.of()))
                .filter(place -> place.code().equals(code))
                .findFirst();
    }

    /** The places that are meant by words, which may be in any of the list's languages, or a code. */
    public Found search(String list, String typed) {
        FirstUse<PlaceSearch> search = searches.get(list);
        return search == null ? new Found.None() : search.get().search(typed);
    }

    /** The places and all that is inside them. */
    static Stream<Place> all(List<Place> places) {
        return places.stream().flatMap(place -> Stream.concat(Stream.of(place), all(place.children())));
    }

    private static List<Place> present(List<Place> places) {
        return places.stream().filter(place -> place.became().isEmpty()).toList();
    }
}
