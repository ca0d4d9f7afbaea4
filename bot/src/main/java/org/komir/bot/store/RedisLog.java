package org.komir.bot.store;

import static org.komir.bot.store.RedisStore.of;
import static org.komir.bot.store.RedisStore.text;

import io.lettuce.core.KeyValue;
import io.lettuce.core.ScriptOutputType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.LongStream;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.ActLog.Head;
import org.komir.bot.review.ActLog.Opened;
import org.komir.bot.review.LogEntry;
import org.komir.bot.store.Script.Arguments;

/** The log of what volunteers did, in {@link RedisStore}, whose class comment has the keys; each is one script or one command. */
final class RedisLog {
    private static final String LOG = "log";
    private static final String HEAD = "log:head";

    private final RedisStore store;

    RedisLog(RedisStore store) {
        this.store = store;
    }

    Head head() {
        List<byte[]> last = store.run(Script.LOG_HEAD, ScriptOutputType.MULTI, List.of(LOG, HEAD), new Arguments());
        return last.isEmpty() ? Head.NONE : Stores.head(signed(last.getFirst()).text());
    }

    boolean append(LogEntry entry, byte[] signature) {
        return append(List.of(LOG, HEAD), arguments(entry, signature)) == Opened.DONE;
    }

    Opened open(LogEntry entry, byte[] signature, Instant now) {
        return entry.about()
                .map(id -> append(
                        List.of(LOG, HEAD, of("case", id)),
                        arguments(entry, signature)
                                .add(entry.volunteer())
                                .add(Long.toString(now.toEpochMilli()))
                                .add(SqliteTriage.day(now))))
                .orElse(Opened.NOT_HELD);
    }

    private Opened append(List<String> keys, Arguments arguments) {
        return Opened.valueOf(store.run(Script.APPEND, ScriptOutputType.STATUS, keys, arguments));
    }

    private static Arguments arguments(LogEntry entry, byte[] signature) {
        String value = Base64.getEncoder().encodeToString(signature) + "\n" + entry.text();
        return Arguments.of(entry.n(), entry.before(), entry.hash(), value);
    }

    List<SignedText> entries(long from, int limit) {
        String[] numbers =
                LongStream.range(from, from + limit).mapToObj(Long::toString).toArray(String[]::new);
        List<SignedText> entries = new ArrayList<>();
        for (KeyValue<String, byte[]> one : store.ask(redis -> redis.hmget(LOG, numbers))) {
            if (one.hasValue()) {
                entries.add(signed(one.getValue()));
            }
        }
        return entries;
    }

    private static SignedText signed(byte[] value) {
        String[] lines = text(value).split("\n", 2);
        return SignedText.of(lines[1], lines[0]);
    }
}
