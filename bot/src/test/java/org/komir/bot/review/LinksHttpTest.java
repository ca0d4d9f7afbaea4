package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.review.ReviewServer.AIGUL;
import static org.komir.bot.review.ReviewServer.BOLAT;
import static org.komir.bot.review.ReviewServer.BOTA;
import static org.komir.bot.review.ReviewServer.DANA;
import static org.komir.bot.review.ReviewServer.DAUREN;
import static org.komir.bot.review.ReviewServer.RANDOM;
import static org.komir.bot.review.ReviewServer.assertError;
import static org.komir.bot.review.ReviewServer.base64;
import static org.komir.bot.review.ReviewServer.json;
import static org.komir.bot.review.ReviewServer.object;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.LinkRequest;
import org.komir.bot.testing.MadeUpPerson;
import org.komir.bot.testing.MadeUpReceipt;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.SigningKey;
import tools.jackson.databind.JsonNode;

/** A family that shows itself in person gets another number, asked over a socket. */
class LinksHttpTest {
    private static ReviewServer server;

    private final MadeUpReceipt lost = MadeUpReceipt.made(RANDOM);
    private final MadeUpReceipt fresh = MadeUpReceipt.made(RANDOM);
    private final String request = fresh.request();
    private final String hash = MadeUpReceipt.sha256(request.getBytes(UTF_8));
    private CaseId id = CaseId.random(RANDOM);

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = new ReviewServer(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void aRequestWaits() {
        id = server.handIn(lost);
        assertThat(server.store.ask(new LinkRequest(hash, request), server.today()))
                .isTrue();
    }

    private HttpResponse<String> signed(MadeUpPerson who, byte[] signature) throws Exception {
        return server.post(
                who,
                "/api/cases/" + id.hex() + "/links",
                server.logged(
                        who, Act.LINK, id, hash, object().put("hash", hash).put("signature", base64(signature))));
    }

    private HttpResponse<String> signed(MadeUpPerson who) throws Exception {
        return signed(
                who, who.signingKey().sign(SigningDomain.LINK, fresh.link(id).getBytes(UTF_8)));
    }

    private boolean complete(MadeUpPerson who) throws Exception {
        return json(signed(who)).path("complete").asBoolean();
    }

    private static List<String> by(CaseId id, MadeUpPerson asking) throws Exception {
        List<String> by = new ArrayList<>();
        for (JsonNode line : json(server.get(asking, "/api/queue")).path("signing")) {
            if (line.path("case").asString().equals(id.hex())) {
                line.path("by").forEach(one -> by.add(one.asString()));
            }
        }
        return by;
    }

    @Test
    void a_case_is_found_by_the_mark_on_its_card() throws Exception {
        String mark = id.hex().substring(0, 12);
        JsonNode found = json(server.get(BOLAT, "/api/cases?mark=" + mark)).path("cases");
        assertThat(found.size()).isEqualTo(1);
        assertThat(found.get(0).asString()).isEqualTo(id.hex());
        assertThat(json(server.get(DANA, "/api/cases?mark=" + "0".repeat(32)))
                        .path("cases")
                        .size())
                .isZero();
        for (String bad : List.of("", "abcdef0", id.hex() + "0", "ABCDEF0123", "%25%25%25%25%25%25%25%25")) {
            assertError(server.get(BOLAT, "/api/cases?mark=" + bad), 400, "bad_request");
        }
        for (MadeUpPerson who : List.of(AIGUL, DAUREN)) {
            assertError(server.get(who, "/api/cases?mark=" + mark), 403, "not_allowed");
        }
        assertError(server.stranger("GET", "/api/cases?mark=" + mark), 401, "login_needed");
    }

    @Test
    void a_request_is_found_by_the_words_on_the_familys_screen() throws Exception {
        JsonNode found = json(server.get(DANA, "/api/links/" + hash.substring(0, 19)));
        assertThat(found.path("hash").asString()).isEqualTo(hash);
        assertThat(found.path("request").asString()).isEqualTo(request);
        assertError(server.get(BOLAT, "/api/links/" + "0".repeat(19)), 404, "not_found");
        for (String bad : List.of(hash.substring(0, 18), hash + "0", "X".repeat(19))) {
            assertError(server.get(BOLAT, "/api/links/" + bad), 400, "bad_request");
        }
        assertError(server.get(AIGUL, "/api/links/" + hash), 403, "not_allowed");
        assertError(server.stranger("GET", "/api/links/" + hash), 401, "login_needed");
    }

    @Test
    void a_custodian_and_a_second_person_together_give_the_case_its_new_mailbox() throws Exception {
        assertThat(complete(DANA)).isFalse();
        assertThat(by(id, BOLAT)).containsExactly("dana");
        assertThat(by(id, AIGUL)).as("not told to reviewers").isEmpty();
        assertThat(server.store.mailboxOf(id).orElseThrow().mailbox()).isEqualTo(lost.mailbox());

        assertThat(complete(BOLAT)).isTrue();
        assertThat(server.store.mailboxOf(id)).hasValueSatisfying(box -> {
            assertThat(box.mailbox()).isEqualTo(fresh.mailbox());
            assertThat(box.links()).singleElement().satisfies(link -> {
                assertThat(link.statement()).isEqualTo(fresh.link(id));
                assertThat(link.signatures()).extracting(Link.Signature::by).containsExactly("bolat", "dana");
            });
        });
        assertThat(by(id, BOLAT)).isEmpty();
        assertError(signed(BOTA), 404, "not_found");
    }

    @Test
    void two_signatures_of_one_person_or_of_one_role_are_not_enough() throws Exception {
        assertThat(complete(BOLAT)).isFalse();
        assertThat(complete(BOLAT)).isFalse();
        assertThat(complete(BOTA)).isFalse();
        assertThat(server.store.mailboxOf(id).orElseThrow().mailbox()).isEqualTo(lost.mailbox());
    }

    @Test
    void who_has_both_roles_is_not_two_people() throws Exception {
        server.directory(before -> before.withPeople(before.people().stream()
                .map(person -> person.id().equals("bolat") ? with(person, Role.CUSTODIAN, Role.SECOND) : person)
                .toList()));
        try {
            assertThat(complete(BOLAT)).isFalse();
            assertThat(complete(BOLAT)).isFalse();
            assertThat(server.store.mailboxOf(id).orElseThrow().mailbox()).isEqualTo(lost.mailbox());
        } finally {
            server.directory(before -> before.withPeople(before.people().stream()
                    .map(person -> person.id().equals("bolat") ? with(person, Role.CUSTODIAN) : person)
                    .toList()));
        }
    }

    private static Person with(Person person, Role... roles) {
        return new Person(person.id(), person.name(), Set.of(roles), person.recipient(), person.signingKey());
    }

    @Test
    void the_signature_of_somebody_who_has_left_counts_no_more() throws Exception {
        assertThat(complete(DANA)).isFalse();
        server.directory(before -> before.withPeople(before.people().stream()
                .filter(person -> !person.id().equals("dana"))
                .collect(Collectors.toList())));
        try {
            assertThat(complete(BOLAT)).isFalse();
        } finally {
            server.directory(before -> {
                List<Person> people = new ArrayList<>(before.people());
                people.add(DANA.person());
                return before.withPeople(people);
            });
        }
    }

    @Test
    void what_is_not_signed_by_whoever_asks_for_this_case_and_request_is_refused() throws Exception {
        byte[] text = fresh.link(id).getBytes(UTF_8);
        byte[] ofAnotherCase = fresh.link(CaseId.random(RANDOM)).getBytes(UTF_8);
        for (byte[] bad : List.of(
                DANA.signingKey().sign(SigningDomain.LINK, text),
                BOLAT.signingKey().sign(SigningDomain.DECISION, text),
                BOLAT.signingKey().sign(SigningDomain.LINK, ofAnotherCase),
                SigningKey.generate(RANDOM).sign(SigningDomain.LINK, text),
                new byte[3])) {
            assertError(signed(BOLAT, bad), 403, "bad_signature");
        }
        assertThat(by(id, BOLAT)).isEmpty();
    }

    @Test
    void only_for_a_case_and_a_request_that_are_there() throws Exception {
        String path = "/api/cases/" + id.hex() + "/links";
        String signature = base64(
                BOLAT.signingKey().sign(SigningDomain.LINK, fresh.link(id).getBytes(UTF_8)));
        assertError(
                server.post(BOLAT, path, object().put("hash", "0".repeat(64)).put("signature", signature)),
                404,
                "not_found");
        assertError(
                server.post(
                        BOLAT, path, object().put("hash", hash.substring(0, 19)).put("signature", signature)),
                400,
                "bad_request");
        assertError(server.post(BOLAT, path, object().put("hash", hash)), 400, "bad_request");
        assertError(signed(AIGUL), 403, "not_allowed");
        CaseId followUp = server.handIn(lost);
        CaseId first = id;
        for (CaseId other : List.of(followUp, CaseId.random(RANDOM))) {
            id = other;
            assertError(signed(BOLAT), 404, "unknown_case");
        }
        id = first;
        server.store.withdraw(lost.name(), server.today());
        assertError(signed(BOLAT), 404, "unknown_case");
        assertError(server.stranger("POST", path), 401, "login_needed");
    }
}
