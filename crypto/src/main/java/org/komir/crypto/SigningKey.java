package org.komir.crypto;

import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** Signs with Ed25519 (RFC 8032). The key is a 32-byte seed. Prints as {@code [redacted]}. */
public final class SigningKey {
    private static final int SEED_BYTES = 32;

    private final Ed25519PrivateKeyParameters key;

    private SigningKey(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a seed has 32 bytes");
        }
        this.key = new Ed25519PrivateKeyParameters(seed, 0);
    }

    /** A new one, of 32 random bytes. */
    public static SigningKey generate(SecureRandom random) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return new SigningKey(seed);
    }

    /** @throws IllegalArgumentException if there are not 32 bytes */
    public static SigningKey fromSeed(byte[] seed) {
        return new SigningKey(seed);
    }

    /** @throws IllegalArgumentException if it is not the base64 of 32 bytes; it is not repeated */
    public static SigningKey parse(String base64) {
        return new SigningKey(VerifyingKey.decode(base64));
    }

    /** The public half. */
    public VerifyingKey verifyingKey() {
        return VerifyingKey.ofBytes(key.generatePublicKey().getEncoded());
    }

    /**
     * Signs the message for one purpose.
     *
     * @return 64 bytes
     */
    public byte[] sign(SigningDomain domain, byte[] message) {
        byte[] bound = domain.bind(message);
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(bound, 0, bound.length);
        return signer.generateSignature();
    }

    /** The seed itself, base64. */
    public String revealSecret() {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
