package org.komir.bot.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.review.ReviewServer.AIGUL;
import static org.komir.bot.review.ReviewServer.BOLAT;
import static org.komir.bot.review.ReviewServer.DANA;
import static org.komir.bot.review.ReviewServer.DAUREN;
import static org.komir.bot.review.ReviewServer.ERLAN;
import static org.komir.bot.review.ReviewServer.ORYN;
import static org.komir.bot.review.ReviewServer.RANDOM;
import static org.komir.bot.review.ReviewServer.SERIK;
import static org.komir.bot.review.ReviewServer.assertError;
import static org.komir.bot.review.ReviewServer.base64;
import static org.komir.bot.review.ReviewServer.json;
import static org.komir.bot.review.ReviewServer.object;
import static org.komir.bot.review.ReviewServer.random;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
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

/** Whom the queue shows a case, how its keys are sealed anew, and who must not see it: over a socket, with a real store and real keys. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PanelsHttpTest {
    private static final Identity ESCROW = Identity.generate(RANDOM);
    private static final MadeUpPerson NURLAN = MadeUpPerson.named("nurlan", Role.REVIEWER);
    private static final MadeUpPerson SECOND_SECOND = MadeUpPerson.named("symbat", Role.SECOND);

    private ReviewServer server;
    private final MadeUpReceipt receipt = MadeUpReceipt.made(RANDOM);

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new ReviewServer(folder);
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

    private CaseId handIn(Panel.One readers) {
        return handIn(readers, receipt);
    }

    private CaseId handIn(Panel.One readers, MadeUpReceipt from) {
        Panel identity = new Panel.Nested(
                recipients(BOLAT), recipients(DANA), Optional.of(Panelists.nested(List.of("bolat"), List.of("dana"))));
        Map<Compartment, Panel> panels = Map.of(
                Compartment.CASE, readers, Compartment.THREATS, one(DAUREN, ERLAN), Compartment.IDENTITY, identity);
        CaseId id = CaseId.random(RANDOM);
        List<StoredRecord> records = List.of(
                new StoredRecord(0, Compartment.CASE, Sealed.stored(Purpose.TESTIMONY, random(40)), List.of()),
                new StoredRecord(1, Compartment.CASE, Sealed.stored(Purpose.TESTIMONY, random(40)), List.of()));
        server.store.handIn(new Submission(
                id,
                true,
                CaseKeys.generate(RANDOM, new Sealer(), panels).keys(),
                records,
                from.mailbox(),
                from.owns(id, records.getLast().sealed().sha256Hex()),
                server.today()));
        return id;
    }

    private void leaves(MadeUpPerson who) {
        server.directory(directory -> directory.withPeople(directory.people().stream()
                .filter(person -> !person.equals(who.person()))
                .toList()));
    }

    private void comes(MadeUpPerson who) {
        server.directory(directory -> {
            List<Person> people = new ArrayList<>(directory.people());
            people.add(who.person());
            return directory.withPeople(people);
        });
    }

    private List<String> queue(MadeUpPerson who) throws Exception {
        List<String> ids = new ArrayList<>();
        json(server.get(who, "/api/queue"))
                .path("cases")
                .forEach(each -> ids.add(each.path("case").asString()));
        return ids;
    }

    private List<String> closed(MadeUpPerson who) throws Exception {
        List<String> ids = new ArrayList<>();
        json(server.get(who, "/api/queue?closed=true"))
                .path("cases")
                .forEach(each -> ids.add(each.path("case").asString()));
        return ids;
    }

    private HttpResponse<String> again(MadeUpPerson who, CaseId id) throws Exception {
        return server.post(who, "/api/cases/" + id.hex() + "/again", server.logged(who, Act.REOPEN, id, "", object()));
    }

    private List<String> waiting(MadeUpPerson who) throws Exception {
        List<String> ids = new ArrayList<>();
        json(server.get(who, "/api/panels")).path("cases").forEach(each -> ids.add(each.asString()));
        return ids;
    }

    private HttpResponse<String> claim(MadeUpPerson who, CaseId id) throws Exception {
        return server.post(who, "/api/cases/" + id.hex() + "/claim");
    }

    private HttpResponse<String> keys(MadeUpPerson who, CaseId id) throws Exception {
        return server.post(who, "/api/cases/" + id.hex() + "/keys", server.logged(who, Act.KEYS, id, "", object()));
    }

    private HttpResponse<String> reseal(
            MadeUpPerson who, CaseId id, String compartment, byte[] file, List<String> panel, String before)
            throws Exception {
        ObjectNode body = object().put("compartment", compartment)
                .put("sealed", base64(file))
                .put("before", before);
        ArrayNode ids = body.putArray("panel");
        panel.forEach(ids::add);
        String sha256 = Sealed.stored(Purpose.CASE_KEY, file).sha256Hex();
        return server.post(who, "/api/cases/" + id.hex() + "/reseal", server.logged(who, Act.RESEAL, id, sha256, body));
    }

    private HttpResponse<String> good(MadeUpPerson who, CaseId id, String sha256) throws Exception {
        ObjectNode body = object().put("compartment", "case").put("sha256", sha256);
        return server.post(
                who, "/api/cases/" + id.hex() + "/reseal/good", server.logged(who, Act.RESEAL, id, sha256, body));
    }

    private HttpResponse<String> exclude(MadeUpPerson who, CaseId id, String whom) throws Exception {
        String sha256 = Sha256.hex(whom);
        return server.post(
                who,
                "/api/cases/" + id.hex() + "/exclude",
                server.logged(who, Act.EXCLUDE, id, sha256, object().put("id", whom)));
    }

    private String lies(CaseId id) {
        return server.store.keyFiles(id).stream()
                .filter(file ->
                        file.seat().id().equals(id) && file.seat().compartment().equals(Compartment.CASE))
                .findFirst()
                .orElseThrow()
                .file()
                .sha256Hex();
    }

    private static byte[] anew(JsonNode key, MadeUpPerson by, MadeUpPerson... to) throws CannotOpen {
        byte[] sealed = Base64.getDecoder().decode(key.path("sealed").asString());
        byte[] content = new Opener(List.of(by.identity())).open(Sealed.stored(Purpose.CASE_KEY, sealed));
        return new Sealer().seal(Purpose.CASE_KEY, content, recipients(to)).bytes();
    }

    private static JsonNode key(JsonNode given, String compartment) {
        for (JsonNode key : given.path("keys")) {
            if (key.path("compartment").asString().equals(compartment)) {
                return key;
            }
        }
        throw new AssertionError("there is no " + compartment);
    }

    @Test
    void the_queue_shows_the_cases_of_ones_panels_and_nobody_else_claims_them() throws Exception {
        CaseId aiguls = handIn(one(AIGUL));
        CaseId seriks = handIn(one(SERIK), MadeUpReceipt.made(RANDOM));
        CaseId nobodyKnows = server.handIn(MadeUpReceipt.made(RANDOM));

        assertThat(queue(AIGUL)).containsExactlyInAnyOrder(aiguls.hex(), nobodyKnows.hex());
        assertThat(queue(SERIK)).containsExactlyInAnyOrder(seriks.hex(), nobodyKnows.hex());
        assertThat(queue(ERLAN))
                .as("a security officer, by the threats")
                .containsExactlyInAnyOrder(aiguls.hex(), seriks.hex(), nobodyKnows.hex());
        assertThat(queue(ORYN)).isEmpty();
        assertError(claim(SERIK, aiguls), 403, "not_in_panel");
        assertThat(claim(AIGUL, aiguls).statusCode()).isEqualTo(204);
        assertThat(claim(SERIK, nobodyKnows).statusCode()).isEqualTo(204);
    }

    @Test
    void nobody_hands_a_case_to_who_does_not_read_it_and_closed_cases_are_those_of_ones_panels_too() throws Exception {
        CaseId aiguls = handIn(one(AIGUL, DAUREN));
        claim(AIGUL, aiguls);
        for (MadeUpPerson to : List.of(SERIK, DAUREN)) {
            String id = to.person().id();
            ObjectNode body = server.logged(AIGUL, Act.HAND, aiguls, Sha256.hex(id), object().put("to", id));
            HttpResponse<String> handed = server.post(AIGUL, "/api/cases/" + aiguls.hex() + "/hand", body);
            if (to.equals(SERIK)) {
                assertError(handed, 409, "cannot_read");
            } else {
                assertThat(handed.statusCode()).isEqualTo(204);
            }
        }
        Instant now = server.clock.instant();
        assertThat(server.store.close(aiguls, "dauren", now)).isTrue();
        assertThat(closed(DAUREN)).containsExactly(aiguls.hex());
        assertThat(closed(SERIK)).isEmpty();
        assertError(again(SERIK, aiguls), 403, "not_in_panel");
        assertThat(again(DAUREN, aiguls).statusCode()).isEqualTo(204);
    }

    @Test
    void when_somebody_leaves_who_is_left_is_told_and_given_the_key_files_alone() throws Exception {
        CaseId id = handIn(one(AIGUL, SERIK));
        assertThat(waiting(AIGUL)).isEmpty();
        assertThat(json(server.get(AIGUL, "/api/queue"))
                        .path("cases")
                        .get(0)
                        .path("short")
                        .booleanValue())
                .isFalse();
        leaves(SERIK);

        assertThat(json(server.get(AIGUL, "/api/queue"))
                        .path("cases")
                        .get(0)
                        .path("short")
                        .booleanValue())
                .isTrue();
        assertThat(waiting(AIGUL)).containsExactly(id.hex());
        assertThat(waiting(DAUREN)).as("a reviewer of other cases").isEmpty();
        JsonNode given = json(keys(AIGUL, id));
        assertThat(given.propertyNames()).containsExactlyInAnyOrder("case", "excluded", "readers", "keys");
        assertThat(given.path("keys")).hasSize(1);
        assertThat(key(given, "case").path("panel").size()).isEqualTo(2);
        assertThat(key(given, "case").path("waits").booleanValue()).isTrue();
        LogEntry last = LogEntry.read(server.store
                        .entries(server.store.head().n(), 1)
                        .getFirst()
                        .text())
                .orElseThrow();
        assertThat(last.act()).isEqualTo(Act.KEYS);
        assertThat(last.about()).contains(id);
        assertThat(json(keys(DAUREN, id))
                        .path("keys")
                        .get(0)
                        .path("compartment")
                        .asString())
                .as("of a security officer the other compartment")
                .isEqualTo("threats");
        assertError(keys(ORYN, id), 403, "not_allowed");
        assertError(server.post(AIGUL, "/api/cases/" + id.hex() + "/keys", object()), 400, "bad_request");
    }

    @Test
    void a_file_is_sealed_anew_to_who_is_left_and_who_was_drawn_and_the_one_before_stays_until_somebody_else_opened_it()
            throws Exception {
        CaseId id = handIn(one(AIGUL, SERIK));
        leaves(SERIK);
        JsonNode key = key(json(keys(AIGUL, id)), "case");
        String before = lies(id);
        byte[] anew = anew(key, AIGUL, AIGUL, DAUREN);
        List<String> panel = List.of("aigul", "dauren");

        assertError(reseal(DAUREN, id, "case", anew, panel, before), 403, "not_in_panel");
        assertError(reseal(AIGUL, id, "case", anew, List.of("dauren"), before), 409, "changed");
        assertError(reseal(AIGUL, id, "case", anew, List.of("aigul", "serik"), before), 409, "changed");
        assertError(reseal(AIGUL, id, "case", anew, List.of("aigul", "erlan"), before), 409, "changed");
        assertError(reseal(AIGUL, id, "case", anew(key, AIGUL, AIGUL), panel, before), 400, "bad_request");
        assertError(reseal(AIGUL, id, "case", random(200), panel, before), 400, "bad_request");
        assertError(reseal(AIGUL, id, "case", anew, panel, "5e".repeat(32)), 409, "changed");
        assertThat(reseal(AIGUL, id, "case", anew, panel, before).statusCode()).isEqualTo(204);
        assertThat(reseal(AIGUL, id, "case", anew, panel, before).statusCode())
                .as("the answer did not come")
                .isEqualTo(204);
        String sha256 = Sealed.stored(Purpose.CASE_KEY, anew).sha256Hex();
        assertThat(server.store.entries(1, 500).stream()
                        .map(entry -> LogEntry.read(entry.text()).orElseThrow())
                        .filter(entry ->
                                entry.act() == Act.RESEAL && entry.sha256().equals(sha256))
                        .map(LogEntry::volunteer))
                .isNotEmpty()
                .containsOnly("aigul");

        assertThat(waiting(AIGUL)).isEmpty();
        assertThat(waiting(DAUREN)).as("to be looked at").containsExactly(id.hex());
        assertThat(key(json(keys(DAUREN, id)), "case").path("before").isString())
                .isTrue();
        assertThat(server.store.keyFiles(id).getFirst().before()).isPresent();
        assertError(good(AIGUL, id, sha256), 409, "changed");
        assertError(good(DAUREN, id, before), 409, "changed");
        assertThat(claim(DAUREN, id).statusCode()).isEqualTo(204);
        JsonNode opened = json(server.open(DAUREN, id));
        assertThat(opened.path("resealed").get(0).path("by").asString()).isEqualTo("aigul");
        assertThat(good(DAUREN, id, sha256).statusCode()).isEqualTo(204);
        assertThat(server.store.keyFiles(id).getFirst().before()).isEmpty();
        assertThat(waiting(DAUREN)).isEmpty();
    }

    @Test
    void security_officers_and_second_persons_seal_to_everybody_of_their_role() throws Exception {
        CaseId id = handIn(one(AIGUL));
        comes(SECOND_SECOND);
        leaves(ERLAN);
        assertThat(waiting(DAUREN)).containsExactly(id.hex());
        assertThat(waiting(DANA)).containsExactly(id.hex());
        assertThat(waiting(AIGUL)).isEmpty();

        JsonNode threats = key(json(keys(DAUREN, id)), "threats");
        String before = Sealed.stored(
                        Purpose.CASE_KEY,
                        Base64.getDecoder().decode(threats.path("sealed").asString()))
                .sha256Hex();
        assertThat(reseal(DAUREN, id, "threats", anew(threats, DAUREN, DAUREN), List.of("dauren"), before)
                        .statusCode())
                .isEqualTo(204);

        JsonNode given = json(keys(DANA, id));
        JsonNode identity = key(given, "identity");
        assertThat(given.path("keys")).as("nothing that she does not open").hasSize(1);
        assertThat(identity.path("nested").booleanValue()).isTrue();
        byte[] file = Base64.getDecoder().decode(identity.path("sealed").asString());
        byte[] anew = anew(identity, DANA, DANA, SECOND_SECOND);
        assertThat(reseal(
                                DANA,
                                id,
                                "identity",
                                anew,
                                List.of("dana", "symbat"),
                                Sealed.stored(Purpose.CASE_KEY, file).sha256Hex())
                        .statusCode())
                .isEqualTo(204);
        byte[] inner = new Opener(List.of(SECOND_SECOND.identity())).open(Sealed.stored(Purpose.CASE_KEY, anew));
        assertThat(new Opener(List.of(BOLAT.identity())).open(Sealed.stored(Purpose.CASE_KEY, inner)))
                .asString()
                .startsWith("AGE-SECRET-KEY-PQ-1");
        assertThat(server.store.group(id).orElseThrow().seats())
                .extracting(Panels.Seat::panelists)
                .contains(Optional.of(Panelists.nested(List.of("bolat"), List.of("dana", "symbat"))));
        assertThat(waiting(SECOND_SECOND)).as("to be looked at").containsExactly(id.hex());
    }

    @Test
    void what_followed_goes_to_those_who_read_the_first_case() throws Exception {
        CaseId first = handIn(one(AIGUL, SERIK));
        CaseId later = handIn(one(AIGUL, DAUREN));
        assertThat(waiting(AIGUL)).as("another panel than the first").containsExactly(first.hex());
        assertThat(waiting(SERIK)).isEmpty();
        JsonNode given = json(keys(AIGUL, first));
        JsonNode key = given.path("keys").get(1);
        assertThat(key.path("case").asString()).isEqualTo(later.hex());
        String before = Sealed.stored(
                        Purpose.CASE_KEY,
                        Base64.getDecoder().decode(key.path("sealed").asString()))
                .sha256Hex();
        assertError(
                reseal(AIGUL, later, "case", anew(key, AIGUL, AIGUL, DAUREN), List.of("aigul", "dauren"), before),
                409,
                "changed");
        assertThat(reseal(AIGUL, later, "case", anew(key, AIGUL, AIGUL, SERIK), List.of("aigul", "serik"), before)
                        .statusCode())
                .isEqualTo(204);
        assertThat(waiting(SERIK)).containsExactly(first.hex());
        assertError(claim(DAUREN, later), 404, "unknown_case");
    }

    @Test
    void who_must_not_see_a_case_gives_it_back_and_another_one_is_drawn() throws Exception {
        CaseId id = handIn(one(AIGUL, SERIK));
        assertThat(claim(AIGUL, id).statusCode()).isEqualTo(204);
        json(server.open(AIGUL, id));
        assertThat(exclude(AIGUL, id, "aigul").statusCode()).isEqualTo(204);

        assertError(server.get(AIGUL, "/api/cases/" + id.hex()), 409, "not_claimed");
        assertThat(queue(AIGUL)).isEmpty();
        assertError(claim(AIGUL, id), 403, "not_in_panel");
        assertError(keys(AIGUL, id), 403, "not_in_panel");
        assertThat(waiting(SERIK)).containsExactly(id.hex());
        JsonNode given = json(keys(SERIK, id));
        assertThat(given.path("excluded").get(0).asString()).isEqualTo("aigul");
        byte[] anew = anew(key(given, "case"), SERIK, AIGUL, SERIK);
        assertError(reseal(SERIK, id, "case", anew, List.of("aigul", "serik"), lies(id)), 409, "changed");
        assertThat(reseal(
                                SERIK,
                                id,
                                "case",
                                anew(key(given, "case"), SERIK, DAUREN, SERIK),
                                List.of("dauren", "serik"),
                                lies(id))
                        .statusCode())
                .isEqualTo(204);
        assertThat(queue(DAUREN)).containsExactly(id.hex());
    }

    @Test
    void coordinators_keep_a_case_from_others_by_its_mark_and_leave_somebody_who_reads_it() throws Exception {
        CaseId id = handIn(one(AIGUL, SERIK));
        String mark = id.hex().substring(0, 12);
        assertThat(json(server.get(ORYN, "/api/cases?mark=" + mark))
                        .path("cases")
                        .get(0)
                        .asString())
                .isEqualTo(id.hex());
        assertError(exclude(SERIK, id, "aigul"), 403, "not_allowed");
        assertError(exclude(ORYN, id, "nobody"), 400, "bad_request");
        assertThat(claim(AIGUL, id).statusCode()).isEqualTo(204);
        assertThat(exclude(ORYN, id, "aigul").statusCode()).isEqualTo(204);
        assertThat(server.store.lease(id, server.clock.instant())).isEmpty();
        assertThat(queue(AIGUL)).isEmpty();
        assertError(exclude(ORYN, id, "serik"), 409, "nobody_left");
        assertThat(exclude(SERIK, id, "serik").statusCode())
                .as("of oneself always")
                .isEqualTo(204);
        assertThat(json(server.get(ORYN, "/api/panels")).path("lost").asInt()).isEqualTo(1);
        assertThat(waiting(SERIK)).isEmpty();
    }

    @Test
    void of_a_case_that_was_taken_back_nobody_is_given_a_key() throws Exception {
        CaseId id = handIn(one(AIGUL, SERIK));
        leaves(SERIK);
        server.store.withdraw(receipt.mailbox().name(), server.today());
        assertThat(waiting(AIGUL)).isEmpty();
        assertError(keys(AIGUL, id), 404, "unknown_case");
        assertError(exclude(AIGUL, id, "aigul"), 404, "unknown_case");
    }

    @Test
    void no_more_people_read_a_case_than_are_drawn_for_a_new_one() throws Exception {
        CaseId id = handIn(one(AIGUL, SERIK));
        for (String name : List.of("reader-1", "reader-2", "reader-3")) {
            comes(MadeUpPerson.named(name, Role.REVIEWER));
        }
        comes(NURLAN);
        leaves(SERIK);
        JsonNode key = key(json(keys(AIGUL, id)), "case");
        assertThat(server.store.group(id)).isPresent();
        assertError(
                reseal(
                        AIGUL,
                        id,
                        "case",
                        anew(key, AIGUL, AIGUL, DAUREN, NURLAN, NURLAN),
                        List.of("aigul", "dauren", "nurlan", "reader-1"),
                        lies(id)),
                409,
                "changed");
        assertThat(reseal(
                                AIGUL,
                                id,
                                "case",
                                anew(key, AIGUL, AIGUL, DAUREN, NURLAN),
                                List.of("aigul", "dauren", "nurlan"),
                                lies(id))
                        .statusCode())
                .isEqualTo(204);
    }
}
