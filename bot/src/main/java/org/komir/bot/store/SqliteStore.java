package org.komir.bot.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
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
import org.komir.bot.intake.SignedText;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.intake.StoreUnavailable.Trouble;
import org.komir.bot.intake.Turn;
import org.komir.bot.intake.Turn.After;
import org.komir.bot.intake.Turn.Outgoing;
import org.komir.bot.review.LogEntry;
import org.komir.crypto.Compartment;
import org.komir.crypto.Panelists;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/**
 * The embedded store: one SQLite file, for one process.
 *
 * <pre>
 * draft        day, name -> cursor, card   name is the keyed hash of a chat id under the link key of day, which seals both
 * chat_update  day, name -> attempts, seen
 *              name is the keyed hash of an update id under the link key of day
 * outbox       id -> day, sealed           id is random, day is the one whose link key sealed it
 * quarantine   name -> sealed              name is the keyed hash of an update id; stays when its link key is gone
 * testimony    id -> state, destroy, minimum, last_turn, holder, lease_until, urgent, withdrawn, first, author, signature, day, news, urgency, unopened,
 *              handed, excluded, aid_holder, aid_until, aid_opened, aid_over
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
 *              opened     1 if the log says that holder opened it in this lease; 0 with whatever ends or changes it
 *              news       1 if something has followed it since it was last closed
 *              urgency    how soon it is to be read, as a volunteer said
 *              unopened   day since which nobody has opened it, of a released one: of the hour in which it was first seen to be, or of the last opening
 *              handed     volunteer who gave it to holder, until that one opens it
 *              excluded   ids of those who must not see it, a space between two
 *              aid_holder who took what the family needs, until aid_until (milliseconds); aid_opened is 1 if the log says that this one opened it
 *              aid_over   1 if somebody in aid said last that nothing is left to do
 * case_key     id, compartment -> recipient, sealed, panel, outer_panel, before, sealer     the key files: what dies first
 *              panel      ids of those to whom it is sealed, a space between two; a dot for the escrow alone; empty where they are not known
 *              outer_panel  the same of the outer layer; empty for a file of one layer. The index panel_of_key has both without the files
 *              before     the last file that is known to be good, while nobody but its sealer has opened the one that was sealed anew
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
 * work         id, name -> sealed                        what volunteers added to a case; name is random
 * aid_work     id, name -> sealed                        what became of what the family needs; name is random
 * kept         volunteer, id -> sealed                   what one of them has begun there and not ended
 * verdict      id, number -> kind, volunteer, seen, statement, signature
 *              what volunteers found a case to be, from 1; seen is the SHA-256 of what was there to be seen
 * tell         name -> id, sealed                        name is the SHA-256 of a random token
 * notice       id -> sealed                              to the process in witness
 * witness      one row: the key of the witness process that runs now
 * match_key    one row: generation, sealed, readers, maker
 *              the key of match records; readers are SHA-256 of the recipients to whom it is sealed, a space between two, maker that of who made it
 * match_record id -> made_of, sealed                     made_of is the SHA-256 of what it was made of, which is no secret
 * match_said   volunteer -> sealed                       what a matcher has said of which pairs
 * log          n -> entry, signature                      what volunteers did (komir-log/1), from 1; nothing is ever changed or removed
 * directory    one row: the highest version seen
 * </pre>
 *
 * Days are UTC, {@code 2026-11-23}. Every table is {@code WITHOUT ROWID} and its key is random or keyed, so that the rows lie
 * in no order that tells anything ({@code log} has an order and times: of what volunteers did, and of nothing that came); the pages of the file do until {@link #scrub} writes them anew in the order of the keys.
 * {@code PRAGMA user_version} is the version of this schema ({@link SqliteSchema}).
 *
 * <p>All writes pass through {@link GroupCommit}. The journal is a write-ahead log, since one fsync is then enough for a
 * group; with {@code synchronous=FULL} that fsync comes before anything returns. What removes bytes also empties the log
 * into the file, where {@code secure_delete} has overwritten them.
 */
public final class SqliteStore implements Store {
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
            SqliteFile.create(file);
            Sql writer = SqliteFile.connect(file);
            try {
                SqliteSchema.migrate(file, writer);
            } catch (SQLException | RuntimeException e) {
                writer.close();
                throw e;
            }
            return new SqliteStore(file, writer, SqliteFile.connect(file));
        } catch (SQLException e) {
            throw SqliteFile.unavailable(e);
        } catch (IOException e) {
            throw new StoreUnavailable(Trouble.UNREACHABLE);
        }
    }

    // ---- drafts

    @Override
    public Optional<StoredDraft> find(List<LinkName> names) {
        return read(sql -> SqliteTurns.find(sql, names));
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
            case After.Going going -> commits.durably(sql -> SqliteTurns.commit(sql, turn));
            case After.Submitted submitted -> commits.durablyAndTruncate(sql -> SqliteTurns.commit(sql, turn));
            case After.Destroyed destroyed -> commits.durablyAndTruncate(sql -> SqliteTurns.commit(sql, turn));
        };
    }

    @Override
    public void rememberCard(LinkName name, Sealed<Purpose.Card> card) {
        commits.durably(sql -> sql.run(
                "UPDATE draft SET card = ? WHERE day = ? AND name = ?",
                card.bytes(),
                SqliteTurns.day(name),
                name.hex()));
    }

    @Override
    public List<Outgoing> undelivered() {
        return read(SqliteUpdates::undelivered);
    }

    @Override
    public void delivered(Collection<Outgoing.Id> ids) {
        if (!ids.isEmpty()) {
            List<Outgoing.Id> all = List.copyOf(ids);
            commits.durably(sql -> SqliteUpdates.delivered(sql, all));
        }
    }

    @Override
    public Map<LinkName, Integer> attempt(Collection<LinkName> updates) {
        Set<LinkName> all = Set.copyOf(updates);
        return commits.durably(sql -> SqliteUpdates.attempt(sql, all));
    }

    @Override
    public void quarantine(LinkName update, Sealed<Purpose.Quarantine> sealed) {
        commits.durably(sql -> SqliteUpdates.quarantine(sql, update, sealed));
    }

    @Override
    public boolean seen(List<LinkName> names) {
        return read(sql -> SqliteUpdates.seen(sql, names));
    }

    @Override
    public void forgetLinks(LocalDate before) {
        commits.durablyAndTruncate(sql -> SqliteUpdates.forgetLinks(sql, before));
    }

    @Override
    public List<AbandonedDraft> abandoned(LocalDate lastTurnBefore) {
        return read(sql -> SqliteTestimony.abandoned(sql, lastTurnBefore));
    }

    @Override
    public Set<FileName> files() {
        return read(SqliteTestimony::files);
    }

    @Override
    public boolean handIn(CaseId id, StoredRecord manifest) {
        return commits.durably(sql -> SqliteTestimony.handInAbandoned(sql, id, manifest));
    }

    @Override
    public boolean destroy(CaseId id) {
        return commits.durablyAndTruncate(sql -> SqliteTestimony.destroyDraft(sql, id));
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
    public List<Link> linksOf(CaseId id) {
        return read(sql -> SqliteLinks.of(sql, id));
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

    // ---- work and verdicts

    @Override
    public Added add(CaseId id, String volunteer, Piece piece, Instant now) {
        return commits.durably(sql -> SqliteWork.add(sql, id, volunteer, piece, now));
    }

    @Override
    public List<Piece> workOn(CaseId id) {
        return read(sql -> SqliteWork.workOn(sql, id));
    }

    @Override
    public boolean keep(Kept kept) {
        return commits.durablyAndTruncate(sql -> SqliteWork.keep(sql, kept));
    }

    @Override
    public Optional<Sealed<Purpose.Kept>> kept(String volunteer, CaseId id) {
        return read(sql -> SqliteWork.kept(sql, volunteer, id));
    }

    @Override
    public List<CaseId> begun(String volunteer) {
        return read(sql -> SqliteWork.begun(sql, volunteer));
    }

    @Override
    public void forgetKept(String volunteer, CaseId id) {
        commits.durablyAndTruncate(sql -> SqliteWork.forgetKept(sql, volunteer, id));
    }

    @Override
    public Given give(Verdict verdict, int number, boolean closes, Instant now) {
        return commits.durably(sql -> SqliteWork.give(sql, verdict, number, closes, now));
    }

    @Override
    public List<Verdict> verdictsOf(CaseId id) {
        return read(sql -> SqliteWork.verdictsOf(sql, id));
    }

    // ---- panels

    @Override
    public List<Group> groups() {
        return read(SqlitePanels::groups);
    }

    @Override
    public Optional<Group> group(CaseId first) {
        return read(sql -> SqlitePanels.group(sql, first));
    }

    @Override
    public List<KeyFile> keyFiles(CaseId first) {
        return read(sql -> SqlitePanels.keyFiles(sql, first));
    }

    @Override
    public boolean reseal(
            CaseId id,
            Compartment compartment,
            String replaces,
            Sealed<Purpose.CaseKey> file,
            Panelists panelists,
            String volunteer) {
        return commits.durablyAndTruncate(
                sql -> SqlitePanels.reseal(sql, id, compartment, replaces, file, panelists, volunteer));
    }

    @Override
    public boolean confirm(CaseId id, Compartment compartment, String sha256, String volunteer) {
        return commits.durablyAndTruncate(sql -> SqlitePanels.confirm(sql, id, compartment, sha256, volunteer));
    }

    @Override
    public boolean exclude(CaseId id, String volunteer, Instant now) {
        return commits.durably(sql -> SqlitePanels.exclude(sql, id, volunteer, now));
    }

    // ---- match records

    @Override
    public Optional<Key> matchKey() {
        return read(SqliteMatching::key);
    }

    @Override
    public boolean putMatchKey(Key key, String replaces) {
        return commits.durablyAndTruncate(sql -> SqliteMatching.put(sql, key, replaces));
    }

    @Override
    public boolean putMatchRecord(int generation, Entry entry) {
        return commits.durablyAndTruncate(sql -> SqliteMatching.put(sql, generation, entry));
    }

    @Override
    public Optional<String> madeOf(CaseId id) {
        return read(sql -> SqliteMatching.madeOf(sql, id));
    }

    @Override
    public int matchRecords() {
        return read(SqliteMatching::count);
    }

    @Override
    public List<Entry> matchRecords(Optional<CaseId> after, int limit) {
        return read(sql -> SqliteMatching.records(sql, after, limit));
    }

    @Override
    public Suggested suggest(CaseId id, Piece piece) {
        return commits.durably(sql -> SqliteMatching.suggest(sql, id, piece));
    }

    @Override
    public void sayOfPairs(String volunteer, Sealed<Purpose.Kept> said) {
        commits.durablyAndTruncate(sql -> SqliteMatching.say(sql, volunteer, said));
    }

    @Override
    public Optional<Sealed<Purpose.Kept>> saidOfPairs(String volunteer) {
        return read(sql -> SqliteMatching.said(sql, volunteer));
    }

    // ---- what families need

    @Override
    public List<Need> needs(Instant now) {
        return read(sql -> SqliteNeeds.needs(sql, now));
    }

    @Override
    public Optional<Need> need(CaseId id, Instant now) {
        return read(sql -> SqliteNeeds.need(sql, id, now));
    }

    @Override
    public Taken takeNeed(CaseId id, String volunteer, Instant now, Instant until) {
        return commits.durably(sql -> SqliteNeeds.take(sql, id, volunteer, now, until));
    }

    @Override
    public boolean openNeed(CaseId id, String volunteer, Instant now) {
        return commits.durably(sql -> SqliteNeeds.open(sql, id, volunteer, now));
    }

    @Override
    public boolean leaveNeed(CaseId id, String volunteer, Instant now) {
        return commits.durably(sql -> SqliteNeeds.leave(sql, id, volunteer, now));
    }

    @Override
    public Added addToNeed(CaseId id, String volunteer, Piece piece, boolean over, Instant now) {
        return commits.durably(sql -> SqliteNeeds.add(sql, id, volunteer, piece, over, now));
    }

    @Override
    public List<Piece> workOnNeed(CaseId id) {
        return read(sql -> SqliteNeeds.work(sql, id));
    }

    // ---- the log

    @Override
    public Head head() {
        return read(SqliteLog::head);
    }

    @Override
    public boolean append(LogEntry entry, byte[] signature) {
        return commits.durably(sql -> SqliteLog.append(sql, entry, signature));
    }

    @Override
    public Opened open(LogEntry entry, byte[] signature, Instant now) {
        return commits.durably(sql -> SqliteLog.open(sql, entry, signature, now));
    }

    @Override
    public List<SignedText> entries(long from, int limit) {
        return read(sql -> SqliteLog.entries(sql, from, limit));
    }

    // ---- cases

    @Override
    public List<Queued> queue(Instant now) {
        return read(sql -> SqliteCases.queue(sql, "released", now));
    }

    @Override
    public List<Queued> closed() {
        return read(sql -> SqliteCases.queue(sql, "closed", Instant.EPOCH));
    }

    @Override
    public boolean say(CaseId id, String volunteer, Urgency urgency, Instant now) {
        return commits.durably(sql -> SqliteTriage.say(sql, id, volunteer, urgency, now));
    }

    @Override
    public boolean hand(CaseId id, String volunteer, String to, Instant now, Instant until) {
        return commits.durably(sql -> SqliteTriage.hand(sql, id, volunteer, to, now, until));
    }

    @Override
    public void countDays(LocalDate today) {
        commits.durably(sql -> SqliteTriage.countDays(sql, today));
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
    public boolean reopen(CaseId id) {
        return commits.durably(sql -> SqliteCases.reopen(sql, id));
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
        return read(SqliteUpdates::quarantined);
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
            throw SqliteFile.unavailable(e);
        } finally {
            reading.unlock();
        }
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
            throw SqliteFile.unavailable(e);
        } finally {
            reading.unlock();
        }
    }
}
