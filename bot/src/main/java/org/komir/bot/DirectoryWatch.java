package org.komir.bot;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.directory.DirectoryRefused;
import org.komir.bot.directory.RevocationsRefused;
import org.komir.bot.intake.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every half minute for a newer directory, and every second for revocations, on both sides: who was removed loses access, and who was added is sealed to,
 * without a restart. An altered one is told, and the one before stays in force.
 */
final class DirectoryWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatch.class);
    private static final int SECONDS = 30;
    private static final int SECONDS_OF_REVOCATIONS = 1;

    private final CurrentDirectory directory;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            1, Thread.ofPlatform().name("directory").daemon().factory());

    DirectoryWatch(CurrentDirectory directory) {
        this.directory = directory;
    }

    void start() {
        timer.scheduleWithFixedDelay(this::once, SECONDS, SECONDS, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(
                this::revocationsOnce, SECONDS_OF_REVOCATIONS, SECONDS_OF_REVOCATIONS, TimeUnit.SECONDS);
    }

    void once() {
        told(directory::reload);
    }

    void revocationsOnce() {
        told(directory::reloadRevocations);
    }

    private static void told(Runnable reads) {
        try {
            reads.run();
        } catch (RevocationsRefused refused) {
            LOG.error("{}; who was revoked stays so", refused.getMessage());
        } catch (DirectoryRefused refused) {
            LOG.error("{}; the one before stays in force", refused.getMessage());
        } catch (StoreUnavailable later) {
            LOG.error("{}", later.getMessage());
        } catch (RuntimeException unexpected) { // a scheduled task that throws is never run again
            LOG.error(
                    "the directory could not be read: {}", unexpected.getClass().getName());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
