package org.komir.bot.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.intake.StoreUnavailable.Trouble;

/**
 * The one thread that writes. While it waits for the disk, further changes queue up; it then applies all of them in one
 * transaction, each within its own savepoint, and makes them durable with one fsync. Each caller waits for that.
 */
final class GroupCommit implements AutoCloseable {
    /** Bounds how long the first of a group waits for the others. */
    private static final int LARGEST_GROUP = 256;

    private final Sql sql;
    private final BlockingQueue<Waiting<?>> queue = new LinkedBlockingQueue<>();
    private final ReentrantLock entrance = new ReentrantLock();
    private boolean closed;
    private final Thread thread;

    GroupCommit(Sql sql) {
        this.sql = sql;
        thread = Thread.ofPlatform().daemon().name("komir-store-writer").start(this::write);
    }

    /** What is done to the store. It may be applied a second time only by its caller. */
    interface Change<T> {
        T apply(Sql sql) throws SQLException;
    }

    private enum Kind {
        ADDS,
        /** Old bytes must not linger in the journal when the caller goes on. */
        REMOVES,
        /** Cannot stand within a transaction. */
        ALONE,
        /** The last one. */
        CLOSES
    }

    <T> T durably(Change<T> change) {
        return await(enter(new Waiting<>(Kind.ADDS, change)));
    }

    <T> T durablyAndTruncate(Change<T> change) {
        return await(enter(new Waiting<>(Kind.REMOVES, change)));
    }

    void alone(Change<Boolean> change) {
        await(enter(new Waiting<>(Kind.ALONE, change)));
    }

    /** What was asked for before is still written. */
    @Override
    public void close() {
        entrance.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            queue.add(new Waiting<>(Kind.CLOSES, ignored -> true));
        } finally {
            entrance.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> Waiting<T> enter(Waiting<T> waiting) {
        entrance.lock();
        try {
            if (closed) {
                throw new StoreUnavailable(Trouble.UNREACHABLE);
            }
            queue.add(waiting);
            return waiting;
        } finally {
            entrance.unlock();
        }
    }

    private static <T> T await(Waiting<T> waiting) {
        try {
            return waiting.durable.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable(Trouble.FAILED);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IllegalArgumentException fault) {
                throw fault;
            }
            throw cause instanceof SQLException trouble
                    ? SqliteFile.unavailable(trouble)
                    : new StoreUnavailable(Trouble.FAILED);
        }
    }

    private void write() {
        List<Waiting<?>> group = new ArrayList<>();
        @Nullable Waiting<?> next = null;
        while (true) {
            if (next == null) {
                try {
                    next = queue.take();
                } catch (InterruptedException e) {
                    continue; // nobody else holds this thread; it ends by its last change
                }
            }
            group.clear();
            while (next != null && next.kind.compareTo(Kind.ALONE) < 0 && group.size() < LARGEST_GROUP) {
                group.add(next);
                next = queue.poll();
            }
            if (!group.isEmpty()) {
                commit(group);
            } else if (next != null && next.kind == Kind.ALONE) {
                next.alone(sql);
                next = null;
            } else {
                return;
            }
        }
    }

    private void commit(List<Waiting<?>> group) {
        try {
            sql.execute("BEGIN IMMEDIATE");
            for (Waiting<?> waiting : group) {
                waiting.apply(sql);
            }
            sql.execute("COMMIT");
        } catch (SQLException | RuntimeException | Error e) {
            rollBack();
            group.forEach(waiting -> waiting.durable.completeExceptionally(e));
            return;
        }
        if (group.stream().anyMatch(waiting -> waiting.kind == Kind.REMOVES)) {
            truncateJournal();
        }
        group.forEach(Waiting::complete);
    }

    private void rollBack() {
        try {
            sql.execute("ROLLBACK");
        } catch (SQLException e) {
            // there was none to roll back: SQLite had done it, as after a full disk
        }
    }

    private void truncateJournal() {
        try {
            sql.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            // a reader was in the way, or the disk is full: what was asked for is durable, and scrub() comes by
        }
    }

    private static final class Waiting<T> {
        final Kind kind;
        final Change<T> change;
        final CompletableFuture<T> durable = new CompletableFuture<>();
        private @Nullable T result;

        Waiting(Kind kind, Change<T> change) {
            this.kind = kind;
            this.change = change;
        }

        /** @throws SQLException if the whole transaction is lost, and not this change alone */
        void apply(Sql sql) throws SQLException {
            sql.execute("SAVEPOINT change");
            try {
                result = change.apply(sql);
            } catch (SQLException | RuntimeException e) {
                durable.completeExceptionally(e);
                if (!undone(sql)) {
                    throw e;
                }
            }
            sql.execute("RELEASE change");
        }

        /** There is nothing to go back to where SQLite has undone the whole transaction, as it may when the disk is full. */
        private static boolean undone(Sql sql) {
            try {
                sql.execute("ROLLBACK TO change");
                return true;
            } catch (SQLException e) {
                return false;
            }
        }

        void complete() {
            if (result != null) {
                durable.complete(result);
            }
        }

        void alone(Sql sql) {
            try {
                durable.complete(change.apply(sql));
            } catch (SQLException | RuntimeException | Error e) {
                durable.completeExceptionally(e);
            }
        }
    }
}
