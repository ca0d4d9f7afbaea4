package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.conversation.PanelKind;
import org.komir.bot.directory.Directory;
import org.komir.bot.review.Verdicts.Kind;
import org.komir.bot.review.Work.Piece;
import org.komir.bot.testing.MadeUpCase;
import org.komir.bot.testing.MadeUpWork;
import org.komir.bot.testing.StockAge;
import org.komir.crypto.CannotOpen;
import org.komir.crypto.Compartment;
import org.komir.crypto.IdentityFile;
import org.komir.crypto.Opener;
import org.komir.crypto.Recipient;

/** The raid: everything that volunteers had is lost, and three of five trustees, in as many countries, open every case again. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CliEscrowTest {
    private static final int CASES = Integer.getInteger("komir.raid-cases", 20);
    private static final List<String> TRUSTEES = List.of("azat", "bibi", "cholpan", "daniyar", "erke");
    private static final String NOTE = "{\"text\":\"asked the aunt\"}";
    private static final String SPLIT =
            "keys split --public escrow.json --trustee azat.json --trustee bibi.json --trustee cholpan.json"
                    + " --trustee daniyar.json --trustee erke.json --out out/shares";

    private MadeUpOffice office;

    @BeforeEach
    void fiveTrusteesHaveKeys(@TempDir Path folder) throws IOException {
        office = new MadeUpOffice(folder);
        Files.createDirectory(office.file("out"));
        for (String trustee : TRUSTEES) {
            office.ok("keys new --name " + trustee + " --out " + trustee + ".age --public " + trustee
                    + ".json --passphrase-file passphrase");
        }
    }

    private String join(String out, int... shares) {
        StringBuilder command = new StringBuilder(
                "keys join --out " + out + " --new-passphrase-file passphrase" + " --passphrase-file passphrase");
        for (int share : shares) {
            command.append(" --identity ").append(TRUSTEES.get(share - 1)).append(".age");
        }
        for (int share : shares) {
            command.append(" out/shares/share-")
                    .append(share)
                    .append("-")
                    .append(TRUSTEES.get(share - 1))
                    .append(".age");
        }
        return command.toString();
    }

    private String refused(int code, String command) {
        Typing terminal = new Typing();
        assertThat(office.run(terminal, command)).as(terminal.said()).isEqualTo(code);
        return terminal.complained();
    }

    @Test
    void three_of_five_trustees_open_every_case_of_an_export_and_two_open_none() throws Exception {
        office.ok(SPLIT);
        for (String person : List.of("aigul", "dauren")) {
            office.ok("keys new --name " + person + " --out " + person + ".age --public " + person
                    + ".json --passphrase-file passphrase");
        }
        office.ok("keys root --out root.age --public root.pub --passphrase-file passphrase");
        office.ok("directory create --organisation Office --escrow escrow.json --out directory.json");
        office.ok("directory add --directory directory.json --public aigul.json --role reviewer --role custodian");
        office.ok(
                "directory add --directory directory.json --public dauren.json --role reviewer --role second --role security");
        office.ok("directory sign --directory directory.json --root-key-file root.age --passphrase-file passphrase");
        Directory directory = office.directory();
        List<MadeUpWork> reviewers = List.of(worker("aigul"), worker("dauren"));
        for (int i = 0; i < CASES; i++) {
            MadeUpCase told = new MadeUpCase(
                            directory.panels(
                                    Map.of("case", PanelKind.REVIEWERS, "identity", PanelKind.CUSTODIANS),
                                    MadeUpOffice.RANDOM),
                            MadeUpOffice.RANDOM)
                    .opened(Compartment.CASE)
                    .opened(Compartment.IDENTITY)
                    .answered(Compartment.IDENTITY, "t_name", "{\"text\":\"Gulnara\"}")
                    .handedIn();
            office.cases.add(told.sealed());
            work(told, reviewers);
        }
        office.ok("export --store fake: --out out/cases");

        assertThat(refused(Cli.PROBLEM, join("none.age", 2, 5))).isEqualTo("3 shares are needed, and there are 2\n");
        assertThat(office.file("none.age")).doesNotExist();

        office.ok(join("whole.age", 5, 1, 3));
        String opened = office.ok(
                "open --identity whole.age --passphrase-file passphrase --directory directory.json --root-key root.pub out/cases");
        assertThat(opened).contains(CASES + " cases, " + 4 * CASES + " records opened, 0 problems");
        assertThat(opened).contains("with " + 3 * CASES + " pieces of work and " + 2 * CASES + " verdicts\n");
        assertThat(opened.lines().filter(line -> line.contains("Gulnara"))).hasSize(CASES);
        IdentityFile whole =
                IdentityFile.open(Files.readAllBytes(office.file("whole.age")), MadeUpOffice.PASSPHRASE.toCharArray());
        Path plain = Files.writeString(office.file("whole.txt"), whole.revealSecret());
        assertThat(StockAge.openAll(office.file("out").resolve("cases"), plain))
                .isEqualTo("{\"cases\":%d,\"keys\":%d,\"records\":%d,\"work\":%d}"
                        .formatted(CASES, 2 * CASES, 4 * CASES, 3 * CASES));
    }

    /** A note, and two people who find the case verified, with their reasons. */
    private void work(MadeUpCase told, List<MadeUpWork> reviewers) {
        Recipient to = Objects.requireNonNull(told.sealed().recipients().get(Compartment.CASE));
        office.cases.worked(told.id(), reviewers.getFirst().piece(told.id(), "a".repeat(32), "note", NOTE, to));
        for (MadeUpWork worker : reviewers) {
            String name = Integer.toHexString(worker.by().length()).repeat(32);
            Piece reasons = worker.piece(told.id(), name, "checklist", "{\"verdict\":\"verified\"}", to);
            office.cases.worked(told.id(), reasons);
            office.cases.found(worker.verdict(told.id(), Kind.VERIFIED, reasons));
        }
    }

    private MadeUpWork worker(String name) throws Exception {
        byte[] file = Files.readAllBytes(office.file(name + ".age"));
        return new MadeUpWork(
                name,
                IdentityFile.open(file, MadeUpOffice.PASSPHRASE.toCharArray()).signingKey());
    }

    @Test
    void a_share_opens_to_its_trustee_alone() throws Exception {
        office.ok(SPLIT);
        Path share = office.file("out").resolve("shares").resolve("share-2-bibi.age");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(share)))
                .isEqualTo("rw-------");
        assertThat(refused(
                        Cli.USAGE,
                        "keys join --out whole.age --new-passphrase-file passphrase --passphrase-file passphrase"
                                + " --identity azat.age out/shares/share-2-bibi.age"))
                .isEqualTo("share-2-bibi.age is sealed to a trustee whose --identity is not given\n");
        IdentityFile bibi =
                IdentityFile.open(Files.readAllBytes(office.file("bibi.age")), MadeUpOffice.PASSPHRASE.toCharArray());
        assertThat(new String(new Opener(List.of(bibi.identity())).open(Files.readAllBytes(share)), UTF_8))
                .startsWith("# komir share 1\nnumber: 2\nneeded: 3\n");
    }

    @Test
    void keys_that_there_are_already_are_taken_apart_too() throws Exception {
        office.ok("keys new --name old --out old.age --public old.json --passphrase-file passphrase");
        office.ok("keys split --identity old.age --passphrase-file passphrase --needed 2 --trustee azat.json"
                + " --trustee bibi.json --trustee cholpan.json --out out/shares");
        office.ok(join("whole.age", 3, 1));
        assertThat(recipient("whole.age")).isEqualTo(recipient("old.age"));
    }

    private String recipient(String file) throws IOException, CannotOpen {
        return IdentityFile.open(Files.readAllBytes(office.file(file)), MadeUpOffice.PASSPHRASE.toCharArray())
                .identity()
                .recipient()
                .toString();
    }

    @Test
    void a_share_that_was_damaged_on_the_way_is_named_and_the_others_still_serve() throws Exception {
        office.ok(SPLIT);
        Path share = office.file("out").resolve("shares").resolve("share-3-cholpan.age");
        byte[] bytes = Files.readAllBytes(share);
        bytes[bytes.length - 1] ^= 1;
        Files.write(share, bytes);
        assertThat(refused(Cli.PROBLEM, join("whole.age", 1, 2, 3)))
                .isEqualTo("share-3-cholpan.age is damaged: changed or cut since it was sealed\n");
        office.ok(join("whole.age", 1, 2, 4));
    }

    @Test
    void nothing_is_written_where_the_numbers_do_not_fit() {
        assertThat(refused(Cli.USAGE, SPLIT + " --needed 1"))
                .startsWith("--needed is from 2 to the number of trustees");
        assertThat(refused(Cli.USAGE, SPLIT + " --needed 6")).contains("there are 5");
        assertThat(refused(Cli.USAGE, SPLIT + " --trustee azat.json")).isEqualTo("azat would have two shares\n");
        assertThat(refused(Cli.USAGE, "keys split --needed 2 --trustee azat.json --trustee bibi.json --out out/shares"))
                .contains("need --public");
        assertThat(office.file("out").resolve("shares")).doesNotExist();
    }
}
