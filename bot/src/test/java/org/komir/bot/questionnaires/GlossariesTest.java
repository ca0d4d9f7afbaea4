package org.komir.bot.questionnaires;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GlossariesTest {
    private final SortedMap<String, byte[]> files =
            new TreeMap<>(ConfigSource.classPath().files());

    @Test
    void what_is_shipped_has_a_word_for_everything_in_every_glossary() {
        assertThat(Glossaries.doubts(() -> files))
                .allSatisfy(doubt -> assertThat(doubt.file()).startsWith("glossaries/"));
    }

    @Test
    void a_word_that_a_glossary_does_not_use_is_told_once_with_the_texts_that_have_it() {
        replace("glossaries/en.yaml", "camp: {", "sheet: {word: page, means: A thing., not: [sheet]}\ncamp: {");
        for (String tag : new String[] {"kk-Arab", "kk-Cyrl", "ru", "ug-Arab", "zh-Hans"}) {
            replace("glossaries/" + tag + ".yaml", "camp: {", "sheet: {word: page}\ncamp: {");
        }
        assertThat(Glossaries.doubts(() -> files))
                .extracting(Problem::toString)
                .contains("glossaries/en.yaml, sheet (en): \"sheet\" and not \"page\" in interface.yaml, "
                        + "button.new_family; interface.yaml, helper.new_family; interface.yaml, helper.finished");
    }

    @Test
    void a_glossary_that_lacks_a_word_or_has_one_too_many_is_broken() {
        replace("glossaries/ru.yaml", "camp: {", "samp: {");
        assertThatThrownBy(() -> Glossaries.doubts(() -> files))
                .isInstanceOf(BrokenQuestionnaires.class)
                .hasMessageContaining("glossaries/ru.yaml, camp (ru): the word is missing")
                .hasMessageContaining("glossaries/ru.yaml, samp (ru): the source language has no such word");
    }

    @Test
    void a_line_that_stays_in_the_chat_must_not_tell_what_was_talked_of() {
        replace("languages/en/interface.yaml", "stopped: Goodbye", "stopped: Your testimony is safe. Goodbye");
        assertThatThrownBy(() -> Questionnaires.load(() -> files))
                .hasMessageContaining(
                        "languages/en/interface.yaml, stopped (en): stays in the chat or on a lock screen, "
                                + "and has \"testimon\"");
    }

    @Test
    void the_first_line_of_a_card_must_not_tell_it_either_but_the_lines_below_may() {
        replace("languages/en/interface.yaml", "core_done: |-\n", "core_done: |-\n  About the camp:\n");
        assertThatThrownBy(() -> Questionnaires.load(() -> files)).hasMessageContaining("core_done (en)");
    }

    @Test
    void the_first_things_on_the_page_of_the_form_must_not_tell_it_but_what_comes_later_may() {
        replace("languages/en/form.yaml", "about: Who is behind", "about: Who is behind the camp and");
        replace("languages/en/form.yaml", "review_empty: Nothing", "review_empty: About the camp nothing");
        assertThatThrownBy(() -> Questionnaires.load(() -> files))
                .hasMessageContaining("1 problem(s)")
                .hasMessageContaining("languages/en/form.yaml, page.about (en): is seen by whoever opens the page, "
                        + "and has \"camp\"");
    }

    @Test
    void a_word_of_the_form_that_the_glossary_does_not_use_is_told_too() {
        replace("languages/en/form.yaml", "change: Change", "change: An interrogation");
        assertThat(Glossaries.doubts(() -> files))
                .extracting(Problem::toString)
                .contains(
                        "glossaries/en.yaml, testimony (en): \"interrogation\" and not \"what you tell\" in form.yaml, "
                                + "page.change");
    }

    @Test
    void a_button_must_fit_its_part_of_a_row_and_a_chinese_sign_takes_two_columns() {
        replace("languages/en/interface.yaml", "\"9\": September", "\"9\": Septemberish");
        replace("languages/zh-Hans/interface.yaml", "stop: 停止并隐藏", "stop: 停止并隐藏停止并隐藏停止");
        assertThatThrownBy(() -> Questionnaires.load(() -> files))
                .hasMessageContaining("button.month.9 (en): is 12 columns wide; 10 at the most")
                .hasMessageContaining("button.stop (zh-Hans): is 24 columns wide; 22 at the most");
    }

    @Test
    void the_kazakh_glossary_in_arabic_letters_is_made_from_the_cyrillic_one() {
        Map<String, String> overrides = new HashMap<>();
        Fields words =
                fields("languages/kk-Arab/overrides.yaml").mapping("words").orElseThrow();
        words.keys().forEach(word -> words.text(word).ifPresent(form -> overrides.put(word, form)));
        KazakhArabicScript script = new KazakhArabicScript(overrides);
        Fields cyrillic = fields("glossaries/kk-Cyrl.yaml");
        Fields arabic = fields("glossaries/kk-Arab.yaml");
        assertThat(cyrillic.keys())
                .isNotEmpty()
                .allSatisfy(id -> assertThat(word(arabic, id)).isEqualTo(script.write(word(cyrillic, id))));
    }

    private Fields fields(String file) {
        Problems.In problems = new Problems().in(file, "");
        return new Fields(
                "", Yaml.read(files.getOrDefault(file, new byte[0]), problems).orElseThrow(), problems);
    }

    private static String word(Fields glossary, String id) {
        return glossary.mapping(id).orElseThrow().required("word");
    }

    private void replace(String file, String what, String with) {
        String content = new String(files.getOrDefault(file, new byte[0]), UTF_8);
        assertThat(content).contains(what);
        files.put(file, content.replace(what, with).getBytes(UTF_8));
    }
}
