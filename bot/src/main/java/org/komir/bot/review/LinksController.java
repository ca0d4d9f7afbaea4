package org.komir.bot.review;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.LinkRequest;
import org.komir.bot.intake.LinkRequestText;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.review.Links.Signed;
import org.komir.bot.review.Refused.Why;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A family that lost its number and shows itself to a custodian and a second person: both find the case by its card, compare seven words, and sign. */
@RestController
@RequestMapping("/api")
public final class LinksController extends ReviewApi {
    private static final Pattern MARK = Pattern.compile("[0-9a-f]{8,32}");
    private static final Pattern PREFIX = Pattern.compile("[0-9a-f]{19,64}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final Cases cases;
    private final Links links;
    private final Logbook logbook;
    private final Supplier<Optional<Directory>> directory;

    /** @param directory the one in force; empty when it has expired */
    public LinksController(
            Cases cases,
            Links links,
            Logbook logbook,
            Login login,
            Supplier<Optional<Directory>> directory,
            Clock clock) {
        super(cases, login, clock);
        this.cases = cases;
        this.links = links;
        this.logbook = logbook;
        this.directory = directory;
    }

    @GetMapping("/cases")
    ObjectNode find(HttpServletRequest request, @RequestParam("mark") String mark) {
        meAs(request, Role.CUSTODIAN, Role.SECOND, Role.COORDINATOR);
        must(MARK, mark);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode found = answer.putArray("cases");
        cases.find(mark).stream().sorted(Comparator.comparing(CaseId::hex)).forEach(id -> found.add(id.hex()));
        return answer;
    }

    @GetMapping("/links/{prefix}")
    ObjectNode request(HttpServletRequest request, @PathVariable("prefix") String prefix) {
        signer(request);
        must(PREFIX, prefix);
        LinkRequest found = links.request(prefix).orElseThrow(() -> new Refused(Why.NOT_FOUND));
        return JsonNodeFactory.instance.objectNode().put("hash", found.hash()).put("request", found.text());
    }

    @PostMapping("/cases/{case}/links")
    ObjectNode sign(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = signer(request);
        CaseId id = first(hex);
        if (!cases.find(id.hex()).contains(id)) {
            throw new Refused(Why.UNKNOWN_CASE);
        }
        Question asked = Question.of(request);
        String hash = asked.text("hash");
        must(HASH, hash);
        Mailbox mailbox =
                links.request(hash).flatMap(LinkRequestText::mailbox).orElseThrow(() -> new Refused(Why.NOT_FOUND));
        LinkStatement statement = LinkStatement.of(id, mailbox);
        String signature = Base64.getEncoder().encodeToString(asked.bytes("signature"));
        if (!statement.isSignedBy(me, signature)) {
            throw new Refused(Why.BAD_SIGNATURE);
        }
        Directory now = directory.get().orElseThrow(() -> new Refused(Why.DIRECTORY));
        logbook.append(asked, me, Act.LINK, Optional.of(id), hash);
        Signed signed = links.sign(id, hash, new Link.Signature(me.id(), signature))
                .orElseThrow(() -> new Refused(Why.NOT_FOUND));
        Optional<Link> complete = statement.complete(signed.signatures(), now);
        if (complete.isPresent() && !links.relink(id, mailbox, complete.get(), hash)) {
            throw new Refused(Why.NOT_FOUND);
        }
        return JsonNodeFactory.instance.objectNode().put("complete", complete.isPresent());
    }

    private Person signer(HttpServletRequest request) {
        return meAs(request, Role.CUSTODIAN, Role.SECOND);
    }

    private static void must(Pattern form, String text) {
        if (!form.matcher(text).matches()) {
            throw new Refused(Why.BAD_REQUEST);
        }
    }
}
