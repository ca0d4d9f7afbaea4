package org.komir.bot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.komir.bot.cli.Status;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.directory.Directory;
import org.komir.bot.intake.LinkKeys;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.store.Health;
import org.komir.bot.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes every half minute how the server is, for {@code komir status}. */
final class StatusWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    private static final int SECONDS = 30;

    private final Path file;
    private final Store store;
    private final CurrentDirectory directory;
    private final LinkKeys linkKeys;
    private final Supplier<Instant> lastPoll;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            1, Thread.ofPlatform().name("status").daemon().factory());
    private volatile Optional<Instant> lastWrite = Optional.empty();

    StatusWriter(
            Path file,
            Store store,
            CurrentDirectory directory,
            LinkKeys linkKeys,
            Supplier<Instant> lastPoll,
            Clock clock) {
        this.file = file;
        this.store = store;
        this.directory = directory;
        this.linkKeys = linkKeys;
        this.lastPoll = lastPoll;
        this.clock = clock;
    }

    void start() {
        timer.scheduleWithFixedDelay(this::once, 1, SECONDS, TimeUnit.SECONDS);
    }

    private void once() {
        try {
            Health health = store.health();
            if (health.writable()) {
                lastWrite = Optional.of(clock.instant());
            }
            Directory current = directory.lastRead();
            Files.createDirectories(file.toAbsolutePath().getParent());
            new Status(
                            clock.instant(),
                            Optional.of(lastPoll.get()),
                            lastWrite,
                            health.freeBytes(),
                            health.queue(),
                            health.drafts(),
                            current.version(),
                            current.expires(),
                            linkKeys.days())
                    .write(file);
        } catch (StoreUnavailable unavailable) {
            LOG.error("{}", unavailable.getMessage());
        } catch (IOException | RuntimeException unexpected) { // a scheduled task that throws is never run again
            LOG.error(
                    "the status could not be written: {}", unexpected.getClass().getName());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
