package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Role;
import org.komir.bot.directory.SignedDirectory;
import org.komir.bot.files.FileName;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.files.Uploads;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.SignedText;
import org.komir.bot.intake.Submissions.Submission;
import org.komir.bot.review.Verdicts.Given;
import org.komir.bot.review.Verdicts.Kind;
import org.komir.bot.review.Verdicts.Verdict;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.testing.HandClock;
import org.komir.bot.testing.MadeUpEntries;
import org.komir.bot.testing.MadeUpPerson;
import org.komir.bot.testing.MadeUpReceipt;
import org.komir.crypto.CaseKey;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.Padding;
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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The whole API over a socket, with a real store and people of every role. */
final class ReviewServer implements AutoCloseable {
    static final SecureRandom RANDOM = new SecureRandom();
    static final JsonMapper JSON = JsonMapper.builder().build();
    static final long LARGEST_FILE = 3 * 1024 * 1024;

    static final MadeUpPerson AIGUL = MadeUpPerson.named("aigul", Role.REVIEWER);
    static final MadeUpPerson SERIK = MadeUpPerson.named("serik", Role.REVIEWER);
    static final MadeUpPerson BOLAT = MadeUpPerson.named("bolat", Role.CUSTODIAN);
    static final MadeUpPerson BOTA = MadeUpPerson.named("bota", Role.CUSTODIAN);
    static final MadeUpPerson DANA = MadeUpPerson.named("dana", Role.SECOND);
    static final MadeUpPerson DAUREN = MadeUpPerson.named("dauren", Role.REVIEWER, Role.SECURITY);
    static final MadeUpPerson ERLAN = MadeUpPerson.named("erlan", Role.SECURITY);
    static final MadeUpPerson NURSE = MadeUpPerson.named("nurse", Role.AID);
    static final MadeUpPerson ORYN = MadeUpPerson.named("oryn", Role.COORDINATOR);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final HandClock clock = new HandClock("2026-11-23T10:00:00Z");
    final Store store;
    final SealedFiles files;
    private final ConfigurableApplicationContext server;
    private final Map<String, String> tokens = new HashMap<>();
    private Directory directory = new Directory(
            "Office",
            1,
            LocalDate.parse("2026-11-23"),
            LocalDate.parse("2026-11-23").plusDays(90),
            3,
            Identity.generate(RANDOM).recipient(),
            List.of(AIGUL, SERIK, BOLAT, BOTA, DANA, DAUREN, ERLAN, NURSE, ORYN).stream()
                    .map(MadeUpPerson::person)
                    .toList());

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Web {}

    ReviewServer(Path folder) throws IOException {
        store = Stores.open("sqlite:" + folder.resolve("komir.db"));
        files = SealedFiles.at(folder.resolve("files"), 0, clock);
        SpringApplication application = new SpringApplication(Web.class);
        application.addInitializers((GenericApplicationContext beans) -> {
            Login login = new Login(() -> Optional.of(directory), () -> false, clock, RANDOM);
            SignedDirectory signed = SignedDirectory.sign(directory, SigningKey.generate(RANDOM));
            Uploads uploads = new Uploads(files);
            Logbook logbook = new Logbook(store, clock);
            QueueOrder order = new QueueOrder(RANDOM);
            beans.registerBean(LogController.class, () -> new LogController(store, store, login, clock));
            beans.registerBean(
                    ReviewController.class,
                    () -> new ReviewController(
                            store,
                            store,
                            store,
                            store,
                            store,
                            store,
                            store,
                            logbook,
                            files,
                            login,
                            order,
                            () -> Optional.of(signed),
                            () -> Optional.of(directory),
                            clock));
            beans.registerBean(
                    QueueController.class,
                    () -> new QueueController(
                            store, store, store, logbook, login, () -> Optional.of(directory), clock));
            beans.registerBean(
                    PanelsController.class,
                    () -> new PanelsController(store, store, logbook, login, () -> Optional.of(directory), clock));
            beans.registerBean(
                    LettersController.class,
                    () -> new LettersController(store, store, logbook, uploads, LARGEST_FILE, login, clock));
            beans.registerBean(
                    LinksController.class,
                    () -> new LinksController(store, store, logbook, login, () -> Optional.of(directory), clock));
            beans.registerBean(
                    WithdrawnController.class,
                    () -> new WithdrawnController(store, store, logbook, login, () -> Optional.of(directory), clock));
            SealedSizes sizes = new SealedSizes(directory.escrow());
            beans.registerBean(
                    WorkController.class, () -> new WorkController(store, store, store, logbook, sizes, login, clock));
            beans.registerBean(
                    MatchController.class,
                    () -> new MatchController(
                            store, store, logbook, sizes, login, () -> Optional.of(directory), clock));
            beans.registerBean(
                    NeedsController.class,
                    () -> new NeedsController(store, store, logbook, sizes, files, order, login, clock));
            beans.registerBean(Headers.class);
            beans.registerBean(Failures.class);
        });
        server = application.run(
                "--spring.config.location=optional:classpath:/none/",
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.web.resources.add-mappings=false");
    }

    @Override
    public void close() {
        server.close();
        store.close();
    }

    /** From now on with other people, who have to log in anew: who was removed has lost the session. */
    void directory(UnaryOperator<Directory> change) {
        directory = change.apply(directory);
        tokens.clear();
    }

    static Directory without(Directory directory, String id) {
        return new Directory(
                directory.organisation(),
                directory.version() + 1,
                directory.issued(),
                directory.expires(),
                directory.panel(),
                directory.escrow(),
                directory.people().stream()
                        .filter(person -> !person.id().equals(id))
                        .toList());
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** Lets time pass, after which everybody has to log in anew. */
    void passes(Duration time) {
        clock.passes(time);
        tokens.clear();
    }

    private HttpResponse<String> send(MadeUpPerson who, String method, String path, BodyPublisher body)
            throws Exception {
        return send(to(path).method(method, body).header("Authorization", "Bearer " + token(who)));
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port") + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> stranger(String method, String path) throws Exception {
        return send(to(path).method(method, BodyPublishers.noBody()));
    }

    HttpResponse<String> get(MadeUpPerson who, String path) throws Exception {
        return send(who, "GET", path, BodyPublishers.noBody());
    }

    HttpResponse<String> get(MadeUpPerson who, String path, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = to(path).header("Authorization", "Bearer " + token(who));
        headers.forEach(request::header);
        return send(request);
    }

    byte[] getBytes(MadeUpPerson who, String path, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = to(path).header("Authorization", "Bearer " + token(who));
        headers.forEach(request::header);
        return HTTP.send(request.build(), BodyHandlers.ofByteArray()).body();
    }

    HttpResponse<String> post(MadeUpPerson who, String path) throws Exception {
        return send(who, "POST", path, BodyPublishers.noBody());
    }

    HttpResponse<String> post(MadeUpPerson who, String path, JsonNode body) throws Exception {
        return send(who, "POST", path, BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }

    HttpResponse<String> delete(MadeUpPerson who, String path) throws Exception {
        return send(who, "DELETE", path, BodyPublishers.noBody());
    }

    HttpResponse<String> put(MadeUpPerson who, String path, byte[] body) throws Exception {
        return send(who, "PUT", path, BodyPublishers.ofByteArray(body));
    }

    /** What this person wants to do, with the entry that says so, on the head that there is. */
    ObjectNode logged(MadeUpPerson who, Act act, CaseId id, String sha256, ObjectNode body) {
        LogEntry entry =
                MadeUpEntries.after(store.head(), who.person().id(), clock.instant(), act, Optional.of(id), sha256);
        return logged(MadeUpEntries.signed(entry, who), body);
    }

    static ObjectNode logged(SignedText entry, ObjectNode body) {
        body.set("log", object().put("entry", entry.text()).put("signature", entry.base64()));
        return body;
    }

    /** Asks for a case, and says so. */
    HttpResponse<String> open(MadeUpPerson who, CaseId id) throws Exception {
        return post(who, "/api/cases/" + id.hex() + "/open", logged(who, Act.OPEN, id, "", object()));
    }

    HttpResponse<String> close(MadeUpPerson who, CaseId id) throws Exception {
        return post(who, "/api/cases/" + id.hex() + "/close", logged(who, Act.CLOSE, id, "", object()));
    }

    HttpResponse<String> openWithdrawn(MadeUpPerson who, CaseId id) throws Exception {
        return post(who, "/api/withdrawn/" + id.hex() + "/open", logged(who, Act.OPEN, id, "", object()));
    }

    static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    static void assertError(HttpResponse<String> answer, int status, String word) {
        assertThat(answer.body()).isEqualTo("{\"error\":\"" + word + "\"}");
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private String token(MadeUpPerson who) throws Exception {
        String id = who.person().id();
        if (!tokens.containsKey(id)) {
            JsonNode challenge = json(send(to("/api/login/challenge")
                    .POST(BodyPublishers.ofString(object().put("volunteer", id).toString()))));
            byte[] bytes =
                    Base64.getDecoder().decode(challenge.path("challenge").asString());
            ObjectNode answer = object().put("volunteer", id).put("challenge", base64(bytes));
            answer.put("signature", base64(who.signingKey().sign(SigningDomain.LOGIN, bytes)));
            JsonNode given = json(send(to("/api/login").POST(BodyPublishers.ofString(answer.toString()))));
            tokens.put(id, given.path("token").asString());
        }
        return tokens.get(id);
    }

    /** A case of three compartments with a record each, and one more with these files; visible at once. */
    CaseId handIn(MadeUpReceipt receipt, FileName... named) {
        return handIn(receipt, true, named);
    }

    /** It waits for its release. */
    CaseId handInOnly(MadeUpReceipt receipt) {
        return submit(receipt, false);
    }

    CaseId handIn(MadeUpReceipt receipt, boolean urgent, FileName... named) {
        CaseId id = submit(receipt, urgent, named);
        store.release();
        return id;
    }

    private CaseId submit(MadeUpReceipt receipt, boolean urgent, FileName... named) {
        CaseId id = CaseId.random(RANDOM);
        Map<Compartment, CaseKey> keys = new HashMap<>();
        for (Compartment compartment : List.of(Compartment.CASE, Compartment.IDENTITY, Compartment.THREATS)) {
            keys.put(
                    compartment,
                    new CaseKey(Identity.generate(RANDOM).recipient(), Sealed.stored(Purpose.CASE_KEY, random(40))));
        }
        List<StoredRecord> records = List.of(
                record(0, Compartment.CASE),
                record(1, Compartment.IDENTITY),
                record(2, Compartment.THREATS),
                new StoredRecord(
                        3, Compartment.CASE, Sealed.stored(Purpose.TESTIMONY, random(40)), Arrays.asList(named)),
                record(4, Compartment.CASE));
        store.handIn(new Submission(
                id,
                urgent,
                keys,
                records,
                receipt.mailbox(),
                receipt.owns(id, records.getLast().sealed().sha256Hex()),
                today()));
        return id;
    }

    /** A piece of work with nothing in it, of the smallest size. */
    static byte[] sealedWork() {
        return new Sealer()
                .seal(
                        Purpose.WORK,
                        new byte[Padding.SMALL],
                        List.of(AIGUL.person().recipient()))
                .bytes();
    }

    /** Claims the case and adds a piece of work to it. @return its SHA-256 */
    String works(MadeUpPerson who, CaseId id) throws Exception {
        String path = "/api/cases/" + id.hex();
        assertThat(post(who, path + "/claim").statusCode()).isEqualTo(204);
        json(open(who, id));
        byte[] sealed = sealedWork();
        assertThat(works(who, id, CaseId.random(RANDOM).hex(), sealed).statusCode())
                .isEqualTo(204);
        return Sealed.stored(Purpose.WORK, sealed).sha256Hex();
    }

    HttpResponse<String> works(MadeUpPerson who, CaseId id, String name, byte[] sealed) throws Exception {
        ObjectNode piece = object().put("name", name).put("sealed", base64(sealed));
        String sha256 = Sealed.stored(Purpose.WORK, sealed).sha256Hex();
        return post(who, "/api/cases/" + id.hex() + "/work", logged(who, Act.WORK, id, sha256, piece));
    }

    String statement(MadeUpPerson who, CaseId id, String kind, String work) {
        String seen = Seen.of(store.read(id).orElseThrow(), store.followUps(id));
        return "{\"format\":\"komir-verdict/1\",\"case\":\"%s\",\"kind\":\"%s\",\"seen\":\"%s\",\"work\":\"%s\",\"volunteer\":\"%s\",\"day\":\"%s\"}"
                .formatted(id.hex(), kind, seen, work, who.person().id(), today());
    }

    HttpResponse<String> gives(MadeUpPerson who, CaseId id, String statement) throws Exception {
        return gives(who, id, statement, who, SigningDomain.VERDICT);
    }

    HttpResponse<String> gives(MadeUpPerson who, CaseId id, String statement, MadeUpPerson signer, SigningDomain domain)
            throws Exception {
        byte[] signature = signer.signingKey().sign(domain, statement.getBytes(US_ASCII));
        ObjectNode verdict = object().put("statement", statement).put("signature", base64(signature));
        String sha256 = Sha256.hex(statement);
        return post(who, "/api/cases/" + id.hex() + "/verdicts", logged(who, Act.VERDICT, id, sha256, verdict));
    }

    /** Two people work on it and find the same, which closes it. */
    void closed(CaseId id) throws Exception {
        for (MadeUpPerson who : List.of(AIGUL, SERIK)) {
            json(gives(who, id, statement(who, id, "verified", works(who, id))));
            post(who, "/api/cases/" + id.hex() + "/release");
        }
    }

    /** As two people found it before; it waits again, and the log says nothing of it. */
    void verifiedBefore(CaseId id) {
        int number = 1;
        for (MadeUpPerson who : List.of(AIGUL, SERIK)) {
            String volunteer = who.person().id();
            store.claim(id, volunteer, clock.instant(), clock.instant().plusSeconds(60));
            Verdict verdict = new Verdict(
                    id, Kind.VERIFIED, volunteer, "5e".repeat(32), new SignedText("as " + volunteer, new byte[64]));
            assertThat(store.give(verdict, number++, false, clock.instant())).isEqualTo(Given.DONE);
            store.release(id, volunteer, clock.instant());
        }
    }

    private static StoredRecord record(int seq, Compartment compartment) {
        return new StoredRecord(seq, compartment, Sealed.stored(Purpose.TESTIMONY, random(40)));
    }
}
