package org.komir.crypto;

import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** Checks what a {@link SigningKey} signed. Its text is the standard base64 of 32 bytes, padded. */
public final class VerifyingKey {
    private static final int BYTES = 32;

    private final byte[] bytes;
    private final Ed25519PublicKeyParameters key;

    private VerifyingKey(byte[] bytes) {
        this.bytes = bytes;
        this.key = new Ed25519PublicKeyParameters(bytes, 0);
    }

    /** @throws IllegalArgumentException if there are not 32 bytes, or they are no key */
    public static VerifyingKey ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a verifying key has 32 bytes");
        }
        return new VerifyingKey(bytes.clone());
    }

    /** @throws IllegalArgumentException if it is not the base64 of 32 bytes */
    public static VerifyingKey parse(String base64) {
        return ofBytes(decode(base64));
    }

    static byte[] decode(String base64) {
        String text = base64.strip();
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("not base64"); // the library's message repeats a part of it
        }
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("not canonical base64");
        }
        return bytes;
    }

    /** 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Whether this key signed this message for this purpose (Ed25519, RFC 8032).
     *
     * @param signature 64 bytes; any other length is no signature
     */
    public boolean verifies(SigningDomain domain, byte[] message, byte[] signature) {
        if (signature.length != 64) {
            return false;
        }
        byte[] bound = domain.bind(message);
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, key);
        verifier.update(bound, 0, bound.length);
        return verifier.verifySignature(signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
