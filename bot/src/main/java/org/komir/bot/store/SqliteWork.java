package org.komir.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Cases.Lease;
import org.komir.bot.review.Limit;
import org.komir.bot.review.Verdicts.Given;
import org.komir.bot.review.Verdicts.Kind;
import org.komir.bot.review.Verdicts.Verdict;
import org.komir.bot.review.Work.Added;
import org.komir.bot.review.Work.Kept;
import org.komir.bot.review.Work.Piece;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/** What volunteers add to cases and find them to be, in {@link SqliteStore}; each is one transaction of its caller. */
final class SqliteWork {
    private static final String VERDICT = "SELECT id, kind, volunteer, seen, statement, signature FROM verdict ";

    private SqliteWork() {}

    private static boolean holds(Sql sql, CaseId id, String volunteer, Instant now) throws SQLException {
        Optional<Lease> lease = SqliteCases.lease(sql, id, now);
        return lease.isPresent() && lease.get().holder().equals(volunteer);
    }

    static Added add(Sql sql, CaseId id, String volunteer, Piece piece, Instant now) throws SQLException {
        if (!holds(sql, id, volunteer, now)) {
            return Added.NOT_HELD;
        }
        Optional<byte[]> there = sql.first(
                row -> row.getBytes(1), "SELECT sealed FROM work WHERE id = ? AND name = ?", id.hex(), piece.name());
        if (there.isPresent()) {
            return Arrays.equals(there.get(), piece.sealed().bytes()) ? Added.DONE : Added.TAKEN;
        }
        int pieces = sql.first(row -> row.getInt(1), "SELECT count(*) FROM work WHERE id = ?", id.hex())
                .orElseThrow();
        if (pieces >= Limit.PIECES_OF_A_CASE.most()) {
            return Added.FULL;
        }
        sql.run(
                "INSERT INTO work VALUES (?, ?, ?)",
                id.hex(),
                piece.name(),
                piece.sealed().bytes());
        return Added.DONE;
    }

    static List<Piece> workOn(Sql sql, CaseId id) throws SQLException {
        return sql.list(
                row -> new Piece(row.getString(1), Sealed.stored(Purpose.WORK, row.getBytes(2))), """
                SELECT name, sealed FROM work JOIN testimony ON testimony.id = work.id
                WHERE work.id = ? AND withdrawn IS NULL ORDER BY name""", id.hex());
    }

    static boolean keep(Sql sql, Kept kept) throws SQLException {
        int others = sql.first(
                        row -> row.getInt(1),
                        "SELECT count(*) FROM kept WHERE volunteer = ? AND id <> ?",
                        kept.volunteer(),
                        kept.id().hex())
                .orElseThrow();
        if (!SqliteCases.isFirst(sql, kept.id()) || others >= Limit.KEPT_OF_A_VOLUNTEER.most()) {
            return false;
        }
        sql.run(
                "INSERT OR REPLACE INTO kept VALUES (?, ?, ?)",
                kept.volunteer(),
                kept.id().hex(),
                kept.sealed().bytes());
        return true;
    }

    static Optional<Sealed<Purpose.Kept>> kept(Sql sql, String volunteer, CaseId id) throws SQLException {
        return sql.first(
                row -> Sealed.stored(Purpose.KEPT, row.getBytes(1)),
                "SELECT sealed FROM kept WHERE volunteer = ? AND id = ?",
                volunteer,
                id.hex());
    }

    static List<CaseId> begun(Sql sql, String volunteer) throws SQLException {
        return sql.list(
                row -> new CaseId(row.getString(1)), "SELECT id FROM kept WHERE volunteer = ? ORDER BY id", volunteer);
    }

    static int forgetKept(Sql sql, String volunteer, CaseId id) throws SQLException {
        return sql.run("DELETE FROM kept WHERE volunteer = ? AND id = ?", volunteer, id.hex());
    }

    /** What nobody has ended of a case that was taken back. */
    static void forgetKept(Sql sql, CaseId id) throws SQLException {
        sql.run("DELETE FROM kept WHERE id = ?", id.hex());
    }

    static void destroy(Sql sql, CaseId id) throws SQLException {
        forgetKept(sql, id);
        sql.run("DELETE FROM work WHERE id = ?", id.hex());
        sql.run("DELETE FROM verdict WHERE id = ?", id.hex());
    }

    static Given give(Sql sql, Verdict verdict, int number, boolean closes, Instant now) throws SQLException {
        CaseId id = verdict.id();
        if (!holds(sql, id, verdict.volunteer(), now)) {
            return Given.NOT_HELD;
        }
        if (verdictsOf(sql, id).size() != number - 1) {
            return Given.MOVED;
        }
        sql.run(
                "INSERT INTO verdict VALUES (?, ?, ?, ?, ?, ?, ?)",
                id.hex(),
                number,
                verdict.kind().name(),
                verdict.volunteer(),
                verdict.seen(),
                verdict.statement().text(),
                verdict.statement().signature());
        if (closes) {
            SqliteCases.letGo(sql, id, verdict.volunteer(), now, "closed");
        }
        return Given.DONE;
    }

    static List<Verdict> verdictsOf(Sql sql, CaseId id) throws SQLException {
        return sql.list(SqliteWork::verdict, VERDICT + "WHERE id = ? ORDER BY number", id.hex());
    }

    /** Of the cases in one state, and of each as they were given: what was closed long ago is not read for each look at the queue. */
    static List<Verdict> verdictsOfState(Sql sql, String state) throws SQLException {
        return sql.list(
                SqliteWork::verdict,
                VERDICT
                        + "WHERE id IN (SELECT id FROM testimony WHERE state = ? AND withdrawn IS NULL) ORDER BY id, number",
                state);
    }

    private static Verdict verdict(ResultSet row) throws SQLException {
        return new Verdict(
                new CaseId(row.getString(1)),
                Kind.valueOf(row.getString(2)),
                row.getString(3),
                row.getString(4),
                new SignedText(row.getString(5), row.getBytes(6)));
    }
}
