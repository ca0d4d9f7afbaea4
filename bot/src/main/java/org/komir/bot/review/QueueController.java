package org.komir.bot.review;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Cases.Lease;
import org.komir.bot.review.Refused.Why;
import org.komir.bot.review.Triage.Urgency;
import org.komir.crypto.Sha256;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What volunteers say of a case without a word about its content: how soon it is to be read, and by whom. */
@RestController
@RequestMapping("/api")
public final class QueueController extends ReviewApi {
    private final Cases cases;
    private final Triage triage;
    private final Panels panels;
    private final Logbook logbook;
    private final Supplier<Optional<Directory>> directory;
    private final Clock clock;

    /** @param directory the one in force; empty when it has expired */
    public QueueController(
            Cases cases,
            Triage triage,
            Panels panels,
            Logbook logbook,
            Login login,
            Supplier<Optional<Directory>> directory,
            Clock clock) {
        super(cases, login, clock);
        this.cases = cases;
        this.triage = triage;
        this.panels = panels;
        this.logbook = logbook;
        this.directory = directory;
        this.clock = clock;
    }

    /** Those of my panels: a list of its own, in the order of random ids: it is long, and asked for seldom. */
    @GetMapping(path = "/queue", params = "closed=true")
    ResponseEntity<byte[]> closed(HttpServletRequest request) {
        Person me = reader(request);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("cases");
        triage.closed().stream()
                .filter(queued -> queued.admission().admits(me))
                .sorted(Comparator.comparing(queued -> queued.id().hex()))
                .forEach(queued -> list.add(QueueJson.line(queued, "", today()).put("state", "closed")));
        return Polled.answer(request, answer);
    }

    /** Who holds it and until when, without the whole queue. */
    @GetMapping("/cases/{case}/lease")
    ObjectNode lease(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = reader(request);
        Optional<Lease> lease = cases.lease(first(hex), clock.instant());
        return JsonNodeFactory.instance
                .objectNode()
                .put("holder", lease.map(Lease::holder).orElse(null))
                .put("leaseUntil", lease.map(one -> one.until().toString()).orElse(null))
                .put("mine", lease.filter(one -> one.holder().equals(me.id())).isPresent());
    }

    /** By whoever has opened it: nobody knows before. */
    @PostMapping("/cases/{case}/urgency")
    ResponseEntity<Void> urgency(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = reader(request);
        CaseId id = opened(hex, me);
        Question asked = Question.of(request);
        Urgency urgency = Urgency.of(asked.text("urgency")).orElseThrow(() -> new Refused(Why.BAD_REQUEST));
        logbook.append(asked, me, Act.URGENCY, Optional.of(id), Sha256.hex(urgency.word()));
        if (!triage.say(id, me.id(), urgency, clock.instant())) {
            throw notMine(id);
        }
        return done();
    }

    /** To a colleague who may read it, and who has to open it anew. */
    @PostMapping("/cases/{case}/hand")
    ResponseEntity<Void> hand(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = reader(request);
        CaseId id = held(hex, me);
        Question asked = Question.of(request);
        String to = asked.text("to");
        if (!mayRead(id, to) || to.equals(me.id())) {
            throw new Refused(Why.CANNOT_READ);
        }
        logbook.append(asked, me, Act.HAND, Optional.of(id), Sha256.hex(to));
        Instant now = clock.instant();
        if (!triage.hand(id, me.id(), to, now, now.plus(Limit.LEASE.time()))) {
            throw notMine(id);
        }
        return done();
    }

    /** Somebody wants to look again at what was closed. */
    @PostMapping("/cases/{case}/again")
    ResponseEntity<Void> again(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = meAs(request, Role.REVIEWER);
        CaseId id = first(hex);
        if (!panels.admits(id, me)) {
            throw new Refused(Why.NOT_IN_PANEL);
        }
        logbook.append(Question.of(request), me, Act.REOPEN, Optional.of(id), "");
        if (!cases.reopen(id)) {
            throw new Refused(Why.UNKNOWN_CASE);
        }
        return done();
    }

    private boolean mayRead(CaseId id, String volunteer) {
        return directory
                .get()
                .orElseThrow(() -> new Refused(Why.DIRECTORY))
                .person(volunteer)
                .filter(person -> person.is(Role.REVIEWER) || person.is(Role.SECURITY))
                .filter(person -> panels.admits(id, person))
                .isPresent();
    }
}
