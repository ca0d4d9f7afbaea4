package org.komir.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.Mailboxes.First;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.Mailboxes.Mail;
import org.komir.bot.intake.Mailboxes.Stage;
import org.komir.bot.intake.SignedText;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.intake.Submissions.Submission;
import org.komir.bot.intake.TellHere.Tell;
import org.komir.bot.intake.Turn.WayBack;
import org.komir.bot.review.Letters.Box;
import org.komir.crypto.Compartment;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.komir.crypto.VerifyingKey;

/** Receipts, and what families and volunteers do with them, in {@link SqliteStore}, whose class comment has the tables; each is one transaction of its caller. */
final class SqliteMailboxes {
    private SqliteMailboxes() {}

    static Optional<LocalDate> handIn(Sql sql, Submission submission) throws SQLException {
        Optional<LocalDate> before = handedIn(sql, submission);
        if (before.isPresent() || SqliteTestimony.state(sql, submission.id()).isPresent()) {
            return before;
        }
        Mailbox mailbox = submission.mailbox();
        Optional<CaseId> first = firstOf(sql, mailbox);
        if (first.isEmpty() && exists(sql, mailbox)) {
            return Optional.empty();
        }
        add(sql, submission);
        if (first.isPresent()) {
            follow(sql, submission.id(), first.get(), submission.author());
            sql.run(
                    "UPDATE testimony SET day = ? WHERE id = ?",
                    submission.day().toString(),
                    submission.id().hex());
        } else {
            put(sql, mailbox, submission.id(), submission.day());
        }
        return Optional.of(submission.day());
    }

    /** The day of this very submission, where it is there already: its manifest names all the rest. */
    private static Optional<LocalDate> handedIn(Sql sql, Submission submission) throws SQLException {
        StoredRecord manifest = submission.manifest();
        return sql.first(
                row -> LocalDate.parse(row.getString(1)),
                """
                SELECT coalesce(testimony.day, mailbox.day)
                FROM testimony JOIN mailbox ON mailbox.id = coalesce(first, testimony.id) JOIN record ON record.id = testimony.id
                WHERE testimony.id = ? AND name = ? AND mailbox.withdrawn IS NULL AND seq = ? AND sealed = ?""",
                submission.id().hex(),
                submission.mailbox().name(),
                manifest.seq(),
                manifest.sealed().bytes());
    }

    /** The case that a mailbox leads to, where it has this recipient and author. */
    private static Optional<CaseId> firstOf(Sql sql, Mailbox mailbox) throws SQLException {
        return sql.first(
                row -> new CaseId(row.getString(1)),
                "SELECT id FROM mailbox WHERE name = ? AND withdrawn IS NULL AND recipient = ? AND author = ?",
                mailbox.name(),
                mailbox.recipient().toString(),
                mailbox.author().toString());
    }

    static boolean exists(Sql sql, Mailbox mailbox) throws SQLException {
        return sql.exists("SELECT 1 FROM mailbox WHERE name = ?", mailbox.name());
    }

    private static void add(Sql sql, Submission submission) throws SQLException {
        sql.run(
                "INSERT INTO testimony (id, state, destroy, minimum, urgent) VALUES (?, ?, 0, 1, ?)",
                submission.id().hex(),
                submission.urgent() ? "released" : "submitted",
                submission.urgent());
        SqliteTestimony.addKeys(sql, submission.id(), submission.keys());
        for (StoredRecord record : submission.records()) {
            SqliteTestimony.add(sql, submission.id(), record);
        }
    }

    static void put(Sql sql, Mailbox mailbox, CaseId id, LocalDate day) throws SQLException {
        sql.run(
                "INSERT INTO mailbox (name, id, recipient, author, day) VALUES (?, ?, ?, ?, ?)",
                mailbox.name(),
                id.hex(),
                mailbox.recipient().toString(),
                mailbox.author().toString(),
                day.toString());
    }

    /** Of a case that is handed in already; an urgent one is seen at once, and so is the one that it follows. */
    private static void follow(Sql sql, CaseId id, CaseId first, SignedText author) throws SQLException {
        sql.run(
                "UPDATE testimony SET first = ?, author = ?, signature = ? WHERE id = ?",
                first.hex(),
                author.text(),
                author.signature(),
                id.hex());
        sql.run("""
                UPDATE testimony SET state = 'released', urgent = 1, urgency = NULL, news = 1
                WHERE id = ? AND EXISTS (SELECT 1 FROM testimony WHERE id = ? AND state = 'released')""", first.hex(), id.hex());
    }

    /** Where the mailbox of a case from the chat is free, or is another's. */
    static boolean fits(Sql sql, Optional<WayBack> wayBack) throws SQLException {
        return !(wayBack.isPresent()
                && wayBack.get() instanceof WayBack.Opened opened
                && exists(sql, opened.mailbox()));
    }

    /** Of a case from the chat, which is handed in already. */
    static void wayBack(Sql sql, CaseId id, WayBack wayBack) throws SQLException {
        switch (wayBack) {
            case WayBack.Opened opened -> {
                put(sql, opened.mailbox(), id, opened.day());
                if (opened.tell().isPresent()) {
                    SqliteTells.put(sql, id, opened.tell().get());
                }
            }
            case WayBack.Known known -> {
                Optional<CaseId> first = sql.first(
                        row -> new CaseId(row.getString(1)),
                        "SELECT id FROM mailbox WHERE name = ? AND withdrawn IS NULL",
                        known.mailbox());
                if (first.isPresent()) {
                    follow(sql, id, first.get(), known.author());
                }
            }
        }
    }

    static Optional<Mail> mail(Sql sql, String mailbox, LocalDate today) throws SQLException {
        // Asked before it is known whether there is such a mailbox: both answers take as many questions.
        List<Letter> letters = letters(sql, mailbox);
        return sql.first(
                row -> new Mail(
                        Recipient.parse(row.getString("recipient")),
                        VerifyingKey.parse(row.getString("author")),
                        LocalDate.parse(row.getString("day")),
                        stage(row, today),
                        Optional.ofNullable(row.getString("withdrawn")).map(LocalDate::parse),
                        first(row),
                        letters),
                """
                SELECT mailbox.recipient, mailbox.author, mailbox.day, mailbox.withdrawn, mailbox.id, state, case_key.recipient AS key
                FROM mailbox LEFT JOIN testimony ON testimony.id = mailbox.id
                    LEFT JOIN case_key ON case_key.id = mailbox.id AND compartment = ?
                WHERE name = ?""",
                Compartment.CASE.name(),
                mailbox);
    }

    private static List<Letter> letters(Sql sql, String mailbox) throws SQLException {
        return sql.list(
                row -> new Letter(
                        row.getString(1),
                        Sealed.stored(Purpose.REPLY, row.getBytes(2)),
                        Stores.files(row.getString(3))),
                "SELECT id, sealed, files FROM letter WHERE mailbox = ?",
                mailbox);
    }

    private static Stage stage(ResultSet row, LocalDate today) throws SQLException {
        String withdrawn = row.getString("withdrawn");
        return withdrawn == null
                ? Stores.stage(row.getString("state"))
                : Stores.stageOfWithdrawn(LocalDate.parse(withdrawn), today);
    }

    private static Optional<First> first(ResultSet row) throws SQLException {
        return row.getString("withdrawn") == null
                ? Optional.of(new First(new CaseId(row.getString("id")), Recipient.parse(row.getString("key"))))
                : Optional.empty();
    }

    static boolean replace(Sql sql, String mailbox, Mailbox by, Link link, List<Letter> letters, Optional<Tell> tell)
            throws SQLException {
        if (isReplaced(sql, mailbox, by, link)) {
            return true;
        }
        record Before(CaseId id, LocalDate day) {}
        Optional<Before> before = sql.first(
                row -> new Before(new CaseId(row.getString(1)), LocalDate.parse(row.getString(2))),
                "SELECT id, day FROM mailbox WHERE name = ? AND withdrawn IS NULL",
                mailbox);
        if (before.isEmpty() || exists(sql, by) || !isSealedAnew(letters(sql, mailbox), letters)) {
            return false;
        }
        CaseId id = before.get().id();
        remove(sql, mailbox);
        put(sql, by, id, before.get().day());
        for (Letter letter : letters) {
            put(sql, by.name(), letter);
        }
        SqliteLinks.put(sql, id, link);
        SqliteTells.forget(sql, id);
        if (tell.isPresent()) {
            SqliteTells.put(sql, id, tell.get());
        }
        return true;
    }

    /** Whether this very link was followed already. */
    private static boolean isReplaced(Sql sql, String mailbox, Mailbox by, Link link) throws SQLException {
        return !sql.exists("SELECT 1 FROM mailbox WHERE name = ?", mailbox)
                && sql.exists("""
                        SELECT 1 FROM mailbox JOIN link ON link.id = mailbox.id
                        WHERE name = ? AND withdrawn IS NULL AND statement = ?""", by.name(), link.statement());
    }

    /** Whether none has come since: what nobody sealed anew would be lost. */
    private static boolean isSealedAnew(List<Letter> before, List<Letter> anew) {
        Set<String> ids = new HashSet<>();
        anew.forEach(letter -> ids.add(letter.id()));
        return before.stream().allMatch(letter -> ids.contains(letter.id()));
    }

    /** With the letters in it. */
    static void remove(Sql sql, String mailbox) throws SQLException {
        sql.run("DELETE FROM letter WHERE mailbox = ?", mailbox);
        sql.run("DELETE FROM mailbox WHERE name = ?", mailbox);
    }

    private static void put(Sql sql, String mailbox, Letter letter) throws SQLException {
        sql.run(
                "INSERT OR IGNORE INTO letter (id, mailbox, sealed, files) VALUES (?, ?, ?, ?)",
                letter.id(),
                mailbox,
                letter.content().bytes(),
                Stores.line(letter.files()));
    }

    static Optional<Box> mailboxOf(Sql sql, CaseId id) throws SQLException {
        Optional<Mailbox> mailbox = sql.first(
                row -> new Mailbox(
                        row.getString(1), Recipient.parse(row.getString(2)), VerifyingKey.parse(row.getString(3))),
                "SELECT name, recipient, author FROM mailbox WHERE id = ? AND withdrawn IS NULL",
                id.hex());
        return mailbox.isEmpty()
                ? Optional.empty()
                : Optional.of(new Box(mailbox.get(), SqliteLinks.of(sql, id), SqliteTells.of(sql, id)));
    }

    static boolean send(Sql sql, CaseId id, Letter letter) throws SQLException {
        Optional<Box> to = mailboxOf(sql, id);
        if (to.isPresent()) {
            put(sql, to.get().mailbox().name(), letter);
        }
        return to.isPresent();
    }
}
