package org.komir.bot.review;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.crypto.Compartment;
import org.komir.crypto.Sha256;

/**
 * What there is to be seen of a case, in one hash: that of its id and of each that followed, in their order, a space, and the SHA-256 of the sealed manifest, a line
 * each ({@code docs/record-format.md}, step 34). News that comes later makes it another one, so that nobody has found anything about what came after.
 */
final class Seen {
    private Seen() {}

    /** 64 lower-case hexadecimal digits. */
    static String of(SealedCase first, List<SealedCase> followUps) {
        String lines = Stream.concat(Stream.of(first), followUps.stream())
                .sorted(Comparator.comparing(one -> one.id().hex()))
                .map(one -> one.id().hex() + " " + manifest(one) + "\n")
                .collect(Collectors.joining());
        return Sha256.hex(lines);
    }

    /** It is the last record of its compartment (step 9). */
    private static String manifest(SealedCase sealed) {
        return sealed.records().stream()
                .filter(record -> record.compartment().equals(Compartment.CASE))
                .max(Comparator.comparingInt(StoredRecord::seq))
                .map(record -> record.sealed().sha256Hex())
                .orElse("none");
    }
}
