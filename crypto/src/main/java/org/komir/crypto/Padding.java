package org.komir.crypto;

import java.util.Arrays;

/**
 * Hides lengths: age shows the exact length of what it seals. JSON is padded with trailing spaces, which every JSON reader ignores
 * (RFC 8259, section 2), to one of three sizes; nearly all answers have the smallest.
 */
public final class Padding {
    /** The sizes of padded records, in bytes. */
    public static final int SMALL = 2 * 1024;

    public static final int MEDIUM = 8 * 1024;
    public static final int LARGE = 32 * 1024;

    private Padding() {}

    /**
     * @param json at most {@link #LARGE} bytes
     * @throws IllegalArgumentException if it is longer
     */
    public static byte[] pad(byte[] json) {
        if (json.length > LARGE) {
            throw new IllegalArgumentException("a record of more than " + LARGE + " bytes");
        }
        int size = json.length <= SMALL ? SMALL : json.length <= MEDIUM ? MEDIUM : LARGE;
        return padTo(json, size);
    }

    /** Pads like {@link #pad}, and what is longer to its {@link #padme} length. */
    public static byte[] padLong(byte[] json) {
        return json.length <= LARGE ? pad(json) : padTo(json, Math.toIntExact(padme(json.length)));
    }

    /**
     * The Padmé length (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", PoPETs 2019,
     * algorithm 1): at most 12 % more, and O(log log n) bits of the length shown.
     *
     * @param length in bytes, not negative
     */
    public static long padme(long length) {
        if (length < 0) {
            throw new IllegalArgumentException("a negative length");
        }
        if (length < 2) {
            return length;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(length);
        int digits = 32 - Integer.numberOfLeadingZeros(exponent);
        long mask = (1L << (exponent - digits)) - 1;
        return exponent <= digits ? length : (length + mask) & ~mask;
    }

    private static byte[] padTo(byte[] json, int size) {
        byte[] padded = Arrays.copyOf(json, size);
        Arrays.fill(padded, json.length, size, (byte) ' ');
        return padded;
    }
}
