package org.komir.bot.review;

import jakarta.servlet.http.HttpServletRequest;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Optional;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.directory.CurrentDirectory.InForce;
import org.komir.bot.directory.Freeze;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.RevocationsRefused;
import org.komir.bot.directory.Role;
import org.komir.bot.directory.SignedFreeze;
import org.komir.bot.intake.SignedText;
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

/**
 * Stops everything that volunteers do, from the moment in which a second coordinator signs it until the root key signs a newer directory ({@code docs/record-format.md}, step 41). What families send is taken
 * as before.
 */
@RestController
@RequestMapping("/api/freeze")
public final class FreezeController extends ReviewApi {
    private final Logbook logbook;
    private final Login login;
    private final CurrentDirectory directory;

    public FreezeController(Cases cases, Logbook logbook, Login login, CurrentDirectory directory, Clock clock) {
        super(cases, login, clock);
        this.logbook = logbook;
        this.login = login;
        this.directory = directory;
    }

    /** Of the directory that is served, in force or begun, to anybody: who is shut out can see by whom. */
    @GetMapping
    ArrayNode ofThisDirectory() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        int version = directory.lastSigned().version();
        directory.revocations().freezes().stream()
                .filter(one -> one.freeze().version() == version)
                .map(SignedFreeze::json)
                .forEach(list::add);
        return list;
    }

    /** What is begun is of today; what another coordinator has begun is signed as it stands. */
    @PostMapping
    ObjectNode sign(HttpServletRequest request) {
        Person me = meAs(request, Role.COORDINATOR);
        Question asked = Question.of(request);
        SignedText signed = asked.signed();
        Freeze freeze = freeze(signed.text());
        InForce now = directory.inForce().orElseThrow(() -> new Refused(Why.DIRECTORY));
        boolean begun = now.revocations().freezes().stream()
                .anyMatch(one -> one.freeze().equals(freeze));
        if (!freeze.organisation().equals(now.whole().organisation())
                || freeze.version() != now.whole().version()
                || !begun && !freeze.day().equals(today())) {
            throw new Refused(Why.BAD_REQUEST);
        }
        logbook.append(asked, me, Act.FREEZE, Optional.empty(), Sha256.hex(signed.text()));
        boolean inForce =
                directory.freeze(freeze, me, signed.base64()).orElseThrow(() -> new Refused(Why.BAD_SIGNATURE));
        if (inForce) {
            login.endAll();
        }
        return JsonNodeFactory.instance.objectNode().put("inForce", inForce);
    }

    private static Freeze freeze(String text) {
        try {
            return Freeze.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new Refused(Why.BAD_REQUEST);
        }
    }

    @ExceptionHandler({RevocationsRefused.class, UncheckedIOException.class})
    ResponseEntity<ObjectNode> notKept(RuntimeException why) {
        return Failures.answer(Why.STORE);
    }
}
