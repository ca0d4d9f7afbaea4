package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.review.ReviewServer.AIGUL;
import static org.komir.bot.review.ReviewServer.BOLAT;
import static org.komir.bot.review.ReviewServer.DANA;
import static org.komir.bot.review.ReviewServer.ERLAN;
import static org.komir.bot.review.ReviewServer.ORYN;
import static org.komir.bot.review.ReviewServer.RANDOM;
import static org.komir.bot.review.ReviewServer.SERIK;
import static org.komir.bot.review.ReviewServer.assertError;
import static org.komir.bot.review.ReviewServer.base64;
import static org.komir.bot.review.ReviewServer.json;
import static org.komir.bot.review.ReviewServer.logged;
import static org.komir.bot.review.ReviewServer.object;
import static org.komir.bot.review.ReviewServer.random;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.ActLog.Head;
import org.komir.bot.testing.MadeUpEntries;
import org.komir.bot.testing.MadeUpPerson;
import org.komir.bot.testing.MadeUpReceipt;
import org.komir.crypto.SigningDomain;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a volunteer does comes with the entry that says so, asked over a socket. */
class LogHttpTest {
    private ReviewServer server;
    private CaseId id = CaseId.random(RANDOM);
    private String path = "";

    @BeforeEach
    void aCaseIsClaimed(@TempDir Path folder) throws Exception {
        server = new ReviewServer(folder);
        id = server.handIn(MadeUpReceipt.made(RANDOM));
        path = "/api/cases/" + id.hex();
        server.verifiedBefore(id);
        assertThat(server.post(AIGUL, path + "/claim").statusCode()).isEqualTo(204);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private LogEntry entry(MadeUpPerson who, Act act, Instant at) {
        return MadeUpEntries.after(server.store.head(), who.person().id(), at, act, Optional.of(id), "");
    }

    private HttpResponse<String> opened(SignedText entry) throws Exception {
        return server.post(AIGUL, path + "/open", logged(entry, object()));
    }

    @Test
    void no_ciphertext_without_an_open() throws Exception {
        assertError(server.get(AIGUL, path), 403, "not_opened");
        assertError(server.get(AIGUL, path + "/files/" + "0".repeat(32)), 403, "not_opened");
        assertError(server.post(AIGUL, path + "/open"), 400, "bad_request");
        assertError(server.post(AIGUL, path + "/open", object()), 400, "bad_request");
        assertThat(server.store.head()).isEqualTo(Head.NONE);

        JsonNode given = json(server.open(AIGUL, id));
        assertThat(given.path("case").asString()).isEqualTo(id.hex());
        assertThat(given.path("records").size()).isEqualTo(5);
        assertThat(json(server.get(AIGUL, path))).isEqualTo(given);
        assertThat(server.store.head().n()).isEqualTo(1);

        server.post(AIGUL, path + "/release");
        server.post(AIGUL, path + "/claim");
        assertError(server.get(AIGUL, path), 403, "not_opened");
    }

    @Test
    void who_does_not_hold_it_opens_nothing_and_nothing_is_written() throws Exception {
        assertError(server.open(SERIK, id), 409, "claimed_by_another");
        assertError(server.open(BOLAT, id), 403, "not_allowed");
        assertError(server.stranger("POST", path + "/open"), 401, "login_needed");
        assertThat(server.store.head()).isEqualTo(Head.NONE);
    }

    @Test
    void an_entry_says_exactly_what_is_asked_for_and_is_signed_by_whoever_asks() throws Exception {
        Instant now = server.clock.instant();
        LogEntry good = entry(AIGUL, Act.OPEN, now);
        for (LogEntry other : List.of(
                entry(SERIK, Act.OPEN, now),
                entry(AIGUL, Act.CLOSE, now),
                MadeUpEntries.after(Head.NONE, "aigul", now, Act.OPEN, Optional.of(CaseId.random(RANDOM)), ""),
                MadeUpEntries.after(Head.NONE, "aigul", now, Act.OPEN, Optional.empty(), ""),
                MadeUpEntries.after(Head.NONE, "aigul", now, Act.OPEN, Optional.of(id), "0".repeat(64)),
                entry(AIGUL, Act.OPEN, now.plusSeconds(121)),
                entry(AIGUL, Act.OPEN, now.minusSeconds(121)))) {
            assertError(opened(MadeUpEntries.signed(other, AIGUL)), 400, "bad_request");
        }
        for (String other : List.of(
                good.text() + " ",
                good.text().replace("\"n\":1", "\"n\":01"),
                good.text().replace("\"n\":1", "\"n\": 1"),
                good.text().replace("komir-log/1", "komir-log/2"),
                good.text().replace("\"act\":\"open\"", "\"act\":\"look\""),
                good.text().replace("}", ",\"note\":\"words\"}"),
                good.text().replaceAll("T[0-9:]+Z", "T24:00:00Z"))) {
            byte[] signature = AIGUL.signingKey().sign(SigningDomain.LOG, other.getBytes(US_ASCII));
            assertError(opened(new SignedText(other, signature)), 400, "bad_request");
        }
        assertError(opened(MadeUpEntries.signed(good, SERIK)), 403, "bad_signature");
        byte[] forAnother =
                AIGUL.signingKey().sign(SigningDomain.LOGIN, good.text().getBytes(US_ASCII));
        assertError(opened(new SignedText(good.text(), forAnother)), 403, "bad_signature");
        assertThat(server.store.head()).isEqualTo(Head.NONE);
        assertThat(opened(MadeUpEntries.signed(good, AIGUL)).statusCode()).isEqualTo(200);
    }

    @Test
    void an_entry_on_an_older_head_is_told_the_head_that_there_is() throws Exception {
        SignedText mine = MadeUpEntries.signed(entry(AIGUL, Act.OPEN, server.clock.instant()), AIGUL);
        CaseId other = server.handIn(MadeUpReceipt.made(RANDOM));
        server.post(SERIK, "/api/cases/" + other.hex() + "/claim");
        server.open(SERIK, other);
        HttpResponse<String> moved = opened(mine);
        Head head = server.store.head();
        assertThat(moved.statusCode()).isEqualTo(409);
        assertThat(moved.body())
                .isEqualTo("{\"error\":\"log_moved\",\"n\":1,\"sha256\":\"%s\",\"at\":\"%s\"}"
                        .formatted(head.sha256(), head.at()));
        assertError(server.get(AIGUL, path), 403, "not_opened");
        assertThat(server.open(AIGUL, id).statusCode()).isEqualTo(200);
    }

    @Test
    void time_never_goes_back_and_a_clock_that_was_wrong_once_stops_nobody() throws Exception {
        Instant early = server.clock.instant();
        server.passes(Duration.ofHours(1));
        assertThat(server.post(AIGUL, path + "/claim").statusCode()).isEqualTo(204);
        assertThat(server.open(AIGUL, id).statusCode()).isEqualTo(200);
        server.passes(Duration.ofHours(-1));
        assertError(opened(MadeUpEntries.signed(entry(AIGUL, Act.OPEN, early), AIGUL)), 400, "bad_request");
        Instant last = server.store.head().at();
        assertError(
                opened(MadeUpEntries.signed(entry(AIGUL, Act.OPEN, last.plusSeconds(1)), AIGUL)), 400, "bad_request");
        assertThat(opened(MadeUpEntries.signed(entry(AIGUL, Act.OPEN, last), AIGUL))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void every_act_leaves_its_entry_first_and_nothing_is_done_without() throws Exception {
        assertError(server.post(AIGUL, path + "/close", object()), 400, "bad_request");
        assertThat(server.store.lease(id, server.clock.instant())).isPresent();
        byte[] sealed = random(300);
        ObjectNode letter = object().put("id", "0".repeat(32)).put("sealed", base64(sealed));
        letter.putArray("files");
        assertError(server.post(AIGUL, path + "/letters", letter), 400, "bad_request");
        String sha256 = MadeUpReceipt.sha256(sealed);
        assertError(
                server.post(AIGUL, path + "/letters", server.logged(AIGUL, Act.LETTER, id, "0".repeat(64), letter)),
                400,
                "bad_request");
        assertThat(server.post(AIGUL, path + "/letters", server.logged(AIGUL, Act.LETTER, id, sha256, letter))
                        .statusCode())
                .isEqualTo(204);
        assertThat(server.close(AIGUL, id).statusCode()).isEqualTo(204);
        assertThat(server.store.entries(1, 10).stream()
                        .map(one -> LogEntry.read(one.text()).orElseThrow())
                        .map(one -> one.n() + " " + one.volunteer() + " "
                                + one.act().word() + " " + one.sha256()))
                .containsExactly("1 aigul letter " + sha256, "2 aigul close ");
    }

    @Test
    void an_entry_whose_act_fails_afterwards_stands() throws Exception {
        MadeUpReceipt receipt = MadeUpReceipt.made(RANDOM);
        CaseId restored = server.handIn(receipt);
        server.store.withdraw(receipt.name(), server.today());
        server.store.restore(restored);
        server.post(AIGUL, "/api/cases/" + restored.hex() + "/claim");
        byte[] sealed = random(300);
        ObjectNode letter = object().put("id", "1".repeat(32)).put("sealed", base64(sealed));
        letter.putArray("files");
        assertError(
                server.post(
                        AIGUL,
                        "/api/cases/" + restored.hex() + "/letters",
                        server.logged(AIGUL, Act.LETTER, restored, MadeUpReceipt.sha256(sealed), letter)),
                404,
                "not_found");
        assertThat(server.store.head().n()).isEqualTo(1);
    }

    @Test
    void everybody_who_is_logged_in_reads_the_log_and_nobody_else() throws Exception {
        server.open(AIGUL, id);
        server.close(AIGUL, id);
        for (MadeUpPerson who : List.of(AIGUL, BOLAT, DANA, ERLAN, ORYN)) {
            JsonNode all = json(server.get(who, "/api/log?from=1"));
            assertThat(all.path("n").asInt()).isEqualTo(2);
            assertThat(all.path("sha256").asString())
                    .isEqualTo(server.store.head().sha256());
            assertThat(all.path("at").asString()).isEqualTo("2026-11-23T10:00:00Z");
            assertThat(all.path("entries").size()).isEqualTo(2);
            LogEntry first = LogEntry.read(
                            all.path("entries").get(0).path("entry").asString())
                    .orElseThrow();
            assertThat(first.hash())
                    .isEqualTo(LogEntry.read(
                                    all.path("entries").get(1).path("entry").asString())
                            .orElseThrow()
                            .before());
        }
        assertThat(json(server.get(AIGUL, "/api/log?from=2")).path("entries").size())
                .isEqualTo(1);
        assertThat(json(server.get(AIGUL, "/api/log")).path("entries").size()).isZero();
        assertError(server.get(AIGUL, "/api/log?from=-1"), 400, "bad_request");
        assertError(server.stranger("GET", "/api/log"), 401, "login_needed");
    }

    @Test
    void a_coordinator_sees_the_log_and_no_case() throws Exception {
        assertThat(json(server.get(ORYN, "/api/queue")).path("cases").size()).isZero();
        assertError(server.open(ORYN, id), 403, "not_allowed");
        assertError(server.post(ORYN, path + "/claim"), 403, "not_allowed");
    }
}
