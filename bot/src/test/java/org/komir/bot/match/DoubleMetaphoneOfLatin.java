package org.komir.bot.match;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.codec.language.DoubleMetaphone;

/** ICU's Any-Latin, and of the words of the shorter name the share whose Double Metaphone, the first or the second code, is among those of the other. */
final class DoubleMetaphoneOfLatin implements NameSimilarity<List<DoubleMetaphoneOfLatin.Codes>> {
    private final DoubleMetaphone metaphone = new DoubleMetaphone();

    record Codes(String first, String second) {
        boolean agrees(Codes other) {
            return first.equals(other.first)
                    || first.equals(other.second)
                    || second.equals(other.first)
                    || second.equals(other.second);
        }
    }

    DoubleMetaphoneOfLatin() {
        metaphone.setMaxCodeLen(8);
    }

    @Override
    public List<Codes> prepare(String name) {
        return Arrays.stream(JaroWinklerOfLatin.latin(name).split(" "))
                .map(word -> new Codes(metaphone.doubleMetaphone(word), metaphone.doubleMetaphone(word, true)))
                .toList();
    }

    @Override
    public double similarity(List<Codes> one, List<Codes> other) {
        List<Codes> fewer = one.size() <= other.size() ? one : other;
        List<Codes> more = one.size() <= other.size() ? other : one;
        long found = fewer.stream()
                .filter(word -> more.stream().anyMatch(word::agrees))
                .count();
        return (double) found / fewer.size();
    }
}
