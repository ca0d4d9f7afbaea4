package org.komir.bot.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.komir.bot.conversation.EdtfDates.Meaning;
import org.komir.bot.conversation.EdtfDates.Vocabulary;

/** A piece of a typed date. {@code attached} says that no space stands before it. */
sealed interface DateToken {

    boolean attached();

    /** @param digits how many were written; more than eight have the value -1 */
    record Number(int value, int digits, boolean attached) implements DateToken {}

    record Sign(char sign, boolean attached) implements DateToken {}

    /** A word or phrase of the vocabulary. */
    record Word(Set<Meaning> meanings, int length, boolean han, boolean attached) implements DateToken {
        boolean is(EdtfDates.Kind kind) {
            return meanings.stream().anyMatch(meaning -> meaning.kind() == kind);
        }
    }

    /** A word that says nothing about a date, as far as we know. */
    record Other(int length, boolean han, boolean attached) implements DateToken {}

    /** @param folded by {@link DateText#folded} */
    static List<DateToken> of(String folded, Vocabulary vocabulary) {
        return new Reader(folded, vocabulary).read();
    }

    /** Cuts a text into tokens; of the phrases that begin at a word the longest is taken. */
    final class Reader {
        private static final Pattern PIECE = Pattern.compile(
                "(?<number>[0-9]+)|(?<han>\\p{IsHan}+)|(?<word>[\\p{L}&&[^\\p{IsHan}]]+)|(?<sign>[^ ])");
        private static final Pattern NEXT_WORD = Pattern.compile("[ -]?([\\p{L}&&[^\\p{IsHan}]]+)");
        private static final int MOST_DIGITS = 8;
        private static final int MOST_WORDS = 4;
        private static final int LONGEST_HAN = 5;

        private final String text;
        private final Vocabulary vocabulary;
        private final List<DateToken> tokens = new ArrayList<>();

        private Reader(String text, Vocabulary vocabulary) {
            this.text = text;
            this.vocabulary = vocabulary;
        }

        private List<DateToken> read() {
            Matcher piece = PIECE.matcher(text);
            int at = 0;
            while (piece.find(at)) {
                boolean attached = piece.start() > 0 && text.charAt(piece.start() - 1) != ' ';
                at = piece.end();
                if (piece.group("number") != null) {
                    String digits = piece.group();
                    int value = digits.length() > MOST_DIGITS ? -1 : Integer.parseInt(digits);
                    tokens.add(new Number(value, digits.length(), attached));
                } else if (piece.group("sign") != null) {
                    tokens.add(new Sign(piece.group().charAt(0), attached));
                } else if (piece.group("han") != null) {
                    readHan(piece.group(), attached);
                } else {
                    at = readWords(piece.start(), piece.end(), attached);
                }
            }
            return tokens;
        }

        /** Returns where the phrase ends. */
        private int readWords(int start, int firstEnd, boolean attached) {
            StringBuilder phrase = new StringBuilder(text.substring(start, firstEnd));
            Set<Meaning> found = vocabulary.meanings(phrase.toString());
            int end = firstEnd;
            int length = phrase.length();
            Matcher next = NEXT_WORD.matcher(text);
            int tried = firstEnd;
            for (int words = 2;
                    words <= MOST_WORDS && next.region(tried, text.length()).lookingAt();
                    words++) {
                phrase.append(' ').append(next.group(1));
                tried = next.end();
                Set<Meaning> longer = vocabulary.meanings(phrase.toString());
                if (!longer.isEmpty()) {
                    found = longer;
                    end = tried;
                    length = phrase.length();
                }
            }
            tokens.add(found.isEmpty() ? new Other(length, false, attached) : new Word(found, length, false, attached));
            return end;
        }

        /**
         * Chinese writes no spaces: a word may begin anywhere. A single character counts only behind a number or a word of the
         * vocabulary, or alone: the spring in a name or a town (长春) is none.
         */
        private void readHan(String run, boolean attached) {
            int at = 0;
            while (at < run.length()) {
                int length = Math.min(LONGEST_HAN, run.length() - at);
                Set<Meaning> found = Set.of();
                while (length > 0 && (found = vocabulary.meanings(run.substring(at, at + length))).isEmpty()) {
                    length--;
                }
                boolean first = at == 0;
                boolean touches = first ? attached : true;
                boolean follows = touches
                        && !tokens.isEmpty()
                        && (tokens.getLast() instanceof Number || tokens.getLast() instanceof Word);
                boolean alone = first && run.length() == 1;
                if (found.isEmpty() || (length == 1 && !follows && !alone)) {
                    tokens.add(new Other(1, true, touches));
                    at++;
                } else {
                    tokens.add(new Word(found, length, true, touches));
                    at += length;
                }
            }
        }
    }
}
