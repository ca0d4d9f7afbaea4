package org.komir.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    private final SecureRandom random = new SecureRandom();
    private final Identity identity = Identity.generate(random);

    @Test
    void an_identity_is_written_and_read_as_age_does() {
        // The identity of the CCTV file "hybrid".
        String text = "AGE-SECRET-KEY-PQ-1HZLGZUPT4ETPKDEV8HSGFDCYZ4E522W0A7PU2LHT8EH9W6YLNC3SW78XKG";

        assertThat(Identity.parse(text).revealSecret()).isEqualTo(text);
        assertThat(Identity.parse("  " + text + "\n").recipient())
                .isEqualTo(Identity.parse(text).recipient());
        assertThat(Identity.parse(text.toLowerCase(Locale.ROOT)).revealSecret()).isEqualTo(text);
    }

    @Test
    void a_recipient_is_written_and_read_as_age_does() {
        String text = identity.recipient().toString();

        assertThat(text).startsWith("age1pq1").hasSize(1959);
        assertThat(Recipient.parse(text)).isEqualTo(identity.recipient()).hasToString(text);
        assertThat(identity.recipient().publicKey()).hasSize(1216);
    }

    @Test
    void every_changed_letter_of_a_recipient_is_noticed() {
        String text = identity.recipient().toString();
        for (int at = 0; at < text.length(); at++) {
            char changed = text.charAt(at) == 'q' ? 'p' : 'q';
            String typed = text.substring(0, at) + changed + text.substring(at + 1);
            assertThatIllegalArgumentException().isThrownBy(() -> Recipient.parse(typed));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "age1pq1",
                "age1",
                "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg",
                "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0",
                "AGE-SECRET-KEY-PQ-1hZLGZUPT4ETPKDEV8HSGFDCYZ4E522W0A7PU2LHT8EH9W6YLNC3SW78XKG",
                "AGE-SECRET-KEY-PQ-1HZLGZUPT4ETPKDEV8HSGFDCYZ4E522W0A7PU2LHT8EH9W6YLNC3SW78XKQ",
                "ſſſ"
            })
    void another_kind_of_key_is_refused_and_not_repeated(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Recipient.parse(text));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Identity.parse(text))
                .satisfies(refused -> {
                    if (text.length() > 8) {
                        assertThat(refused.getMessage()).doesNotContain(text);
                    }
                });
    }

    @Test
    void bech32_agrees_with_its_own_valid_examples() {
        // BIP 173, "Test vectors": data parts of zero bytes, and of all ones.
        assertThat(Bech32.decode("a", "A12UEL5L")).isEmpty();
        assertThat(Bech32.encode("a", new byte[0])).isEqualTo("a12uel5l");
        assertThat(Bech32.encode("?", new byte[0])).isEqualTo("?1ezyfcl");
        assertThatIllegalArgumentException().isThrownBy(() -> Bech32.decode("a", "A1G7SGD8"));
    }

    @Test
    void bech32_refuses_bits_to_spare() {
        byte[] bytes = new byte[7];
        String text = Bech32.encode("x", bytes);
        assertThat(Bech32.decode("x", text)).isEqualTo(bytes);
        // BIP 173's own example with non-zero padding.
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Bech32.decode("tb", "tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3pjxtptv"));
    }

    @Test
    void a_public_key_that_is_none_is_refused_when_it_is_read_and_not_when_it_is_used() {
        byte[] good = identity.recipient().publicKey();
        byte[] lowOrder = good.clone();
        Arrays.fill(lowOrder, 1184, 1216, (byte) 0);
        byte[] notReduced = good.clone();
        Arrays.fill(notReduced, 0, 3, (byte) 0xff);

        assertThatIllegalArgumentException().isThrownBy(() -> Recipient.ofPublicKey(lowOrder));
        assertThatIllegalArgumentException().isThrownBy(() -> Recipient.ofPublicKey(notReduced));
        assertThatIllegalArgumentException().isThrownBy(() -> Recipient.ofPublicKey(Arrays.copyOf(good, 1215)));
        assertThatIllegalArgumentException().isThrownBy(() -> Recipient.ofPublicKey(Arrays.copyOf(good, 1217)));
    }

    @Test
    void a_seed_has_thirty_two_bytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> Identity.fromSeed(new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.fromSeed(new byte[33]));
        assertThatIllegalArgumentException().isThrownBy(() -> new LocalBox(new byte[16]));
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyedHash(new byte[16]));
    }

    @Test
    void key_bytes_are_copied_in_and_out() {
        byte[] seed = new byte[32];
        random.nextBytes(seed);
        Identity before = Identity.fromSeed(seed);
        SigningKey signer = SigningKey.fromSeed(seed);
        String secret = before.revealSecret();
        String signingSecret = signer.revealSecret();
        seed[0] ^= 1;
        before.recipient().publicKey()[0] ^= 1;
        signer.verifyingKey().bytes()[0] ^= 1;

        assertThat(before.revealSecret()).isEqualTo(secret);
        assertThat(before.recipient()).isEqualTo(Identity.parse(secret).recipient());
        assertThat(signer.revealSecret()).isEqualTo(signingSecret);
        assertThat(signer.verifyingKey())
                .isEqualTo(SigningKey.parse(signingSecret).verifyingKey());
    }

    @Test
    void what_is_secret_prints_as_redacted() {
        assertThat(identity).hasToString("[redacted]");
        assertThat(SigningKey.generate(random)).hasToString("[redacted]");
        assertThat(Receipt.random(random)).hasToString("[redacted]");
        assertThat(new LocalBox(new byte[32])).asString().doesNotContain("[0");
    }
}
