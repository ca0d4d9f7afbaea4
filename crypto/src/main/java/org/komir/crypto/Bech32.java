package org.komir.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Bech32 (BIP 173) without its limit of 90 characters, as age uses it: a post-quantum recipient has 1 959. */
final class Bech32 {
    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int CHECKSUM_LENGTH = 6;

    private Bech32() {}

    /** Lower case. */
    static String encode(String prefix, byte[] data) {
        byte[] groups = regroup(data, 8, 5, true);
        byte[] checksum = checksum(prefix, groups);
        StringBuilder text = new StringBuilder(prefix).append('1');
        for (byte group : groups) {
            text.append(ALPHABET.charAt(group));
        }
        for (byte group : checksum) {
            text.append(ALPHABET.charAt(group));
        }
        return text.toString();
    }

    /**
     * @param text all in one case
     * @throws IllegalArgumentException if it is anything but canonical Bech32 with this prefix; the text is not repeated, since it
     *     may be a secret
     */
    static byte[] decode(String prefix, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!text.equals(lower) && !text.equals(text.toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException("Bech32 in mixed case");
        }
        if (!lower.startsWith(prefix + "1") || lower.length() < prefix.length() + 1 + CHECKSUM_LENGTH) {
            throw new IllegalArgumentException("not Bech32 with the prefix " + prefix);
        }
        byte[] groups = new byte[lower.length() - prefix.length() - 1];
        for (int i = 0; i < groups.length; i++) {
            int value = ALPHABET.indexOf(lower.charAt(prefix.length() + 1 + i));
            if (value < 0) {
                throw new IllegalArgumentException("a character that is not Bech32");
            }
            groups[i] = (byte) value;
        }
        if (polymod(prefix, groups, groups.length) != 1) {
            throw new IllegalArgumentException("the Bech32 checksum does not fit: a letter was changed or lost");
        }
        byte[] data = new byte[groups.length - CHECKSUM_LENGTH];
        System.arraycopy(groups, 0, data, 0, data.length);
        return regroup(data, 5, 8, false);
    }

    private static byte[] checksum(String prefix, byte[] groups) {
        byte[] padded = new byte[groups.length + CHECKSUM_LENGTH];
        System.arraycopy(groups, 0, padded, 0, groups.length);
        int polymod = polymod(prefix, padded, padded.length) ^ 1;
        byte[] checksum = new byte[CHECKSUM_LENGTH];
        for (int i = 0; i < CHECKSUM_LENGTH; i++) {
            checksum[i] = (byte) ((polymod >>> (5 * (5 - i))) & 31);
        }
        return checksum;
    }

    private static int polymod(String prefix, byte[] groups, int length) {
        int state = 1;
        byte[] letters = prefix.getBytes(StandardCharsets.US_ASCII);
        for (byte letter : letters) {
            state = step(state, letter >>> 5);
        }
        state = step(state, 0);
        for (byte letter : letters) {
            state = step(state, letter & 31);
        }
        for (int i = 0; i < length; i++) {
            state = step(state, groups[i]);
        }
        return state;
    }

    private static int step(int state, int value) {
        int top = state >>> 25;
        int next = ((state & 0x1ffffff) << 5) ^ value;
        for (int i = 0; i < GENERATOR.length; i++) {
            if (((top >>> i) & 1) != 0) {
                next ^= GENERATOR[i];
            }
        }
        return next;
    }

    private static byte[] regroup(byte[] data, int from, int to, boolean pad) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(data.length * from / to + 1);
        int bits = 0;
        int held = 0;
        for (byte value : data) {
            held = (held << from) | (value & ((1 << from) - 1));
            bits += from;
            while (bits >= to) {
                bits -= to;
                out.write((held >>> bits) & ((1 << to) - 1));
            }
            held &= (1 << bits) - 1;
        }
        if (pad && bits > 0) {
            out.write((held << (to - bits)) & ((1 << to) - 1));
        } else if (!pad && (bits >= from || held != 0)) {
            throw new IllegalArgumentException("Bech32 with bits to spare");
        }
        return out.toByteArray();
    }
}
