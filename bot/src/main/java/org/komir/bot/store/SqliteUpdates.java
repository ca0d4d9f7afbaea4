package org.komir.bot.store;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.komir.bot.intake.LinkName;
import org.komir.bot.intake.Turn.Outgoing;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/** What came from the chats and what is to be said in them, in {@link SqliteStore}, whose class comment has the tables; each is one transaction of its caller. */
final class SqliteUpdates {
    private SqliteUpdates() {}

    static boolean isSeen(Sql sql, LinkName update) throws SQLException {
        return sql.exists(
                "SELECT 1 FROM chat_update WHERE day = ? AND name = ? AND seen = 1",
                SqliteTurns.day(update),
                update.hex());
    }

    static void markSeen(Sql sql, LinkName update) throws SQLException {
        sql.run(
                "INSERT INTO chat_update (day, name, seen) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET seen = 1",
                SqliteTurns.day(update),
                update.hex());
    }

    static boolean seen(Sql sql, List<LinkName> names) throws SQLException {
        for (LinkName name : names) {
            if (isSeen(sql, name)) {
                return true;
            }
        }
        return false;
    }

    static Map<LinkName, Integer> attempt(Sql sql, Set<LinkName> updates) throws SQLException {
        Map<LinkName, Integer> counts = new HashMap<>();
        for (LinkName update : updates) {
            sql.run("""
                    INSERT INTO chat_update (day, name, attempts) VALUES (?, ?, 1)
                    ON CONFLICT DO UPDATE SET attempts = attempts + 1""", SqliteTurns.day(update), update.hex());
            counts.put(
                    update,
                    sql.first(
                                    row -> row.getInt(1),
                                    "SELECT attempts FROM chat_update WHERE day = ? AND name = ?",
                                    SqliteTurns.day(update),
                                    update.hex())
                            .orElseThrow());
        }
        return counts;
    }

    static boolean quarantine(Sql sql, LinkName update, Sealed<Purpose.Quarantine> sealed) throws SQLException {
        if (!isSeen(sql, update)) {
            sql.run("INSERT OR IGNORE INTO quarantine VALUES (?, ?)", update.hex(), sealed.bytes());
            markSeen(sql, update);
        }
        return true;
    }

    static Map<String, Sealed<Purpose.Quarantine>> quarantined(Sql sql) throws SQLException {
        Map<String, Sealed<Purpose.Quarantine>> all = new HashMap<>();
        sql.list(
                row -> all.put(row.getString(1), Sealed.stored(Purpose.QUARANTINE, row.getBytes(2))),
                "SELECT name, sealed FROM quarantine");
        return all;
    }

    static void toBeSaid(Sql sql, Outgoing outgoing) throws SQLException {
        sql.run(
                "INSERT OR REPLACE INTO outbox VALUES (?, ?, ?)",
                outgoing.id().hex(),
                outgoing.day().toString(),
                outgoing.sealed().bytes());
    }

    static List<Outgoing> undelivered(Sql sql) throws SQLException {
        return sql.list(
                row -> new Outgoing(
                        new Outgoing.Id(row.getString(1)),
                        LocalDate.parse(row.getString(2)),
                        Sealed.stored(Purpose.OUTGOING, row.getBytes(3))),
                "SELECT id, day, sealed FROM outbox");
    }

    static boolean delivered(Sql sql, List<Outgoing.Id> ids) throws SQLException {
        for (Outgoing.Id id : ids) {
            sql.run("DELETE FROM outbox WHERE id = ?", id.hex());
        }
        return true;
    }

    static boolean forgetLinks(Sql sql, LocalDate before) throws SQLException {
        String day = before.toString();
        sql.run("DELETE FROM draft WHERE day < ?", day);
        sql.run("DELETE FROM chat_update WHERE day < ?", day);
        sql.run("DELETE FROM outbox WHERE day < ?", day);
        return true;
    }
}
