package org.komir.bot.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.ActLog.Head;
import org.komir.bot.review.ActLog.Opened;
import org.komir.bot.review.LogEntry;

/** The log of what volunteers did, in {@link SqliteStore}; each is one transaction of its caller. */
final class SqliteLog {
    private SqliteLog() {}

    static Head head(Sql sql) throws SQLException {
        return sql.first(row -> Stores.head(row.getString(1)), "SELECT entry FROM log ORDER BY n DESC LIMIT 1")
                .orElse(Head.NONE);
    }

    static boolean append(Sql sql, LogEntry entry, byte[] signature) throws SQLException {
        if (!head(sql).isBefore(entry)) {
            return false;
        }
        sql.run("INSERT INTO log VALUES (?, ?, ?)", entry.n(), entry.text(), signature);
        return true;
    }

    static Opened open(Sql sql, LogEntry entry, byte[] signature, Instant now) throws SQLException {
        if (!head(sql).isBefore(entry)) {
            return Opened.MOVED;
        }
        int held = sql.run(
                """
                UPDATE testimony SET opened = 1, handed = NULL, unopened = ?
                WHERE id = ? AND state = 'released' AND withdrawn IS NULL AND holder = ? AND lease_until > ?""",
                SqliteTriage.day(now),
                entry.about().map(CaseId::hex).orElse(""),
                entry.volunteer(),
                now.toEpochMilli());
        if (held == 0) {
            return Opened.NOT_HELD;
        }
        append(sql, entry, signature);
        return Opened.DONE;
    }

    static List<SignedText> entries(Sql sql, long from, int limit) throws SQLException {
        return sql.list(
                row -> new SignedText(row.getString(1), row.getBytes(2)),
                "SELECT entry, signature FROM log WHERE n >= ? ORDER BY n LIMIT ?",
                from,
                limit);
    }
}
