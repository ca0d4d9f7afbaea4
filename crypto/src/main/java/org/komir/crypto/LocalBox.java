package org.komir.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The server's own box, for what it must read again within days: AES-256-GCM (NIST SP 800-38D), a random 96-bit nonce in front. The
 * purpose and a context are bound as associated data, so that a box cannot be moved to another place.
 *
 * <p>Random nonces are safe for 2^32 boxes under one key; a link key serves one day.
 */
public final class LocalBox {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    /** @param key 32 bytes */
    public LocalBox(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has 32 bytes");
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /**
     * Seals bytes: 28 more than the plaintext has.
     *
     * @param context where the box belongs, such as the name of its row; needed again to open it, and not stored in it
     */
    public <P extends Purpose.ForTheServer> Sealed<P> seal(P purpose, byte[] plaintext, byte[] context) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(associated(purpose, context));
            byte[] sealed = cipher.doFinal(plaintext);
            return Sealed.stored(
                    purpose,
                    ByteBuffer.allocate(nonce.length + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM belongs to every Java", impossible);
        }
    }

    /**
     * @throws CannotOpen.Damaged if it was changed, or sealed under another key, for another purpose or in another context: AES-GCM
     *     cannot tell these apart
     * @throws CannotOpen.UnknownFormat if it is too short to be a box
     */
    public <P extends Purpose.ForTheServer> byte[] open(Sealed<P> sealed, byte[] context) throws CannotOpen {
        byte[] bytes = sealed.bytes();
        if (bytes.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new CannotOpen.UnknownFormat();
        }
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, bytes, 0, NONCE_BYTES));
            cipher.updateAAD(associated(sealed.purpose(), context));
            return cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
        } catch (AEADBadTagException changed) {
            throw new CannotOpen.Damaged();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM belongs to every Java", impossible);
        }
    }

    private static byte[] associated(Purpose.ForTheServer purpose, byte[] context) {
        byte[] label = ("komir/" + purpose.label() + "/v1\n").getBytes(US_ASCII);
        return ByteBuffer.allocate(label.length + context.length)
                .put(label)
                .put(context)
                .array();
    }
}
