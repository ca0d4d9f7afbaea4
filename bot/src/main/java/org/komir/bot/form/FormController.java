package org.komir.bot.form;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.komir.bot.files.FileName;
import org.komir.bot.files.NoRoom;
import org.komir.bot.files.Uploads;
import org.komir.bot.form.NotTaken.Why;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.intake.Submissions;
import org.komir.bot.intake.Submissions.Submission;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the form sends. There is no account, no cookie and no session: a ticket, which was bought by work, is good for one case and says nothing of
 * who sends it. Names and bodies are sealed or random; none of them is logged.
 */
@RestController
@RequestMapping("/form/api")
public final class FormController {
    private static final String TICKET = "Komir-Ticket";
    private static final int LONGEST_QUESTION = 4 * 1024;
    private static final int LONGEST_PIECE = 1024 * 1024;

    private final Work work;
    private final Uploads uploads;
    private final Submissions submissions;
    private final SubmissionBytes bytes;
    private final Proofs proofs;
    private final long largestFile;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @param largestFile sealed, in bytes */
    public FormController(
            Work work,
            Uploads uploads,
            Submissions submissions,
            SubmissionBytes bytes,
            Proofs proofs,
            long largestFile,
            Clock clock) {
        this.work = work;
        this.uploads = uploads;
        this.submissions = submissions;
        this.bytes = bytes;
        this.proofs = proofs;
        this.largestFile = largestFile;
        this.clock = clock;
    }

    @PostMapping("/work")
    Work.Challenge work() {
        return work.challenge();
    }

    @PostMapping("/tickets")
    ObjectNode ticket(HttpServletRequest request) {
        JsonNode asked = question(request);
        String ticket = work.ticket(text(asked, "challenge"), base64(asked, "nonce"))
                .orElseThrow(() -> new NotTaken(Why.TICKET));
        return json.createObjectNode().put("ticket", ticket);
    }

    @GetMapping("/files/{name}")
    ObjectNode received(
            @RequestHeader(name = TICKET, required = false) @Nullable String ticket, @PathVariable("name") String name)
            throws IOException {
        mustBeGood(ticket);
        return received(uploads.received(fileName(name)));
    }

    @PutMapping("/files/{name}")
    ResponseEntity<ObjectNode> piece(
            HttpServletRequest request,
            @RequestHeader(name = TICKET, required = false) @Nullable String ticket,
            @PathVariable("name") String name,
            @RequestParam("from") long from)
            throws IOException {
        String good = mustBeGood(ticket);
        FileName file = fileName(name);
        byte[] piece = body(request, LONGEST_PIECE, Why.TOO_LARGE);
        if (from < 0 || from > largestFile - piece.length) {
            throw new NotTaken(Why.TOO_LARGE);
        }
        if (!work.spend(good, piece.length)) {
            throw new NotTaken(Why.TICKET);
        }
        long after = uploads.append(file, from, piece);
        return ResponseEntity.status(after == from + piece.length ? 200 : 409).body(received(after));
    }

    @PostMapping("/files/{name}/whole")
    ResponseEntity<Void> whole(
            HttpServletRequest request,
            @RequestHeader(name = TICKET, required = false) @Nullable String ticket,
            @PathVariable("name") String name)
            throws IOException {
        mustBeGood(ticket);
        JsonNode asked = question(request);
        if (!uploads.whole(fileName(name), asked.path("size").asLong(-1), text(asked, "sha256"))) {
            throw new NotTaken(Why.MALFORMED);
        }
        return ResponseEntity.noContent().build();
    }

    /** Only with all its files: a record that names one which is not there would be a loss that nobody has noticed. */
    @PostMapping("/cases")
    Proofs.Proof handIn(
            HttpServletRequest request, @RequestHeader(name = TICKET, required = false) @Nullable String ticket)
            throws IOException {
        String good = mustBeGood(ticket);
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Submission submission;
        try {
            submission = bytes.read(body(request, SubmissionBytes.LONGEST, Why.TOO_LARGE), today);
        } catch (SubmissionBytes.Malformed malformed) {
            throw new NotTaken(Why.MALFORMED);
        }
        if (!work.isFor(good, submission.id().hex())) {
            throw new NotTaken(Why.TICKET);
        }
        boolean complete = submission.records().stream()
                .flatMap(record -> record.files().stream())
                .allMatch(uploads::isWhole);
        if (!complete) {
            throw new NotTaken(Why.MALFORMED);
        }
        LocalDate first = submissions.handIn(submission).orElseThrow(() -> new NotTaken(Why.REFUSED));
        return proofs.of(submission.manifest().sealed().sha256Hex(), first);
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> notTaken(NotTaken refused) {
        return answer(refused.why());
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> storeUnavailable(StoreUnavailable unavailable) {
        return answer(Why.STORE);
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> noRoom(NoRoom full) {
        return answer(Why.FULL);
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> busy(Uploads.Busy busy) {
        return answer(Why.BUSY);
    }

    private ResponseEntity<ObjectNode> answer(Why why) {
        return ResponseEntity.status(why.status()).body(json.createObjectNode().put("error", why.word()));
    }

    private String mustBeGood(@Nullable String ticket) {
        return Optional.ofNullable(ticket).filter(work::isGood).orElseThrow(() -> new NotTaken(Why.TICKET));
    }

    private ObjectNode received(long bytes) {
        return json.createObjectNode().put("received", bytes);
    }

    private static FileName fileName(String name) {
        if (!FileName.isName(name)) {
            throw new NotTaken(Why.MALFORMED);
        }
        return new FileName(name);
    }

    private JsonNode question(HttpServletRequest request) {
        try {
            return json.readTree(body(request, LONGEST_QUESTION, Why.MALFORMED));
        } catch (IOException | JacksonException unreadable) {
            throw new NotTaken(Why.MALFORMED);
        }
    }

    private static byte[] body(HttpServletRequest request, int most, Why tooLong) throws IOException {
        byte[] body = request.getInputStream().readNBytes(most + 1);
        if (body.length > most) {
            throw new NotTaken(tooLong);
        }
        return body;
    }

    private static String text(JsonNode asked, String field) {
        JsonNode value = asked.path(field);
        if (!value.isString()) {
            throw new NotTaken(Why.MALFORMED);
        }
        return value.asString();
    }

    private static byte[] base64(JsonNode asked, String field) {
        try {
            return Base64.getDecoder().decode(text(asked, field));
        } catch (IllegalArgumentException notBase64) {
            throw new NotTaken(Why.MALFORMED);
        }
    }
}
