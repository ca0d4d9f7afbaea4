package org.komir.bot.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.komir.bot.store.RedisStore.of;
import static org.komir.bot.store.RedisStore.text;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.komir.bot.intake.LinkName;
import org.komir.bot.intake.Turn.Outgoing;
import org.komir.bot.store.Script.Arguments;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/** What came from the chats and what is to be said in them, in {@link RedisStore}, whose class comment has the keys; each is one script or command. */
final class RedisUpdates {
    static final String DAYS = "days";
    private static final String QUARANTINE = "quarantine";

    private final RedisStore store;

    RedisUpdates(RedisStore store) {
        this.store = store;
    }

    Map<LinkName, Integer> attempt(Collection<LinkName> updates) {
        List<LinkName> all = List.copyOf(Set.copyOf(updates));
        List<String> keys = new ArrayList<>(List.of(DAYS));
        Arguments arguments = new Arguments();
        for (LinkName update : all) {
            keys.add(of("attempts", update.day()));
            arguments.add(update.day().toString()).add(update(update));
        }
        List<Long> counts = store.run(Script.ATTEMPT, ScriptOutputType.MULTI, keys, arguments);
        Map<LinkName, Integer> counted = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            counted.put(all.get(i), counts.get(i).intValue());
        }
        return counted;
    }

    void quarantine(LinkName update, Sealed<Purpose.Quarantine> sealed) {
        store.run(
                Script.QUARANTINE,
                ScriptOutputType.STATUS,
                List.of(QUARANTINE, of("seen", update.day()), DAYS),
                Arguments.of(update.hex(), update(update))
                        .add(sealed.bytes())
                        .add(update.day().toString()));
    }

    boolean seen(List<LinkName> names) {
        return store.ask(redis -> names.stream()
                .anyMatch(name ->
                        redis.sismember(of("seen", name.day()), update(name).getBytes(UTF_8))));
    }

    Map<String, Sealed<Purpose.Quarantine>> quarantined() {
        return store.ask(redis -> {
            Map<String, Sealed<Purpose.Quarantine>> all = new HashMap<>();
            redis.hgetall(QUARANTINE).forEach((name, bytes) -> all.put(name, Sealed.stored(Purpose.QUARANTINE, bytes)));
            return all;
        });
    }

    List<Outgoing> undelivered() {
        return store.ask(redis -> {
            List<Outgoing> all = new ArrayList<>();
            for (LocalDate day : days(redis)) {
                redis.hgetall(of("outbox", day))
                        .forEach((id, bytes) -> all.add(
                                new Outgoing(new Outgoing.Id(id), day, Sealed.stored(Purpose.OUTGOING, bytes))));
            }
            return all;
        });
    }

    void delivered(Collection<Outgoing.Id> ids) {
        if (ids.isEmpty()) {
            return;
        }
        String[] all = ids.stream().map(Outgoing.Id::hex).toArray(String[]::new);
        store.ask(redis -> {
            for (LocalDate day : days(redis)) {
                redis.hdel(of("outbox", day), all);
            }
            return true;
        });
    }

    void forgetLinks(LocalDate before) {
        store.ask(redis -> {
            List<LocalDate> past =
                    days(redis).stream().filter(day -> day.isBefore(before)).toList();
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

    static List<LocalDate> days(RedisCommands<String, byte[]> redis) {
        return redis.smembers(DAYS).stream()
                .map(day -> LocalDate.parse(text(day)))
                .toList();
    }

    static String update(LinkName name) {
        return "update:" + name.hex();
    }
}
