package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.komir.bot.directory.Person;
import org.komir.bot.intake.CaseId;
import org.komir.crypto.Sha256;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.VerifyingKey;

/**
 * One entry of the log, {@code komir-log/1} ({@code docs/record-format.md}, step 32). It has one text only, so that whoever has the fields has the bytes that were signed and hashed.
 *
 * @param n from 1, without gaps
 * @param before SHA-256 of the text of the entry before, or {@link #NONE_BEFORE}
 * @param volunteer id in the directory
 * @param at to the second
 * @param about the case; none where the act was about no case
 * @param sha256 of what the act was about, 64 lower-case hexadecimal digits, or empty
 */
public record LogEntry(
        long n, String before, String volunteer, Instant at, Act act, Optional<CaseId> about, String sha256) {
    public static final String NONE_BEFORE = "0".repeat(64);

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** Fifteen digits are exact in a browser too. */
    private static final Pattern TEXT = Pattern.compile("\\{\"format\":\"komir-log/1\",\"n\":([1-9][0-9]{0,14}),"
            + "\"before\":\"([0-9a-f]{64})\",\"volunteer\":\"([a-z0-9-]{1,32})\",\"at\":\"([0-9TZ:-]{20})\","
            + "\"act\":\"([a-z]+)\",\"case\":\"([0-9a-f]{32})?\",\"sha256\":\"([0-9a-f]{64})?\"\\}");

    public LogEntry {
        if (n < 1
                || !HASH.matcher(before).matches()
                || !Person.isId(volunteer)
                || !at.equals(at.truncatedTo(ChronoUnit.SECONDS))
                || !(sha256.isEmpty() || HASH.matcher(sha256).matches())) {
            throw new IllegalArgumentException("not an entry of the log");
        }
    }

    /** Empty for whatever is not exactly the text of an entry. */
    public static Optional<LogEntry> read(String text) {
        Matcher fields = TEXT.matcher(text);
        if (!fields.matches()) {
            return Optional.empty();
        }
        try {
            LogEntry entry = new LogEntry(
                    Long.parseLong(fields.group(1)),
                    fields.group(2),
                    fields.group(3),
                    Instant.parse(fields.group(4)),
                    Act.of(fields.group(5)).orElseThrow(IllegalArgumentException::new),
                    Optional.ofNullable(fields.group(6)).map(CaseId::new),
                    Optional.ofNullable(fields.group(7)).orElse(""));
            // an hour 24 and a second 60 can be read, and are written otherwise
            return entry.text().equals(text) ? Optional.of(entry) : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException notAnEntry) {
            return Optional.empty();
        }
    }

    /** The exact text. */
    public String text() {
        return "{\"format\":\"komir-log/1\",\"n\":%d,\"before\":\"%s\",\"volunteer\":\"%s\",\"at\":\"%s\",\"act\":\"%s\",\"case\":\"%s\",\"sha256\":\"%s\"}"
                .formatted(
                        n,
                        before,
                        volunteer,
                        at,
                        act.word(),
                        about.map(CaseId::hex).orElse(""),
                        sha256);
    }

    /** SHA-256 of the text: what the entry after it names. */
    public String hash() {
        return Sha256.hex(text());
    }

    public boolean isSignedBy(VerifyingKey key, byte[] signature) {
        return key.verifies(SigningDomain.LOG, text().getBytes(US_ASCII), signature);
    }
}
