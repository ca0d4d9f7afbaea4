package org.komir.bot.questionnaires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTest {

    private static final String FILES = """
            .input {$n :integer}
            .match $n
            one {{{$n} файл}}
            few {{{$n} файла}}
            many {{{$n} файлов}}
            * {{{$n} файла}}
            """;

    private final Problems problems = new Problems();

    private Optional<Message> read(String text, String tag, UnicodeScript script) {
        Language language =
                new Language(tag, script == UnicodeScript.ARABIC, script, "", List.of(), List.of(), Optional.empty());
        return Message.read(text, "files", language, problems.in("interface.yaml", tag));
    }

    private List<String> told() {
        return problems.all().stream().map(Object::toString).toList();
    }

    @ParameterizedTest
    @CsvSource({"1, 1 файл", "2, 2 файла", "5, 5 файлов", "11, 11 файлов", "21, 21 файл"})
    void a_number_has_the_form_that_its_language_gives_it(String number, String words) {
        Message message = read(FILES, "ru", UnicodeScript.CYRILLIC).orElseThrow();
        assertThat(message.format(Map.of("n", number))).isEqualTo(words);
        assertThat(message.values()).containsExactly("n");
    }

    @Test
    void a_form_that_a_language_needs_is_missed_by_name() {
        read(FILES.replace("few {{{$n} файла}}\n", ""), "ru", UnicodeScript.CYRILLIC);
        assertThat(told()).singleElement().asString().contains("few");
    }

    @Test
    void a_value_in_a_right_to_left_line_stands_between_isolates() {
        Message message = read("سۇراق {$n}، بارلىعى {$total}", "kk-Arab", UnicodeScript.ARABIC)
                .orElseThrow();
        String words = message.format(Map.of("n", "2017-03", "total", "16"));
        assertThat(words).containsPattern("[\u2066\u2068]2017-03\u2069").containsPattern("[\u2066\u2068]16\u2069");
    }

    @Test
    void a_line_without_right_to_left_letters_has_no_isolates() {
        Message message =
                read("Question {$n} of {$total}", "en", UnicodeScript.LATIN).orElseThrow();
        assertThat(message.format(Map.of("n", "3", "total", "16"))).isEqualTo("Question 3 of 16");
    }

    @Test
    void a_value_that_is_missing_is_refused() {
        Message message =
                read("Question {$n} of {$total}", "en", UnicodeScript.LATIN).orElseThrow();
        assertThatThrownBy(() -> message.format(Map.of("n", "3"))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"Question {n}, dollar", "Question {$n, MessageFormat", "'{$n :integer} {$n :unheard}', function"})
    void what_is_no_message_is_told(String text, String why) {
        assertThat(read(text, "en", UnicodeScript.LATIN)).isEmpty();
        assertThat(told()).singleElement().asString().contains(why);
    }

    @Test
    void a_brace_makes_a_message_and_nothing_else_does() {
        assertThat(Message.isMessage("50 %")).isFalse();
        assertThat(Message.isMessage("{$n} %")).isTrue();
    }
}
