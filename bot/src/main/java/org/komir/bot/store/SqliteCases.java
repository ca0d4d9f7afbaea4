package org.komir.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Admission;
import org.komir.bot.review.Cases.Claim;
import org.komir.bot.review.Cases.Lease;
import org.komir.bot.review.Cases.Queued;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.review.Standing;
import org.komir.bot.review.Verdicts.Verdict;
import org.komir.crypto.Compartment;
import org.komir.crypto.Panelists;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;

/** What volunteers see and take, in {@link SqliteStore}; each is one transaction of its caller. */
final class SqliteCases {
    private SqliteCases() {}

    /** What follows a case marks it as having news, and brings it back where it was closed. */
    static int release(Sql sql) throws SQLException {
        sql.run("""
                UPDATE testimony SET news = 1, state = iif(state = 'closed', 'released', state)
                WHERE id IN (SELECT first FROM testimony WHERE state = 'submitted' AND withdrawn IS NULL)""");
        return sql.run("UPDATE testimony SET state = 'released' WHERE state = 'submitted' AND withdrawn IS NULL");
    }

    /** @param state released or closed */
    static List<Queued> queue(Sql sql, String state, Instant now) throws SQLException {
        Map<CaseId, List<Verdict>> verdicts =
                SqliteWork.verdictsOfState(sql, state).stream().collect(Collectors.groupingBy(Verdict::id));
        Map<CaseId, Map<Compartment, Optional<Panelists>>> panels = SqlitePanels.ofReaders(sql, state);
        return sql.list(
                row -> {
                    CaseId id = new CaseId(row.getString("id"));
                    return new Queued(
                            id,
                            row.getBoolean("urgent"),
                            row.getBoolean("news"),
                            lease(row, now),
                            Standing.of(verdicts.getOrDefault(id, List.of())),
                            SqliteTriage.known(row),
                            new Admission(
                                    panels.getOrDefault(id, Map.of()), Stores.excluded(row.getString("excluded"))));
                },
                """
                SELECT id, holder, lease_until, opened, handed, urgent, news, urgency, unopened, excluded FROM testimony
                WHERE state = ? AND withdrawn IS NULL AND first IS NULL""",
                state);
    }

    static Claim claim(Sql sql, CaseId id, String volunteer, Instant now, Instant until) throws SQLException {
        int claimed = sql.run(
                """
                UPDATE testimony SET opened = iif(holder = ? AND lease_until > ?, opened, 0),
                    handed = iif(holder = ? AND lease_until > ?, handed, NULL), holder = ?, lease_until = ?
                WHERE id = ? AND state = 'released' AND withdrawn IS NULL AND first IS NULL
                    AND (holder IS NULL OR holder = ? OR lease_until <= ?)""",
                volunteer,
                now.toEpochMilli(),
                volunteer,
                now.toEpochMilli(),
                volunteer,
                until.toEpochMilli(),
                id.hex(),
                volunteer,
                now.toEpochMilli());
        if (claimed == 1) {
            return Claim.DONE;
        }
        return switch (isFirst(sql, id) ? SqliteTestimony.state(sql, id).orElse("unknown") : "unknown") {
            case "released" -> Claim.HELD_BY_ANOTHER;
            case "closed" -> Claim.CLOSED;
            default -> Claim.UNKNOWN;
        };
    }

    /** Closing it is to have read its news. */
    static boolean letGo(Sql sql, CaseId id, String volunteer, Instant now, String state) throws SQLException {
        return 1 == sql.run("""
                        UPDATE testimony SET state = ?, news = iif(? = 'closed', 0, news), opened = 0, handed = NULL, holder = NULL, lease_until = NULL
                        WHERE id = ? AND state = 'released' AND holder = ? AND lease_until > ?""", state, state, id.hex(), volunteer, now.toEpochMilli());
    }

    static boolean reopen(Sql sql, CaseId id) throws SQLException {
        return 1
                == sql.run(
                        "UPDATE testimony SET state = 'released' WHERE id = ? AND state = 'closed' AND withdrawn IS NULL",
                        id.hex());
    }

    static Optional<Lease> lease(Sql sql, CaseId id, Instant now) throws SQLException {
        return sql.first(
                        row -> lease(row, now),
                        "SELECT holder, lease_until, opened, handed FROM testimony WHERE id = ? AND withdrawn IS NULL",
                        id.hex())
                .flatMap(lease -> lease);
    }

    private static Optional<Lease> lease(ResultSet row, Instant now) throws SQLException {
        String holder = row.getString("holder");
        Instant until = Instant.ofEpochMilli(row.getLong("lease_until"));
        return holder != null && until.isAfter(now)
                ? Optional.of(new Lease(
                        holder, until, row.getBoolean("opened"), Optional.ofNullable(row.getString("handed"))))
                : Optional.empty();
    }

    static Optional<SealedCase> read(Sql sql, CaseId id) throws SQLException {
        boolean open =
                sql.exists("SELECT 1 FROM testimony WHERE id = ? AND state <> 'draft' AND withdrawn IS NULL", id.hex());
        return open ? Optional.of(sealed(sql, id)) : Optional.empty();
    }

    /** Locked or not. */
    static SealedCase sealed(Sql sql, CaseId id) throws SQLException {
        record Key(Compartment compartment, Recipient recipient, byte[] file) {}
        List<Key> keys = sql.list(
                row -> new Key(new Compartment(row.getString(1)), Recipient.parse(row.getString(2)), row.getBytes(3)),
                "SELECT compartment, recipient, sealed FROM case_key WHERE id = ?",
                id.hex());
        Optional<SignedText> author = sql.first(
                row -> new SignedText(row.getString(1), row.getBytes(2)),
                "SELECT author, signature FROM testimony WHERE id = ? AND first IS NOT NULL",
                id.hex());
        return new SealedCase(
                id,
                keys.stream().collect(Collectors.toMap(Key::compartment, Key::recipient)),
                keys.stream()
                        .collect(
                                Collectors.toMap(Key::compartment, key -> Sealed.stored(Purpose.CASE_KEY, key.file()))),
                SqliteTestimony.records(sql, id),
                author);
    }

    static List<SealedCase> followUps(Sql sql, CaseId first) throws SQLException {
        List<CaseId> ids = sql.list(
                row -> new CaseId(row.getString(1)),
                "SELECT id FROM testimony WHERE first = ? AND state = 'released' AND withdrawn IS NULL ORDER BY id",
                first.hex());
        List<SealedCase> cases = new ArrayList<>();
        for (CaseId id : ids) {
            cases.add(sealed(sql, id));
        }
        return cases;
    }

    static Optional<CaseId> first(Sql sql, CaseId followUp) throws SQLException {
        return sql.first(
                row -> new CaseId(row.getString(1)),
                "SELECT first FROM testimony WHERE id = ? AND first IS NOT NULL AND withdrawn IS NULL",
                followUp.hex());
    }

    /** Whether it was handed in, follows none and is not locked. */
    static boolean isFirst(Sql sql, CaseId id) throws SQLException {
        return sql.exists(
                "SELECT 1 FROM testimony WHERE id = ? AND state <> 'draft' AND first IS NULL AND withdrawn IS NULL",
                id.hex());
    }

    static List<CaseId> find(Sql sql, String mark) throws SQLException {
        return sql.list(row -> new CaseId(row.getString(1)), """
                SELECT id FROM testimony
                WHERE substr(id, 1, ?) = ? AND state <> 'draft' AND first IS NULL AND withdrawn IS NULL""", mark.length(), mark);
    }

    static List<CaseId> all(Sql sql) throws SQLException {
        return sql.list(
                row -> new CaseId(row.getString(1)),
                "SELECT id FROM testimony WHERE state <> 'draft' AND withdrawn IS NULL");
    }
}
