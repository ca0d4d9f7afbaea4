package org.komir.bot.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.SignedText;
import org.komir.bot.intake.TellHere.Notice;
import org.komir.bot.intake.TellHere.Tell;
import org.komir.bot.intake.TellHere.Witness;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;

/** Wishes to be told, and what the running witness process is to say, in {@link SqliteStore}; each is one transaction of its caller. */
final class SqliteTells {
    private SqliteTells() {}

    static void put(Sql sql, CaseId id, Tell tell) throws SQLException {
        sql.run(
                "INSERT OR REPLACE INTO tell VALUES (?, ?, ?)",
                tell.name(),
                id.hex(),
                tell.sealed().bytes());
    }

    static List<Tell> of(Sql sql, CaseId id) throws SQLException {
        return sql.list(
                row -> new Tell(row.getString(1), Sealed.stored(Purpose.TELL, row.getBytes(2))),
                "SELECT name, sealed FROM tell WHERE id = ? ORDER BY name",
                id.hex());
    }

    static void forget(Sql sql, CaseId id) throws SQLException {
        sql.run("DELETE FROM tell WHERE id = ?", id.hex());
    }

    static boolean forget(Sql sql, String name) throws SQLException {
        return sql.run("DELETE FROM tell WHERE name = ?", name) == 1;
    }

    static boolean listens(Sql sql, Witness witness) throws SQLException {
        if (!witness(sql).map(Witness::recipient).equals(Optional.of(witness.recipient()))) {
            sql.run("DELETE FROM notice");
        }
        return 1
                == sql.run(
                        "INSERT OR REPLACE INTO witness VALUES (1, ?, ?, ?)",
                        witness.recipient().toString(),
                        witness.signed().text(),
                        witness.signed().signature());
    }

    static Optional<Witness> witness(Sql sql) throws SQLException {
        return sql.first(
                row -> new Witness(
                        Recipient.parse(row.getString(1)), new SignedText(row.getString(2), row.getBytes(3))),
                "SELECT recipient, statement, signature FROM witness");
    }

    static boolean send(Sql sql, Notice notice) throws SQLException {
        return 1
                == sql.run(
                        "INSERT OR REPLACE INTO notice VALUES (?, ?)",
                        notice.id(),
                        notice.sealed().bytes());
    }

    static List<Notice> notices(Sql sql) throws SQLException {
        return sql.list(
                row -> new Notice(row.getString(1), Sealed.stored(Purpose.NOTICE, row.getBytes(2))),
                "SELECT id, sealed FROM notice");
    }

    static boolean told(Sql sql, Collection<String> ids) throws SQLException {
        for (String id : ids) {
            sql.run("DELETE FROM notice WHERE id = ?", id);
        }
        return true;
    }
}
