package org.komir.bot.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
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
 * testimony    id -> state, destroy, minimum, last_turn, holder, lease_until, urgent, withdrawn, first, author, signature, day, news
 *              one row for each case; its id is random and in no other place than a sealed cursor, and what is said of it below
 *              state      draft -> submitted (handed in) -> released (seen in the queue) -> closed; kept while it is locked
 *              destroy    1 if an unfinished draft is to be destroyed, as was chosen at the consent
 *              minimum    1 once there is enough to hand in
 *              urgent     1 if something is about to happen: then submitted is passed over
 *              last_turn  day of the last turn, of a draft only
 *              withdrawn  day on which its family withdrew it: locked for everybody since
 *              holder     volunteer who claimed it, until lease_until (milliseconds), and null before that
 *              first      the case that it follows; then author and signature say whose it is, and day is that of the handing-in, where it
 *                         came from the form. It is never closed: it is read with the first one
 *              news       1 if something has followed it since it was last closed
 * case_key     id, compartment -> recipient, sealed     the key files: what dies first
 * record       id, seq -> compartment, sealed, files     the names of its sealed files, a space between two
 * mailbox      name -> id, recipient, author, day, withdrawn
 *              name is the SHA-256 of what follows from a receipt; day of the handing-in, or of the request where it had none before;
 *              id is that of the case that came first, null when that is destroyed or was given back; withdrawn is its day and stays
 * letter       mailbox, id -> sealed, files              what volunteers wrote to it
 * link         id, number -> statement, signatures       how a case came to its mailbox, from 1; who signed and the signature, a line each
 * request      hash -> day, text                         for another mailbox, until two people have signed
 * signature    hash, id, volunteer -> signature          what was signed so far, of a request for a case
 * decision     id, number -> kind, volunteer, until, statement, signature
 *              about a case that was taken back, from 1; it stays when the case is gone
 * tell         name -> id, sealed                        name is the SHA-256 of a random token
 * notice       id -> sealed                              to the process in witness
 * witness      one row: the key of the witness process that runs now
 * directory    one row: the highest version seen
 * </pre>
 *
 * Days are UTC, {@code 2026-11-23}. Every table is {@code WITHOUT ROWID} and its key is random or keyed, so that the rows lie
 * in no order that tells anything; the pages of the file do until {@link #scrub} writes them anew in the order of the keys.
 * {@code PRAGMA user_version} is the version of this schema ({@link SqliteSchema}).
 *
 * <p>All writes pass through {@link GroupCommit}. The journal is a write-ahead log, since one fsync is then enough for a
 * group; with {@code synchronous=FULL} that fsync comes before anything returns. What removes bytes also empties the log
 * into the file, where {@code secure_delete} has overwritten them.
 */
public final class SqliteStore implements Store {
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
            try {
                SqliteSchema.migrate(file, writer);
            } catch (SQLException | RuntimeException e) {
                writer.close();
                throw e;
            }
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
                if (submitted.wayBack().isPresent()) {
                    SqliteMailboxes.wayBack(
                            sql, submitted.id(), submitted.wayBack().get());
                }
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
                isDraft(sql, submitted.id())
                        && numbersAreFree(sql, submitted.id(), submitted.last(), Set.of())
                        && SqliteMailboxes.fits(sql, submitted.wayBack());
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
                "UPDATE testimony SET last_turn = ?, minimum = max(minimum, ?) WHERE id = ?",
                day(turn.name()),
                going.minimumMet(),
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
            sql.list(
                    row -> all.addAll(Stores.files(row.getString(1))),
                    "SELECT files FROM record WHERE files <> '' UNION SELECT files FROM letter WHERE files <> ''");
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

    @Override
    public int release() {
        return commits.durably(SqliteCases::release);
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

    // ---- receipts

    @Override
    public Optional<LocalDate> handIn(Submission submission) {
        return commits.durably(sql -> SqliteMailboxes.handIn(sql, submission));
    }

    @Override
    public Optional<Mail> mail(String mailbox, LocalDate today) {
        return read(sql -> SqliteMailboxes.mail(sql, mailbox, today));
    }

    @Override
    public boolean replace(String mailbox, Mailbox by, Link link, List<Letter> letters, Optional<Tell> tell) {
        return commits.durablyAndTruncate(sql -> SqliteMailboxes.replace(sql, mailbox, by, link, letters, tell));
    }

    @Override
    public Optional<Box> mailboxOf(CaseId id) {
        return read(sql -> SqliteMailboxes.mailboxOf(sql, id));
    }

    @Override
    public boolean send(CaseId id, Letter letter) {
        return commits.durably(sql -> SqliteMailboxes.send(sql, id, letter));
    }

    // ---- another number

    @Override
    public boolean ask(LinkRequest request, LocalDate day) {
        return commits.durably(sql -> SqliteLinks.ask(sql, request, day));
    }

    @Override
    public void forgetRequests(LocalDate before) {
        commits.durablyAndTruncate(sql -> SqliteLinks.forgetRequests(sql, before));
    }

    @Override
    public Optional<LinkRequest> request(String prefix) {
        return Stores.isStartOfHash(prefix) ? read(sql -> SqliteLinks.request(sql, prefix)) : Optional.empty();
    }

    @Override
    public List<Signed> signed() {
        return read(SqliteLinks::signed);
    }

    @Override
    public Optional<Signed> sign(CaseId id, String requestHash, Link.Signature signature) {
        return commits.durably(sql -> SqliteLinks.sign(sql, id, requestHash, signature));
    }

    @Override
    public boolean relink(CaseId id, Mailbox mailbox, Link link, String requestHash) {
        return commits.durablyAndTruncate(sql -> SqliteLinks.relink(sql, id, mailbox, link, requestHash));
    }

    // ---- wishes to be told

    @Override
    public void listens(Witness witness) {
        commits.durablyAndTruncate(sql -> SqliteTells.listens(sql, witness));
    }

    @Override
    public Optional<Witness> witness() {
        return read(SqliteTells::witness);
    }

    @Override
    public void send(Notice notice) {
        commits.durably(sql -> SqliteTells.send(sql, notice));
    }

    @Override
    public List<Notice> notices() {
        return read(SqliteTells::notices);
    }

    @Override
    public void told(Collection<String> ids) {
        if (!ids.isEmpty()) {
            List<String> all = List.copyOf(ids);
            commits.durablyAndTruncate(sql -> SqliteTells.told(sql, all));
        }
    }

    @Override
    public boolean forget(String name) {
        return commits.durablyAndTruncate(sql -> SqliteTells.forget(sql, name));
    }

    // ---- what is taken back

    @Override
    public boolean withdraw(String mailbox, LocalDate day) {
        return commits.durablyAndTruncate(sql -> SqliteWithdrawals.withdraw(sql, mailbox, day));
    }

    @Override
    public List<FileName> destroyWithdrawn(LocalDate before, LocalDate today) {
        return commits.durablyAndTruncate(sql -> SqliteWithdrawals.destroy(sql, before, today));
    }

    @Override
    public List<Withdrawn> withdrawn() {
        return read(SqliteWithdrawals::withdrawn);
    }

    @Override
    public List<SealedCase> readWithdrawn(CaseId id) {
        return read(sql -> SqliteWithdrawals.read(sql, id));
    }

    @Override
    public boolean decide(Decision decision) {
        return commits.durably(sql -> SqliteWithdrawals.decide(sql, decision));
    }

    @Override
    public boolean restore(CaseId id) {
        return commits.durably(sql -> SqliteWithdrawals.restore(sql, id));
    }

    @Override
    public List<Decision> decisions() {
        return read(SqliteWithdrawals::decisions);
    }

    // ---- cases

    @Override
    public List<Queued> queue(Instant now) {
        return read(sql -> SqliteCases.queue(sql, now));
    }

    @Override
    public Claim claim(CaseId id, String volunteer, Instant now, Instant until) {
        return commits.durably(sql -> SqliteCases.claim(sql, id, volunteer, now, until));
    }

    @Override
    public boolean release(CaseId id, String volunteer, Instant now) {
        return commits.durably(sql -> SqliteCases.letGo(sql, id, volunteer, now, "released"));
    }

    @Override
    public boolean close(CaseId id, String volunteer, Instant now) {
        return commits.durably(sql -> SqliteCases.letGo(sql, id, volunteer, now, "closed"));
    }

    @Override
    public Optional<Lease> lease(CaseId id, Instant now) {
        return read(sql -> SqliteCases.lease(sql, id, now));
    }

    @Override
    public Optional<SealedCase> read(CaseId id) {
        return read(sql -> SqliteCases.read(sql, id));
    }

    @Override
    public List<SealedCase> followUps(CaseId first) {
        return read(sql -> SqliteCases.followUps(sql, first));
    }

    @Override
    public Optional<CaseId> first(CaseId followUp) {
        return read(sql -> SqliteCases.first(sql, followUp));
    }

    @Override
    public List<CaseId> find(String mark) {
        return Stores.isMark(mark) ? read(sql -> SqliteCases.find(sql, mark)) : List.of();
    }

    @Override
    public List<CaseId> all() {
        return read(SqliteCases::all);
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

    // ---- one case

    static Optional<String> state(Sql sql, CaseId id) throws SQLException {
        return sql.first(row -> row.getString(1), "SELECT state FROM testimony WHERE id = ?", id.hex());
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
                        "SELECT count(*) FROM testimony WHERE state = ? AND withdrawn IS NULL AND first IS NULL",
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
