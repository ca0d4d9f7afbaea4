package org.komir.bot.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.review.ReviewServer.AIGUL;
import static org.komir.bot.review.ReviewServer.BOLAT;
import static org.komir.bot.review.ReviewServer.DAUREN;
import static org.komir.bot.review.ReviewServer.ORYN;
import static org.komir.bot.review.ReviewServer.RANDOM;
import static org.komir.bot.review.ReviewServer.SERIK;
import static org.komir.bot.review.ReviewServer.assertError;
import static org.komir.bot.review.ReviewServer.json;
import static org.komir.bot.review.ReviewServer.object;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.intake.CaseId;
import org.komir.bot.testing.MadeUpPerson;
import org.komir.bot.testing.MadeUpReceipt;
import org.komir.crypto.Sha256;
import tools.jackson.databind.JsonNode;

/** The queue: how soon, by whom, in which order, asked over a socket. */
class QueueHttpTest {
    private ReviewServer server;
    private CaseId id = CaseId.random(RANDOM);
    private String path = "";

    @BeforeEach
    void aCaseWaits(@TempDir Path folder) throws Exception {
        server = new ReviewServer(folder);
        id = waiting();
        path = "/api/cases/" + id.hex();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** One of which its family did not say that something is about to happen. */
    private CaseId waiting() {
        return server.handIn(MadeUpReceipt.made(RANDOM), false);
    }

    private HttpResponse<String> says(MadeUpPerson who, String urgency) throws Exception {
        String sha256 = Sha256.hex(urgency);
        return server.post(
                who, path + "/urgency", server.logged(who, Act.URGENCY, id, sha256, object().put("urgency", urgency)));
    }

    private HttpResponse<String> hands(MadeUpPerson who, String to) throws Exception {
        String sha256 = Sha256.hex(to);
        return server.post(who, path + "/hand", server.logged(who, Act.HAND, id, sha256, object().put("to", to)));
    }

    private JsonNode line(MadeUpPerson who, CaseId of) throws Exception {
        return StreamSupport.stream(
                        json(server.get(who, "/api/queue")).path("cases").spliterator(), false)
                .filter(one -> one.path("case").asString().equals(of.hex()))
                .findFirst()
                .orElseThrow();
    }

    private List<String> order(MadeUpPerson who) throws Exception {
        return StreamSupport.stream(
                        json(server.get(who, "/api/queue")).path("cases").spliterator(), false)
                .map(one -> one.path("case").asString())
                .toList();
    }

    private void opens(MadeUpPerson who) throws Exception {
        server.post(who, path + "/claim");
        json(server.open(who, id));
    }

    @Test
    void whoever_opened_a_case_says_how_soon_and_it_comes_up() throws Exception {
        List<CaseId> others = IntStream.range(0, 20).mapToObj(i -> waiting()).toList();
        opens(AIGUL);
        assertThat(line(SERIK, id).has("urgency")).isFalse();
        for (String urgency : List.of("today", "week")) {
            assertThat(says(AIGUL, urgency).statusCode()).isEqualTo(204);
            assertThat(line(SERIK, id).path("urgency").asString()).isEqualTo(urgency);
            assertThat(order(SERIK).getFirst()).isEqualTo(id.hex());
        }
        assertThat(says(AIGUL, "calm").statusCode()).isEqualTo(204);
        assertThat(order(SERIK).getLast()).isEqualTo(id.hex());
        assertThat(order(SERIK)).hasSize(others.size() + 1);
    }

    @Test
    void nobody_says_how_soon_who_has_not_opened_it_and_no_word_of_ones_own_gets_in() throws Exception {
        assertError(says(AIGUL, "today"), 409, "not_claimed");
        server.post(AIGUL, path + "/claim");
        assertError(says(AIGUL, "today"), 403, "not_opened");
        assertError(says(SERIK, "today"), 409, "claimed_by_another");
        assertError(says(BOLAT, "today"), 403, "not_allowed");
        opens(AIGUL);
        long n = server.store.head().n();
        for (String other : List.of("TODAY", "", "now", "Алматы")) {
            assertError(
                    server.post(
                            AIGUL,
                            path + "/urgency",
                            server.logged(AIGUL, Act.URGENCY, id, "", object().put("urgency", other))),
                    400,
                    "bad_request");
        }
        assertError(server.post(AIGUL, path + "/urgency", object().put("urgency", "today")), 400, "bad_request");
        assertThat(server.store.head().n()).isEqualTo(n);
    }

    @Test
    void a_case_is_handed_to_a_colleague_who_opens_it_anew() throws Exception {
        opens(AIGUL);
        assertThat(hands(AIGUL, "serik").statusCode()).isEqualTo(204);

        JsonNode line = line(SERIK, id);
        assertThat(line.path("mine").asBoolean()).isTrue();
        assertThat(line.path("handedBy").asString()).isEqualTo("aigul");
        assertError(server.get(AIGUL, path), 409, "claimed_by_another");
        assertError(server.get(SERIK, path), 403, "not_opened");
        assertError(hands(AIGUL, "dauren"), 409, "claimed_by_another");
        json(server.open(SERIK, id));
        assertThat(line(SERIK, id).has("handedBy")).isFalse();

        server.passes(Duration.ofMinutes(31));
        assertThat(line(SERIK, id).path("state").asString()).isEqualTo("waiting");
    }

    @Test
    void who_holds_a_case_is_told_without_the_whole_queue() throws Exception {
        assertThat(json(server.get(AIGUL, path + "/lease")).path("holder").isNull())
                .isTrue();
        server.post(AIGUL, path + "/claim");
        JsonNode mine = json(server.get(AIGUL, path + "/lease"));
        assertThat(mine.path("mine").asBoolean()).isTrue();
        assertThat(mine.path("leaseUntil").asString()).isEqualTo("2026-11-23T10:30:00Z");
        JsonNode hers = json(server.get(SERIK, path + "/lease"));
        assertThat(hers.path("mine").asBoolean()).isFalse();
        assertThat(hers.path("holder").asString()).isEqualTo("aigul");
        assertError(server.get(BOLAT, path + "/lease"), 403, "not_allowed");
    }

    @Test
    void nothing_is_handed_to_who_may_not_read_or_to_oneself() throws Exception {
        opens(AIGUL);
        long n = server.store.head().n();
        for (String to : List.of("bolat", "oryn", "aigul", "nobody", "")) {
            String sha256 = Sha256.hex(to);
            HttpResponse<String> answer = server.post(
                    AIGUL, path + "/hand", server.logged(AIGUL, Act.HAND, id, sha256, object().put("to", to)));
            assertError(answer, 409, "cannot_read");
        }
        assertThat(server.store.head().n()).isEqualTo(n);
        assertThat(line(AIGUL, id).path("mine").asBoolean()).isTrue();
    }

    @Test
    void who_asked_lately_is_here_and_nothing_of_it_is_kept() throws Exception {
        server.get(SERIK, "/api/queue");
        server.get(ORYN, "/api/queue");
        assertThat(here()).containsExactly("aigul", "oryn", "serik");
        server.clock.passes(Duration.ofSeconds(119));
        assertThat(here()).containsExactly("aigul", "oryn", "serik");
        server.clock.passes(Duration.ofSeconds(2));
        assertThat(here()).containsExactly("aigul");
        server.get(SERIK, "/api/queue");
        assertThat(here()).containsExactly("aigul", "serik");
        server.directory(before -> ReviewServer.without(before, "serik"));
        assertThat(here()).containsExactly("aigul");
    }

    private Set<String> here() throws Exception {
        Set<String> here = new TreeSet<>();
        json(server.get(AIGUL, "/api/queue")).path("here").forEach(one -> here.add(one.asString()));
        return here;
    }

    @Test
    void what_nobody_opened_for_seven_days_is_marked_and_comes_up() throws Exception {
        List<CaseId> others = IntStream.range(0, 20).mapToObj(i -> waiting()).toList();
        server.store.countDays(server.today());
        server.passes(Duration.ofDays(1));
        for (CaseId other : others) {
            server.post(AIGUL, "/api/cases/" + other.hex() + "/claim");
            json(server.open(AIGUL, other));
            server.post(AIGUL, "/api/cases/" + other.hex() + "/release");
        }
        server.passes(Duration.ofDays(5));
        assertThat(line(AIGUL, id).has("unopened")).isFalse();
        server.passes(Duration.ofDays(1));
        assertThat(line(AIGUL, id).path("unopened").asBoolean()).isTrue();
        assertThat(line(AIGUL, others.getFirst()).has("unopened")).isFalse();
        assertThat(order(AIGUL).getFirst()).isEqualTo(id.hex());
        opens(AIGUL);
        server.post(AIGUL, path + "/release");
        assertThat(line(AIGUL, id).has("unopened")).isFalse();
    }

    @Test
    void an_answer_that_did_not_change_is_not_sent_again() throws Exception {
        HttpResponse<String> whole = server.get(AIGUL, "/api/queue");
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> same = server.get(AIGUL, "/api/queue", Map.of("If-None-Match", tag));
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        server.post(AIGUL, path + "/claim");
        HttpResponse<String> other = server.get(AIGUL, "/api/queue", Map.of("If-None-Match", tag));
        assertThat(json(other).path("cases").get(0).path("mine").asBoolean()).isTrue();
        assertThat(other.headers().firstValue("ETag"))
                .isNotEqualTo(whole.headers().firstValue("ETag"));
    }

    @Test
    void closed_cases_are_asked_for_by_themselves_and_come_back_for_another_look() throws Exception {
        server.closed(id);
        assertThat(order(AIGUL)).isEmpty();
        JsonNode closed = json(server.get(DAUREN, "/api/queue?closed=true")).path("cases");
        assertThat(closed.size()).isEqualTo(1);
        assertThat(closed.get(0).path("case").asString()).isEqualTo(id.hex());
        assertThat(closed.get(0).path("state").asString()).isEqualTo("closed");
        assertThat(closed.get(0).path("standing").path("kind").asString()).isEqualTo("verified");
        assertError(server.get(BOLAT, "/api/queue?closed=true"), 403, "not_allowed");
        assertError(server.stranger("GET", "/api/queue?closed=true"), 401, "login_needed");

        assertThat(server.post(AIGUL, path + "/again", server.logged(AIGUL, Act.REOPEN, id, "", object()))
                        .statusCode())
                .isEqualTo(204);
        assertThat(order(AIGUL)).containsExactly(id.hex());
        assertThat(json(server.get(DAUREN, "/api/queue?closed=true"))
                        .path("cases")
                        .size())
                .isZero();
    }
}
