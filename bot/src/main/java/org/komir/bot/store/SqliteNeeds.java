package org.komir.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Cases.Lease;
import org.komir.bot.review.Limit;
import org.komir.bot.review.Needs.Need;
import org.komir.bot.review.Needs.Taken;
import org.komir.bot.review.Work.Added;
import org.komir.bot.review.Work.Piece;
import org.komir.crypto.Compartment;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/** What families need, for people in aid, in {@link SqliteStore}, whose class comment has the tables; each is one transaction of its caller. */
final class SqliteNeeds {
    private static final String NEED = """
            SELECT testimony.id, testimony.aid_holder, testimony.aid_until, testimony.aid_opened, testimony.aid_over, claimed.excluded, panel, outer_panel
            FROM testimony JOIN case_key ON case_key.id = testimony.id AND compartment = ?
                JOIN testimony AS claimed ON claimed.id = coalesce(testimony.first, testimony.id)
            WHERE testimony.state IN ('released', 'closed') AND testimony.withdrawn IS NULL
                AND claimed.state IN ('released', 'closed') AND claimed.withdrawn IS NULL""";

    private static final String HELD = " WHERE id = ? AND withdrawn IS NULL AND aid_holder = ? AND aid_until > ?";

    private SqliteNeeds() {}

    static List<Need> needs(Sql sql, Instant now) throws SQLException {
        return sql.list(row -> need(row, now), NEED, Compartment.NEEDS.name());
    }

    static Optional<Need> need(Sql sql, CaseId id, Instant now) throws SQLException {
        return sql.first(row -> need(row, now), NEED + " AND testimony.id = ?", Compartment.NEEDS.name(), id.hex());
    }

    private static Need need(ResultSet row, Instant now) throws SQLException {
        return new Need(
                new CaseId(row.getString(1)),
                Stores.aidLease(row.getString(2), row.getLong(3), row.getBoolean(4), now),
                row.getBoolean(5),
                Stores.panelists(row.getString(7), row.getString(8)),
                Stores.excluded(row.getString(6)));
    }

    private static boolean holds(Optional<Need> need, String volunteer) {
        return need.flatMap(Need::lease)
                .map(Lease::holder)
                .filter(volunteer::equals)
                .isPresent();
    }

    static Taken take(Sql sql, CaseId id, String volunteer, Instant now, Instant until) throws SQLException {
        Optional<Need> need = need(sql, id, now);
        if (need.isEmpty()) {
            return Taken.UNKNOWN;
        }
        boolean mine = holds(need, volunteer);
        if (need.get().lease().isPresent() && !mine) {
            return Taken.HELD_BY_ANOTHER;
        }
        sql.run(
                "UPDATE testimony SET aid_holder = ?, aid_until = ?, aid_opened = iif(?, aid_opened, 0) WHERE id = ?",
                volunteer,
                until.toEpochMilli(),
                mine ? 1 : 0,
                id.hex());
        return Taken.DONE;
    }

    static boolean open(Sql sql, CaseId id, String volunteer, Instant now) throws SQLException {
        return 1 == sql.run("UPDATE testimony SET aid_opened = 1" + HELD, id.hex(), volunteer, now.toEpochMilli());
    }

    static boolean leave(Sql sql, CaseId id, String volunteer, Instant now) throws SQLException {
        return 1
                == sql.run(
                        "UPDATE testimony SET aid_holder = NULL, aid_until = NULL, aid_opened = 0" + HELD,
                        id.hex(),
                        volunteer,
                        now.toEpochMilli());
    }

    /** Who must not see a case has no claim on what it needs either, nor on what followed it. */
    static void exclude(Sql sql, CaseId first, String volunteer) throws SQLException {
        sql.run(
                "UPDATE testimony SET aid_holder = NULL, aid_until = NULL, aid_opened = 0 WHERE (id = ? OR first = ?) AND aid_holder = ?",
                first.hex(),
                first.hex(),
                volunteer);
    }

    static Added add(Sql sql, CaseId id, String volunteer, Piece piece, boolean over, Instant now) throws SQLException {
        Optional<byte[]> there = sql.first(
                row -> row.getBytes(1),
                "SELECT sealed FROM aid_work WHERE id = ? AND name = ?",
                id.hex(),
                piece.name());
        if (there.isPresent()) {
            return Arrays.equals(there.get(), piece.sealed().bytes()) ? Added.DONE : Added.TAKEN;
        }
        if (!holds(need(sql, id, now), volunteer)) {
            return Added.NOT_HELD;
        }
        int pieces = sql.first(row -> row.getInt(1), "SELECT count(*) FROM aid_work WHERE id = ?", id.hex())
                .orElseThrow();
        if (pieces >= Limit.PIECES_OF_A_CASE.most()) {
            return Added.FULL;
        }
        sql.run(
                "INSERT INTO aid_work VALUES (?, ?, ?)",
                id.hex(),
                piece.name(),
                piece.sealed().bytes());
        sql.run(
                "UPDATE testimony SET aid_over = ?, aid_holder = NULL, aid_until = NULL, aid_opened = 0 WHERE id = ?",
                over ? 1 : 0,
                id.hex());
        return Added.DONE;
    }

    static List<Piece> work(Sql sql, CaseId id) throws SQLException {
        return sql.list(
                row -> new Piece(row.getString(1), Sealed.stored(Purpose.WORK, row.getBytes(2))), """
                SELECT name, aid_work.sealed FROM aid_work JOIN testimony ON testimony.id = aid_work.id
                WHERE aid_work.id = ? AND withdrawn IS NULL ORDER BY name""", id.hex());
    }

    static void destroy(Sql sql, CaseId id) throws SQLException {
        sql.run("DELETE FROM aid_work WHERE id = ?", id.hex());
    }
}
