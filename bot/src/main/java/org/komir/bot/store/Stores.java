package org.komir.bot.store;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.Turn;
import org.komir.crypto.Compartment;

/** Opens the store that the setting {@code komir.store} names. */
public final class Stores {
    private static final String SQLITE = "sqlite:";

    private Stores() {}

    /**
     * @param setting {@code sqlite:PATH}, {@code redis://…}, {@code rediss://…} or {@code redis-socket://…}
     * @throws UnsafeStore if the store is set up so that it could lose or keep what it must not
     * @throws org.komir.bot.intake.StoreUnavailable if it does not answer
     */
    public static Store open(String setting) {
        if (setting.startsWith(SQLITE)) {
            return SqliteStore.open(Path.of(setting.substring(SQLITE.length())));
        }
        if (setting.matches("redis(s|-socket)?://.*")) {
            return RedisStore.open(setting);
        }
        // the value is not repeated: it may hold a password
        throw new IllegalArgumentException(
                "komir.store begins with sqlite:, redis://, rediss:// or redis-socket://, and this one does not");
    }

    /** Names of files in one line, a space between two. */
    static String line(List<FileName> files) {
        return files.stream().map(FileName::hex).collect(Collectors.joining(" "));
    }

    static List<FileName> files(String line) {
        return line.isEmpty()
                ? List.of()
                : Arrays.stream(line.split(" ")).map(FileName::new).toList();
    }

    /** A draft without that key could never be handed in. */
    static void mustOpenWithCaseKey(Turn turn) {
        if (turn.after() instanceof Turn.After.Going going
                && going.opening().isPresent()
                && !going.opening().get().keys().containsKey(Compartment.CASE)) {
            throw new IllegalArgumentException("a case opens with a key for its compartment 'case'");
        }
    }
}
