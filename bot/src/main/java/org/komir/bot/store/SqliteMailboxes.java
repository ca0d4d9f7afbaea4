package org.komir.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.Mailboxes.Mail;
import org.komir.bot.intake.Mailboxes.Stage;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.intake.Submissions.Submission;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.komir.crypto.VerifyingKey;

/** What the sealed form and the way back ask of {@link SqliteStore}, whose class comment has the tables; each is one transaction of its caller. */
final class SqliteMailboxes {
    static final String MAILBOX = """
            CREATE TABLE mailbox (name TEXT PRIMARY KEY, id TEXT UNIQUE, recipient TEXT NOT NULL, author TEXT NOT NULL,
                day TEXT NOT NULL) STRICT, WITHOUT ROWID""";
    static final String LETTER = """
            CREATE TABLE letter (id TEXT PRIMARY KEY, mailbox TEXT NOT NULL, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID""";

    private SqliteMailboxes() {}

    static Optional<LocalDate> handIn(Sql sql, Submission submission) throws SQLException {
        Optional<LocalDate> before = handedIn(sql, submission);
        boolean taken = before.isPresent()
                || SqliteStore.state(sql, submission.id()).isPresent()
                || sql.exists(
                        "SELECT 1 FROM mailbox WHERE name = ?",
                        submission.mailbox().name());
        if (!taken) {
            add(sql, submission);
        }
        return taken ? before : Optional.of(submission.day());
    }

    /** The day of this very submission, where it is there already: its manifest names all the rest. */
    private static Optional<LocalDate> handedIn(Sql sql, Submission submission) throws SQLException {
        StoredRecord manifest = submission.manifest();
        return sql.first(
                row -> LocalDate.parse(row.getString(1)),
                """
                SELECT day FROM mailbox JOIN record ON record.id = mailbox.id
                WHERE mailbox.id = ? AND name = ? AND seq = ? AND sealed = ?""",
                submission.id().hex(),
                submission.mailbox().name(),
                manifest.seq(),
                manifest.sealed().bytes());
    }

    private static void add(Sql sql, Submission submission) throws SQLException {
        sql.run(
                "INSERT INTO testimony (id, state, destroy, minimum, urgent) VALUES (?, ?, 0, 1, ?)",
                submission.id().hex(),
                submission.urgent() ? "released" : "submitted",
                submission.urgent());
        SqliteStore.addKeys(sql, submission.id(), submission.keys());
        for (StoredRecord record : submission.records()) {
            SqliteStore.add(sql, submission.id(), record);
        }
        sql.run(
                "INSERT INTO mailbox VALUES (?, ?, ?, ?, ?)",
                submission.mailbox().name(),
                submission.id().hex(),
                submission.mailbox().recipient().toString(),
                submission.mailbox().author().toString(),
                submission.day().toString());
    }

    static Optional<Mail> mail(Sql sql, String mailbox) throws SQLException {
        // Asked before it is known whether there is such a mailbox: both answers take as many questions.
        List<Letter> letters = sql.list(
                row -> new Letter(row.getString(1), Sealed.stored(Purpose.REPLY, row.getBytes(2))),
                "SELECT id, sealed FROM letter WHERE mailbox = ?",
                mailbox);
        return sql.first(
                row -> new Mail(
                        Recipient.parse(row.getString(1)),
                        VerifyingKey.parse(row.getString(2)),
                        LocalDate.parse(row.getString(3)),
                        stage(row),
                        Optional.empty(),
                        Optional.empty(),
                        letters),
                """
                SELECT mailbox.recipient, author, day, state, withdrawn
                FROM mailbox LEFT JOIN testimony ON testimony.id = mailbox.id WHERE name = ?""",
                mailbox);
    }

    private static Stage stage(ResultSet row) throws SQLException {
        String state = row.getString("state");
        if (state == null) {
            return Stage.GONE;
        }
        if (row.getString("withdrawn") != null) {
            return Stage.WITHDRAWN;
        }
        return switch (state) {
            case "submitted" -> Stage.WAITING;
            case "released" -> Stage.WITH_VOLUNTEERS;
            default -> Stage.CLOSED;
        };
    }

    static boolean withdraw(Sql sql, String mailbox, LocalDate day) throws SQLException {
        if (!sql.exists("SELECT 1 FROM mailbox WHERE name = ?", mailbox)) {
            return false;
        }
        sql.run("""
                UPDATE testimony SET withdrawn = ?, holder = NULL, lease_until = NULL
                WHERE withdrawn IS NULL AND id = (SELECT id FROM mailbox WHERE name = ?)""", day.toString(), mailbox);
        sql.run("DELETE FROM letter WHERE mailbox = ?", mailbox);
        return true;
    }

    static List<FileName> destroyWithdrawn(Sql sql, LocalDate before) throws SQLException {
        List<CaseId> over = sql.list(
                row -> new CaseId(row.getString(1)), "SELECT id FROM testimony WHERE withdrawn < ?", before.toString());
        List<FileName> files = new ArrayList<>();
        for (CaseId id : over) {
            SqliteStore.records(sql, id).forEach(record -> files.addAll(record.files()));
            SqliteStore.destroy(sql, id);
            sql.run("UPDATE mailbox SET id = NULL WHERE id = ?", id.hex());
        }
        return files;
    }

    static Optional<Mailbox> mailboxOf(Sql sql, CaseId id) throws SQLException {
        return sql.first(
                row -> new Mailbox(
                        row.getString(1), Recipient.parse(row.getString(2)), VerifyingKey.parse(row.getString(3))),
                """
                SELECT name, mailbox.recipient, author FROM mailbox JOIN testimony ON testimony.id = mailbox.id
                WHERE mailbox.id = ? AND withdrawn IS NULL""",
                id.hex());
    }

    static boolean send(Sql sql, CaseId id, Letter letter) throws SQLException {
        Optional<Mailbox> to = mailboxOf(sql, id);
        if (to.isPresent()) {
            sql.run(
                    "INSERT OR IGNORE INTO letter VALUES (?, ?, ?)",
                    letter.id(),
                    to.get().name(),
                    letter.content().bytes());
        }
        return to.isPresent();
    }
}
