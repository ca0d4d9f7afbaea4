package org.komir.bot.review;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Refused.Why;
import org.komir.bot.review.VerdictText.Reasoned;
import org.komir.bot.review.Verdicts.Verdict;
import org.komir.bot.review.Work.Kept;
import org.komir.bot.review.Work.Piece;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sha256;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What volunteers add to a case, what they have begun there, and what they find it to be. This side sees sizes, and the kinds of verdicts. */
@RestController
@RequestMapping("/api")
public final class WorkController extends ReviewApi {
    private final Cases cases;
    private final Work work;
    private final Verdicts verdicts;
    private final Logbook logbook;
    private final SealedSizes sizes;
    private final Clock clock;

    public WorkController(
            Cases cases, Work work, Verdicts verdicts, Logbook logbook, SealedSizes sizes, Login login, Clock clock) {
        super(cases, login, clock);
        this.cases = cases;
        this.work = work;
        this.verdicts = verdicts;
        this.logbook = logbook;
        this.sizes = sizes;
        this.clock = clock;
    }

    @PostMapping("/cases/{case}/work")
    ResponseEntity<Void> add(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = reader(request);
        CaseId id = opened(hex, me);
        Question asked = Question.of(request, Limit.WORK_BODY);
        Piece piece = piece(asked);
        logbook.append(asked, me, Act.WORK, Optional.of(id), piece.sealed().sha256Hex());
        switch (work.add(id, me.id(), piece, clock.instant())) {
            case DONE -> {}
            case NOT_HELD -> throw notMine(id);
            case TAKEN -> throw new Refused(Why.BAD_REQUEST);
            case FULL -> throw new Refused(Why.CASE_FULL);
        }
        return done();
    }

    private Piece piece(Question asked) {
        try {
            return new Piece(asked.text("name"), sizes.checked(Purpose.WORK, asked.bytes("sealed")));
        } catch (IllegalArgumentException notAName) {
            throw new Refused(Why.BAD_REQUEST);
        }
    }

    /** What was begun, whether or not the case is still held: the lease may have run out while somebody wrote. */
    @PutMapping("/kept/{case}")
    ResponseEntity<Void> keep(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = reader(request);
        Question asked = Question.of(request, Limit.WORK_BODY);
        Kept kept = new Kept(me.id(), first(hex), sizes.checked(Purpose.KEPT, asked.bytes("sealed")));
        if (!work.keep(kept)) {
            boolean many = work.begun(me.id()).size() >= Limit.KEPT_OF_A_VOLUNTEER.most();
            throw new Refused(many ? Why.TOO_MUCH_BEGUN : Why.UNKNOWN_CASE);
        }
        return done();
    }

    /** Without anything in it where nothing was begun. */
    @GetMapping("/kept/{case}")
    ObjectNode kept(HttpServletRequest request, @PathVariable("case") String hex) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        work.kept(reader(request).id(), caseId(hex))
                .ifPresent(begun -> answer.put("sealed", CaseJson.base64(begun.bytes())));
        return answer;
    }

    @DeleteMapping("/kept/{case}")
    ResponseEntity<Void> forget(HttpServletRequest request, @PathVariable("case") String hex) {
        work.forgetKept(reader(request).id(), caseId(hex));
        return done();
    }

    /**
     * What this volunteer finds the case to be, having seen all that is there now, with the piece of work that says why. The same verdict again is answered as before: the
     * answer may not have come. Otherwise nobody says the same of the same twice, so that nobody is two people.
     */
    @PostMapping("/cases/{case}/verdicts")
    ObjectNode give(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = meAs(request, Role.REVIEWER);
        CaseId id = first(hex);
        Question asked = Question.of(request);
        Reasoned reasoned = VerdictText.read(asked.signed(), id, me, today());
        Verdict verdict = reasoned.verdict();
        List<Verdict> before = verdicts.verdictsOf(id);
        String sha256 = Sha256.hex(asked.text("statement"));
        if (before.contains(verdict)) {
            logbook.append(asked, me, Act.VERDICT, Optional.of(id), sha256);
            return whole(Standing.of(before.subList(0, before.indexOf(verdict) + 1)));
        }
        opened(hex, me);
        mustHaveSeenAll(id, reasoned);
        if (Standing.of(before).filter(now -> now.repeats(verdict)).isPresent()) {
            throw new Refused(Why.SAME_PERSON);
        }
        Optional<Standing> after =
                Standing.of(Stream.concat(before.stream(), Stream.of(verdict)).toList());
        logbook.append(asked, me, Act.VERDICT, Optional.of(id), sha256);
        boolean closes = after.filter(Standing::closes).isPresent();
        return switch (verdicts.give(verdict, before.size() + 1, closes, clock.instant())) {
            case DONE -> whole(after);
            case NOT_HELD -> throw notMine(id);
            case MOVED -> throw new Refused(Why.CHANGED);
        };
    }

    private void mustHaveSeenAll(CaseId id, Reasoned reasoned) {
        String now = Seen.of(cases.read(id).orElseThrow(() -> new Refused(Why.UNKNOWN_CASE)), cases.followUps(id));
        if (!now.equals(reasoned.verdict().seen())) {
            throw new Refused(Why.CHANGED);
        }
        if (work.workOn(id).stream()
                .noneMatch(piece -> piece.sealed().sha256Hex().equals(reasoned.work()))) {
            throw new Refused(Why.BAD_REQUEST);
        }
    }

    private static ObjectNode whole(Optional<Standing> standing) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("whole", standing.filter(Standing::whole).isPresent());
    }
}
