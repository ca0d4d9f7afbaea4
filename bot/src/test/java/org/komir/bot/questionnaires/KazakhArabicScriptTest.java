package org.komir.bot.questionnaires;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KazakhArabicScriptTest {

    private static final KazakhArabicScript BY_LETTERS = new KazakhArabicScript(Map.of());

    @Test
    void words_come_out_as_others_have_written_them() throws IOException {
        List<String> wrong = new ArrayList<>();
        int words = 0;
        for (String line : Files.readAllLines(Path.of("src/test/resources/languages/kk-arab-attested.tsv"))) {
            if (!line.startsWith("#")) {
                String[] word = line.split("\t");
                String written = BY_LETTERS.write(word[0]);
                if (!written.equals(word[1])) {
                    wrong.add("%s: %s and not %s".formatted(word[0], written, word[1]));
                }
                words++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(words).isGreaterThanOrEqualTo(150);
    }

    @ParameterizedTest
    @CsvSource({
        "сөз, true", // ө and nothing that shows it
        "сөзбен, false", // е
        "сөзге, false", // г, е
        "көмір, false", // к
        "эпос, false",
        "қазір, false", // said hard
        "ғаріп, false",
        "әбдіқадыр, true", // begins soft all the same
        "жазу, false",
        "ит, false" // и has a letter of its own
    })
    void the_hamza_stands_where_soft_vowels_could_be_read_as_hard_ones(String word, boolean needs) {
        assertThat(KazakhArabicScript.needsHamza(word)).isEqualTo(needs);
    }

    @ParameterizedTest
    @CsvSource({
        "аты-жөні, اتى-ٴجونى", // each half for itself
        "ЖӨН, ٴجون",
        "полиция, پوليتسيا",
        "съезд, سيەزد",
        "Вьетнам, ۆيەتنام",
        "рельс, رەلس",
        "жою, جويۋ",
        "тию, تيۋ",
        "тиюі, ٴتيۋى",
        "ащы, اششى",
        "жиһан, جيھان",
        "хабар, حابار",
        "актёр, اكتيور"
    })
    void letters_of_loan_words_and_double_letters(String cyrillic, String arabic) {
        assertThat(BY_LETTERS.write(cyrillic)).isEqualTo(arabic);
    }

    @Test
    void what_is_no_cyrillic_word_stays() {
        assertThat(BY_LETTERS.write("{$n}-сұрақ, барлығы {$total}")).isEqualTo("{$n}-سۇراق، بارلىعى {$total}");
        assertThat(BY_LETTERS.write("🔊 Тыңдау; 03.2017? 1,5 Telegram")).isEqualTo("🔊 تىڭداۋ؛ 03.2017؟ 1,5 Telegram");
        assertThat(BY_LETTERS.write("https://t.me/x?start=ka,kc")).isEqualTo("https://t.me/x?start=ka,kc");
        assertThat(BY_LETTERS.write(".input {$n :integer}\n.match $n\none {{{$n} сағат}}\n* {{{$n} сағат}}"))
                .isEqualTo(".input {$n :integer}\n.match $n\none {{{$n} ساعات}}\n* {{{$n} ساعات}}");
    }

    @Test
    void a_command_is_isolated_so_that_its_stroke_stays_in_front() {
        assertThat(BY_LETTERS.write("/start деңіз")).isEqualTo("\u2066/start\u2069 دەڭىز");
        assertThat(BY_LETTERS.write("\u2066/start\u2069 деңіз")).isEqualTo("\u2066/start\u2069 دەڭىز");
    }

    @Test
    void the_commas_of_a_list_of_typed_words_stay_plain() {
        assertThat(BY_LETTERS.writeList("сәуір-, көктем")).isEqualTo("ٴساۋىر-, كوكتەم");
    }

    @Test
    void an_override_is_a_word_or_the_beginning_of_words_the_longest_first() {
        KazakhArabicScript script = new KazakhArabicScript(
                Map.of("telegram", "تەلەگرام", "Шыңжаң-", "شينجياڭ", "тілші-", "ٴتىلشى", "тілшілер-", "تىلشىلەر"));

        assertThat(script.write("Telegram Шыңжаңнан")).isEqualTo("تەلەگرام شينجياڭنان");
        assertThat(script.write("тілші, тілшісі, тілшіге, тілшілерді"))
                .isEqualTo("ٴتىلشى، ٴتىلشىسى، تىلشىگە، تىلشىلەردى");
        assertThat(script.write("тіл")).isEqualTo("ٴتىل");
    }
}
