package org.komir.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What the server keeps for itself: {@link LocalBox} and {@link KeyedHash}. */
class ServerSecretsTest {
    private static final byte[] KEY = new byte[32];
    private static final byte[] TEXT = "where the draft stands".getBytes(US_ASCII);
    private static final byte[] HERE = "row 1".getBytes(US_ASCII);

    private final LocalBox box = new LocalBox(KEY);

    @Test
    void a_box_opens_where_it_was_sealed() throws Exception {
        for (int size : new int[] {0, 1, 1000, 100_000}) {
            Sealed<Purpose.Cursor> sealed = box.seal(Purpose.CURSOR, new byte[size], HERE);
            assertThat(sealed.size()).isEqualTo(12 + size + 16);
            assertThat(box.open(sealed, HERE)).isEqualTo(new byte[size]);
        }
    }

    @Test
    void a_box_that_was_moved_to_another_context_is_damaged() {
        Sealed<Purpose.Cursor> sealed = box.seal(Purpose.CURSOR, TEXT, HERE);
        assertDamaged(box, sealed, "row 2");
        assertDamaged(box, sealed, "");
        assertDamaged(box, sealed, "row 1 ");
    }

    @Test
    void a_box_for_another_purpose_or_under_another_key_is_damaged() {
        byte[] bytes = box.seal(Purpose.CURSOR, TEXT, HERE).bytes();
        byte[] otherKey = KEY.clone();
        otherKey[31] = 1;

        assertDamaged(box, Sealed.stored(Purpose.OUTGOING, bytes), "row 1");
        assertDamaged(box, Sealed.stored(Purpose.CARD, bytes), "row 1");
        assertDamaged(new LocalBox(otherKey), Sealed.stored(Purpose.CURSOR, bytes), "row 1");
    }

    @Test
    void every_changed_bit_of_a_box_is_noticed() {
        byte[] bytes = box.seal(Purpose.CARD, TEXT, HERE).bytes();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertDamaged(box, Sealed.stored(Purpose.CARD, changed), "row 1");
        }
    }

    @Test
    void a_cut_box_does_not_open_and_what_is_shorter_than_a_nonce_and_a_tag_is_no_box() {
        byte[] bytes = box.seal(Purpose.CARD, TEXT, HERE).bytes();
        for (int length = 0; length < bytes.length; length++) {
            Sealed<Purpose.Card> cut = Sealed.stored(Purpose.CARD, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> box.open(cut, HERE))
                    .isInstanceOf(length < 28 ? CannotOpen.UnknownFormat.class : CannotOpen.Damaged.class);
        }
    }

    @Test
    void no_nonce_is_used_twice() {
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            byte[] nonce = Arrays.copyOf(box.seal(Purpose.CARD, TEXT, HERE).bytes(), 12);
            assertThat(nonces.add(Arrays.toString(nonce))).isTrue();
        }
    }

    @Test
    void a_keyed_hash_is_hmac_sha256_over_the_label_a_zero_and_the_message() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        byte[] expected = mac.doFinal("chat\u0000123".getBytes(US_ASCII));

        assertThat(new KeyedHash(KEY).of("chat", "123".getBytes(US_ASCII)))
                .isEqualTo(expected)
                .hasSize(32);
    }

    @Test
    void the_hash_of_one_kind_of_thing_is_never_that_of_another() {
        KeyedHash hash = new KeyedHash(KEY);
        byte[] message = "123".getBytes(US_ASCII);
        byte[] otherKey = KEY.clone();
        otherKey[0] = 1;

        assertThat(hash.of("chat", message)).isNotEqualTo(hash.of("update", message));
        assertThat(hash.of("chat", message)).isNotEqualTo(hash.of("chat1", "23".getBytes(US_ASCII)));
        assertThat(hash.of("chat", message)).isNotEqualTo(new KeyedHash(otherKey).of("chat", message));
    }

    private static <P extends Purpose.ForTheServer> void assertDamaged(LocalBox box, Sealed<P> sealed, String context) {
        assertThatThrownBy(() -> box.open(sealed, context.getBytes(US_ASCII))).isInstanceOf(CannotOpen.Damaged.class);
    }
}
