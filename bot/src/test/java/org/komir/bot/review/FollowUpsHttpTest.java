package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.review.ReviewServer.AIGUL;
import static org.komir.bot.review.ReviewServer.BOLAT;
import static org.komir.bot.review.ReviewServer.DANA;
import static org.komir.bot.review.ReviewServer.RANDOM;
import static org.komir.bot.review.ReviewServer.SERIK;
import static org.komir.bot.review.ReviewServer.assertError;
import static org.komir.bot.review.ReviewServer.base64;
import static org.komir.bot.review.ReviewServer.json;
import static org.komir.bot.review.ReviewServer.random;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.SignedText;
import org.komir.bot.intake.TellHere.Tell;
import org.komir.bot.intake.TellHere.Witness;
import org.komir.bot.testing.MadeUpReceipt;
import org.komir.crypto.Identity;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;
import org.komir.crypto.SigningDomain;
import tools.jackson.databind.JsonNode;

/** A case with what followed it, and what the console needs to answer its family, asked over a socket. */
class FollowUpsHttpTest {
    private static ReviewServer server;

    private final MadeUpReceipt receipt = MadeUpReceipt.made(RANDOM);

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = new ReviewServer(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Optional<JsonNode> queued(CaseId id) throws Exception {
        for (JsonNode line : json(server.get(AIGUL, "/api/queue")).path("cases")) {
            if (line.path("case").asString().equals(id.hex())) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    private static String claimed(CaseId id) throws Exception {
        String path = "/api/cases/" + id.hex();
        assertThat(server.post(AIGUL, path + "/claim").statusCode()).isEqualTo(204);
        return path;
    }

    @Test
    void what_followed_is_read_with_the_first_case_and_never_by_itself() throws Exception {
        CaseId first = server.handIn(receipt);
        assertThat(queued(first))
                .hasValueSatisfying(
                        line -> assertThat(line.path("news").asBoolean(true)).isFalse());
        server.closed(first);
        assertThat(queued(first)).isEmpty();

        CaseId second = server.handIn(receipt);
        assertThat(queued(second)).isEmpty();
        assertThat(queued(first))
                .hasValueSatisfying(
                        line -> assertThat(line.path("news").asBoolean(false)).isTrue());
        claimed(first);
        JsonNode read = json(server.open(AIGUL, first));
        assertThat(read.path("followUps").size()).isEqualTo(1);
        JsonNode followUp = read.path("followUps").get(0);
        assertThat(followUp.path("case").asString()).isEqualTo(second.hex());
        assertThat(followUp.path("records").size()).isEqualTo(5);
        assertThat(followUp.path("keys").size()).isEqualTo(3);
        assertThat(followUp.path("recipients").size()).isEqualTo(3);
        String manifest = server.store
                .read(second)
                .orElseThrow()
                .records()
                .getLast()
                .sealed()
                .sha256Hex();
        SignedText owned = receipt.owns(second, manifest);
        assertThat(followUp.path("author").path("statement").asString()).isEqualTo(owned.text());
        assertThat(followUp.path("author").path("signature").asString()).isEqualTo(owned.base64());
    }

    @ParameterizedTest
    @ValueSource(strings = {"claim", "renew", "release", "close", "letters"})
    void under_its_own_id_what_followed_is_not_there(String verb) throws Exception {
        CaseId first = server.handIn(receipt);
        CaseId second = server.handIn(receipt);
        claimed(first);
        assertError(server.post(AIGUL, "/api/cases/" + second.hex() + "/" + verb), 404, "unknown_case");
        assertError(server.get(AIGUL, "/api/cases/" + second.hex()), 404, "unknown_case");
    }

    @Test
    void files_of_what_followed_go_to_the_holder_of_the_first_case() throws Exception {
        FileName file = FileName.random(RANDOM);
        server.files.write(file, out -> out.write("sealed".getBytes(UTF_8)));
        CaseId first = server.handIn(receipt);
        CaseId second = server.handIn(receipt, file);
        CaseId another = server.handIn(MadeUpReceipt.made(RANDOM));
        String path = claimed(first) + "/files/" + file.hex();
        assertError(server.get(AIGUL, path), 403, "not_opened");
        server.open(AIGUL, first);
        assertThat(server.get(AIGUL, path).body()).isEqualTo("sealed");
        assertError(server.get(SERIK, path), 409, "claimed_by_another");
        claimed(another);
        server.open(AIGUL, another);
        assertError(server.get(AIGUL, "/api/cases/" + another.hex() + "/files/" + file.hex()), 404, "not_found");
        assertError(server.get(AIGUL, "/api/cases/" + second.hex() + "/files/" + file.hex()), 404, "unknown_case");
    }

    @Test
    void with_the_case_comes_what_the_console_needs_to_write_to_its_family() throws Exception {
        CaseId id = server.handIn(receipt);
        claimed(id);
        JsonNode plain = json(server.open(AIGUL, id));
        assertThat(plain.path("reply").asString())
                .isEqualTo(receipt.identity().recipient().toString());
        assertThat(plain.path("links").isArray()).isTrue();
        assertThat(plain.path("links").size()).isZero();
        assertThat(plain.path("tells").size()).isZero();
        assertThat(plain.path("followUps").size()).isZero();

        MadeUpReceipt other = MadeUpReceipt.made(RANDOM);
        String signature =
                base64(receipt.author().sign(SigningDomain.LINK, other.link(id).getBytes(UTF_8)));
        Link link = new Link(other.link(id), List.of(new Link.Signature(Link.AUTHOR, signature)));
        byte[] sealed = random(4_000);
        Tell tell = new Tell(MadeUpReceipt.sha256(random(16)), Sealed.stored(Purpose.TELL, sealed));
        assertThat(server.store.replace(receipt.name(), other.mailbox(), link, List.of(), Optional.of(tell)))
                .isTrue();
        SignedText running = new SignedText("{\"format\":\"komir-witness/1\"}", random(64));
        server.store.listens(new Witness(Identity.generate(RANDOM).recipient(), running));

        JsonNode read = json(server.get(AIGUL, "/api/cases/" + id.hex()));
        assertThat(read.path("reply").asString())
                .isEqualTo(other.identity().recipient().toString());
        JsonNode shown = read.path("links").get(0);
        assertThat(shown.path("statement").asString()).isEqualTo(other.link(id));
        assertThat(shown.path("signatures").get(0).path("by").asString()).isEqualTo("author");
        assertThat(shown.path("signatures").get(0).path("signature").asString()).isEqualTo(signature);
        assertThat(read.path("tells").get(0).asString()).isEqualTo(base64(sealed));
        assertThat(read.path("witness").path("statement").asString()).isEqualTo(running.text());
        assertThat(read.path("witness").path("signature").asString()).isEqualTo(running.base64());
    }

    @Test
    void who_only_signs_for_families_gets_no_case() throws Exception {
        CaseId id = server.handIn(receipt);
        for (var who : List.of(BOLAT, DANA)) {
            assertThat(json(server.get(who, "/api/queue")).path("cases").size()).isZero();
            assertError(server.get(who, "/api/cases/" + id.hex()), 403, "not_allowed");
            for (String verb : List.of("claim", "renew", "release", "close", "letters")) {
                assertError(server.post(who, "/api/cases/" + id.hex() + "/" + verb), 403, "not_allowed");
            }
        }
    }
}
