package org.komir.crypto;

import java.util.Arrays;
import java.util.Objects;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/** To whom something is sealed: the public half of an {@link Identity}, {@code age1pq1…}, 1 959 characters. */
public final class Recipient {
    private static final String PREFIX = "age1pq";

    private final byte[] publicKey;
    private final AsymmetricKeyParameter key;

    private Recipient(byte[] publicKey) {
        this.publicKey = publicKey;
        try {
            this.key = Hybrid.publicKey(publicKey);
        } catch (RuntimeException notAKey) {
            throw new IllegalArgumentException("not a public key of the type " + Hybrid.STANZA_TYPE);
        }
    }

    /** @throws IllegalArgumentException if it is not a recipient of the type {@code mlkem768x25519} */
    public static Recipient parse(String text) {
        return ofPublicKey(Bech32.decode(PREFIX, Objects.requireNonNull(text).strip()));
    }

    /**
     * @param publicKey 1 216 bytes: ML-KEM-768 public key, X25519 public key
     * @throws IllegalArgumentException if it is anything else
     */
    public static Recipient ofPublicKey(byte[] publicKey) {
        if (publicKey.length != Hybrid.PUBLIC_KEY_BYTES) {
            throw new IllegalArgumentException("a public key has 1216 bytes");
        }
        return new Recipient(publicKey.clone());
    }

    /** 1 216 bytes. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    AsymmetricKeyParameter key() {
        return key;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Recipient that && Arrays.equals(publicKey, that.publicKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(publicKey);
    }

    /** {@code age1pq1…}: a public key is no secret. */
    @Override
    public String toString() {
        return Bech32.encode(PREFIX, publicKey);
    }
}
