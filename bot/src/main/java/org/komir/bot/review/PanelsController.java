package org.komir.bot.review;

import static org.komir.bot.review.CaseJson.base64;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Panels.Group;
import org.komir.bot.review.Panels.KeyFile;
import org.komir.bot.review.Panels.Seat;
import org.komir.bot.review.Refused.Why;
import org.komir.crypto.Panelists;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;
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

/** Who reads a case: key files that are sealed anew when somebody of their panel has left, and people who must not see a case. */
@RestController
@RequestMapping("/api")
public final class PanelsController extends ReviewApi {
    private final Cases cases;
    private final Panels panels;
    private final Logbook logbook;
    private final Supplier<Optional<Directory>> present;
    private final Clock clock;

    /** @param present the directory in force without whoever is revoked; empty when it has expired */
    public PanelsController(
            Cases cases,
            Panels panels,
            Logbook logbook,
            Login login,
            Supplier<Optional<Directory>> present,
            Clock clock) {
        super(cases, login, clock);
        this.cases = cases;
        this.panels = panels;
        this.logbook = logbook;
        this.present = present;
        this.clock = clock;
    }

    private Refill refill() {
        return new Refill(present.get().orElseThrow(() -> new Refused(Why.DIRECTORY)));
    }

    /** The cases in which whoever asks has a key file to seal anew, or one to open that somebody else sealed anew; and how many nobody is left to read. */
    @GetMapping("/panels")
    ObjectNode waiting(HttpServletRequest request) {
        Person me = meAs(request, Role.REVIEWER, Role.SECURITY, Role.SECOND, Role.AID, Role.COORDINATOR);
        Refill refill = refill();
        List<Group> groups = panels.groups();
        ObjectNode answer = object();
        ArrayNode list = answer.putArray("cases");
        groups.stream()
                .filter(group -> refill.waitsFor(group, me))
                .map(group -> group.first().hex())
                .sorted()
                .forEach(list::add);
        return answer.put("lost", groups.stream().filter(refill::isLost).count());
    }

    /** The key files of a case and of what followed it that this person opens, and nothing else of these. */
    @PostMapping("/cases/{case}/keys")
    ObjectNode keys(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = meAs(request, Role.REVIEWER, Role.SECURITY, Role.SECOND, Role.AID);
        Refill refill = refill();
        Group group = group(first(hex));
        if (group.seats().stream().noneMatch(seat -> refill.isMember(group, seat, me))) {
            throw new Refused(Why.NOT_IN_PANEL);
        }
        logbook.append(Question.of(request), me, Act.KEYS, Optional.of(group.first()), "");
        ObjectNode answer = object().put("case", group.first().hex());
        ArrayNode excluded = answer.putArray("excluded");
        new TreeSet<>(group.excluded()).forEach(excluded::add);
        Refill.readers(group).filter(ids -> me.is(Role.REVIEWER)).ifPresent(ids -> {
            ArrayNode readers = answer.putArray("readers");
            ids.forEach(readers::add);
        });
        ArrayNode files = answer.putArray("keys");
        panels.keyFiles(group.first()).stream()
                .filter(file -> refill.isMember(group, file.seat(), me))
                .forEach(file -> files.add(json(file, refill.waits(group, file.seat()))));
        return answer;
    }

    private static ObjectNode json(KeyFile file, boolean waits) {
        Seat seat = file.seat();
        ObjectNode answer = object().put("case", seat.id().hex())
                .put("compartment", seat.compartment().name())
                .put("recipient", file.recipient().toString())
                .put("sealed", base64(file.file().bytes()))
                .put("waits", waits);
        ArrayNode openers = answer.putArray("panel");
        seat.panelists().map(Panelists::openers).orElse(List.of()).forEach(openers::add);
        answer.put("nested", seat.panelists().flatMap(Panelists::outer).isPresent());
        seat.unconfirmedBy().ifPresent(by -> answer.put("by", by));
        file.before().ifPresent(before -> answer.put("before", base64(before.bytes())));
        return answer;
    }

    /** Puts a key file that was sealed anew in the place of the one that lies there. */
    @PostMapping("/cases/{case}/reseal")
    ResponseEntity<Void> reseal(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = meAs(request, Role.REVIEWER, Role.SECURITY, Role.SECOND, Role.AID);
        Question asked = Question.of(request, Limit.KEY_BODY);
        Refill refill = refill();
        CaseId id = caseId(hex);
        Group group = group(cases.first(id).orElse(id));
        Seat seat = seat(asked, id, group, refill, me);
        List<String> panel = asked.texts("panel");
        if (!refill.fits(group, seat, panel)) {
            throw new Refused(Why.CHANGED);
        }
        Sealed<Purpose.CaseKey> file = Sealed.stored(Purpose.CASE_KEY, asked.bytes("sealed"));
        if (KeyFileShape.recipients(file.bytes()) != panel.size() + 1) {
            throw new Refused(Why.BAD_REQUEST); // one more is the escrow
        }
        String before = asked.text("before");
        if (!lies(seat, group, before) && !lies(seat, group, file.sha256Hex())) {
            throw new Refused(Why.CHANGED);
        }
        logbook.append(asked, me, Act.RESEAL, Optional.of(id), file.sha256Hex());
        Panelists panelists = panelists(seat, panel);
        if (!panels.reseal(id, seat.compartment(), before, file, panelists, me.id())) {
            throw new Refused(Why.CHANGED);
        }
        return done();
    }

    private static Panelists panelists(Seat seat, List<String> openers) {
        try {
            return seat.panelists().orElseThrow().withOpeners(openers);
        } catch (IllegalArgumentException notAPanel) {
            throw new Refused(Why.BAD_REQUEST);
        }
    }

    private boolean lies(Seat seat, Group group, String sha256) {
        return panels.keyFiles(group.first()).stream()
                .anyMatch(file ->
                        file.seat().equals(seat) && file.file().sha256Hex().equals(sha256));
    }

    /** Somebody who did not seal it has opened the file: what was kept of the one before is overwritten. */
    @PostMapping("/cases/{case}/reseal/good")
    ResponseEntity<Void> good(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = meAs(request, Role.REVIEWER, Role.SECURITY, Role.SECOND, Role.AID);
        Question asked = Question.of(request);
        CaseId id = caseId(hex);
        Group group = group(cases.first(id).orElse(id));
        Seat seat = seat(asked, id, group, refill(), me);
        String sha256 = asked.text("sha256");
        if (seat.unconfirmedBy().filter(by -> !by.equals(me.id())).isEmpty() || !lies(seat, group, sha256)) {
            throw new Refused(Why.CHANGED);
        }
        logbook.append(asked, me, Act.RESEAL, Optional.of(id), sha256);
        if (!panels.confirm(id, seat.compartment(), sha256, me.id())) {
            throw new Refused(Why.CHANGED);
        }
        return done();
    }

    private static Seat seat(Question asked, CaseId id, Group group, Refill refill, Person me) {
        String compartment = asked.text("compartment");
        return group.seats().stream()
                .filter(seat ->
                        seat.id().equals(id) && seat.compartment().name().equals(compartment))
                .filter(seat -> refill.isMember(group, seat, me))
                .findFirst()
                .orElseThrow(() -> new Refused(Why.NOT_IN_PANEL));
    }

    private Group group(CaseId first) {
        return panels.group(first).orElseThrow(() -> new Refused(Why.UNKNOWN_CASE));
    }

    /**
     * Somebody must not see a case, nor what it follows and what follows it: everybody says so of themselves, and coordinators of others. Nobody is asked why. The log has the hash of the id. What somebody says of others leaves one who
     * reads the case.
     */
    @PostMapping("/cases/{case}/exclude")
    ResponseEntity<Void> exclude(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = meAs(request, Role.REVIEWER, Role.SECURITY, Role.SECOND, Role.AID, Role.COORDINATOR);
        CaseId about = caseId(hex);
        CaseId id = cases.first(about).orElse(about);
        Question asked = Question.of(request);
        String who = asked.text("id");
        if (!who.equals(me.id())) {
            if (!me.is(Role.COORDINATOR)) {
                throw new Refused(Why.NOT_ALLOWED);
            }
            Refill refill = refill();
            if (refill.present().person(who).isEmpty()) {
                throw new Refused(Why.BAD_REQUEST);
            }
            panels.group(id).filter(group -> refill.isLost(without(group, who))).ifPresent(nobody -> {
                throw new Refused(Why.NOBODY_LEFT);
            });
        }
        logbook.append(asked, me, Act.EXCLUDE, Optional.of(about), Sha256.hex(who));
        if (!panels.exclude(id, who, clock.instant())) {
            throw new Refused(Why.UNKNOWN_CASE);
        }
        return done();
    }

    private static Group without(Group group, String who) {
        Set<String> excluded = new TreeSet<>(group.excluded());
        excluded.add(who);
        return new Group(group.first(), excluded, group.seats());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
