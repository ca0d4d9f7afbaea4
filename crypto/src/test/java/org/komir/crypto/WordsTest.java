package org.komir.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void the_list_is_bip_39s_to_the_byte() throws Exception {
        try (InputStream in = Objects.requireNonNull(Words.class.getResourceAsStream("bip39-english.txt"))) {
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes())))
                    .isEqualTo("2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
        }
    }

    @Test
    void seven_words_are_the_first_seventy_seven_bits_of_the_hash() {
        // SHA-256 of nothing and of "abc" (FIPS 180-4), cut into groups of eleven bits by hand.
        assertThat(Words.of(new byte[0])).isEqualTo("together mail awful cradle scrub apart hip");
        assertThat(Words.of("abc".getBytes(US_ASCII))).isEqualTo("risk scheme quiz bulk brother vivid agree");
    }

    @Test
    void another_key_has_other_words() {
        byte[] key = Identity.fromSeed(new byte[32]).recipient().publicKey();
        byte[] other = key.clone();
        other[1215] ^= 1;

        assertThat(Words.of(key)).matches("([a-z]+ ){6}[a-z]+").isNotEqualTo(Words.of(other));
    }
}
