package org.komir.bot.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.LinkName;
import org.komir.bot.intake.LinkRequest;
import org.komir.bot.intake.SignedText;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.intake.StoreUnavailable.Trouble;
import org.komir.bot.intake.Turn;
import org.komir.bot.intake.Turn.Outgoing;
import org.komir.bot.review.LogEntry;
import org.komir.bot.store.Script.Arguments;
import org.komir.crypto.Compartment;
import org.komir.crypto.Panelists;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/**
 * The store for several processes: one Redis, version 7 or newer.
 *
 * <pre>
 * komir:schema       string  version of this schema
 * directory:version  string  the highest version of the directory that was seen
 * days               set     the days that the following have
 *   draft:&lt;day&gt;      hash    keyed hash of a chat id -> cursor
 *   card:&lt;day&gt;       hash    the same -> card
 *   seen:&lt;day&gt;       set     'update:' and the keyed hash of an update id
 *   attempts:&lt;day&gt;   hash    the same -> count
 *   outbox:&lt;day&gt;     hash    random id -> what is to be said
 * quarantine         hash    keyed hash of an update id -> sealed; stays when its link key is gone
 * cases:&lt;state&gt;      set     case ids; draft -> submitted (handed in) -> released (seen in the queue) -> closed
 * cases:following    set     case ids; released, but follow another one and are read with it
 * cases:withdrawn    set     case ids; in none of the others since
 *   case:&lt;id&gt;        hash    state (kept while it is locked); destroy (1: destroy it if unfinished, 0: hand it in); minimum (1: enough to hand in);
 *                            urgent (1: submitted is passed over); last_turn (day, of a draft only); holder, lease_until (milliseconds);
 *                            opened (1: the log says that holder opened it in this lease);
 *                            recipient:&lt;compartment&gt; -> age1pq1…
 *                            panel:&lt;compartment&gt;, outer:&lt;compartment&gt; -> ids of those to whom the key file is sealed and, of a nested one, its outer layer,
 *                            a space between two; a dot for the escrow alone; missing where they are not known
 *                            sealer:&lt;compartment&gt; -> who sealed the key file anew, until somebody else has opened it
 *                            excluded (ids of those who must not see it, a space between two)
 *                            mailbox (its name, where it has one); withdrawn (day)
 *                            first (the case that it follows), with author, signature (whose it is), and day (of the handing-in, where it came
 *                            from the form); news (1: something has followed it since it was last closed)
 *                            urgency (how soon it is to be read, as a volunteer said); unopened (day since which nobody has opened it, of a
 *                            released one); handed (volunteer who gave it to holder, until that one opens it)
 *                            aid_holder (who took what the family needs), aid_until (milliseconds), aid_opened (1: the log says that this one opened it);
 *                            aid_over (1: somebody in aid said last that nothing is left to do)
 *   keys:&lt;id&gt;        hash    compartment -> key file: apart, since it dies first; before:&lt;compartment&gt; -> the last one that is known to be good, while
 *                            nobody but its sealer has opened the one that was sealed anew
 *   records:&lt;id&gt;     hash    number -> compartment, the names of its sealed files with a space before each, newline, record
 *   followups:&lt;id&gt;   set     ids of the cases that follow it
 *   links:&lt;id&gt;       hash    number from 1 -> how it came to its mailbox: who signed and the signature, a line each, an empty line, statement
 *   tells:&lt;id&gt;       set     names of the wishes to be told
 *   work:&lt;id&gt;        hash    random name -> what a volunteer added, sealed
 *   aid:&lt;id&gt;         hash    random name -> what became of what the family needs, sealed
 *   kept:&lt;id&gt;        hash    volunteer -> what that one has begun and not ended, sealed
 *   verdicts:&lt;id&gt;    hash    number from 1 -> kind, volunteer, SHA-256 of what was there to be seen, signature, a line each, and statement
 *   decisions:&lt;id&gt;   hash    number from 1 -> kind, volunteer, day, signature, a line each, and statement; stays when the case is gone
 * keeps:&lt;volunteer&gt;  set     ids of the cases in which that one has begun something
 * decided            set     ids of the cases about which something was decided
 * mailbox:&lt;name&gt;     hash    id (of the case that came first, until that is destroyed or given back), recipient, author,
 *                            day (of the handing-in, or of the request where it had none before), withdrawn (day; it stays);
 *                            its name is the SHA-256 of what follows from a receipt
 * letters:&lt;name&gt;     hash    id -> the names of its sealed files with a space before each, newline, sealed
 * tells              hash    SHA-256 of a random token -> case id, newline, sealed
 * witness            hash    recipient, statement, signature of the witness process that runs now
 * notices            hash    random id -> sealed to it
 * requests           hash    hash of a request for another mailbox -> day, newline, text
 * signatures         hash    the same, ':', case id, ':', volunteer -> signature
 * match:key          hash    the key of match records: generation, sealed, sha256 of it, readers (SHA-256 of the recipients to whom it is sealed, a space
 *                            between two), maker (that of who made it)
 * match:records      hash    case id -> SHA-256 of what it was made of, which is no secret, newline, sealed
 * match:said         hash    volunteer -> what that matcher has said of which pairs, sealed
 * log                hash    number from 1 -> signature, newline, entry (komir-log/1): what volunteers did; nothing is ever changed or removed
 * log:head           hash    n and sha256 of the last entry
 * </pre>
 *
 * Days are UTC, {@code 2026-11-23}. A day's link key is gone after three days, and so are the five keys of that day. There is
 * no expiry by Redis, which would write the millisecond of arrival into its file; no stream and no list, which keep an order.
 * Redis keeps a hash or a set of a few short entries in the order of arrival: entries are therefore longer than 64 bytes
 * ({@code update:} is there for that), or the case's own, or ids in a set, for which {@link RedisConnection#REQUIRED} turns it off.
 *
 * <p>Every write is one script (see {@link Script}) or one command. Nothing is sent a second time by the driver: after a
 * broken connection the caller is told, and repeats. The append-only file keeps what was deleted until {@link #scrub}.
 */
public final class RedisStore implements Store {
    private static final int SCHEMA = 5;

    private static final String SCHEMA_KEY = "komir:schema";
    private static final String DIRECTORY = "directory:version";

    private final ClientResources resources;
    private final RedisClient client;
    private final StatefulRedisConnection<String, byte[]> connection;
    private final RedisCommands<String, byte[]> redis;
    private final RedisCases cases = new RedisCases(this);
    private final RedisTurns turns = new RedisTurns(this);
    private final RedisUpdates updates = new RedisUpdates(this);
    private final RedisTestimony testimony = new RedisTestimony(this, cases);
    private final RedisMailboxes mailboxes = new RedisMailboxes(this);
    private final RedisLinks links = new RedisLinks(this);
    private final RedisTells tells = new RedisTells(this);
    private final RedisWork work = new RedisWork(this, cases);
    private final RedisWithdrawals withdrawals = new RedisWithdrawals(this, cases);
    private final RedisLog log = new RedisLog(this);
    private final RedisTriage triage = new RedisTriage(this);
    private final RedisPanels panels = new RedisPanels(this);
    private final RedisMatching matching = new RedisMatching(this);
    private final RedisNeeds needs = new RedisNeeds(this, cases);

    private RedisStore(ClientResources resources, RedisClient client) {
        this.resources = resources;
        this.client = client;
        connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
        redis = connection.sync();
    }

    static RedisStore open(String url) {
        RedisURI address = RedisURI.create(url);
        address.setTimeout(RedisConnection.PATIENCE);
        ClientResources resources = ClientResources.builder()
                .reconnectDelay(Delay.constant(Duration.ofMillis(250)))
                .build();
        RedisClient client = RedisClient.create(resources, address);
        client.setOptions(RedisConnection.options());
        try {
            RedisStore store = new RedisStore(resources, client);
            store.ask(() -> {
                RedisConnection.checkSettings(store.redis);
                store.checkSchema();
                return true;
            });
            return store;
        } catch (RuntimeException e) {
            client.shutdown();
            resources.shutdown();
            throw e instanceof RedisException trouble ? RedisConnection.unavailable(trouble) : e;
        }
    }

    private void checkSchema() {
        redis.setnx(SCHEMA_KEY, bytes(SCHEMA));
        int found = Integer.parseInt(text(redis.get(SCHEMA_KEY)));
        if (found > SCHEMA) {
            throw new UnsafeStore("this Redis has schema %d; this program knows schema %d".formatted(found, SCHEMA));
        }
        Script.MIGRATE.run(redis, ScriptOutputType.VALUE, List.of(SCHEMA_KEY), new Arguments());
    }

    // ---- drafts

    @Override
    public Optional<StoredDraft> find(List<LinkName> names) {
        return turns.find(names);
    }

    @Override
    public List<LinkName> idle(LocalDate lastTurnBefore) {
        return turns.idle(lastTurnBefore);
    }

    @Override
    public Committed commit(Turn turn) {
        return turns.commit(turn);
    }

    @Override
    public void rememberCard(LinkName name, Sealed<Purpose.Card> card) {
        turns.rememberCard(name, card);
    }

    @Override
    public List<Outgoing> undelivered() {
        return updates.undelivered();
    }

    @Override
    public void delivered(Collection<Outgoing.Id> ids) {
        updates.delivered(ids);
    }

    @Override
    public Map<LinkName, Integer> attempt(Collection<LinkName> all) {
        return updates.attempt(all);
    }

    @Override
    public void quarantine(LinkName update, Sealed<Purpose.Quarantine> sealed) {
        updates.quarantine(update, sealed);
    }

    @Override
    public boolean seen(List<LinkName> names) {
        return updates.seen(names);
    }

    @Override
    public void forgetLinks(LocalDate before) {
        updates.forgetLinks(before);
    }

    @Override
    public List<AbandonedDraft> abandoned(LocalDate lastTurnBefore) {
        return testimony.abandoned(lastTurnBefore);
    }

    @Override
    public Set<FileName> files() {
        return testimony.files();
    }

    @Override
    public boolean handIn(CaseId id, StoredRecord manifest) {
        return testimony.handIn(id, manifest);
    }

    @Override
    public boolean destroy(CaseId id) {
        return testimony.destroy(id);
    }

    @Override
    public int release() {
        Long released = run(
                Script.RELEASE,
                ScriptOutputType.INTEGER,
                List.of("cases:submitted", "cases:released", "cases:closed", "cases:following"),
                new Arguments());
        return released.intValue();
    }

    @Override
    public int directoryVersion() {
        return ask(() -> {
            byte @Nullable [] version = redis.get(DIRECTORY);
            return version == null ? 0 : Integer.parseInt(text(version));
        });
    }

    @Override
    public void directoryVersionSeen(int version) {
        run(Script.DIRECTORY_SEEN, ScriptOutputType.STATUS, List.of(DIRECTORY), Arguments.of(version));
    }

    // ---- receipts

    @Override
    public Optional<LocalDate> handIn(Submission submission) {
        return mailboxes.handIn(submission);
    }

    @Override
    public Optional<Mail> mail(String mailbox, LocalDate today) {
        return mailboxes.mail(mailbox, today);
    }

    @Override
    public boolean replace(String mailbox, Mailbox by, Link link, List<Letter> letters, Optional<Tell> tell) {
        return mailboxes.replace(mailbox, by, link, letters, tell);
    }

    @Override
    public Optional<Box> mailboxOf(CaseId id) {
        return mailboxes.mailboxOf(id);
    }

    @Override
    public boolean send(CaseId id, Letter letter) {
        return mailboxes.send(id, letter);
    }

    // ---- another number

    @Override
    public boolean ask(LinkRequest request, LocalDate day) {
        return links.ask(request, day);
    }

    @Override
    public void forgetRequests(LocalDate before) {
        links.forgetRequests(before);
    }

    @Override
    public Optional<LinkRequest> request(String prefix) {
        return Stores.isStartOfHash(prefix) ? links.request(prefix) : Optional.empty();
    }

    @Override
    public List<Signed> signed() {
        return links.signed();
    }

    @Override
    public Optional<Signed> sign(CaseId id, String requestHash, Link.Signature signature) {
        return links.sign(id, requestHash, signature);
    }

    @Override
    public boolean relink(CaseId id, Mailbox mailbox, Link link, String requestHash) {
        return links.relink(id, mailbox, link, requestHash);
    }

    // ---- wishes to be told

    @Override
    public void listens(Witness witness) {
        tells.listens(witness);
    }

    @Override
    public Optional<Witness> witness() {
        return tells.witness();
    }

    @Override
    public void send(Notice notice) {
        tells.send(notice);
    }

    @Override
    public List<Notice> notices() {
        return tells.notices();
    }

    @Override
    public void told(Collection<String> ids) {
        if (!ids.isEmpty()) {
            tells.told(ids);
        }
    }

    @Override
    public boolean forget(String name) {
        return tells.forget(name);
    }

    // ---- what is taken back

    @Override
    public boolean withdraw(String mailbox, LocalDate day) {
        return withdrawals.withdraw(mailbox, day);
    }

    @Override
    public List<FileName> destroyWithdrawn(LocalDate before, LocalDate today) {
        return withdrawals.destroy(before, today);
    }

    @Override
    public List<Withdrawn> withdrawn() {
        return withdrawals.withdrawn();
    }

    @Override
    public List<SealedCase> readWithdrawn(CaseId id) {
        return withdrawals.read(id);
    }

    @Override
    public List<Link> linksOf(CaseId id) {
        return links.linksOf(id);
    }

    @Override
    public boolean decide(Decision decision) {
        return withdrawals.decide(decision);
    }

    @Override
    public boolean restore(CaseId id) {
        return withdrawals.restore(id);
    }

    @Override
    public List<Decision> decisions() {
        return withdrawals.decisions();
    }

    // ---- work and verdicts

    @Override
    public Added add(CaseId id, String volunteer, Piece piece, Instant now) {
        return work.add(id, volunteer, piece, now);
    }

    @Override
    public List<Piece> workOn(CaseId id) {
        return work.workOn(id);
    }

    @Override
    public boolean keep(Kept kept) {
        return work.keep(kept);
    }

    @Override
    public Optional<Sealed<Purpose.Kept>> kept(String volunteer, CaseId id) {
        return work.kept(volunteer, id);
    }

    @Override
    public List<CaseId> begun(String volunteer) {
        return work.begun(volunteer);
    }

    @Override
    public void forgetKept(String volunteer, CaseId id) {
        work.forgetKept(volunteer, id);
    }

    @Override
    public Given give(Verdict verdict, int number, boolean closes, Instant now) {
        return work.give(verdict, number, closes, now);
    }

    @Override
    public List<Verdict> verdictsOf(CaseId id) {
        return work.verdictsOf(id);
    }

    // ---- panels

    @Override
    public List<Group> groups() {
        return panels.groups();
    }

    @Override
    public Optional<Group> group(CaseId first) {
        return panels.group(first);
    }

    @Override
    public List<KeyFile> keyFiles(CaseId first) {
        return panels.keyFiles(first);
    }

    @Override
    public boolean reseal(
            CaseId id,
            Compartment compartment,
            String replaces,
            Sealed<Purpose.CaseKey> file,
            Panelists panelists,
            String volunteer) {
        return panels.reseal(id, compartment, replaces, file, panelists, volunteer);
    }

    @Override
    public boolean confirm(CaseId id, Compartment compartment, String sha256, String volunteer) {
        return panels.confirm(id, compartment, sha256, volunteer);
    }

    @Override
    public boolean exclude(CaseId id, String volunteer, Instant now) {
        return panels.exclude(id, volunteer, now);
    }

    // ---- match records

    @Override
    public Optional<Key> matchKey() {
        return matching.key();
    }

    @Override
    public boolean putMatchKey(Key key, String replaces) {
        return matching.put(key, replaces);
    }

    @Override
    public boolean putMatchRecord(int generation, Entry entry) {
        return matching.put(generation, entry);
    }

    @Override
    public Optional<String> madeOf(CaseId id) {
        return matching.madeOf(id);
    }

    @Override
    public int matchRecords() {
        return matching.count();
    }

    @Override
    public List<Entry> matchRecords(Optional<CaseId> after, int limit) {
        return matching.records(after, limit);
    }

    @Override
    public Suggested suggest(CaseId id, Piece piece) {
        return matching.suggest(id, piece);
    }

    @Override
    public void sayOfPairs(String volunteer, Sealed<Purpose.Kept> said) {
        matching.say(volunteer, said);
    }

    @Override
    public Optional<Sealed<Purpose.Kept>> saidOfPairs(String volunteer) {
        return matching.said(volunteer);
    }

    // ---- what families need

    @Override
    public List<Need> needs(Instant now) {
        return needs.needs(now);
    }

    @Override
    public Optional<Need> need(CaseId id, Instant now) {
        return needs.need(id, now);
    }

    @Override
    public Taken takeNeed(CaseId id, String volunteer, Instant now, Instant until) {
        return needs.take(id, volunteer, now, until);
    }

    @Override
    public boolean openNeed(CaseId id, String volunteer, Instant now) {
        return needs.open(id, volunteer, now);
    }

    @Override
    public boolean leaveNeed(CaseId id, String volunteer, Instant now) {
        return needs.leave(id, volunteer, now);
    }

    @Override
    public Added addToNeed(CaseId id, String volunteer, Piece piece, boolean over, Instant now) {
        return needs.add(id, volunteer, piece, over, now);
    }

    @Override
    public List<Piece> workOnNeed(CaseId id) {
        return needs.work(id);
    }

    // ---- the log

    @Override
    public Head head() {
        return log.head();
    }

    @Override
    public boolean append(LogEntry entry, byte[] signature) {
        return log.append(entry, signature);
    }

    @Override
    public Opened open(LogEntry entry, byte[] signature, Instant now) {
        return log.open(entry, signature, now);
    }

    @Override
    public List<SignedText> entries(long from, int limit) {
        return log.entries(from, limit);
    }

    // ---- cases

    @Override
    public List<Queued> queue(Instant now) {
        return cases.queue("cases:released", now);
    }

    @Override
    public List<Queued> closed() {
        return cases.queue("cases:closed", Instant.EPOCH);
    }

    @Override
    public boolean say(CaseId id, String volunteer, Urgency urgency, Instant now) {
        return triage.say(id, volunteer, urgency, now);
    }

    @Override
    public boolean hand(CaseId id, String volunteer, String to, Instant now, Instant until) {
        return triage.hand(id, volunteer, to, now, until);
    }

    @Override
    public void countDays(LocalDate today) {
        triage.countDays(today);
    }

    @Override
    public Claim claim(CaseId id, String volunteer, Instant now, Instant until) {
        return cases.claim(id, volunteer, now, until);
    }

    @Override
    public boolean release(CaseId id, String volunteer, Instant now) {
        return cases.letGo(id, volunteer, now, "released");
    }

    @Override
    public boolean close(CaseId id, String volunteer, Instant now) {
        return cases.letGo(id, volunteer, now, "closed");
    }

    @Override
    public boolean reopen(CaseId id) {
        return cases.reopen(id);
    }

    @Override
    public Optional<Lease> lease(CaseId id, Instant now) {
        return cases.lease(id, now);
    }

    @Override
    public Optional<SealedCase> read(CaseId id) {
        return cases.read(id);
    }

    @Override
    public List<SealedCase> followUps(CaseId first) {
        return cases.followUps(first);
    }

    @Override
    public Optional<CaseId> first(CaseId followUp) {
        return cases.first(followUp);
    }

    @Override
    public List<CaseId> find(String mark) {
        return Stores.isMark(mark) ? cases.find(mark) : List.of();
    }

    @Override
    public List<CaseId> all() {
        return cases.all();
    }

    @Override
    public Map<String, Sealed<Purpose.Quarantine>> quarantined() {
        return updates.quarantined();
    }

    // ---- Redis

    static Map<String, byte[]> fields(List<byte[]> flat) {
        Map<String, byte[]> fields = new HashMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            fields.put(text(flat.get(i)), flat.get(i + 1));
        }
        return fields;
    }

    static String field(Map<String, byte[]> fields, String name) {
        byte[] value = fields.get(name);
        return value == null ? "" : text(value);
    }

    /**
     * Starts to rewrite the append-only file and does not wait for its end. A rewrite that is under way may have begun before
     * the last deletions; those are gone with the next one.
     */
    @Override
    public void scrub() {
        ask(() -> {
            try {
                return redis.bgrewriteaof();
            } catch (RedisCommandExecutionException e) {
                if (String.valueOf(e.getMessage()).contains("already in progress")) {
                    return "";
                }
                throw e;
            }
        });
    }

    /** Free memory and disk are for Redis's own keeper to watch: it cannot see its disk. */
    @Override
    public Health health() {
        boolean writable;
        try {
            ask(() -> redis.set(SCHEMA_KEY, bytes(SCHEMA)));
            writable = true;
        } catch (StoreUnavailable e) {
            writable = false;
        }
        boolean written = writable;
        return ask(() ->
                new Health(written, OptionalLong.empty(), redis.scard("cases:released"), redis.scard("cases:draft")));
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown(Duration.ZERO, RedisConnection.PATIENCE);
        resources.shutdown();
    }

    <T> T run(Script script, ScriptOutputType output, List<String> keys, Arguments arguments) {
        return ask(() -> script.run(redis, output, keys, arguments));
    }

    <T> T ask(Function<RedisCommands<String, byte[]>, T> question) {
        return ask(() -> question.apply(redis));
    }

    private <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (RedisException e) {
            throw RedisConnection.unavailable(e);
        }
    }

    static String of(String kind, LocalDate day) {
        return kind + ":" + day;
    }

    static String of(String kind, CaseId id) {
        return kind + ":" + id.hex();
    }

    static String bit(boolean value) {
        return value ? "1" : "0";
    }

    private static byte[] bytes(int number) {
        return Integer.toString(number).getBytes(UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new StoreUnavailable(Trouble.FAILED);
        }
        return value;
    }
}
