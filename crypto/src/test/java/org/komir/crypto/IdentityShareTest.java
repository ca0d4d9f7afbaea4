package org.komir.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class IdentityShareTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Identity escrow = Identity.generate(RANDOM);
    private final List<IdentityShare> shares = IdentityShare.split(escrow, 3, 5, RANDOM);

    @Test
    void any_three_of_five_give_the_key_back_in_any_order() throws Exception {
        for (int a = 0; a < 5; a++) {
            for (int b = 0; b < 5; b++) {
                for (int c = 0; c < 5; c++) {
                    if (a != b && b != c && a != c) {
                        assertThat(join(a, b, c).revealSecret()).isEqualTo(escrow.revealSecret());
                    }
                }
            }
        }
        assertThat(join(0, 1, 2, 3, 4).revealSecret()).isEqualTo(escrow.revealSecret());
    }

    @Test
    void two_are_too_few_and_say_how_many_are_needed() {
        assertThatExceptionOfType(CannotJoin.class)
                .isThrownBy(() -> join(0, 4))
                .withMessage("3 shares are needed, and there are 2");
        assertThatExceptionOfType(CannotJoin.class)
                .isThrownBy(() -> join(0, 4, 4))
                .withMessage("share 5 is there twice");
    }

    /** Two points lie on a line: a program that takes two for enough gets a seed, and it opens nothing. */
    @Test
    void two_that_claim_to_be_enough_give_another_key_and_are_refused() throws Exception {
        List<IdentityShare> liars = new ArrayList<>();
        for (int i : List.of(0, 1)) {
            liars.add(IdentityShare.parse(shares.get(i).revealSecret().replace("needed: 3", "needed: 2")));
        }
        assertThatExceptionOfType(CannotJoin.class)
                .isThrownBy(() -> IdentityShare.join(liars))
                .withMessage("these shares do not give the key that they name");
    }

    @Test
    void an_altered_share_is_named() throws Exception {
        List<IdentityShare> some = new ArrayList<>(shares.subList(0, 3));
        some.set(1, IdentityShare.parse(altered(shares.get(1).revealSecret())));
        assertThatExceptionOfType(CannotJoin.class)
                .isThrownBy(() -> IdentityShare.join(some))
                .withMessage("share 2 was altered: leave it out");
    }

    @Test
    void the_share_of_another_key_is_named() {
        List<IdentityShare> some = new ArrayList<>(shares.subList(0, 3));
        some.add(IdentityShare.split(Identity.generate(RANDOM), 3, 5, RANDOM).get(4));
        assertThatExceptionOfType(CannotJoin.class)
                .isThrownBy(() -> IdentityShare.join(some))
                .withMessage("share 5 does not belong to the others, or was altered: leave it out");
    }

    @Test
    void a_share_is_read_again_as_it_was_written() throws Exception {
        for (IdentityShare share : shares) {
            assertThat(IdentityShare.parse(share.revealSecret()).revealSecret()).isEqualTo(share.revealSecret());
            assertThat(share).hasToString("[redacted]");
        }
    }

    @Test
    void another_text_is_no_share() {
        String good = shares.getFirst().revealSecret();
        for (String bad : List.of(
                "",
                good + good,
                good.replace("number: 1", "number: 6"),
                good.replace("number: 1", "number: 0"),
                good.replace("needed: 3", "needed: 1"),
                good.replace("needed: 3", "needed: 6"),
                good.replace("share: ", "share: AAAA"),
                good.replaceFirst("recipient-sha256: .", "recipient-sha256: X"))) {
            assertThatExceptionOfType(CannotOpen.UnknownFormat.class).isThrownBy(() -> IdentityShare.parse(bad));
        }
    }

    @Test
    void one_share_is_never_enough() {
        assertThatIllegalArgumentException().isThrownBy(() -> IdentityShare.split(escrow, 1, 5, RANDOM));
        assertThatIllegalArgumentException().isThrownBy(() -> IdentityShare.split(escrow, 6, 5, RANDOM));
        assertThatIllegalArgumentException().isThrownBy(() -> IdentityShare.split(escrow, 3, 21, RANDOM));
    }

    /**
     * Computed by hand over GF(2^8) with 0x11B, so that the shares of years ago are joined by a later program too: each byte of the seed is 0x42, and the polynomial is
     * 0x42 + 0x07·x, which gives 0x45 at x = 1, 0x4c at x = 2, 0x4b at x = 3.
     */
    @Test
    void shares_are_points_of_polynomials_over_the_field_that_everybody_takes() throws Exception {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 0x42);
        Identity known = Identity.fromSeed(seed);
        List<IdentityShare> made = IdentityShare.split(known, 2, 3, new SecureRandom() {
            private static final long serialVersionUID = 1;

            @Override
            public void nextBytes(byte[] bytes) {
                Arrays.fill(bytes, (byte) 0x07);
            }
        });
        assertThat(made.stream().map(share -> value(share)[31] & 0xff)).containsExactly(0x45, 0x4c, 0x4b);
    }

    private static byte[] value(IdentityShare share) {
        String line = share.revealSecret().lines().toList().getLast();
        return Base64.getDecoder().decode(line.substring("share: ".length()));
    }

    private static String altered(String share) {
        byte[] value =
                Base64.getDecoder().decode(share.lines().toList().getLast().substring("share: ".length()));
        value[7] ^= 1;
        return share.substring(0, share.indexOf("share: ")) + "share: "
                + Base64.getEncoder().encodeToString(value) + "\n";
    }

    private Identity join(int... numbers) throws CannotJoin {
        List<IdentityShare> some = new ArrayList<>();
        for (int number : numbers) {
            some.add(shares.get(number));
        }
        return IdentityShare.join(some);
    }
}
