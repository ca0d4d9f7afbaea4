package org.komir.bot.review;

import static org.komir.bot.review.CaseJson.base64;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.directory.SignedDirectory;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.TellHere.Tell;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.review.Letters.Box;
import org.komir.bot.review.Links.Signed;
import org.komir.bot.review.Refused.Why;
import org.komir.bot.review.Withdrawals.Withdrawn;
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
 * What the console asks first: who is in the directory, what waits, and a case with what followed it. Sealed bytes go only to the holder of a case's claim who
 * has said so in the log; all that this side can add to them are ids that were random from the start. Every request but the first three needs the token of a login.
 */
@RestController
@RequestMapping("/api")
public final class ReviewController extends ReviewApi {
    private final Cases cases;
    private final Letters letters;
    private final Links links;
    private final Withdrawals withdrawals;
    private final Work work;
    private final Verdicts verdicts;
    private final Panels panels;
    private final Logbook logbook;
    private final SealedFiles files;
    private final Login login;
    private final QueueOrder order;
    private final Supplier<Optional<SignedDirectory>> directory;
    private final Supplier<Optional<Directory>> present;
    private final Clock clock;

    /**
     * @param directory the one in force, as it was signed; empty when it has expired
     * @param present the same without whoever is revoked
     */
    public ReviewController(
            Cases cases,
            Letters letters,
            Links links,
            Withdrawals withdrawals,
            Work work,
            Verdicts verdicts,
            Panels panels,
            Logbook logbook,
            SealedFiles files,
            Login login,
            QueueOrder order,
            Supplier<Optional<SignedDirectory>> directory,
            Supplier<Optional<Directory>> present,
            Clock clock) {
        super(cases, login, clock);
        this.cases = cases;
        this.letters = letters;
        this.links = links;
        this.withdrawals = withdrawals;
        this.work = work;
        this.verdicts = verdicts;
        this.panels = panels;
        this.logbook = logbook;
        this.files = files;
        this.login = login;
        this.order = order;
        this.directory = directory;
        this.present = present;
        this.clock = clock;
    }

    /** Its exact text: the console verifies it itself, since this server could be somebody else's by now. */
    @GetMapping("/directory")
    ObjectNode directory() {
        SignedDirectory signed = directory.get().orElseThrow(() -> new Refused(Why.DIRECTORY));
        return object().put("directory", signed.text()).put("signature", signed.signature());
    }

    @PostMapping("/login/challenge")
    ObjectNode challenge(HttpServletRequest request) {
        byte[] challenge = login.challenge(Question.of(request).text("volunteer"));
        return object().put("challenge", base64(challenge));
    }

    @PostMapping("/login")
    ObjectNode login(HttpServletRequest request) {
        Question asked = Question.of(request);
        String token = login.login(asked.text("volunteer"), asked.bytes("challenge"), asked.bytes("signature"));
        return object().put("token", token);
    }

    /**
     * Those of my panels, in {@link QueueOrder}, and who is here. Who only signs for families gets no cases; what was taken back is told to everybody, so that
     * whoever made something of it public takes it down.
     */
    @GetMapping("/queue")
    ResponseEntity<byte[]> queue(HttpServletRequest request) {
        Person me = me(request);
        ObjectNode answer = object();
        ArrayNode list = answer.putArray("cases");
        if (me.is(Role.REVIEWER) || me.is(Role.SECURITY)) {
            Refill refill = new Refill(present.get().orElseThrow(() -> new Refused(Why.DIRECTORY)));
            order.order(cases.queue(clock.instant()), today()).stream()
                    .filter(queued -> queued.admission().admits(me))
                    .forEach(queued -> list.add(QueueJson.line(queued, me.id(), today())
                            .put("short", refill.isShort(queued.id(), queued.admission()))));
        }
        ArrayNode begun = answer.putArray("begun");
        work.begun(me.id()).forEach(id -> begun.add(id.hex()));
        ArrayNode withdrawn = answer.putArray("withdrawn");
        for (Withdrawn one : isOnlyInAid(me) ? List.<Withdrawn>of() : withdrawals.withdrawn()) {
            withdrawn
                    .addObject()
                    .put("case", one.id().hex())
                    .put("day", one.day().toString());
        }
        ArrayNode signing = answer.putArray("signing");
        if (me.is(Role.CUSTODIAN) || me.is(Role.SECOND)) {
            for (Signed one : links.signed()) {
                ObjectNode line = signing.addObject();
                line.put("case", one.id().hex());
                line.put("request_hash", one.request().hash());
                ArrayNode by = line.putArray("by");
                one.signatures().forEach(signature -> by.add(signature.by()));
            }
        }
        ArrayNode here = answer.putArray("here");
        login.here().forEach(here::add);
        return Polled.answer(request, answer);
    }

    /** Who makes nothing public. */
    private static boolean isOnlyInAid(Person person) {
        return person.is(Role.AID)
                && person.roles().stream().allMatch(role -> role == Role.AID || role == Role.TRUSTEE);
    }

    @PostMapping("/cases/{case}/claim")
    ResponseEntity<Void> claim(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = reader(request);
        CaseId id = first(hex);
        if (!panels.admits(id, me)) {
            throw new Refused(Why.NOT_IN_PANEL);
        }
        take(id, me);
        return done();
    }

    /** Only while it is still held: a lease that ran out may have been somebody else's since. */
    @PostMapping("/cases/{case}/renew")
    ResponseEntity<Void> renew(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = reader(request);
        take(held(hex, me), me);
        return done();
    }

    private void take(CaseId id, Person me) {
        Instant now = clock.instant();
        switch (cases.claim(id, me.id(), now, now.plus(Limit.LEASE.time()))) {
            case DONE -> {}
            case HELD_BY_ANOTHER -> throw new Refused(Why.CLAIMED_BY_ANOTHER);
            case CLOSED -> throw new Refused(Why.CLOSED);
            case UNKNOWN -> throw new Refused(Why.UNKNOWN_CASE);
        }
    }

    @PostMapping("/cases/{case}/release")
    ResponseEntity<Void> release(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = reader(request);
        CaseId id = first(hex);
        if (!cases.release(id, me.id(), clock.instant())) {
            throw notMine(id);
        }
        return done();
    }

    /** Puts away what came after a verdict that two people gave: the verdict stays as it is. A case is closed the first time by verdicts alone. */
    @PostMapping("/cases/{case}/close")
    ResponseEntity<Void> close(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = reader(request);
        CaseId id = held(hex, me);
        if (Standing.of(verdicts.verdictsOf(id)).filter(Standing::ended).isEmpty()) {
            throw new Refused(Why.NO_VERDICT);
        }
        logbook.append(Question.of(request), me, Act.CLOSE, Optional.of(id), "");
        if (!cases.close(id, me.id(), clock.instant())) {
            throw notMine(id);
        }
        return done();
    }

    /** Whoever holds a case is given it after saying so in the log. */
    @PostMapping("/cases/{case}/open")
    ObjectNode open(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = reader(request);
        CaseId id = held(hex, me);
        if (!logbook.open(Question.of(request), me, id)) {
            throw notMine(id);
        }
        return whole(id);
    }

    @GetMapping("/cases/{case}")
    ObjectNode read(HttpServletRequest request, @PathVariable("case") String hex) {
        return whole(opened(hex, reader(request)));
    }

    /** With what the console needs to write to the family, all that followed, and which keys were sealed anew and are to be seen to open. */
    private ObjectNode whole(CaseId id) {
        ObjectNode answer = CaseJson.of(cases.read(id).orElseThrow(() -> new Refused(Why.UNKNOWN_CASE)));
        Optional<Box> box = letters.mailboxOf(id);
        box.ifPresent(there -> answer.put("reply", there.mailbox().recipient().toString()));
        ArrayNode led = answer.putArray("links");
        for (Link link : box.map(Box::links).orElse(List.of())) {
            led.add(CaseJson.of(link));
        }
        ArrayNode tells = answer.putArray("tells");
        for (Tell tell : box.map(Box::tells).orElse(List.of())) {
            tells.add(base64(tell.sealed().bytes()));
        }
        letters.witness().ifPresent(witness -> answer.set("witness", CaseJson.of(witness.signed())));
        ArrayNode followUps = answer.putArray("followUps");
        cases.followUps(id).forEach(followUp -> followUps.add(CaseJson.of(followUp)));
        ArrayNode pieces = answer.putArray("work");
        for (Work.Piece piece : work.workOn(id)) {
            pieces.addObject()
                    .put("name", piece.name())
                    .put("sealed", base64(piece.sealed().bytes()));
        }
        ArrayNode anew = answer.putArray("resealed");
        panels.group(id).stream()
                .flatMap(group -> group.seats().stream())
                .filter(seat -> seat.unconfirmedBy().isPresent())
                .forEach(seat -> anew.addObject()
                        .put("case", seat.id().hex())
                        .put("compartment", seat.compartment().name())
                        .put("by", seat.unconfirmedBy().orElseThrow()));
        ArrayNode given = answer.putArray("verdicts");
        verdicts.verdictsOf(id).forEach(verdict -> given.add(CaseJson.of(verdict.statement())));
        return answer;
    }

    /** A sealed file of the case or of what followed it, streamed; a name that no record of these has is not there. */
    @GetMapping("/cases/{case}/files/{name}")
    void file(
            HttpServletRequest request,
            HttpServletResponse response,
            @PathVariable("case") String hex,
            @PathVariable("name") String name)
            throws IOException {
        CaseId id = opened(hex, reader(request));
        SealedCase sealed = cases.read(id).orElseThrow(() -> new Refused(Why.UNKNOWN_CASE));
        FilesOfCases.send(files, Stream.concat(Stream.of(sealed), cases.followUps(id).stream()), name, response);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
