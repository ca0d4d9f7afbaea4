package org.komir.bot.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The tables that the class comment of {@link SqliteStore} explains, and how a file of an older version comes to them. */
final class SqliteSchema {
    static final int VERSION = 10;

    private static final List<String> FIRST =
            List.of("""
            CREATE TABLE draft (day TEXT NOT NULL, name TEXT NOT NULL, cursor BLOB NOT NULL, card BLOB,
                PRIMARY KEY (day, name)) STRICT, WITHOUT ROWID""", """
            CREATE TABLE chat_update (day TEXT NOT NULL, name TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
                seen INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (day, name)) STRICT, WITHOUT ROWID""", """
            CREATE TABLE outbox (id TEXT PRIMARY KEY, day TEXT NOT NULL, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID""", """
            CREATE TABLE quarantine (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID""", """
            CREATE TABLE testimony (id TEXT PRIMARY KEY,
                state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'released', 'closed')),
                destroy INTEGER NOT NULL, minimum INTEGER NOT NULL,
                last_turn TEXT, holder TEXT, lease_until INTEGER)
                STRICT, WITHOUT ROWID""", """
            CREATE TABLE case_key (id TEXT NOT NULL, compartment TEXT NOT NULL, recipient TEXT NOT NULL,
                sealed BLOB NOT NULL, PRIMARY KEY (id, compartment)) STRICT, WITHOUT ROWID""", """
            CREATE TABLE record (id TEXT NOT NULL, seq INTEGER NOT NULL, compartment TEXT NOT NULL, sealed BLOB NOT NULL,
                PRIMARY KEY (id, seq)) STRICT, WITHOUT ROWID""", """
            CREATE TABLE directory (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL)
                STRICT, WITHOUT ROWID""", "INSERT INTO directory VALUES (1, 0)");

    private static final List<String> SECOND =
            List.of("ALTER TABLE testimony ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0");

    private static final List<String> THIRD = List.of("ALTER TABLE record ADD COLUMN files TEXT NOT NULL DEFAULT ''");

    private static final List<String> FOURTH = List.of("""
            CREATE TABLE mailbox (name TEXT PRIMARY KEY, id TEXT UNIQUE, recipient TEXT NOT NULL, author TEXT NOT NULL,
                day TEXT NOT NULL) STRICT, WITHOUT ROWID""", """
            CREATE TABLE letter (id TEXT PRIMARY KEY, mailbox TEXT NOT NULL, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID""", "ALTER TABLE testimony ADD COLUMN withdrawn TEXT");

    private static final List<String> FIFTH = List.of(
            "ALTER TABLE testimony ADD COLUMN first TEXT",
            "ALTER TABLE testimony ADD COLUMN author TEXT",
            "ALTER TABLE testimony ADD COLUMN signature BLOB",
            "ALTER TABLE testimony ADD COLUMN day TEXT",
            "ALTER TABLE testimony ADD COLUMN news INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE mailbox ADD COLUMN withdrawn TEXT",
            // Where the case is destroyed nobody knows its day any more; that of the handing-in was before it.
            """
            UPDATE mailbox SET withdrawn = iif(id IS NULL, day,
                (SELECT testimony.withdrawn FROM testimony WHERE testimony.id = mailbox.id))""",
            "ALTER TABLE letter RENAME TO letter_before",
            """
            CREATE TABLE letter (mailbox TEXT NOT NULL, id TEXT NOT NULL, sealed BLOB NOT NULL, files TEXT NOT NULL,
                PRIMARY KEY (mailbox, id)) STRICT, WITHOUT ROWID""",
            "INSERT INTO letter SELECT mailbox, id, sealed, '' FROM letter_before",
            "DROP TABLE letter_before",
            """
            CREATE TABLE link (id TEXT NOT NULL, number INTEGER NOT NULL, statement TEXT NOT NULL, signatures TEXT NOT NULL,
                PRIMARY KEY (id, number)) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE request (hash TEXT PRIMARY KEY, day TEXT NOT NULL, text TEXT NOT NULL) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE signature (hash TEXT NOT NULL, id TEXT NOT NULL, volunteer TEXT NOT NULL, signature TEXT NOT NULL,
                PRIMARY KEY (hash, id, volunteer)) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE decision (id TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, volunteer TEXT NOT NULL,
                until TEXT NOT NULL, statement TEXT NOT NULL, signature BLOB NOT NULL, PRIMARY KEY (id, number))
                STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE tell (name TEXT PRIMARY KEY, id TEXT NOT NULL, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID""",
            "CREATE TABLE notice (id TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID",
            """
            CREATE TABLE witness (one INTEGER PRIMARY KEY CHECK (one = 1), recipient TEXT NOT NULL, statement TEXT NOT NULL,
                signature BLOB NOT NULL) STRICT, WITHOUT ROWID""");

    private static final List<String> SIXTH = List.of(
            "ALTER TABLE testimony ADD COLUMN opened INTEGER NOT NULL DEFAULT 0",
            "CREATE TABLE log (n INTEGER PRIMARY KEY, entry TEXT NOT NULL, signature BLOB NOT NULL) STRICT, WITHOUT ROWID");

    private static final List<String> SEVENTH = List.of("""
            CREATE TABLE work (id TEXT NOT NULL, name TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (id, name))
                STRICT, WITHOUT ROWID""", """
            CREATE TABLE kept (volunteer TEXT NOT NULL, id TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (volunteer, id))
                STRICT, WITHOUT ROWID""", """
            CREATE TABLE verdict (id TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, volunteer TEXT NOT NULL,
                seen TEXT NOT NULL, statement TEXT NOT NULL, signature BLOB NOT NULL, PRIMARY KEY (id, number))
                STRICT, WITHOUT ROWID""");

    private static final List<String> EIGHTH = List.of(
            "ALTER TABLE testimony ADD COLUMN urgency TEXT",
            "ALTER TABLE testimony ADD COLUMN unopened TEXT",
            "ALTER TABLE testimony ADD COLUMN handed TEXT",
            "ALTER TABLE case_key ADD COLUMN panel TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE case_key ADD COLUMN outer_panel TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE case_key ADD COLUMN before BLOB",
            "ALTER TABLE case_key ADD COLUMN sealer TEXT",
            "ALTER TABLE testimony ADD COLUMN excluded TEXT NOT NULL DEFAULT ''");

    private static final List<String> NINTH = List.of(
            """
            CREATE TABLE match_key (one INTEGER PRIMARY KEY CHECK (one = 1), generation INTEGER NOT NULL, sealed BLOB NOT NULL,
                readers TEXT NOT NULL, maker TEXT NOT NULL) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE match_record (id TEXT PRIMARY KEY, made_of TEXT NOT NULL, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE match_said (volunteer TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID""",
            "ALTER TABLE testimony ADD COLUMN aid_holder TEXT",
            "ALTER TABLE testimony ADD COLUMN aid_until INTEGER",
            "ALTER TABLE testimony ADD COLUMN aid_opened INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE testimony ADD COLUMN aid_over INTEGER NOT NULL DEFAULT 0",
            """
            CREATE TABLE aid_work (id TEXT NOT NULL, name TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (id, name))
                STRICT, WITHOUT ROWID""");

    /** Whoever asks for the queue reads the panels of all cases: without it, behind the key files of all cases, which are a thousand times longer. */
    private static final List<String> TENTH =
            List.of("CREATE INDEX panel_of_key ON case_key (compartment, id, panel, outer_panel)");

    /** What each version adds to the one before. */
    private static final List<List<String>> VERSIONS =
            List.of(FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH, EIGHTH, NINTH, TENTH);

    private SqliteSchema() {}

    /** In one transaction. */
    static void migrate(Path file, Sql sql) throws SQLException {
        sql.execute("BEGIN IMMEDIATE");
        int found = sql.first(row -> row.getInt(1), "PRAGMA user_version").orElse(0);
        if (found > VERSION) {
            throw new UnsafeStore("%s has schema %d; this program knows schema %d".formatted(file, found, VERSION));
        }
        List<String> steps = new ArrayList<>();
        VERSIONS.subList(found, VERSION).forEach(steps::addAll);
        for (String step : steps) {
            sql.execute(step);
        }
        if (found != VERSION) {
            sql.execute("PRAGMA user_version = " + VERSION);
        }
        sql.execute("COMMIT");
    }
}
