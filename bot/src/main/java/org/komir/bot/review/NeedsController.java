package org.komir.bot.review;

import static org.komir.bot.review.CaseJson.base64;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.review.Cases.Lease;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.review.Needs.Need;
import org.komir.bot.review.Refused.Why;
import org.komir.bot.review.Work.Piece;
import org.komir.crypto.Compartment;
import org.komir.crypto.Purpose;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What families need, for people in aid: the compartment {@code needs} and nothing else of a case. Its key file, its records and their files go only to who has taken it and has said so in the log. Neither
 * the mailbox nor anything of the testimony is given: nobody writes letters from here.
 */
@RestController
@RequestMapping("/api/needs")
public final class NeedsController extends ReviewApi {
    private final Cases cases;
    private final Needs needs;
    private final Logbook logbook;
    private final SealedSizes sizes;
    private final SealedFiles files;
    private final QueueOrder order;
    private final Clock clock;

    public NeedsController(
            Cases cases,
            Needs needs,
            Logbook logbook,
            SealedSizes sizes,
            SealedFiles files,
            QueueOrder order,
            Login login,
            Clock clock) {
        super(cases, login, clock);
        this.cases = cases;
        this.needs = needs;
        this.logbook = logbook;
        this.sizes = sizes;
        this.files = files;
        this.order = order;
        this.clock = clock;
    }

    private Person helper(HttpServletRequest request) {
        return meAs(request, Role.AID, Role.SECURITY);
    }

    /** Those of my panels, in an order that says nothing about when they came; those that are over stand last. */
    @GetMapping
    ResponseEntity<byte[]> waiting(HttpServletRequest request) {
        Person me = helper(request);
        ObjectNode answer = object();
        ArrayNode list = answer.putArray("needs");
        List<Need> mine = needs.needs(clock.instant()).stream()
                .filter(need -> need.admits(me))
                .toList();
        order.fair(mine, Need::id, today()).stream()
                .sorted(Comparator.comparing(Need::over))
                .forEach(need -> list.add(line(need, me)));
        return Polled.answer(request, answer);
    }

    private static ObjectNode line(Need need, Person me) {
        Optional<Lease> lease = need.lease();
        String free = need.over() ? "over" : "waiting";
        return object().put("case", need.id().hex())
                .put("state", lease.isPresent() ? "taken" : free)
                .put("holder", lease.map(Lease::holder).orElse(null))
                .put("leaseUntil", lease.map(one -> one.until().toString()).orElse(null))
                .put("mine", lease.filter(one -> one.holder().equals(me.id())).isPresent());
    }

    /** One that this person may see. */
    private Need need(String hex, Person me) {
        Need need = needs.need(caseId(hex), clock.instant()).orElseThrow(() -> new Refused(Why.UNKNOWN_CASE));
        if (!need.admits(me)) {
            throw new Refused(Why.NOT_IN_PANEL);
        }
        return need;
    }

    /** The same, while this person has it. */
    private Lease taken(Need need, Person me) {
        return need.lease().filter(lease -> lease.holder().equals(me.id())).orElseThrow(() -> notMine(need));
    }

    private static Refused notMine(Need need) {
        return new Refused(need.lease().isPresent() ? Why.CLAIMED_BY_ANOTHER : Why.NOT_CLAIMED);
    }

    /** The same, after an entry of the log has said so. */
    private Need openedNeed(String hex, Person me) {
        Need need = need(hex, me);
        if (!taken(need, me).opened()) {
            throw new Refused(Why.NOT_OPENED);
        }
        return need;
    }

    /** Also one that is over, and renews the own lease. */
    @PostMapping("/{case}/claim")
    ResponseEntity<Void> claim(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = helper(request);
        Need need = need(hex, me);
        Instant now = clock.instant();
        return switch (needs.takeNeed(need.id(), me.id(), now, now.plus(Limit.LEASE.time()))) {
            case DONE -> done();
            case HELD_BY_ANOTHER -> throw new Refused(Why.CLAIMED_BY_ANOTHER);
            case UNKNOWN -> throw new Refused(Why.UNKNOWN_CASE);
        };
    }

    @PostMapping("/{case}/release")
    ResponseEntity<Void> release(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = helper(request);
        Need need = need(hex, me);
        if (!needs.leaveNeed(need.id(), me.id(), clock.instant())) {
            throw notMine(need);
        }
        return done();
    }

    /** The key file, the records and what was done about it, after the log has said so. */
    @PostMapping("/{case}/open")
    ObjectNode open(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = helper(request);
        Need need = need(hex, me);
        taken(need, me);
        logbook.append(Question.of(request), me, Act.NEEDS, Optional.of(need.id()), "");
        if (!needs.openNeed(need.id(), me.id(), clock.instant())) {
            throw notMine(need);
        }
        ObjectNode answer = CaseJson.of(sealed(need), Compartment.NEEDS::equals, record -> true);
        ArrayNode pieces = answer.putArray("work");
        for (Piece piece : needs.workOnNeed(need.id())) {
            pieces.addObject()
                    .put("name", piece.name())
                    .put("sealed", base64(piece.sealed().bytes()));
        }
        return answer;
    }

    /** Of the case this compartment alone, and no word of what it follows. */
    private SealedCase sealed(Need need) {
        SealedCase whole = cases.read(need.id()).orElseThrow(() -> new Refused(Why.UNKNOWN_CASE));
        List<StoredRecord> records = whole.records().stream()
                .filter(record -> record.compartment().equals(Compartment.NEEDS))
                .toList();
        return new SealedCase(whole.id(), whole.recipients(), whole.keys(), records);
    }

    /** Somebody told it aloud. A file of another compartment is not there. */
    @GetMapping("/{case}/files/{name}")
    void file(
            HttpServletRequest request,
            HttpServletResponse response,
            @PathVariable("case") String hex,
            @PathVariable("name") String name)
            throws IOException {
        FilesOfCases.send(files, Stream.of(sealed(openedNeed(hex, helper(request)))), name, response);
    }

    /** What became of it, sealed; in clear only whether something is left to do. It is given back by this. */
    @PostMapping("/{case}/work")
    ResponseEntity<Void> add(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = helper(request);
        Need need = openedNeed(hex, me);
        Question asked = Question.of(request, Limit.WORK_BODY);
        boolean over = asked.yes("over");
        Piece piece = piece(asked);
        logbook.append(
                asked, me, Act.WORK, Optional.of(need.id()), piece.sealed().sha256Hex());
        return switch (needs.addToNeed(need.id(), me.id(), piece, over, clock.instant())) {
            case DONE -> done();
            case NOT_HELD -> throw notMine(need);
            case TAKEN -> throw new Refused(Why.BAD_REQUEST);
            case FULL -> throw new Refused(Why.CASE_FULL);
        };
    }

    private Piece piece(Question asked) {
        try {
            return new Piece(asked.text("name"), sizes.checked(Purpose.WORK, asked.bytes("sealed")));
        } catch (IllegalArgumentException notAName) {
            throw new Refused(Why.BAD_REQUEST);
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
