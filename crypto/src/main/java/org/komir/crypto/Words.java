package org.komir.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key's fingerprint as seven words, to be read aloud over the telephone: the first 77 bits of the SHA-256 of the public key, 11 bits a
 * word, in the English list of BIP-39 (2 048 words that differ in their first four letters; MIT licence, from bitcoin/bips).
 */
public final class Words {
    private static final int COUNT = 7;
    private static final int BITS_A_WORD = 11;
    private static final List<String> LIST = list();

    private Words() {}

    /**
     * Seven words, separated by spaces.
     *
     * @param publicKey of any kind and length; both sides must take the same bytes
     */
    public static String of(byte[] publicKey) {
        byte[] hash = Sha256.of(publicKey);
        BigInteger bits = new BigInteger(1, hash).shiftRight(256 - COUNT * BITS_A_WORD);
        List<String> words = new ArrayList<>(COUNT);
        for (int i = COUNT - 1; i >= 0; i--) {
            words.add(LIST.get(bits.shiftRight(i * BITS_A_WORD).intValue() & ((1 << BITS_A_WORD) - 1)));
        }
        return String.join(" ", words);
    }

    private static List<String> list() {
        try (@Nullable InputStream in = Words.class.getResourceAsStream("bip39-english.txt")) {
            if (in == null) {
                throw new IllegalStateException("the list of words is missing from the jar");
            }
            return new String(in.readAllBytes(), US_ASCII).lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
