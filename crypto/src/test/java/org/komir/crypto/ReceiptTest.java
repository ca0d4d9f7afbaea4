package org.komir.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class ReceiptTest {
    /** Of the digits 012345678901234567890123. */
    private static final String KNOWN = "01232 45677 89010 23457 67894 01235";

    @Test
    void the_keys_of_a_known_receipt_never_change() throws Exception {
        // Computed with the JavaScript library @noble/hashes: receipts that were given out depend on every constant.
        Receipt.Keys keys = Receipt.parse(KNOWN).keys();

        assertThat(keys.identity().revealSecret())
                .isEqualTo("AGE-SECRET-KEY-PQ-1K9RJREU6Z4PPDNXDY84ZFLP68H75SRE5EHD7E83542J0V3S885KSTNT2US");
        assertThat(keys.mailbox()).isEqualTo(hex("46f4f0f77ff8de6e79a30dcf90be751e96aa660d7292a6fb54c534bd773b1112"));
        assertThat(keys.author().verifyingKey())
                .isEqualTo(SigningKey.fromSeed(hex("f3ae4b93ca6f0bcb2121b128f0b9d5f7690f47bc96db57491f60bdd2b46ec2c0"))
                        .verifyingKey());
        assertThat(keys).hasToString("[redacted]");
    }

    @TestFactory
    Stream<DynamicTest> the_keys_of_a_receipt_that_was_given_out_never_change() {
        JsonNode list = vectors().get("receipts");
        assertThat(list).hasSize(3);
        return StreamSupport.stream(list.spliterator(), false)
                .map(vector -> dynamicTest(text(vector, "receipt"), () -> {
                    Receipt receipt = Receipt.parse(text(vector, "receipt"));
                    Receipt.Keys keys = receipt.keys();

                    assertThat(receipt.reveal()).isEqualTo(text(vector, "receipt"));
                    assertThat(receipt.reveal().replaceAll("(....). ?", "$1")).isEqualTo(text(vector, "digits"));
                    assertThat(keys.identity().revealSecret()).isEqualTo(text(vector, "identity"));
                    assertThat(HexFormat.of().formatHex(keys.mailbox())).isEqualTo(text(vector, "mailbox"));
                    assertThat(keys.author().revealSecret()).isEqualTo(text(vector, "authorSeed"));
                    assertThat(keys.author().verifyingKey()).hasToString(text(vector, "author"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_slip_that_is_listed_is_found_in_its_group() {
        JsonNode list = vectors().get("mistyped");
        assertThat(list).hasSize(6);
        return StreamSupport.stream(list.spliterator(), false)
                .map(vector -> dynamicTest(
                        text(vector, "why"),
                        () -> assertMistyped(
                                text(vector, "typed"), vector.get("group").asInt())));
    }

    private static JsonNode vectors() {
        return new ObjectMapper().readTree(AgeVector.folder().resolve("receipts.json"));
    }

    private static String text(JsonNode vector, String field) {
        return vector.get(field).asString();
    }

    @Test
    void the_mailbox_is_copied_in_and_out() {
        byte[] mailbox = new byte[32];
        Receipt.Keys keys =
                new Receipt.Keys(Identity.fromSeed(new byte[32]), mailbox, SigningKey.fromSeed(new byte[32]));
        mailbox[0] = 1;
        keys.mailbox()[0] = 1;
        assertThat(keys.mailbox()).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01232 45677 89010 23457 67894 01235",
                "012324567789010234576789401235",
                " 01232-45677-89010\n23457.67894/01235 ",
                "٠١٢٣٢ ٤٥٦٧٧ ٨٩٠١٠ ٢٣٤٥٧ ٦٧٨٩٤ ٠١٢٣٥",
                "۰۱۲۳۲ ۴۵۶۷۷ ۸۹۰۱۰ ۲۳۴۵۷ ۶۷۸۹۴ ۰۱۲۳۵",
                "０１２３２　４５６７７　８９０１０　２３４５７　６７８９４　０１２３５",
                "01232 ٤٥٦٧٧ 89010 ۲۳۴۵۷ 67894 ０１２３５"
            })
    void a_receipt_is_read_in_the_digits_of_any_script_with_any_separators(String typed) throws Exception {
        assertThat(Receipt.parse(typed).reveal()).isEqualTo(KNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01232 45677 89010 23457 67894 0123",
                "01232 45677 89010 23457 67894 01235 1",
                "O1232 45677 89010 23457 67894 01235",
                "012345678901234567890123"
            })
    void another_number_of_digits_is_no_receipt_and_no_group_is_blamed(String typed) {
        assertMistyped(typed, 0);
    }

    @Test
    void every_wrong_digit_of_random_receipts_is_found_in_its_group() throws Exception {
        for (int i = 0; i < 200; i++) {
            String shown = random(i).reveal();
            for (int at = 0; at < shown.length(); at++) {
                for (char digit = '0'; digit <= '9'; digit++) {
                    if (shown.charAt(at) != ' ' && shown.charAt(at) != digit) {
                        assertMistyped(shown.substring(0, at) + digit + shown.substring(at + 1), at / 6 + 1);
                    }
                }
            }
        }
    }

    @Test
    void every_swap_of_neighbours_is_found_in_its_group() throws Exception {
        for (int i = 0; i < 500; i++) {
            String shown = random(i).reveal();
            for (int at = 0; at + 1 < shown.length(); at++) {
                char left = shown.charAt(at);
                char right = shown.charAt(at + 1);
                if (left != right && left != ' ' && right != ' ') {
                    assertMistyped(shown.substring(0, at) + right + left + shown.substring(at + 2), at / 6 + 1);
                }
            }
        }
    }

    @Test
    void every_swap_of_two_groups_is_found_at_the_first_of_them() throws Exception {
        for (int i = 0; i < 200; i++) {
            List<String> groups = List.of(random(i).reveal().split(" "));
            for (int left = 0; left < Receipt.GROUPS; left++) {
                for (int right = left + 1; right < Receipt.GROUPS; right++) {
                    String[] swapped = groups.toArray(new String[0]);
                    swapped[left] = groups.get(right);
                    swapped[right] = groups.get(left);
                    assertMistyped(String.join(" ", swapped), left + 1);
                }
            }
        }
    }

    @Test
    void every_group_of_four_digits_differs_from_itself_in_another_place() {
        // All groups there are, so the test above did not just meet lucky ones.
        for (int four = 0; four < 10_000; four++) {
            Set<Character> checks = new HashSet<>();
            String digits = "%04d".formatted(four).repeat(6);
            String shown = shown(digits);
            for (int group = 0; group < Receipt.GROUPS; group++) {
                checks.add(shown.charAt(group * 6 + 4));
            }
            assertThat(checks).hasSize(Receipt.GROUPS);
        }
    }

    @Test
    void random_receipts_are_read_again_and_their_digits_are_uniform() throws Exception {
        SecureRandom random = new SecureRandom();
        int[] counts = new int[10];
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            String shown = Receipt.random(random).reveal();
            assertThat(shown).matches("([0-9]{5} ){5}[0-9]{5}");
            assertThat(Receipt.parse(shown).reveal()).isEqualTo(shown);
            assertThat(seen.add(shown)).isTrue();
            for (String group : shown.split(" ")) {
                group.substring(0, 4).chars().forEach(digit -> counts[digit - '0']++);
            }
        }
        // 4 800 of each are expected; the bound is eight standard deviations.
        for (int count : counts) {
            assertThat(count).isBetween(4800 - 526, 4800 + 526);
        }
    }

    /** The receipt of these 24 digits, with the check digits that a trial of all ten finds. */
    private static String shown(String digits) {
        StringBuilder shown = new StringBuilder();
        for (int group = 1; group <= Receipt.GROUPS; group++) {
            String four = digits.substring((group - 1) * 4, group * 4);
            shown.append(group == 1 ? "" : " ").append(four).append(damm(group + four));
        }
        return shown.toString();
    }

    /** Damm's algorithm as published, over a text of digits. */
    private static int damm(String digits) {
        String[] table = {
            "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
            "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"
        };
        int interim = 0;
        for (char digit : digits.toCharArray()) {
            interim = table[interim].charAt(digit - '0') - '0';
        }
        return interim;
    }

    @Test
    void the_check_digit_is_damms_over_the_number_of_the_group_and_its_digits() throws Exception {
        assertThat(damm("572")).isEqualTo(4); // Damm's own example
        for (int i = 0; i < 100; i++) {
            String digits =
                    new Random(i).ints(24, 0, 10).mapToObj(Integer::toString).collect(Collectors.joining());
            assertThat(Receipt.parse(shown(digits)).reveal()).isEqualTo(shown(digits));
        }
    }

    private static Receipt random(int seed) throws Receipt.Mistyped {
        return Receipt.parse(shown(
                new Random(seed).ints(24, 0, 10).mapToObj(Integer::toString).collect(Collectors.joining())));
    }

    private static void assertMistyped(String typed, int group) {
        assertThatThrownBy(() -> Receipt.parse(typed))
                .asInstanceOf(type(Receipt.Mistyped.class))
                .satisfies(mistyped -> {
                    assertThat(mistyped.group()).isEqualTo(group);
                    assertThat(mistyped).hasMessageMatching(group == 0 ? "[^0-9]+" : "group " + group + "[^0-9]+");
                });
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
