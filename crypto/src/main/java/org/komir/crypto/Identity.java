package org.komir.crypto;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Objects;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;

/** Who can open: an age identity {@code AGE-SECRET-KEY-PQ-1…}, which is a 32-byte seed. Prints as {@code [redacted]}. */
public final class Identity {
    private static final String PREFIX = "age-secret-key-pq-";

    private final byte[] seed;
    private final AsymmetricCipherKeyPair keyPair;
    private final Recipient recipient;

    private Identity(byte[] seed) {
        this.seed = seed;
        this.keyPair = Hybrid.keyPair(seed);
        this.recipient = Recipient.ofPublicKey(Hybrid.publicKey(keyPair));
    }

    /** A new one, of 32 random bytes. */
    public static Identity generate(SecureRandom random) {
        byte[] seed = new byte[Hybrid.SEED_BYTES];
        random.nextBytes(seed);
        return new Identity(seed);
    }

    /** @throws IllegalArgumentException if there are not 32 bytes */
    public static Identity fromSeed(byte[] seed) {
        if (seed.length != Hybrid.SEED_BYTES) {
            throw new IllegalArgumentException("a seed has 32 bytes");
        }
        return new Identity(seed.clone());
    }

    /** @throws IllegalArgumentException if it is not an identity of the type {@code mlkem768x25519}; it is not repeated */
    public static Identity parse(String text) {
        return fromSeed(Bech32.decode(PREFIX, Objects.requireNonNull(text).strip()));
    }

    /** The public half. */
    public Recipient recipient() {
        return recipient;
    }

    /** The secret itself, {@code AGE-SECRET-KEY-PQ-1…}. */
    public String revealSecret() {
        return Bech32.encode(PREFIX, seed).toUpperCase(Locale.ROOT);
    }

    byte[] seed() {
        return seed.clone();
    }

    AsymmetricCipherKeyPair keyPair() {
        return keyPair;
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
