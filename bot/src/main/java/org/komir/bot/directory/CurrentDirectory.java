package org.komir.bot.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.komir.bot.directory.SignedRevocation.Signature;
import org.komir.crypto.VerifyingKey;

/**
 * The directory in force, without whoever is revoked, and whether it is frozen. Both are read once and again with {@link #reload}; a bad file does not replace a good one. The directory's
 * expiry counts at every use, so that a server that nobody touches stops opening cases in time.
 */
public final class CurrentDirectory {
    private final Path file;
    private final RevocationsFile revocationsFile;
    private final VerifyingKey rootKey;
    private final Clock clock;
    private final IntSupplier highestSeen;
    private final IntConsumer seen;
    private Optional<Object> stamp;
    private volatile InForce inForce;

    /**
     * What was verified, and the exact text of it for readers who verify it themselves.
     *
     * @param directory without whoever is revoked: a role may be empty in it
     * @param whole as it was signed: what somebody signed before being revoked is checked against this one
     */
    public record InForce(Directory directory, Directory whole, SignedDirectory signed, Revocations revocations) {
        static InForce of(Directory whole, SignedDirectory signed, Revocations revocations) {
            return new InForce(revocations.without(whole), whole, signed, revocations);
        }
    }

    /** With the revocations beside the directory. */
    public CurrentDirectory(Path file, VerifyingKey rootKey, Clock clock, IntSupplier highestSeen, IntConsumer seen) {
        this(file, RevocationsFile.beside(file), rootKey, clock, highestSeen, seen);
    }

    /**
     * @param highestSeen the highest version that was ever seen, from a place that survives a restart
     * @param seen raises it
     * @throws DirectoryRefused with everything that is wrong
     * @throws RevocationsRefused if it cannot be told who is revoked
     */
    public CurrentDirectory(
            Path file,
            RevocationsFile revocationsFile,
            VerifyingKey rootKey,
            Clock clock,
            IntSupplier highestSeen,
            IntConsumer seen) {
        this.file = file;
        this.revocationsFile = revocationsFile;
        this.rootKey = rootKey;
        this.clock = clock;
        this.highestSeen = highestSeen;
        this.seen = seen;
        this.stamp = revocationsFile.stamp();
        this.inForce = read(revocationsFile.read());
    }

    /**
     * Reads the files again.
     *
     * @throws DirectoryRefused if they must not be used; then the one before stays in force
     * @throws RevocationsRefused the same of the revocations, which the directory does not wait for
     */
    public synchronized void reload() {
        inForce = read(inForce.revocations());
        readRevocations();
    }

    /**
     * Reads the revocations, if they were written since.
     *
     * @throws RevocationsRefused once for each state of the file, if it must not be used; then those before stay in force
     */
    public synchronized void reloadRevocations() {
        Optional<Object> now = revocationsFile.stamp();
        if (!now.equals(stamp)) {
            stamp = now;
            readRevocations();
        }
    }

    private void readRevocations() {
        Revocations before = inForce.revocations();
        Revocations after = revocationsFile.read();
        if (!after.inForce().stream()
                .map(SignedRevocation::revocation)
                .toList()
                .containsAll(before.inForce().stream()
                        .map(SignedRevocation::revocation)
                        .toList())) {
            throw new RevocationsRefused("somebody who was revoked is not in the file any more");
        }
        if (!after.frozen().stream()
                .map(SignedFreeze::freeze)
                .toList()
                .containsAll(before.frozen().stream().map(SignedFreeze::freeze).toList())) {
            throw new RevocationsRefused("a freeze that was in force is not in the file any more");
        }
        inForce = InForce.of(inForce.whole(), inForce.signed(), after);
    }

    /**
     * Adds a coordinator's signature to a revocation, and waits until it is on the disk.
     *
     * @return whether it is in force now; empty where it cannot be signed so: the signature is not good, or this coordinator has signed it before
     * @throws RevocationsRefused if the file is not good
     * @throws UncheckedIOException if it cannot be written: then nothing has changed
     */
    public synchronized Optional<Boolean> revoke(Revocation revocation, Person coordinator, String base64) {
        readRevocations();
        Signature signature = new Signature(coordinator.id(), coordinator.signingKey(), base64);
        Optional<Revocations> after = inForce.revocations().with(revocation, signature, inForce.directory());
        after.ifPresent(this::keep);
        return after.map(kept -> kept.revokes(revocation.signingKey()));
    }

    /**
     * Adds a coordinator's signature to a freeze of the directory in force, and waits until it is on the disk.
     *
     * @return whether it is in force now; empty where it cannot be signed so
     * @throws RevocationsRefused if the file is not good
     * @throws UncheckedIOException if it cannot be written: then nothing has changed
     */
    public synchronized Optional<Boolean> freeze(Freeze freeze, Person coordinator, String base64) {
        readRevocations();
        Signature signature = new Signature(coordinator.id(), coordinator.signingKey(), base64);
        Optional<Revocations> after = inForce.revocations().with(freeze, signature, inForce.directory());
        after.ifPresent(this::keep);
        return after.map(kept -> kept.isFrozen(inForce.whole()));
    }

    private void keep(Revocations after) {
        try {
            revocationsFile.write(after);
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten);
        }
        stamp = revocationsFile.stamp();
        inForce = InForce.of(inForce.whole(), inForce.signed(), after);
    }

    /** Whether nobody reads, writes or decides anything until a newer directory is signed. What families send is taken all the same. */
    public boolean isFrozen() {
        InForce now = inForce;
        return now.revocations().isFrozen(now.whole());
    }

    private InForce read(Revocations revocations) {
        SignedDirectory signed = SignedDirectory.read(file);
        Directory directory = signed.verify(Optional.of(rootKey), today(), highestSeen.getAsInt());
        seen.accept(directory.version());
        return InForce.of(directory, signed, revocations);
    }

    /** What all of it hangs on. */
    public VerifyingKey rootKey() {
        return rootKey;
    }

    /** Empty when it has expired. */
    public Optional<InForce> inForce() {
        InForce now = inForce;
        return today().isAfter(now.directory().expires()) ? Optional.empty() : Optional.of(now);
    }

    /** Without whoever is revoked; empty when it has expired. */
    public Optional<Directory> directory() {
        return inForce().map(InForce::directory);
    }

    /** The same, expired or not: for a status that shows when it expired, and for what must be sealed all the same. */
    public Directory lastRead() {
        return inForce.directory();
    }

    /** As it was signed, expired or not: for what somebody signed before being revoked. */
    public Directory lastSigned() {
        return inForce.whole();
    }

    public Revocations revocations() {
        return inForce.revocations();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
