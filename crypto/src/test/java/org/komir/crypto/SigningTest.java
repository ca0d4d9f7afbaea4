package org.komir.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningTest {
    private static final byte[] MESSAGE = "a directory".getBytes(UTF_8);

    private final SigningKey key = SigningKey.generate(new SecureRandom());

    @Test
    void the_key_of_a_seed_is_that_of_rfc_8032() {
        // RFC 8032, section 7.1, test 1.
        byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

        assertThat(SigningKey.fromSeed(seed).verifyingKey().bytes())
                .isEqualTo(HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    }

    @Test
    void the_key_and_the_signature_of_one_byte_are_those_of_rfc_8032() {
        // RFC 8032, section 7.1, test 2. Its message has no domain, so it is signed below the domains, with the same
        // key.
        HexFormat hex = HexFormat.of();
        byte[] seed = hex.parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        SigningKey signer = SigningKey.fromSeed(seed);
        byte[] message = {0x72};
        byte[] signature = hex.parseHex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

        assertThat(signer.verifyingKey().bytes())
                .isEqualTo(hex.parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
        Ed25519Signer plain = new Ed25519Signer();
        plain.init(true, new Ed25519PrivateKeyParameters(seed));
        plain.update(message, 0, message.length);
        assertThat(plain.generateSignature()).isEqualTo(signature);
        for (SigningDomain domain : SigningDomain.values()) {
            assertThat(signer.verifyingKey().verifies(domain, message, signature))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_signature_holds_for_its_message_and_its_domain_only(SigningDomain domain) {
        byte[] signature = key.sign(domain, MESSAGE);

        assertThat(signature).hasSize(64);
        assertThat(key.verifyingKey().verifies(domain, MESSAGE, signature)).isTrue();
        for (SigningDomain other : SigningDomain.values()) {
            assertThat(key.verifyingKey().verifies(other, MESSAGE, signature)).isEqualTo(other == domain);
        }
        assertThat(key.verifyingKey().verifies(domain, Arrays.copyOf(MESSAGE, 5), signature))
                .isFalse();
        assertThat(SigningKey.generate(new SecureRandom()).verifyingKey().verifies(domain, MESSAGE, signature))
                .isFalse();
    }

    @Test
    void every_changed_bit_of_a_signature_is_noticed() {
        byte[] signature = key.sign(SigningDomain.LOGIN, MESSAGE);
        for (int bit = 0; bit < 512; bit++) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(key.verifyingKey().verifies(SigningDomain.LOGIN, MESSAGE, changed))
                    .isFalse();
        }
        assertThat(key.verifyingKey().verifies(SigningDomain.LOGIN, MESSAGE, new byte[0]))
                .isFalse();
        assertThat(key.verifyingKey().verifies(SigningDomain.LOGIN, MESSAGE, Arrays.copyOf(signature, 65)))
                .isFalse();
    }

    @Test
    void the_signed_bytes_are_the_domain_a_line_feed_and_the_message() {
        byte[] bound = "komir/directory/v1\na directory".getBytes(UTF_8);
        Ed25519Signer plain = new Ed25519Signer();
        plain.init(false, new Ed25519PublicKeyParameters(key.verifyingKey().bytes()));
        plain.update(bound, 0, bound.length);

        assertThat(plain.verifySignature(key.sign(SigningDomain.DIRECTORY, MESSAGE)))
                .isTrue();
    }

    @Test
    void keys_are_written_as_standard_base64_and_read_again() {
        VerifyingKey verifying = key.verifyingKey();

        assertThat(verifying).hasToString(Base64.getEncoder().encodeToString(verifying.bytes()));
        assertThat(VerifyingKey.parse(verifying + "\n")).isEqualTo(verifying).hasSameHashCodeAs(verifying);
        assertThat(SigningKey.parse(key.revealSecret()).verifyingKey()).isEqualTo(verifying);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AAAA",
                "????????????????????????????????????????????",
                // 32 zero bytes and stray bits; without padding; in the other alphabet
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "__8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
            })
    void what_is_not_the_base64_of_thirty_two_bytes_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> VerifyingKey.parse(text));
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.parse(text));
    }
}
