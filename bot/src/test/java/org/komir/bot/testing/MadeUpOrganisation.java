package org.komir.bot.testing;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Role;
import org.komir.crypto.Identity;

/** An organisation of which a test has all keys. */
public record MadeUpOrganisation(Directory directory, List<Identity> identities) {

    public static MadeUpOrganisation madeUp(LocalDate today) {
        MadeUpPerson reviewer = MadeUpPerson.named("aigul", Role.REVIEWER, Role.SECURITY);
        MadeUpPerson custodian = MadeUpPerson.named("bolat", Role.CUSTODIAN);
        MadeUpPerson second = MadeUpPerson.named("dana", Role.SECOND);
        Directory directory = new Directory(
                "nobody",
                1,
                today,
                today.plusDays(Directory.LONGEST_DAYS),
                3,
                Identity.generate(new SecureRandom()).recipient(),
                Stream.of(reviewer, custodian, second).map(MadeUpPerson::person).toList());
        return new MadeUpOrganisation(
                directory,
                Stream.of(reviewer, custodian, second)
                        .map(MadeUpPerson::identity)
                        .toList());
    }
}
