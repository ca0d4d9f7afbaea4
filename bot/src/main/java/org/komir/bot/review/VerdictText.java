package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.LocalDate;
import org.komir.bot.directory.Person;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Refused.Why;
import org.komir.bot.review.Verdicts.Kind;
import org.komir.bot.review.Verdicts.Verdict;
import org.komir.crypto.SigningDomain;

/** {@code komir-verdict/1} ({@code docs/record-format.md}, step 34). */
final class VerdictText {
    private VerdictText() {}

    /**
     * What this person signed today about this case.
     *
     * @param work the SHA-256 of the sealed piece of work that says why
     */
    record Reasoned(Verdict verdict, String work) {}

    static Reasoned read(SignedText signed, CaseId id, Person me, LocalDate today) {
        Question fields = Question.inside(signed.text());
        Kind kind = Kind.of(fields.text("kind")).orElseThrow(() -> new Refused(Why.BAD_REQUEST));
        Verdict verdict = new Verdict(id, kind, me.id(), fields.text("seen"), signed);
        String work = fields.text("work");
        String expected =
                "{\"format\":\"komir-verdict/1\",\"case\":\"%s\",\"kind\":\"%s\",\"seen\":\"%s\",\"work\":\"%s\",\"volunteer\":\"%s\",\"day\":\"%s\"}"
                        .formatted(id.hex(), kind.word(), verdict.seen(), work, me.id(), today);
        // Nothing but the one text: a verdict lies in the clear and cannot carry words past the sealing.
        if (!expected.equals(signed.text()) || !isHash(verdict.seen()) || !isHash(work)) {
            throw new Refused(Why.BAD_REQUEST);
        }
        if (!me.signingKey().verifies(SigningDomain.VERDICT, expected.getBytes(US_ASCII), signed.signature())) {
            throw new Refused(Why.BAD_SIGNATURE);
        }
        return new Reasoned(verdict, work);
    }

    private static boolean isHash(String text) {
        return text.matches("[0-9a-f]{64}");
    }
}
