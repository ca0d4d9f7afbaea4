package org.komir.bot.review;

import jakarta.servlet.http.HttpServletRequest;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.directory.CurrentDirectory.InForce;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Revocation;
import org.komir.bot.directory.RevocationsRefused;
import org.komir.bot.directory.Role;
import org.komir.bot.directory.SignedRevocation;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Cases.Queued;
import org.komir.bot.review.Needs.Need;
import org.komir.bot.review.Refused.Why;
import org.komir.crypto.Sha256;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Who must not read any more: two coordinators sign it, and it holds from that moment ({@code docs/record-format.md}, step 31). */
@RestController
@RequestMapping("/api/revocations")
public final class RevocationsController extends ReviewApi {
    private final Cases cases;
    private final Needs needs;
    private final Logbook logbook;
    private final CurrentDirectory directory;
    private final Clock clock;

    public RevocationsController(
            Cases cases, Needs needs, Logbook logbook, Login login, CurrentDirectory directory, Clock clock) {
        super(cases, login, clock);
        this.cases = cases;
        this.needs = needs;
        this.logbook = logbook;
        this.directory = directory;
        this.clock = clock;
    }

    /** Those in force, to anybody, as the directory itself: whoever seals checks them without asking this server to be believed. */
    @GetMapping
    ArrayNode inForce() {
        return json(directory.revocations().inForce());
    }

    @GetMapping("/pending")
    ArrayNode pending(HttpServletRequest request) {
        meAs(request, Role.COORDINATOR);
        return json(directory.revocations().pending());
    }

    private static ArrayNode json(List<SignedRevocation> all) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        all.forEach(one -> list.add(one.json()));
        return list;
    }

    /** What is begun is of today; what another coordinator has begun is signed as it stands. */
    @PostMapping
    ObjectNode sign(HttpServletRequest request) {
        Person me = meAs(request, Role.COORDINATOR);
        Question asked = Question.of(request);
        SignedText signed = asked.signed();
        Revocation revocation = revocation(signed.text());
        InForce now = directory.inForce().orElseThrow(() -> new Refused(Why.DIRECTORY));
        boolean begun = now.revocations().all().stream()
                .anyMatch(one -> one.revocation().equals(revocation));
        if (!revocation.organisation().equals(now.whole().organisation())
                || !begun && !revocation.day().equals(today())) {
            throw new Refused(Why.BAD_REQUEST);
        }
        boolean known = now.whole()
                .person(revocation.id())
                .filter(person -> person.signingKey().equals(revocation.signingKey()))
                .isPresent();
        if (!known) {
            throw new Refused(Why.NOT_FOUND);
        }
        logbook.append(asked, me, Act.REVOCATION, Optional.empty(), Sha256.hex(signed.text()));
        boolean inForce =
                directory.revoke(revocation, me, signed.base64()).orElseThrow(() -> new Refused(Why.BAD_SIGNATURE));
        if (inForce) {
            giveBackWhatIsHeldBy(revocation.id());
        }
        return JsonNodeFactory.instance.objectNode().put("inForce", inForce);
    }

    private static Revocation revocation(String text) {
        try {
            return Revocation.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new Refused(Why.BAD_REQUEST);
        }
    }

    private void giveBackWhatIsHeldBy(String volunteer) {
        for (Queued queued : cases.queue(clock.instant())) {
            queued.lease()
                    .filter(lease -> lease.holder().equals(volunteer))
                    .ifPresent(lease -> cases.release(queued.id(), volunteer, clock.instant()));
        }
        for (Need need : needs.needs(clock.instant())) {
            need.lease()
                    .filter(lease -> lease.holder().equals(volunteer))
                    .ifPresent(lease -> needs.leaveNeed(need.id(), volunteer, clock.instant()));
        }
    }

    @ExceptionHandler({RevocationsRefused.class, UncheckedIOException.class})
    ResponseEntity<ObjectNode> notKept(RuntimeException why) {
        return Failures.answer(Why.STORE);
    }
}
