package org.komir.bot.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.komir.bot.conversation.PanelKind;
import org.komir.bot.testing.HandClock;
import org.komir.bot.testing.MadeUpPerson;
import org.komir.bot.testing.MadeUpRevocation;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.Panel;
import org.komir.crypto.Panelists;
import org.komir.crypto.Recipient;
import org.komir.crypto.SigningKey;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RevocationsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SigningKey ROOT = SigningKey.generate(RANDOM);
    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");
    private static final Recipient ESCROW = Identity.generate(RANDOM).recipient();
    private static final MadeUpPerson LEAVER =
            MadeUpPerson.named("leaver", Role.REVIEWER, Role.SECURITY, Role.CUSTODIAN);
    private static final MadeUpPerson SECOND = MadeUpPerson.named("second", Role.SECOND);
    private static final MadeUpPerson GULNAR = MadeUpPerson.named("gulnar", Role.COORDINATOR);
    private static final MadeUpPerson MARAT = MadeUpPerson.named("marat", Role.COORDINATOR);
    private static final MadeUpPerson SARA = MadeUpPerson.named("sara", Role.COORDINATOR);

    private final AtomicInteger seen = new AtomicInteger();
    private Path file = Path.of("directory.json");

    @BeforeEach
    void anOffice(@TempDir Path folder) throws IOException {
        file = folder.resolve("directory.json");
        sign(1, LEAVER, SECOND, GULNAR, MARAT, SARA);
    }

    private void sign(int version, MadeUpPerson... people) throws IOException {
        SignedDirectory signed = SignedDirectory.sign(
                new Directory(
                        "Office",
                        version,
                        TODAY,
                        TODAY.plusDays(90),
                        3,
                        ESCROW,
                        Stream.of(people).map(MadeUpPerson::person).toList()),
                ROOT);
        Files.writeString(file, signed.text());
        Files.writeString(SignedDirectory.signatureOf(file), signed.signature());
    }

    private CurrentDirectory started() {
        return new CurrentDirectory(
                file, ROOT.verifyingKey(), new HandClock(TODAY + "T10:00:00Z"), seen::get, seen::set);
    }

    private Path revocations() {
        return file.resolveSibling("revocations.json");
    }

    private static Revocation of(MadeUpPerson person) {
        return MadeUpRevocation.of("Office", person, TODAY);
    }

    private static Optional<Boolean> signs(CurrentDirectory current, MadeUpPerson coordinator, Revocation revocation) {
        return current.revoke(revocation, coordinator.person(), MadeUpRevocation.signature(revocation, coordinator));
    }

    private static boolean isThere(CurrentDirectory current, MadeUpPerson person) {
        return current.directory().orElseThrow().person(person.person().id()).isPresent();
    }

    private static void revoke(CurrentDirectory current, MadeUpPerson person) {
        assertThat(signs(current, GULNAR, of(person))).contains(false);
        assertThat(signs(current, MARAT, of(person))).contains(true);
    }

    @Test
    void the_text_is_exact_and_nothing_else_is_read() {
        String text = of(LEAVER).text();
        assertThat(text)
                .isEqualTo(
                        "{\"format\":\"komir-revocation/1\",\"organisation\":\"Office\",\"id\":\"leaver\",\"signing\":\"%s\",\"day\":\"2026-11-23\"}",
                        LEAVER.person().signingKey());
        assertThat(Revocation.parse(text)).isEqualTo(of(LEAVER));
        for (String other : List.of(
                "",
                "{}",
                text + " ",
                text.replace("}", ",\"x\":1}"),
                text.replace("leaver", "Leaver"),
                text.replace("2026-11-23", "2026-11-32"),
                text.replace("revocation/1", "revocation/2"))) {
            assertThatThrownBy(() -> Revocation.parse(other)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void one_signature_takes_nothing_away_and_the_second_does_at_once() {
        CurrentDirectory current = started();
        assertThat(signs(current, GULNAR, of(LEAVER))).contains(false);
        assertThat(isThere(current, LEAVER)).isTrue();
        assertThat(current.revocations().pending()).hasSize(1);
        assertThat(signs(current, GULNAR, of(LEAVER))).as("the same once more").contains(false);
        assertThat(isThere(current, LEAVER)).isTrue();
        assertThat(signs(current, MARAT, of(LEAVER))).contains(true);
        assertThat(isThere(current, LEAVER)).isFalse();
        assertThat(current.lastRead().person("leaver")).isEmpty();
        assertThat(current.lastSigned().person("leaver")).isPresent();
        assertThat(current.revocations().pending()).isEmpty();
    }

    @Test
    void the_person_and_another_ones_signature_do_not_count() {
        CurrentDirectory current = started();
        assertThat(signs(current, SARA, of(SARA))).as("of oneself").isEmpty();
        String ofMarat = MadeUpRevocation.signature(of(LEAVER), MARAT);
        assertThat(current.revoke(of(LEAVER), GULNAR.person(), ofMarat)).isEmpty();
        assertThat(current.revoke(of(LEAVER), GULNAR.person(), "?")).isEmpty();
        assertThat(revocations()).doesNotExist();
    }

    @Test
    void it_survives_a_restart_and_another_process_sees_it() {
        CurrentDirectory witness = started();
        CurrentDirectory current = started();
        assertThat(signs(current, GULNAR, of(LEAVER))).contains(false);
        witness.reloadRevocations();
        assertThat(isThere(witness, LEAVER)).isTrue();
        CurrentDirectory restarted = started();
        assertThat(restarted.revocations().pending()).hasSize(1);
        assertThat(signs(restarted, MARAT, of(LEAVER))).contains(true);
        witness.reloadRevocations();
        assertThat(isThere(witness, LEAVER)).isFalse();
        assertThat(isThere(started(), LEAVER)).isFalse();
    }

    @Test
    void a_directory_of_somebody_who_has_not_heard_of_it_brings_nobody_back() throws IOException {
        CurrentDirectory current = started();
        revoke(current, LEAVER);
        sign(2, LEAVER, SECOND, GULNAR, MARAT, SARA);
        current.reload();
        assertThat(current.lastSigned().version()).isEqualTo(2);
        assertThat(isThere(current, LEAVER)).isFalse();
        sign(3, LEAVER, SECOND, SARA);
        current.reload();
        assertThat(isThere(current, LEAVER))
                .as("when both who signed have left")
                .isFalse();
        assertThat(isThere(started(), LEAVER)).isFalse();
        MadeUpPerson returns = MadeUpPerson.named("leaver", Role.REVIEWER, Role.SECURITY, Role.CUSTODIAN);
        sign(4, returns, SECOND, SARA);
        current.reload();
        assertThat(current.directory().orElseThrow().person("leaver")).contains(returns.person());
    }

    @Test
    void who_was_revoked_has_signed_nothing_that_still_waits() {
        CurrentDirectory current = started();
        assertThat(signs(current, SARA, of(LEAVER))).contains(false);
        revoke(current, SARA);
        assertThat(current.revocations().pending()).isEmpty();
        assertThat(signs(current, GULNAR, of(LEAVER))).contains(false);
        assertThat(isThere(current, LEAVER)).isTrue();
        assertThat(signs(current, MARAT, of(LEAVER))).contains(true);
        assertThat(current.revocations().inForce())
                .extracting(one -> one.revocation().id())
                .containsExactly("sara", "leaver");
    }

    @Test
    void who_is_no_coordinator_any_more_has_to_be_replaced() throws IOException {
        CurrentDirectory current = started();
        assertThat(signs(current, SARA, of(LEAVER))).contains(false);
        sign(2, LEAVER, SECOND, GULNAR, MARAT);
        current.reload();
        assertThat(signs(current, GULNAR, of(LEAVER))).contains(false);
        assertThat(signs(current, MARAT, of(LEAVER))).contains(true);
    }

    @Test
    void a_third_coordinator_signs_too_so_that_it_does_not_hang_on_two() {
        CurrentDirectory current = started();
        revoke(current, LEAVER);
        assertThat(signs(current, SARA, of(LEAVER))).contains(true);
        assertThat(current.revocations().inForce().getFirst().signatures()).hasSize(3);
        assertThat(signs(current, SARA, of(LEAVER))).as("once").isEmpty();
    }

    @Test
    void what_is_begun_twice_is_one_in_the_end() {
        CurrentDirectory current = started();
        Revocation yesterday = MadeUpRevocation.of("Office", LEAVER, TODAY.minusDays(1));
        assertThat(signs(current, GULNAR, yesterday)).contains(false);
        assertThat(signs(current, MARAT, of(LEAVER))).contains(false);
        assertThat(current.revocations().pending()).hasSize(2);
        assertThat(signs(current, GULNAR, of(LEAVER))).contains(true);
        assertThat(current.revocations().all()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"format\":\"komir-revocations/1\"}", "a signature", "a second one"})
    void a_broken_file_is_told_at_the_start_and_takes_nothing_away_later(String broken) throws IOException {
        CurrentDirectory current = started();
        revoke(current, LEAVER);
        String good = Files.readString(revocations());
        String text = switch (broken) {
            case "a signature" -> good.replace("\"by\" : \"marat\"", "\"by\" : \"gulnar\"");
            case "a second one" -> good.replace("2026-11-23", "2026-11-22");
            default -> broken;
        };
        assertThat(text).isNotEqualTo(good);
        Files.writeString(revocations(), text);
        assertThatThrownBy(this::started)
                .isInstanceOf(RevocationsRefused.class)
                .hasMessageStartingWith(
                        "the revocations are refused: the file revocations.json is not what the server wrote");
        assertThatThrownBy(current::reloadRevocations).isInstanceOf(RevocationsRefused.class);
        assertThat(isThere(current, LEAVER)).isFalse();
        current.reloadRevocations(); // said once for each state of the file
        assertThatThrownBy(() -> signs(current, GULNAR, of(SARA))).isInstanceOf(RevocationsRefused.class);
        Files.writeString(revocations(), good);
        current.reloadRevocations();
        assertThat(isThere(current, LEAVER)).isFalse();
        assertThat(isThere(started(), LEAVER)).isFalse();
    }

    @Test
    void a_file_that_is_gone_or_forgets_somebody_takes_nothing_away() throws IOException {
        CurrentDirectory current = started();
        revoke(current, LEAVER);
        Files.writeString(revocations(), "{\"format\":\"komir-revocations/1\",\"revocations\":[]}");
        assertThatThrownBy(current::reloadRevocations).hasMessageContaining("is not in the file any more");
        Files.delete(revocations());
        assertThatThrownBy(current::reload).hasMessageContaining("is not in the file any more");
        assertThat(isThere(current, LEAVER)).isFalse();
    }

    @Test
    void a_directory_that_is_refused_does_not_keep_a_revocation_out() throws IOException {
        CurrentDirectory witness = started();
        CurrentDirectory current = started();
        Files.delete(SignedDirectory.signatureOf(file));
        revoke(current, LEAVER);
        assertThatThrownBy(witness::reload).isInstanceOf(DirectoryRefused.class);
        witness.reloadRevocations();
        assertThat(isThere(witness, LEAVER)).isFalse();
    }

    @Test
    void a_role_that_is_left_empty_leaves_the_escrow_alone() throws IOException {
        CurrentDirectory current = started();
        revoke(current, LEAVER);
        Map<String, PanelKind> compartments = Map.of(
                "case",
                PanelKind.REVIEWERS,
                "identity",
                PanelKind.CUSTODIANS,
                "threats",
                PanelKind.SECURITY,
                "needs",
                PanelKind.AID);
        Map<Compartment, Panel> panels = current.directory().orElseThrow().panels(compartments, RANDOM);
        Panel alone = new Panel.One(List.of(ESCROW), Optional.of(Panelists.of(List.of())));
        assertThat(panels)
                .isEqualTo(Map.of(
                        Compartment.CASE,
                        alone,
                        Compartment.IDENTITY,
                        new Panel.Nested(
                                List.of(ESCROW),
                                List.of(SECOND.person().recipient(), ESCROW),
                                Optional.of(Panelists.nested(
                                        List.of(), List.of(SECOND.person().id())))),
                        Compartment.THREATS,
                        alone,
                        new Compartment("needs"),
                        alone));
        assertThat(current.lastRead().quarantineRecipients(RANDOM)).containsExactly(ESCROW);
        revoke(current, SECOND);
        assertThat(current.directory()
                        .orElseThrow()
                        .panels(compartments, RANDOM)
                        .get(Compartment.IDENTITY))
                .isEqualTo(new Panel.Nested(
                        List.of(ESCROW), List.of(ESCROW), Optional.of(Panelists.nested(List.of(), List.of()))));
        assertThat(new String(Files.readAllBytes(revocations()), UTF_8)).contains("second", "leaver");
    }
}
