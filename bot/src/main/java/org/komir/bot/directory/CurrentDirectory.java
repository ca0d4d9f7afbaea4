package org.komir.bot.directory;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.komir.crypto.VerifyingKey;

/**
 * The directory in force. It is read once and again with {@link #reload}; a bad file does not replace a good one. Its expiry counts at
 * every use, so that a server that nobody touches stops opening cases in time.
 */
public final class CurrentDirectory {
    private final Path file;
    private final VerifyingKey rootKey;
    private final Clock clock;
    private final IntSupplier highestSeen;
    private final IntConsumer seen;
    private volatile InForce inForce;

    /** What was verified, and the exact text of it for readers who verify it themselves. */
    public record InForce(Directory directory, SignedDirectory signed) {}

    /**
     * @param highestSeen the highest version that was ever seen, from a place that survives a restart
     * @param seen raises it
     * @throws DirectoryRefused with everything that is wrong
     */
    public CurrentDirectory(Path file, VerifyingKey rootKey, Clock clock, IntSupplier highestSeen, IntConsumer seen) {
        this.file = file;
        this.rootKey = rootKey;
        this.clock = clock;
        this.highestSeen = highestSeen;
        this.seen = seen;
        this.inForce = read();
    }

    /**
     * Reads the files again.
     *
     * @throws DirectoryRefused if they must not be used; then the one before stays in force
     */
    public void reload() {
        inForce = read();
    }

    private InForce read() {
        SignedDirectory signed = SignedDirectory.read(file);
        Directory directory = signed.verify(Optional.of(rootKey), today(), highestSeen.getAsInt());
        seen.accept(directory.version());
        return new InForce(directory, signed);
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

    /** Empty when it has expired. */
    public Optional<Directory> directory() {
        return inForce().map(InForce::directory);
    }

    /** The same, expired or not: for a status that shows when it expired, and for what must be sealed all the same. */
    public Directory lastRead() {
        return inForce.directory();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
