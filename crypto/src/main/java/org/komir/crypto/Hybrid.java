package org.komir.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.jspecify.annotations.Nullable;

/**
 * The stanza type {@code mlkem768x25519} (C2SP {@code age.md}, "The hybrid post-quantum recipient type"): HPKE base mode (RFC 9180)
 * with MLKEM768-X25519 (0x647a, that is X-Wing), HKDF-SHA256 and ChaCha20-Poly1305.
 */
final class Hybrid {
    static final String STANZA_TYPE = "mlkem768x25519";
    static final int SEED_BYTES = 32;
    static final int PUBLIC_KEY_BYTES = 1216;

    private static final byte[] INFO = "age-encryption.org/mlkem768x25519".getBytes(US_ASCII);
    private static final byte[] NO_AAD = {};
    private static final int ENCAPSULATION_BYTES = 1120;
    private static final int FILE_KEY_BYTES = 16;
    private static final int WRAPPED_BYTES = FILE_KEY_BYTES + 16;

    private Hybrid() {}

    private static HPKE hpke() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
    }

    static AsymmetricCipherKeyPair keyPair(byte[] seed) {
        return hpke().deserializePrivateKey(seed, null);
    }

    static byte[] publicKey(AsymmetricCipherKeyPair pair) {
        return hpke().serializePublicKey(pair.getPublic());
    }

    /** @throws IllegalArgumentException if either half is no public key */
    static AsymmetricKeyParameter publicKey(byte[] bytes) {
        byte[] x25519 = Arrays.copyOfRange(bytes, PUBLIC_KEY_BYTES - X25519.POINT_SIZE, PUBLIC_KEY_BYTES);
        // A point of low order gives the same secret with every key; better to refuse it here than at each sealing.
        byte[] anyScalar = new byte[X25519.SCALAR_SIZE];
        if (!X25519.calculateAgreement(anyScalar, 0, x25519, 0, new byte[X25519.POINT_SIZE], 0)) {
            throw new IllegalArgumentException("an X25519 point of low order");
        }
        return hpke().deserializePublicKey(bytes);
    }

    record Stanza(String encapsulation, byte[] body) implements RecipientStanza {
        @Override
        public String getType() {
            return STANZA_TYPE;
        }

        @Override
        public List<String> getArguments() {
            return List.of(encapsulation);
        }

        @Override
        public byte[] getBody() {
            return body.clone();
        }
    }

    static RecipientStanzaWriter writer(AsymmetricKeyParameter publicKey) {
        return fileKey -> {
            try {
                HPKEContextWithEncapsulation context = hpke().setupBaseS(publicKey, INFO);
                byte[] wrapped = context.seal(NO_AAD, fileKey.getEncoded());
                return List.of(new Stanza(AgeStreams.argument(context.getEncapsulation()), wrapped));
            } catch (InvalidCipherTextException impossible) {
                throw new GeneralSecurityException("sealing a file key failed");
            }
        };
    }

    static RecipientStanzaReader reader(List<Identity> identities) {
        return stanzas -> {
            boolean any = false;
            for (RecipientStanza stanza : stanzas) {
                any = true;
                if (!stanza.getType().equals(STANZA_TYPE)) {
                    continue;
                }
                byte[] encapsulation = encapsulation(stanza);
                for (Identity identity : identities) {
                    byte @Nullable [] fileKey = unwrap(identity.keyPair(), encapsulation, stanza.getBody());
                    if (fileKey != null) {
                        return new FileKey(fileKey);
                    }
                }
            }
            if (!any) {
                throw new AgeStreams.MalformedStanza();
            }
            throw new UnsupportedRecipientStanzaException("no stanza for these identities");
        };
    }

    /** The sizes are fixed by the type. A body of another size is refused before it is decrypted, so that it cannot become a file key. */
    private static byte[] encapsulation(RecipientStanza stanza) throws AgeStreams.MalformedStanza {
        if (stanza.getArguments().size() != 1 || stanza.getBody().length != WRAPPED_BYTES) {
            throw new AgeStreams.MalformedStanza();
        }
        return AgeStreams.argument(stanza.getArguments().getFirst(), ENCAPSULATION_BYTES);
    }

    private static byte @Nullable [] unwrap(AsymmetricCipherKeyPair pair, byte[] encapsulation, byte[] body)
            throws AgeStreams.MalformedStanza {
        HPKEContext context;
        try {
            context = hpke().setupBaseR(encapsulation, pair, INFO);
        } catch (RuntimeException lowOrderShare) {
            // A share of low order makes the X25519 half zero for every key: the spec wants the file refused, not the
            // next stanza tried.
            throw new AgeStreams.MalformedStanza();
        }
        try {
            return context.open(NO_AAD, body);
        } catch (InvalidCipherTextException another) {
            return null;
        }
    }
}
