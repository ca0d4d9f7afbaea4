package org.komir.bot.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
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
            int at = 0;
            while (at < text.length()) {
                int sign = text.codePointAt(at);
                boolean attached = at > 0 && text.charAt(at - 1) != ' ';
                int start = at;
                if (sign == ' ') {
                    at++;
                } else if (isDigit(sign)) {
                    at = endOfRun(start, Reader::isDigit);
                    int digits = at - start;
                    int value = digits > MOST_DIGITS ? -1 : Integer.parseInt(text.substring(start, at));
                    tokens.add(new Number(value, digits, attached));
                } else if (Spelling.isChinese(sign)) {
                    at = endOfRun(start, Spelling::isChinese);
                    readHan(text.substring(start, at), attached);
                } else if (isOfAWord(sign)) {
                    at = readWords(start, endOfRun(start, Reader::isOfAWord), attached);
                } else {
                    tokens.add(new Sign(text.charAt(at), attached));
                    at += Character.charCount(sign);
                }
            }
            return tokens;
        }

        private static boolean isDigit(int sign) {
            return '0' <= sign && sign <= '9';
        }

        private static boolean isOfAWord(int sign) {
            return Character.isLetter(sign) && !Spelling.isChinese(sign);
        }

        private int endOfRun(int start, IntPredicate belongs) {
            int end = start;
            while (end < text.length() && belongs.test(text.codePointAt(end))) {
                end += Character.charCount(text.codePointAt(end));
            }
            return end;
        }

        /** Returns where the phrase ends. */
        private int readWords(int start, int firstEnd, boolean attached) {
            StringBuilder phrase = new StringBuilder(text.substring(start, firstEnd));
            Set<Meaning> found = vocabulary.meanings(phrase.toString());
            int end = firstEnd;
            int length = phrase.length();
            int tried = firstEnd;
            for (int words = 2; words <= MOST_WORDS; words++) {
                boolean joined = tried < text.length() && (text.charAt(tried) == ' ' || text.charAt(tried) == '-');
                int next = joined ? tried + 1 : tried;
                tried = endOfRun(next, Reader::isOfAWord);
                if (tried == next) {
                    break;
                }
                phrase.append(' ').append(text, next, tried);
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
