package org.komir.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.review.Withdrawals.Decision;
import org.komir.bot.review.Withdrawals.Kind;
import org.komir.bot.review.Withdrawals.Withdrawn;

/** What families took back, in {@link SqliteStore}; each is one transaction of its caller. */
final class SqliteWithdrawals {
    private SqliteWithdrawals() {}

    static boolean withdraw(Sql sql, String mailbox, LocalDate day) throws SQLException {
        Optional<CaseId> id = sql.first(
                row -> new CaseId(row.getString(1)),
                "SELECT id FROM mailbox WHERE name = ? AND withdrawn IS NULL",
                mailbox);
        if (id.isEmpty()) {
            return sql.exists("SELECT 1 FROM mailbox WHERE name = ?", mailbox);
        }
        sql.run("""
                UPDATE testimony SET withdrawn = ?, opened = 0, handed = NULL, holder = NULL, lease_until = NULL,
                    aid_holder = NULL, aid_until = NULL, aid_opened = 0
                WHERE id = ? OR first = ?""", day.toString(), id.get().hex(), id.get().hex());
        sql.run("UPDATE mailbox SET withdrawn = ? WHERE name = ?", day.toString(), mailbox);
        sql.run("DELETE FROM letter WHERE mailbox = ?", mailbox);
        SqliteTells.forget(sql, id.get());
        SqliteWork.forgetKept(sql, id.get());
        SqliteLinks.forgetSignatures(sql, id.get());
        SqliteMatching.forget(sql, id.get());
        return true;
    }

    static List<FileName> destroy(Sql sql, LocalDate before, LocalDate today) throws SQLException {
        List<FileName> files = new ArrayList<>();
        for (CaseId first : over(sql, before, today)) {
            List<CaseId> group = group(sql, first);
            for (CaseId id : group) {
                sql.run("DELETE FROM case_key WHERE id = ?", id.hex());
            }
            for (CaseId id : group) {
                SqliteTestimony.records(sql, id).forEach(record -> files.addAll(record.files()));
                SqliteTestimony.destroy(sql, id);
            }
            sql.run("UPDATE mailbox SET id = NULL WHERE id = ?", first.hex());
            sql.run("DELETE FROM link WHERE id = ?", first.hex());
        }
        return files;
    }

    /** The locked cases whose days are over, without those that two people hold. */
    private static List<CaseId> over(Sql sql, LocalDate before, LocalDate today) throws SQLException {
        List<CaseId> over = new ArrayList<>();
        List<CaseId> all = sql.list(
                row -> new CaseId(row.getString(1)),
                "SELECT id FROM testimony WHERE withdrawn < ? AND first IS NULL",
                before.toString());
        for (CaseId id : all) {
            if (!Stores.isHeld(decisions(sql, id), today)) {
                over.add(id);
            }
        }
        return over;
    }

    /** The first one and what followed it, in the order of their ids. */
    private static List<CaseId> group(Sql sql, CaseId first) throws SQLException {
        List<CaseId> group = new ArrayList<>(List.of(first));
        group.addAll(sql.list(
                row -> new CaseId(row.getString(1)),
                "SELECT id FROM testimony WHERE first = ? AND withdrawn IS NOT NULL ORDER BY id",
                first.hex()));
        return group;
    }

    static List<Withdrawn> withdrawn(Sql sql) throws SQLException {
        List<Withdrawn> days = sql.list(
                row -> new Withdrawn(new CaseId(row.getString(1)), LocalDate.parse(row.getString(2)), List.of()),
                "SELECT id, withdrawn FROM testimony WHERE withdrawn IS NOT NULL AND first IS NULL ORDER BY id");
        List<Withdrawn> whole = new ArrayList<>();
        for (Withdrawn one : days) {
            whole.add(new Withdrawn(one.id(), one.day(), Stores.thatCount(decisions(sql, one.id()))));
        }
        return whole;
    }

    static List<SealedCase> read(Sql sql, CaseId id) throws SQLException {
        List<SealedCase> cases = new ArrayList<>();
        if (isLocked(sql, id)) {
            for (CaseId each : group(sql, id)) {
                cases.add(SqliteCases.sealed(sql, each));
            }
        }
        return cases;
    }

    private static boolean isLocked(Sql sql, CaseId id) throws SQLException {
        return sql.exists("SELECT 1 FROM testimony WHERE id = ? AND withdrawn IS NOT NULL AND first IS NULL", id.hex());
    }

    static boolean decide(Sql sql, Decision decision) throws SQLException {
        if (!isLocked(sql, decision.id())) {
            return false;
        }
        if (!Stores.thatCount(decisions(sql, decision.id())).contains(decision)) {
            sql.run(
                    "INSERT INTO decision SELECT ?, 1 + coalesce(max(number), 0), ?, ?, ?, ?, ? FROM decision WHERE id = ?",
                    decision.id().hex(),
                    decision.kind().name(),
                    decision.volunteer(),
                    decision.until().toString(),
                    decision.statement().text(),
                    decision.statement().signature(),
                    decision.id().hex());
        }
        return true;
    }

    static boolean restore(Sql sql, CaseId id) throws SQLException {
        if (!isLocked(sql, id)) {
            return false;
        }
        sql.run("UPDATE testimony SET withdrawn = NULL WHERE id = ? OR first = ?", id.hex(), id.hex());
        sql.run("UPDATE mailbox SET id = NULL WHERE id = ?", id.hex());
        return true;
    }

    private static List<Decision> decisions(Sql sql, CaseId id) throws SQLException {
        return sql.list(
                SqliteWithdrawals::decision,
                "SELECT id, kind, volunteer, until, statement, signature FROM decision WHERE id = ? ORDER BY number",
                id.hex());
    }

    static List<Decision> decisions(Sql sql) throws SQLException {
        return sql.list(
                SqliteWithdrawals::decision,
                "SELECT id, kind, volunteer, until, statement, signature FROM decision ORDER BY id, number");
    }

    private static Decision decision(ResultSet row) throws SQLException {
        return new Decision(
                new CaseId(row.getString(1)),
                Kind.valueOf(row.getString(2)),
                row.getString(3),
                LocalDate.parse(row.getString(4)),
                new SignedText(row.getString(5), row.getBytes(6)));
    }
}
