package org.komir.bot.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
import org.komir.bot.store.Script.Arguments;
import org.komir.crypto.Compartment;
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
 *                            recipient:&lt;compartment&gt; -> age1pq1…
 *                            mailbox (its name, where it has one); withdrawn (day)
 *                            first (the case that it follows), with author, signature (whose it is), and day (of the handing-in, where it came
 *                            from the form); news (1: something has followed it since it was last closed)
 *   keys:&lt;id&gt;        hash    compartment -> key file: apart, since it dies first
 *   records:&lt;id&gt;     hash    number -> compartment, the names of its sealed files with a space before each, newline, record
 *   followups:&lt;id&gt;   set     ids of the cases that follow it
 *   links:&lt;id&gt;       hash    number from 1 -> how it came to its mailbox: who signed and the signature, a line each, an empty line, statement
 *   tells:&lt;id&gt;       set     names of the wishes to be told
 *   decisions:&lt;id&gt;   hash    number from 1 -> kind, volunteer, day, signature, a line each, and statement; stays when the case is gone
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
 * </pre>
 *
 * Days are UTC, {@code 2026-11-23}. A day's link key is gone after three days, and so are the five keys of that day. There is
 * no expiry by Redis, which would write the millisecond of arrival into its file; no stream and no list, which keep an order.
 * Redis keeps a hash or a set of a few short entries in the order of arrival: entries are therefore longer than 64 bytes
 * ({@code update:} is there for that), or the case's own, or ids in a set, for which {@link #REQUIRED} turns it off.
 *
 * <p>Every write is one script (see {@link Script}) or one command. Nothing is sent a second time by the driver: after a
 * broken connection the caller is told, and repeats. The append-only file keeps what was deleted until {@link #scrub}.
 */
public final class RedisStore implements Store {
    private static final int SCHEMA = 2;

    /** Below the three seconds within which an outage must be known. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** What durability and deletion rest on. */
    private static final Map<String, String> REQUIRED = Map.of(
            "appendonly", "yes",
            "appendfsync", "always",
            "no-appendfsync-on-rewrite", "no",
            "aof-timestamp-enabled", "no",
            "maxmemory-policy", "noeviction",
            "save", "");

    /** Since Redis 7.2; an older one has no small sets. */
    private static final String SMALL_SETS = "set-max-listpack-entries";

    private static final String DAYS = "days";
    private static final String QUARANTINE = "quarantine";
    private static final String SCHEMA_KEY = "komir:schema";
    private static final String DIRECTORY = "directory:version";

    private final ClientResources resources;
    private final RedisClient client;
    private final StatefulRedisConnection<String, byte[]> connection;
    private final RedisCommands<String, byte[]> redis;
    private final RedisCases cases = new RedisCases(this);
    private final RedisMailboxes mailboxes = new RedisMailboxes(this);
    private final RedisLinks links = new RedisLinks(this);
    private final RedisTells tells = new RedisTells(this);
    private final RedisWithdrawals withdrawals = new RedisWithdrawals(this, cases);

    private RedisStore(ClientResources resources, RedisClient client) {
        this.resources = resources;
        this.client = client;
        connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
        redis = connection.sync();
    }

    static RedisStore open(String url) {
        RedisURI address = RedisURI.create(url);
        address.setTimeout(PATIENCE);
        ClientResources resources = ClientResources.builder()
                .reconnectDelay(Delay.constant(Duration.ofMillis(250)))
                .build();
        RedisClient client = RedisClient.create(resources, address);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true) // none is sent again: a turn would find itself seen
                .timeoutOptions(TimeoutOptions.enabled(PATIENCE))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(PATIENCE)
                        .keepAlive(SocketOptions.KeepAliveOptions.builder()
                                .enable()
                                .idle(Duration.ofSeconds(5))
                                .interval(Duration.ofSeconds(2))
                                .count(3)
                                .build())
                        .build())
                .build());
        try {
            RedisStore store = new RedisStore(resources, client);
            store.ask(() -> {
                store.checkSettings();
                store.checkSchema();
                return true;
            });
            return store;
        } catch (RuntimeException e) {
            client.shutdown();
            resources.shutdown();
            throw e instanceof RedisException trouble ? unavailable(trouble) : e;
        }
    }

    private void checkSettings() {
        for (var required : REQUIRED.entrySet()) {
            String found = setting(required.getKey())
                    .orElseThrow(() -> new UnsafeStore(
                            "Redis has no setting %s: it must be version 7 or newer".formatted(required.getKey())));
            mustBe(required.getKey(), required.getValue(), found);
        }
        setting(SMALL_SETS).ifPresent(found -> mustBe(SMALL_SETS, "0", found));
    }

    private Optional<String> setting(String name) {
        try {
            return Optional.ofNullable(redis.configGet(name).get(name));
        } catch (RedisCommandExecutionException e) {
            throw new UnsafeStore(
                    "Redis does not tell its setting %s: allow this user the command CONFIG GET".formatted(name));
        }
    }

    private static void mustBe(String setting, String required, String found) {
        if (!found.equals(required)) {
            throw new UnsafeStore(
                    "Redis's setting %s must be \"%s\" and is \"%s\"".formatted(setting, required, found));
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
        List<String> keys = names.stream()
                .flatMap(name -> Stream.of(of("draft", name.day()), of("card", name.day())))
                .toList();
        Arguments hexes = Arguments.of(names.stream().map(LinkName::hex).toArray());
        List<@Nullable Object> found = run(Script.FIND, ScriptOutputType.MULTI, keys, hexes);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        byte[] card = found.size() < 3 ? null : (byte[]) found.get(2);
        return Optional.of(new StoredDraft(
                names.get(((Number) present(found.getFirst())).intValue() - 1),
                Sealed.stored(Purpose.CURSOR, (byte[]) present(found.get(1))),
                Optional.ofNullable(card).map(bytes -> Sealed.stored(Purpose.CARD, bytes))));
    }

    @Override
    public List<LinkName> idle(LocalDate lastTurnBefore) {
        return ask(() -> {
            List<LinkName> idle = new ArrayList<>();
            for (LocalDate day : days()) {
                if (day.isBefore(lastTurnBefore)) {
                    redis.hkeys(of("draft", day)).forEach(hex -> idle.add(new LinkName(day, hex)));
                }
            }
            return idle;
        });
    }

    @Override
    public Committed commit(Turn turn) {
        Stores.mustOpenWithCaseKey(turn);
        LinkName name = turn.name();
        LinkName before = turn.before().map(StoredDraft::name).orElse(name);
        LocalDate outgoingDay = turn.outgoing().map(Outgoing::day).orElse(name.day());
        Set<LocalDate> days = new TreeSet<>(Set.of(name.day()));
        days.add(outgoingDay);
        turn.update().stream().findFirst().ifPresent(first -> days.add(first.day()));

        List<String> keys = new ArrayList<>(List.of(
                of("draft", name.day()),
                of("card", name.day()),
                of("draft", before.day()),
                of("card", before.day()),
                of("outbox", outgoingDay),
                DAYS,
                "cases:draft",
                "cases:submitted"));
        Optional<After.Going> going = turn.after() instanceof After.Going some ? Optional.of(some) : Optional.empty();
        Optional<Turn.Opening> opening = going.flatMap(After.Going::opening);
        String what;
        CaseId id;
        List<StoredRecord> keep;
        switch (turn.after()) {
            case After.Going some -> {
                what = "going";
                id = some.id();
                keep = some.keep();
            }
            case After.Submitted submitted -> {
                what = "submitted";
                id = submitted.id();
                keep = submitted.last();
            }
            case After.Destroyed destroyed -> {
                what = "destroyed";
                id = destroyed.id();
                keep = List.of();
            }
        }
        keys.addAll(List.of(of("case", id), of("keys", id), of("records", id), "cases:released"));
        turn.update().forEach(update -> keys.add(of("seen", update.day())));

        Arguments arguments = Arguments.of(what, name.hex())
                .add(turn.before().map(draft -> draft.name().hex()).orElse(""))
                .add(turn.before().map(draft -> draft.cursor().bytes()).orElse(new byte[0]))
                .add(going.map(some -> some.cursor().bytes()).orElse(new byte[0]))
                .add(name.day().toString())
                .add(id.hex())
                .add(opening.map(some -> bit(some.destroyUnfinished())).orElse(""))
                .add(going.map(some -> bit(some.minimumMet())).orElse("0"))
                .add(going.flatMap(After.Going::urgent).map(RedisStore::bit).orElse(""))
                .add(turn.outgoing().map(some -> some.id().hex()).orElse(""))
                .add(turn.outgoing().map(some -> some.sealed().bytes()).orElse(new byte[0]));
        arguments.count(turn.update());
        turn.update().forEach(update -> arguments.add(update(update)));
        arguments.count(days);
        days.forEach(day -> arguments.add(day.toString()));
        var files = opening.map(Turn.Opening::keys).orElse(Map.of());
        arguments.count(files.keySet());
        files.forEach((compartment, key) -> arguments
                .add(compartment.name())
                .add(key.recipient().toString())
                .add(key.file().bytes()));
        arguments.count(keep);
        keep.forEach(record -> arguments
                .add(Integer.toString(record.seq()))
                .add(Tagged.of(record).bytes()));
        Set<Integer> drop = going.map(After.Going::drop).orElse(Set.of());
        arguments.count(drop);
        drop.forEach(seq -> arguments.add(Integer.toString(seq)));
        RedisMailboxes.add(
                arguments, turn.after() instanceof After.Submitted submitted ? submitted.wayBack() : Optional.empty());

        return Committed.valueOf(run(Script.COMMIT, ScriptOutputType.STATUS, keys, arguments));
    }

    @Override
    public void rememberCard(LinkName name, Sealed<Purpose.Card> card) {
        run(
                Script.REMEMBER_CARD,
                ScriptOutputType.STATUS,
                List.of(of("draft", name.day()), of("card", name.day())),
                Arguments.of(name.hex()).add(card.bytes()));
    }

    @Override
    public List<Outgoing> undelivered() {
        return ask(() -> {
            List<Outgoing> all = new ArrayList<>();
            for (LocalDate day : days()) {
                redis.hgetall(of("outbox", day))
                        .forEach((id, bytes) -> all.add(
                                new Outgoing(new Outgoing.Id(id), day, Sealed.stored(Purpose.OUTGOING, bytes))));
            }
            return all;
        });
    }

    @Override
    public void delivered(Collection<Outgoing.Id> ids) {
        if (ids.isEmpty()) {
            return;
        }
        String[] all = ids.stream().map(Outgoing.Id::hex).toArray(String[]::new);
        ask(() -> {
            for (LocalDate day : days()) {
                redis.hdel(of("outbox", day), all);
            }
            return true;
        });
    }

    @Override
    public Map<LinkName, Integer> attempt(Collection<LinkName> updates) {
        List<LinkName> all = List.copyOf(Set.copyOf(updates));
        List<String> keys = new ArrayList<>(List.of(DAYS));
        Arguments arguments = new Arguments();
        for (LinkName update : all) {
            keys.add(of("attempts", update.day()));
            arguments.add(update.day().toString()).add(update(update));
        }
        List<Long> counts = run(Script.ATTEMPT, ScriptOutputType.MULTI, keys, arguments);
        Map<LinkName, Integer> counted = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            counted.put(all.get(i), counts.get(i).intValue());
        }
        return counted;
    }

    @Override
    public void quarantine(LinkName update, Sealed<Purpose.Quarantine> sealed) {
        run(
                Script.QUARANTINE,
                ScriptOutputType.STATUS,
                List.of(QUARANTINE, of("seen", update.day()), DAYS),
                Arguments.of(update.hex(), update(update))
                        .add(sealed.bytes())
                        .add(update.day().toString()));
    }

    @Override
    public boolean seen(List<LinkName> names) {
        return ask(() -> names.stream()
                .anyMatch(name ->
                        redis.sismember(of("seen", name.day()), update(name).getBytes(UTF_8))));
    }

    @Override
    public void forgetLinks(LocalDate before) {
        ask(() -> {
            List<LocalDate> past =
                    days().stream().filter(day -> day.isBefore(before)).toList();
            List<String> keys = new ArrayList<>(List.of(DAYS));
            for (LocalDate day : past) {
                for (String kind : List.of("draft", "card", "seen", "attempts", "outbox")) {
                    keys.add(of(kind, day));
                }
            }
            return past.isEmpty()
                    ? ""
                    : Script.FORGET_LINKS.run(redis, ScriptOutputType.STATUS, keys, Arguments.of(past.toArray()));
        });
    }

    @Override
    public List<AbandonedDraft> abandoned(LocalDate lastTurnBefore) {
        List<byte[]> ids =
                run(Script.ABANDONED, ScriptOutputType.MULTI, List.of("cases:draft"), Arguments.of(lastTurnBefore));
        // a draft that is handed in or destroyed between the two reads is left out
        return ids.stream()
                .map(id -> cases.stored(new CaseId(text(id))))
                .filter(stored -> stored.state().equals("draft"))
                .map(stored -> new AbandonedDraft(
                        stored.id(),
                        stored.field("destroy").equals("1"),
                        stored.field("minimum").equals("1"),
                        present(stored.recipients().get(Compartment.CASE)),
                        stored.records()))
                .toList();
    }

    /** Reads every record of every case: once an hour at the most, and one case at a time, so that turns come between. */
    @Override
    public Set<FileName> files() {
        Set<byte[]> ids = ask(() -> redis.sunion(
                "cases:draft",
                "cases:submitted",
                "cases:released",
                "cases:closed",
                "cases:following",
                "cases:withdrawn"));
        Set<FileName> all = new HashSet<>();
        for (byte[] id : ids) {
            List<byte[]> names = run(
                    Script.FILES,
                    ScriptOutputType.MULTI,
                    List.of(of("records", new CaseId(text(id))), of("case", new CaseId(text(id)))),
                    new Arguments());
            names.forEach(name -> all.add(new FileName(text(name))));
        }
        return all;
    }

    @Override
    public boolean handIn(CaseId id, StoredRecord manifest) {
        Long done = run(
                Script.HAND_IN,
                ScriptOutputType.INTEGER,
                List.of(of("case", id), of("records", id), "cases:draft", "cases:submitted", "cases:released"),
                Arguments.of(id.hex(), manifest.seq()).add(Tagged.of(manifest).bytes()));
        return done == 1;
    }

    @Override
    public boolean destroy(CaseId id) {
        Long done = run(
                Script.DESTROY,
                ScriptOutputType.INTEGER,
                List.of(of("keys", id), of("records", id), of("case", id), "cases:draft"),
                Arguments.of(id.hex()));
        return done == 1;
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

    // ---- cases

    @Override
    public List<Queued> queue(Instant now) {
        return cases.queue(now);
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
        return ask(() -> {
            Map<String, Sealed<Purpose.Quarantine>> all = new HashMap<>();
            redis.hgetall(QUARANTINE).forEach((name, bytes) -> all.put(name, Sealed.stored(Purpose.QUARANTINE, bytes)));
            return all;
        });
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
        client.shutdown(Duration.ZERO, PATIENCE);
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
            throw unavailable(e);
        }
    }

    /** By the first word of Redis's reply, which is the kind of the error; the rest of it is not carried on. */
    private static StoreUnavailable unavailable(RedisException e) {
        if (e instanceof RedisCommandInterruptedException) {
            Thread.currentThread().interrupt();
            return new StoreUnavailable(Trouble.FAILED);
        }
        if (e instanceof RedisLoadingException || e instanceof RedisBusyException) {
            return new StoreUnavailable(Trouble.UNREACHABLE);
        }
        if (!(e instanceof RedisCommandExecutionException)) {
            return new StoreUnavailable(Trouble.UNREACHABLE); // timed out, not connected, connection lost
        }
        String reply = String.valueOf(e.getMessage());
        String kind = reply.split(" ", 2)[0];
        return new StoreUnavailable(
                switch (kind) {
                    case "OOM" -> Trouble.DISK_FULL;
                    case "MISCONF" -> reply.contains("No space left") ? Trouble.DISK_FULL : Trouble.READ_ONLY;
                    case "READONLY", "NOREPLICAS" -> Trouble.READ_ONLY;
                    default -> Trouble.FAILED;
                });
    }

    private List<LocalDate> days() {
        return redis.smembers(DAYS).stream()
                .map(day -> LocalDate.parse(text(day)))
                .toList();
    }

    private static String of(String kind, LocalDate day) {
        return kind + ":" + day;
    }

    static String of(String kind, CaseId id) {
        return kind + ":" + id.hex();
    }

    private static String update(LinkName name) {
        return "update:" + name.hex();
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

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new StoreUnavailable(Trouble.FAILED);
        }
        return value;
    }
}
