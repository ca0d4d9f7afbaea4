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
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
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
import org.komir.bot.files.FileName;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.LinkRequest;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.Mailboxes.Stage;
import org.komir.bot.intake.Submissions.Submission;
import org.komir.bot.review.Failures;
import org.komir.bot.review.Headers;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.testing.HandClock;
import org.komir.bot.testing.MadeUpReceipt;
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

    private static final SigningKey INTAKE = SigningKey.generate(RANDOM);

    private static Store store;
    private static SealedFiles files;
    private static ConfigurableApplicationContext server;

    private final MadeUpReceipt made = MadeUpReceipt.made(RANDOM);
    private final Identity receipt = made.identity();
    private final SigningKey author = made.author();
    private final byte[] mailboxId = made.mailboxId();
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
            Statements statements = new Statements(INTAKE, () -> "Office");
            return new WayBackController(WORK, store, files, statements, new Sealer(), CLOCK, RANDOM);
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
        files = SealedFiles.at(folder.resolve("files"), 0, CLOCK);
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
    void aCaseWasHandedIn() {
        Sealed<Purpose.Testimony> sealed = Sealed.stored(Purpose.TESTIMONY, random(10));
        CaseKey key = new CaseKey(receipt.recipient(), Sealed.stored(Purpose.CASE_KEY, random(10)));
        List<StoredRecord> records = List.of(new StoredRecord(0, Compartment.CASE, sealed));
        store.handIn(new Submission(
                id,
                true,
                Map.of(Compartment.CASE, key),
                records,
                made.mailbox(),
                made.owns(id, sealed.sha256Hex()),
                TODAY));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private String name() {
        return made.name();
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

    @Test
    void who_took_it_back_gets_a_statement_that_the_intake_key_signed_and_keeps_it_when_all_is_gone() throws Exception {
        HttpResponse<byte[]> before = ask("/mailbox", asking(mailboxId), ticket());
        assertThat(opened(before).has("statement")).isFalse();
        withdrawn(mailboxId, author.sign(SigningDomain.WITHDRAWAL, name().getBytes(US_ASCII)));

        HttpResponse<byte[]> locked = ask("/mailbox", asking(mailboxId), ticket());
        assertThat(locked.body()).hasSameSizeAs(before.body());
        JsonNode statement = opened(locked).path("statement");
        assertThat(statement.path("statement").asString())
                .isEqualTo("{\"format\":\"komir-statement/1\",\"organisation\":\"Office\",\"day\":\"2026-11-23\"}");
        assertThat(INTAKE.verifyingKey()
                        .verifies(
                                SigningDomain.STATEMENT,
                                statement.path("statement").asString().getBytes(UTF_8),
                                Base64.getDecoder()
                                        .decode(statement.path("signature").asString())))
                .isTrue();

        CLOCK.passes(Duration.ofDays(4));
        try {
            store.destroyWithdrawn(TODAY.plusDays(1), TODAY.plusDays(4));
            HttpResponse<byte[]> gone = ask("/mailbox", asking(mailboxId), ticket());
            assertThat(gone.body()).hasSameSizeAs(before.body());
            assertThat(opened(gone).path("stage").asString()).isEqualTo("gone");
            assertThat(opened(gone).path("statement")).isEqualTo(statement);
        } finally {
            CLOCK.passes(Duration.ofDays(-4));
        }
    }

    private FileName letterWithFile(byte[] content) throws IOException {
        FileName file = FileName.random(RANDOM);
        files.write(file, out -> out.write(content));
        Sealed<Purpose.Reply> sealed = Sealed.stored(Purpose.REPLY, random(3_700));
        store.send(id, new Letter(HexFormat.of().formatHex(random(16)), sealed, List.of(file)));
        return file;
    }

    private static ObjectNode asking(byte[] mailbox, FileName file, long from) {
        return asking(mailbox).put("file", file.hex()).put("from", from);
    }

    @Test
    void a_file_of_a_letter_comes_in_pieces() throws Exception {
        byte[] content = random(1024 * 1024 + 300);
        FileName file = letterWithFile(content);
        String ticket = ticket();
        JsonNode letter = opened(ask("/mailbox", asking(mailboxId), ticket))
                .path("letters")
                .get(0);
        assertThat(letter.path("files").get(0).asString()).isEqualTo(file.hex());

        HttpResponse<byte[]> first = ask("/mailbox/files", asking(mailboxId, file, 0), ticket);
        assertThat(first.body()).isEqualTo(Arrays.copyOf(content, 1024 * 1024));
        assertThat(first.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(ask("/mailbox/files", asking(mailboxId, file, 1024 * 1024), ticket)
                        .body())
                .isEqualTo(Arrays.copyOfRange(content, 1024 * 1024, content.length));
        HttpResponse<byte[]> end = ask("/mailbox/files", asking(mailboxId, file, content.length), ticket);
        assertThat(end.statusCode()).isEqualTo(200);
        assertThat(end.body()).isEmpty();
        assertThat(ask("/mailbox/files", asking(mailboxId, file, Long.MAX_VALUE), ticket)
                        .body())
                .isEmpty();
    }

    @Test
    void a_file_is_only_there_for_the_mailbox_whose_letter_names_it() throws Exception {
        FileName mine = letterWithFile(random(10));
        FileName ofNobody = FileName.random(RANDOM);
        files.write(ofNobody, out -> out.write(random(10)));
        MadeUpReceipt another = MadeUpReceipt.made(RANDOM);
        String ticket = ticket();
        for (ObjectNode question : List.of(
                asking(mailboxId, ofNobody, 0),
                asking(another.mailboxId(), mine, 0),
                asking(HexFormat.of().parseHex(name()), mine, 0),
                asking(mailboxId).put("file", "../komir.db").put("from", 0))) {
            HttpResponse<byte[]> refused = ask("/mailbox/files", question, ticket);
            assertThat(refused.statusCode()).isEqualTo(404);
            assertThat(new String(refused.body(), UTF_8)).isEqualTo("{\"error\":\"not-found\"}");
        }
        assertThat(ask("/mailbox/files", asking(mailboxId, mine, -1), ticket).statusCode())
                .isEqualTo(400);
        assertThat(ask("/mailbox/files", asking(mailboxId).put("file", mine.hex()), ticket)
                        .statusCode())
                .isEqualTo(400);
        assertThat(ask("/mailbox/files", asking(mailboxId, mine, 0), "made-up").statusCode())
                .isEqualTo(403);
        files.delete(mine);
        assertThat(ask("/mailbox/files", asking(mailboxId, mine, 0), ticket).statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_weak_line_costs_no_visits_and_guessing_does() throws Exception {
        FileName file = letterWithFile(random(10));
        String ticket = ticket();
        for (int i = 0; i < 2 * Work.VISITS; i++) {
            assertThat(ask("/mailbox/files", asking(mailboxId, file, 0), ticket).statusCode())
                    .isEqualTo(200);
        }
        for (int i = 0; i < Work.VISITS; i++) {
            assertThat(ask("/mailbox/files", asking(random(32), file, 0), ticket)
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(ask("/mailbox/files", asking(random(32), file, 0), ticket).statusCode())
                .isEqualTo(403);
    }

    private static int asked(String request, String ticket) throws Exception {
        return ask("/links", JSON.createObjectNode().put("request", request), ticket)
                .statusCode();
    }

    @Test
    void a_request_for_a_new_number_waits_under_the_hash_of_its_text() throws Exception {
        String request = MadeUpReceipt.made(RANDOM).request();
        String hash = MadeUpReceipt.sha256(request.getBytes(UTF_8));
        String ticket = ticket();
        assertThat(asked(request, ticket)).isEqualTo(204);
        assertThat(asked(request, ticket)).as("the same once more").isEqualTo(204);
        assertThat(store.request(hash.substring(0, 19))).contains(new LinkRequest(hash, request));
        assertThat(asked(MadeUpReceipt.made(RANDOM).request(), ticket))
                .as("a ticket is for one")
                .isEqualTo(403);
        assertThat(asked(request, "made-up")).isEqualTo(403);
    }

    @Test
    void what_is_no_request_for_a_new_number_is_answered_the_same_and_not_kept() throws Exception {
        String good = MadeUpReceipt.made(RANDOM).request();
        for (String bad : List.of(
                "",
                "words",
                "{}",
                good + " ",
                good.replace("}", ",\"note\":\"words\"}"),
                good.replace("komir-link-request/1", "komir-link-request/2"),
                good.replace("age1pq1", "age1"),
                good.replaceFirst("\"mailbox\":\"[0-9a-f]{2}", "\"mailbox\":\"zz"),
                good.replaceFirst("\"author\":\"..", "\"author\":\""))) {
            assertThat(asked(bad, ticket())).as(bad).isEqualTo(204);
            assertThat(store.request(MadeUpReceipt.sha256(bad.getBytes(UTF_8))))
                    .as(bad)
                    .isEmpty();
        }
    }
}
