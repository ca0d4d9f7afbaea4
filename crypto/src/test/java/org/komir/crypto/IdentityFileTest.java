package org.komir.crypto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityFileTest {
    /** As little work as the format allows, so that the tests are fast. */
    private static final int LITTLE_WORK = 1;

    private final SecureRandom random = new SecureRandom();
    private final VerifyingKey root = SigningKey.generate(random).verifyingKey();
    private final IdentityFile file = IdentityFile.generate("aigul", Optional.of(root), random);

    @Test
    void it_opens_with_its_passphrase_in_any_script() throws Exception {
        for (String passphrase : List.of("correct horse", "сөз", "شىنجاڭ", "新疆 words", "")) {
            byte[] sealed = file.seal(passphrase.toCharArray(), LITTLE_WORK, random);
            IdentityFile opened = IdentityFile.open(sealed, passphrase.toCharArray());

            assertThat(opened.revealSecret()).isEqualTo(file.revealSecret());
            assertThat(opened.name()).isEqualTo("aigul");
            assertThat(opened.rootKey()).contains(root);
        }
    }

    @Test
    void another_passphrase_is_told_apart_from_damage_and_from_another_kind_of_file() {
        byte[] sealed = file.seal("right".toCharArray(), LITTLE_WORK, random);
        byte[] changed = sealed.clone();
        changed[sealed.length - 1] ^= 1;

        assertThatThrownBy(() -> IdentityFile.open(sealed, "wrong".toCharArray()))
                .isInstanceOf(CannotOpen.NotForThisKey.class);
        assertThatThrownBy(() -> IdentityFile.open(changed, "right".toCharArray()))
                .isInstanceOf(CannotOpen.Damaged.class);
        assertThatThrownBy(() -> IdentityFile.open("hello".getBytes(UTF_8), "right".toCharArray()))
                .isInstanceOf(CannotOpen.UnknownFormat.class);
    }

    @Test
    void no_changed_byte_opens() {
        byte[] sealed = file.seal("right".toCharArray(), LITTLE_WORK, random);
        int factor = new String(sealed, ISO_8859_1).indexOf(" 1\n") + 1;
        for (int at = 0; at < sealed.length; at++) {
            if (at != factor) { // another factor is another key, and up to 1 GiB of work
                byte[] changed = sealed.clone();
                changed[at] ^= (byte) (1 << new Random(at).nextInt(8));
                assertThatThrownBy(() -> IdentityFile.open(changed, "right".toCharArray()))
                        .as("byte %d", at)
                        .isInstanceOf(CannotOpen.class);
            }
        }
    }

    @Test
    void the_real_work_factor_is_two_to_the_sixteen() throws Exception {
        byte[] sealed = file.seal("right".toCharArray(), random);

        assertThat(new String(sealed, ISO_8859_1)).containsPattern("-> scrypt [A-Za-z0-9+/]{22} 16\n");
        assertThat(IdentityFile.open(sealed, "right".toCharArray()).name()).isEqualTo("aigul");
    }

    @Test
    void a_file_that_asks_for_more_than_two_to_the_twenty_is_refused_without_the_work() {
        String sealed = new String(file.seal("right".toCharArray(), LITTLE_WORK, random), ISO_8859_1);
        for (String factor : List.of("21", "30", "31", "32", "99", "100", "4294967297")) {
            byte[] forged = sealed.replaceFirst(" 1\n", " " + factor + "\n").getBytes(ISO_8859_1);
            assertThatThrownBy(() -> IdentityFile.open(forged, "right".toCharArray()))
                    .isInstanceOf(CannotOpen.UnknownFormat.class);
        }
    }

    @Test
    void an_identity_opens_no_passphrase_file_and_a_passphrase_no_sealed_file() {
        byte[] byPassphrase = file.seal("right".toCharArray(), LITTLE_WORK, random);
        byte[] byIdentity = new Sealer()
                .seal(
                        Purpose.QUARANTINE,
                        file.revealSecret().getBytes(UTF_8),
                        List.of(file.identity().recipient()))
                .bytes();

        assertThatThrownBy(() -> new Opener(List.of(file.identity())).open(byPassphrase))
                .isInstanceOf(CannotOpen.NotForThisKey.class);
        assertThatThrownBy(() -> IdentityFile.open(byIdentity, "right".toCharArray()))
                .isInstanceOf(CannotOpen.NotForThisKey.class);
    }

    @Test
    void its_text_is_an_age_identity_file_with_comments() {
        List<String> lines = file.revealSecret().lines().toList();

        assertThat(lines)
                .containsExactly(
                        "# komir identity 1",
                        "# name: aigul",
                        "# signing-seed: " + file.signingKey().revealSecret(),
                        "# root-key: " + root,
                        file.identity().revealSecret());
        assertThat(file).hasToString("[redacted]");
    }

    @Test
    void the_root_keys_own_file_pins_no_root_key() throws Exception {
        IdentityFile unpinned = IdentityFile.generate("root", Optional.empty(), random);

        assertThat(IdentityFile.parse(unpinned.revealSecret()).rootKey()).isEmpty();
    }

    @Test
    void a_text_with_a_line_too_few_or_too_many_is_refused() {
        String text = file.revealSecret();
        List<String> lines = text.lines().toList();
        for (int missing : new int[] {0, 1, 2, 4}) {
            String[] shorter = lines.toArray(new String[0]);
            shorter[missing] = "# nothing";
            assertUnknown(String.join("\n", shorter));
        }
        for (int twice = 1; twice < lines.size(); twice++) {
            assertUnknown(text + lines.get(twice) + "\n");
        }
        assertUnknown("");
        assertUnknown(text.replace("komir identity 1", "komir identity 2"));
        assertUnknown(text.replace("aigul", "Aigul ../"));
        assertUnknown(Arrays.toString(new byte[10]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Aigul", "ai gul", "айгүл", "a\n", "abcdefghijklmnopqrstuvwxyz0123456"})
    void a_name_has_lower_case_letters_digits_and_hyphens(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> IdentityFile.generate(name, Optional.empty(), random));
    }

    private static void assertUnknown(String text) {
        assertThatThrownBy(() -> IdentityFile.parse(text)).isInstanceOf(CannotOpen.UnknownFormat.class);
    }
}
