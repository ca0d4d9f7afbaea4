package org.komir.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * What a family keeps to come back with: 24 random digits (79.7 bits), shown as six groups of four digits and a check digit. The check digit
 * is Damm's (H. M. Damm, 2004) over the number of the group and its digits: it catches every single wrong digit, every swap of
 * neighbours and every swap of two groups.
 *
 * <p>From the digits come, by Argon2id (RFC 9106) and HKDF-SHA256 (RFC 5869), the identity to which volunteers seal their replies, the
 * id of the mailbox, and a key that signs what the family writes later. The parameters cannot be changed: they are part of every receipt
 * that was ever given out. Entropy carries the secret, not Argon2: whoever has the store can try receipts offline.
 */
public final class Receipt {
    /** How many groups are shown. */
    public static final int GROUPS = 6;

    /** Random digits in a group; the check digit is a fifth. */
    public static final int DIGITS_A_GROUP = 4;

    private static final int DIGITS = GROUPS * DIGITS_A_GROUP;

    private static final byte[] SALT = "komir/receipt/v1".getBytes(US_ASCII);
    private static final int MEMORY_KIB = 32 * 1024;
    private static final int PASSES = 3;
    private static final int KEY_BYTES = 32;

    /** Damm's totally anti-symmetric quasigroup of order 10. */
    private static final int[][] DAMM = {
        {0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
        {7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
        {4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
        {1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
        {6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
        {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
        {5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
        {8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
        {9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
        {2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
    };

    private final String digits;

    private Receipt(String digits) {
        this.digits = digits;
    }

    /** A new one: 24 digits, each of the ten as likely. */
    public static Receipt random(SecureRandom random) {
        StringBuilder digits = new StringBuilder(DIGITS);
        for (int i = 0; i < DIGITS; i++) {
            digits.append(random.nextInt(10));
        }
        return new Receipt(digits.toString());
    }

    /** What was typed is no receipt. Its message holds no digit. */
    public static final class Mistyped extends Exception {
        private static final long serialVersionUID = 1;

        private final int group;

        private Mistyped(int group) {
            super(
                    group == 0
                            ? "not six groups of five digits"
                            : "group " + group + " of the receipt does not fit its check digit");
            this.group = group;
        }

        /** The first group, 1 to 6, in which there is a slip; 0 where the number of digits is wrong. */
        public int group() {
            return group;
        }
    }

    /**
     * Reads what was typed, in digits of any script (Arabic-Indic, full-width, …), with any separators.
     *
     * @throws Mistyped if there are not 30 digits, or a group does not fit its check digit
     */
    public static Receipt parse(String typed) throws Mistyped {
        List<Integer> all = new ArrayList<>();
        typed.codePoints().filter(Character::isDigit).forEach(c -> all.add(Character.digit(c, 10)));
        if (all.size() != GROUPS * (DIGITS_A_GROUP + 1)) {
            throw new Mistyped(0);
        }
        StringBuilder digits = new StringBuilder(DIGITS);
        for (int group = 1; group <= GROUPS; group++) {
            int start = (group - 1) * (DIGITS_A_GROUP + 1);
            List<Integer> four = all.subList(start, start + DIGITS_A_GROUP);
            if (checkDigit(group, four) != all.get(start + DIGITS_A_GROUP)) {
                throw new Mistyped(group);
            }
            four.forEach(digits::append);
        }
        return new Receipt(digits.toString());
    }

    /**
     * Whether one group fits its check digit.
     *
     * @param group 1 to {@link #GROUPS}
     * @param digits five, ASCII
     */
    public static boolean fits(int group, String digits) {
        List<Integer> all = digits.chars().mapToObj(c -> c - '0').toList();
        return checkDigit(group, all.subList(0, DIGITS_A_GROUP)) == all.get(DIGITS_A_GROUP);
    }

    /** The receipt itself: six groups of five digits, separated by spaces. */
    public String reveal() {
        List<String> groups = new ArrayList<>(GROUPS);
        for (int group = 1; group <= GROUPS; group++) {
            String four = digits.substring((group - 1) * DIGITS_A_GROUP, group * DIGITS_A_GROUP);
            groups.add(
                    four + checkDigit(group, four.chars().mapToObj(c -> c - '0').toList()));
        }
        return String.join(" ", groups);
    }

    /**
     * What follows from a receipt.
     *
     * @param identity to which replies are sealed
     * @param mailbox 32 bytes, under which they lie
     * @param author signs what the family writes later
     */
    public record Keys(Identity identity, byte[] mailbox, SigningKey author) {
        public Keys {
            mailbox = mailbox.clone();
        }

        @Override
        public byte[] mailbox() {
            return mailbox.clone();
        }

        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    /** Derives the keys: 32 MiB of memory for the time that Argon2id takes. Call it from a bounded pool. */
    public Keys keys() {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(PASSES)
                .withParallelism(1)
                .withSalt(SALT)
                .build());
        byte[] secret = new byte[KEY_BYTES];
        argon2.generateBytes(digits.getBytes(US_ASCII), secret);
        return new Keys(
                Identity.fromSeed(expand(secret, "age-identity")),
                expand(secret, "mailbox-id"),
                SigningKey.fromSeed(expand(secret, "author-key")));
    }

    private static byte[] expand(byte[] secret, String info) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(secret, null, info.getBytes(US_ASCII)));
        byte[] key = new byte[KEY_BYTES];
        hkdf.generateBytes(key, 0, key.length);
        return key;
    }

    private static int checkDigit(int group, List<Integer> digits) {
        int interim = DAMM[0][group];
        for (int digit : digits) {
            interim = DAMM[interim][digit];
        }
        return interim;
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
