package org.komir.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import java.security.GeneralSecurityException;
import java.util.List;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.util.Arrays;

/**
 * The stanza type {@code X25519} (C2SP {@code age.md}), which the program never opens: most of the public vectors for headers and
 * streams are sealed to it.
 */
final class X25519Reader {
    private static final byte[] INFO = "age-encryption.org/v1/X25519".getBytes(US_ASCII);
    private static final int WRAPPED_BYTES = 32;

    private X25519Reader() {}

    static RecipientStanzaReader of(List<String> identities) {
        List<byte[]> scalars = identities.stream()
                .map(text -> Bech32.decode("age-secret-key-", text))
                .toList();
        return stanzas -> {
            for (RecipientStanza stanza : stanzas) {
                if (!stanza.getType().equals("X25519")) {
                    continue;
                }
                if (stanza.getArguments().size() != 1 || stanza.getBody().length != WRAPPED_BYTES) {
                    throw new AgeStreams.MalformedStanza();
                }
                byte[] share = AgeStreams.argument(stanza.getArguments().getFirst(), X25519.POINT_SIZE);
                for (byte[] scalar : scalars) {
                    try {
                        return new FileKey(unwrap(wrapKey(scalar, share), stanza.getBody()));
                    } catch (InvalidCipherTextException another) {
                        // the next identity
                    }
                }
            }
            throw new UnsupportedRecipientStanzaException("no stanza for these identities");
        };
    }

    private static byte[] wrapKey(byte[] scalar, byte[] share) throws GeneralSecurityException {
        byte[] secret = new byte[X25519.POINT_SIZE];
        if (!X25519.calculateAgreement(scalar, 0, share, 0, secret, 0)) {
            throw new AgeStreams.MalformedStanza(); // a share of low order
        }
        byte[] recipient = new byte[X25519.POINT_SIZE];
        X25519.generatePublicKey(scalar, 0, recipient, 0);
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(secret, Arrays.concatenate(share, recipient), INFO));
        byte[] key = new byte[32];
        hkdf.generateBytes(key, 0, key.length);
        return key;
    }

    private static byte[] unwrap(byte[] key, byte[] body) throws InvalidCipherTextException {
        ChaCha20Poly1305 cipher = new ChaCha20Poly1305();
        cipher.init(false, new AEADParameters(new KeyParameter(key), 128, new byte[12]));
        byte[] out = new byte[cipher.getOutputSize(body.length)];
        int length = cipher.processBytes(body, 0, body.length, out, 0);
        cipher.doFinal(out, length);
        return out;
    }
}
