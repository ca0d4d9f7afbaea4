package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.komir.bot.conversation.PanelKind;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Withdrawals.Decision;
import org.komir.bot.review.Withdrawals.Kind;
import org.komir.bot.testing.MadeUpCase;
import org.komir.bot.testing.MadeUpReceipt;
import org.komir.crypto.Compartment;
import org.komir.crypto.SigningDomain;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A case that follows another one, exported and opened offline. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Execution(ExecutionMode.CONCURRENT)
class CliFollowUpsTest {
    private static final String EXPORT = "export --store fake: --out out";
    private static final String OPEN = "open --identity aigul.age --passphrase-file passphrase out";

    private final MadeUpReceipt receipt = MadeUpReceipt.made(MadeUpOffice.RANDOM);
    private MadeUpOffice office;
    private MadeUpCase first;
    private MadeUpCase second;

    @BeforeEach
    void twoCasesWereTold(@TempDir Path folder) throws IOException {
        office = MadeUpOffice.signed(folder);
        first = told("first").handedIn();
        second = told("news").handedIn();
        office.cases.add(first.sealed());
        office.cases.receipt(first.id(), receipt.mailbox());
        office.cases.addAfter(first.id(), second.sealedBy(receipt));
    }

    private MadeUpCase told(String words) {
        return new MadeUpCase(
                        office.directory().panels(Map.of("case", PanelKind.REVIEWERS), MadeUpOffice.RANDOM),
                        MadeUpOffice.RANDOM)
                .withReceipt(receipt)
                .opened(Compartment.CASE)
                .answered(Compartment.CASE, "p_name", "{\"text\":\"" + words + "\"}");
    }

    private Path exported(MadeUpCase one, String name) {
        return office.file("out").resolve(one.id().hex()).resolve(name);
    }

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.builder().build().readTree(Files.readString(file));
    }

    private String openWithProblems() {
        Typing terminal = new Typing();
        assertThat(office.run(terminal, OPEN)).as(terminal.said()).isEqualTo(Cli.PROBLEM);
        return terminal.said();
    }

    private String follows() {
        return "follows the case " + first.id().hex();
    }

    @Test
    void what_followed_is_a_folder_of_its_own_that_names_the_first_one() throws Exception {
        SignedText decided = new SignedText("{\"format\":\"komir-decision/1\"}", new byte[64]);
        office.cases.decide(new Decision(first.id(), Kind.HOLD, "erlan", LocalDate.parse("2026-11-30"), decided));
        office.ok(EXPORT);
        JsonNode follows = json(exported(second, "follows.json"));
        SignedText owned = second.sealedBy(receipt).author().orElseThrow();
        assertThat(follows.propertyNames()).containsExactly("first", "statement", "signature");
        assertThat(follows.path("first").asString()).isEqualTo(first.id().hex());
        assertThat(follows.path("statement").asString()).isEqualTo(owned.text());
        assertThat(follows.path("signature").asString()).isEqualTo(owned.base64());
        assertThat(exported(first, "follows.json")).doesNotExist();
        assertThat(exported(first, "links.json")).doesNotExist();
        JsonNode decisions = json(office.file("out/decisions.json"));
        assertThat(decisions.size()).isEqualTo(1);
        assertThat(decisions.get(0).path("statement").asString()).isEqualTo(decided.text());
        assertThat(decisions.get(0).path("signature").asString()).isEqualTo(decided.base64());
        assertThat(office.ok(OPEN))
                .contains("note: " + follows() + ", as its family signed")
                .endsWith("2 cases, 8 records opened, 0 problems\n");
    }

    @Test
    void the_folder_of_what_followed_opens_alone_too() throws Exception {
        office.ok(EXPORT);
        FileSystemUtils.deleteRecursively(exported(first, ""));
        assertThat(office.ok(OPEN + "/" + second.id().hex()))
                .contains("note: " + follows() + ", it says; whether its family signed that cannot be told here");
    }

    @Test
    void what_the_familys_key_did_not_sign_is_a_problem() {
        office.cases.addAfter(first.id(), second.sealedBy(MadeUpReceipt.made(MadeUpOffice.RANDOM)));
        office.ok(EXPORT);
        assertThat(openWithProblems())
                .contains("PROBLEM: follows.json: the family of " + first.id().hex() + " has not signed this")
                .doesNotContain("as its family signed");
    }

    @Test
    void the_statement_of_another_case_is_a_problem() throws Exception {
        MadeUpCase third = told("more").handedIn();
        office.cases.addAfter(first.id(), third.sealedBy(receipt));
        office.ok(EXPORT);
        Files.copy(
                exported(third, "follows.json"), exported(second, "follows.json"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(openWithProblems()).contains("PROBLEM: follows.json: is not about this case");
    }

    @Test
    void a_statement_of_another_form_is_a_problem() throws Exception {
        office.ok(EXPORT);
        for (String bad : List.of("words", "[]", "{\"first\":\"../../etc\"}", "{\"first\":1,\"signature\":\"!\"}")) {
            Files.writeString(exported(second, "follows.json"), bad);
            assertThat(openWithProblems()).contains("PROBLEM: follows.json: has another form");
        }
    }

    @Test
    void a_number_that_the_receipt_before_has_signed_is_the_familys_too() throws Exception {
        MadeUpReceipt other = MadeUpReceipt.made(MadeUpOffice.RANDOM);
        office.cases.receipt(first.id(), other.mailbox(), link(other, "author", receipt));
        office.cases.addAfter(first.id(), second.sealedBy(other));
        office.ok(EXPORT);
        JsonNode link = json(exported(first, "links.json")).get(0);
        assertThat(link.path("statement").asString()).isEqualTo(other.link(first.id()));
        assertThat(link.path("signatures").get(0).path("by").asString()).isEqualTo("author");
        assertThat(office.ok(OPEN)).contains("note: " + follows() + ", as its family signed");
    }

    @Test
    void a_number_that_others_have_signed_is_for_the_directory_to_tell() {
        MadeUpReceipt other = MadeUpReceipt.made(MadeUpOffice.RANDOM);
        office.cases.receipt(first.id(), other.mailbox(), link(other, "bolat", other));
        office.cases.addAfter(first.id(), second.sealedBy(other));
        office.ok(EXPORT);
        assertThat(office.ok(OPEN)).contains("note: " + follows() + ", it says;");
    }

    private Link link(MadeUpReceipt to, String by, MadeUpReceipt signer) {
        byte[] signature =
                signer.author().sign(SigningDomain.LINK, to.link(first.id()).getBytes(UTF_8));
        return new Link(to.link(first.id()), List.of(new Link.Signature(by, MadeUpReceipt.base64(signature))));
    }
}
