package org.komir.bot.match;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A word as the sounds that are spoken, from which every spelling is made anew: {@code a ä e é i ı o ö u ü}, {@code w y}, {@code b p m f t d n ng l r g ğ k q x h j ch s z sh}.
 */
record Phonemes(List<String> sounds) {
    static final Set<String> VOWELS = Set.of("a", "ä", "e", "é", "i", "ı", "o", "ö", "u", "ü");

    private static final Map<Character, String> KAZAKH = Map.ofEntries(
            Map.entry('а', "a"),
            Map.entry('ә', "ä"),
            Map.entry('б', "b"),
            Map.entry('ғ', "ğ"),
            Map.entry('г', "g"),
            Map.entry('д', "d"),
            Map.entry('е', "e"),
            Map.entry('ж', "j"),
            Map.entry('з', "z"),
            Map.entry('и', "i"),
            Map.entry('й', "y"),
            Map.entry('к', "k"),
            Map.entry('қ', "q"),
            Map.entry('л', "l"),
            Map.entry('м', "m"),
            Map.entry('н', "n"),
            Map.entry('ң', "ng"),
            Map.entry('о', "o"),
            Map.entry('ө', "ö"),
            Map.entry('п', "p"),
            Map.entry('р', "r"),
            Map.entry('с', "s"),
            Map.entry('т', "t"),
            Map.entry('у', "w"),
            Map.entry('ұ', "u"),
            Map.entry('ү', "ü"),
            Map.entry('ф', "f"),
            Map.entry('х', "x"),
            Map.entry('һ', "h"),
            Map.entry('ш', "sh"),
            Map.entry('ы', "ı"),
            Map.entry('і', "i"));
    private static final List<String> UYGHUR_DIGRAPHS = List.of("ng", "gh", "ch", "sh");

    Phonemes {
        sounds = List.copyOf(sounds);
    }

    /** @param name in Kazakh Cyrillic */
    static Phonemes ofKazakh(String name) {
        return new Phonemes(name.toLowerCase()
                .chars()
                .mapToObj(letter -> requireNonNull(KAZAKH.get((char) letter)))
                .toList());
    }

    /** @param name in the Uyghur Latin alphabet, with é */
    static Phonemes ofUyghur(String name) {
        String text = name.toLowerCase();
        List<String> sounds = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            String two = text.substring(at, Math.min(at + 2, text.length()));
            boolean digraph = UYGHUR_DIGRAPHS.contains(two);
            String letter = digraph ? two : text.substring(at, at + 1);
            sounds.add(letter.equals("gh") ? "ğ" : letter.equals("e") ? "ä" : letter);
            at += letter.length();
        }
        return new Phonemes(sounds);
    }

    Phonemes with(Phonemes ending) {
        List<String> all = new ArrayList<>(sounds);
        all.addAll(ending.sounds);
        return new Phonemes(all);
    }

    boolean isVowel(int at) {
        return at >= 0 && at < sounds.size() && VOWELS.contains(sounds.get(at));
    }

    boolean endsInVowel() {
        return isVowel(sounds.size() - 1);
    }

    /** Letter by letter. */
    String in(Map<String, String> letters) {
        StringBuilder text = new StringBuilder();
        sounds.forEach(sound -> text.append(letters.getOrDefault(sound, sound)));
        return text.toString();
    }
}
