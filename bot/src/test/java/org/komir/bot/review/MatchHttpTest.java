package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.review.ReviewServer.AIGUL;
import static org.komir.bot.review.ReviewServer.BOLAT;
import static org.komir.bot.review.ReviewServer.DAUREN;
import static org.komir.bot.review.ReviewServer.ERLAN;
import static org.komir.bot.review.ReviewServer.ORYN;
import static org.komir.bot.review.ReviewServer.RANDOM;
import static org.komir.bot.review.ReviewServer.SERIK;
import static org.komir.bot.review.ReviewServer.assertError;
import static org.komir.bot.review.ReviewServer.base64;
import static org.komir.bot.review.ReviewServer.json;
import static org.komir.bot.review.ReviewServer.object;
import static org.komir.bot.review.ReviewServer.sealedWork;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.intake.CaseId;
import org.komir.bot.testing.MadeUpEntries;
import org.komir.bot.testing.MadeUpPerson;
import org.komir.bot.testing.MadeUpReceipt;
import org.komir.crypto.Compartment;
import org.komir.crypto.Padding;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.komir.crypto.Sealer;
import org.komir.crypto.Sha256;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Who is given the match key and who the records, and what is taken of either: over a socket, with a real store and real keys. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MatchHttpTest {
    private static final MadeUpPerson TILEK = MadeUpPerson.named("tilek", Role.MATCHER);
    private static final MadeUpPerson NURLAN = MadeUpPerson.named("nurlan", Role.REVIEWER);
    private static final String MADE_OF = "5e".repeat(32);

    private ReviewServer server;
    private final MadeUpReceipt receipt = MadeUpReceipt.made(RANDOM);
    private CaseId id;
    private String path;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new ReviewServer(folder);
        comes(TILEK.person());
        id = server.handIn(receipt);
        path = "/api/cases/" + id.hex();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void comes(Person who) {
        server.directory(directory -> {
            List<Person> people = new ArrayList<>(directory.people());
            people.removeIf(one -> one.id().equals(who.id()));
            people.add(who);
            return directory.withPeople(people);
        });
    }

    private static String name(MadeUpPerson who) {
        return Sha256.hex(who.person().recipient().toString());
    }

    private static byte[] sealed(int size, MadeUpPerson... to) {
        List<Recipient> recipients =
                Stream.of(to).map(each -> each.person().recipient()).toList();
        return new Sealer().seal(Purpose.MATCH_KEY, new byte[size], recipients).bytes();
    }

    private static byte[] sealedTo(MadeUpPerson... to) {
        return sealed(Padding.MEDIUM, to);
    }

    private HttpResponse<String> puts(
            MadeUpPerson who, int generation, byte[] key, String before, MadeUpPerson... readers) throws Exception {
        ObjectNode body = object().put("generation", generation)
                .put("sealed", base64(key))
                .put("before", before);
        ArrayNode names = body.putArray("readers");
        Stream.of(readers).map(MatchHttpTest::name).sorted().forEach(names::add);
        return posts(who, "/api/match/key", Act.MATCH, Optional.empty(), Sha256.hex(key), body);
    }

    private HttpResponse<String> posts(
            MadeUpPerson who, String to, Act act, Optional<CaseId> about, String sha256, ObjectNode body)
            throws Exception {
        LogEntry entry =
                MadeUpEntries.after(server.store.head(), who.person().id(), server.clock.instant(), act, about, sha256);
        return server.post(who, to, ReviewServer.logged(MadeUpEntries.signed(entry, who), body));
    }

    /** By the coordinator, to all three reviewers. @return its SHA-256 */
    private String madeKey() throws Exception {
        byte[] key = sealedTo(AIGUL, SERIK, DAUREN);
        assertThat(puts(ORYN, 1, key, "", AIGUL, SERIK, DAUREN).statusCode()).isEqualTo(204);
        return Sha256.hex(key);
    }

    private void opens(MadeUpPerson who) throws Exception {
        assertThat(server.post(who, path + "/claim").statusCode()).isEqualTo(204);
        json(server.open(who, id));
    }

    private HttpResponse<String> putsRecord(MadeUpPerson who, int generation, byte[] record) throws Exception {
        ObjectNode body =
                object().put("generation", generation).put("madeOf", MADE_OF).put("sealed", base64(record));
        return posts(who, path + "/match", Act.MATCH, Optional.of(id), Sha256.hex(record), body);
    }

    private HttpResponse<String> records(MadeUpPerson who, String after) throws Exception {
        return posts(who, "/api/match/records", Act.MATCH, Optional.empty(), "", object().put("after", after));
    }

    private HttpResponse<String> suggests(MadeUpPerson who, CaseId about, byte[] piece) throws Exception {
        ObjectNode body = object().put("name", "9".repeat(32)).put("sealed", base64(piece));
        return posts(who, "/api/match/cases/" + about.hex(), Act.WORK, Optional.of(about), Sha256.hex(piece), body);
    }

    @Test
    void the_key_is_made_by_a_coordinator_and_given_to_reviewers_alone() throws Exception {
        assertThat(json(server.get(AIGUL, "/api/match/key"))).isEqualTo(object());
        byte[] key = sealedTo(AIGUL, SERIK, DAUREN);
        assertError(puts(AIGUL, 1, key, "", AIGUL, SERIK, DAUREN), 403, "not_allowed");
        assertError(puts(TILEK, 1, key, "", AIGUL, SERIK, DAUREN), 403, "not_allowed");
        assertThat(puts(ORYN, 1, key, "", AIGUL, SERIK, DAUREN).statusCode()).isEqualTo(204);

        JsonNode forReviewers = json(server.get(SERIK, "/api/match/key"));
        assertThat(forReviewers.path("sealed").asString()).isEqualTo(base64(key));
        assertThat(forReviewers.path("generation").asInt()).isEqualTo(1);
        assertThat(forReviewers.path("maker").asString()).isEqualTo(name(ORYN));
        assertThat(forReviewers.path("sha256").asString()).isEqualTo(Sha256.hex(key));
        JsonNode forCoordinators = json(server.get(ORYN, "/api/match/key"));
        assertThat(forCoordinators.has("sealed")).isFalse();
        assertThat(forCoordinators.path("readers")).isEqualTo(forReviewers.path("readers"));
        for (MadeUpPerson other : List.of(TILEK, BOLAT, ERLAN)) {
            assertError(server.get(other, "/api/match/key"), 403, "not_allowed");
        }
        LogEntry entry =
                LogEntry.read(server.store.entries(1, 1).getFirst().text()).orElseThrow();
        assertThat(entry.act()).isEqualTo(Act.MATCH);
        assertThat(entry.about()).isEmpty();
        assertThat(entry.sha256()).isEqualTo(Sha256.hex(key));
    }

    @Test
    void a_coordinator_who_is_a_matcher_makes_no_key() throws Exception {
        MadeUpPerson both = MadeUpPerson.named("both", Role.COORDINATOR, Role.MATCHER);
        comes(both.person());
        assertError(puts(both, 1, sealedTo(AIGUL, SERIK, DAUREN), "", AIGUL, SERIK, DAUREN), 403, "not_allowed");
        assertThat(server.store.matchKey()).isEmpty();
    }

    @Test
    void a_key_is_sealed_to_all_reviewers_of_now_and_nobody_else_and_has_one_size() throws Exception {
        assertError(puts(ORYN, 1, sealedTo(AIGUL, SERIK), "", AIGUL, SERIK), 409, "changed");
        assertError(puts(ORYN, 1, sealedTo(AIGUL, SERIK), "", AIGUL, SERIK, DAUREN), 400, "bad_request");
        assertError(puts(ORYN, 1, sealedTo(AIGUL, SERIK, DAUREN, TILEK), "", AIGUL, SERIK, DAUREN), 400, "bad_request");
        assertError(
                puts(ORYN, 1, sealed(Padding.SMALL, AIGUL, SERIK, DAUREN), "", AIGUL, SERIK, DAUREN),
                400,
                "bad_request");
        assertError(puts(ORYN, 1, "a key".getBytes(UTF_8), "", AIGUL, SERIK, DAUREN), 400, "bad_request");
        assertThat(server.store.head().n()).isZero();
    }

    @Test
    void generations_follow_one_another_and_who_was_slower_is_told() throws Exception {
        byte[] key = sealedTo(AIGUL, SERIK, DAUREN);
        assertError(puts(ORYN, 0, key, "", AIGUL, SERIK, DAUREN), 409, "changed");
        assertError(puts(ORYN, 2, key, "", AIGUL, SERIK, DAUREN), 409, "changed");
        String first = madeKey();
        assertError(puts(ORYN, 2, key, "", AIGUL, SERIK, DAUREN), 409, "changed");
        assertError(puts(ORYN, 2, key, "5e".repeat(32), AIGUL, SERIK, DAUREN), 409, "changed");
        assertThat(puts(ORYN, 2, key, first, AIGUL, SERIK, DAUREN).statusCode()).isEqualTo(204);
        assertThat(server.store.matchKey().orElseThrow().generation()).isEqualTo(2);
    }

    @Test
    void who_has_the_key_seals_it_to_who_came_and_not_once_somebody_was_lost() throws Exception {
        String first = madeKey();
        comes(NURLAN.person());
        byte[] anew = sealedTo(AIGUL, SERIK, DAUREN, NURLAN);
        assertError(puts(NURLAN, 1, anew, first, AIGUL, SERIK, DAUREN, NURLAN), 403, "not_allowed");
        assertError(puts(ORYN, 1, anew, first, AIGUL, SERIK, DAUREN, NURLAN), 403, "not_allowed");
        assertThat(puts(AIGUL, 1, anew, first, AIGUL, SERIK, DAUREN, NURLAN).statusCode())
                .isEqualTo(204);
        Matching.Key key = server.store.matchKey().orElseThrow();
        assertThat(key.readers()).contains(name(NURLAN)).hasSize(4);
        assertThat(key.maker()).isEqualTo(name(ORYN));

        server.directory(directory -> ReviewServer.without(directory, "nurlan"));
        byte[] without = sealedTo(AIGUL, SERIK, DAUREN);
        assertError(puts(AIGUL, 1, without, Sha256.hex(anew), AIGUL, SERIK, DAUREN), 409, "changed");
        assertThat(puts(ORYN, 2, without, Sha256.hex(anew), AIGUL, SERIK, DAUREN)
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void a_record_is_put_by_who_has_opened_the_case_sealed_to_all_matchers() throws Exception {
        madeKey();
        byte[] record = sealedTo(TILEK);
        assertError(putsRecord(AIGUL, 1, record), 409, "not_claimed");
        opens(AIGUL);
        assertError(putsRecord(SERIK, 1, record), 409, "claimed_by_another");
        assertError(putsRecord(ERLAN, 1, record), 403, "not_allowed");
        assertError(putsRecord(AIGUL, 2, record), 409, "changed");
        assertError(putsRecord(AIGUL, 1, sealedTo(TILEK, AIGUL)), 400, "bad_request");
        assertError(putsRecord(AIGUL, 1, sealed(Padding.SMALL, TILEK)), 400, "bad_request");
        assertThat(json(server.get(AIGUL, path + "/match"))).isEqualTo(object());
        assertThat(putsRecord(AIGUL, 1, record).statusCode()).isEqualTo(204);
        assertThat(json(server.get(AIGUL, path + "/match"))).isEqualTo(object().put("madeOf", MADE_OF));
        assertError(server.get(SERIK, path + "/match"), 409, "claimed_by_another");
        LogEntry last = LogEntry.read(server.store
                        .entries(server.store.head().n(), 1)
                        .getFirst()
                        .text())
                .orElseThrow();
        assertThat(last.act()).isEqualTo(Act.MATCH);
        assertThat(last.about()).contains(id);
        assertThat(last.sha256()).isEqualTo(Sha256.hex(record));
        ObjectNode without =
                object().put("generation", 1).put("madeOf", MADE_OF).put("sealed", base64(record));
        assertError(server.post(AIGUL, path + "/match", without), 400, "bad_request");
    }

    @Test
    void matchers_are_given_the_records_with_an_entry_of_the_log_and_nobody_else_is() throws Exception {
        assertThat(json(records(TILEK, "")).path("generation").asInt()).isZero();
        madeKey();
        opens(AIGUL);
        byte[] record = sealedTo(TILEK);
        putsRecord(AIGUL, 1, record);
        JsonNode given = json(records(TILEK, ""));
        assertThat(given.path("generation").asInt()).isEqualTo(1);
        assertThat(given.path("all").asInt()).isEqualTo(1);
        assertThat(given.path("records").get(0).propertyNames()).containsExactlyInAnyOrder("case", "sealed");
        assertThat(given.path("records").get(0).path("case").asString()).isEqualTo(id.hex());
        assertThat(given.path("records").get(0).path("sealed").asString()).isEqualTo(base64(record));
        assertThat(json(records(TILEK, id.hex())).path("records")).isEmpty();
        assertError(records(TILEK, "x"), 404, "unknown_case");
        for (MadeUpPerson other : List.of(AIGUL, ORYN, BOLAT, ERLAN)) {
            assertError(records(other, ""), 403, "not_allowed");
            assertError(server.get(other, "/api/match/cases/" + id.hex()), 403, "not_allowed");
            assertError(server.get(other, "/api/match/said"), 403, "not_allowed");
        }
        assertError(server.post(TILEK, "/api/match/records", object().put("after", "")), 400, "bad_request");
        assertError(server.get(TILEK, path), 403, "not_allowed");
    }

    @Test
    void a_reviewer_who_becomes_a_matcher_gets_no_record_made_with_the_key_that_is_known_there() throws Exception {
        String first = madeKey();
        Person before = SERIK.person();
        comes(new Person(before.id(), before.name(), Set.of(Role.MATCHER), before.recipient(), before.signingKey()));
        assertError(records(SERIK, ""), 403, "not_allowed");
        assertThat(puts(ORYN, 2, sealedTo(AIGUL, DAUREN), first, AIGUL, DAUREN).statusCode())
                .isEqualTo(204);
        assertThat(json(records(SERIK, "")).path("generation").asInt()).isEqualTo(2);
    }

    @Test
    void a_new_generation_serves_nothing_of_the_one_before() throws Exception {
        String first = madeKey();
        opens(AIGUL);
        putsRecord(AIGUL, 1, sealedTo(TILEK));
        assertThat(puts(ORYN, 2, sealedTo(AIGUL, SERIK, DAUREN), first, AIGUL, SERIK, DAUREN)
                        .statusCode())
                .isEqualTo(204);
        JsonNode given = json(records(TILEK, ""));
        assertThat(given.path("generation").asInt()).isEqualTo(2);
        assertThat(given.path("all").asInt()).isZero();
        assertThat(given.path("records")).isEmpty();
        assertError(putsRecord(AIGUL, 1, sealedTo(TILEK)), 409, "changed");
        assertThat(putsRecord(AIGUL, 2, sealedTo(TILEK)).statusCode()).isEqualTo(204);
    }

    @Test
    void what_a_matcher_suggests_is_work_for_whoever_opens_the_case() throws Exception {
        madeKey();
        byte[] piece = sealedWork();
        assertError(suggests(TILEK, id, piece), 404, "unknown_case");
        opens(AIGUL);
        putsRecord(AIGUL, 1, sealedTo(TILEK));
        assertThat(json(server.get(TILEK, "/api/match/cases/" + id.hex()))
                        .path("to")
                        .asString())
                .isEqualTo(Objects.requireNonNull(
                                server.store.read(id).orElseThrow().recipients().get(Compartment.CASE))
                        .toString());
        assertError(suggests(TILEK, id, new byte[100]), 400, "bad_request");
        assertError(suggests(AIGUL, id, piece), 403, "not_allowed");
        assertThat(suggests(TILEK, id, piece).statusCode()).isEqualTo(204);
        assertThat(suggests(TILEK, id, piece).statusCode())
                .as("the answer had not come")
                .isEqualTo(204);
        assertError(suggests(TILEK, id, sealedWork()), 400, "bad_request");
        JsonNode work = json(server.get(AIGUL, path)).path("work");
        assertThat(work).hasSize(1);
        assertThat(work.get(0).path("sealed").asString()).isEqualTo(base64(piece));
        assertThat(LogEntry.read(server.store
                                .entries(server.store.head().n(), 1)
                                .getFirst()
                                .text())
                        .orElseThrow()
                        .volunteer())
                .isEqualTo("tilek");
    }

    @Test
    void of_a_case_that_was_taken_back_nothing_is_served_or_suggested() throws Exception {
        madeKey();
        opens(AIGUL);
        putsRecord(AIGUL, 1, sealedTo(TILEK));
        server.store.withdraw(receipt.name(), server.today());
        assertThat(json(records(TILEK, "")).path("all").asInt()).isZero();
        assertError(server.get(TILEK, "/api/match/cases/" + id.hex()), 404, "unknown_case");
        assertError(suggests(TILEK, id, sealedWork()), 404, "unknown_case");
        assertThat(putsRecord(AIGUL, 1, sealedTo(TILEK)).statusCode()).isEqualTo(409);
        assertThat(server.store.matchRecords()).isZero();
    }

    @Test
    void what_was_said_of_pairs_comes_back_to_who_said_it() throws Exception {
        byte[] said = sealedWork();
        assertThat(json(server.get(TILEK, "/api/match/said"))).isEqualTo(object());
        byte[] body = object().put("sealed", base64(said)).toString().getBytes(UTF_8);
        assertThat(server.put(TILEK, "/api/match/said", body).statusCode()).isEqualTo(204);
        assertThat(json(server.get(TILEK, "/api/match/said"))).isEqualTo(object().put("sealed", base64(said)));
        MadeUpPerson other = MadeUpPerson.named("other", Role.MATCHER);
        comes(other.person());
        assertThat(json(server.get(other, "/api/match/said"))).isEqualTo(object());
        byte[] short_ = object().put("sealed", base64(new byte[9])).toString().getBytes(UTF_8);
        assertError(server.put(TILEK, "/api/match/said", short_), 400, "bad_request");
    }

    @Test
    void what_the_store_learns_of_a_record_is_its_one_size() throws Exception {
        madeKey();
        opens(AIGUL);
        byte[] record = sealedTo(TILEK);
        putsRecord(AIGUL, 1, record);
        byte[] again = sealedTo(TILEK);
        assertThat(again).hasSameSizeAs(record).isNotEqualTo(record);
        Matching.Entry entry = server.store.matchRecords(Optional.empty(), 10).getFirst();
        assertThat(entry).isEqualTo(new Matching.Entry(id, MADE_OF, Sealed.stored(Purpose.MATCH_RECORD, record)));
    }
}
