package org.komir.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 (RFC 2104) with a label for each use, so that the hash of one kind of thing is never that of another. */
public final class KeyedHash {
    private static final String MAC = "HmacSHA256";

    private final SecretKey key;

    /** @param key 32 bytes */
    public KeyedHash(byte[] key) {
        if (key.length != 32) {
            throw new IllegalArgumentException("a key has 32 bytes");
        }
        this.key = new SecretKeySpec(key, MAC);
    }

    /**
     * @param label ASCII without a zero byte
     * @return 32 bytes
     */
    public byte[] of(String label, byte[] message) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            mac.update(label.getBytes(US_ASCII));
            mac.update((byte) 0);
            return mac.doFinal(message);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC-SHA256 belongs to every Java", impossible);
        }
    }
}
