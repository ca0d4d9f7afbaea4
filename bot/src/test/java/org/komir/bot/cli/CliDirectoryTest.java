package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.directory.Approval;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Revocation;
import org.komir.bot.directory.Role;
import org.komir.bot.directory.RootKey;
import org.komir.bot.questionnaires.BrokenQuestionnaires;
import org.komir.bot.questionnaires.ConfigSource;
import org.komir.bot.questionnaires.FormData;
import org.komir.bot.questionnaires.Questionnaires;
import org.komir.bot.questionnaires.Recordings;
import org.komir.bot.testing.Shipped;
import org.komir.bot.testing.Silence;
import org.komir.crypto.IdentityFile;
import org.komir.crypto.SigningDomain;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

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

    /** Gulnar, a coordinator who is in the signed directory; her keys. */
    private IdentityFile coordinator() throws Exception {
        office.ok("keys new --name gulnar --out gulnar.age --public gulnar.json --passphrase-file passphrase");
        office.ok("directory add --directory directory.json --public gulnar.json --role coordinator");
        office.ok("keys new --name marat --out marat.age --public marat.json --passphrase-file passphrase");
        office.ok("directory add --directory directory.json --public marat.json --role coordinator");
        office.ok(SIGN);
        return keysOf("gulnar");
    }

    private IdentityFile keysOf(String name) throws Exception {
        return IdentityFile.open(Files.readAllBytes(office.file(name + ".age")), MadeUpOffice.PASSPHRASE.toCharArray());
    }

    private Approval approval(String id, String by, Role... roles) {
        IdentityFile keys = IdentityFile.generate(id, Optional.empty(), MadeUpOffice.RANDOM);
        return new Approval(
                "Office",
                id,
                Set.of(roles),
                keys.identity().recipient(),
                keys.signingKey().verifyingKey(),
                by,
                LocalDate.parse("2026-11-23"));
    }

    private void save(Approval approval, IdentityFile by) throws IOException {
        ObjectNode file = JsonNodeFactory.instance.objectNode().put("approval", approval.text());
        byte[] signature =
                by.signingKey().sign(SigningDomain.APPROVAL, approval.text().getBytes(UTF_8));
        file.put("signature", Base64.getEncoder().encodeToString(signature));
        Files.writeString(office.file(approval.id() + ".approval.json"), file.toString());
    }

    private static final String APPROVED = "directory add --directory directory.json --root-key root.pub --approval ";

    @Test
    void whom_a_coordinator_approved_is_added_with_those_keys_and_roles() throws Exception {
        IdentityFile gulnar = coordinator();
        Approval third = approval("third", "gulnar", Role.TRANSLATOR, Role.REVIEWER);
        Approval fourth = approval("fourth", "gulnar", Role.MATCHER);
        save(third, gulnar);
        save(fourth, gulnar);
        assertThat(office.ok(APPROVED + "third.approval.json --approval fourth.approval.json"))
                .contains("added: third as reviewer, translator; sign the directory now")
                .contains("added: fourth as matcher; sign the directory now");
        office.ok(SIGN);
        Person added = office.directory().person("third").orElseThrow();
        assertThat(added.recipient()).isEqualTo(third.recipient());
        assertThat(added.signingKey()).isEqualTo(third.signingKey());
        assertThat(added.roles()).containsExactly(Role.REVIEWER, Role.TRANSLATOR);
        assertThat(third.text())
                .isEqualTo(
                        "{\"format\":\"komir-approval/1\",\"organisation\":\"Office\",\"id\":\"third\",\"roles\":[\"reviewer\",\"translator\"],"
                                + "\"recipient\":\"%s\",\"signing\":\"%s\",\"by\":\"gulnar\",\"day\":\"2026-11-23\"}",
                        third.recipient(), third.signingKey());
    }

    @Test
    void an_approval_that_is_not_by_a_coordinator_of_this_directory_is_refused_in_words() throws Exception {
        IdentityFile gulnar = coordinator();
        save(approval("third", "aigul", Role.REVIEWER), keysOf("aigul"));
        assertThat(refused(APPROVED + "third.approval.json", Cli.USAGE))
                .contains("is by somebody who is no coordinator in the signed directory");
        save(approval("third", "nobody", Role.REVIEWER), gulnar);
        assertThat(refused(APPROVED + "third.approval.json", Cli.USAGE)).contains("is no coordinator");
        save(approval("third", "gulnar", Role.REVIEWER), keysOf("aigul"));
        assertThat(refused(APPROVED + "third.approval.json", Cli.USAGE))
                .contains("was altered, or gulnar did not sign it");
        save(approval("third", "gulnar", Role.CUSTODIAN, Role.SECOND), gulnar);
        assertThat(refused(APPROVED + "third.approval.json", Cli.USAGE))
                .contains("gives two roles that nobody has together");
        save(approval("aigul", "gulnar", Role.REVIEWER), gulnar);
        assertThat(refused(APPROVED + "aigul.approval.json", Cli.USAGE)).contains("aigul is in the directory already");
        Files.writeString(office.file("other.json"), "{}");
        assertThat(refused(APPROVED + "other.json", Cli.USAGE)).contains("is not what the console saves");
        Approval good = approval("third", "gulnar", Role.REVIEWER);
        save(good, gulnar);
        assertThat(refused("directory add --directory directory.json --approval third.approval.json", Cli.USAGE))
                .contains("with --approval goes --root-key");
        assertThat(refused(APPROVED + "third.approval.json --role custodian", Cli.USAGE))
                .contains("the approval names them");
        assertThat(refused("directory add --directory directory.json", Cli.USAGE))
                .contains("give --public and --role, or --approval");
        office.clock.passes(Duration.ofDays(31));
        assertThat(refused(APPROVED + "third.approval.json", Cli.USAGE))
                .contains("is of 2026-11-23: an approval is good for 30 days");
    }

    @Test
    void an_approval_is_checked_against_a_directory_that_is_signed_as_it_is() throws Exception {
        IdentityFile gulnar = coordinator();
        save(approval("third", "gulnar", Role.REVIEWER), gulnar);
        office.ok("directory remove --directory directory.json --id dauren");
        assertThat(refused(APPROVED + "third.approval.json", Cli.PROBLEM))
                .contains("there is no file directory.json.sig");
    }

    @Test
    void whoever_was_revoked_is_signed_for_no_more() throws Exception {
        IdentityFile gulnar = coordinator();
        Directory directory = office.directory();
        Person aigul = directory.person("aigul").orElseThrow();
        Revocation revocation = new Revocation("Office", "aigul", aigul.signingKey(), LocalDate.parse("2026-11-23"));
        CurrentDirectory server = new CurrentDirectory(
                office.file("directory.json"),
                RootKey.read(office.file("root.pub").toString()),
                office.clock,
                () -> 0,
                version -> {});
        for (IdentityFile by : List.of(gulnar, keysOf("marat"))) {
            byte[] signature = by.signingKey()
                    .sign(SigningDomain.REVOCATION, revocation.text().getBytes(UTF_8));
            assertThat(server.revoke(
                            revocation,
                            directory.person(by.name()).orElseThrow(),
                            Base64.getEncoder().encodeToString(signature)))
                    .isPresent();
        }
        assertThat(office.ok(VERIFY))
                .endsWith("aigul was revoked by two coordinators: remove this person\nthe directory is good\n");
        assertThat(refused(SIGN, Cli.PROBLEM)).contains("aigul was revoked by two coordinators: remove this person");
        office.ok("directory remove --directory directory.json --id aigul");
        assertThat(refused("directory add --directory directory.json --public aigul.json --role reviewer", Cli.USAGE))
                .contains("the keys of aigul were revoked, for ever: who returns makes new ones");
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
