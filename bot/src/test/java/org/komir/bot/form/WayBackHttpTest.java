package org.komir.bot.form;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.time.LocalDate;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.Mailboxes.Stage;
import org.komir.bot.intake.SignedText;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.intake.Submissions.Submission;
import org.komir.bot.review.Failures;
import org.komir.bot.review.Headers;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.testing.HandClock;
import org.komir.crypto.CannotOpen;
import org.komir.crypto.CaseKey;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.Opener;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;
import org.komir.crypto.Sealer;
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

/** A family that comes back, and whoever pretends to be one, asked over a socket. */
class WayBackHttpTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final HandClock CLOCK = new HandClock("2026-11-23T10:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");
    private static final Work WORK = new Work(2, 100_000, 0, CLOCK, RANDOM);

    private static Store store;
    private static ConfigurableApplicationContext server;

    private final Identity receipt = Identity.generate(RANDOM);
    private final SigningKey author = SigningKey.generate(RANDOM);
    private final byte[] mailboxId = random(32);
    private final CaseId id = new CaseId(HexFormat.of().formatHex(random(16)));

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Server {
        @Bean
        Clock clock() {
            return CLOCK;
        }

        @Bean
        WayBackController wayBackController() {
            return new WayBackController(WORK, store, new Sealer(), CLOCK, RANDOM);
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

    @BeforeEach
    void aCaseWasHandedIn() throws Exception {
        Sealed<Purpose.Testimony> sealed = Sealed.stored(Purpose.TESTIMONY, random(10));
        CaseKey key = new CaseKey(receipt.recipient(), Sealed.stored(Purpose.CASE_KEY, random(10)));
        Mailbox mailbox = new Mailbox(name(), receipt.recipient(), author.verifyingKey());
        List<StoredRecord> records = List.of(new StoredRecord(0, Compartment.CASE, sealed));
        SignedText own = new SignedText("{}", author.sign(SigningDomain.AUTHOR, new byte[0]));
        store.handIn(new Submission(id, true, Map.of(Compartment.CASE, key), records, mailbox, own, TODAY));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private String name() throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(mailboxId));
    }

    private static String ticket() {
        Work.Challenge challenge = WORK.challenge();
        return WORK.ticket(challenge.challenge(), WorkTest.done(challenge)).orElseThrow();
    }

    private static ObjectNode asking(byte[] mailbox) {
        return JSON.createObjectNode().put("mailbox", Base64.getEncoder().encodeToString(mailbox));
    }

    private static HttpResponse<byte[]> ask(String path, ObjectNode question, String ticket) throws Exception {
        String port = server.getEnvironment().getProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/form/api" + path))
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(question)))
                .header("Komir-Ticket", ticket)
                .build();
        return HTTP.send(request, BodyHandlers.ofByteArray());
    }

    private JsonNode opened(HttpResponse<byte[]> answer) throws CannotOpen {
        return JSON.readTree(new Opener(List.of(receipt)).open(answer.body()));
    }

    @Test
    void who_has_the_receipt_reads_how_far_it_is() throws Exception {
        JsonNode mail = opened(ask("/mailbox", asking(mailboxId), ticket()));
        assertThat(mail.path("format").asString()).isEqualTo("komir-mail/1");
        assertThat(mail.path("stage").asString()).isEqualTo("with_volunteers");
        assertThat(mail.path("day").asString()).isEqualTo("2026-11-23");
        assertThat(mail.path("letters").size()).isZero();
    }

    @Test
    void letters_come_in_pages_of_one_size_and_none_is_left_out() throws Exception {
        Set<String> sent = new HashSet<>();
        for (int i = 0; i < 9; i++) {
            String letter = HexFormat.of().formatHex(random(16));
            store.send(id, new Letter(letter, Sealed.stored(Purpose.REPLY, random(i % 2 == 0 ? 9_900 : 3_700))));
            sent.add(letter);
        }
        String ticket = ticket();
        Set<String> found = new HashSet<>();
        int pages =
                opened(ask("/mailbox", asking(mailboxId), ticket)).path("pages").asInt();
        assertThat(pages).isBetween(2, 9);
        for (int page = 0; page <= pages; page++) {
            HttpResponse<byte[]> answer = ask("/mailbox", asking(mailboxId).put("page", page), ticket);
            assertThat(new Opener(List.of(receipt)).open(answer.body())).hasSize(WayBackController.SIZE);
            opened(answer)
                    .path("letters")
                    .forEach(letter -> found.add(letter.path("id").asString()));
        }
        assertThat(found).isEqualTo(sent);
    }

    @Test
    void for_a_mailbox_that_there_is_not_the_answer_looks_the_same_and_opens_for_nobody() throws Exception {
        String ticket = ticket();
        HttpResponse<byte[]> known = ask("/mailbox", asking(mailboxId), ticket);
        HttpResponse<byte[]> unknown = ask("/mailbox", asking(random(32)), ticket);
        assertThat(unknown.statusCode()).isEqualTo(known.statusCode()).isEqualTo(200);
        assertThat(unknown.body()).hasSameSizeAs(known.body());
        assertThat(unknown.headers().map().keySet())
                .isEqualTo(known.headers().map().keySet());
        assertThat(new Opener(List.of(receipt)).open(known.body())).isNotEmpty();
        assertThatThrownBy(() -> new Opener(List.of(receipt)).open(unknown.body()))
                .isInstanceOf(CannotOpen.NotForThisKey.class);
    }

    @Test
    void what_the_store_knows_of_a_mailbox_is_not_enough_to_ask_for_it() throws Exception {
        byte[] stored = HexFormat.of().parseHex(name());
        HttpResponse<byte[]> answer = ask("/mailbox", asking(stored), ticket());
        assertThatThrownBy(() -> new Opener(List.of(receipt)).open(answer.body()))
                .isInstanceOf(CannotOpen.NotForThisKey.class);
    }

    @Test
    void a_withdrawal_needs_the_receipts_signature_and_is_answered_the_same_without() throws Exception {
        byte[] forged = SigningKey.generate(RANDOM).sign(SigningDomain.WITHDRAWAL, name().getBytes(US_ASCII));
        byte[] otherPurpose = author.sign(SigningDomain.PROOF, name().getBytes(US_ASCII));
        for (byte[] signature : List.of(forged, otherPurpose, new byte[3])) {
            assertThat(withdrawn(mailboxId, signature)).isEqualTo(204);
            assertThat(store.mail(name(), TODAY).orElseThrow().stage()).isEqualTo(Stage.WITH_VOLUNTEERS);
        }
        byte[] signed = author.sign(SigningDomain.WITHDRAWAL, name().getBytes(US_ASCII));
        assertThat(withdrawn(random(32), signed)).as("no such mailbox").isEqualTo(204);
        assertThat(withdrawn(mailboxId, signed)).isEqualTo(204);
        assertThat(store.mail(name(), TODAY).orElseThrow().stage()).isEqualTo(Stage.WITHDRAWN);
        assertThat(opened(ask("/mailbox", asking(mailboxId), ticket()))
                        .path("stage")
                        .asString())
                .isEqualTo("withdrawn");
    }

    private static int withdrawn(byte[] mailbox, byte[] signature) throws Exception {
        ObjectNode question =
                asking(mailbox).put("signature", Base64.getEncoder().encodeToString(signature));
        return ask("/withdrawals", question, ticket()).statusCode();
    }

    @Test
    void a_ticket_is_good_for_some_visits_and_work_is_asked_for_more() throws Exception {
        String ticket = ticket();
        for (int i = 0; i < Work.VISITS; i++) {
            assertThat(ask("/mailbox", asking(random(32)), ticket).statusCode()).isEqualTo(200);
        }
        HttpResponse<byte[]> refused = ask("/mailbox", asking(mailboxId), ticket);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(new String(refused.body(), UTF_8)).isEqualTo("{\"error\":\"ticket\"}");
        assertThat(ask("/mailbox", asking(mailboxId), "made-up").statusCode()).isEqualTo(403);
        assertThat(ask("/mailbox", asking(random(31)), ticket()).statusCode()).isEqualTo(400);
    }
}
