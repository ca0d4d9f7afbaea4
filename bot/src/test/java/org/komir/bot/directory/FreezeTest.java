package org.komir.bot.directory;

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
import org.komir.bot.testing.MadeUpFreeze;
import org.komir.bot.testing.MadeUpPerson;
import org.komir.bot.testing.MadeUpRevocation;
import org.komir.crypto.Identity;
import org.komir.crypto.Panel;
import org.komir.crypto.Recipient;
import org.komir.crypto.SigningKey;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FreezeTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SigningKey ROOT = SigningKey.generate(RANDOM);
    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");
    private static final Recipient ESCROW = Identity.generate(RANDOM).recipient();
    private static final MadeUpPerson READER =
            MadeUpPerson.named("reader", Role.REVIEWER, Role.SECURITY, Role.CUSTODIAN);
    private static final MadeUpPerson SECOND = MadeUpPerson.named("second", Role.SECOND);
    private static final MadeUpPerson GULNAR = MadeUpPerson.named("gulnar", Role.COORDINATOR);
    private static final MadeUpPerson MARAT = MadeUpPerson.named("marat", Role.COORDINATOR);
    private static final MadeUpPerson SARA = MadeUpPerson.named("sara", Role.COORDINATOR);
    private static final Freeze FIRST = new Freeze("Office", 1, TODAY);

    private final AtomicInteger seen = new AtomicInteger();
    private Path file = Path.of("directory.json");

    @BeforeEach
    void anOffice(@TempDir Path folder) throws IOException {
        file = folder.resolve("directory.json");
        sign(1);
    }

    private void sign(int version) throws IOException {
        SignedDirectory signed = SignedDirectory.sign(
                new Directory(
                        "Office",
                        version,
                        TODAY,
                        TODAY.plusDays(90),
                        3,
                        ESCROW,
                        Stream.of(READER, SECOND, GULNAR, MARAT, SARA)
                                .map(MadeUpPerson::person)
                                .toList()),
                ROOT);
        Files.writeString(file, signed.text());
        Files.writeString(SignedDirectory.signatureOf(file), signed.signature());
    }

    private CurrentDirectory started() {
        return new CurrentDirectory(
                file, ROOT.verifyingKey(), new HandClock(TODAY + "T10:00:00Z"), seen::get, seen::set);
    }

    private Path kept() {
        return file.resolveSibling(RevocationsFile.NAME);
    }

    private static Optional<Boolean> signs(CurrentDirectory current, MadeUpPerson who, Freeze freeze) {
        return current.freeze(freeze, who.person(), MadeUpFreeze.signature(freeze, who.signingKey()));
    }

    private static void freeze(CurrentDirectory current) {
        assertThat(signs(current, GULNAR, FIRST)).contains(false);
        assertThat(current.isFrozen()).as("one coordinator stops nothing").isFalse();
        assertThat(signs(current, MARAT, FIRST)).contains(true);
        assertThat(current.isFrozen()).isTrue();
    }

    @Test
    void the_text_is_exact_and_nothing_else_is_read() {
        String text = FIRST.text();
        assertThat(text)
                .isEqualTo(
                        "{\"format\":\"komir-freeze/1\",\"organisation\":\"Office\",\"version\":1,\"day\":\"2026-11-23\"}");
        assertThat(Freeze.parse(text)).isEqualTo(FIRST);
        for (String other : List.of(
                "",
                "{}",
                text + " ",
                text.replace("}", ",\"x\":1}"),
                text.replace(":1,", ":0,"),
                text.replace(":1,", ":\"1\","),
                text.replace("2026-11-23", "2026-11-32"),
                text.replace("freeze/1", "freeze/2"))) {
            assertThatThrownBy(() -> Freeze.parse(other)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void two_coordinators_freeze_and_nobody_else_and_nobody_twice() {
        CurrentDirectory current = started();
        assertThat(signs(current, READER, FIRST)).isEmpty();
        assertThat(current.freeze(FIRST, GULNAR.person(), MadeUpFreeze.signature(FIRST, MARAT.signingKey())))
                .isEmpty();
        assertThat(signs(current, GULNAR, FIRST)).contains(false);
        assertThat(signs(current, GULNAR, FIRST)).as("twice is once").contains(false);
        assertThat(current.isFrozen()).isFalse();
        assertThat(signs(current, MARAT, FIRST)).contains(true);
        assertThat(signs(current, SARA, FIRST)).as("a third one").contains(true);
        assertThat(signs(current, SARA, FIRST)).isEmpty();
    }

    @Test
    void it_holds_over_a_restart_and_in_the_other_process() {
        CurrentDirectory other = started();
        freeze(started());
        assertThat(other.isFrozen()).isFalse();
        other.reloadRevocations();
        assertThat(other.isFrozen()).isTrue();
        assertThat(started().isFrozen()).isTrue();
    }

    @Test
    void only_a_greater_number_ends_it() throws IOException {
        CurrentDirectory current = started();
        freeze(current);
        sign(1);
        current.reload();
        assertThat(current.isFrozen()).as("the same number, signed anew").isTrue();
        sign(2);
        current.reload();
        assertThat(current.isFrozen()).isFalse();
        assertThat(started().isFrozen()).isFalse();
        sign(1);
        assertThatThrownBy(current::reload).isInstanceOf(DirectoryRefused.class);
        assertThat(current.isFrozen()).isFalse();
        Freeze again = new Freeze("Office", 2, TODAY);
        signs(current, GULNAR, again);
        assertThat(signs(current, SARA, again)).contains(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"format\":\"komir-revocations/1\",\"revocations\":[]}",
                "{\"format\":\"komir-revocations/2\",\"revocations\":[],\"freezes\":[]}",
                "{\"format\":\"komir-revocations/2\",\"revocations\":[],\"freezes\":{}}",
                "{\"format\":\"komir-revocations/1\",\"revocations\":[],\"freezes\":[]}"
            })
    void a_spoiled_file_unfreezes_nothing(String spoiled) throws IOException {
        CurrentDirectory current = started();
        freeze(current);
        Files.writeString(kept(), spoiled);
        assertThatThrownBy(current::reloadRevocations).isInstanceOf(RevocationsRefused.class);
        assertThat(current.isFrozen()).isTrue();
        assertThatThrownBy(() -> signs(current, SARA, FIRST)).isInstanceOf(RevocationsRefused.class);
        Files.delete(kept());
        assertThatThrownBy(current::reloadRevocations).isInstanceOf(RevocationsRefused.class);
        assertThat(current.isFrozen()).isTrue();
    }

    @Test
    void no_process_starts_on_an_altered_freeze_and_a_program_that_knows_none_refuses_the_file() throws IOException {
        freeze(started());
        String good = Files.readString(kept());
        assertThat(good).contains("komir-revocations/2");
        for (String altered : List.of(
                good.replace("\\\"version\\\":1", "\\\"version\\\":0"),
                good.replace("\\\"version\\\":1", "\\\"version\\\":2"),
                good.replace("\"gulnar\"", "\"marat\""))) {
            assertThat(altered).isNotEqualTo(good);
            Files.writeString(kept(), altered);
            assertThatThrownBy(this::started).isInstanceOf(RevocationsRefused.class);
        }
    }

    @Test
    void who_is_revoked_freezes_nothing_and_what_is_frozen_stays_so() {
        CurrentDirectory current = started();
        signs(current, GULNAR, FIRST);
        Revocation gone = MadeUpRevocation.of("Office", GULNAR, TODAY);
        for (MadeUpPerson coordinator : List.of(MARAT, SARA)) {
            current.revoke(gone, coordinator.person(), MadeUpRevocation.signature(gone, coordinator));
        }
        assertThat(current.revocations().freezes()).as("what she began").isEmpty();
        assertThat(signs(current, GULNAR, FIRST)).isEmpty();
        assertThat(signs(current, MARAT, FIRST)).contains(false);
        assertThat(signs(current, SARA, FIRST)).contains(true);

        CurrentDirectory later = started();
        assertThat(later.isFrozen()).isTrue();
        assertThat(later.revocations().revokes(GULNAR.person().signingKey())).isTrue();
    }

    @Test
    void what_families_send_is_sealed_to_the_panel_and_the_escrow_as_before() {
        CurrentDirectory current = started();
        freeze(current);
        assertThat(current.directory()
                        .orElseThrow()
                        .panels(Map.of("case", PanelKind.REVIEWERS), RANDOM)
                        .values())
                .singleElement()
                .isInstanceOfSatisfying(
                        Panel.One.class,
                        panel -> assertThat(panel.recipients())
                                .containsExactly(READER.person().recipient(), ESCROW));
    }
}
