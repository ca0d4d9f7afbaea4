package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.conversation.PanelKind;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Verdicts.Kind;
import org.komir.bot.review.Work.Piece;
import org.komir.bot.testing.MadeUpCase;
import org.komir.bot.testing.MadeUpWork;
import org.komir.crypto.Compartment;
import org.komir.crypto.IdentityFile;
import org.komir.crypto.Recipient;

/** What volunteers added to a case opens offline too, and whoever altered it, or took a reason away, is seen. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CliWorkTest {
    private static final String NOTE = "a".repeat(32);
    private static final String REASONS = "b".repeat(32);
    private static final String UNCHECKED = "open --identity aigul.age --passphrase-file passphrase out/cases";
    private static final String OPEN = UNCHECKED + " --directory directory.json --root-key root.pub";

    private MadeUpOffice office;
    private CaseId id;
    private Recipient to;

    @BeforeEach
    void twoVolunteersHaveWorkedOnACase(@TempDir Path folder) throws Exception {
        office = MadeUpOffice.signed(folder);
        Files.createDirectory(office.file("out"));
        MadeUpCase told = new MadeUpCase(
                        office.directory().panels(Map.of("case", PanelKind.REVIEWERS), MadeUpOffice.RANDOM),
                        MadeUpOffice.RANDOM)
                .opened(Compartment.CASE)
                .handedIn();
        office.cases.add(told.sealed());
        id = told.id();
        to = Objects.requireNonNull(told.sealed().recipients().get(Compartment.CASE));
        MadeUpWork aigul = worker("aigul");
        MadeUpWork dauren = worker("dauren");
        Piece reasons =
                aigul.piece(id, REASONS, "checklist", "{\"verdict\":\"needs_more\",\"checks\":{\"dates\":\"no\"}}", to);
        office.cases.worked(id, dauren.piece(id, NOTE, "note", "{\"text\":\"ask for the \\u001b[2Jyear\"}", to));
        office.cases.worked(id, reasons);
        office.cases.found(aigul.verdict(id, Kind.NEEDS_MORE, reasons));
        office.ok("export --store fake: --out out/cases");
    }

    private MadeUpWork worker(String name) throws Exception {
        byte[] file = Files.readAllBytes(office.file(name + ".age"));
        return new MadeUpWork(
                name,
                IdentityFile.open(file, MadeUpOffice.PASSPHRASE.toCharArray()).signingKey());
    }

    private Path exported(String name) {
        return office.file("out").resolve("cases").resolve(id.hex()).resolve(name);
    }

    private String openWithProblems(String command) {
        Typing terminal = new Typing();
        assertThat(office.run(terminal, command)).as(terminal.said()).isEqualTo(Cli.PROBLEM);
        return terminal.said() + terminal.complained();
    }

    @Test
    void work_and_verdicts_stand_below_what_the_family_told_with_who_signed_them() {
        assertThat(office.ok(OPEN))
                .contains("[work] 2026-11-22T09:00:00Z dauren: note\n        text: ask for the \uFFFD[2Jyear\n")
                .contains(
                        "[work] 2026-11-22T09:00:00Z aigul: checklist\n        verdict: needs_more\n        checks.dates: no\n")
                .contains("[verdict] 2026-11-22 aigul: needs_more\n")
                .doesNotContain("was not checked")
                .endsWith("with 2 pieces of work and 1 verdicts\n1 cases, 2 records opened, 0 problems\n");
    }

    @Test
    void without_a_directory_it_is_said_that_nobody_checked_who_signed() {
        assertThat(office.ok(UNCHECKED))
                .contains("dauren: note")
                .contains("whose work and verdicts these are was not checked");
        Typing terminal = new Typing();
        assertThat(office.run(terminal, UNCHECKED + " --directory directory.json"))
                .isEqualTo(Cli.USAGE);
    }

    @Test
    void work_that_is_laid_to_somebody_who_did_not_sign_it_is_named() throws Exception {
        MadeUpWork forged = new MadeUpWork("aigul", worker("dauren").key());
        Files.write(
                exported("work/" + NOTE + ".age"),
                forged.piece(id, NOTE, "note", "{\"text\":\"forged\"}", to)
                        .sealed()
                        .bytes());
        assertThat(openWithProblems(OPEN))
                .contains("PROBLEM: work/" + NOTE
                        + ".age: altered, or signed by nobody of the directories (it names aigul)")
                .doesNotContain("text: forged")
                .contains("aigul: checklist");
    }

    @Test
    void work_that_lies_in_anothers_place_or_of_another_case_is_named() throws Exception {
        Files.copy(
                exported("work/" + NOTE + ".age"),
                exported("work/" + "c".repeat(32) + ".age"),
                StandardCopyOption.REPLACE_EXISTING);
        Piece ofAnother = worker("aigul")
                .piece(CaseId.random(MadeUpOffice.RANDOM), "d".repeat(32), "note", "{\"text\":\"\"}", to);
        Files.write(
                exported("work/" + "d".repeat(32) + ".age"), ofAnother.sealed().bytes());
        assertThat(openWithProblems(OPEN))
                .contains("PROBLEM: work/" + "c".repeat(32) + ".age: is another piece of work, put in this place")
                .contains("PROBLEM: work/" + "d".repeat(32) + ".age: is another piece of work, put in this place");
    }

    @Test
    void a_verdict_whose_reasons_are_gone_is_named_and_one_that_was_altered_too() throws Exception {
        Files.delete(exported("work/" + REASONS + ".age"));
        assertThat(openWithProblems(OPEN))
                .contains("PROBLEM: verdicts.json: 'needs_more' by aigul: the reasons for it are missing");
        Path verdicts = exported("verdicts.json");
        Files.writeString(verdicts, Files.readString(verdicts, UTF_8).replace("needs_more", "verified"));
        assertThat(openWithProblems(OPEN))
                .contains(
                        "PROBLEM: verdicts.json: 'verified' by aigul was altered, or signed by nobody of the directories")
                .doesNotContain("[verdict]");
    }

    @Test
    void damaged_work_hides_nothing_else() throws IOException {
        byte[] whole = Files.readAllBytes(exported("work/" + NOTE + ".age"));
        whole[whole.length - 1] ^= 1;
        Files.write(exported("work/" + NOTE + ".age"), whole);
        assertThat(openWithProblems(OPEN))
                .contains("PROBLEM: work/" + NOTE + ".age: damaged: changed or cut since it was sealed")
                .contains("aigul: checklist");
    }
}
