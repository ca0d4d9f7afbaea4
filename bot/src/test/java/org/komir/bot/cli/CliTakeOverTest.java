package org.komir.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.conversation.PanelKind;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.DirectoryRefused;
import org.komir.bot.directory.Freeze;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.RootKey;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.testing.MadeUpCase;
import org.komir.bot.testing.MadeUpFreeze;
import org.komir.crypto.CannotOpen;
import org.komir.crypto.Compartment;
import org.komir.crypto.IdentityFile;
import org.komir.crypto.Opener;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/** The drill of {@code docs/take-over.md}, with the commands that it names: the office was raided, or the group has split. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CliTakeOverTest {
    private static final List<String> TRUSTEES = List.of("azat", "bibi", "cholpan", "daniyar", "erke");
    private static final List<String> BEFORE = List.of("aigul", "dauren", "gulnar", "marat");
    private static final Map<String, PanelKind> COMPARTMENTS =
            Map.of("case", PanelKind.REVIEWERS, "identity", PanelKind.CUSTODIANS);

    private final AtomicInteger seen = new AtomicInteger();
    private MadeUpOffice office;

    @BeforeEach
    void anOffice(@TempDir Path folder) throws IOException {
        office = new MadeUpOffice(folder);
        Files.createDirectory(office.file("out"));
        office.ok("keys root --out root.age --public root.pub --passphrase-file passphrase");
        TRUSTEES.forEach(this::makesKeys);
        BEFORE.forEach(this::makesKeys);
        split("escrow.json", "out/shares");
        office.ok("directory create --organisation Office --escrow escrow.json --out directory.json");
        add("aigul", "reviewer", "custodian");
        add("dauren", "reviewer", "second", "security");
        add("gulnar", "coordinator");
        add("marat", "coordinator");
        sign();
    }

    private void makesKeys(String who) {
        office.ok("keys new --name %s --root-key root.pub --out %s.age --public %s.json --passphrase-file passphrase"
                .formatted(who, who, who));
    }

    private void split(String publicHalf, String out) {
        StringBuilder command = new StringBuilder("keys split --public " + publicHalf + " --out " + out);
        TRUSTEES.forEach(each -> command.append(" --trustee ").append(each).append(".json"));
        office.ok(command.toString());
    }

    private void add(String who, String... roles) {
        StringBuilder command = new StringBuilder("directory add --directory directory.json --public " + who + ".json");
        List.of(roles).forEach(role -> command.append(" --role ").append(role));
        office.ok(command.toString());
    }

    private void sign() {
        office.ok("directory sign --directory directory.json --root-key-file root.age --passphrase-file passphrase");
    }

    /** The server, as it starts. */
    private CurrentDirectory server() {
        return new CurrentDirectory(
                office.file("directory.json"),
                RootKey.read(office.file("root.pub").toString()),
                office.clock,
                seen::get,
                seen::set);
    }

    private SealedCase arrives(Directory directory, String name) {
        SealedCase sealed = new MadeUpCase(directory.panels(COMPARTMENTS, MadeUpOffice.RANDOM), MadeUpOffice.RANDOM)
                .opened(Compartment.CASE)
                .opened(Compartment.IDENTITY)
                .answered(Compartment.IDENTITY, "t_name", "{\"text\":\"" + name + "\"}")
                .handedIn()
                .sealed();
        office.cases.add(sealed);
        return sealed;
    }

    private Optional<Boolean> signsFreeze(CurrentDirectory server, String who, Freeze freeze)
            throws IOException, CannotOpen {
        Person coordinator = server.lastSigned().person(who).orElseThrow();
        return server.freeze(
                freeze, coordinator, MadeUpFreeze.signature(freeze, keys(who).signingKey()));
    }

    private String opens(String identity, String folder) {
        return office.ok("open --identity " + identity + " --passphrase-file passphrase " + folder);
    }

    @Test
    void the_drill_is_played_from_the_freeze_to_the_first_case_of_the_new_group() throws Exception {
        CurrentDirectory server = server();
        arrives(server.directory().orElseThrow(), "Gulnara");
        arrives(server.directory().orElseThrow(), "Gulnara");

        // 1. Two coordinators freeze.
        LocalDate today = LocalDate.ofInstant(office.clock.instant(), ZoneOffset.UTC);
        Freeze freeze = new Freeze("Office", server.lastSigned().version(), today);
        assertThat(signsFreeze(server, "gulnar", freeze)).contains(false);
        assertThat(signsFreeze(server, "marat", freeze)).contains(true);
        assertThat(server().isFrozen()).as("after a restart too").isTrue();

        // 2. What families send is taken meanwhile.
        arrives(server.directory().orElseThrow(), "Gulnara");

        // 3. The export, and three of five trustees on a computer without a network. All that volunteers had is gone.
        List<IdentityFile> stolen = new ArrayList<>();
        for (String lost : BEFORE) {
            stolen.add(keys(lost));
            Files.delete(office.file(lost + ".age"));
        }
        office.ok("export --store fake: --out out/cases");
        office.ok("keys join --out whole.age --new-passphrase-file passphrase --passphrase-file passphrase"
                + " --identity bibi.age --identity cholpan.age --identity erke.age"
                + " out/shares/share-2-bibi.age out/shares/share-3-cholpan.age out/shares/share-5-erke.age");
        assertThat(opens("whole.age", "out/cases"))
                .contains("3 cases, 12 records opened, 0 problems")
                .contains("Gulnara");

        // 4. Another escrow, other people, a new directory.
        split("escrow-2.json", "out/shares-2");
        List<String> after = List.of("serik", "botagoz", "samal", "oryn");
        after.forEach(this::makesKeys);
        BEFORE.forEach(who -> office.ok("directory remove --directory directory.json --id " + who));
        office.ok("directory escrow --directory directory.json --public escrow-2.json");
        add("serik", "reviewer", "custodian");
        add("botagoz", "reviewer", "second", "security");
        add("samal", "coordinator");
        add("oryn", "coordinator");
        assertThatThrownBy(server::reload).as("not signed yet").isInstanceOf(DirectoryRefused.class);
        assertThat(server.isFrozen()).isTrue();
        sign();
        server.reload();
        assertThat(server.isFrozen()).isFalse();
        assertThat(server().isFrozen()).as("after a restart too").isFalse();
        assertThat(office.directory().version()).isEqualTo(freeze.version() + 1);

        // 5. What comes now is sealed to the new people and the new escrow, and to nobody of before.
        SealedCase next = arrives(server.directory().orElseThrow(), "Saule");
        Sealed<Purpose.CaseKey> key = Objects.requireNonNull(next.keys().get(Compartment.CASE));
        assertThat(opens(key, keys("serik"))).isTrue();
        assertThat(opens(key, keys("whole"))).as("the escrow of before").isFalse();
        for (IdentityFile one : stolen) {
            assertThat(opens(key, one)).as(one.name()).isFalse();
        }
        office.ok("export --store fake: --out out/later");
        office.ok("keys join --out whole-2.age --new-passphrase-file passphrase --passphrase-file passphrase"
                + " --identity azat.age --identity bibi.age --identity daniyar.age"
                + " out/shares-2/share-1-azat.age out/shares-2/share-2-bibi.age out/shares-2/share-4-daniyar.age");
        assertThat(opens("whole-2.age", "out/later/" + next.id().hex())).contains("Saule");
        assertThat(opens("whole.age", "out/cases")).as("what was before stays").contains("3 cases");
    }

    private IdentityFile keys(String who) throws IOException, CannotOpen {
        return IdentityFile.open(Files.readAllBytes(office.file(who + ".age")), MadeUpOffice.PASSPHRASE.toCharArray());
    }

    private static boolean opens(Sealed<Purpose.CaseKey> key, IdentityFile with) {
        try {
            new Opener(List.of(with.identity())).open(key);
            return true;
        } catch (CannotOpen closed) {
            return false;
        }
    }
}
