package org.komir.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CliLanguagesTest {
    private MadeUpOffice office;

    @BeforeEach
    void twoLanguages(@TempDir Path folder) throws IOException {
        office = new MadeUpOffice(folder);
        Files.createDirectories(office.file("config/languages/kk-Cyrl"));
        Files.createDirectories(office.file("config/languages/kk-Arab"));
        Files.writeString(office.file("config/languages/languages.yaml"), """
                source: kk-Cyrl
                languages:
                  - {tag: kk-Cyrl, direction: ltr, script: Cyrl}
                  - {tag: kk-Arab, direction: rtl, script: Arab, made_from: kk-Cyrl}
                """);
        Files.writeString(office.file("config/languages/kk-Cyrl/interface.yaml"), "language_name: Қазақша\n");
    }

    @Test
    void kazakh_in_arabic_letters_is_written_beside_the_cyrillic_one_and_only_where_it_changes() throws Exception {
        Path made = office.file("config/languages/kk-Arab/interface.yaml");

        assertThat(office.ok("languages arabic-script " + office.file("config")))
                .isEqualTo("written    " + made + "\n");
        assertThat(made).content().endsWith("language_name: قازاقشا\n");
        assertThat(office.ok("languages arabic-script " + office.file("config")))
                .isEqualTo("unchanged  " + made + "\n");
    }

    @Test
    void a_check_prints_what_is_to_be_looked_at_and_ends_well_where_nothing_must_be_mended() throws Exception {
        Path shipped = Path.of("../config").toAbsolutePath().normalize();
        assertThat(office.ok("languages check " + shipped))
                .contains("glossaries/en.yaml, ")
                .containsPattern("nothing to mend, \\d+ to be looked at\n$");
    }

    @Test
    void a_check_names_what_must_be_mended() throws Exception {
        Typing terminal = new Typing();

        assertThat(office.run(terminal, "languages check " + office.file("config")))
                .isEqualTo(Cli.PROBLEM);
        assertThat(terminal.complained()).contains("there is no questionnaire");
    }

    @Test
    void a_folder_that_is_none_is_a_wrong_use() throws Exception {
        Typing terminal = new Typing();

        assertThat(office.run(terminal, "languages arabic-script " + office.file("nowhere")))
                .isEqualTo(Cli.USAGE);
        assertThat(terminal.complained()).contains("is not a folder");
    }
}
