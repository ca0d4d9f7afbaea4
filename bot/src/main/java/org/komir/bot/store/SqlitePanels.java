package org.komir.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Panels.Group;
import org.komir.bot.review.Panels.KeyFile;
import org.komir.bot.review.Panels.Seat;
import org.komir.crypto.Compartment;
import org.komir.crypto.Panelists;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;

/** To whom key files are sealed, in {@link SqliteStore}, whose class comment has the tables; each is one transaction of its caller. */
final class SqlitePanels {
    /** What can be sealed anew: released or closed, and what followed such a case. */
    private static final String THERE = """
            FROM testimony JOIN case_key ON case_key.id = testimony.id
                JOIN testimony AS claimed ON claimed.id = coalesce(testimony.first, testimony.id)
            WHERE testimony.state IN ('released', 'closed') AND testimony.withdrawn IS NULL
                AND claimed.state IN ('released', 'closed') AND claimed.withdrawn IS NULL""";

    private static final String IN_ORDER = " ORDER BY testimony.first IS NOT NULL, testimony.id, compartment";

    private static final String SEAT =
            "SELECT testimony.id, claimed.id, claimed.excluded, compartment, panel, outer_panel, sealer ";

    private SqlitePanels() {}

    /** Of every case that is released, or closed, those of the two compartments by which it is shown. */
    static Map<CaseId, Map<Compartment, Optional<Panelists>>> ofReaders(Sql sql, String state) throws SQLException {
        Map<CaseId, Map<Compartment, Optional<Panelists>>> all = new HashMap<>();
        sql.list(
                row -> all.computeIfAbsent(new CaseId(row.getString(1)), id -> new HashMap<>())
                        .put(new Compartment(row.getString(2)), Stores.panelists(row.getString(3), row.getString(4))),
                """
                SELECT case_key.id, compartment, panel, outer_panel FROM case_key JOIN testimony ON testimony.id = case_key.id
                WHERE compartment IN (?, ?) AND state = ? AND withdrawn IS NULL AND first IS NULL""",
                Compartment.CASE.name(),
                Compartment.THREATS.name(),
                state);
        return all;
    }

    static List<Group> groups(Sql sql) throws SQLException {
        return grouped(sql, SEAT + THERE + IN_ORDER);
    }

    static Optional<Group> group(Sql sql, CaseId first) throws SQLException {
        return grouped(sql, SEAT + THERE + " AND claimed.id = ?" + IN_ORDER, first.hex()).stream()
                .findFirst();
    }

    private static List<Group> grouped(Sql sql, String question, Object... values) throws SQLException {
        Map<CaseId, Group> groups = new LinkedHashMap<>();
        Map<CaseId, List<Seat>> seats = new HashMap<>();
        sql.list(
                row -> {
                    CaseId first = new CaseId(row.getString(2));
                    List<Seat> those = seats.computeIfAbsent(first, id -> new ArrayList<>());
                    those.add(seat(row));
                    return groups.put(first, new Group(first, Stores.excluded(row.getString(3)), those));
                },
                question,
                values);
        return List.copyOf(groups.values());
    }

    private static Seat seat(ResultSet row) throws SQLException {
        return new Seat(
                new CaseId(row.getString(1)),
                new Compartment(row.getString(4)),
                Stores.panelists(row.getString(5), row.getString(6)),
                Optional.ofNullable(row.getString(7)));
    }

    static List<KeyFile> keyFiles(Sql sql, CaseId first) throws SQLException {
        return sql.list(
                row -> new KeyFile(
                        seat(row),
                        Recipient.parse(row.getString(8)),
                        Sealed.stored(Purpose.CASE_KEY, row.getBytes(9)),
                        Optional.ofNullable(row.getBytes(10)).map(file -> Sealed.stored(Purpose.CASE_KEY, file))),
                SEAT + ", recipient, sealed, before " + THERE + " AND claimed.id = ?" + IN_ORDER,
                first.hex());
    }

    private static Optional<Sealed<Purpose.CaseKey>> file(Sql sql, CaseId id, Compartment compartment)
            throws SQLException {
        return sql.first(
                row -> Sealed.stored(Purpose.CASE_KEY, row.getBytes(1)),
                "SELECT sealed " + THERE + " AND testimony.id = ? AND compartment = ?",
                id.hex(),
                compartment.name());
    }

    static boolean reseal(
            Sql sql,
            CaseId id,
            Compartment compartment,
            String replaces,
            Sealed<Purpose.CaseKey> file,
            Panelists panelists,
            String volunteer)
            throws SQLException {
        Optional<Sealed<Purpose.CaseKey>> there = file(sql, id, compartment);
        if (there.equals(Optional.of(file))) {
            return true;
        }
        if (there.filter(one -> one.sha256Hex().equals(replaces)).isEmpty()) {
            return false;
        }
        sql.run(
                """
                UPDATE case_key SET before = coalesce(before, sealed), sealed = ?, panel = ?, outer_panel = ?, sealer = ?
                WHERE id = ? AND compartment = ?""",
                file.bytes(),
                Stores.panel(Optional.of(panelists)),
                Stores.outer(Optional.of(panelists)),
                volunteer,
                id.hex(),
                compartment.name());
        return true;
    }

    static boolean confirm(Sql sql, CaseId id, Compartment compartment, String sha256, String volunteer)
            throws SQLException {
        if (file(sql, id, compartment)
                .filter(one -> one.sha256Hex().equals(sha256))
                .isEmpty()) {
            return false;
        }
        return 1 == sql.run("""
                        UPDATE case_key SET before = NULL, sealer = NULL
                        WHERE id = ? AND compartment = ? AND before IS NOT NULL AND sealer <> ?""", id.hex(), compartment.name(), volunteer);
    }

    static boolean exclude(Sql sql, CaseId id, String volunteer, Instant now) throws SQLException {
        if (!SqliteCases.isFirst(sql, id)) {
            return false;
        }
        String before = sql.first(row -> row.getString(1), "SELECT excluded FROM testimony WHERE id = ?", id.hex())
                .orElse("");
        sql.run("UPDATE testimony SET excluded = ? WHERE id = ?", Stores.with(before, volunteer), id.hex());
        SqliteCases.letGo(sql, id, volunteer, now, "released");
        SqliteNeeds.exclude(sql, id, volunteer);
        return true;
    }
}
