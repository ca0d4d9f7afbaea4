package org.komir.bot.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.review.ReviewServer.AIGUL;
import static org.komir.bot.review.ReviewServer.BOLAT;
import static org.komir.bot.review.ReviewServer.DAUREN;
import static org.komir.bot.review.ReviewServer.ERLAN;
import static org.komir.bot.review.ReviewServer.RANDOM;
import static org.komir.bot.review.ReviewServer.SERIK;
import static org.komir.bot.review.ReviewServer.assertError;
import static org.komir.bot.review.ReviewServer.base64;
import static org.komir.bot.review.ReviewServer.json;
import static org.komir.bot.review.ReviewServer.object;
import static org.komir.bot.review.ReviewServer.sealedWork;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.intake.CaseId;
import org.komir.bot.testing.MadeUpPerson;
import org.komir.bot.testing.MadeUpReceipt;
import org.komir.crypto.SigningDomain;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What volunteers add to cases, keep for themselves and find, asked over a socket. */
class WorkHttpTest {
    private final MadeUpReceipt receipt = MadeUpReceipt.made(RANDOM);
    private ReviewServer server;
    private CaseId id;
    private String path = "";

    @BeforeEach
    void aCaseWaits(@TempDir Path folder) throws Exception {
        server = new ReviewServer(folder);
        id = server.handIn(receipt);
        path = "/api/cases/" + id.hex();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String works(MadeUpPerson who) throws Exception {
        return server.works(who, id);
    }

    private String finds(MadeUpPerson who, String kind) throws Exception {
        return server.statement(who, id, kind, works(who));
    }

    private void putsBack(MadeUpPerson who) throws Exception {
        assertThat(server.post(who, path + "/release").statusCode()).isEqualTo(204);
    }

    private HttpResponse<String> again(MadeUpPerson who) throws Exception {
        return server.post(who, path + "/again", server.logged(who, Act.REOPEN, id, "", object()));
    }

    private JsonNode queued() throws Exception {
        return json(server.get(SERIK, "/api/queue")).path("cases");
    }

    @Test
    void work_comes_back_to_whoever_holds_the_case_next() throws Exception {
        works(AIGUL);
        putsBack(AIGUL);
        server.post(SERIK, path + "/claim");
        JsonNode work = json(server.open(SERIK, id)).path("work");
        assertThat(work.size()).isEqualTo(1);
        assertThat(work.get(0).path("name").asString()).hasSize(32);
        assertThat(work.get(0).path("sealed").asString()).isNotEmpty();
    }

    @Test
    void work_of_another_length_or_under_another_name_or_without_a_claim_is_refused() throws Exception {
        byte[] sealed = sealedWork();
        String name = id.hex();
        assertError(server.works(AIGUL, id, name, sealed), 409, "not_claimed");
        server.post(AIGUL, path + "/claim");
        assertError(server.works(AIGUL, id, name, sealed), 403, "not_opened");
        json(server.open(AIGUL, id));
        assertError(server.works(SERIK, id, name, sealed), 409, "claimed_by_another");
        assertError(server.works(AIGUL, id, name, new byte[100]), 400, "bad_request");
        assertError(server.works(AIGUL, id, "../1", sealed), 400, "bad_request");
        assertError(server.works(BOLAT, id, name, sealed), 403, "not_allowed");
        assertThat(server.works(AIGUL, id, name, sealed).statusCode()).isEqualTo(204);
        assertThat(server.works(AIGUL, id, name, sealed).statusCode())
                .as("the answer had not come")
                .isEqualTo(204);
        assertError(server.works(AIGUL, id, name, sealedWork()), 400, "bad_request");
    }

    @Test
    void work_and_verdicts_come_with_the_entry_of_the_log_that_says_so() throws Exception {
        String work = works(AIGUL);
        json(server.gives(AIGUL, id, server.statement(AIGUL, id, "needs_more", work)));
        assertThat(server.store.entries(1, 10))
                .extracting(entry -> LogEntry.read(entry.text()).orElseThrow().act())
                .containsExactly(Act.OPEN, Act.WORK, Act.VERDICT);
        assertThat(LogEntry.read(server.store.entries(2, 1).getFirst().text())
                        .orElseThrow()
                        .sha256())
                .isEqualTo(work);
        ObjectNode without = object().put("name", "9".repeat(32)).put("sealed", base64(sealedWork()));
        assertError(server.post(AIGUL, path + "/work", without), 400, "bad_request");
        assertThat(server.store.workOn(id)).hasSize(1);
    }

    @Test
    void what_was_begun_is_kept_when_the_lease_is_over_and_given_to_nobody_else() throws Exception {
        byte[] begun = sealedWork();
        byte[] body = object().put("sealed", base64(begun)).toString().getBytes(StandardCharsets.UTF_8);
        assertThat(server.put(AIGUL, "/api/kept/" + id.hex(), body).statusCode())
                .isEqualTo(204);
        String kept = "/api/kept/" + id.hex();
        assertThat(json(server.get(AIGUL, kept))).isEqualTo(object().put("sealed", base64(begun)));
        assertThat(json(server.get(SERIK, kept))).isEqualTo(object());
        assertThat(json(server.get(AIGUL, "/api/queue")).path("begun").get(0).asString())
                .isEqualTo(id.hex());

        assertThat(server.delete(SERIK, kept).statusCode()).isEqualTo(204);
        assertThat(json(server.get(AIGUL, kept)).has("sealed")).isTrue();
        assertThat(server.delete(AIGUL, kept).statusCode()).isEqualTo(204);
        assertThat(json(server.get(AIGUL, kept))).isEqualTo(object());
        assertError(server.put(AIGUL, "/api/kept/" + "9".repeat(32), body), 404, "unknown_case");
    }

    @Test
    void two_people_verify_a_case_and_it_is_closed_by_the_second() throws Exception {
        assertThat(json(server.gives(AIGUL, id, finds(AIGUL, "verified")))
                        .path("whole")
                        .asBoolean(true))
                .isFalse();
        JsonNode standing = queued().get(0).path("standing");
        assertThat(standing)
                .isEqualTo(ReviewServer.JSON.readTree("{\"kind\":\"verified\",\"whole\":false,\"by\":[\"aigul\"]}"));
        putsBack(AIGUL);
        String second = finds(SERIK, "verified");
        assertThat(json(server.gives(SERIK, id, second)).path("whole").asBoolean(false))
                .isTrue();
        assertThat(queued().size()).isZero();
        assertThat(json(server.gives(SERIK, id, second)).path("whole").asBoolean(false))
                .as("the answer had not come")
                .isTrue();
        assertError(server.post(AIGUL, path + "/claim"), 409, "closed");
    }

    @Test
    void two_verdicts_by_one_person_are_refused() throws Exception {
        json(server.gives(AIGUL, id, finds(AIGUL, "verified")));
        String again = server.statement(AIGUL, id, "verified", works(AIGUL));
        assertError(server.gives(AIGUL, id, again), 409, "same_person");
        assertThat(server.store.verdictsOf(id)).hasSize(1);
    }

    @Test
    void a_correction_leaves_what_was_found_before() throws Exception {
        json(server.gives(AIGUL, id, finds(AIGUL, "verified")));
        json(server.gives(AIGUL, id, finds(AIGUL, "could_not_be_verified")));
        putsBack(AIGUL);
        assertThat(json(server.gives(SERIK, id, finds(SERIK, "verified")))
                        .path("whole")
                        .asBoolean(true))
                .as("who corrected it is not the second person any more")
                .isFalse();
        assertThat(server.store.verdictsOf(id))
                .extracting(verdict -> verdict.volunteer() + " " + verdict.kind())
                .containsExactly("aigul VERIFIED", "aigul COULD_NOT_BE_VERIFIED", "serik VERIFIED");
        JsonNode verdicts = json(server.get(SERIK, path)).path("verdicts");
        assertThat(verdicts.size()).isEqualTo(3);
        assertThat(verdicts.get(0).path("statement").asString()).contains("\"kind\":\"verified\"");
    }

    @Test
    void what_silences_a_testimony_needs_two_people_too() throws Exception {
        for (String kind : List.of("duplicate", "hostile", "could_not_be_verified")) {
            assertThat(json(server.gives(AIGUL, id, finds(AIGUL, kind)))
                            .path("whole")
                            .asBoolean(true))
                    .as(kind)
                    .isFalse();
        }
        assertThat(json(server.gives(AIGUL, id, finds(AIGUL, "needs_more")))
                        .path("whole")
                        .asBoolean(false))
                .isTrue();
        assertThat(queued().size()).as("it stays").isEqualTo(1);
    }

    @Test
    void nobody_finds_anything_about_what_came_after() throws Exception {
        String before = finds(AIGUL, "verified");
        server.handIn(receipt);
        assertError(server.gives(AIGUL, id, before), 409, "changed");
        json(server.gives(AIGUL, id, finds(AIGUL, "verified")));
        putsBack(AIGUL);
        works(SERIK);
        json(server.gives(SERIK, id, finds(SERIK, "verified")));

        server.handIn(receipt);
        assertThat(queued().get(0).path("standing").path("whole").asBoolean(false))
                .as("of what there was before the news")
                .isTrue();
        assertThat(json(server.gives(AIGUL, id, finds(AIGUL, "verified")))
                        .path("whole")
                        .asBoolean(true))
                .as("the same person, but of more")
                .isFalse();
    }

    @Test
    void a_verdict_without_its_reasons_of_another_form_or_signed_otherwise_is_refused() throws Exception {
        String work = works(AIGUL);
        String good = server.statement(AIGUL, id, "verified", work);
        for (String bad : List.of(
                good.replace(work, "0".repeat(64)),
                good.replace("verified", "wonderful"),
                good.replace("aigul", "serik"),
                good.replace("2026-11-23", "2026-11-22"),
                good.replace("\"day\"", "\"more\":\"words\",\"day\""),
                good.replace(id.hex(), "9".repeat(32)),
                good + " ")) {
            assertError(server.gives(AIGUL, id, bad), 400, "bad_request");
        }
        assertError(server.gives(AIGUL, id, good, SERIK, SigningDomain.VERDICT), 403, "bad_signature");
        assertError(server.gives(AIGUL, id, good, AIGUL, SigningDomain.DECISION), 403, "bad_signature");
        assertError(server.gives(ERLAN, id, good), 403, "not_allowed");
        putsBack(AIGUL);
        assertError(server.gives(AIGUL, id, good), 409, "not_claimed");
        server.post(DAUREN, path + "/claim");
        assertError(server.gives(AIGUL, id, good), 409, "claimed_by_another");
        assertThat(server.store.verdictsOf(id)).isEmpty();
    }

    @Test
    void a_case_is_put_away_without_a_verdict_only_where_it_had_one() throws Exception {
        works(AIGUL);
        assertError(server.close(AIGUL, id), 409, "no_verdict");
        json(server.gives(AIGUL, id, finds(AIGUL, "needs_more")));
        assertError(server.close(AIGUL, id), 409, "no_verdict");
        putsBack(AIGUL);
        server.closed(id);

        server.handIn(receipt);
        server.post(AIGUL, path + "/claim");
        assertThat(server.close(AIGUL, id).statusCode()).isEqualTo(204);
        assertThat(queued().size()).isZero();
    }

    @Test
    void somebody_can_look_again_at_what_was_closed() throws Exception {
        assertError(again(DAUREN), 404, "unknown_case");
        server.closed(id);
        assertError(again(ERLAN), 403, "not_allowed");
        assertThat(again(DAUREN).statusCode()).isEqualTo(204);
        JsonNode standing = queued().get(0).path("standing");
        assertThat(standing.path("whole").asBoolean(false)).isTrue();
        json(server.gives(DAUREN, id, finds(DAUREN, "hostile")));
        assertThat(queued().get(0).path("standing").path("kind").asString()).isEqualTo("hostile");
        assertThat(server.store.verdictsOf(id)).as("the earlier ones stay").hasSize(3);
    }
}
