package org.komir.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What the check digits catch of the slips that people make when they copy a number. {@code -Dkomir.slips=10000000} is the long run; the table that it
 * makes, {@code target/receipt-slips.md}, stands in docs/performance.md.
 */
class ReceiptSlipsTest {
    private static final int SLIPS = Integer.getInteger("komir.slips", 100_000);
    private static final int DIGITS = 30;
    private static final int GROUP = 5;

    /** J. Verhoeff's kinds (1969), and those that come of groups. */
    private enum Kind {
        ONE_WRONG_DIGIT,
        NEIGHBOURS_SWAPPED,
        GROUPS_SWAPPED,
        /** aa for bb. */
        TWINS,
        /** abc for cba. */
        JUMP_SWAPPED,
        /** aba for cbc. */
        JUMP_TWINS,
        TWO_WRONG_DIGITS_OF_A_GROUP,
        TWO_WRONG_DIGITS_ANYWHERE,
        DIGIT_LOST,
        DIGIT_DOUBLED,
        ONE_LOST_AND_ONE_DOUBLED;

        /** Whether nothing of this kind may go through, and its group is named. */
        boolean isAlwaysFound() {
            return switch (this) {
                case ONE_WRONG_DIGIT, NEIGHBOURS_SWAPPED, GROUPS_SWAPPED -> true;
                case TWINS,
                        JUMP_SWAPPED,
                        JUMP_TWINS,
                        TWO_WRONG_DIGITS_OF_A_GROUP,
                        TWO_WRONG_DIGITS_ANYWHERE,
                        DIGIT_LOST,
                        DIGIT_DOUBLED,
                        ONE_LOST_AND_ONE_DOUBLED -> false;
            };
        }

        /** Whether the number of digits gives it away, and with it no group. */
        boolean changesTheLength() {
            return this == DIGIT_LOST || this == DIGIT_DOUBLED;
        }
    }

    /** @param named caught, and the first group that differs is the one that is named */
    private record Tally(int tried, int caught, int named) {
        Tally and(boolean isCaught, boolean isNamed) {
            return new Tally(tried + 1, caught + (isCaught ? 1 : 0), named + (isNamed ? 1 : 0));
        }
    }

    @Test
    void the_check_digits_find_the_slips_that_people_make() throws Exception {
        Random random = new Random(20261130);
        SecureRandom receipts = theSameEveryTime();
        Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);
        Kind[] kinds = Kind.values();
        for (int i = 0; i < SLIPS; i++) {
            Kind kind = kinds[i % kinds.length];
            String right = receiptFor(kind, receipts);
            String typed = slip(kind, right, random);
            int group = groupThatIsNamed(typed);
            boolean isNamed = group > 0 && typed.length() == DIGITS && group == firstDifferingGroup(right, typed);
            tallies.merge(
                    kind,
                    new Tally(0, 0, 0).and(group >= 0, isNamed),
                    (before, one) -> before.and(one.caught() == 1, one.named() == 1));
        }
        write(tallies);
        tallies.forEach((kind, tally) -> {
            if (kind.isAlwaysFound()) {
                assertThat(tally.caught()).as("%s", kind).isEqualTo(tally.tried());
                assertThat(tally.named()).as("%s", kind).isEqualTo(tally.tried());
            } else if (kind.changesTheLength()) {
                assertThat(tally.caught()).as("%s", kind).isEqualTo(tally.tried());
            } else {
                assertThat((double) tally.caught() / tally.tried())
                        .as("%s: nine of ten, as any check digit", kind)
                        .isGreaterThan(0.88);
            }
        });
    }

    private static SecureRandom theSameEveryTime() throws GeneralSecurityException {
        SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
        random.setSeed("receipts of this test".getBytes(US_ASCII));
        return random;
    }

    /** @return the group, 0 where the number of digits is wrong, -1 where nothing is seen */
    private static int groupThatIsNamed(String typed) {
        try {
            Receipt.parse(typed);
            return -1;
        } catch (Receipt.Mistyped mistyped) {
            return mistyped.group();
        }
    }

    private static int firstDifferingGroup(String right, String typed) {
        int at = 0;
        while (right.charAt(at) == typed.charAt(at)) {
            at++;
        }
        return at / GROUP + 1;
    }

    /** One in which this slip can be made: not every receipt has two equal neighbours. */
    private static String receiptFor(Kind kind, SecureRandom random) {
        while (true) {
            String digits = Receipt.random(random).reveal().replace(" ", "");
            boolean fits = switch (kind) {
                case TWINS -> hasTwins(digits, 1);
                case JUMP_TWINS -> hasTwins(digits, 2);
                case ONE_WRONG_DIGIT,
                        NEIGHBOURS_SWAPPED,
                        GROUPS_SWAPPED,
                        JUMP_SWAPPED,
                        TWO_WRONG_DIGITS_OF_A_GROUP,
                        TWO_WRONG_DIGITS_ANYWHERE,
                        DIGIT_LOST,
                        DIGIT_DOUBLED,
                        ONE_LOST_AND_ONE_DOUBLED -> true;
            };
            if (fits) {
                return digits;
            }
        }
    }

    private static boolean hasTwins(String digits, int apart) {
        return IntStream.range(0, DIGITS - apart).anyMatch(at -> digits.charAt(at) == digits.charAt(at + apart));
    }

    /** Something that differs from what is right. */
    private static String slip(Kind kind, String receipt, Random random) {
        String typed = receipt;
        while (typed.equals(receipt)) {
            typed = switch (kind) {
                case ONE_WRONG_DIGIT -> with(receipt, random.nextInt(DIGITS), digit(random));
                case NEIGHBOURS_SWAPPED -> swapped(receipt, random.nextInt(DIGITS - 1), 1);
                case GROUPS_SWAPPED -> groupsSwapped(receipt, random.nextInt(6), random.nextInt(6));
                case TWINS -> twins(receipt, random, 1);
                case JUMP_SWAPPED -> swapped(receipt, random.nextInt(DIGITS - 2), 2);
                case JUMP_TWINS -> twins(receipt, random, 2);
                case TWO_WRONG_DIGITS_OF_A_GROUP -> {
                    int group = random.nextInt(6) * GROUP;
                    int first = random.nextInt(GROUP);
                    int second = (first + 1 + random.nextInt(GROUP - 1)) % GROUP;
                    yield bothWrong(receipt, group + first, group + second, random);
                }
                case TWO_WRONG_DIGITS_ANYWHERE -> {
                    int first = random.nextInt(DIGITS);
                    yield bothWrong(receipt, first, (first + 1 + random.nextInt(DIGITS - 1)) % DIGITS, random);
                }
                case DIGIT_LOST -> lost(receipt, random.nextInt(DIGITS));
                case DIGIT_DOUBLED -> doubled(receipt, random.nextInt(DIGITS));
                case ONE_LOST_AND_ONE_DOUBLED ->
                    doubled(lost(receipt, random.nextInt(DIGITS)), random.nextInt(DIGITS - 1));
            };
        }
        return typed;
    }

    private static char digit(Random random) {
        return (char) ('0' + random.nextInt(10));
    }

    private static String with(String digits, int at, char digit) {
        return digits.substring(0, at) + digit + digits.substring(at + 1);
    }

    private static String swapped(String digits, int at, int apart) {
        return with(with(digits, at, digits.charAt(at + apart)), at + apart, digits.charAt(at));
    }

    private static String bothWrong(String digits, int first, int second, Random random) {
        String typed = with(with(digits, first, digit(random)), second, digit(random));
        boolean both = typed.charAt(first) != digits.charAt(first) && typed.charAt(second) != digits.charAt(second);
        return both ? typed : digits;
    }

    /** Two equal digits, so far apart, both become another; the receipt as it is where it has none at this place. */
    private static String twins(String digits, Random random, int apart) {
        int at = random.nextInt(DIGITS - apart);
        char other = digit(random);
        return digits.charAt(at) == digits.charAt(at + apart)
                ? with(with(digits, at, other), at + apart, other)
                : digits;
    }

    private static String groupsSwapped(String digits, int one, int other) {
        String first = digits.substring(one * GROUP, one * GROUP + GROUP);
        String second = digits.substring(other * GROUP, other * GROUP + GROUP);
        StringBuilder typed = new StringBuilder(digits);
        typed.replace(one * GROUP, one * GROUP + GROUP, second);
        typed.replace(other * GROUP, other * GROUP + GROUP, first);
        return typed.toString();
    }

    private static String lost(String digits, int at) {
        return digits.substring(0, at) + digits.substring(at + 1);
    }

    private static String doubled(String digits, int at) {
        return digits.substring(0, at) + digits.charAt(at) + digits.substring(at);
    }

    private static void write(Map<Kind, Tally> tallies) throws IOException {
        StringBuilder table = new StringBuilder(
                "| slip | tried | caught | not caught | the group that is named is the first that differs |\n"
                        + "|---|---|---|---|---|\n");
        tallies.forEach((kind, tally) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %,d | %.3f %% | %,d | %s |%n",
                kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                tally.tried(),
                100.0 * tally.caught() / tally.tried(),
                tally.tried() - tally.caught(),
                kind.changesTheLength()
                        ? "none is named: the number of digits is wrong"
                        : String.format(Locale.ROOT, "%.3f %%", 100.0 * tally.named() / tally.tried()))));
        Files.writeString(Path.of("target/receipt-slips.md"), table);
    }
}
