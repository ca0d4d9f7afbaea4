package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.review.ReviewServer.AIGUL;
import static org.komir.bot.review.ReviewServer.BOLAT;
import static org.komir.bot.review.ReviewServer.DANA;
import static org.komir.bot.review.ReviewServer.DAUREN;
import static org.komir.bot.review.ReviewServer.ERLAN;
import static org.komir.bot.review.ReviewServer.NURSE;
import static org.komir.bot.review.ReviewServer.ORYN;
import static org.komir.bot.review.ReviewServer.RANDOM;
import static org.komir.bot.review.ReviewServer.assertError;
import static org.komir.bot.review.ReviewServer.base64;
import static org.komir.bot.review.ReviewServer.json;
import static org.komir.bot.review.ReviewServer.object;
import static org.komir.bot.review.ReviewServer.random;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.Submissions.Submission;
import org.komir.bot.testing.MadeUpPerson;
import org.komir.bot.testing.MadeUpReceipt;
import org.komir.crypto.CannotOpen;
import org.komir.crypto.CaseKeys;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.Opener;
import org.komir.crypto.Padding;
import org.komir.crypto.Panel;
import org.komir.crypto.Panelists;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.komir.crypto.Sealer;
import org.komir.crypto.Sha256;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What somebody in aid is given, over a socket, with a real store and real keys: what a family needs, and nothing else of its case. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class NeedsHttpTest {
    private static final Identity ESCROW = Identity.generate(RANDOM);
    private static final MadeUpPerson DOCTOR = MadeUpPerson.named("doctor", Role.AID);

    private ReviewServer server;
    private CaseId id = CaseId.random(RANDOM);
    private final FileName aloud = new FileName("aa".repeat(16));
    private final FileName story = new FileName("bb".repeat(16));

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new ReviewServer(folder);
        server.directory(directory -> {
            List<Person> people = new ArrayList<>(directory.people());
            people.add(DOCTOR.person());
            return directory.withPeople(people);
        });
        for (FileName file : List.of(aloud, story)) {
            server.files.write(file, out -> out.write(file.hex().getBytes(UTF_8)));
        }
        id = handIn(MadeUpReceipt.made(RANDOM), NURSE);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Panel.One one(MadeUpPerson... people) {
        List<String> ids =
                Stream.of(people).map(each -> each.person().id()).sorted().toList();
        return new Panel.One(recipients(people), Optional.of(Panelists.of(ids)));
    }

    private static List<Recipient> recipients(MadeUpPerson... people) {
        return Stream.concat(Stream.of(people).map(each -> each.person().recipient()), Stream.of(ESCROW.recipient()))
                .toList();
    }

    private CaseId handIn(MadeUpReceipt receipt, MadeUpPerson... inAid) {
        CaseId made = CaseId.random(RANDOM);
        List<StoredRecord> records = List.of(
                record(0, Compartment.CASE),
                record(1, Compartment.CASE, story),
                record(2, Compartment.NEEDS, aloud),
                record(3, Compartment.THREATS),
                record(4, Compartment.CASE));
        Map<Compartment, Panel> panels = Map.of(
                Compartment.CASE, one(AIGUL), Compartment.THREATS, one(DAUREN, ERLAN), Compartment.NEEDS, one(inAid));
        server.store.handIn(new Submission(
                made,
                true,
                CaseKeys.generate(RANDOM, new Sealer(), panels).keys(),
                records,
                receipt.mailbox(),
                receipt.owns(made, records.getLast().sealed().sha256Hex()),
                server.today()));
        return made;
    }

    private static StoredRecord record(int seq, Compartment compartment, FileName... files) {
        return new StoredRecord(
                seq, compartment, Sealed.stored(Purpose.TESTIMONY, ("record " + seq).getBytes(UTF_8)), List.of(files));
    }

    private String path(String action) {
        return "/api/needs/" + id.hex() + action;
    }

    private HttpResponse<String> claim(MadeUpPerson who) throws Exception {
        return server.post(who, path("/claim"));
    }

    private HttpResponse<String> open(MadeUpPerson who) throws Exception {
        return server.post(who, path("/open"), server.logged(who, Act.NEEDS, id, "", object()));
    }

    private static byte[] sealedWork() {
        return new Sealer()
                .seal(Purpose.WORK, new byte[Padding.SMALL], List.of(ESCROW.recipient()))
                .bytes();
    }

    private HttpResponse<String> works(MadeUpPerson who, byte[] sealed, boolean over) throws Exception {
        ObjectNode body = object().put("name", Sha256.hex(sealed).substring(0, 32))
                .put("sealed", base64(sealed))
                .put("over", over);
        return server.post(who, path("/work"), server.logged(who, Act.WORK, id, MadeUpReceipt.sha256(sealed), body));
    }

    private List<String> states(MadeUpPerson who) throws Exception {
        List<String> states = new ArrayList<>();
        json(server.get(who, "/api/needs"))
                .path("needs")
                .forEach(each -> states.add(each.path("state").asString()));
        return states;
    }

    @Test
    void somebody_in_aid_is_given_the_needs_and_nothing_else_of_a_case() throws Exception {
        assertThat(states(NURSE)).containsExactly("waiting");
        assertThat(claim(NURSE).statusCode()).isEqualTo(204);
        JsonNode given = json(open(NURSE));
        assertThat(given.propertyNames()).containsExactlyInAnyOrder("case", "keys", "recipients", "records", "work");
        assertThat(given.path("keys").propertyNames()).containsExactly("needs");
        assertThat(given.path("recipients").propertyNames()).containsExactly("needs");
        assertThat(given.path("records").size()).isEqualTo(1);
        assertThat(given.path("records").get(0).path("seq").asInt()).isEqualTo(2);
        assertThat(given.path("records").get(0).path("compartment").asString()).isEqualTo("needs");
        byte[] key = Base64.getDecoder().decode(given.path("keys").path("needs").asString());
        assertThat(opens(key, NURSE)).isTrue();
        assertThat(opens(key, AIGUL)).isFalse();

        assertThat(server.get(NURSE, path("/files/" + aloud.hex())).body()).isEqualTo(aloud.hex());
        assertError(server.get(NURSE, path("/files/" + story.hex())), 404, "not_found");
        String whole = "/api/cases/" + id.hex();
        for (String refused : List.of("", "/lease", "/files/" + story.hex())) {
            assertError(server.get(NURSE, whole + refused), 403, "not_allowed");
        }
        assertError(server.post(NURSE, whole + "/claim"), 403, "not_allowed");
        assertError(server.open(NURSE, id), 403, "not_allowed");
        assertError(server.get(NURSE, "/api/cases?mark=" + id.hex().substring(0, 12)), 403, "not_allowed");
        JsonNode queue = json(server.get(NURSE, "/api/queue"));
        assertThat(queue.path("cases").size()).isZero();
        assertThat(queue.path("signing").size()).isZero();
    }

    private static boolean opens(byte[] file, MadeUpPerson who) {
        try {
            new Opener(List.of(who.identity())).open(Sealed.stored(Purpose.CASE_KEY, file));
            return true;
        } catch (CannotOpen sealedToOthers) {
            return false;
        }
    }

    @Test
    void nothing_is_given_without_a_claim_and_an_entry_of_the_log() throws Exception {
        assertError(open(NURSE), 409, "not_claimed");
        assertError(server.get(NURSE, path("/files/" + aloud.hex())), 409, "not_claimed");
        claim(NURSE);
        assertError(server.get(NURSE, path("/files/" + aloud.hex())), 403, "not_opened");
        assertError(works(NURSE, sealedWork(), true), 403, "not_opened");
        assertError(server.post(NURSE, path("/open"), object()), 400, "bad_request");
        assertError(
                server.post(NURSE, path("/open"), server.logged(NURSE, Act.OPEN, id, "", object())),
                400,
                "bad_request");
        assertThat(server.store.head().n()).isZero();
        assertThat(server.store
                        .need(id, server.clock.instant())
                        .orElseThrow()
                        .lease()
                        .orElseThrow()
                        .opened())
                .isFalse();
        json(open(NURSE));
        assertThat(server.store.head().n()).isEqualTo(1);
        assertThat(server.store.lease(id, server.clock.instant()))
                .as("nobody has the case")
                .isEmpty();
    }

    @Test
    void one_at_a_time_has_it_and_who_is_in_another_panel_does_not() throws Exception {
        assertThat(states(DOCTOR)).isEmpty();
        assertError(claim(DOCTOR), 403, "not_in_panel");
        assertError(open(DOCTOR), 403, "not_in_panel");
        CaseId both = handIn(MadeUpReceipt.made(RANDOM), NURSE, DOCTOR);
        id = both;
        assertThat(claim(DOCTOR).statusCode()).isEqualTo(204);
        assertError(claim(NURSE), 409, "claimed_by_another");
        assertError(open(NURSE), 409, "claimed_by_another");
        assertThat(states(NURSE)).containsExactlyInAnyOrder("waiting", "taken");
        server.passes(Limit.LEASE.time());
        assertThat(claim(NURSE).statusCode()).isEqualTo(204);
        assertThat(server.post(NURSE, path("/release")).statusCode()).isEqualTo(204);
        assertError(server.post(NURSE, path("/release")), 409, "not_claimed");
        assertError(server.get(NURSE, "/api/needs/" + "0".repeat(32) + "/files/" + aloud.hex()), 404, "unknown_case");
    }

    @Test
    void who_is_not_in_aid_is_given_none() throws Exception {
        for (MadeUpPerson who : List.of(AIGUL, BOLAT, DANA, ORYN)) {
            assertError(server.get(who, "/api/needs"), 403, "not_allowed");
            assertError(claim(who), 403, "not_allowed");
            assertError(open(who), 403, "not_allowed");
        }
        assertThat(states(ERLAN))
                .as("a security officer, while somebody is in aid")
                .isEmpty();
        assertError(claim(ERLAN), 403, "not_in_panel");
    }

    @Test
    void what_was_sealed_to_security_officers_while_nobody_was_in_aid_is_theirs_and_then_sealed_anew()
            throws Exception {
        id = handIn(MadeUpReceipt.made(RANDOM), ERLAN);
        assertThat(states(ERLAN)).containsExactly("waiting");
        assertThat(claim(ERLAN).statusCode()).isEqualTo(204);
        assertThat(json(open(ERLAN)).path("keys").propertyNames()).containsExactly("needs");
        assertThat(reseal(ERLAN, List.of("erlan")).statusCode()).isEqualTo(409);
        assertThat(reseal(ERLAN, List.of("doctor", "nurse"), DOCTOR, NURSE).statusCode())
                .isEqualTo(204);
        assertThat(states(ERLAN)).isEmpty();
        assertThat(states(DOCTOR)).hasSize(1);
    }

    private HttpResponse<String> reseal(MadeUpPerson who, List<String> panel, MadeUpPerson... to) throws Exception {
        JsonNode key = key(json(
                server.post(who, "/api/cases/" + id.hex() + "/keys", server.logged(who, Act.KEYS, id, "", object()))));
        byte[] before = Base64.getDecoder().decode(key.path("sealed").asString());
        byte[] content = new Opener(List.of(who.identity())).open(Sealed.stored(Purpose.CASE_KEY, before));
        Sealed<Purpose.CaseKey> file = new Sealer().seal(Purpose.CASE_KEY, content, recipients(to));
        ObjectNode body = object().put("compartment", "needs")
                .put("sealed", base64(file.bytes()))
                .put("before", Sealed.stored(Purpose.CASE_KEY, before).sha256Hex());
        ArrayNode ids = body.putArray("panel");
        panel.forEach(ids::add);
        return server.post(
                who, "/api/cases/" + id.hex() + "/reseal", server.logged(who, Act.RESEAL, id, file.sha256Hex(), body));
    }

    private static JsonNode key(JsonNode given) {
        assertThat(given.path("readers").isMissingNode())
                .as("who reads the case")
                .isTrue();
        for (JsonNode key : given.path("keys")) {
            assertThat(key.path("compartment").asString()).isNotEqualTo("case");
            if (key.path("compartment").asString().equals("needs")) {
                return key;
            }
        }
        throw new AssertionError("there is no such key file");
    }

    @Test
    void a_panel_of_needs_is_filled_again_by_somebody_in_aid() throws Exception {
        assertThat(json(server.get(NURSE, "/api/panels")).path("cases").size())
                .as("a newcomer in aid reads what families need")
                .isEqualTo(1);
        assertThat(json(server.get(DOCTOR, "/api/panels")).path("cases").size()).isZero();
        assertThat(json(server.post(
                                NURSE,
                                "/api/cases/" + id.hex() + "/keys",
                                server.logged(NURSE, Act.KEYS, id, "", object())))
                        .path("keys")
                        .size())
                .as("this key file alone")
                .isEqualTo(1);
        assertThat(reseal(NURSE, List.of("doctor", "nurse"), DOCTOR, NURSE).statusCode())
                .isEqualTo(204);
        assertThat(json(server.get(NURSE, "/api/panels")).path("cases").size()).isZero();
        assertThat(json(server.get(DOCTOR, "/api/panels")).path("cases").size())
                .as("to be seen to open")
                .isEqualTo(1);
        assertThat(claim(DOCTOR).statusCode()).isEqualTo(204);
        JsonNode given = json(open(DOCTOR));
        byte[] file =
                Base64.getDecoder().decode(given.path("keys").path("needs").asString());
        assertThat(opens(file, DOCTOR)).isTrue();
        String sha256 = Sealed.stored(Purpose.CASE_KEY, file).sha256Hex();
        ObjectNode body = object().put("compartment", "needs").put("sha256", sha256);
        assertThat(server.post(
                                DOCTOR,
                                "/api/cases/" + id.hex() + "/reseal/good",
                                server.logged(DOCTOR, Act.RESEAL, id, sha256, body))
                        .statusCode())
                .isEqualTo(204);
        assertThat(server.store.keyFiles(id))
                .allSatisfy(one -> assertThat(one.before()).isEmpty());
    }

    @Test
    void who_must_not_see_a_case_has_its_needs_no_more() throws Exception {
        claim(NURSE);
        json(open(NURSE));
        String sha256 = Sha256.hex("nurse");
        assertThat(server.post(
                                NURSE,
                                "/api/cases/" + id.hex() + "/exclude",
                                server.logged(NURSE, Act.EXCLUDE, id, sha256, object().put("id", "nurse")))
                        .statusCode())
                .isEqualTo(204);
        assertThat(states(NURSE)).isEmpty();
        assertError(claim(NURSE), 403, "not_in_panel");
        assertError(open(NURSE), 403, "not_in_panel");
        assertError(server.get(NURSE, path("/files/" + aloud.hex())), 403, "not_in_panel");
    }

    @Test
    void what_became_of_it_is_sealed_and_in_clear_only_whether_something_is_left() throws Exception {
        claim(NURSE);
        json(open(NURSE));
        assertError(works(NURSE, random(300), true), 400, "bad_request");
        assertError(
                server.post(
                        NURSE,
                        path("/work"),
                        server.logged(
                                NURSE,
                                Act.WORK,
                                id,
                                "",
                                object().put("name", "1").put("sealed", ""))),
                400,
                "bad_request");
        byte[] sealed = sealedWork();
        assertThat(works(NURSE, sealed, false).statusCode()).isEqualTo(204);
        assertThat(states(NURSE)).containsExactly("waiting");
        claim(NURSE);
        JsonNode work = json(open(NURSE)).path("work");
        assertThat(work.size()).isEqualTo(1);
        assertThat(work.get(0).path("sealed").asString()).isEqualTo(base64(sealed));
        assertThat(works(NURSE, sealedWork(), true).statusCode()).isEqualTo(204);
        assertThat(states(NURSE)).containsExactly("over");
        assertThat(claim(NURSE).statusCode()).as("it can be looked at again").isEqualTo(204);
        server.post(AIGUL, "/api/cases/" + id.hex() + "/claim");
        assertThat(json(server.open(AIGUL, id)).path("work").size())
                .as("it is not work on the case")
                .isZero();
    }

    @Test
    void what_was_taken_back_is_not_there() throws Exception {
        MadeUpReceipt receipt = MadeUpReceipt.made(RANDOM);
        id = handIn(receipt, NURSE);
        claim(NURSE);
        json(open(NURSE));
        server.store.withdraw(receipt.mailbox().name(), server.today());
        assertError(server.get(NURSE, path("/files/" + aloud.hex())), 404, "unknown_case");
        assertError(open(NURSE), 404, "unknown_case");
        assertError(works(NURSE, sealedWork(), true), 404, "unknown_case");
        assertThat(states(NURSE)).hasSize(1);
        assertThat(json(server.get(NURSE, "/api/queue")).path("withdrawn").size())
                .as("who is in aid makes nothing public")
                .isZero();
        assertThat(json(server.get(AIGUL, "/api/queue")).path("withdrawn").size())
                .isEqualTo(1);
    }
}
