package org.komir.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The stanza type {@code scrypt} (C2SP {@code age.md}, "The scrypt recipient type"), for identity files only: the one exception to {@link
 * Hybrid}.
 */
final class Passphrase {
    static final String STANZA_TYPE = "scrypt";

    /** 2^16: 64 MiB and about a quarter of a second; a browser on a small computer can do it too. */
    static final int WORK_FACTOR = 16;

    /** 2^20 needs 1 GiB: what asks for more is refused unread, so that a forged file cannot exhaust the memory. */
    static final int HIGHEST_WORK_FACTOR = 20;

    private static final byte[] SALT_LABEL = "age-encryption.org/v1/scrypt".getBytes(US_ASCII);
    private static final int SALT_BYTES = 16;
    private static final int BLOCK_SIZE = 8;
    private static final int PARALLELISM = 1;
    private static final int KEY_BYTES = 32;
    private static final int FILE_KEY_BYTES = 16;
    private static final int TAG_BYTES = 16;
    private static final Pattern FACTOR = Pattern.compile("[1-9][0-9]?");

    private Passphrase() {}

    record Stanza(String salt, String factor, byte[] body) implements RecipientStanza {
        @Override
        public String getType() {
            return STANZA_TYPE;
        }

        @Override
        public List<String> getArguments() {
            return List.of(salt, factor);
        }

        @Override
        public byte[] getBody() {
            return body.clone();
        }
    }

    static RecipientStanzaWriter writer(char[] passphrase, int workFactor, SecureRandom random) {
        return fileKey -> {
            byte[] salt = new byte[SALT_BYTES];
            random.nextBytes(salt);
            byte[] wrapped = aead(true, key(passphrase, salt, workFactor), fileKey.getEncoded());
            return List.of(new Stanza(AgeStreams.argument(salt), Integer.toString(workFactor), wrapped));
        };
    }

    static RecipientStanzaReader reader(char[] passphrase) {
        return stanzas -> {
            List<RecipientStanza> all = new ArrayList<>();
            stanzas.forEach(all::add);
            boolean any = all.stream().anyMatch(s -> s.getType().equals(STANZA_TYPE));
            if (!any) {
                throw new UnsupportedRecipientStanzaException("no passphrase stanza");
            }
            // A second stanza would let somebody else than the owner of the passphrase have written the file.
            if (all.size() != 1) {
                throw new AgeStreams.MalformedStanza();
            }
            RecipientStanza stanza = all.getFirst();
            if (stanza.getArguments().size() != 2
                    || stanza.getBody().length != FILE_KEY_BYTES + TAG_BYTES
                    || !FACTOR.matcher(stanza.getArguments().get(1)).matches()) {
                throw new AgeStreams.MalformedStanza();
            }
            byte[] salt = AgeStreams.argument(stanza.getArguments().getFirst(), SALT_BYTES);
            int factor = Integer.parseInt(stanza.getArguments().get(1));
            if (factor > HIGHEST_WORK_FACTOR) {
                throw new AgeStreams.MalformedStanza();
            }
            try {
                return new FileKey(aead(false, key(passphrase, salt, factor), stanza.getBody()));
            } catch (GeneralSecurityException wrongPassphrase) {
                throw new UnsupportedRecipientStanzaException("another passphrase");
            }
        };
    }

    private static byte[] key(char[] passphrase, byte[] salt, int workFactor) {
        byte[] labelled = new byte[SALT_LABEL.length + salt.length];
        System.arraycopy(SALT_LABEL, 0, labelled, 0, SALT_LABEL.length);
        System.arraycopy(salt, 0, labelled, SALT_LABEL.length, salt.length);
        byte[] bytes = new String(passphrase).getBytes(UTF_8);
        return SCrypt.generate(bytes, labelled, 1 << workFactor, BLOCK_SIZE, PARALLELISM, KEY_BYTES);
    }

    private static byte[] aead(boolean seal, byte[] key, byte[] input) throws GeneralSecurityException {
        ChaCha20Poly1305 cipher = new ChaCha20Poly1305();
        // A nonce of zeros: the key is derived with a random salt and used once (age.md).
        cipher.init(seal, new AEADParameters(new KeyParameter(key), TAG_BYTES * 8, new byte[12]));
        byte[] out = new byte[cipher.getOutputSize(input.length)];
        try {
            int length = cipher.processBytes(input, 0, input.length, out, 0);
            cipher.doFinal(out, length);
            return out;
        } catch (InvalidCipherTextException wrong) {
            throw new GeneralSecurityException("another key");
        }
    }
}
