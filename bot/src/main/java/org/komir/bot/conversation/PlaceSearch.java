package org.komir.bot.conversation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.komir.bot.conversation.PlaceWords.Kind;
import org.komir.bot.conversation.Places.Found;
import org.komir.bot.conversation.Places.Place;

/**
 * Finds the places of one list by what families type.
 *
 * <p>First the names as they are, letters that a keyboard lacks apart, in the whole text and among other words; a county named
 * after its prefecture narrows it. Only when no name is there, what looks or sounds like one, and then never surely.
 */
final class PlaceSearch {

    /** Places offered at most. */
    static final int MOST = 6;

    /** Longest text that is read at all, in UTF-16 code units: an address, not a story. */
    private static final int LONGEST_TEXT = 300;

    private static final int LONGEST_WORD = 40;
    private static final int LONGEST_NAME_IN_WORDS = 6;
    private static final int SHORTEST_AMONG_WORDS = 5;
    private static final int WORDS_TRIED_FOR_SLIPS = 6;
    private static final int SHORTEST_WORD_TRIED_FOR_SLIPS = 6;
    /** How far a name is from what was typed: for each slip, and added where only the sound is alike. Whole numbers keep the browser's engine small. */
    private static final int ONE_SLIP = 10;

    private static final int BY_SOUND = 6;
    private static final int AS_GOOD_AS_THE_BEST = 7;
    private static final int NOT_ALIKE = Integer.MAX_VALUE;

    private static final Pattern PARTS = Pattern.compile("[,،、;؛；。.．\\n\\r/|()（）«»\"“”]+");
    private static final Pattern CODE = Pattern.compile("[0-9]{4}|[0-9]{6}");

    /**
     * What a slip is measured against.
     *
     * @param word a name without spaces, and without words such as "county" or with them
     * @param sound of the name alone; empty for a name with such words
     */
    private record Target(String word, String sound, Place place) {}

    /**
     * Places that words name.
     *
     * @param plain the words say nothing else: no other words beside them, no other kind of place
     */
    private record Mention(Set<Place> places, boolean plain) {}

    private final Map<String, Place> present = new HashMap<>();
    private final Map<String, String> became = new HashMap<>();
    private final Map<String, String> parents = new HashMap<>();
    private final Map<String, Integer> order = new HashMap<>();
    private final Map<String, Set<Kind>> kinds = new HashMap<>();
    private final Map<String, Set<Place>> whole = new HashMap<>();
    private final Map<String, Set<Place>> bare = new HashMap<>();
    private final Set<Target> targets = new LinkedHashSet<>();
    private int longestChinese;

    PlaceSearch(List<Place> list) {
        Places.all(list).forEach(place -> {
            place.became()
                    .ifPresentOrElse(code -> became.put(place.code(), code), () -> present.put(place.code(), place));
            order.put(place.code(), order.size());
            place.children().forEach(child -> parents.put(child.code(), place.code()));
        });
        Places.all(list).forEach(this::learn);
    }

    private void learn(Place named) {
        Place place = present.get(named.became().orElse(named.code()));
        if (place == null) {
            return;
        }
        List<String> names = new ArrayList<>(named.names().values());
        named.also().values().forEach(names::addAll);
        for (String name : names) {
            String folded = Spelling.folded(name);
            add(whole, folded, place);
            List<String> words = words(folded);
            kinds.computeIfAbsent(place.code(), code -> new LinkedHashSet<>()).addAll(PlaceWords.kinds(words));
            // Of "Тарбағатай (Шәуешек)" only the first is the name; the other helps to choose.
            int bracket = name.indexOf('(');
            learnBare(Spelling.folded(bracket < 0 ? name : name.substring(0, bracket)), place);
            if (words.size() > 1) {
                targets.add(new Target(String.join("", words), "", place));
            }
        }
    }

    private void learnBare(String folded, Place place) {
        String word = PlaceWords.withoutChineseKind(bareOf(words(folded)));
        if (word.isEmpty()) {
            return;
        }
        add(bare, word, place);
        targets.add(new Target(word, Spelling.sound(word), place));
        if (Spelling.isChinese(word.codePointAt(0))) {
            longestChinese = Math.max(longestChinese, folded.length());
        }
    }

    private static List<String> words(String folded) {
        return folded.indexOf(' ') < 0 ? List.of(folded) : List.of(folded.split(" "));
    }

    private static void add(Map<String, Set<Place>> to, String key, Place place) {
        to.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(place);
    }

    private static String withoutSmall(List<String> words) {
        return String.join(
                " ",
                words.stream()
                        .filter(word -> !PlaceWords.kind(word).equals(Optional.of(Kind.SMALL)))
                        .toList());
    }

    private static String bareOf(List<String> words) {
        return String.join(
                "",
                words.stream().filter(word -> PlaceWords.kind(word).isEmpty()).toList());
    }

    Found search(String typed) {
        if (typed.length() > LONGEST_TEXT) {
            return new Found.None();
        }
        String folded = Spelling.folded(typed);
        if (CODE.matcher(folded).matches()) {
            return ofCode(folded);
        }
        if (folded.isEmpty()) {
            return new Found.None();
        }
        Mention all = named(words(folded));
        if (!all.places().isEmpty()) {
            return found(all.places(), all.plain());
        }
        List<List<String>> parts = Arrays.stream(PARTS.split(typed))
                .map(Spelling::folded)
                .filter(part -> !part.isEmpty())
                .map(part -> words(part))
                .toList();
        List<Mention> mentions = new ArrayList<>();
        parts.forEach(part -> mentions.addAll(mentioned(part)));
        return mentions.isEmpty() ? alike(parts) : together(mentions);
    }

    private Found ofCode(String code) {
        String known = became.getOrDefault(code, code.endsWith("00") ? code.substring(0, 4) : code);
        return Optional.ofNullable(present.get(became.getOrDefault(known, known)))
                .<Found>map(Found.Sure::new)
                .orElse(new Found.None());
    }

    private Found found(Collection<Place> places, boolean sure) {
        if (sure && places.size() == 1) {
            return new Found.Sure(places.iterator().next());
        }
        return new Found.Perhaps(places.stream()
                .sorted(Comparator.comparingInt(place -> order.getOrDefault(place.code(), 0)))
                .limit(MOST)
                .toList());
    }

    /** The names in one part of the text. */
    private List<Mention> mentioned(List<String> words) {
        Mention all = named(words);
        if (!all.places().isEmpty()) {
            return List.of(all);
        }
        List<Mention> names = new ArrayList<>();
        boolean others = false;
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at);
            if (Spelling.isChinese(word.codePointAt(0))) {
                others |= chinese(word, names);
                at++;
                continue;
            }
            int taken = takeName(words.subList(at, words.size()), names);
            if (taken == 0) {
                Set<Place> inflected = inflected(word);
                if (!inflected.isEmpty()) {
                    names.add(new Mention(inflected, false));
                } else if (PlaceWords.kind(word).isEmpty()) {
                    others = true;
                }
            }
            at += Math.max(1, taken);
        }
        boolean alone = !others;
        return names.stream()
                .map(name -> new Mention(name.places(), name.plain() && alone))
                .toList();
    }

    /** Adds the longest name at the beginning of some words, and tells how many words it has. */
    private int takeName(List<String> words, List<Mention> names) {
        for (int n = Math.min(LONGEST_NAME_IN_WORDS, words.size()); n > 0; n--) {
            List<String> some = words.subList(0, n);
            boolean tooShort = PlaceWords.kinds(some).isEmpty() && bareOf(some).length() < SHORTEST_AMONG_WORDS;
            Mention name = named(some);
            if (!name.places().isEmpty() && !tooShort) {
                names.add(name);
                return n;
            }
        }
        return 0;
    }

    /** The places of which all these words are the name. */
    private Mention named(List<String> words) {
        Set<Place> same = whole.getOrDefault(withoutSmall(words), Set.of());
        Set<Place> alike = bare.getOrDefault(bareOf(words), Set.of());
        Set<Kind> said = PlaceWords.kinds(words);
        if (!said.isEmpty() && !same.isEmpty()) {
            return new Mention(same, true);
        }
        if (!said.isEmpty()) {
            Set<Place> ofKind = new LinkedHashSet<>(alike);
            ofKind.removeIf(place -> !isA(place, said));
            return ofKind.isEmpty() ? new Mention(alike, false) : new Mention(ofKind, true);
        }
        // "Құлжа" is the city and the county; "Үрімжі" is the city, although a county inside it has its name.
        Set<Place> both = new LinkedHashSet<>(alike);
        both.removeIf(place -> !inside(Set.of(place), same).isEmpty());
        both.addAll(same);
        return new Mention(both, true);
    }

    private boolean isA(Place place, Set<Kind> said) {
        return kinds.getOrDefault(place.code(), Set.of()).stream().anyMatch(said::contains);
    }

    private Set<Place> inflected(String word) {
        return PlaceWords.stems(word).stream()
                .map(stem -> bare.getOrDefault(stem, Set.of()))
                .filter(places -> !places.isEmpty())
                .findFirst()
                .orElse(Set.of());
    }

    /** Adds the names in a run of Chinese, the longest first; true if other characters remain. */
    private boolean chinese(String run, List<Mention> names) {
        boolean others = false;
        int at = 0;
        while (at < run.length()) {
            int taken = 0;
            for (int n = Math.min(longestChinese, run.length() - at); n > 1 && taken == 0; n--) {
                String piece = run.substring(at, at + n);
                Set<Place> named = whole.getOrDefault(piece, bare.getOrDefault(piece, Set.of()));
                if (!named.isEmpty()) {
                    names.add(new Mention(named, true));
                    taken = n;
                }
            }
            if (taken == 0) {
                taken = PlaceWords.chineseBeside(run, at);
            }
            others |= taken == 0;
            at += Math.max(1, taken);
        }
        return others;
    }

    /** What several names mean together: a county after its prefecture is that county; two apart leave a question. */
    private Found together(List<Mention> mentions) {
        Set<Place> so = mentions.getFirst().places();
        boolean sure = mentions.stream().allMatch(Mention::plain);
        for (Mention mention : mentions.subList(1, mentions.size())) {
            Set<Place> common = new LinkedHashSet<>(so);
            common.retainAll(mention.places());
            Set<Place> narrower = inside(mention.places(), so);
            narrower.addAll(inside(so, mention.places()));
            if (!narrower.isEmpty()) {
                so = narrower;
            } else if (!common.isEmpty()) {
                so = common;
            } else {
                so = new LinkedHashSet<>(so);
                so.addAll(mention.places());
                sure = false;
            }
        }
        return found(so, sure);
    }

    private Set<Place> inside(Set<Place> places, Set<Place> around) {
        Set<Place> inside = new LinkedHashSet<>(places);
        inside.removeIf(place -> around.stream().noneMatch(one -> one.code().equals(parents.get(place.code()))));
        return inside;
    }

    /** The places whose names are a slip away, or sound alike. */
    private Found alike(List<List<String>> parts) {
        Map<Place, Integer> scores = new LinkedHashMap<>();
        for (List<String> part : parts) {
            List<String> words = part.stream()
                    .filter(word -> PlaceWords.kind(word).isEmpty())
                    .toList();
            if (words.isEmpty()) {
                continue; // only "China", or "the county"
            }
            Set<Kind> said = PlaceWords.kinds(part);
            score(String.join("", words), said, scores);
            if (words.size() < part.size()) {
                score(String.join("", part), said, scores);
            }
            if (words.size() > 1 && words.size() <= WORDS_TRIED_FOR_SLIPS) {
                words.stream()
                        .filter(word -> word.length() >= SHORTEST_WORD_TRIED_FOR_SLIPS)
                        .forEach(word -> score(word, said, scores));
            }
        }
        int best = scores.values().stream().min(Integer::compare).orElse(0);
        List<Place> places = scores.entrySet().stream()
                .filter(scored -> scored.getValue() <= best + AS_GOOD_AS_THE_BEST)
                .sorted(Map.Entry.<Place, Integer>comparingByValue()
                        .thenComparing(
                                scored -> order.getOrDefault(scored.getKey().code(), 0)))
                .map(Map.Entry::getKey)
                .limit(MOST)
                .toList();
        return places.isEmpty() ? new Found.None() : new Found.Perhaps(places);
    }

    private void score(String typed, Set<Kind> said, Map<Place, Integer> scores) {
        String word = PlaceWords.withoutChineseKind(typed);
        if (word.isEmpty() || word.length() > LONGEST_WORD) {
            return;
        }
        String sound = Spelling.sound(word);
        for (Target name : targets) {
            int score = Math.min(byLetters(word, name), bySound(sound, name));
            boolean otherKind = !said.isEmpty() && !isA(name.place(), said);
            if (score < NOT_ALIKE) {
                scores.merge(name.place(), otherKind ? score + BY_SOUND : score, Math::min);
            }
        }
    }

    private static int byLetters(String word, Target name) {
        if (!Spelling.sameScript(word, name.word())) {
            return NOT_ALIKE;
        }
        int length = Math.min(word.length(), name.word().length());
        int most = length < 5 ? 0 : length < 8 || name.sound().isEmpty() ? 1 : 2;
        if (Spelling.isChinese(word.codePointAt(0))) {
            most = length < 3 ? 0 : 1;
        }
        int slips = Spelling.slips(word, name.word(), most);
        return slips > most ? NOT_ALIKE : slips * ONE_SLIP;
    }

    private static int bySound(String sound, Target name) {
        int length = Math.min(sound.length(), name.sound().length());
        if (length < 4) {
            return NOT_ALIKE;
        }
        int most = length < 6 ? 0 : length < 10 ? 1 : 2;
        int slips = Spelling.slips(sound, name.sound(), most);
        return slips > most ? NOT_ALIKE : slips * ONE_SLIP + BY_SOUND;
    }
}
