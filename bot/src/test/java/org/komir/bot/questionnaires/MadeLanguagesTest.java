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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code -Dupdate} writes the files of the made languages anew, as {@code komir languages arabic-script} does. */
class MadeLanguagesTest {

    private static final Path CONFIG = Path.of("../config");
    private static final Pattern KEY = Pattern.compile("^( *)\"?([^\\s\":#]+)\"?:.*");

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
        assertThat(differences).as("mended by hand? that belongs in overrides.yaml").isEmpty();
    }

    @Test
    void a_difference_is_told_by_file_and_id() {
        assertThat(differences("f.yaml", "a: 1\nb:\n  c: 2\n", "a: 1\nb:\n  c: 3\n"))
                .containsExactly("f.yaml, b.c: has `  c: 2` where `  c: 3` is made");
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

        assertThat(MadeLanguages.files(() -> files)).containsExactly(Map.entry("languages/kk-Arab/interface.yaml", """
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
                    where/help: |-
                      ا
                      ب
                    where/text: ساقشى "س"
                """);

        assertThat(MadeLanguages.files(() -> files).get("languages/kk-Arab/q.1.yaml")).endsWith("""
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
    void an_override_for_a_text_that_is_gone_is_a_problem() {
        file("languages/languages.yaml", LANGUAGES);
        file("languages/kk-Cyrl/interface.yaml", "language_name: Қазақша\n");
        file("languages/kk-Arab/overrides.yaml", "texts: {interface: {button.old: ا}}\nwrods: {}\n");

        assertThatThrownBy(() -> MadeLanguages.files(() -> files))
                .isInstanceOf(BrokenQuestionnaires.class)
                .hasMessageContaining("2 problem(s)")
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

    /** Line by line, each named by the keys above it. */
    private static List<String> differences(String path, String there, String made) {
        List<String> found = new ArrayList<>();
        List<String> thereLines = there.lines().toList();
        List<String> madeLines = made.lines().toList();
        TreeMap<Integer, String> keys = new TreeMap<>();
        for (int i = 0; i < Math.max(thereLines.size(), madeLines.size()); i++) {
            String is = i < thereLines.size() ? thereLines.get(i) : "(nothing)";
            String should = i < madeLines.size() ? madeLines.get(i) : "(nothing)";
            Matcher key = KEY.matcher(should);
            if (key.matches()) {
                keys.tailMap(key.group(1).length(), true).clear();
                keys.put(key.group(1).length(), key.group(2));
            }
            if (!is.equals(should)) {
                found.add("%s, %s: has `%s` where `%s` is made".formatted(path, String.join(".", keys.values()), is, should));
            }
        }
        return found;
    }
}
