package org.komir.bot.store;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Limit;
import org.komir.bot.review.Matching.Entry;
import org.komir.bot.review.Matching.Key;
import org.komir.bot.review.Matching.Suggested;
import org.komir.bot.review.Work.Piece;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/** Match records and their key, in {@link SqliteStore}, whose class comment has the tables; each is one transaction of its caller. */
final class SqliteMatching {
    private SqliteMatching() {}

    static Optional<Key> key(Sql sql) throws SQLException {
        return sql.first(
                row -> new Key(
                        row.getInt(1),
                        Sealed.stored(Purpose.MATCH_KEY, row.getBytes(2)),
                        Stores.ids(row.getString(3)),
                        row.getString(4)),
                "SELECT generation, sealed, readers, maker FROM match_key");
    }

    static boolean put(Sql sql, Key key, String replaces) throws SQLException {
        Optional<Key> there = key(sql);
        if (there.filter(one -> one.sealed().equals(key.sealed())).isPresent()) {
            return true;
        }
        if (!there.map(one -> one.sealed().sha256Hex()).orElse("").equals(replaces)) {
            return false;
        }
        sql.run(
                "INSERT OR REPLACE INTO match_key VALUES (1, ?, ?, ?, ?)",
                key.generation(),
                key.sealed().bytes(),
                Stores.ids(key.readers()),
                key.maker());
        if (there.filter(one -> one.generation() == key.generation()).isEmpty()) {
            sql.run("DELETE FROM match_record");
        }
        return true;
    }

    static boolean put(Sql sql, int generation, Entry entry) throws SQLException {
        if (!SqliteCases.isFirst(sql, entry.id())
                || !sql.exists("SELECT 1 FROM match_key WHERE generation = ?", generation)) {
            return false;
        }
        sql.run(
                "INSERT OR REPLACE INTO match_record VALUES (?, ?, ?)",
                entry.id().hex(),
                entry.madeOf(),
                entry.sealed().bytes());
        return true;
    }

    static Optional<String> madeOf(Sql sql, CaseId id) throws SQLException {
        return sql.first(row -> row.getString(1), "SELECT made_of FROM match_record WHERE id = ?", id.hex());
    }

    static int count(Sql sql) throws SQLException {
        return sql.first(row -> row.getInt(1), "SELECT count(*) FROM match_record")
                .orElseThrow();
    }

    static List<Entry> records(Sql sql, Optional<CaseId> after, int limit) throws SQLException {
        return sql.list(
                row -> new Entry(
                        new CaseId(row.getString(1)),
                        row.getString(2),
                        Sealed.stored(Purpose.MATCH_RECORD, row.getBytes(3))),
                "SELECT id, made_of, sealed FROM match_record WHERE id > ? ORDER BY id LIMIT ?",
                after.map(CaseId::hex).orElse(""),
                limit);
    }

    /** Of a case that was taken back. */
    static void forget(Sql sql, CaseId id) throws SQLException {
        sql.run("DELETE FROM match_record WHERE id = ?", id.hex());
    }

    static Suggested suggest(Sql sql, CaseId id, Piece piece) throws SQLException {
        if (madeOf(sql, id).isEmpty()) {
            return Suggested.NO_RECORD;
        }
        Optional<byte[]> there = sql.first(
                row -> row.getBytes(1), "SELECT sealed FROM work WHERE id = ? AND name = ?", id.hex(), piece.name());
        if (there.isPresent()) {
            return Arrays.equals(there.get(), piece.sealed().bytes()) ? Suggested.DONE : Suggested.TAKEN;
        }
        int pieces = sql.first(row -> row.getInt(1), "SELECT count(*) FROM work WHERE id = ?", id.hex())
                .orElseThrow();
        if (pieces >= Limit.SUGGESTIONS_OF_A_CASE.most()) {
            return Suggested.FULL;
        }
        sql.run(
                "INSERT INTO work VALUES (?, ?, ?)",
                id.hex(),
                piece.name(),
                piece.sealed().bytes());
        return Suggested.DONE;
    }

    static int say(Sql sql, String volunteer, Sealed<Purpose.Kept> said) throws SQLException {
        return sql.run("INSERT OR REPLACE INTO match_said VALUES (?, ?)", volunteer, said.bytes());
    }

    static Optional<Sealed<Purpose.Kept>> said(Sql sql, String volunteer) throws SQLException {
        return sql.first(
                row -> Sealed.stored(Purpose.KEPT, row.getBytes(1)),
                "SELECT sealed FROM match_said WHERE volunteer = ?",
                volunteer);
    }
}
