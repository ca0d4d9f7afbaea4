package org.komir.bot.store;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.AbandonedDraft;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.Turn;
import org.komir.crypto.CaseKey;
import org.komir.crypto.Compartment;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;

/** The rows of one case, from its first answer until it is handed in or destroyed, in {@link SqliteStore}; each is part of one transaction of its caller. */
final class SqliteTestimony {
    private SqliteTestimony() {}

    static Optional<String> state(Sql sql, CaseId id) throws SQLException {
        return sql.first(row -> row.getString(1), "SELECT state FROM testimony WHERE id = ?", id.hex());
    }

    static boolean isDraft(Sql sql, CaseId id) throws SQLException {
        return state(sql, id).map("draft"::equals).orElse(false);
    }

    static boolean hasRecord(Sql sql, CaseId id, int seq) throws SQLException {
        return sql.exists("SELECT 1 FROM record WHERE id = ? AND seq = ?", id.hex(), seq);
    }

    static void open(Sql sql, CaseId id, Turn.Opening opening) throws SQLException {
        sql.run(
                "INSERT INTO testimony (id, state, destroy, minimum) VALUES (?, 'draft', ?, 0)",
                id.hex(),
                opening.destroyUnfinished());
        addKeys(sql, id, opening.keys());
    }

    static void addKeys(Sql sql, CaseId id, Map<Compartment, CaseKey> keys) throws SQLException {
        for (Map.Entry<Compartment, CaseKey> key : keys.entrySet()) {
            sql.run(
                    "INSERT INTO case_key (id, compartment, recipient, sealed, panel, outer_panel) VALUES (?, ?, ?, ?, ?, ?)",
                    id.hex(),
                    key.getKey().name(),
                    key.getValue().recipient().toString(),
                    key.getValue().file().bytes(),
                    Stores.panel(key.getValue().panelists()),
                    Stores.outer(key.getValue().panelists()));
        }
    }

    static void add(Sql sql, CaseId id, StoredRecord record) throws SQLException {
        sql.run(
                "INSERT INTO record VALUES (?, ?, ?, ?, ?)",
                id.hex(),
                record.seq(),
                record.compartment().name(),
                record.sealed().bytes(),
                Stores.line(record.files()));
    }

    static List<StoredRecord> records(Sql sql, CaseId id) throws SQLException {
        return sql.list(
                row -> new StoredRecord(
                        row.getInt(1),
                        new Compartment(row.getString(2)),
                        Sealed.stored(Purpose.TESTIMONY, row.getBytes(3)),
                        Stores.files(row.getString(4))),
                "SELECT seq, compartment, sealed, files FROM record WHERE id = ? ORDER BY seq",
                id.hex());
    }

    static void handIn(Sql sql, CaseId id, List<StoredRecord> last) throws SQLException {
        for (StoredRecord record : last) {
            add(sql, id, record);
        }
        sql.run(
                "UPDATE testimony SET state = iif(urgent, 'released', 'submitted'), last_turn = NULL WHERE id = ?",
                id.hex());
    }

    static void destroy(Sql sql, CaseId id) throws SQLException {
        sql.run("DELETE FROM case_key WHERE id = ?", id.hex());
        sql.run("DELETE FROM record WHERE id = ?", id.hex());
        SqliteWork.destroy(sql, id);
        SqliteNeeds.destroy(sql, id);
        sql.run("DELETE FROM testimony WHERE id = ?", id.hex());
    }

    static boolean numbersAreFree(Sql sql, CaseId id, List<StoredRecord> added, Set<Integer> dropped)
            throws SQLException {
        Set<Integer> numbers = new HashSet<>();
        for (StoredRecord record : added) {
            boolean taken = !dropped.contains(record.seq()) && hasRecord(sql, id, record.seq());
            if (!numbers.add(record.seq()) || taken) {
                return false;
            }
        }
        return true;
    }

    static List<AbandonedDraft> abandoned(Sql sql, LocalDate lastTurnBefore) throws SQLException {
        List<AbandonedDraft> drafts = sql.list(
                row -> new AbandonedDraft(
                        new CaseId(row.getString(1)),
                        row.getBoolean(2),
                        row.getBoolean(3),
                        Recipient.parse(row.getString(4)),
                        List.of()),
                """
                SELECT testimony.id, destroy, minimum, recipient
                FROM testimony JOIN case_key ON case_key.id = testimony.id AND compartment = ?
                WHERE state = 'draft' AND last_turn < ?""",
                Compartment.CASE.name(),
                lastTurnBefore.toString());
        List<AbandonedDraft> whole = new ArrayList<>();
        for (AbandonedDraft draft : drafts) {
            whole.add(new AbandonedDraft(
                    draft.id(), draft.destroy(), draft.minimumMet(), draft.caseRecipient(), records(sql, draft.id())));
        }
        return whole;
    }

    static boolean handInAbandoned(Sql sql, CaseId id, StoredRecord manifest) throws SQLException {
        // a number that is taken means that the family came back since the manifest was made
        boolean abandoned = isDraft(sql, id) && !hasRecord(sql, id, manifest.seq());
        if (abandoned) {
            handIn(sql, id, List.of(manifest));
        }
        return abandoned;
    }

    static boolean destroyDraft(Sql sql, CaseId id) throws SQLException {
        boolean draft = isDraft(sql, id);
        if (draft) {
            destroy(sql, id);
        }
        return draft;
    }

    static Set<FileName> files(Sql sql) throws SQLException {
        Set<FileName> all = new HashSet<>();
        sql.list(
                row -> all.addAll(Stores.files(row.getString(1))),
                "SELECT files FROM record WHERE files <> '' UNION SELECT files FROM letter WHERE files <> ''");
        return all;
    }
}
