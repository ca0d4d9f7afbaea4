package org.komir.bot.testing;

import java.security.SecureRandom;
import java.util.Set;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.crypto.Identity;
import org.komir.crypto.SigningKey;

/** A person who does not exist, with the secret keys that a real one would keep. */
public record MadeUpPerson(Person person, Identity identity, SigningKey signingKey) {
    private static final SecureRandom RANDOM = new SecureRandom();

    public static MadeUpPerson named(String id, Role... roles) {
        Identity identity = Identity.generate(RANDOM);
        SigningKey signingKey = SigningKey.generate(RANDOM);
        return new MadeUpPerson(
                new Person(id, id, Set.of(roles), identity.recipient(), signingKey.verifyingKey()),
                identity,
                signingKey);
    }
}
