package org.komir.bot.review;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.review.Refused.Why;
import org.komir.bot.review.Withdrawals.Decision;
import org.komir.bot.review.Withdrawals.Kind;
import org.komir.bot.review.Withdrawals.Withdrawn;
import org.komir.crypto.Compartment;
import org.komir.crypto.Sha256;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What families took back. Security officers, and nobody else, see whether they were forced to, and decide two at a time. */
@RestController
@RequestMapping("/api/withdrawn")
public final class WithdrawnController extends ReviewApi {
    private final Withdrawals withdrawals;
    private final Logbook logbook;
    private final Supplier<Optional<Directory>> directory;

    /** @param directory the one in force; empty when it has expired */
    public WithdrawnController(
            Cases cases,
            Withdrawals withdrawals,
            Logbook logbook,
            Login login,
            Supplier<Optional<Directory>> directory,
            Clock clock) {
        super(cases, login, clock);
        this.withdrawals = withdrawals;
        this.logbook = logbook;
        this.directory = directory;
    }

    /**
     * Of each case the compartment in which threats are told, and of the compartment {@code case} what shows whether a wish is the family's: the key file and the list of what was handed in; and where
     * something followed, record 0 of the first one and the links that lead on from it. Who is not in the panel opens none of these. Nobody
     * claims such a case: each time that it is given, the log says so.
     */
    @PostMapping("/{case}/open")
    ObjectNode open(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = meAs(request, Role.SECURITY);
        CaseId id = caseId(hex);
        Withdrawn locked = locked(id);
        logbook.append(Question.of(request), me, Act.OPEN, Optional.of(id), "");
        List<SealedCase> cases = withdrawals.readWithdrawn(id);
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("case", id.hex())
                .put("day", locked.day().toString());
        ArrayNode decisions = answer.putArray("decisions");
        locked.decisions().forEach(decision -> decisions.add(CaseJson.of(decision.statement())));
        ArrayNode list = answer.putArray("cases");
        boolean followed = cases.size() > 1;
        cases.forEach(one -> list.add(binding(one, followed && one.id().equals(id))));
        ArrayNode led = answer.putArray("links");
        if (followed) {
            withdrawals.linksOf(id).forEach(link -> led.add(CaseJson.of(link)));
        }
        return answer;
    }

    /** @param number whether with record 0, which names the key that signs for what follows */
    private static ObjectNode binding(SealedCase sealed, boolean number) {
        int list = sealed.records().stream()
                .filter(record -> record.compartment().equals(Compartment.CASE))
                .mapToInt(StoredRecord::seq)
                .max()
                .orElse(-1);
        return CaseJson.of(
                sealed,
                compartment -> compartment.equals(Compartment.THREATS) || compartment.equals(Compartment.CASE),
                record -> record.compartment().equals(Compartment.THREATS)
                        || record.compartment().equals(Compartment.CASE)
                                && (record.seq() == list || number && record.seq() == 0));
    }

    /** A complete restore is carried out; a complete hold is one by being there. */
    @PostMapping("/{case}/decisions")
    ObjectNode decide(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = meAs(request, Role.SECURITY);
        CaseId id = caseId(hex);
        Question asked = Question.of(request);
        Decision decision = DecisionText.read(asked.signed(), id, me, today());
        Directory now = directory.get().orElseThrow(() -> new Refused(Why.DIRECTORY));
        locked(id);
        String signed = Sha256.hex(decision.statement().text());
        logbook.append(asked, me, Act.DECISION, Optional.of(id), signed);
        if (!withdrawals.decide(decision)) {
            throw new Refused(Why.UNKNOWN_CASE);
        }
        boolean complete = DecisionText.isComplete(locked(id).decisions(), decision.kind(), now, today());
        if (complete && decision.kind() == Kind.RESTORE && !withdrawals.restore(id)) {
            throw new Refused(Why.UNKNOWN_CASE);
        }
        return JsonNodeFactory.instance.objectNode().put("complete", complete);
    }

    private Withdrawn locked(CaseId id) {
        return withdrawals.withdrawn().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Refused(Why.UNKNOWN_CASE));
    }
}
