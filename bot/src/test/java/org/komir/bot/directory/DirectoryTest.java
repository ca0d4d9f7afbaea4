package org.komir.bot.directory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.komir.bot.conversation.PanelKind;
import org.komir.bot.testing.HandClock;
import org.komir.bot.testing.MadeUpPerson;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.Panel;
import org.komir.crypto.Panelists;
import org.komir.crypto.Recipient;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.SigningKey;
import org.komir.crypto.VerifyingKey;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DirectoryTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");
    private static final Map<String, PanelKind> COMPARTMENTS =
            Map.of("case", PanelKind.REVIEWERS, "identity", PanelKind.CUSTODIANS, "threats", PanelKind.SECURITY);
    private static final SigningKey ROOT = SigningKey.generate(RANDOM);
    private static final Optional<VerifyingKey> ROOT_KEY = Optional.of(ROOT.verifyingKey());
    private static final VerifyingKey INTAKE = SigningKey.generate(RANDOM).verifyingKey();
    private static final Recipient ESCROW = Identity.generate(RANDOM).recipient();
    private static final Person AIGUL =
            MadeUpPerson.named("aigul", Role.REVIEWER, Role.CUSTODIAN).person();
    private static final Person DAUREN = MadeUpPerson.named("dauren", Role.REVIEWER, Role.SECOND, Role.SECURITY)
            .person();

    private static Directory directory(Person... people) {
        return new Directory("Office", 3, TODAY, TODAY.plusDays(90), 3, ESCROW, List.of(people));
    }

    private static SignedDirectory signed() {
        return SignedDirectory.sign(directory(AIGUL, DAUREN), ROOT);
    }

    private static void assertRefused(SignedDirectory signed, LocalDate today, int seen, String... problems) {
        assertThatThrownBy(() -> signed.verify(ROOT_KEY, today, seen))
                .isInstanceOfSatisfying(
                        DirectoryRefused.class,
                        refused -> assertThat(refused.problems()).containsExactly(problems));
    }

    private static SignedDirectory withText(UnaryOperator<String> change) {
        String text = change.apply(signed().text());
        byte[] signature = ROOT.sign(SigningDomain.DIRECTORY, text.getBytes(UTF_8));
        return new SignedDirectory(text, Base64.getEncoder().encodeToString(signature));
    }

    @Test
    void a_signed_directory_is_read_as_it_was_written() {
        assertThat(signed().verify(ROOT_KEY, TODAY, 3)).isEqualTo(directory(AIGUL, DAUREN));
    }

    @Test
    void what_vouches_for_the_form_and_for_its_proofs_is_read_as_it_was_written() {
        Directory directory = directory(AIGUL, DAUREN).withForm("0a".repeat(32)).withIntake(INTAKE);
        SignedDirectory signed = SignedDirectory.sign(directory, ROOT);
        assertThat(signed.verify(ROOT_KEY, TODAY, 3)).isEqualTo(directory);
        assertThat(signed.text()).contains("\"form\" : \"0a0a", "\"intake\" : \"" + INTAKE + "\"");
        assertThat(signed().text()).doesNotContain("form\"", "intake");
    }

    @Test
    void the_address_and_what_vouches_for_the_recordings_are_read_as_they_were_written() {
        Directory directory = directory(AIGUL, DAUREN)
                .withAddress(Optional.of("12 Made-up Street,\n\"Nowhere\" — Алматы"))
                .withRecordings(Optional.of("0b".repeat(32)));
        SignedDirectory signed = SignedDirectory.sign(directory, ROOT);
        assertThat(signed.verify(ROOT_KEY, TODAY, 3)).isEqualTo(directory);
        assertThat(signed.text()).contains("\"recordings\" : \"0b0b");
        assertThat(signed().text()).doesNotContain("address", "recordings");
        assertThat(directory.renewed(TODAY, TODAY).withPeople(List.of()).address())
                .isEqualTo(directory.address());
        assertRefused(
                withText(text -> text.replace("12 Made-up", "13 Made-up")
                        .replace("\"panel\" : 3", "\"panel\" : 3, \"address\" : \"\", \"recordings\" : \"0B\"")),
                TODAY,
                0,
                "address cannot be read",
                "recordings cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {" \n ", "a\tb", "a\u202eb", "a\u0007", "a\n1\n2\n3\n4\n5\n6"})
    void an_address_is_a_few_plain_lines(String text) {
        Directory directory = directory(AIGUL);
        assertThatThrownBy(() -> directory.withAddress(Optional.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an address has 1 to 300 characters, in 6 lines at the most");
        assertThatThrownBy(() -> directory.withAddress(Optional.of("x".repeat(301))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(directory.withAddress(Optional.of("x".repeat(300))).address())
                .isPresent();
    }

    @Test
    void a_hash_or_a_key_that_cannot_be_read_is_refused() {
        SignedDirectory malformed = withText(text ->
                text.replace("\"panel\" : 3", "\"panel\" : 3, \"form\" : \"" + "0A".repeat(32) + "\", \"intake\" : 7"));
        assertRefused(malformed, TODAY, 0, "form cannot be read", "intake is missing, or no text");
    }

    @Test
    void the_server_is_never_given_the_key_of_a_person_or_of_the_root() {
        Directory ofAigul = directory(AIGUL, DAUREN).withIntake(AIGUL.signingKey());
        assertRefused(
                SignedDirectory.sign(ofAigul, ROOT),
                TODAY,
                0,
                "the intake key is the signing key of aigul: the server could come in as this person");
        Directory ofTheRoot = directory(AIGUL, DAUREN).withIntake(ROOT.verifyingKey());
        assertRefused(
                SignedDirectory.sign(ofTheRoot, ROOT),
                TODAY,
                0,
                "the intake key is the root key: the server could sign directories");
    }

    @Test
    void one_altered_byte_is_refused() {
        SignedDirectory altered = new SignedDirectory(signed().text().replace("aigul", "aygul"), signed().signature());
        assertRefused(altered, TODAY, 0, "the signature is not the root key's, or the text was altered");
    }

    @Test
    void a_signature_by_another_key_is_refused() {
        SignedDirectory foreign = SignedDirectory.sign(directory(AIGUL, DAUREN), SigningKey.generate(RANDOM));
        assertRefused(foreign, TODAY, 0, "the signature is not the root key's, or the text was altered");
    }

    @Test
    void a_signature_that_is_no_base64_is_refused() {
        assertRefused(
                new SignedDirectory(signed().text(), "?"),
                TODAY,
                0,
                "the signature is not the root key's, or the text was altered");
    }

    @Test
    void without_a_root_key_nothing_is_accepted() {
        assertThatThrownBy(() -> signed().verify(Optional.empty(), TODAY, 0))
                .isInstanceOf(DirectoryRefused.class)
                .hasMessage("the directory is refused: there is no root key to check it with");
    }

    @Test
    void it_holds_on_its_last_day_and_not_on_the_next() {
        assertThat(signed().verify(ROOT_KEY, TODAY.plusDays(90), 0).version()).isEqualTo(3);
        assertRefused(signed(), TODAY.plusDays(91), 0, "it expired on 2027-02-21");
    }

    @Test
    void a_longer_time_than_ninety_days_is_refused() {
        SignedDirectory long91 = withText(text -> text.replace("2027-02-21", "2027-02-22"));
        assertRefused(long91, TODAY, 0, "it would hold from 2026-11-23 to 2027-02-22, longer than 90 days");
    }

    @Test
    void a_lower_version_than_the_highest_seen_is_refused() {
        assertRefused(signed(), TODAY, 4, "version 3 is older than version 4, which was seen before");
    }

    @Test
    void a_version_of_zero_was_never_signed_by_the_tool() {
        SignedDirectory zero = withText(text -> text.replace("\"version\" : 3", "\"version\" : 0"));
        assertRefused(zero, TODAY, 0, "it was never signed: its version is 0");
    }

    @Test
    void an_unknown_field_is_refused_since_it_may_be_a_restriction() {
        SignedDirectory newer = withText(text -> text.replace("\"panel\" : 3", "\"panel\" : 3, \"revoked\" : []")
                .replace("\"name\" : \"aigul\"", "\"name\" : \"aigul\", \"until\" : 1"));
        assertRefused(newer, TODAY, 0, "unknown field 'revoked'", "unknown field 'until' of aigul");
    }

    @Test
    void a_field_that_is_there_twice_is_refused() {
        SignedDirectory twice = withText(text -> text.replace("\"panel\" : 3", "\"panel\" : 3, \"panel\" : 1"));
        assertRefused(twice, TODAY, 0, "it is not JSON, or has a field twice");
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        Person both = MadeUpPerson.named("both", Role.CUSTODIAN, Role.SECOND).person();
        Directory bad = new Directory("", 1, TODAY, TODAY.minusDays(1), 0, ESCROW, List.of(both, both));
        SignedDirectory signed = SignedDirectory.sign(bad, SigningKey.generate(RANDOM));
        assertRefused(
                signed,
                TODAY,
                2,
                "the signature is not the root key's, or the text was altered",
                "version 1 is older than version 2, which was seen before",
                "it expired on 2026-11-22",
                "it expires before it is issued",
                "the organisation has no name",
                "panel is 0 and must be at least 1",
                "the id both is there twice",
                "the recipient of both is somebody else's too",
                "the signing key of both is somebody else's too",
                "nobody has the role reviewer",
                "nobody has the role security",
                "both is custodian and second: nobody may open alone who testified",
                "both is custodian and second: nobody may open alone who testified");
    }

    @Test
    void a_malformed_directory_tells_every_place() {
        SignedDirectory malformed = withText(text -> text.replace(ESCROW.toString(), "age1pq1nothing")
                .replace("\"id\" : \"dauren\"", "\"id\" : \"Dauren!\"")
                .replace("\"custodian\"", "\"owner\"")
                .replace("\"2026-11-23\"", "\"today\""));
        assertRefused(
                malformed,
                TODAY,
                0,
                "issued cannot be read",
                "escrow cannot be read",
                "unknown role 'owner' of aigul",
                "the id of person 2 is not 1 to 32 lower-case letters, digits and hyphens");
    }

    @Test
    void a_person_with_the_keys_of_the_escrow_is_refused() {
        Person escrow = new Person("e", "e", Set.of(Role.REVIEWER), ESCROW, AIGUL.signingKey());
        assertThat(directory(AIGUL, DAUREN, escrow).unfit())
                .containsExactly("the recipient of e is the escrow's", "the signing key of e is somebody else's too");
    }

    @Test
    void every_reviewer_reads_a_case_while_there_are_five() {
        assertThat(readersOfACase(directory(reviewers(5)))).hasSize(6).contains(ESCROW);
    }

    @Test
    void of_six_reviewers_three_are_drawn_and_in_time_each_of_them() {
        Directory directory = directory(reviewers(6));
        Set<Recipient> drawn = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            List<Recipient> panel = readersOfACase(directory);
            assertThat(panel).hasSize(4).doesNotHaveDuplicates().endsWith(ESCROW);
            drawn.addAll(panel);
        }
        assertThat(drawn).hasSize(7);
    }

    @Test
    void who_testified_needs_a_custodian_and_a_second() {
        Map<Compartment, Panel> panels = directory(AIGUL, DAUREN).panels(COMPARTMENTS, RANDOM);
        assertThat(panels.get(Compartment.IDENTITY))
                .isEqualTo(new Panel.Nested(
                        List.of(AIGUL.recipient(), ESCROW),
                        List.of(DAUREN.recipient(), ESCROW),
                        Optional.of(Panelists.nested(List.of("aigul"), List.of("dauren")))));
        assertThat(panels.get(Compartment.THREATS))
                .isEqualTo(new Panel.One(
                        List.of(DAUREN.recipient(), ESCROW), Optional.of(Panelists.of(List.of("dauren")))));
    }

    @Test
    void what_a_family_needs_goes_to_security_while_nobody_has_that_task() {
        assertThat(directory(AIGUL, DAUREN).panels(Map.of("needs", PanelKind.AID), RANDOM))
                .isEqualTo(Map.of(
                        new Compartment("needs"),
                        new Panel.One(
                                List.of(DAUREN.recipient(), ESCROW), Optional.of(Panelists.of(List.of("dauren"))))));
    }

    @Test
    void who_compares_names_never_has_the_key_of_their_hashes() {
        Person both = MadeUpPerson.named("both", Role.MATCHER, Role.REVIEWER).person();
        assertThat(directory(AIGUL, DAUREN, both).unfit())
                .containsExactly("both is matcher and reviewer: nobody may have the hashes of names and their key");
        Person[] many = Stream.concat(
                        Stream.of(AIGUL, DAUREN),
                        IntStream.range(0, 40)
                                .mapToObj(n -> MadeUpPerson.named("m" + n, Role.MATCHER)
                                        .person()))
                .toArray(Person[]::new);
        assertThat(directory(many).unfit())
                .containsExactly("40 people with the role matcher: one file can be sealed to 39 and the escrow");
    }

    @Test
    void every_role_is_read_as_it_was_written() {
        Person all = MadeUpPerson.named(
                        "helper", Role.AID, Role.COORDINATOR, Role.TRANSLATOR, Role.TRUSTEE, Role.MATCHER)
                .person();
        SignedDirectory signed = SignedDirectory.sign(directory(AIGUL, DAUREN, all), ROOT);
        assertThat(signed.verify(ROOT_KEY, TODAY, 3).person("helper")).contains(all);
        assertThat(signed.text()).contains("\"translator\", \"trustee\", \"matcher\"");
    }

    @Test
    void quarantined_updates_go_to_a_panel_of_reviewers() {
        assertThat(directory(AIGUL, DAUREN).quarantineRecipients(RANDOM))
                .containsExactly(AIGUL.recipient(), DAUREN.recipient(), ESCROW);
    }

    @Test
    void a_root_key_is_base64_or_a_file_with_it(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("root.pub"), ROOT.verifyingKey() + "\n", US_ASCII);
        assertThat(RootKey.read(ROOT.verifyingKey().toString())).isEqualTo(ROOT.verifyingKey());
        assertThat(RootKey.read(file.toString())).isEqualTo(ROOT.verifyingKey());
        assertThatThrownBy(() -> RootKey.read("AGE-SECRET-KEY-PQ-1ABC"))
                .isInstanceOf(DirectoryRefused.class)
                .hasMessageNotContaining("ABC");
    }

    @Test
    void the_one_in_force_remembers_the_highest_version_and_ends_by_itself(@TempDir Path folder) throws IOException {
        Path file = write(folder, signed());
        HandClock clock = new HandClock("2026-11-23T10:00:00Z");
        AtomicInteger seen = new AtomicInteger();
        CurrentDirectory current = new CurrentDirectory(file, ROOT.verifyingKey(), clock, seen::get, seen::set);
        assertThat(seen).hasValue(3);
        assertThat(current.directory()).contains(directory(AIGUL, DAUREN));

        clock.passes(Duration.ofDays(91));
        assertThat(current.directory()).isEmpty();
        assertThat(current.lastRead().version()).isEqualTo(3);
    }

    @Test
    void a_bad_file_does_not_replace_a_good_one(@TempDir Path folder) throws IOException {
        Path file = write(folder, signed());
        AtomicInteger seen = new AtomicInteger();
        CurrentDirectory current = new CurrentDirectory(
                file, ROOT.verifyingKey(), new HandClock("2026-11-23T10:00:00Z"), seen::get, seen::set);

        write(folder, new SignedDirectory(signed().text().replace("aigul", "aygul"), signed().signature()));
        assertThatThrownBy(current::reload).isInstanceOf(DirectoryRefused.class);
        assertThat(current.directory()).contains(directory(AIGUL, DAUREN));

        Files.delete(SignedDirectory.signatureOf(file));
        assertThatThrownBy(current::reload).hasMessage("the directory is refused: there is no file directory.json.sig");
    }

    private static List<Recipient> readersOfACase(Directory directory) {
        if (directory.panels(Map.of("case", PanelKind.REVIEWERS), RANDOM).get(Compartment.CASE)
                instanceof Panel.One one) {
            return one.recipients();
        }
        throw new AssertionError("a case has one panel");
    }

    private static Path write(Path folder, SignedDirectory signed) throws IOException {
        Path file = Files.writeString(folder.resolve("directory.json"), signed.text());
        Files.writeString(SignedDirectory.signatureOf(file), signed.signature() + "\n");
        return file;
    }

    private static Person[] reviewers(int count) {
        List<Person> people = new ArrayList<>(List.of(
                MadeUpPerson.named("custodian", Role.CUSTODIAN).person(),
                MadeUpPerson.named("second", Role.SECOND, Role.SECURITY).person()));
        IntStream.range(0, count)
                .forEach(i -> people.add(
                        MadeUpPerson.named("reviewer-" + i, Role.REVIEWER).person()));
        return people.toArray(Person[]::new);
    }
}
