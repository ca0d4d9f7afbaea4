package org.komir.bot.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.komir.crypto.Receipt;

class TypedNumberTest {
    private final String number = Receipt.random(new SecureRandom()).reveal();

    @Test
    void a_number_is_found_in_any_digits_and_with_any_separators() {
        StringBuilder arabic = new StringBuilder();
        StringBuilder wide = new StringBuilder();
        for (char sign : number.toCharArray()) {
            arabic.append(sign == ' ' ? ' ' : (char) ('٠' + sign - '0'));
            wide.append(sign == ' ' ? '　' : (char) ('０' + sign - '0'));
        }
        for (String typed : new String[] {
            number,
            number.replace(" ", ""),
            number.replace(' ', '-'),
            number.replace(" ", "\n"),
            number.replace(" ", " – "),
            number.replace(" ", ".").replaceAll("(..)", "$1 "),
            "\u200E" + number,
            arabic.toString(),
            wide.toString(),
            "менің нөмірім: " + number
        }) {
            TypedNumber found = TypedNumber.in(typed).orElseThrow(() -> new AssertionError("not found"));
            assertThat(found.receipt().orElseThrow().reveal()).isEqualTo(number);
            assertThat(TypedNumber.cleared(typed).codePoints().filter(Character::isDigit))
                    .isEmpty();
        }
    }

    @Test
    void the_first_group_that_does_not_fit_is_named() {
        char[] wrong = number.toCharArray();
        int third = 2 * 6; // five digits and a space each
        wrong[third] = wrong[third] == '9' ? '0' : (char) (wrong[third] + 1);
        TypedNumber found = TypedNumber.in(new String(wrong)).orElseThrow();
        assertThat(found.receipt()).isEmpty();
        assertThat(found.wrongGroup()).isEqualTo(3);
        assertThat(found.besideWords()).isFalse();
    }

    @Test
    void words_beside_it_are_noticed() {
        assertThat(TypedNumber.in("my number " + number).orElseThrow().besideWords())
                .isTrue();
        assertThat(TypedNumber.in("№ " + number + " !").orElseThrow().besideWords())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7011234567, 7021234567, 7031234568",
                "650102196203051234",
                "12340 12341 12342 12343 12344",
                "he was born in 1962 and taken in 2017, released in 2019, and taken again in 2021",
                "+7 701 123 45 67 and +7 702 123 45 67",
                ""
            })
    void what_is_no_number_stays_an_answer(String typed) {
        assertThat(TypedNumber.in(typed)).isEmpty();
        assertThat(TypedNumber.cleared(typed)).isEqualTo(typed);
    }
}
