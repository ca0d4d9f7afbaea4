package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.komir.bot.conversation.PanelKind;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Role;
import org.komir.bot.directory.SignedDirectory;
import org.komir.bot.files.FileName;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Verdicts.Kind;
import org.komir.bot.review.Verdicts.Verdict;
import org.komir.bot.testing.HandClock;
import org.komir.bot.testing.InMemoryCases;
import org.komir.bot.testing.MadeUpCase;
import org.komir.bot.testing.MadeUpEntries;
import org.komir.bot.testing.MadeUpPerson;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.Opener;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.SigningKey;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP API, asked over a socket. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReviewHttpTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final MadeUpPerson AIGUL = MadeUpPerson.named("aigul", Role.REVIEWER, Role.CUSTODIAN);
    private static final MadeUpPerson DAUREN = MadeUpPerson.named("dauren", Role.REVIEWER, Role.SECOND, Role.SECURITY);
    private static final Directory DIRECTORY = new Directory(
            "Office",
            1,
            LocalDate.parse("2026-11-23"),
            LocalDate.parse("2026-11-23").plusDays(90),
            3,
            Identity.generate(RANDOM).recipient(),
            List.of(AIGUL.person(), DAUREN.person()));
    private static final SignedDirectory SIGNED = SignedDirectory.sign(DIRECTORY, SigningKey.generate(RANDOM));
    private static final HandClock CLOCK = new HandClock("2026-11-23T10:00:00Z");
    private static final InMemoryCases CASES = new InMemoryCases();

    private static SealedFiles sealedFiles;
    private static ClassLoader built = ClassLoader.getPlatformClassLoader();
    private static ConfigurableApplicationContext server;

    private final MadeUpCase told = new MadeUpCase(
            DIRECTORY.panels(Map.of("case", PanelKind.REVIEWERS, "identity", PanelKind.CUSTODIANS), RANDOM), RANDOM);

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Server {
        @Bean
        Clock clock() {
            return CLOCK;
        }

        @Bean
        Login login() {
            return new Login(() -> Optional.of(DIRECTORY), () -> false, CLOCK, RANDOM);
        }

        @Bean
        ReviewController reviewController(Login login) {
            return new ReviewController(
                    CASES,
                    CASES,
                    CASES,
                    CASES,
                    CASES,
                    CASES,
                    CASES,
                    new Logbook(CASES, CLOCK),
                    sealedFiles,
                    login,
                    new QueueOrder(RANDOM),
                    () -> Optional.of(SIGNED),
                    () -> Optional.of(DIRECTORY),
                    CLOCK);
        }

        @Bean
        Pages pages() {
            return new Pages(built);
        }

        @Bean
        Headers headers() {
            return new Headers();
        }

        @Bean
        Failures failures() {
            return new Failures();
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("static/csp"));
        Files.writeString(folder.resolve("static/console.html"), "<!doctype html><title>a page for the tests</title>");
        Files.writeString(folder.resolve("static/csp/console.txt"), "default-src 'none'\n");
        sealedFiles = SealedFiles.at(folder.resolve("files"), 0, CLOCK);
        built = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null);
        server = new SpringApplication(Server.class)
                .run(
                        "--spring.config.location=optional:classpath:/none/",
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--spring.web.resources.add-mappings=false");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void oneCaseWaits() {
        CASES.isUnreachable(false);
        CLOCK.passes(Duration.ofMinutes(10)); // so that no test meets the limit of logins of the one before
        told.opened(Compartment.CASE).opened(Compartment.IDENTITY).handedIn();
        CASES.add(told.sealed());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port") + path));
    }

    private static HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return send(to(path).header("Authorization", "Bearer " + token));
    }

    private static HttpResponse<String> post(String path, String token) throws IOException, InterruptedException {
        return send(to(path).header("Authorization", "Bearer " + token).POST(BodyPublishers.noBody()));
    }

    private static JsonNode post(String path, Map<String, String> body) throws IOException, InterruptedException {
        HttpResponse<String> response = send(to(path).POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static String login(MadeUpPerson person) throws IOException, InterruptedException {
        String id = person.person().id();
        String challenge = post("/api/login/challenge", Map.of("volunteer", id))
                .path("challenge")
                .asString();
        byte[] signature = person.signingKey()
                .sign(SigningDomain.LOGIN, Base64.getDecoder().decode(challenge));
        return post(
                        "/api/login",
                        Map.of(
                                "volunteer",
                                id,
                                "challenge",
                                challenge,
                                "signature",
                                Base64.getEncoder().encodeToString(signature)))
                .path("token")
                .asString();
    }

    /** With the entry that says so. */
    private HttpResponse<String> act(String verb, Act act, MadeUpPerson who, String token)
            throws IOException, InterruptedException {
        LogEntry entry =
                MadeUpEntries.after(CASES.head(), who.person().id(), CLOCK.instant(), act, Optional.of(told.id()), "");
        String body = ReviewServer.logged(MadeUpEntries.signed(entry, who), ReviewServer.object())
                .toString();
        return send(to("/api/cases/" + told.id().hex() + "/" + verb)
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(body)));
    }

    private static void assertError(HttpResponse<String> response, int status, String word) {
        assertThat(response.body()).isEqualTo("{\"error\":\"" + word + "\"}");
        assertThat(response.statusCode()).isEqualTo(status);
    }

    private JsonNode lineOfMyCase(String token) throws IOException, InterruptedException {
        for (JsonNode line : JSON.readTree(get("/api/queue", token).body()).path("cases")) {
            if (line.path("case").asString().equals(told.id().hex())) {
                return line;
            }
        }
        throw new AssertionError("the case is not in the queue");
    }

    @Test
    void the_directory_is_served_as_it_was_signed() throws Exception {
        JsonNode answer = JSON.readTree(send(to("/api/directory")).body());
        assertThat(answer.path("directory").asString()).isEqualTo(SIGNED.text());
        assertThat(answer.path("signature").asString()).isEqualTo(SIGNED.signature());
    }

    @Test
    void a_reviewer_claims_a_case_reads_it_and_closes_it() throws Exception {
        String token = login(AIGUL);
        String path = "/api/cases/" + told.id().hex();
        JsonNode waiting = lineOfMyCase(token);
        assertThat(waiting.path("state").asString()).isEqualTo("waiting");
        assertThat(waiting.path("holder").isNull()).isTrue();
        assertThat(waiting.path("leaseUntil").isNull()).isTrue();
        assertThat(waiting.path("mine").asBoolean()).isFalse();

        assertThat(post(path + "/claim", token).statusCode()).isEqualTo(204);
        JsonNode claimed = lineOfMyCase(token);
        assertThat(claimed.path("state").asString()).isEqualTo("claimed");
        assertThat(claimed.path("holder").asString()).isEqualTo("aigul");
        assertThat(claimed.path("leaseUntil").asString())
                .isEqualTo(CLOCK.instant().plus(Duration.ofMinutes(30)).toString());
        assertThat(claimed.path("mine").asBoolean()).isTrue();

        JsonNode sealed = JSON.readTree(act("open", Act.OPEN, AIGUL, token).body());
        byte[] key = new Opener(List.of(AIGUL.identity()))
                .open(Base64.getDecoder()
                        .decode(sealed.path("keys").path("case").asString()));
        Identity caseKey = Identity.parse(new String(key, US_ASCII).strip());
        assertThat(sealed.path("recipients").path("case").asString())
                .isEqualTo(caseKey.recipient().toString());
        JsonNode first = sealed.path("records").get(0);
        assertThat(first.path("seq").asInt()).isEqualTo(1);
        assertThat(first.path("compartment").asString()).isEqualTo("case");
        byte[] record = new Opener(List.of(caseKey))
                .open(Base64.getDecoder().decode(first.path("sealed").asString()));
        assertThat(JSON.readTree(record).path("case").asString())
                .isEqualTo(told.id().hex());

        assertError(act("close", Act.CLOSE, AIGUL, token), 409, "no_verdict");
        for (String volunteer : List.of("aigul", "serik")) {
            CASES.found(new Verdict(
                    told.id(), Kind.VERIFIED, volunteer, "5e".repeat(32), new SignedText("verified", new byte[64])));
        }
        assertThat(act("close", Act.CLOSE, AIGUL, token).statusCode()).isEqualTo(204);
        assertError(post(path + "/claim", token), 409, "closed");
    }

    @Test
    void sealed_bytes_go_to_the_holder_of_the_claim_only() throws Exception {
        String aigul = login(AIGUL);
        String dauren = login(DAUREN);
        String path = "/api/cases/" + told.id().hex();
        assertError(get(path, aigul), 409, "not_claimed");
        post(path + "/claim", aigul);
        for (String verb : List.of("/claim", "/renew", "/release", "/close")) {
            assertError(post(path + verb, dauren), 409, "claimed_by_another");
        }
        assertError(get(path, dauren), 409, "claimed_by_another");
        assertError(act("open", Act.OPEN, DAUREN, dauren), 409, "claimed_by_another");
        assertError(get(path, aigul), 403, "not_opened");
        assertThat(act("open", Act.OPEN, AIGUL, aigul).statusCode()).isEqualTo(200);
        assertThat(get(path, aigul).statusCode()).isEqualTo(200);
    }

    @Test
    void a_file_of_the_case_goes_to_the_holder_of_the_claim_only_and_as_nothing_that_a_browser_would_show()
            throws Exception {
        FileName mine = FileName.random(RANDOM);
        FileName ofAnotherCase = FileName.random(RANDOM);
        for (FileName file : List.of(mine, ofAnotherCase)) {
            sealedFiles.write(file, out -> out.write("<script>sealed</script>".getBytes(US_ASCII)));
        }
        CASES.add(told.withFile(mine).sealed());
        String aigul = login(AIGUL);
        String dauren = login(DAUREN);
        String path = "/api/cases/" + told.id().hex();
        String file = path + "/files/" + mine.hex();
        assertError(get(file, aigul), 409, "not_claimed");
        post(path + "/claim", aigul);
        assertError(get(file, dauren), 409, "claimed_by_another");
        assertError(send(to(file)), 401, "login_needed");

        assertError(get(file, aigul), 403, "not_opened");
        act("open", Act.OPEN, AIGUL, aigul);
        HttpResponse<String> given = get(file, aigul);
        assertThat(given.body()).isEqualTo("<script>sealed</script>");
        assertThat(given.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(given.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(given.headers().firstValue("Content-Disposition")).contains("attachment");
        assertThat(given.headers().firstValue("Cache-Control")).contains("no-store");

        assertError(get(path + "/files/" + ofAnotherCase.hex(), aigul), 404, "not_found");
        assertError(get(path + "/files/komir.db", aigul), 404, "not_found");
        sealedFiles.delete(mine);
        assertError(get(file, aigul), 404, "not_found");
    }

    @Test
    void a_lease_runs_out_unless_it_is_renewed() throws Exception {
        String aigul = login(AIGUL);
        String path = "/api/cases/" + told.id().hex();
        post(path + "/claim", aigul);
        act("open", Act.OPEN, AIGUL, aigul);
        CLOCK.passes(Duration.ofMinutes(20));
        assertThat(post(path + "/renew", aigul).statusCode()).isEqualTo(204);
        CLOCK.passes(Duration.ofMinutes(29));
        assertThat(get(path, aigul).statusCode()).isEqualTo(200);
        CLOCK.passes(Duration.ofMinutes(1));
        assertError(get(path, aigul), 409, "not_claimed");
        assertError(post(path + "/renew", aigul), 409, "not_claimed");
        String dauren = login(DAUREN);
        assertThat(post(path + "/claim", dauren).statusCode()).isEqualTo(204);
        assertThat(post(path + "/release", dauren).statusCode()).isEqualTo(204);
        assertError(post(path + "/release", dauren), 409, "not_claimed");
    }

    @Test
    void a_case_that_is_not_there_is_unknown() throws Exception {
        String token = login(AIGUL);
        assertError(post("/api/cases/" + "0".repeat(32) + "/claim", token), 404, "unknown_case");
        assertError(post("/api/cases/nonsense/claim", token), 404, "unknown_case");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/queue",
                "GET /api/cases/CASE",
                "POST /api/cases/CASE/open",
                "POST /api/cases/CASE/claim",
                "POST /api/cases/CASE/renew",
                "POST /api/cases/CASE/release",
                "POST /api/cases/CASE/close"
            })
    void nothing_of_a_case_is_there_without_a_login(String request) throws Exception {
        String[] parts = request.replace("CASE", told.id().hex()).split(" ", 2);
        assertError(send(to(parts[1]).method(parts[0], BodyPublishers.noBody())), 401, "login_needed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "{\"volunteer\":1}", "{\"volunteer\":\"aigul\"} x", "{\"challenge\":\"!\"}"})
    void a_request_that_is_no_request_is_told_so(String body) throws Exception {
        assertError(send(to("/api/login").POST(BodyPublishers.ofString(body))), 400, "bad_request");
    }

    @Test
    void a_body_of_more_than_sixteen_kibibytes_is_refused() throws Exception {
        String body = "{\"volunteer\":\"" + "a".repeat(16 * 1024) + "\"}";
        assertError(send(to("/api/login/challenge").POST(BodyPublishers.ofString(body))), 400, "bad_request");
    }

    @Test
    void a_store_that_does_not_answer_is_told_so() throws Exception {
        String token = login(AIGUL);
        CASES.isUnreachable(true);
        assertError(get("/api/queue", token), 503, "store");
    }

    @Test
    void a_console_that_was_opened_from_disk_may_ask() throws Exception {
        HttpResponse<String> preflight = send(to("/api/queue")
                .header("Origin", "null")
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization")
                .method("OPTIONS", BodyPublishers.noBody()));
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("*");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
                .contains("Authorization, Content-Type, If-None-Match");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
                .contains("GET, POST, PUT, DELETE");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        assertThat(get("/api/queue", "x").headers().firstValue("Access-Control-Allow-Origin"))
                .contains("*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/directory", "/api/queue", "/nowhere", "/console"})
    void every_answer_carries_the_headers(String path) throws Exception {
        var headers = send(to(path)).headers();
        assertThat(headers.firstValue("Cache-Control")).contains("no-store");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/api/nowhere",
                "/actuator",
                "/actuator/heapdump",
                "/error",
                "/index.html",
                "/static/console.html",
                "/application.yaml"
            })
    void an_unknown_path_gets_one_word_and_nothing_of_the_machine(String path) throws Exception {
        assertError(send(to(path).header("Accept", "text/html")), 404, "not_found");
    }

    @Test
    void a_path_that_the_server_itself_refuses_says_nothing_of_the_machine() throws Exception {
        HttpResponse<String> response = send(to("/%2e%2e/etc/passwd"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).doesNotContain("Tomcat", "Exception", "passwd");
    }

    @Test
    void the_console_is_served_with_the_policy_that_its_build_wrote() throws Exception {
        HttpResponse<String> page = send(to("/console"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("a page for the tests");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(page.headers().firstValue("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(page.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(page.headers().firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
        assertThat(page.headers().firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
    }
}
