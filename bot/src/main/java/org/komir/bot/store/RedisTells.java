package org.komir.bot.store;

import static org.komir.bot.store.RedisStore.field;

import io.lettuce.core.ScriptOutputType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.komir.bot.intake.SignedText;
import org.komir.bot.intake.TellHere.Notice;
import org.komir.bot.intake.TellHere.Tell;
import org.komir.bot.intake.TellHere.Witness;
import org.komir.bot.store.Script.Arguments;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;

/** Wishes to be told, and what the running witness process is to say, in {@link RedisStore}; each is one script or one command. */
final class RedisTells {
    static final String TELLS = "tells";
    private static final String WITNESS = "witness";
    private static final String NOTICES = "notices";

    private final RedisStore store;

    RedisTells(RedisStore store) {
        this.store = store;
    }

    /** By name. @param stored the case, newline, sealed */
    static List<Tell> tells(Map<String, byte[]> stored) {
        List<Tell> tells = new ArrayList<>();
        new TreeMap<>(stored)
                .forEach((name, value) -> tells.add(new Tell(
                        name, Sealed.stored(Purpose.TELL, Tagged.of(value).content()))));
        return tells;
    }

    boolean forget(String name) {
        Long done = store.run(Script.FORGET_TELL, ScriptOutputType.INTEGER, List.of(TELLS), Arguments.of(name));
        return done == 1;
    }

    void listens(Witness witness) {
        store.run(
                Script.LISTENS,
                ScriptOutputType.STATUS,
                List.of(WITNESS, NOTICES),
                Arguments.of(
                        witness.recipient(),
                        witness.signed().text(),
                        witness.signed().base64()));
    }

    Optional<Witness> witness() {
        Map<String, byte[]> fields = store.ask(redis -> redis.hgetall(WITNESS));
        return fields.isEmpty()
                ? Optional.empty()
                : Optional.of(new Witness(
                        Recipient.parse(field(fields, "recipient")),
                        SignedText.of(field(fields, "statement"), field(fields, "signature"))));
    }

    void send(Notice notice) {
        store.ask(redis -> redis.hset(NOTICES, notice.id(), notice.sealed().bytes()));
    }

    List<Notice> notices() {
        return store.ask(redis -> redis.hgetall(NOTICES)).entrySet().stream()
                .map(entry -> new Notice(entry.getKey(), Sealed.stored(Purpose.NOTICE, entry.getValue())))
                .toList();
    }

    void told(Collection<String> ids) {
        if (!ids.isEmpty()) {
            store.ask(redis -> redis.hdel(NOTICES, ids.toArray(String[]::new)));
        }
    }
}
