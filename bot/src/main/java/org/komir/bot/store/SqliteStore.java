package org.komir.bot.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.LinkName;
import org.komir.bot.intake.LinkRequest;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.intake.StoreUnavailable.Trouble;
import org.komir.bot.intake.Turn;
import org.komir.bot.intake.Turn.After;
import org.komir.bot.intake.Turn.Outgoing;
import org.komir.crypto.CaseKey;
import org.komir.crypto.Compartment;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The embedded store: one SQLite file, for one process.
 *
 * <pre>
 * draft        day, name -> cursor, card   name is the keyed hash of a chat id under the link key of day, which seals both
 * chat_update  day, name -> attempts, seen
 *              name is the keyed hash of an update id under the link key of day
 * outbox       id -> day, sealed           id is random, day is the one whose link key sealed it
 * quarantine   name -> sealed              name is the keyed hash of an update id; stays when its link key is gone
 * testimony    id -> state, destroy, minimum, urgent, last_turn, holder, lease_until, withdrawn
 *              one row for each case; its id is random and in no other place than a sealed cursor
 *              state      draft -> submitted (handed in) -> released (seen in the queue) -> closed
 *              destroy    1 if an unfinished draft is to be destroyed, as was chosen at the consent
 *              minimum    1 once there is enough to hand in
 *              urgent     1 if something is about to happen: then submitted is passed over
 *              last_turn  day of the last turn, of a draft only
 *              withdrawn  day on which its family withdrew it: locked for everybody since
 *              holder     volunteer who claimed it, until lease_until (milliseconds), and null before that
 * case_key     id, compartment -> recipient, sealed     the key files: what dies first
 * record       id, seq -> compartment, sealed, files     the names of its sealed files, a space between two
 * mailbox      name -> id, recipient, author, day        name is the SHA-256 of what follows from a receipt; day of the handing-in;
 *              id is null when the case was withdrawn and its days are over
 * letter       id -> mailbox, sealed                     what volunteers wrote to it
 * directory    one row: the highest version seen
 * </pre>
 *
 * Days are UTC, {@code 2026-11-23}. Every table is {@code WITHOUT ROWID} and its key is random or keyed, so that the rows lie
 * in no order that tells anything; the pages of the file do until {@link #scrub} writes them anew in the order of the keys.
 * {@code PRAGMA user_version} is the version of this schema.
 *
 * <p>All writes pass through {@link GroupCommit}. The journal is a write-ahead log, since one fsync is then enough for a
 * group; with {@code synchronous=FULL} that fsync comes before anything returns. What removes bytes also empties the log
 * into the file, where {@code secure_delete} has overwritten them.
 */
public final class SqliteStore implements Store {
    private static final int SCHEMA = 4;

    private static final List<String> TABLES = List.of(
            """
            CREATE TABLE draft (day TEXT NOT NULL, name TEXT NOT NULL, cursor BLOB NOT NULL, card BLOB,
                PRIMARY KEY (day, name)) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE chat_update (day TEXT NOT NULL, name TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
                seen INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (day, name)) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE outbox (id TEXT PRIMARY KEY, day TEXT NOT NULL, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE quarantine (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE testimony (id TEXT PRIMARY KEY,
                state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'released', 'closed')),
                destroy INTEGER NOT NULL, minimum INTEGER NOT NULL,
                urgent INTEGER NOT NULL DEFAULT 0, last_turn TEXT, holder TEXT, lease_until INTEGER, withdrawn TEXT)
                STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE case_key (id TEXT NOT NULL, compartment TEXT NOT NULL, recipient TEXT NOT NULL,
                sealed BLOB NOT NULL, PRIMARY KEY (id, compartment)) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE record (id TEXT NOT NULL, seq INTEGER NOT NULL, compartment TEXT NOT NULL, sealed BLOB NOT NULL,
                files TEXT NOT NULL DEFAULT '', PRIMARY KEY (id, seq)) STRICT, WITHOUT ROWID""",
            SqliteMailboxes.MAILBOX,
            SqliteMailboxes.LETTER,
            """
            CREATE TABLE directory (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL)
                STRICT, WITHOUT ROWID""",
            "INSERT INTO directory VALUES (1, 0)");

    /** What durability and deletion rest on; each is set and then read back, since SQLite takes an unknown one in silence. */
    private static final Map<String, String> PROMISED =
            Map.of("journal_mode", "wal", "synchronous", "2", "secure_delete", "1", "fullfsync", "1");

    private final Path file;
    private final Sql reader;
    private final ReentrantLock reading = new ReentrantLock();
    private final Sql writer;
    private final GroupCommit commits;

    private SqliteStore(Path file, Sql writer, Sql reader) {
        this.file = file;
        this.writer = writer;
        this.reader = reader;
        commits = new GroupCommit(writer);
    }

    static SqliteStore open(Path file) {
        try {
            create(file);
            Sql writer = connect(file);
            migrate(file, writer);
            return new SqliteStore(file, writer, connect(file));
        } catch (SQLException e) {
            throw unavailable(e);
        } catch (IOException e) {
            throw new StoreUnavailable(Trouble.UNREACHABLE);
        }
    }

    /** For the owner only; SQLite gives its journal the same permissions as the file. */
    private static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (Files.notExists(file)) {
            if (posix) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
            } else {
                Files.createFile(file);
            }
        } else if (posix) {
            Files.setPosixFilePermissions(file, owner);
        }
    }

    private static Sql connect(Path file) throws SQLException {
        SQLiteConfig driver = new SQLiteConfig();
        driver.setGetGeneratedKeys(false); // it would leave a question open after each INSERT
        Sql sql = new Sql(driver.createConnection("jdbc:sqlite:" + file));
        try {
            sql.execute("PRAGMA busy_timeout = 2000");
            sql.execute("PRAGMA temp_store = MEMORY"); // no second file that could keep what this one forgets
            sql.execute("PRAGMA trusted_schema = OFF");
            for (var pragma : PROMISED.entrySet()) {
                sql.execute("PRAGMA " + pragma.getKey() + " = " + pragma.getValue());
                String found = pragma(sql, pragma.getKey());
                if (!found.equals(pragma.getValue())) {
                    throw new UnsafeStore("%s: SQLite's %s must be %s and is %s"
                            .formatted(file, pragma.getKey(), pragma.getValue(), found));
                }
            }
            return sql;
        } catch (SQLException | RuntimeException e) {
            sql.close();
            throw e;
        }
    }

    private static String pragma(Sql sql, String name) throws SQLException {
        return sql.first(row -> row.getString(1), "PRAGMA " + name).orElse("unknown");
    }

    private static void migrate(Path file, Sql sql) throws SQLException {
        try {
            sql.execute("BEGIN IMMEDIATE");
            int found = Integer.parseInt(pragma(sql, "user_version"));
            if (found > SCHEMA) {
                throw new UnsafeStore("%s has schema %d; this program knows schema %d".formatted(file, found, SCHEMA));
            }
            if (found == 0) {
                for (String table : TABLES) {
                    sql.execute(table);
                }
            }
            if (found == 1) {
                sql.execute("ALTER TABLE testimony ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0");
            }
            if (found == 1 || found == 2) {
                sql.execute("ALTER TABLE record ADD COLUMN files TEXT NOT NULL DEFAULT ''");
            }
            if (found > 0 && found < 4) {
                sql.execute(SqliteMailboxes.MAILBOX);
                sql.execute(SqliteMailboxes.LETTER);
                sql.execute("ALTER TABLE testimony ADD COLUMN withdrawn TEXT");
            }
            if (found != SCHEMA) {
                sql.execute("PRAGMA user_version = " + SCHEMA);
            }
            sql.execute("COMMIT");
        } catch (SQLException | RuntimeException e) {
            sql.close();
            throw e;
        }
    }

    // ---- drafts

    @Override
    public Optional<StoredDraft> find(List<LinkName> names) {
        return read(sql -> {
            for (LinkName name : names) {
                Optional<StoredDraft> draft = sql.first(
                        row -> new StoredDraft(
                                name,
                                Sealed.stored(Purpose.CURSOR, row.getBytes(1)),
                                Optional.ofNullable(row.getBytes(2)).map(card -> Sealed.stored(Purpose.CARD, card))),
                        "SELECT cursor, card FROM draft WHERE day = ? AND name = ?",
                        day(name),
                        name.hex());
                if (draft.isPresent()) {
                    return draft;
                }
            }
            return Optional.empty();
        });
    }

    @Override
    public List<LinkName> idle(LocalDate lastTurnBefore) {
        return read(sql -> sql.list(
                row -> new LinkName(LocalDate.parse(row.getString(1)), row.getString(2)),
                "SELECT day, name FROM draft WHERE day < ?",
                lastTurnBefore.toString()));
    }

    @Override
    public Committed commit(Turn turn) {
        Stores.mustOpenWithCaseKey(turn);
        return switch (turn.after()) {
            case After.Going going -> commits.durably(sql -> commit(sql, turn));
            case After.Submitted submitted -> commits.durablyAndTruncate(sql -> commit(sql, turn));
            case After.Destroyed destroyed -> commits.durablyAndTruncate(sql -> commit(sql, turn));
        };
    }

    private static Committed commit(Sql sql, Turn turn) throws SQLException {
        for (LinkName name : turn.update()) {
            if (isSeen(sql, name)) {
                return Committed.SEEN;
            }
        }
        if (!isUnchanged(sql, turn) || !fits(sql, turn.after())) {
            return Committed.CONFLICT;
        }
        if (!turn.update().isEmpty()) {
            markSeen(sql, turn.update().getFirst());
        }
        switch (turn.after()) {
            case After.Going going -> goOn(sql, turn, going);
            case After.Submitted submitted -> {
                removeDraft(sql, turn);
                handIn(sql, submitted.id(), submitted.last());
            }
            case After.Destroyed destroyed -> {
                removeDraft(sql, turn);
                destroy(sql, destroyed.id());
            }
        }
        if (turn.outgoing().isPresent()) {
            Outgoing outgoing = turn.outgoing().get();
            sql.run(
                    "INSERT OR REPLACE INTO outbox VALUES (?, ?, ?)",
                    outgoing.id().hex(),
                    outgoing.day().toString(),
                    outgoing.sealed().bytes());
        }
        return Committed.DONE;
    }

    /** Whether the draft is still as the turn read it, and no other one is where it is going. */
    private static boolean isUnchanged(Sql sql, Turn turn) throws SQLException {
        Optional<LinkName> name = turn.before().map(StoredDraft::name);
        if (turn.before().isPresent()) {
            StoredDraft before = turn.before().get();
            if (!sql.exists(
                    "SELECT 1 FROM draft WHERE day = ? AND name = ? AND cursor = ?",
                    day(before.name()),
                    before.name().hex(),
                    before.cursor().bytes())) {
                return false;
            }
        }
        return name.equals(Optional.of(turn.name()))
                || !sql.exists(
                        "SELECT 1 FROM draft WHERE day = ? AND name = ?",
                        day(turn.name()),
                        turn.name().hex());
    }

    /** Whether the case is one that may become this. */
    private static boolean fits(Sql sql, After after) throws SQLException {
        return switch (after) {
            case After.Going going ->
                (going.opening().isPresent() ? state(sql, going.id()).isEmpty() : isDraft(sql, going.id()))
                        && numbersAreFree(sql, going.id(), going.keep(), going.drop());
            case After.Submitted submitted ->
                isDraft(sql, submitted.id()) && numbersAreFree(sql, submitted.id(), submitted.last(), Set.of());
            case After.Destroyed destroyed ->
                isDraft(sql, destroyed.id()) || state(sql, destroyed.id()).isEmpty();
        };
    }

    private static boolean numbersAreFree(Sql sql, CaseId id, List<StoredRecord> added, Set<Integer> dropped)
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

    private static void goOn(Sql sql, Turn turn, After.Going going) throws SQLException {
        if (!turn.before().map(StoredDraft::name).equals(Optional.of(turn.name()))) {
            removeDraft(sql, turn); // with its card, which the key of that day sealed
        }
        sql.run("""
                INSERT INTO draft (day, name, cursor) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET cursor = excluded.cursor""", day(turn.name()), turn.name().hex(), going.cursor().bytes());
        if (going.opening().isPresent()) {
            open(sql, going.id(), going.opening().get());
        }
        sql.run(
                "UPDATE testimony SET last_turn = ?, minimum = max(minimum, ?), destroy = min(destroy, ?) WHERE id = ?",
                day(turn.name()),
                going.minimumMet() || going.sent(),
                !going.sent(),
                going.id().hex());
        if (going.urgent().isPresent()) {
            sql.run(
                    "UPDATE testimony SET urgent = ? WHERE id = ?",
                    going.urgent().get(),
                    going.id().hex());
        }
        for (int seq : going.drop()) {
            sql.run("DELETE FROM record WHERE id = ? AND seq = ?", going.id().hex(), seq);
        }
        for (StoredRecord record : going.keep()) {
            add(sql, going.id(), record);
        }
    }

    private static void open(Sql sql, CaseId id, Turn.Opening opening) throws SQLException {
        sql.run(
                "INSERT INTO testimony (id, state, destroy, minimum) VALUES (?, 'draft', ?, 0)",
                id.hex(),
                opening.destroyUnfinished());
        addKeys(sql, id, opening.keys());
    }

    static void addKeys(Sql sql, CaseId id, Map<Compartment, CaseKey> keys) throws SQLException {
        for (Map.Entry<Compartment, CaseKey> key : keys.entrySet()) {
            sql.run(
                    "INSERT INTO case_key VALUES (?, ?, ?, ?)",
                    id.hex(),
                    key.getKey().name(),
                    key.getValue().recipient().toString(),
                    key.getValue().file().bytes());
        }
    }

    private static void removeDraft(Sql sql, Turn turn) throws SQLException {
        if (turn.before().isPresent()) {
            LinkName name = turn.before().get().name();
            sql.run("DELETE FROM draft WHERE day = ? AND name = ?", day(name), name.hex());
        }
    }

    @Override
    public void rememberCard(LinkName name, Sealed<Purpose.Card> card) {
        commits.durably(sql ->
                sql.run("UPDATE draft SET card = ? WHERE day = ? AND name = ?", card.bytes(), day(name), name.hex()));
    }

    @Override
    public List<Outgoing> undelivered() {
        return read(sql -> sql.list(
                row -> new Outgoing(
                        new Outgoing.Id(row.getString(1)),
                        LocalDate.parse(row.getString(2)),
                        Sealed.stored(Purpose.OUTGOING, row.getBytes(3))),
                "SELECT id, day, sealed FROM outbox"));
    }

    @Override
    public void delivered(Collection<Outgoing.Id> ids) {
        if (ids.isEmpty()) {
            return;
        }
        List<Outgoing.Id> all = List.copyOf(ids);
        commits.durably(sql -> {
            for (Outgoing.Id id : all) {
                sql.run("DELETE FROM outbox WHERE id = ?", id.hex());
            }
            return true;
        });
    }

    @Override
    public Map<LinkName, Integer> attempt(Collection<LinkName> updates) {
        Set<LinkName> all = Set.copyOf(updates);
        return commits.durably(sql -> {
            Map<LinkName, Integer> counts = new HashMap<>();
            for (LinkName update : all) {
                sql.run("""
                        INSERT INTO chat_update (day, name, attempts) VALUES (?, ?, 1)
                        ON CONFLICT DO UPDATE SET attempts = attempts + 1""", day(update), update.hex());
                counts.put(
                        update,
                        sql.first(
                                        row -> row.getInt(1),
                                        "SELECT attempts FROM chat_update WHERE day = ? AND name = ?",
                                        day(update),
                                        update.hex())
                                .orElseThrow());
            }
            return counts;
        });
    }

    @Override
    public void quarantine(LinkName update, Sealed<Purpose.Quarantine> sealed) {
        commits.durably(sql -> {
            if (!isSeen(sql, update)) {
                sql.run("INSERT OR IGNORE INTO quarantine VALUES (?, ?)", update.hex(), sealed.bytes());
                markSeen(sql, update);
            }
            return true;
        });
    }

    @Override
    public boolean seen(List<LinkName> names) {
        return read(sql -> {
            for (LinkName name : names) {
                if (isSeen(sql, name)) {
                    return true;
                }
            }
            return false;
        });
    }

    private static boolean isSeen(Sql sql, LinkName update) throws SQLException {
        return sql.exists(
                "SELECT 1 FROM chat_update WHERE day = ? AND name = ? AND seen = 1", day(update), update.hex());
    }

    private static void markSeen(Sql sql, LinkName update) throws SQLException {
        sql.run(
                "INSERT INTO chat_update (day, name, seen) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET seen = 1",
                day(update),
                update.hex());
    }

    @Override
    public void forgetLinks(LocalDate before) {
        String day = before.toString();
        commits.durablyAndTruncate(sql -> {
            sql.run("DELETE FROM draft WHERE day < ?", day);
            sql.run("DELETE FROM chat_update WHERE day < ?", day);
            sql.run("DELETE FROM outbox WHERE day < ?", day);
            return true;
        });
    }

    @Override
    public List<AbandonedDraft> abandoned(LocalDate lastTurnBefore) {
        return read(sql -> {
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
                        draft.id(),
                        draft.destroy(),
                        draft.minimumMet(),
                        draft.caseRecipient(),
                        records(sql, draft.id())));
            }
            return whole;
        });
    }

    @Override
    public Set<FileName> files() {
        return read(sql -> {
            Set<FileName> all = new HashSet<>();
            sql.list(row -> all.addAll(Stores.files(row.getString(1))), "SELECT files FROM record WHERE files <> ''");
            return all;
        });
    }

    @Override
    public boolean handIn(CaseId id, StoredRecord manifest) {
        return commits.durably(sql -> {
            // a number that is taken means that the family came back since the manifest was made
            boolean abandoned = isDraft(sql, id) && !hasRecord(sql, id, manifest.seq());
            if (abandoned) {
                handIn(sql, id, List.of(manifest));
            }
            return abandoned;
        });
    }

    @Override
    public boolean destroy(CaseId id) {
        return commits.durablyAndTruncate(sql -> {
            boolean draft = isDraft(sql, id);
            if (draft) {
                destroy(sql, id);
            }
            return draft;
        });
    }

    private static void handIn(Sql sql, CaseId id, List<StoredRecord> last) throws SQLException {
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
        sql.run("DELETE FROM testimony WHERE id = ?", id.hex());
    }

    // ---- the sealed form

    @Override
    public Optional<LocalDate> handIn(Submission submission) {
        return commits.durably(sql -> SqliteMailboxes.handIn(sql, submission));
    }

    @Override
    public Optional<Mail> mail(String mailbox, LocalDate today) {
        return read(sql -> SqliteMailboxes.mail(sql, mailbox));
    }

    @Override
    public boolean withdraw(String mailbox, LocalDate day) {
        return commits.durablyAndTruncate(sql -> SqliteMailboxes.withdraw(sql, mailbox, day));
    }

    @Override
    public List<FileName> destroyWithdrawn(LocalDate before, LocalDate today) {
        return commits.durablyAndTruncate(sql -> SqliteMailboxes.destroyWithdrawn(sql, before));
    }

    @Override
    public Optional<Box> mailboxOf(CaseId id) {
        return read(sql -> SqliteMailboxes.mailboxOf(sql, id).map(mailbox -> new Box(mailbox, List.of(), List.of())));
    }

    @Override
    public boolean send(CaseId id, Letter letter) {
        return commits.durably(sql -> SqliteMailboxes.send(sql, id, letter));
    }

    @Override
    public int release() {
        return commits.durably(sql -> sql.run("UPDATE testimony SET state = 'released' WHERE state = 'submitted'"));
    }

    @Override
    public int directoryVersion() {
        return read(sql ->
                sql.first(row -> row.getInt(1), "SELECT version FROM directory").orElseThrow());
    }

    @Override
    public void directoryVersionSeen(int version) {
        commits.durably(sql -> sql.run("UPDATE directory SET version = max(version, ?)", version));
    }

    // ---- cases

    @Override
    public List<Queued> queue(Instant now) {
        return read(
                sql -> sql.list(
                        row -> new Queued(
                                new CaseId(row.getString(1)), row.getBoolean("urgent"), false, lease(row, now)),
                        "SELECT id, holder, lease_until, urgent FROM testimony WHERE state = 'released' AND withdrawn IS NULL"));
    }

    @Override
    public Claim claim(CaseId id, String volunteer, Instant now, Instant until) {
        return commits.durably(sql -> {
            int claimed = sql.run("""
                    UPDATE testimony SET holder = ?, lease_until = ?
                    WHERE id = ? AND state = 'released' AND withdrawn IS NULL AND (holder IS NULL OR holder = ? OR lease_until <= ?)""", volunteer, until.toEpochMilli(), id.hex(), volunteer, now.toEpochMilli());
            if (claimed == 1) {
                return Claim.DONE;
            }
            return switch (unlocked(sql, id).orElse("unknown")) {
                case "released" -> Claim.HELD_BY_ANOTHER;
                case "closed" -> Claim.CLOSED;
                default -> Claim.UNKNOWN;
            };
        });
    }

    @Override
    public boolean release(CaseId id, String volunteer, Instant now) {
        return letGo(id, volunteer, now, "released");
    }

    @Override
    public boolean close(CaseId id, String volunteer, Instant now) {
        return letGo(id, volunteer, now, "closed");
    }

    private boolean letGo(CaseId id, String volunteer, Instant now, String state) {
        return commits.durably(sql -> 1 == sql.run("""
                        UPDATE testimony SET state = ?, holder = NULL, lease_until = NULL
                        WHERE id = ? AND state = 'released' AND holder = ? AND lease_until > ?""", state, id.hex(), volunteer, now.toEpochMilli()));
    }

    @Override
    public Optional<Lease> lease(CaseId id, Instant now) {
        return read(sql -> sql.first(
                        row -> lease(row, now),
                        "SELECT id, holder, lease_until FROM testimony WHERE id = ? AND withdrawn IS NULL",
                        id.hex())
                .flatMap(lease -> lease));
    }

    private static Optional<Lease> lease(ResultSet row, Instant now) throws SQLException {
        String holder = row.getString(2);
        Instant until = Instant.ofEpochMilli(row.getLong(3));
        return holder != null && until.isAfter(now) ? Optional.of(new Lease(holder, until)) : Optional.empty();
    }

    @Override
    public Optional<SealedCase> read(CaseId id) {
        return read(sql -> {
            if (unlocked(sql, id).filter(state -> !state.equals("draft")).isEmpty()) {
                return Optional.empty();
            }
            record Key(Compartment compartment, Recipient recipient, byte[] file) {}
            List<Key> keys = sql.list(
                    row -> new Key(
                            new Compartment(row.getString(1)), Recipient.parse(row.getString(2)), row.getBytes(3)),
                    "SELECT compartment, recipient, sealed FROM case_key WHERE id = ?",
                    id.hex());
            return Optional.of(new SealedCase(
                    id,
                    keys.stream().collect(Collectors.toMap(Key::compartment, Key::recipient)),
                    keys.stream()
                            .collect(Collectors.toMap(
                                    Key::compartment, key -> Sealed.stored(Purpose.CASE_KEY, key.file()))),
                    records(sql, id)));
        });
    }

    @Override
    public List<CaseId> all() {
        return read(sql -> sql.list(
                row -> new CaseId(row.getString(1)),
                "SELECT id FROM testimony WHERE state <> 'draft' AND withdrawn IS NULL"));
    }

    @Override
    public Map<String, Sealed<Purpose.Quarantine>> quarantined() {
        return read(sql -> {
            Map<String, Sealed<Purpose.Quarantine>> all = new HashMap<>();
            sql.list(
                    row -> all.put(row.getString(1), Sealed.stored(Purpose.QUARANTINE, row.getBytes(2))),
                    "SELECT name, sealed FROM quarantine");
            return all;
        });
    }

    @Override
    public boolean replace(String mailbox, Mailbox by, Link link, List<Letter> letters, Optional<Tell> tell) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean ask(LinkRequest request, LocalDate day) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void forgetRequests(LocalDate before) {
        // none can be asked yet
    }

    @Override
    public Optional<LinkRequest> request(String prefix) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Signed> signed() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Signed> sign(CaseId id, String requestHash, Link.Signature signature) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean relink(CaseId id, Mailbox mailbox, Link link, String requestHash) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void listens(Witness witness) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Notice> notices() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void told(Collection<String> ids) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean forget(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Witness> witness() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void send(Notice notice) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<SealedCase> followUps(CaseId first) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<CaseId> first(CaseId followUp) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<CaseId> find(String mark) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Withdrawn> withdrawn() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<SealedCase> readWithdrawn(CaseId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean decide(Decision decision) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean restore(CaseId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Decision> decisions() {
        throw new UnsupportedOperationException();
    }

    // ---- one case

    static Optional<String> state(Sql sql, CaseId id) throws SQLException {
        return sql.first(row -> row.getString(1), "SELECT state FROM testimony WHERE id = ?", id.hex());
    }

    /** The state of a case that was not withdrawn. */
    private static Optional<String> unlocked(Sql sql, CaseId id) throws SQLException {
        return sql.first(
                row -> row.getString(1), "SELECT state FROM testimony WHERE id = ? AND withdrawn IS NULL", id.hex());
    }

    private static boolean isDraft(Sql sql, CaseId id) throws SQLException {
        return state(sql, id).map("draft"::equals).orElse(false);
    }

    private static boolean hasRecord(Sql sql, CaseId id, int seq) throws SQLException {
        return sql.exists("SELECT 1 FROM record WHERE id = ? AND seq = ?", id.hex(), seq);
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

    private static String day(LinkName name) {
        return name.day().toString();
    }

    // ---- the file

    /** Writes the whole file anew; needs its size again, in memory and in the journal, for as long as it takes. */
    @Override
    public void scrub() {
        commits.alone(sql -> {
            sql.execute("VACUUM");
            sql.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            return true;
        });
    }

    @Override
    public Health health() {
        boolean writable;
        try {
            commits.durably(sql -> sql.run("UPDATE directory SET version = version"));
            writable = true;
        } catch (StoreUnavailable e) {
            writable = false;
        }
        boolean written = writable;
        return read(sql -> new Health(
                written,
                OptionalLong.of(file.toAbsolutePath().toFile().getUsableSpace()),
                count(sql, "released"),
                count(sql, "draft")));
    }

    private static long count(Sql sql, String state) throws SQLException {
        return sql.first(
                        row -> row.getLong(1),
                        "SELECT count(*) FROM testimony WHERE state = ? AND withdrawn IS NULL",
                        state)
                .orElseThrow();
    }

    /** All of one read sees one state of the store. */
    private <T> T read(GroupCommit.Change<T> question) {
        reading.lock();
        try {
            reader.execute("BEGIN");
            try {
                return question.apply(reader);
            } finally {
                reader.execute("COMMIT");
            }
        } catch (SQLException e) {
            throw unavailable(e);
        } finally {
            reading.unlock();
        }
    }

    static StoreUnavailable unavailable(SQLException e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return new StoreUnavailable(Trouble.FAILED);
        }
        SQLiteErrorCode code = sqlite.getResultCode();
        if (code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
            return new StoreUnavailable(Trouble.DISK_FULL); // no room for the index of the journal
        }
        // the low byte is the kind, whatever is said above it
        int kind = code.code & 0xff;
        if (kind == SQLiteErrorCode.SQLITE_FULL.code) {
            return new StoreUnavailable(Trouble.DISK_FULL);
        }
        if (kind == SQLiteErrorCode.SQLITE_READONLY.code || kind == SQLiteErrorCode.SQLITE_PERM.code) {
            return new StoreUnavailable(Trouble.READ_ONLY);
        }
        if (kind == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
            return new StoreUnavailable(Trouble.UNREACHABLE);
        }
        return new StoreUnavailable(Trouble.FAILED);
    }

    /** As a disk that holds so many pages of the file. */
    void testOnlyLargestFile(int pages) {
        commits.alone(sql -> {
            sql.execute("PRAGMA max_page_count = " + pages);
            return true;
        });
    }

    /** What was asked for is still written; the journal is emptied into the file. */
    @Override
    public void close() {
        commits.close();
        reading.lock();
        try {
            reader.close();
            writer.close();
        } catch (SQLException e) {
            throw unavailable(e);
        } finally {
            reading.unlock();
        }
    }
}
