package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.crypto.IdentityFile;
import org.komir.crypto.SigningKey;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CliKeysTest {
    private static final String NEW = "keys new --name aigul --out aigul.age --public aigul.json";

    private MadeUpOffice office;

    @BeforeEach
    void anEmptyFolder(@TempDir Path folder) throws IOException {
        office = new MadeUpOffice(folder);
    }

    @Test
    void new_keys_lie_sealed_in_a_file_that_only_its_owner_reads() throws Exception {
        Typing terminal = new Typing(MadeUpOffice.PASSPHRASE, MadeUpOffice.PASSPHRASE);
        assertThat(office.run(terminal, NEW)).isEqualTo(Cli.OK);

        byte[] sealed = Files.readAllBytes(office.file("aigul.age"));
        assertThat(new String(sealed, US_ASCII)).startsWith("age-encryption.org/v1\n-> scrypt ");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(office.file("aigul.age"))))
                .isEqualTo("rw-------");
        IdentityFile opened = IdentityFile.open(sealed, MadeUpOffice.PASSPHRASE.toCharArray());
        assertThat(opened.name()).isEqualTo("aigul");
        assertThat(terminal.said())
                .contains("recipient      " + opened.identity().recipient())
                .contains("signing key    " + opened.signingKey().verifyingKey())
                .doesNotContain("SECRET")
                .doesNotContain(opened.signingKey().revealSecret());
        assertThat(terminal.said().lines().filter(line -> line.matches("  in words     [a-z]+( [a-z]+){6}")))
                .hasSize(2);
    }

    @Test
    void keys_are_shown_again_to_whoever_knows_the_passphrase() {
        String made = office.ok(NEW + " --passphrase-file passphrase");
        assertThat(office.ok("keys show aigul.age --passphrase-file passphrase"))
                .isEqualTo(made);
    }

    @Test
    void a_wrong_passphrase_is_told_so() {
        office.ok(NEW + " --passphrase-file passphrase");
        Typing terminal = new Typing("another passphrase");
        assertThat(office.run(terminal, "keys show aigul.age")).isEqualTo(Cli.USAGE);
        assertThat(terminal.complained()).isEqualTo("wrong passphrase for aigul.age\n");
    }

    @Test
    void two_passphrases_that_differ_write_nothing() {
        Typing terminal = new Typing(MadeUpOffice.PASSPHRASE, MadeUpOffice.PASSPHRASE + "!");
        assertThat(office.run(terminal, NEW)).isEqualTo(Cli.USAGE);
        assertThat(terminal.complained()).isEqualTo("the two passphrases differ; nothing was written\n");
        assertThat(office.file("aigul.age")).doesNotExist();
    }

    @Test
    void a_short_passphrase_is_refused() {
        Typing terminal = new Typing("short");
        assertThat(office.run(terminal, NEW)).isEqualTo(Cli.USAGE);
        assertThat(terminal.complained()).contains("at least 12 characters");
    }

    @Test
    void keys_are_never_overwritten() throws Exception {
        office.ok(NEW + " --passphrase-file passphrase");
        byte[] before = Files.readAllBytes(office.file("aigul.age"));
        Typing terminal = new Typing();
        assertThat(office.run(terminal, NEW + " --passphrase-file passphrase")).isEqualTo(Cli.PROBLEM);
        assertThat(terminal.complained())
                .contains("is there already, and is not overwritten")
                .hasLineCount(1);
        assertThat(office.file("aigul.age")).hasBinaryContent(before);
    }

    @Test
    void where_nobody_can_be_asked_a_file_is_asked_for() {
        Typing terminal = new Typing();
        assertThat(office.run(terminal, NEW)).isEqualTo(Cli.USAGE);
        assertThat(terminal.complained()).contains("--passphrase-file");
    }

    @Test
    void a_file_that_holds_no_keys_is_told_so() throws Exception {
        Files.writeString(office.file("note.age"), "not a key");
        Typing terminal = new Typing(MadeUpOffice.PASSPHRASE);
        assertThat(office.run(terminal, "keys show note.age")).isEqualTo(Cli.USAGE);
        assertThat(terminal.complained()).isEqualTo("note.age is no identity file, or damaged\n");
    }

    @Test
    void the_public_root_key_is_pinned_in_the_keys_of_a_person() throws Exception {
        office.ok("keys root --out root.age --public root.pub --passphrase-file passphrase");
        office.ok(NEW + " --root-key root.pub --passphrase-file passphrase");
        IdentityFile opened =
                IdentityFile.open(Files.readAllBytes(office.file("aigul.age")), MadeUpOffice.PASSPHRASE.toCharArray());
        assertThat(opened.rootKey().orElseThrow())
                .hasToString(Files.readString(office.file("root.pub")).strip());
    }

    @Test
    void the_servers_key_for_proofs_lies_open_in_a_file_that_only_its_owner_reads() throws Exception {
        String said = office.ok("keys intake --out intake.key --public intake.json");
        SigningKey key = SigningKey.parse(Files.readString(office.file("intake.key")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(office.file("intake.key"))))
                .isEqualTo("rw-------");
        assertThat(said).contains("signing key    " + key.verifyingKey()).doesNotContain(key.revealSecret());
        assertThat(Files.readString(office.file("intake.json")))
                .contains(key.verifyingKey().toString())
                .doesNotContain(key.revealSecret());

        Typing terminal = new Typing();
        assertThat(office.run(terminal, "keys intake --out intake.key --public other.json"))
                .isEqualTo(Cli.PROBLEM);
        assertThat(terminal.complained()).contains("is there already, and is not overwritten");
    }

    @Test
    void commands_are_told_from_settings_of_the_server() {
        assertThat(Cli.isCommand("keys")).isTrue();
        assertThat(Cli.isCommand("play")).isTrue();
        assertThat(Cli.isCommand("--server.port=8081")).isFalse();
    }

    @Test
    void an_unknown_command_is_a_usage_error() {
        Typing terminal = new Typing();
        assertThat(office.run(terminal, "keys forget")).isEqualTo(Cli.USAGE);
        assertThat(office.run(new Typing(), "")).isEqualTo(Cli.USAGE);
        assertThat(office.ok("help")).contains("keys", "directory", "export", "open", "status", "play");
    }

    @Test
    void an_invitation_names_the_root_key_and_says_its_words() throws Exception {
        String made = office.ok("keys root --out root.age --public root.pub --passphrase-file passphrase");
        String said = office.ok("keys invite --organisation Office --root-key root.pub --out invitation.json");
        assertThat(made).contains(said.lines().toList().getLast());
        assertThat(Files.readString(office.file("invitation.json")))
                .isEqualToIgnoringWhitespace(
                        "{\"format\":\"komir-invitation/1\",\"organisation\":\"Office\",\"rootKey\":\""
                                + Files.readString(office.file("root.pub")).strip() + "\"}");
    }
}
