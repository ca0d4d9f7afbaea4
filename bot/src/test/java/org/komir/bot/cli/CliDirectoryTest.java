package org.komir.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Role;
import org.komir.bot.questionnaires.BrokenQuestionnaires;
import org.komir.bot.questionnaires.ConfigSource;
import org.komir.bot.questionnaires.FormData;
import org.komir.bot.questionnaires.Questionnaires;
import org.komir.bot.questionnaires.Recordings;
import org.komir.bot.testing.Shipped;
import org.komir.bot.testing.Silence;
import org.springframework.util.FileSystemUtils;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CliDirectoryTest {
    private static final String VERIFY = "directory verify --directory directory.json --root-key root.pub";
    private static final String SIGN =
            "directory sign --directory directory.json --root-key-file root.age --passphrase-file passphrase";

    private MadeUpOffice office;

    @BeforeEach
    void anOffice(@TempDir Path folder) throws IOException {
        office = MadeUpOffice.signed(folder);
    }

    private String refused(String command, int code) {
        Typing terminal = new Typing();
        assertThat(office.run(terminal, command)).as(terminal.said()).isEqualTo(code);
        return terminal.complained();
    }

    @Test
    void an_office_is_set_up_by_commands_alone() {
        Directory directory = office.directory();
        assertThat(directory.version()).isEqualTo(1);
        assertThat(directory.expires()).isEqualTo("2027-02-21");
        assertThat(directory.person("aigul").orElseThrow().roles()).containsExactly(Role.REVIEWER, Role.CUSTODIAN);
    }

    @Test
    void verify_shows_who_is_in_it_with_words_to_read_aloud() {
        String made = office.ok("keys show dauren.age --passphrase-file passphrase");
        String words = made.lines()
                .filter(line -> line.contains("in words"))
                .findFirst()
                .orElseThrow();
        assertThat(office.ok(VERIFY))
                .contains("version        1")
                .contains("expires        2027-02-21, in 90 days")
                .contains("dauren, dauren: reviewer, second, security")
                .contains(words.replace("in words     ", "recipient    "))
                .endsWith("the directory is good\n");
    }

    @Test
    void one_altered_byte_is_refused() throws Exception {
        Path file = office.file("directory.json");
        Files.writeString(file, Files.readString(file).replace("\"Office\"", "\"0ffice\""));
        assertThat(refused(VERIFY, Cli.PROBLEM))
                .isEqualTo("the directory is refused: the signature is not the root key's, or the text was altered\n");
    }

    @Test
    void an_older_version_is_refused_by_whoever_saw_a_newer_one() {
        assertThat(refused(VERIFY + " --seen 2", Cli.PROBLEM)).contains("version 1 is older than version 2");
    }

    @Test
    void an_expired_one_is_refused() {
        office.clock.passes(Duration.ofDays(91));
        assertThat(refused(VERIFY, Cli.PROBLEM)).contains("it expired on 2027-02-21");
    }

    @Test
    void whoever_adds_a_person_has_to_sign_again_and_gets_the_next_version() {
        office.ok("keys new --name third --out third.age --public third.json --passphrase-file passphrase");
        office.ok("directory add --directory directory.json --public third.json --name Third --role reviewer");
        assertThat(office.file("directory.json.sig")).doesNotExist();
        assertThat(refused(VERIFY, Cli.PROBLEM)).contains("there is no file directory.json.sig");

        office.clock.passes(Duration.ofDays(1));
        assertThat(office.ok(SIGN + " --days 30")).isEqualTo("signed: version 2, holds until 2026-12-24\n");
        assertThat(office.directory().person("third").orElseThrow().name()).isEqualTo("Third");
    }

    @Test
    void with_it_the_questions_and_words_of_the_form_are_signed() throws Exception {
        String form = FormData.of(Shipped.questionnaires()).sha256();
        assertThat(office.directory().form()).contains(form);
        assertThat(office.ok(VERIFY)).contains("form data      " + form);

        Path own = office.file("config");
        FileSystemUtils.copyRecursively(Path.of("../config"), own);
        Path words = own.resolve("languages/en/news.1.yaml");
        Files.writeString(words, Files.readString(words).replace("Who reads your words", "Who reads these words"));
        office.ok(SIGN + " --config " + own);
        assertThat(office.directory().form())
                .contains(FormData.of(Questionnaires.load(ConfigSource.folder(own)))
                        .sha256())
                .isNotEqualTo(Optional.of(form));
    }

    @Test
    void the_key_for_proofs_of_receipt_is_named_and_signed() {
        String made = office.ok("keys intake --out intake.key --public intake.json");
        String words = made.substring(made.indexOf("in words     ") + "in words     ".length());
        office.ok("directory intake --directory directory.json --public intake.json");
        assertThat(office.file("directory.json.sig")).doesNotExist();
        office.ok(SIGN);
        assertThat(office.directory().intake().orElseThrow()).matches(key -> made.contains(key.toString()));
        assertThat(office.ok(VERIFY)).contains("intake key     " + words);
        assertThat(office.directory().person("aigul")).isPresent();
    }

    @Test
    void an_address_is_written_line_by_line_and_signed() throws Exception {
        assertThat(office.ok("directory address --directory directory.json --text Office --text Street-7"))
                .isEqualTo("families read this address; sign the directory now\n");
        assertThat(office.file("directory.json.sig")).doesNotExist();
        office.ok(SIGN);
        assertThat(office.directory().address()).contains("Office\nStreet-7");
        assertThat(office.ok(VERIFY)).contains("address        Office / Street-7");
        assertThat(refused("directory address --directory directory.json --text " + "x".repeat(301), Cli.USAGE))
                .isEqualTo("an address has 1 to 300 characters, in 6 lines at the most\n");
        assertThat(office.ok("directory address --directory directory.json --text="))
                .isEqualTo("the address is gone; sign the directory now\n");
        office.ok(SIGN);
        assertThat(office.directory().address()).isEmpty();
    }

    @Test
    void the_recordings_are_vouched_for_as_they_are() throws Exception {
        Path folder = office.file("recordings");
        Files.createDirectories(folder.resolve("kk-Arab/detained-relative.1"));
        Files.write(folder.resolve("kk-Arab/greeting.ogg"), Silence.ogg());
        Files.write(folder.resolve("kk-Arab/detained-relative.1/p_name.ogg"), Silence.ogg());
        String command = "directory recordings --directory directory.json --folder " + folder;
        assertThat(office.ok(command)).isEqualTo("""
                        recordings vouched for: 2; sign the directory now
                          kk-Arab/detained-relative.1/p_name.ogg
                          kk-Arab/greeting.ogg
                        """);
        office.ok(SIGN);
        String signed = office.directory().recordings().orElseThrow();
        assertThat(signed)
                .isEqualTo(Recordings.in(folder, Shipped.questionnaires())
                        .listSha256()
                        .orElseThrow());
        assertThat(office.ok(VERIFY)).contains("recordings     " + signed);

        Files.write(folder.resolve("kk-Arab/p_nmae.ogg"), Silence.ogg());
        assertThatThrownBy(() -> Recordings.in(folder, Shipped.questionnaires()))
                .isInstanceOf(BrokenQuestionnaires.class)
                .hasMessageContaining("there is no such text to be read aloud");
        FileSystemUtils.deleteRecursively(folder.resolve("kk-Arab"));
        office.ok(command);
        office.ok(SIGN);
        assertThat(office.directory().recordings()).isEmpty();
        assertThat(refused(command + "/nothing", Cli.USAGE)).startsWith("there is no folder ");
    }

    @Test
    void the_secret_half_of_that_key_is_not_taken_for_the_public_one() {
        office.ok("keys intake --out intake.key --public intake.json");
        assertThat(refused("directory intake --directory directory.json --public intake.key", Cli.USAGE))
                .contains("is not what 'keys intake --public' writes");
        assertThat(refused("directory intake --directory directory.json --public root.pub", Cli.USAGE))
                .contains("is not what 'keys intake --public' writes");
    }

    @Test
    void whoever_is_removed_is_gone_with_the_next_signature() {
        office.ok("keys new --name third --out third.age --public third.json --passphrase-file passphrase");
        office.ok("directory add --directory directory.json --public third.json --role reviewer");
        office.ok("directory remove --directory directory.json --id third");
        office.ok(SIGN);
        assertThat(office.directory().person("third")).isEmpty();
        assertThat(refused("directory remove --directory directory.json --id third", Cli.USAGE))
                .isEqualTo("there is no such person in the directory\n");
    }

    @Test
    void the_same_person_or_the_same_keys_are_not_added_twice() throws Exception {
        String add = "directory add --directory directory.json --role reviewer --public ";
        assertThat(refused(add + "aigul.json", Cli.USAGE)).isEqualTo("aigul is in the directory already\n");
        Files.writeString(
                office.file("other.json"),
                Files.readString(office.file("aigul.json")).replace("\"aigul\"", "\"other\""));
        assertThat(refused(add + "other.json", Cli.USAGE))
                .isEqualTo("the keys of other are somebody else's in the directory\n");
        assertThat(refused(add + "escrow.json", Cli.USAGE))
                .isEqualTo("the keys of escrow are somebody else's in the directory\n");
        assertThat(refused(add + "escrow.json --role king", Cli.USAGE)).contains("there is no role 'king'");
    }

    @Test
    void a_directory_in_which_somebody_is_missing_is_not_signed() {
        office.ok("directory remove --directory directory.json --id dauren");
        assertThat(refused(SIGN, Cli.PROBLEM)).isEqualTo("""
                        the directory is refused:
                          nobody has the role second
                          nobody has the role security
                        """);
    }

    @Test
    void a_person_cannot_sign_it() {
        assertThat(refused(SIGN.replace("root.age", "aigul.age"), Cli.USAGE))
                .contains("holds the keys of a person and not the root key");
    }

    @Test
    void it_is_signed_for_ninety_days_at_most() {
        assertThat(refused(SIGN + " --days 91", Cli.USAGE)).isEqualTo("--days is 1 to 90\n");
    }
}
