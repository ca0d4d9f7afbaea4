package org.komir.bot.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.komir.bot.store.RedisStore.of;
import static org.komir.bot.store.RedisStore.text;

import io.lettuce.core.KeyValue;
import io.lettuce.core.ScriptOutputType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Limit;
import org.komir.bot.review.Matching.Entry;
import org.komir.bot.review.Matching.Key;
import org.komir.bot.review.Matching.Suggested;
import org.komir.bot.review.Work.Piece;
import org.komir.bot.store.Script.Arguments;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/** Match records and their key, in {@link RedisStore}, whose class comment has the keys; each write is one script or one command. */
final class RedisMatching {
    static final String RECORDS = "match:records";
    private static final String KEY = "match:key";
    private static final String SAID = "match:said";
    private static final int HASH = 64;

    private final RedisStore store;

    RedisMatching(RedisStore store) {
        this.store = store;
    }

    Optional<Key> key() {
        Map<String, byte[]> key = store.ask(redis -> redis.hgetall(KEY));
        byte @Nullable [] sealed = key.get("sealed");
        return Optional.ofNullable(sealed)
                .map(file -> new Key(
                        Integer.parseInt(RedisStore.field(key, "generation")),
                        Sealed.stored(Purpose.MATCH_KEY, file),
                        Stores.ids(RedisStore.field(key, "readers")),
                        RedisStore.field(key, "maker")));
    }

    boolean put(Key key, String replaces) {
        return 1L
                == store.<Long>run(
                        Script.PUT_MATCH_KEY,
                        ScriptOutputType.INTEGER,
                        List.of(KEY, RECORDS),
                        Arguments.of(replaces, key.generation(), key.sealed().sha256Hex())
                                .add(key.sealed().bytes())
                                .add(Stores.ids(key.readers()))
                                .add(key.maker()));
    }

    boolean put(int generation, Entry entry) {
        return 1L
                == store.<Long>run(
                        Script.PUT_MATCH_RECORD,
                        ScriptOutputType.INTEGER,
                        List.of(of("case", entry.id()), KEY, RECORDS),
                        Arguments.of(generation, entry.id().hex()).add(value(entry)));
    }

    private static byte[] value(Entry entry) {
        byte[] sealed = entry.sealed().bytes();
        byte[] value = Arrays.copyOf((entry.madeOf() + "\n").getBytes(UTF_8), HASH + 1 + sealed.length);
        System.arraycopy(sealed, 0, value, HASH + 1, sealed.length);
        return value;
    }

    private static Entry entry(CaseId id, byte[] value) {
        return new Entry(
                id,
                text(Arrays.copyOf(value, HASH)),
                Sealed.stored(Purpose.MATCH_RECORD, Arrays.copyOfRange(value, HASH + 1, value.length)));
    }

    Optional<String> madeOf(CaseId id) {
        byte @Nullable [] value = store.ask(redis -> redis.hget(RECORDS, id.hex()));
        return Optional.ofNullable(value).map(one -> entry(id, one).madeOf());
    }

    int count() {
        return store.ask(redis -> redis.hlen(RECORDS)).intValue();
    }

    /** What goes between the two questions is left out. */
    List<Entry> records(Optional<CaseId> after, int limit) {
        String[] ids = store.ask(redis -> redis.hkeys(RECORDS)).stream()
                .filter(id -> after.map(CaseId::hex).orElse("").compareTo(id) < 0)
                .sorted()
                .limit(limit)
                .toArray(String[]::new);
        List<Entry> entries = new ArrayList<>();
        if (ids.length > 0) {
            for (KeyValue<String, byte[]> one : store.ask(redis -> redis.hmget(RECORDS, ids))) {
                if (one.hasValue()) {
                    entries.add(entry(new CaseId(one.getKey()), one.getValue()));
                }
            }
        }
        return entries;
    }

    Suggested suggest(CaseId id, Piece piece) {
        return Suggested.valueOf(store.run(
                Script.SUGGEST,
                ScriptOutputType.STATUS,
                List.of(RECORDS, of("work", id)),
                Arguments.of(id.hex(), Limit.SUGGESTIONS_OF_A_CASE.most(), piece.name())
                        .add(piece.sealed().bytes())));
    }

    void say(String volunteer, Sealed<Purpose.Kept> said) {
        store.ask(redis -> redis.hset(SAID, volunteer, said.bytes()));
    }

    Optional<Sealed<Purpose.Kept>> said(String volunteer) {
        byte @Nullable [] said = store.ask(redis -> redis.hget(SAID, volunteer));
        return Optional.ofNullable(said).map(one -> Sealed.stored(Purpose.KEPT, one));
    }
}
