package org.komir.bot.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.komir.bot.directory.SignedRevocation.Signature;
import org.komir.crypto.VerifyingKey;

/**
 * Who must not read any more, whatever directory is in force, and which directories are frozen. What two coordinators have signed is never taken back.
 *
 * @param all pending ones too, in the order in which they were begun
 * @param freezes the same; one of a directory that is not in force any more says nothing
 */
public record Revocations(List<SignedRevocation> all, List<SignedFreeze> freezes) {
    public static final Revocations NONE = new Revocations(List.of(), List.of());

    public Revocations {
        all = List.copyOf(all);
        freezes = List.copyOf(freezes);
    }

    /** Those of two coordinators, of whatever directory. */
    public List<SignedFreeze> frozen() {
        return freezes.stream().filter(SignedFreeze::isInForce).toList();
    }

    /** Whether nobody reads, writes or decides anything under this directory. */
    public boolean isFrozen(Directory directory) {
        return frozen().stream().anyMatch(one -> one.freeze().freezes(directory));
    }

    /** In the order in which they came into force, so that a reader can tell whose signature still counted. */
    public List<SignedRevocation> inForce() {
        return all.stream().filter(SignedRevocation::isInForce).toList();
    }

    public List<SignedRevocation> pending() {
        return all.stream().filter(one -> !one.isInForce()).toList();
    }

    /** The directory without the people whose keys are revoked; a role may be empty in it. */
    public Directory without(Directory directory) {
        Set<VerifyingKey> revoked = keys();
        return revoked.isEmpty()
                ? directory
                : directory.withPeople(directory.people().stream()
                        .filter(person -> !revoked.contains(person.signingKey()))
                        .toList());
    }

    public boolean revokes(VerifyingKey signingKey) {
        return keys().contains(signingKey);
    }

    private Set<VerifyingKey> keys() {
        return inForce().stream().map(one -> one.revocation().signingKey()).collect(Collectors.toSet());
    }

    /**
     * The same with one more signature; what a coordinator signed of the same person before is replaced. One that comes into force takes the signatures of its person
     * from all that is pending, and what else was begun about that person.
     *
     * @param directory the one in force, without people who were revoked before: only its coordinators count
     * @return empty if it cannot be signed so
     */
    Optional<Revocations> with(Revocation revocation, Signature signature, Directory directory) {
        SignedRevocation before = all.stream()
                .filter(one -> one.revocation().equals(revocation))
                .findFirst()
                .orElse(new SignedRevocation(revocation, List.of()));
        SignedRevocation signed = (before.isInForce()
                        ? before
                        : before.onlyOf(counts(directory).and(by(signature).negate())))
                .and(signature);
        if (!signed.isWhole()) {
            return Optional.empty();
        }
        boolean comesIntoForce = signed.isInForce() && !before.isInForce();
        List<SignedRevocation> after = new ArrayList<>();
        for (SignedRevocation one : all) {
            boolean about = one.revocation().signingKey().equals(revocation.signingKey());
            if (one.revocation().equals(revocation)) {
                if (before.isInForce()) {
                    after.add(signed);
                }
            } else if (one.isInForce()) {
                after.add(one);
            } else if (!(about && comesIntoForce)) {
                SignedRevocation left =
                        one.onlyOf(each -> !(about && by(signature).test(each))
                                && !(comesIntoForce && each.key().equals(revocation.signingKey())));
                if (!left.signatures().isEmpty()) {
                    after.add(left);
                }
            }
        }
        if (!before.isInForce()) {
            after.add(signed);
        }
        return Optional.of(new Revocations(
                after, comesIntoForce ? freezesWithout(each -> each.key().equals(revocation.signingKey())) : freezes));
    }

    /** What is in force stays so, whoever is revoked later. */
    private List<SignedFreeze> freezesWithout(Predicate<Signature> these) {
        return freezes.stream()
                .map(one -> one.isInForce() ? one : one.onlyOf(these.negate()))
                .filter(one -> !one.signatures().isEmpty())
                .toList();
    }

    /**
     * The same with one more signature of a freeze.
     *
     * @param directory the one in force, without whoever was revoked: only its coordinators count
     * @return empty if it cannot be signed so
     */
    Optional<Revocations> with(Freeze freeze, Signature signature, Directory directory) {
        SignedFreeze before = freezes.stream()
                .filter(one -> one.freeze().equals(freeze))
                .findFirst()
                .orElse(new SignedFreeze(freeze, List.of()));
        SignedFreeze signed = (before.isInForce()
                        ? before
                        : before.onlyOf(counts(directory).and(by(signature).negate())))
                .and(signature);
        if (!counts(directory).test(signature) || !signed.isWhole()) {
            return Optional.empty();
        }
        List<SignedFreeze> after = new ArrayList<>(freezes);
        after.remove(before);
        after.add(signed);
        return Optional.of(new Revocations(all, after));
    }

    private static Predicate<Signature> by(Signature signature) {
        return each -> each.by().equals(signature.by()) || each.key().equals(signature.key());
    }

    private static Predicate<Signature> counts(Directory directory) {
        return each -> directory
                .person(each.by())
                .filter(person ->
                        person.is(Role.COORDINATOR) && person.signingKey().equals(each.key()))
                .isPresent();
    }
}
