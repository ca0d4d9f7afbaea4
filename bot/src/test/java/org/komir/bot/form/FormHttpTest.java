package org.komir.bot.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.files.FileName;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.files.Uploads;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Failures;
import org.komir.bot.review.Headers;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.testing.HandClock;
import org.komir.bot.testing.MadeUpReceipt;
import org.komir.bot.testing.MadeUpSubmission;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.SigningKey;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the form sends, asked over a socket. */
class FormHttpTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final HandClock CLOCK = new HandClock("2026-11-23T10:00:00Z");
    private static final SigningKey INTAKE = SigningKey.generate(RANDOM);
    private static final Identity ANY = Identity.generate(RANDOM);
    private static final long LARGEST_FILE = 3 * 1024 * 1024;

    private static Store store;
    private static Uploads uploads;
    private static ConfigurableApplicationContext server;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Server {
        @Bean
        Clock clock() {
            return CLOCK;
        }

        @Bean
        FormController formController() {
            return new FormController(
                    new Work(4, 10_000, 4 * 1024 * 1024, CLOCK, RANDOM),
                    uploads,
                    store,
                    new SubmissionBytes(ANY.recipient()),
                    new Proofs(INTAKE),
                    LARGEST_FILE,
                    CLOCK);
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
        store = Stores.open("sqlite:" + folder.resolve("komir.db"));
        uploads = new Uploads(SealedFiles.at(folder.resolve("files"), 0, CLOCK));
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
        store.close();
    }

    private static HttpResponse<String> ask(String method, String path, byte[] body, String ticket) throws Exception {
        String port = server.getEnvironment().getProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/form/api" + path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .header("Komir-Ticket", ticket)
                .header("Content-Type", "application/octet-stream")
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private static String ticket() throws Exception {
        JsonNode asked = json(ask("POST", "/work", new byte[0], "-"));
        Work.Challenge challenge = new Work.Challenge(
                asked.path("challenge").asString(), asked.path("bits").asInt());
        byte[] question = JSON.writeValueAsBytes(JSON.createObjectNode()
                .put("challenge", challenge.challenge())
                .put("nonce", Base64.getEncoder().encodeToString(WorkTest.done(challenge))));
        return json(ask("POST", "/tickets", question, "-")).path("ticket").asString();
    }

    private static void refused(HttpResponse<String> answer, int status, String word) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo("{\"error\":\"" + word + "\"}");
    }

    @Test
    void a_sealed_case_is_taken_and_its_proof_can_be_checked_by_anybody() throws Exception {
        MadeUpSubmission made = MadeUpSubmission.of(1, List.of(), RANDOM);
        HttpResponse<String> answer = ask("POST", "/cases", made.bytes(), ticket());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        String proof = json(answer).path("proof").asString();
        assertThat(proof)
                .isEqualTo(
                        "{\"format\":\"komir-proof/1\",\"day\":\"2026-11-23\",\"sha256\":\"" + made.manifest() + "\"}");
        assertThat(INTAKE.verifyingKey()
                        .verifies(
                                SigningDomain.PROOF,
                                proof.getBytes(UTF_8),
                                Base64.getDecoder()
                                        .decode(json(answer).path("signature").asString())))
                .isTrue();
        store.release();
        assertThat(store.read(made.id())).hasValueSatisfying(whole -> {
            assertThat(whole.records()).hasSize(32 + 8);
            assertThat(whole.keys()).containsOnlyKeys(Compartment.CASE, Compartment.IDENTITY);
        });
    }

    @Test
    void the_same_case_again_gets_the_same_proof_also_on_a_later_day() throws Exception {
        MadeUpSubmission made = MadeUpSubmission.of(1, List.of(), RANDOM);
        String first = ask("POST", "/cases", made.bytes(), ticket()).body();
        CLOCK.passes(Duration.ofDays(1));
        try {
            assertThat(ask("POST", "/cases", made.bytes(), ticket()).body()).isEqualTo(first);
        } finally {
            CLOCK.passes(Duration.ofDays(-1));
        }
        byte[] other = MadeUpSubmission.of(1, made.id(), List.of(), RANDOM).bytes();
        refused(ask("POST", "/cases", other, ticket()), 409, "refused");
    }

    @Test
    void one_device_hands_in_as_many_cases_as_an_office_writes_in_a_day_and_is_not_marked() throws Exception {
        for (int family = 0; family < 100; family++) {
            byte[] body = MadeUpSubmission.of(1, List.of(), RANDOM).bytes();
            HttpResponse<String> answer = ask("POST", "/cases", body, ticket());
            assertThat(answer.statusCode()).as("family %d", family).isEqualTo(200);
            assertThat(answer.headers().map()).as("the device is not marked").doesNotContainKeys("set-cookie", "etag");
        }
    }

    @Test
    void without_a_ticket_nothing_is_taken() throws Exception {
        byte[] body = MadeUpSubmission.of(1, List.of(), RANDOM).bytes();
        refused(ask("POST", "/cases", body, "made-up"), 403, "ticket");
        String name = FileName.random(RANDOM).hex();
        refused(ask("PUT", "/files/" + name + "?from=0", body, "made-up"), 403, "ticket");
        refused(ask("GET", "/files/" + name, new byte[0], "made-up"), 403, "ticket");
        refused(ask("POST", "/files/" + name + "/whole", "{}".getBytes(UTF_8), "made-up"), 403, "ticket");
        refused(
                ask("POST", "/tickets", "{\"challenge\":\"AAAA\",\"nonce\":\"AAAA\"}".getBytes(UTF_8), "-"),
                403,
                "ticket");
    }

    @Test
    void one_ticket_is_for_one_case() throws Exception {
        String ticket = ticket();
        byte[] first = MadeUpSubmission.of(1, List.of(), RANDOM).bytes();
        assertThat(ask("POST", "/cases", first, ticket).statusCode()).isEqualTo(200);
        assertThat(ask("POST", "/cases", first, ticket).statusCode()).isEqualTo(200);
        refused(ask("POST", "/cases", MadeUpSubmission.of(1, List.of(), RANDOM).bytes(), ticket), 403, "ticket");
    }

    @Test
    void a_file_is_sent_in_pieces_before_the_case_that_names_it() throws Exception {
        String ticket = ticket();
        FileName name = FileName.random(RANDOM);
        byte[] file = new byte[1_500_000];
        RANDOM.nextBytes(file);
        byte[] first = java.util.Arrays.copyOf(file, 1_000_000);
        byte[] rest = java.util.Arrays.copyOfRange(file, 1_000_000, file.length);
        MadeUpSubmission made = MadeUpSubmission.of(1, List.of(name), RANDOM);

        assertThat(json(ask("GET", "/files/" + name.hex(), new byte[0], ticket))
                        .path("received")
                        .asLong())
                .isZero();
        assertThat(ask("PUT", "/files/" + name.hex() + "?from=0", first, ticket).statusCode())
                .isEqualTo(200);
        refused(ask("POST", "/cases", made.bytes(), ticket), 400, "malformed");
        HttpResponse<String> wrong = ask("PUT", "/files/" + name.hex() + "?from=5", rest, ticket);
        assertThat(wrong.statusCode()).isEqualTo(409);
        assertThat(json(wrong).path("received").asLong()).isEqualTo(1_000_000);
        assertThat(ask("PUT", "/files/" + name.hex() + "?from=1000000", rest, ticket)
                        .statusCode())
                .isEqualTo(200);
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        byte[] whole = JSON.writeValueAsBytes(
                JSON.createObjectNode().put("size", file.length).put("sha256", sha256));
        assertThat(ask("POST", "/files/" + name.hex() + "/whole", whole, ticket).statusCode())
                .isEqualTo(204);
        assertThat(ask("POST", "/cases", made.bytes(), ticket).statusCode()).isEqualTo(200);
        assertThat(store.files()).contains(name);
    }

    @Test
    void a_piece_a_file_or_all_files_of_a_ticket_can_be_too_large() throws Exception {
        String ticket = ticket();
        String path = "/files/" + FileName.random(RANDOM).hex() + "?from=";
        refused(ask("PUT", path + 0, new byte[1024 * 1024 + 1], ticket), 413, "too-large");
        refused(ask("PUT", path + (LARGEST_FILE - 1), new byte[2], ticket), 413, "too-large");
        refused(ask("PUT", path + -1, new byte[2], ticket), 413, "too-large");
        for (int i = 0; i < 4; i++) {
            String other = "/files/" + FileName.random(RANDOM).hex() + "?from=0";
            assertThat(ask("PUT", other, new byte[1024 * 1024], ticket).statusCode())
                    .isEqualTo(200);
        }
        refused(ask("PUT", path + 0, new byte[1], ticket), 403, "ticket");
        refused(ask("PUT", "/files/no-name?from=0", new byte[1], ticket()), 400, "malformed");
        assertThat(ask("PUT", "/files/..%2f..%2fetc?from=0", new byte[1], ticket())
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void what_the_form_would_not_make_is_refused_and_nothing_of_it_is_kept() throws Exception {
        Random where = new Random(4);
        byte[] good = MadeUpSubmission.of(1, List.of(), RANDOM).bytes();
        int before = store.all().size();
        for (int i = 0; i < 200; i++) {
            byte[] bad = good.clone();
            int header = java.nio.ByteBuffer.wrap(good).getInt();
            int at = i % 2 == 0 ? where.nextInt(4 + header) : where.nextInt(4);
            bad[at] ^= (byte) (1 << where.nextInt(8));
            if (i % 5 == 0) {
                bad = java.util.Arrays.copyOf(good, where.nextInt(good.length));
            }
            try {
                new SubmissionBytes(ANY.recipient()).read(bad, java.time.LocalDate.EPOCH);
            } catch (SubmissionBytes.Malformed expected) {
                continue;
            }
        }
        refused(ask("POST", "/cases", java.util.Arrays.copyOf(good, good.length - 1), ticket()), 400, "malformed");
        refused(ask("POST", "/cases", java.util.Arrays.copyOf(good, good.length + 1), ticket()), 400, "malformed");
        refused(
                ask("POST", "/cases", MadeUpSubmission.with(made -> made.put("time", "10:00"), RANDOM), ticket()),
                400,
                "malformed");
        refused(
                ask("POST", "/cases", MadeUpSubmission.with(made -> made.put("mailbox", "x"), RANDOM), ticket()),
                400,
                "malformed");
        refused(
                ask("POST", "/cases", MadeUpSubmission.with(made -> made.put("urgent", "yes"), RANDOM), ticket()),
                400,
                "malformed");
        refused(ask("POST", "/cases", MadeUpSubmission.inTheClear(RANDOM), ticket()), 400, "malformed");
        assertThat(store.all()).hasSize(before);
    }

    @Test
    void only_what_its_own_key_has_signed_for_this_very_case_is_taken() throws Exception {
        MadeUpReceipt receipt = MadeUpReceipt.made(RANDOM);
        CaseId other = CaseId.random(RANDOM);
        List<Consumer<ObjectNode>> changes = List.of(
                header -> header.remove("author_statement"),
                header -> header.remove("signature"),
                header -> header.put("signature", "no base64!"),
                header -> header.put("signature", ""),
                header -> sign(header, SigningKey.generate(RANDOM), SigningDomain.AUTHOR),
                header -> sign(header, receipt.author(), SigningDomain.WITHDRAWAL),
                header -> sign(say(header, receipt.owns(other, "0".repeat(64)).text()), receipt.author()),
                header -> sign(
                        say(
                                header,
                                receipt.owns(new CaseId(header.path("case").asString()), "0".repeat(64))
                                        .text()),
                        receipt.author()),
                header -> sign(say(header, header.path("author_statement").asString() + " "), receipt.author()),
                header -> sign(
                        say(header, header.path("author_statement").asString().replace("}", ",\"note\":\"words\"}")),
                        receipt.author()),
                header -> sign(say(header, ""), receipt.author()));
        int before = store.all().size();
        for (Consumer<ObjectNode> change : changes) {
            byte[] bad = MadeUpSubmission.by(receipt, change, RANDOM).bytes();
            refused(ask("POST", "/cases", bad, ticket()), 400, "malformed");
        }
        assertThat(store.all()).hasSize(before);
        byte[] good = MadeUpSubmission.by(receipt, header -> {}, RANDOM).bytes();
        assertThat(ask("POST", "/cases", good, ticket()).statusCode()).isEqualTo(200);
    }

    private static ObjectNode say(ObjectNode header, String statement) {
        return header.put("author_statement", statement);
    }

    private static void sign(ObjectNode header, SigningKey key) {
        sign(header, key, SigningDomain.AUTHOR);
    }

    private static void sign(ObjectNode header, SigningKey key, SigningDomain domain) {
        byte[] statement = header.path("author_statement").asString().getBytes(UTF_8);
        header.put("signature", Base64.getEncoder().encodeToString(key.sign(domain, statement)));
    }

    @Test
    void what_comes_with_the_same_receipt_follows_the_first_case_and_with_another_key_is_refused() throws Exception {
        MadeUpReceipt receipt = MadeUpReceipt.made(RANDOM);
        MadeUpSubmission first = MadeUpSubmission.by(receipt, header -> {}, RANDOM);
        MadeUpSubmission second = MadeUpSubmission.by(receipt, header -> {}, RANDOM);
        assertThat(ask("POST", "/cases", first.bytes(), ticket()).statusCode()).isEqualTo(200);
        assertThat(ask("POST", "/cases", second.bytes(), ticket()).statusCode()).isEqualTo(200);
        store.release();
        assertThat(store.first(second.id())).contains(first.id());
        assertThat(store.followUps(first.id())).singleElement().satisfies(followUp -> {
            assertThat(followUp.id()).isEqualTo(second.id());
            assertThat(followUp.author()).contains(receipt.owns(second.id(), second.manifest()));
        });

        MadeUpReceipt thief = new MadeUpReceipt(receipt.mailboxId(), receipt.identity(), SigningKey.generate(RANDOM));
        byte[] foisted = MadeUpSubmission.by(thief, header -> {}, RANDOM).bytes();
        refused(ask("POST", "/cases", foisted, ticket()), 409, "refused");
        store.release();
        assertThat(store.followUps(first.id())).hasSize(1);
    }

    @Test
    void a_class_has_its_records_in_its_order_and_no_others() throws Exception {
        assertThat(ask(
                                "POST",
                                "/cases",
                                MadeUpSubmission.of(4, List.of(), RANDOM).bytes(),
                                ticket())
                        .statusCode())
                .isEqualTo(200);
        assertThat(new CaseId("0".repeat(32))).isNotNull();
        refused(ask("POST", "/cases", MadeUpSubmission.of(3, List.of(), RANDOM).bytes(), ticket()), 400, "malformed");
    }
}
