package org.komir.bot.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.komir.crypto.Receipt;

/**
 * A number to come back with that somebody typed into the chat. It is looked for before anything else is done with a message, so that it is in no answer, no
 * store, no log and no quarantine.
 *
 * <p>It has 30 digits in one run, of any script, with any signs between them but letters. Three telephone numbers have 30 digits too: so it is taken as one where it
 * stands in six groups of five or in one piece, or where most of its groups fit their check digits.
 *
 * @param receipt empty where a group does not fit
 * @param wrongGroup the first that does not fit, 1 to 6; 0 where all do
 * @param besideWords whether other words stood in the message, which goes with it
 */
public record TypedNumber(Optional<Receipt> receipt, int wrongGroup, boolean besideWords) {
    private static final int DIGITS = Receipt.GROUPS * (Receipt.DIGITS_A_GROUP + 1);
    private static final int GROUP = Receipt.DIGITS_A_GROUP + 1;
    private static final int MOST_BETWEEN = 4;
    private static final int MOST_GROUPS = 4;

    /** Where it stands in a text. */
    private record Run(int from, int to, String digits, boolean inGroups) {}

    public static Optional<TypedNumber> in(String text) {
        return run(text).map(run -> of(text, run));
    }

    /** The same text without the number, if there is one. */
    public static String cleared(String text) {
        String left = text;
        for (Optional<Run> run = run(left); run.isPresent(); run = run(left)) {
            left = left.substring(0, run.get().from())
                    + left.substring(run.get().to());
        }
        return left;
    }

    private static TypedNumber of(String text, Run run) {
        boolean besideWords = (text.substring(0, run.from()) + text.substring(run.to()))
                .codePoints()
                .anyMatch(Character::isLetterOrDigit);
        try {
            return new TypedNumber(Optional.of(Receipt.parse(run.digits())), 0, besideWords);
        } catch (Receipt.Mistyped mistyped) {
            return new TypedNumber(Optional.empty(), mistyped.group(), besideWords);
        }
    }

    private static Optional<Run> run(String text) {
        int at = 0;
        while (at < text.length()) {
            Optional<Run> next = runFrom(text, at);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            if (isNumber(next.get())) {
                return next;
            }
            at = next.get().to();
        }
        return Optional.empty();
    }

    /** The next digits that no letter and not too many signs part. */
    private static Optional<Run> runFrom(String text, int start) {
        int first = -1;
        int end = start;
        int between = 0;
        StringBuilder digits = new StringBuilder();
        List<Integer> groups = new ArrayList<>();
        int inGroup = 0;
        int at = start;
        while (at < text.length()) {
            int sign = text.codePointAt(at);
            int width = Character.charCount(sign);
            if (Character.isDigit(sign)) {
                first = first < 0 ? at : first;
                if (between > 0 && inGroup > 0) {
                    groups.add(inGroup);
                    inGroup = 0;
                }
                digits.append(Character.digit(sign, 10));
                inGroup++;
                between = 0;
                end = at + width;
            } else if (first >= 0 && (Character.isLetter(sign) || ++between > MOST_BETWEEN)) {
                break;
            }
            at += width;
        }
        if (first < 0) {
            return Optional.empty();
        }
        groups.add(inGroup);
        boolean inGroups = groups.size() == 1 || groups.stream().allMatch(size -> size == GROUP);
        return Optional.of(new Run(first, end, digits.toString(), inGroups));
    }

    private static boolean isNumber(Run run) {
        return run.digits().length() == DIGITS && (run.inGroups() || fitting(run.digits()) >= MOST_GROUPS);
    }

    private static int fitting(String digits) {
        int fitting = 0;
        for (int group = 0; group < Receipt.GROUPS; group++) {
            if (Receipt.fits(group + 1, digits.substring(group * GROUP, (group + 1) * GROUP))) {
                fitting++;
            }
        }
        return fitting;
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
