package org.komir.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Revocation;
import org.komir.bot.directory.Role;
import org.komir.bot.directory.SignedDirectory;
import org.komir.bot.testing.Eventually;
import org.komir.bot.testing.HandClock;
import org.komir.bot.testing.MadeUpPerson;
import org.komir.bot.testing.MadeUpRevocation;
import org.komir.crypto.Identity;
import org.komir.crypto.SigningKey;

class DirectoryWatchTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");

    /** It looks every second; the patience is that of a busy machine, and less than the half minute after which everything is read anyway. */
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void the_other_process_seals_to_nobody_who_was_revoked_a_moment_ago(@TempDir Path folder) throws Exception {
        MadeUpPerson leaver = MadeUpPerson.named("leaver", Role.REVIEWER);
        List<MadeUpPerson> coordinators =
                List.of(MadeUpPerson.named("gulnar", Role.COORDINATOR), MadeUpPerson.named("marat", Role.COORDINATOR));
        List<MadeUpPerson> others = List.of(
                leaver,
                MadeUpPerson.named("custodian", Role.CUSTODIAN),
                MadeUpPerson.named("second", Role.SECOND, Role.SECURITY));
        SigningKey root = SigningKey.generate(new SecureRandom());
        Path file = folder.resolve("directory.json");
        SignedDirectory signed = SignedDirectory.sign(
                new Directory(
                        "Office",
                        1,
                        TODAY,
                        TODAY.plusDays(90),
                        3,
                        Identity.generate(new SecureRandom()).recipient(),
                        Stream.concat(coordinators.stream(), others.stream())
                                .map(MadeUpPerson::person)
                                .toList()),
                root);
        Files.writeString(file, signed.text());
        Files.writeString(SignedDirectory.signatureOf(file), signed.signature());
        HandClock clock = new HandClock(TODAY + "T10:00:00Z");
        CurrentDirectory witness = new CurrentDirectory(file, root.verifyingKey(), clock, () -> 0, version -> {});
        CurrentDirectory review = new CurrentDirectory(file, root.verifyingKey(), clock, () -> 0, version -> {});
        try (DirectoryWatch watch = new DirectoryWatch(witness)) {
            watch.start();
            Revocation revocation = MadeUpRevocation.of("Office", leaver, TODAY);
            for (MadeUpPerson by : coordinators) {
                assertThat(review.revoke(revocation, by.person(), MadeUpRevocation.signature(revocation, by)))
                        .isPresent();
            }
            Eventually.until(
                    "the leaver is gone",
                    SOON,
                    () -> witness.directory().orElseThrow().person("leaver").isEmpty());
        }
    }
}
