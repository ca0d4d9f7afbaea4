package org.komir.bot.store;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.LinkRequest;
import org.komir.bot.intake.Mailboxes;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.review.Links.Signed;

/** How a case comes to another mailbox, in {@link SqliteStore}; each is one transaction of its caller. */
final class SqliteLinks {
    private SqliteLinks() {}

    static void put(Sql sql, CaseId id, Link link) throws SQLException {
        sql.run(
                "INSERT INTO link SELECT ?, 1 + coalesce(max(number), 0), ?, ? FROM link WHERE id = ?",
                id.hex(),
                link.statement(),
                Stores.lines(link.signatures()),
                id.hex());
    }

    static List<Link> of(Sql sql, CaseId id) throws SQLException {
        return sql.list(
                row -> new Link(row.getString(1), Stores.signatures(row.getString(2))),
                "SELECT statement, signatures FROM link WHERE id = ? ORDER BY number",
                id.hex());
    }

    static boolean ask(Sql sql, LinkRequest request, LocalDate day) throws SQLException {
        if (sql.exists("SELECT 1 FROM request WHERE hash = ?", request.hash())) {
            return true;
        }
        return 1
                == sql.run(
                        "INSERT INTO request SELECT ?, ?, ? WHERE (SELECT count(*) FROM request) < ?",
                        request.hash(),
                        day.toString(),
                        request.text(),
                        Mailboxes.MOST_REQUESTS);
    }

    static boolean forgetRequests(Sql sql, LocalDate before) throws SQLException {
        sql.run("DELETE FROM signature WHERE hash IN (SELECT hash FROM request WHERE day < ?)", before.toString());
        sql.run("DELETE FROM request WHERE day < ?", before.toString());
        return true;
    }

    static Optional<LinkRequest> request(Sql sql, String prefix) throws SQLException {
        List<LinkRequest> found = sql.list(
                row -> new LinkRequest(row.getString(1), row.getString(2)),
                "SELECT hash, text FROM request WHERE substr(hash, 1, ?) = ?",
                prefix.length(),
                prefix);
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    static List<Signed> signed(Sql sql) throws SQLException {
        List<Signed> cases = sql.list(
                row -> new Signed(
                        new CaseId(row.getString(1)), new LinkRequest(row.getString(2), row.getString(3)), List.of()),
                "SELECT DISTINCT id, request.hash, text FROM signature JOIN request ON request.hash = signature.hash");
        List<Signed> whole = new ArrayList<>();
        for (Signed one : cases) {
            whole.add(new Signed(one.id(), one.request(), signatures(sql, one.id(), one.request())));
        }
        return whole;
    }

    private static List<Link.Signature> signatures(Sql sql, CaseId id, LinkRequest request) throws SQLException {
        return sql.list(
                row -> new Link.Signature(row.getString(1), row.getString(2)),
                "SELECT volunteer, signature FROM signature WHERE hash = ? AND id = ? ORDER BY volunteer",
                request.hash(),
                id.hex());
    }

    static Optional<Signed> sign(Sql sql, CaseId id, String requestHash, Link.Signature signature) throws SQLException {
        Optional<LinkRequest> request = sql.first(
                row -> new LinkRequest(row.getString(1), row.getString(2)),
                "SELECT hash, text FROM request WHERE hash = ?",
                requestHash);
        if (request.isEmpty() || !SqliteCases.isFirst(sql, id)) {
            return Optional.empty();
        }
        sql.run(
                "INSERT OR REPLACE INTO signature VALUES (?, ?, ?, ?)",
                requestHash,
                id.hex(),
                signature.by(),
                signature.signature());
        return Optional.of(new Signed(id, request.get(), signatures(sql, id, request.get())));
    }

    /** What people have signed for a case that is locked from now on. */
    static void forgetSignatures(Sql sql, CaseId id) throws SQLException {
        sql.run("DELETE FROM signature WHERE id = ?", id.hex());
    }

    static boolean relink(Sql sql, CaseId id, Mailbox mailbox, Link link, String requestHash) throws SQLException {
        if (!SqliteCases.isFirst(sql, id)) {
            return false;
        }
        record Before(String name, LocalDate day) {}
        Optional<Before> before = sql.first(
                row -> new Before(row.getString(1), LocalDate.parse(row.getString(2))),
                "SELECT name, day FROM mailbox WHERE id = ?",
                id.hex());
        if (before.map(Before::name).equals(Optional.of(mailbox.name()))) {
            return true;
        }
        Optional<LocalDate> asked = sql.first(
                row -> LocalDate.parse(row.getString(1)), "SELECT day FROM request WHERE hash = ?", requestHash);
        if (asked.isEmpty() || SqliteMailboxes.exists(sql, mailbox)) {
            return false;
        }
        if (before.isPresent()) {
            SqliteMailboxes.remove(sql, before.get().name());
        }
        SqliteMailboxes.put(sql, mailbox, id, before.map(Before::day).orElse(asked.get()));
        put(sql, id, link);
        SqliteTells.forget(sql, id);
        sql.run("DELETE FROM signature WHERE hash = ?", requestHash);
        sql.run("DELETE FROM request WHERE hash = ?", requestHash);
        return true;
    }
}
