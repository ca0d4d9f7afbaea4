package org.komir.bot.store;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.Base16;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * One Lua script of {@code resources/lua}, whose head names and types its {@code KEYS} and {@code ARGV}. Redis runs it
 * whole; since it does not undo what a failing script has done, each checks everything before its first write. A first line
 * {@code #!lua} makes Redis refuse it beforehand while memory is full or the disk fails.
 */
enum Script {
    ABANDONED,
    ADD_AID,
    ADD_WORK,
    APPEND,
    ASK,
    ATTEMPT,
    CLAIM,
    COMMIT,
    CONFIRM,
    COUNT_DAYS,
    DECIDE,
    DESTROY,
    DESTROY_WITHDRAWN,
    DIRECTORY_SEEN,
    EXCLUDE,
    FILES,
    FIND,
    FIND_CASES,
    FORGET_KEPT,
    FORGET_LINKS,
    FORGET_REQUESTS,
    FORGET_TELL,
    GIVE_VERDICT,
    HAND,
    HAND_IN,
    KEEP,
    LEAVE_NEED,
    LET_GO,
    LISTENS,
    LOG_HEAD,
    MAIL,
    MAILBOX_OF,
    MIGRATE,
    NEEDS,
    OPEN_NEED,
    PANELS,
    PUT_MATCH_KEY,
    PUT_MATCH_RECORD,
    QUARANTINE,
    QUEUE,
    READ_CASE,
    READ_GROUP,
    RELEASE,
    RELINK,
    REMEMBER_CARD,
    REOPEN,
    REPLACE,
    REQUEST,
    RESEAL,
    RESTORE,
    SAY_URGENCY,
    SEND_LETTER,
    SIGN,
    SIGNED,
    SUBMIT,
    SUGGEST,
    TAKE_NEED,
    WITHDRAW,
    WITHDRAWN;

    private final byte[] source;
    private final String digest;

    Script() {
        String path = "/lua/" + name().toLowerCase(Locale.ROOT) + ".lua";
        try (InputStream in = Script.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("missing " + path);
            }
            source = in.readAllBytes();
            digest = Base16.digest(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By its digest, and whole only to a Redis that has not seen it. */
    <T> T run(RedisCommands<String, byte[]> redis, ScriptOutputType output, List<String> keys, Arguments arguments) {
        String[] keysArray = keys.toArray(String[]::new);
        byte[][] values = arguments.values.toArray(byte[][]::new);
        try {
            return redis.evalsha(digest, output, keysArray, values);
        } catch (RedisNoScriptException e) {
            return redis.eval(source, output, keysArray, values);
        }
    }

    /** What a script finds in {@code ARGV}. */
    static final class Arguments {
        private final List<byte[]> values = new ArrayList<>();

        static Arguments of(Object... texts) {
            Arguments arguments = new Arguments();
            for (Object text : texts) {
                arguments.add(text.toString());
            }
            return arguments;
        }

        Arguments add(String text) {
            return add(text.getBytes(StandardCharsets.UTF_8));
        }

        Arguments add(byte[] bytes) {
            values.add(bytes);
            return this;
        }

        Arguments count(Collection<?> list) {
            return add(Integer.toString(list.size()));
        }
    }
}
