package org.komir.bot.review;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.files.NoRoom;
import org.komir.bot.files.Uploads;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.review.Refused.Why;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What every part of the API asks first: who it is, whether that person may, and who holds the case. */
abstract class ReviewApi {
    private final Cases cases;
    private final Login login;
    private final Clock clock;

    ReviewApi(Cases cases, Login login, Clock clock) {
        this.cases = cases;
        this.login = login;
        this.clock = clock;
    }

    /** Whose token came with the request. */
    final Person me(HttpServletRequest request) {
        return login.who(Optional.ofNullable(request.getHeader("Authorization")));
    }

    /** The same, where one of these roles is needed. */
    final Person meAs(HttpServletRequest request, Role... oneOf) {
        Person me = me(request);
        if (Arrays.stream(oneOf).noneMatch(me::is)) {
            throw new Refused(Why.NOT_ALLOWED);
        }
        return me;
    }

    final Person reader(HttpServletRequest request) {
        return meAs(request, Role.REVIEWER, Role.SECURITY);
    }

    /** One that is claimed and read by itself: what follows another case is not there under its own id. */
    final CaseId first(String hex) {
        CaseId id = caseId(hex);
        if (cases.first(id).isPresent()) {
            throw new Refused(Why.UNKNOWN_CASE);
        }
        return id;
    }

    /** The case, held by whoever asks. */
    final CaseId held(String hex, Person me) {
        CaseId id = first(hex);
        if (cases.lease(id, clock.instant())
                .filter(lease -> lease.holder().equals(me.id()))
                .isEmpty()) {
            throw notMine(id);
        }
        return id;
    }

    /** The same, after an entry of the log has said so: nobody is given ciphertext of which the log says nothing. */
    final CaseId opened(String hex, Person me) {
        CaseId id = held(hex, me);
        if (cases.lease(id, clock.instant()).filter(Cases.Lease::opened).isEmpty()) {
            throw new Refused(Why.NOT_OPENED);
        }
        return id;
    }

    final Refused notMine(CaseId id) {
        return new Refused(cases.lease(id, clock.instant()).isPresent() ? Why.CLAIMED_BY_ANOTHER : Why.NOT_CLAIMED);
    }

    final LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    static CaseId caseId(String hex) {
        try {
            return new CaseId(hex);
        } catch (IllegalArgumentException notAnId) {
            throw new Refused(Why.UNKNOWN_CASE);
        }
    }

    static ResponseEntity<Void> done() {
        return ResponseEntity.noContent().build();
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> refused(Refused refused) {
        return Failures.answer(refused.why());
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> logMoved(LogMoved moved) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("error", "log_moved");
        return ResponseEntity.status(409).body(answer.setAll(json(moved.head())));
    }

    static ObjectNode json(ActLog.Head head) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("n", head.n())
                .put("sha256", head.sha256())
                .put("at", head.at().toString());
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> storeUnavailable(StoreUnavailable unavailable) {
        return Failures.answer(Why.STORE);
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> noRoom(NoRoom full) {
        return Failures.answer(Why.FULL);
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> busy(Uploads.Busy busy) {
        return Failures.answer(Why.BUSY);
    }
}
