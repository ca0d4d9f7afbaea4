package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Refused.Why;
import org.komir.bot.review.Withdrawals.Decision;
import org.komir.bot.review.Withdrawals.Kind;
import org.komir.crypto.SigningDomain;

/** {@code komir-decision/1} ({@code docs/record-format.md}, step 26): what it says, and whether whoever it names has signed it. */
final class DecisionText {

    private DecisionText() {}

    /**
     * What this person signed today about this case. A hold lasts 30 days at the most; a restore is of the day on which it is signed, so that an old one cannot be
     * brought again.
     */
    static Decision read(SignedText signed, CaseId id, Person me, LocalDate today) {
        Question fields = Question.inside(signed.text());
        Kind kind = Arrays.stream(Kind.values())
                .filter(one -> word(one).equals(fields.text("kind")))
                .findFirst()
                .orElseThrow(() -> new Refused(Why.BAD_REQUEST));
        Decision decision = new Decision(id, kind, me.id(), day(fields.text("until")), signed);
        LocalDate last = switch (kind) {
            case HOLD -> today.plusDays(Withdrawals.LONGEST_HOLD_DAYS);
            case RESTORE -> today;
        };
        if (!written(decision).equals(signed.text())
                || decision.until().isBefore(today)
                || decision.until().isAfter(last)) {
            throw new Refused(Why.BAD_REQUEST);
        }
        if (!isSignedBy(decision, me)) {
            throw new Refused(Why.BAD_SIGNATURE);
        }
        return decision;
    }

    /** Whether two different security officers have signed this kind, by the directory of now; a hold that has run out counts no more. */
    static boolean isComplete(List<Decision> decisions, Kind kind, Directory directory, LocalDate today) {
        Set<String> signers = new HashSet<>();
        for (Decision decision : decisions) {
            if (kind == Kind.HOLD && decision.until().isBefore(today)) {
                continue;
            }
            directory
                    .person(decision.volunteer())
                    .filter(person -> person.is(Role.SECURITY))
                    .filter(person -> decision.kind() == kind
                            && written(decision).equals(decision.statement().text())
                            && isSignedBy(decision, person))
                    .ifPresent(person -> signers.add(person.id()));
        }
        return signers.size() > 1;
    }

    private static boolean isSignedBy(Decision decision, Person person) {
        SignedText signed = decision.statement();
        return person.signingKey()
                .verifies(SigningDomain.DECISION, signed.text().getBytes(US_ASCII), signed.signature());
    }

    private static String written(Decision decision) {
        return "{\"format\":\"komir-decision/1\",\"case\":\"%s\",\"kind\":\"%s\",\"volunteer\":\"%s\",\"until\":\"%s\"}"
                .formatted(decision.id().hex(), word(decision.kind()), decision.volunteer(), decision.until());
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException notADay) {
            throw new Refused(Why.BAD_REQUEST);
        }
    }
}
