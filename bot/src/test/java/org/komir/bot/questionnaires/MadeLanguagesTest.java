package org.komir.bot.questionnaires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code -Dupdate} writes the files of the made languages anew, as {@code komir languages arabic-script} does. */
class MadeLanguagesTest {

    private static final Path CONFIG = Path.of("../config");

    private final SortedMap<String, byte[]> files = new TreeMap<>();

    @Test
    void the_files_of_kazakh_in_arabic_letters_are_those_that_the_letters_and_the_overrides_make() throws IOException {
        SortedMap<String, String> made = MadeLanguages.files(ConfigSource.folder(CONFIG));
        List<String> differences = new ArrayList<>();
        for (String path : made.keySet()) {
            if (System.getProperty("update") != null) {
                Files.writeString(CONFIG.resolve(path), made.get(path));
            }
            Path file = CONFIG.resolve(path);
            differences.addAll(differences(path, Files.exists(file) ? Files.readString(file) : "", made.get(path)));
        }
        assertThat(made).hasSizeGreaterThan(1);
        assertThat(differences)
                .as("mended by hand? that belongs in overrides.yaml")
                .isEmpty();
    }

    @Test
    void a_difference_is_told_by_file_and_id() {
        assertThat(differences("f.yaml", "a: ا\nb:\n  c: ب\n", "a: ا\nb:\n  c: پ\n"))
                .containsExactly("f.yaml, b.c: has \"ب\" where \"پ\" is made");
        assertThat(differences("f.yaml", "a: ا\n", "# made\na: ا\n"))
                .containsExactly("f.yaml: comments, order or spaces are others");
    }

    @Test
    void keys_comments_and_the_shape_of_a_file_are_those_of_the_cyrillic_one() {
        file("languages/languages.yaml", LANGUAGES);
        file("languages/kk-Cyrl/interface.yaml", """
                # yaml-language-server: $schema=x
                language_name: Қазақша

                button: # one to three words
                  "no": Жоқ
                  month: {"4": Сәуір}
                help: |-
                  Сөзіңіз жетті.

                  /stop тоқтату, жасыру
                progress: "{$n}-сұрақ, барлығы {$total}"
                date_read_4: сәуір-, Сәуір
                """);

        assertThat(MadeLanguages.files(() -> files))
                .containsExactly(Map.entry("languages/kk-Arab/interface.yaml", """
                # yaml-language-server: $schema=x
                # Made from the same file of kk-Cyrl by the letters and overrides.yaml. Mend those, and then run: komir languages arabic-script
                language_name: قازاقشا

                button: # one to three words
                  "no": جوق
                  month: {"4": ٴساۋىر}
                help: |-
                  ٴسوزىڭىز جەتتى.

                  \u2066/stop\u2069 توقتاتۋ، جاسىرۋ
                progress: "{$n}-سۇراق، بارلىعى {$total}"
                date_read_4: ٴساۋىر-, ٴساۋىر
                """));
    }

    @Test
    void a_reader_overrides_a_word_a_stem_or_a_whole_text() {
        file("languages/languages.yaml", LANGUAGES);
        file("languages/kk-Cyrl/q.1.yaml", """
                screens:
                  welcome: Telegram Шыңжаңда
                where:
                  text: Қай жерде?
                  help: |-
                    Білсеңіз.

                  choices:
                    text: Полиция
                """);
        file("languages/kk-Arab/overrides.yaml", """
                words: {telegram: تەلەگرام, шыңжаң-: شينجياڭ}
                texts:
                  q.1:
                    where/help: {of: "Білсеңіз.", is: "ا\\n\\nب"}
                    where/text: {of: Полиция, is: ساقشى "س"}
                """);

        assertThat(MadeLanguages.files(() -> files).get("languages/kk-Arab/q.1.yaml"))
                .endsWith("""
                screens:
                  welcome: تەلەگرام شينجياڭدا
                where:
                  text: قاي جەردە؟
                  help: |-
                    ا

                    ب

                  choices:
                    text: "ساقشى \\"س\\""
                """);
    }

    @Test
    void the_words_of_the_form_are_made_too_and_overridden_by_their_ids() {
        file("languages/languages.yaml", LANGUAGES);
        file("languages/kk-Cyrl/form.yaml", """
                instead:
                  status: {none: Жоқ}
                page:
                  keep: Сақтау
                """);
        file("languages/kk-Arab/overrides.yaml", """
                texts:
                  form:
                    instead.status.none: {of: Жоқ, is: ا}
                """);

        assertThat(MadeLanguages.files(() -> files).get("languages/kk-Arab/form.yaml"))
                .endsWith("""
                instead:
                  status: {none: "ا"}
                page:
                  keep: ساقتاۋ
                """);
    }

    @Test
    void an_override_for_a_text_that_is_gone_or_has_changed_is_a_problem() {
        file("languages/languages.yaml", LANGUAGES);
        file("languages/kk-Cyrl/interface.yaml", "language_name: Қазақша\nstale: Бұрынғы\n");
        file("languages/kk-Arab/overrides.yaml", """
                texts:
                  interface:
                    button.old: {of: а, is: ا}
                    stale: {of: Ескі, is: ەسكى}
                wrods: {}
                """);

        assertThatThrownBy(() -> MadeLanguages.files(() -> files))
                .isInstanceOf(BrokenQuestionnaires.class)
                .hasMessageContaining("3 problem(s)")
                .hasMessageContaining(
                        "texts/interface/stale (kk-Arab): was written for other words; kk-Cyrl has now: Бұрынғы")
                .hasMessageContaining("texts/interface/button.old (kk-Arab): there is no such text in kk-Cyrl")
                .hasMessageContaining("unknown key \"wrods\"");
    }

    private static final String LANGUAGES = """
            source: kk-Cyrl
            languages:
              - {tag: kk-Cyrl, direction: ltr, script: Cyrl}
              - {tag: kk-Arab, direction: rtl, script: Arab, made_from: kk-Cyrl}
            """;

    private void file(String path, String content) {
        files.put(path, content.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> differences(String path, String there, String made) {
        Map<String, String> is = values(there);
        Map<String, String> should = values(made);
        List<String> found = new ArrayList<>();
        TreeSet<String> ids = new TreeSet<>(is.keySet());
        ids.addAll(should.keySet());
        for (String id : ids) {
            String has = is.getOrDefault(id, "(nothing)");
            String expected = should.getOrDefault(id, "(nothing)");
            if (!has.equals(expected)) {
                found.add("%s, %s: has \"%s\" where \"%s\" is made".formatted(path, id, has, expected));
            }
        }
        if (found.isEmpty() && !there.equals(made)) {
            found.add(path + ": comments, order or spaces are others");
        }
        return found;
    }

    private static Map<String, String> values(String yaml) {
        Map<String, String> values = new TreeMap<>();
        collect("", new YAMLMapper().readTree(yaml), values);
        return values;
    }

    private static void collect(String id, JsonNode node, Map<String, String> values) {
        node.properties()
                .forEach(p -> collect(id.isEmpty() ? p.getKey() : id + "." + p.getKey(), p.getValue(), values));
        if (node.isString()) {
            values.put(id, node.stringValue());
        }
    }
}
