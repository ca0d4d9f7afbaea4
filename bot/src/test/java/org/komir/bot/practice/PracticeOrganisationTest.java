package org.komir.bot.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.DirectoryText;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.directory.SignedDirectory;
import org.komir.bot.testing.HandClock;
import org.komir.crypto.SigningKey;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PracticeOrganisationTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String FORM = "0a".repeat(32);

    private final HandClock clock = new HandClock("2026-11-23T10:00:00Z");

    @TempDir
    private Path folder;

    private PracticeOrganisation at(String form) throws IOException {
        return at(form, Optional.empty());
    }

    private PracticeOrganisation at(String form, Optional<String> recordings) throws IOException {
        return PracticeOrganisation.at(folder.resolve("practice"), form, recordings, clock, RANDOM);
    }

    private Directory directory(PracticeOrganisation office) {
        return SignedDirectory.read(office.directory())
                .verify(Optional.of(office.rootKey()), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), 0);
    }

    @Test
    void its_directory_vouches_for_the_form_and_for_a_key_that_only_the_owner_reads() throws IOException {
        PracticeOrganisation office = at(FORM);
        SigningKey intake = SigningKey.parse(Files.readString(office.intakeKey()));
        assertThat(directory(office).version()).isEqualTo(1);
        assertThat(directory(office).form()).contains(FORM);
        assertThat(directory(office).intake()).contains(intake.verifyingKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(office.intakeKey())))
                .isEqualTo("rw-------");
    }

    @Test
    void it_has_an_invented_address_and_vouches_for_the_recordings_that_are_there() throws IOException {
        assertThat(directory(at(FORM)).address().orElseThrow()).contains("invented");
        assertThat(directory(at(FORM)).recordings()).isEmpty();
        assertThat(directory(at(FORM, Optional.of("0c".repeat(32)))).recordings())
                .contains("0c".repeat(32));
        assertThat(directory(at(FORM)).recordings()).isEmpty();
    }

    @Test
    void two_people_read_in_it_and_a_folder_of_an_earlier_version_gets_the_second() throws IOException {
        PracticeOrganisation office = at(FORM);
        assertThat(directory(office).with(Role.REVIEWER)).extracting(Person::id).containsExactly("aigul", "serik");
        Path second = office.directory().resolveSibling("serik.age");
        Files.delete(second);
        Files.write(
                office.directory(),
                DirectoryText.write(directory(office)
                        .withPeople(directory(office).people().stream()
                                .filter(person -> !person.id().equals("serik"))
                                .toList())));
        PracticeOrganisation again = at(FORM);
        assertThat(directory(again).with(Role.REVIEWER)).extracting(Person::id).containsExactly("aigul", "serik");
        assertThat(again.colleagueFile()).isEqualTo(Files.readAllBytes(second));
    }

    @Test
    void nothing_is_signed_again_while_nothing_changes() throws IOException {
        PracticeOrganisation office = at(FORM);
        byte[] signed = Files.readAllBytes(office.directory());
        at(FORM);
        assertThat(office.directory()).hasBinaryContent(signed);
    }

    @Test
    void other_words_are_a_new_version_with_the_same_people_and_keys() throws IOException {
        Directory before = directory(at(FORM));
        clock.passes(Duration.ofDays(1));
        Directory after = directory(at("0b".repeat(32)));
        assertThat(after)
                .isEqualTo(before.withForm("0b".repeat(32))
                        .renewed(LocalDate.parse("2026-11-24"), LocalDate.parse("2027-02-22")));
    }

    @Test
    void a_folder_of_an_earlier_version_gets_both() throws IOException {
        PracticeOrganisation office = at(FORM);
        Directory today = directory(office);
        Directory earlier = new Directory(
                today.organisation(),
                7,
                today.issued(),
                today.expires(),
                today.panel(),
                today.escrow(),
                today.people());
        Files.write(office.directory(), DirectoryText.write(earlier));
        Files.delete(office.intakeKey());

        Directory after = directory(at(FORM));
        assertThat(after.version()).isEqualTo(8);
        assertThat(after.form()).contains(FORM);
        assertThat(after.intake())
                .contains(SigningKey.parse(Files.readString(office.intakeKey())).verifyingKey());
        assertThat(after.people()).isEqualTo(today.people());
    }

    @Test
    void a_start_that_was_killed_while_it_signed_is_mended_by_the_next() throws IOException {
        PracticeOrganisation office = at(FORM);
        Files.delete(SignedDirectory.signatureOf(office.directory()));
        assertThat(directory(at(FORM)).people()).isEqualTo(directory(office).people());
    }
}
