package org.komir.bot.match;

import com.ibm.icu.text.Transliterator;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** ICU's Any-Latin, without marks, and Jaro-Winkler over the whole; also over the words in alphabetical order, whichever is higher. */
final class JaroWinklerOfLatin implements NameSimilarity<JaroWinklerOfLatin.Latin> {
    private static final Transliterator LATIN = Transliterator.getInstance("Any-Latin; Latin-ASCII");
    private static final JaroWinklerSimilarity JARO_WINKLER = new JaroWinklerSimilarity();

    record Latin(String asWritten, String sorted) {}

    /** In lower case, letters and single spaces alone. */
    static String latin(String name) {
        return LATIN.transliterate(name)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z ]", "")
                .replaceAll(" +", " ")
                .trim();
    }

    @Override
    public Latin prepare(String name) {
        String text = latin(name);
        return new Latin(
                text, String.join(" ", Arrays.stream(text.split(" ")).sorted().toList()));
    }

    @Override
    public double similarity(Latin one, Latin other) {
        double written = JARO_WINKLER.apply(one.asWritten, other.asWritten);
        return Math.max(written, JARO_WINKLER.apply(one.sorted, other.sorted));
    }
}
