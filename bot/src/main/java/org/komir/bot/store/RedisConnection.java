package org.komir.bot.store;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.intake.StoreUnavailable.Trouble;

/** The connection of {@link RedisStore}: how it is made, what is demanded of the server, and what its errors mean. */
final class RedisConnection {
    /** Below the three seconds within which an outage must be known. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** What durability and deletion rest on. */
    static final Map<String, String> REQUIRED = Map.of(
            "appendonly", "yes",
            "appendfsync", "always",
            "no-appendfsync-on-rewrite", "no",
            "aof-timestamp-enabled", "no",
            "maxmemory-policy", "noeviction",
            "save", "");

    /** Since Redis 7.2; an older one has no small sets. */
    private static final String SMALL_SETS = "set-max-listpack-entries";

    private RedisConnection() {}

    static ClientOptions options() {
        return ClientOptions.builder()
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
                .build();
    }

    static void checkSettings(RedisCommands<String, byte[]> redis) {
        for (var required : REQUIRED.entrySet()) {
            String found = setting(redis, required.getKey())
                    .orElseThrow(() -> new UnsafeStore(
                            "Redis has no setting %s: it must be version 7 or newer".formatted(required.getKey())));
            mustBe(required.getKey(), required.getValue(), found);
        }
        setting(redis, SMALL_SETS).ifPresent(found -> mustBe(SMALL_SETS, "0", found));
    }

    private static Optional<String> setting(RedisCommands<String, byte[]> redis, String name) {
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

    /** By the first word of Redis's reply, which is the kind of the error; the rest of it is not carried on. */
    static StoreUnavailable unavailable(RedisException e) {
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
}
