package org.komir.bot.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.Optional;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Act;
import org.komir.bot.review.ActLog.Head;
import org.komir.bot.review.LogEntry;
import org.komir.crypto.SigningDomain;

/** Entries of the log, as a console makes them. */
public final class MadeUpEntries {
    private MadeUpEntries() {}

    public static LogEntry after(Head head, String volunteer, Instant at, Act act, Optional<CaseId> id, String sha256) {
        return new LogEntry(head.n() + 1, head.sha256(), volunteer, at, act, id, sha256);
    }

    public static SignedText signed(LogEntry entry, MadeUpPerson by) {
        return new SignedText(
                entry.text(),
                by.signingKey().sign(SigningDomain.LOG, entry.text().getBytes(US_ASCII)));
    }
}
