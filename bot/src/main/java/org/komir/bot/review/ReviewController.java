package org.komir.bot.review;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import org.komir.bot.directory.SignedDirectory;
import org.komir.bot.files.FileName;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.review.Cases.Lease;
import org.komir.bot.review.Cases.Queued;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.review.Refused.Why;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the console asks. Sealed bytes go only to the holder of a case's claim; all that this side can add to them are ids that were
 * random from the start. Every request but the first three needs the token of a login.
 */
@RestController
@RequestMapping("/api")
public final class ReviewController {
    private final Cases cases;
    private final Letters letters;
    private final SealedFiles files;
    private final Login login;
    private final Supplier<Optional<SignedDirectory>> directory;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @param directory the one in force; empty when it has expired */
    public ReviewController(
            Cases cases,
            Letters letters,
            SealedFiles files,
            Login login,
            Supplier<Optional<SignedDirectory>> directory,
            Clock clock) {
        this.cases = cases;
        this.letters = letters;
        this.files = files;
        this.login = login;
        this.directory = directory;
        this.clock = clock;
    }

    /** Its exact text: the console verifies it itself, since this server could be somebody else's by now. */
    @GetMapping("/directory")
    ObjectNode directory() {
        SignedDirectory signed = directory.get().orElseThrow(() -> new Refused(Why.DIRECTORY));
        return json.createObjectNode().put("directory", signed.text()).put("signature", signed.signature());
    }

    @PostMapping("/login/challenge")
    ObjectNode challenge(HttpServletRequest request) {
        byte[] challenge = login.challenge(text(body(request), "volunteer"));
        return json.createObjectNode().put("challenge", Base64.getEncoder().encodeToString(challenge));
    }

    @PostMapping("/login")
    ObjectNode login(HttpServletRequest request) {
        JsonNode body = body(request);
        String token = login.login(text(body, "volunteer"), bytes(body, "challenge"), bytes(body, "signature"));
        return json.createObjectNode().put("token", token);
    }

    /** Urgent ones first, then in the order of their random ids, which says nothing about when they came. */
    @GetMapping("/queue")
    ObjectNode queue(HttpServletRequest request) {
        String me = me(request);
        ObjectNode answer = json.createObjectNode();
        ArrayNode list = answer.putArray("cases");
        cases.queue(clock.instant()).stream()
                .sorted(Comparator.comparing(Queued::urgent)
                        .reversed()
                        .thenComparing(queued -> queued.id().hex()))
                .forEach(queued -> list.add(line(queued, me)));
        return answer;
    }

    private ObjectNode line(Queued queued, String me) {
        Optional<Lease> lease = queued.lease();
        ObjectNode line = json.createObjectNode();
        line.put("case", queued.id().hex());
        line.put("urgent", queued.urgent());
        line.put("state", lease.isPresent() ? "claimed" : "waiting");
        line.put("holder", lease.map(Lease::holder).orElse(null));
        line.put("leaseUntil", lease.map(l -> l.until().toString()).orElse(null));
        line.put("mine", lease.filter(l -> l.holder().equals(me)).isPresent());
        return line;
    }

    @PostMapping("/cases/{case}/claim")
    ResponseEntity<Void> claim(HttpServletRequest request, @PathVariable("case") String hex) {
        String me = me(request);
        CaseId id = caseId(hex);
        take(id, me);
        return done();
    }

    /** Only while it is still held: a lease that ran out may have been somebody else's since. */
    @PostMapping("/cases/{case}/renew")
    ResponseEntity<Void> renew(HttpServletRequest request, @PathVariable("case") String hex) {
        String me = me(request);
        CaseId id = caseId(hex);
        mustHold(id, me);
        take(id, me);
        return done();
    }

    private void take(CaseId id, String me) {
        Instant now = clock.instant();
        switch (cases.claim(id, me, now, now.plus(Limit.LEASE.time()))) {
            case DONE -> {}
            case HELD_BY_ANOTHER -> throw new Refused(Why.CLAIMED_BY_ANOTHER);
            case CLOSED -> throw new Refused(Why.CLOSED);
            case UNKNOWN -> throw new Refused(Why.UNKNOWN_CASE);
        }
    }

    /** A letter to the family, sealed to its receipt and signed inside: this side sees only its size. */
    @PostMapping("/cases/{case}/letters")
    ResponseEntity<Void> write(HttpServletRequest request, @PathVariable("case") String hex) {
        String me = me(request);
        CaseId id = caseId(hex);
        mustHold(id, me);
        JsonNode body = body(request);
        Letter letter;
        try {
            letter = new Letter(text(body, "id"), Sealed.stored(Purpose.REPLY, bytes(body, "sealed")));
        } catch (IllegalArgumentException notALetter) {
            throw new Refused(Why.BAD_REQUEST);
        }
        if (!letters.send(id, letter)) {
            throw new Refused(Why.NOT_FOUND);
        }
        return done();
    }

    @PostMapping("/cases/{case}/release")
    ResponseEntity<Void> release(HttpServletRequest request, @PathVariable("case") String hex) {
        String me = me(request);
        CaseId id = caseId(hex);
        if (!cases.release(id, me, clock.instant())) {
            throw notMine(id);
        }
        return done();
    }

    @PostMapping("/cases/{case}/close")
    ResponseEntity<Void> close(HttpServletRequest request, @PathVariable("case") String hex) {
        String me = me(request);
        CaseId id = caseId(hex);
        if (!cases.close(id, me, clock.instant())) {
            throw notMine(id);
        }
        return done();
    }

    @GetMapping("/cases/{case}")
    ObjectNode read(HttpServletRequest request, @PathVariable("case") String hex) {
        String me = me(request);
        CaseId id = caseId(hex);
        mustHold(id, me);
        ObjectNode answer = sealed(cases.read(id).orElseThrow(() -> new Refused(Why.UNKNOWN_CASE)));
        letters.mailboxOf(id)
                .ifPresent(box -> answer.put("reply", box.mailbox().recipient().toString()));
        return answer;
    }

    /** A sealed file of the case, streamed; a name that no record of this very case has is not there. */
    @GetMapping("/cases/{case}/files/{name}")
    void file(
            HttpServletRequest request,
            HttpServletResponse response,
            @PathVariable("case") String hex,
            @PathVariable("name") String name)
            throws IOException {
        String me = me(request);
        CaseId id = caseId(hex);
        mustHold(id, me);
        SealedCase sealed = cases.read(id).orElseThrow(() -> new Refused(Why.UNKNOWN_CASE));
        FileName file = sealed.records().stream()
                .flatMap(record -> record.files().stream())
                .filter(one -> one.hex().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refused(Why.NOT_FOUND));
        try (InputStream content = files.read(file)) {
            response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
            response.setHeader("Content-Disposition", "attachment");
            response.setContentLengthLong(files.size(file));
            content.transferTo(response.getOutputStream());
        } catch (NoSuchFileException lost) {
            throw new Refused(Why.NOT_FOUND);
        }
    }

    private ObjectNode sealed(SealedCase sealed) {
        ObjectNode answer = json.createObjectNode();
        answer.put("case", sealed.id().hex());
        ObjectNode keys = answer.putObject("keys");
        sealed.keys().forEach((compartment, key) -> keys.put(compartment.name(), base64(key.bytes())));
        ObjectNode recipients = answer.putObject("recipients");
        sealed.recipients().forEach((compartment, to) -> recipients.put(compartment.name(), to.toString()));
        ArrayNode records = answer.putArray("records");
        for (StoredRecord record : sealed.records()) {
            records.addObject()
                    .put("seq", record.seq())
                    .put("compartment", record.compartment().name())
                    .put("sealed", base64(record.sealed().bytes()));
        }
        return answer;
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> refused(Refused refused) {
        return Failures.answer(refused.why());
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> storeUnavailable(StoreUnavailable unavailable) {
        return Failures.answer(Why.STORE);
    }

    private void mustHold(CaseId id, String me) {
        if (cases.lease(id, clock.instant())
                .filter(lease -> lease.holder().equals(me))
                .isEmpty()) {
            throw notMine(id);
        }
    }

    private Refused notMine(CaseId id) {
        return new Refused(cases.lease(id, clock.instant()).isPresent() ? Why.CLAIMED_BY_ANOTHER : Why.NOT_CLAIMED);
    }

    private String me(HttpServletRequest request) {
        return login.who(Optional.ofNullable(request.getHeader("Authorization")))
                .id();
    }

    private static CaseId caseId(String hex) {
        try {
            return new CaseId(hex);
        } catch (IllegalArgumentException notAnId) {
            throw new Refused(Why.UNKNOWN_CASE);
        }
    }

    private JsonNode body(HttpServletRequest request) {
        try {
            byte[] body = request.getInputStream().readNBytes(Limit.BODY.most() + 1);
            if (body.length > Limit.BODY.most()) {
                throw new Refused(Why.BAD_REQUEST);
            }
            return json.readTree(body);
        } catch (IOException | JacksonException unreadable) {
            throw new Refused(Why.BAD_REQUEST);
        }
    }

    private static String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isString()) {
            throw new Refused(Why.BAD_REQUEST);
        }
        return value.asString();
    }

    private static byte[] bytes(JsonNode body, String field) {
        try {
            return Base64.getDecoder().decode(text(body, field));
        } catch (IllegalArgumentException notBase64) {
            throw new Refused(Why.BAD_REQUEST);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static ResponseEntity<Void> done() {
        return ResponseEntity.noContent().build();
    }
}
