package org.komir.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
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

    static AsymmetricKeyParameter publicKey(byte[] bytes) {
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
                String encapsulation = Base64.getEncoder().withoutPadding().encodeToString(context.getEncapsulation());
                return List.of(new Stanza(encapsulation, wrapped));
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
                throw new MalformedHeader();
            }
            throw new UnsupportedRecipientStanzaException("no stanza for these identities");
        };
    }

    /** The sizes are fixed by the type; checking them first also keeps a body of another size from becoming a key. */
    private static byte[] encapsulation(RecipientStanza stanza) throws MalformedHeader {
        if (stanza.getArguments().size() != 1 || stanza.getBody().length != WRAPPED_BYTES) {
            throw new MalformedHeader();
        }
        String argument = stanza.getArguments().getFirst();
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(argument);
        } catch (IllegalArgumentException notBase64) {
            throw new MalformedHeader();
        }
        boolean canonical = Base64.getEncoder().withoutPadding().encodeToString(bytes).equals(argument);
        if (!canonical || bytes.length != ENCAPSULATION_BYTES) {
            throw new MalformedHeader();
        }
        return bytes;
    }

    private static byte @Nullable [] unwrap(AsymmetricCipherKeyPair pair, byte[] encapsulation, byte[] body) throws MalformedHeader {
        HPKEContext context;
        try {
            context = hpke().setupBaseR(encapsulation, pair, INFO);
        } catch (RuntimeException lowOrderShare) {
            // X25519 with a share of low order gives zero: the spec wants the file refused, not the next stanza tried.
            throw new MalformedHeader();
        }
        try {
            return context.open(NO_AAD, body);
        } catch (InvalidCipherTextException another) {
            return null;
        }
    }

    /** A stanza of our type that no writer makes. */
    static final class MalformedHeader extends GeneralSecurityException {
        private static final long serialVersionUID = 1;

        MalformedHeader() {
            super("a stanza that no writer makes");
        }
    }
}
