package org.komir.bot.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.review.ReviewServer.assertError;
import static org.komir.bot.review.ReviewServer.base64;
import static org.komir.bot.review.ReviewServer.json;
import static org.komir.bot.review.ReviewServer.object;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.conversation.PanelKind;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Freeze;
import org.komir.bot.directory.Revocation;
import org.komir.bot.directory.Role;
import org.komir.bot.directory.SignedDirectory;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.SignedText;
import org.komir.bot.testing.HandClock;
import org.komir.bot.testing.InMemoryCases;
import org.komir.bot.testing.MadeUpCase;
import org.komir.bot.testing.MadeUpEntries;
import org.komir.bot.testing.MadeUpFreeze;
import org.komir.bot.testing.MadeUpPerson;
import org.komir.bot.testing.MadeUpRevocation;
import org.komir.crypto.CannotOpen;
import org.komir.crypto.CaseKey;
import org.komir.crypto.CaseKeys;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.Opener;
import org.komir.crypto.Panel;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;
import org.komir.crypto.Sealer;
import org.komir.crypto.Sha256;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.SigningKey;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Eight reviewers, of whom three are drawn for a case, and one who must not read any more: over a socket, with the real files of the directory. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LeaverTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final SigningKey ROOT = SigningKey.generate(RANDOM);
    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");
    private static final int CASES = 1000;

    private static final List<MadeUpPerson> READERS = IntStream.rangeClosed(1, 7)
            .mapToObj(n -> MadeUpPerson.named("reader-" + n, Role.REVIEWER))
            .toList();
    private static final MadeUpPerson LEAVER = MadeUpPerson.named("leaver", Role.REVIEWER);
    private static final MadeUpPerson GULNAR = MadeUpPerson.named("gulnar", Role.COORDINATOR);
    private static final MadeUpPerson MARAT = MadeUpPerson.named("marat", Role.COORDINATOR);
    private static final List<MadeUpPerson> OTHERS = List.of(
            LEAVER,
            GULNAR,
            MARAT,
            MadeUpPerson.named("custodian", Role.CUSTODIAN),
            MadeUpPerson.named("second", Role.SECOND, Role.SECURITY));

    private final HandClock clock = new HandClock(TODAY + "T10:00:00Z");
    private final InMemoryCases cases = new InMemoryCases();
    private final AtomicInteger seen = new AtomicInteger();
    private final Map<String, String> tokens = new HashMap<>();
    private Path file = Path.of("directory.json");
    private CurrentDirectory directory;
    private ConfigurableApplicationContext server;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Web {}

    @BeforeEach
    void anOffice(@TempDir Path folder) throws Exception {
        file = folder.resolve("directory.json");
        SignedDirectory signed = SignedDirectory.sign(
                new Directory(
                        "Office",
                        1,
                        TODAY,
                        TODAY.plusDays(90),
                        3,
                        Identity.generate(RANDOM).recipient(),
                        Stream.concat(READERS.stream(), OTHERS.stream())
                                .map(MadeUpPerson::person)
                                .toList()),
                ROOT);
        Files.writeString(file, signed.text());
        Files.writeString(SignedDirectory.signatureOf(file), signed.signature());
        directory = process();
        SpringApplication application = new SpringApplication(Web.class);
        SealedFiles files = SealedFiles.at(folder.resolve("files"), 0, clock);
        application.addInitializers((GenericApplicationContext beans) -> {
            Login login = new Login(directory::directory, directory::isFrozen, clock, RANDOM);
            beans.registerBean(
                    ReviewController.class,
                    () -> new ReviewController(
                            cases,
                            cases,
                            cases,
                            cases,
                            cases,
                            cases,
                            cases,
                            new Logbook(cases, clock),
                            files,
                            login,
                            new QueueOrder(RANDOM),
                            () -> directory.inForce().map(CurrentDirectory.InForce::signed),
                            directory::directory,
                            clock));
            beans.registerBean(
                    RevocationsController.class,
                    () -> new RevocationsController(cases, cases, new Logbook(cases, clock), login, directory, clock));
            beans.registerBean(
                    FreezeController.class,
                    () -> new FreezeController(cases, new Logbook(cases, clock), login, directory, clock));
            beans.registerBean(Headers.class);
            beans.registerBean(Failures.class);
        });
        server = application.run(
                "--spring.config.location=optional:classpath:/none/",
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.web.resources.add-mappings=false");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** One of the two sides, as it starts. */
    private CurrentDirectory process() {
        return new CurrentDirectory(file, ROOT.verifyingKey(), clock, seen::get, seen::set);
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port") + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> challenge(MadeUpPerson who) throws Exception {
        String asked = object().put("volunteer", who.person().id()).toString();
        return send(to("/api/login/challenge").POST(BodyPublishers.ofString(asked)));
    }

    private String token(MadeUpPerson who) throws Exception {
        String id = who.person().id();
        if (!tokens.containsKey(id)) {
            byte[] bytes = Base64.getDecoder()
                    .decode(json(challenge(who)).path("challenge").asString());
            ObjectNode answer = object().put("volunteer", id).put("challenge", base64(bytes));
            answer.put("signature", base64(who.signingKey().sign(SigningDomain.LOGIN, bytes)));
            JsonNode given = json(send(to("/api/login").POST(BodyPublishers.ofString(answer.toString()))));
            tokens.put(id, given.path("token").asString());
        }
        return tokens.get(id);
    }

    private HttpResponse<String> get(MadeUpPerson who, String path) throws Exception {
        return send(to(path).header("Authorization", "Bearer " + token(who)));
    }

    private HttpResponse<String> post(MadeUpPerson who, String path, String body) throws Exception {
        return send(to(path).header("Authorization", "Bearer " + token(who)).POST(BodyPublishers.ofString(body)));
    }

    private static Revocation of(MadeUpPerson person) {
        return MadeUpRevocation.of("Office", person, TODAY);
    }

    private HttpResponse<String> signs(MadeUpPerson who, Revocation revocation, String signature) throws Exception {
        ObjectNode body = object().put("statement", revocation.text()).put("signature", signature);
        LogEntry entry = MadeUpEntries.after(
                cases.head(),
                who.person().id(),
                clock.instant(),
                Act.REVOCATION,
                Optional.empty(),
                Sha256.hex(revocation.text()));
        SignedText logged = MadeUpEntries.signed(entry, who);
        body.set("log", object().put("entry", logged.text()).put("signature", logged.base64()));
        return post(who, "/api/revocations", body.toString());
    }

    private HttpResponse<String> signs(MadeUpPerson who, Revocation revocation) throws Exception {
        return signs(who, revocation, MadeUpRevocation.signature(revocation, who));
    }

    private boolean inForce(MadeUpPerson who, Revocation revocation) throws Exception {
        return json(signs(who, revocation)).path("inForce").booleanValue();
    }

    /** How many of so many new cases open with this key. */
    private static int opened(CurrentDirectory process, MadeUpPerson who) {
        Sealer sealer = new Sealer();
        Opener opener = new Opener(List.of(who.identity()));
        int opened = 0;
        for (int i = 0; i < CASES; i++) {
            Map<Compartment, Panel> panels =
                    process.directory().orElseThrow().panels(Map.of("case", PanelKind.REVIEWERS), RANDOM);
            Sealed<Purpose.CaseKey> key = CaseKeys.generate(RANDOM, sealer, panels).keys().values().stream()
                    .map(CaseKey::file)
                    .findFirst()
                    .orElseThrow();
            try {
                opener.open(key);
                opened++;
            } catch (CannotOpen closed) {
                continue;
            }
        }
        return opened;
    }

    @Test
    void from_the_second_signature_on_the_next_request_is_refused_and_a_thousand_of_a_thousand_new_cases_are_closed()
            throws Exception {
        CurrentDirectory witness = process();
        MadeUpCase held = new MadeUpCase(
                witness.directory().orElseThrow().panels(Map.of("case", PanelKind.REVIEWERS), RANDOM), RANDOM);
        CaseId id = held.id();
        cases.add(held.sealed());
        assertThat(post(LEAVER, "/api/cases/" + id.hex() + "/claim", "").statusCode())
                .isEqualTo(204);
        // 375 on average; six standard deviations are 92.
        assertThat(opened(witness, LEAVER)).isBetween(283, 467);

        assertThat(inForce(GULNAR, of(LEAVER))).isFalse();
        assertThat(get(LEAVER, "/api/queue").statusCode())
                .as("one signature takes nothing away")
                .isEqualTo(200);
        Instant before = clock.instant();
        assertThat(inForce(MARAT, of(LEAVER))).isTrue();

        assertError(get(LEAVER, "/api/cases/" + id.hex()), 401, "login_needed"); // the very next request: none passes
        assertError(challenge(LEAVER), 403, "not_a_reviewer");
        JsonNode queued =
                json(get(READERS.getFirst(), "/api/queue")).path("cases").get(0);
        assertThat(queued.path("state").asString())
                .as("what was held is given back")
                .isEqualTo("waiting");
        witness.reloadRevocations();
        assertThat(opened(witness, LEAVER)).isZero();
        assertThat(clock.instant()).as("no time has passed").isEqualTo(before);
        for (int i = 0; i < CASES; i++) {
            assertThat(witness.lastRead().quarantineRecipients(RANDOM))
                    .hasSize(4)
                    .doesNotContain(LEAVER.person().recipient());
        }
    }

    @Test
    void a_login_that_was_begun_before_is_refused_too() throws Exception {
        byte[] bytes = Base64.getDecoder()
                .decode(json(challenge(LEAVER)).path("challenge").asString());
        inForce(GULNAR, of(LEAVER));
        inForce(MARAT, of(LEAVER));
        ObjectNode answer = object().put("volunteer", "leaver").put("challenge", base64(bytes));
        answer.put("signature", base64(LEAVER.signingKey().sign(SigningDomain.LOGIN, bytes)));
        assertError(send(to("/api/login").POST(BodyPublishers.ofString(answer.toString()))), 403, "not_a_reviewer");
    }

    @Test
    void everybody_is_told_what_is_in_force_and_coordinators_what_waits() throws Exception {
        assertThat(json(send(to("/api/revocations")))).isEmpty();
        inForce(GULNAR, of(LEAVER));
        assertThat(json(send(to("/api/revocations")))).isEmpty();
        JsonNode waits = json(get(MARAT, "/api/revocations/pending")).get(0);
        assertThat(waits.path("statement").asString()).isEqualTo(of(LEAVER).text());
        assertThat(waits.path("signatures").get(0).path("by").asString()).isEqualTo("gulnar");
        assertError(get(LEAVER, "/api/revocations/pending"), 403, "not_allowed");
        assertError(send(to("/api/revocations/pending")), 401, "login_needed");
        inForce(MARAT, of(LEAVER));
        JsonNode told = json(send(to("/api/revocations"))).get(0);
        assertThat(told.path("signatures").get(1))
                .isEqualTo(object().put("by", "marat").put("signature", MadeUpRevocation.signature(of(LEAVER), MARAT)));
        assertThat(json(get(MARAT, "/api/revocations/pending"))).isEmpty();
    }

    @Test
    void only_a_coordinator_signs_and_only_about_somebody_who_is_here_today() throws Exception {
        assertError(signs(READERS.getFirst(), of(LEAVER)), 403, "not_allowed");
        assertError(signs(GULNAR, of(GULNAR)), 403, "bad_signature");
        assertError(signs(GULNAR, of(LEAVER), MadeUpRevocation.signature(of(LEAVER), MARAT)), 403, "bad_signature");
        assertError(signs(GULNAR, MadeUpRevocation.of("Another", LEAVER, TODAY)), 400, "bad_request");
        assertError(signs(GULNAR, MadeUpRevocation.of("Office", LEAVER, TODAY.minusDays(1))), 400, "bad_request");
        assertError(signs(GULNAR, of(MadeUpPerson.named("leaver", Role.REVIEWER))), 404, "not_found");
        assertError(post(GULNAR, "/api/revocations", "{\"statement\":\"{}\",\"signature\":\"\"}"), 400, "bad_request");
        assertThat(directory.revocations().all()).isEmpty();
        assertThat(inForce(GULNAR, of(LEAVER))).isFalse();
        assertThat(inForce(GULNAR, of(LEAVER))).as("twice is once").isFalse();
        clock.passes(Duration.ofDays(3));
        tokens.clear();
        assertThat(inForce(MARAT, of(LEAVER)))
                .as("what was begun days ago is signed as it stands")
                .isTrue();
    }

    private HttpResponse<String> freezes(MadeUpPerson who, Freeze freeze) throws Exception {
        ObjectNode body = object().put("statement", freeze.text())
                .put("signature", MadeUpFreeze.signature(freeze, who.signingKey()));
        LogEntry entry = MadeUpEntries.after(
                cases.head(),
                who.person().id(),
                clock.instant(),
                Act.FREEZE,
                Optional.empty(),
                Sha256.hex(freeze.text()));
        SignedText logged = MadeUpEntries.signed(entry, who);
        body.set("log", object().put("entry", logged.text()).put("signature", logged.base64()));
        return post(who, "/api/freeze", body.toString());
    }

    @Test
    void two_coordinators_stop_everything_at_once_and_a_newer_directory_goes_on() throws Exception {
        MadeUpPerson reader = READERS.getFirst();
        MadeUpCase held = new MadeUpCase(
                directory.directory().orElseThrow().panels(Map.of("case", PanelKind.REVIEWERS), RANDOM), RANDOM);
        cases.add(held.sealed());
        String path = "/api/cases/" + held.id().hex();
        assertThat(post(reader, path + "/claim", "").statusCode()).isEqualTo(204);
        Freeze now = new Freeze("Office", 1, TODAY);
        assertError(freezes(reader, now), 403, "not_allowed");
        assertError(freezes(GULNAR, new Freeze("Office", 2, TODAY)), 400, "bad_request");
        assertError(freezes(GULNAR, new Freeze("Another", 1, TODAY)), 400, "bad_request");
        assertError(freezes(GULNAR, new Freeze("Office", 1, TODAY.minusDays(1))), 400, "bad_request");
        assertThat(json(freezes(GULNAR, now)).path("inForce").booleanValue()).isFalse();
        assertThat(get(reader, "/api/queue").statusCode())
                .as("one signature stops nothing")
                .isEqualTo(200);
        byte[] begun = Base64.getDecoder()
                .decode(json(challenge(READERS.get(1))).path("challenge").asString());
        assertThat(json(freezes(MARAT, now)).path("inForce").booleanValue()).isTrue();

        for (MadeUpPerson who : List.of(reader, LEAVER, GULNAR, MARAT)) {
            assertError(challenge(who), 403, "frozen");
        }
        for (String asked : List.of("/api/queue", path, path + "/files/" + "0".repeat(32))) {
            assertError(get(reader, asked), 403, "frozen");
        }
        for (String done : List.of("/claim", "/renew", "/release", "/open", "/close")) {
            assertError(post(reader, path + done, "{}"), 403, "frozen");
        }
        assertError(signs(GULNAR, of(LEAVER)), 403, "frozen");
        ObjectNode answer =
                object().put("volunteer", READERS.get(1).person().id()).put("challenge", base64(begun));
        answer.put("signature", base64(READERS.get(1).signingKey().sign(SigningDomain.LOGIN, begun)));
        assertError(send(to("/api/login").POST(BodyPublishers.ofString(answer.toString()))), 403, "frozen");
        JsonNode told = json(send(to("/api/freeze"))).get(0);
        assertThat(told.path("statement").asString()).isEqualTo(now.text());
        assertThat(told.path("signatures")).hasSize(2);
        assertThat(opened(process(), reader)).as("what families send is taken").isPositive();

        SignedDirectory next = SignedDirectory.sign(
                new Directory(
                        "Office",
                        2,
                        TODAY,
                        TODAY.plusDays(90),
                        3,
                        Identity.generate(RANDOM).recipient(),
                        Stream.concat(READERS.stream(), OTHERS.stream())
                                .map(MadeUpPerson::person)
                                .toList()),
                ROOT);
        Files.writeString(file, next.text());
        Files.writeString(SignedDirectory.signatureOf(file), next.signature());
        directory.reload();
        assertError(get(reader, "/api/queue"), 401, "login_needed"); // the session of before has ended
        tokens.clear();
        assertThat(get(reader, "/api/queue").statusCode()).isEqualTo(200);
        assertThat(json(send(to("/api/freeze")))).isEmpty();
    }

    @Test
    void a_file_that_cannot_be_relied_on_is_said_and_nothing_is_lost() throws Exception {
        inForce(GULNAR, of(LEAVER));
        inForce(MARAT, of(LEAVER));
        Files.writeString(file.resolveSibling("revocations.json"), "{");
        assertError(signs(GULNAR, of(READERS.getFirst())), 503, "store");
        assertThat(json(send(to("/api/revocations")))).hasSize(1);
        assertError(challenge(LEAVER), 403, "not_a_reviewer");
    }
}
