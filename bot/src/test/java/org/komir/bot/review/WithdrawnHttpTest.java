package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.review.ReviewServer.AIGUL;
import static org.komir.bot.review.ReviewServer.BOLAT;
import static org.komir.bot.review.ReviewServer.DANA;
import static org.komir.bot.review.ReviewServer.DAUREN;
import static org.komir.bot.review.ReviewServer.ERLAN;
import static org.komir.bot.review.ReviewServer.RANDOM;
import static org.komir.bot.review.ReviewServer.assertError;
import static org.komir.bot.review.ReviewServer.base64;
import static org.komir.bot.review.ReviewServer.json;
import static org.komir.bot.review.ReviewServer.object;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.Mailboxes.Stage;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.testing.MadeUpPerson;
import org.komir.bot.testing.MadeUpReceipt;
import org.komir.crypto.Compartment;
import org.komir.crypto.SigningDomain;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What families took back: who sees of it what, and what two security officers can do, asked over a socket. */
class WithdrawnHttpTest {
    private final MadeUpReceipt receipt = MadeUpReceipt.made(RANDOM);
    private final MadeUpReceipt other = MadeUpReceipt.made(RANDOM);
    private ReviewServer server;
    private CaseId id;
    private CaseId followUp;
    private String path = "";
    private SealedCase before;
    private SealedCase beforeFollowUp;

    @BeforeEach
    void aCaseWasTakenBack(@TempDir Path folder) throws Exception {
        server = new ReviewServer(folder);
        id = server.handIn(receipt);
        followUp = server.handIn(receipt);
        before = server.store.read(id).orElseThrow();
        beforeFollowUp = server.store.read(followUp).orElseThrow();
        path = "/api/withdrawn/" + id.hex();
        assertThat(server.store.withdraw(receipt.name(), server.today())).isTrue();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String statement(String kind, MadeUpPerson who, LocalDate until) {
        return "{\"format\":\"komir-decision/1\",\"case\":\"%s\",\"kind\":\"%s\",\"volunteer\":\"%s\",\"until\":\"%s\"}"
                .formatted(id.hex(), kind, who.person().id(), until);
    }

    private HttpResponse<String> decided(MadeUpPerson who, String statement, MadeUpPerson signer, SigningDomain domain)
            throws Exception {
        byte[] signature = signer.signingKey().sign(domain, statement.getBytes(UTF_8));
        ObjectNode decision = object().put("statement", statement).put("signature", base64(signature));
        String sha256 = MadeUpReceipt.sha256(statement.getBytes(UTF_8));
        return server.post(who, path + "/decisions", server.logged(who, Act.DECISION, id, sha256, decision));
    }

    private HttpResponse<String> decided(MadeUpPerson who, String statement) throws Exception {
        return decided(who, statement, who, SigningDomain.DECISION);
    }

    private boolean complete(MadeUpPerson who, String kind, LocalDate until) throws Exception {
        return json(decided(who, statement(kind, who, until))).path("complete").asBoolean();
    }

    @Test
    void everybody_is_told_that_it_was_taken_back_and_nobody_gets_it_by_the_usual_ways() throws Exception {
        for (MadeUpPerson who : List.of(AIGUL, BOLAT, DANA, ERLAN)) {
            JsonNode queue = json(server.get(who, "/api/queue"));
            assertThat(queue.path("cases").size()).isZero();
            assertThat(queue.path("withdrawn").size())
                    .as("without what followed")
                    .isEqualTo(1);
            assertThat(queue.path("withdrawn").get(0))
                    .isEqualTo(object().put("case", id.hex()).put("day", "2026-11-23"));
        }
        for (CaseId one : List.of(id, followUp)) {
            assertThat(server.post(ERLAN, "/api/cases/" + one.hex() + "/claim").statusCode())
                    .isEqualTo(404);
        }
        assertThat(json(server.get(BOLAT, "/api/cases?mark=" + id.hex()))
                        .path("cases")
                        .size())
                .isZero();
    }

    @Test
    void a_claim_that_was_there_before_opens_nothing_any_more() throws Exception {
        CaseId claimed = server.handIn(other);
        assertThat(server.post(AIGUL, "/api/cases/" + claimed.hex() + "/claim").statusCode())
                .isEqualTo(204);
        server.store.withdraw(other.name(), server.today());
        assertThat(server.open(AIGUL, claimed).statusCode()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void security_officers_see_the_threats_and_what_shows_whose_they_are_and_nothing_else() throws Exception {
        HttpResponse<String> answer = server.openWithdrawn(ERLAN, id);
        JsonNode locked = json(answer);
        assertThat(locked.propertyNames()).containsExactlyInAnyOrder("case", "day", "decisions", "cases", "links");
        assertThat(locked.path("case").asString()).isEqualTo(id.hex());
        assertThat(locked.path("day").asString()).isEqualTo("2026-11-23");
        assertThat(locked.path("decisions").size()).isZero();
        assertThat(locked.path("links").size()).isZero();
        assertThat(locked.path("cases").size()).isEqualTo(2);
        JsonNode first = locked.path("cases").get(0);
        JsonNode later = locked.path("cases").get(1);
        assertThat(first.propertyNames()).containsExactlyInAnyOrder("case", "keys", "recipients", "records");
        assertThat(later.propertyNames()).containsExactlyInAnyOrder("case", "keys", "recipients", "records", "author");
        assertThat(first.path("case").asString()).isEqualTo(id.hex());
        assertThat(later.path("case").asString()).isEqualTo(followUp.hex());
        for (JsonNode one : List.of(first, later)) {
            assertThat(one.path("keys").propertyNames()).containsExactlyInAnyOrder("case", "threats");
            assertThat(one.path("recipients").propertyNames()).containsExactlyInAnyOrder("case", "threats");
        }
        assertThat(places(first)).containsExactly("0 case", "2 threats", "4 case");
        assertThat(places(later)).as("its record 0 tells nothing new").containsExactly("2 threats", "4 case");
        assertForbidden(answer, before, 1, 3);
        assertForbidden(answer, beforeFollowUp, 0, 1, 3);
    }

    private static List<String> places(JsonNode one) {
        return one.path("records")
                .valueStream()
                .map(record -> record.path("seq").asInt() + " "
                        + record.path("compartment").asString())
                .toList();
    }

    private static void assertForbidden(HttpResponse<String> answer, SealedCase sealed, Integer... numbers) {
        for (StoredRecord record : sealed.records()) {
            boolean given = answer.body().contains(base64(record.sealed().bytes()));
            assertThat(given)
                    .as("record " + record.seq())
                    .isNotEqualTo(List.of(numbers).contains(record.seq()));
        }
        sealed.keys()
                .forEach((compartment, key) -> assertThat(answer.body().contains(base64(key.bytes())))
                        .as(compartment.name())
                        .isNotEqualTo(compartment.equals(Compartment.IDENTITY)));
    }

    @Test
    void what_follows_comes_with_its_authors_statement_and_with_how_the_number_was_replaced() throws Exception {
        MadeUpReceipt old = MadeUpReceipt.made(RANDOM);
        CaseId first = server.handIn(old);
        Link link = new Link("a statement", List.of(new Link.Signature(Link.AUTHOR, "AAAA")));
        assertThat(server.store.replace(old.name(), other.mailbox(), link, List.of(), Optional.empty()))
                .isTrue();
        CaseId later = server.handIn(other);
        SealedCase sealed = server.store.followUps(first).getFirst();
        assertThat(server.store.withdraw(other.name(), server.today())).isTrue();

        JsonNode locked = json(server.openWithdrawn(ERLAN, first));
        JsonNode author = locked.path("cases").get(1).path("author");
        assertThat(author.path("statement").asString())
                .isEqualTo("{\"format\":\"komir-author/1\",\"case\":\"%s\",\"manifest\":\"%s\"}"
                        .formatted(
                                later.hex(), sealed.records().getLast().sealed().sha256Hex()));
        assertThat(author.path("signature").asString())
                .isEqualTo(sealed.author().orElseThrow().base64());
        assertThat(locked.path("links").size()).isEqualTo(1);
        assertThat(locked.path("links").get(0).path("statement").asString()).isEqualTo("a statement");
        assertThat(locked.path("links")
                        .get(0)
                        .path("signatures")
                        .get(0)
                        .path("by")
                        .asString())
                .isEqualTo("author");
    }

    @Test
    void where_nothing_followed_neither_record_0_nor_a_link_is_given() throws Exception {
        MadeUpReceipt old = MadeUpReceipt.made(RANDOM);
        CaseId alone = server.handIn(old);
        Link link = new Link("a statement", List.of(new Link.Signature(Link.AUTHOR, "AAAA")));
        assertThat(server.store.replace(old.name(), other.mailbox(), link, List.of(), Optional.empty()))
                .isTrue();
        SealedCase sealed = server.store.read(alone).orElseThrow();
        server.store.withdraw(other.name(), server.today());
        HttpResponse<String> answer = server.openWithdrawn(ERLAN, alone);
        assertThat(json(answer).path("links").size()).isZero();
        assertThat(places(json(answer).path("cases").get(0))).containsExactly("2 threats", "4 case");
        assertForbidden(answer, sealed, 0, 1, 3);
    }

    @Test
    void who_is_no_security_officer_sees_and_decides_nothing() throws Exception {
        for (MadeUpPerson who : List.of(AIGUL, BOLAT, DANA)) {
            assertError(server.openWithdrawn(who, id), 403, "not_allowed");
            assertError(decided(who, statement("hold", who, server.today())), 403, "not_allowed");
        }
        assertError(server.stranger("POST", path + "/open"), 401, "login_needed");
        assertError(server.stranger("POST", path + "/decisions"), 401, "login_needed");
        assertThat(server.store.decisions()).isEmpty();
    }

    @Test
    void what_is_not_locked_is_not_there() throws Exception {
        CaseId open = server.handIn(MadeUpReceipt.made(RANDOM));
        for (String other : List.of(open.hex(), followUp.hex(), "0".repeat(32), "nonsense")) {
            assertError(server.post(ERLAN, "/api/withdrawn/" + other + "/open"), 404, "unknown_case");
        }
        id = open;
        path = "/api/withdrawn/" + open.hex();
        assertError(decided(ERLAN, statement("hold", ERLAN, server.today())), 404, "unknown_case");
    }

    @Test
    void two_officers_hold_it_and_it_is_not_destroyed_before_the_earlier_day() throws Exception {
        LocalDate today = server.today();
        assertThat(complete(ERLAN, "hold", today.plusDays(30))).isFalse();
        assertThat(complete(ERLAN, "hold", today.plusDays(29)))
                .as("the same person again")
                .isFalse();
        assertThat(complete(DAUREN, "hold", today.plusDays(10))).isTrue();
        JsonNode decisions = json(server.openWithdrawn(ERLAN, id)).path("decisions");
        assertThat(decisions.size()).isEqualTo(2);
        decisions.forEach(one -> assertThat(one.path("statement").asString()).contains("\"kind\":\"hold\""));

        server.store.destroyWithdrawn(today.plusDays(7), today.plusDays(10));
        assertThat(json(server.openWithdrawn(ERLAN, id)).path("cases").size()).isEqualTo(2);
        assertThat(server.store
                        .mail(receipt.name(), today.plusDays(4))
                        .orElseThrow()
                        .stage())
                .isEqualTo(Stage.GONE);
        server.store.destroyWithdrawn(today.plusDays(8), today.plusDays(11));
        assertError(server.openWithdrawn(ERLAN, id), 404, "unknown_case");
        assertThat(server.store.decisions()).as("who decided stays").isNotEmpty();
    }

    @Test
    void a_hold_that_ran_out_counts_no_more() throws Exception {
        assertThat(complete(ERLAN, "hold", server.today())).isFalse();
        server.passes(Duration.ofDays(1));
        assertThat(complete(DAUREN, "hold", server.today().plusDays(3))).isFalse();
    }

    @Test
    void two_officers_give_it_back_to_the_volunteers() throws Exception {
        LocalDate today = server.today();
        assertThat(complete(ERLAN, "restore", today)).isFalse();
        assertThat(complete(DAUREN, "hold", today)).as("another kind").isFalse();
        assertThat(server.store.queue(server.clock.instant())).isEmpty();
        assertThat(complete(DAUREN, "restore", today)).isTrue();
        assertThat(server.post(AIGUL, "/api/cases/" + id.hex() + "/claim").statusCode())
                .isEqualTo(204);
        JsonNode read = json(server.open(AIGUL, id));
        assertThat(read.path("followUps").size()).isEqualTo(1);
        assertThat(read.has("reply")).as("its mailbox says that it is gone").isFalse();
        assertError(server.openWithdrawn(ERLAN, id), 404, "unknown_case");
        assertThat(server.store.mail(receipt.name(), today.plusDays(4)).map(mail -> mail.stage()))
                .isEqualTo(Optional.of(Stage.GONE));
    }

    @Test
    void the_decision_of_somebody_who_is_no_officer_any_more_does_not_count() throws Exception {
        assertThat(complete(ERLAN, "restore", server.today())).isFalse();
        server.directory(directory -> directory.withPeople(directory.people().stream()
                .filter(person -> !person.id().equals("erlan"))
                .toList()));
        assertThat(complete(DAUREN, "restore", server.today())).isFalse();
        assertThat(server.store.queue(server.clock.instant())).isEmpty();
    }

    @Test
    void a_decision_is_of_whoever_asks_for_this_case_and_within_its_days() throws Exception {
        LocalDate today = server.today();
        String good = statement("hold", ERLAN, today);
        for (String bad : List.of(
                statement("hold", ERLAN, today.minusDays(1)),
                statement("hold", ERLAN, today.plusDays(31)),
                statement("restore", ERLAN, today.minusDays(1)),
                statement("restore", ERLAN, today.plusDays(1)),
                statement("destroy", ERLAN, today),
                statement("hold", DAUREN, today),
                good.replace(id.hex(), followUp.hex()),
                good.replace("komir-decision/1", "komir-decision/2"),
                good.replace("2026-11-23", "tomorrow"),
                good.replace("}", ",\"note\":\"words\"}"),
                good + " ",
                "words",
                "{}")) {
            assertError(decided(ERLAN, bad), 400, "bad_request");
        }
        assertError(decided(ERLAN, good, DAUREN, SigningDomain.DECISION), 403, "bad_signature");
        assertError(decided(ERLAN, good, ERLAN, SigningDomain.LINK), 403, "bad_signature");
        assertError(server.post(ERLAN, path + "/decisions", object().put("statement", good)), 400, "bad_request");
        assertThat(server.store.decisions()).isEmpty();
        assertThat(decided(ERLAN, good).statusCode()).isEqualTo(200);
    }
}
