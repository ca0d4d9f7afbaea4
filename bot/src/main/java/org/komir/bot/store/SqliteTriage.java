package org.komir.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Triage.Known;
import org.komir.bot.review.Triage.Urgency;

/** How soon cases are to be read, and by whom, in {@link SqliteStore}; each is one transaction of its caller. */
final class SqliteTriage {
    private static final String HELD =
            " WHERE id = ? AND state = 'released' AND withdrawn IS NULL AND holder = ? AND lease_until > ?";

    private SqliteTriage() {}

    static Known known(ResultSet row) throws SQLException {
        return new Known(
                Optional.ofNullable(row.getString("urgency")).map(Urgency::valueOf),
                Optional.ofNullable(row.getString("unopened")).map(LocalDate::parse));
    }

    /** UTC. */
    static String day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
    }

    static boolean say(Sql sql, CaseId id, String volunteer, Urgency urgency, Instant now) throws SQLException {
        return 1
                == sql.run(
                        "UPDATE testimony SET urgency = ?" + HELD,
                        urgency.name(),
                        id.hex(),
                        volunteer,
                        now.toEpochMilli());
    }

    static boolean hand(Sql sql, CaseId id, String volunteer, String to, Instant now, Instant until)
            throws SQLException {
        return 1
                == sql.run(
                        "UPDATE testimony SET holder = ?, lease_until = ?, opened = 0, handed = ?" + HELD,
                        to,
                        until.toEpochMilli(),
                        volunteer,
                        id.hex(),
                        volunteer,
                        now.toEpochMilli());
    }

    static int countDays(Sql sql, LocalDate today) throws SQLException {
        return sql.run("""
                        UPDATE testimony SET unopened = iif(state = 'released', ?, NULL)
                        WHERE first IS NULL AND withdrawn IS NULL AND iif(state = 'released', unopened IS NULL, unopened IS NOT NULL)""", today.toString());
    }
}
