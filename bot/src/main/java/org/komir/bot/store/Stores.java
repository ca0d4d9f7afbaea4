package org.komir.bot.store;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.Mailboxes;
import org.komir.bot.intake.Mailboxes.Stage;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.intake.StoreUnavailable.Trouble;
import org.komir.bot.intake.Turn;
import org.komir.bot.review.ActLog.Head;
import org.komir.bot.review.Cases.Lease;
import org.komir.bot.review.LogEntry;
import org.komir.bot.review.Withdrawals.Decision;
import org.komir.bot.review.Withdrawals.Kind;
import org.komir.crypto.Compartment;
import org.komir.crypto.Panelists;

/** Opens the store that the setting {@code komir.store} names. */
public final class Stores {
    private static final String SQLITE = "sqlite:";

    /** No id: where the escrow stands alone in a panel that is known. */
    private static final String NOBODY = ".";

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

    /** Who signed and the signature, a line each. */
    static String lines(List<Link.Signature> signatures) {
        return signatures.stream().map(one -> one.by() + " " + one.signature()).collect(Collectors.joining("\n"));
    }

    static List<Link.Signature> signatures(String lines) {
        return lines.lines()
                .map(line -> new Link.Signature(
                        line.substring(0, line.lastIndexOf(' ')), line.substring(line.lastIndexOf(' ') + 1)))
                .toList();
    }

    /** Ids in one line, a space between two; a dot where there are none. */
    static String ids(Collection<String> ids) {
        return ids.isEmpty() ? NOBODY : String.join(" ", ids);
    }

    /** Of a line that is not empty. */
    static List<String> ids(String line) {
        return line.equals(NOBODY) ? List.of() : List.of(line.split(" "));
    }

    /** Empty where they are not known. */
    static String panel(Optional<Panelists> panelists) {
        return panelists.map(Panelists::panel).map(Stores::ids).orElse("");
    }

    /** Empty where they are not known, and for a file of one layer. */
    static String outer(Optional<Panelists> panelists) {
        return panelists.flatMap(Panelists::outer).map(Stores::ids).orElse("");
    }

    static Optional<Panelists> panelists(String panel, String outer) {
        return panel.isEmpty()
                ? Optional.empty()
                : Optional.of(new Panelists(ids(panel), outer.isEmpty() ? Optional.empty() : Optional.of(ids(outer))));
    }

    /** The same line with one more in it. @param line may be empty */
    static String with(String line, String id) {
        TreeSet<String> all = new TreeSet<>(excluded(line));
        all.add(id);
        return String.join(" ", all);
    }

    /** Of what a family needs. @param holder empty or null, and until 0, where there is none */
    static Optional<Lease> aidLease(@Nullable String holder, long until, boolean opened, Instant now) {
        Instant end = Instant.ofEpochMilli(until);
        return holder != null && !holder.isEmpty() && end.isAfter(now)
                ? Optional.of(new Lease(holder, end, opened))
                : Optional.empty();
    }

    static Set<String> excluded(String line) {
        return line.isEmpty() ? Set.of() : Set.of(line.split(" "));
    }

    /** Of a case that was not withdrawn. */
    static Stage stage(String state) {
        return switch (state) {
            case "submitted" -> Stage.WAITING;
            case "released" -> Stage.WITH_VOLUNTEERS;
            default -> Stage.CLOSED;
        };
    }

    /** By the day alone, so that it is the same whatever became of the case. */
    static Stage stageOfWithdrawn(LocalDate withdrawn, LocalDate today) {
        return withdrawn.isBefore(today.minusDays(Mailboxes.DAYS_WITHDRAWN)) ? Stage.GONE : Stage.WITHDRAWN;
    }

    /** The last one of each person and kind. @param all about one case, in the order in which they were made */
    static List<Decision> thatCount(List<Decision> all) {
        Map<List<Object>, Decision> last = new LinkedHashMap<>();
        for (Decision decision : all) {
            List<Object> by = List.of(decision.volunteer(), decision.kind());
            last.remove(by);
            last.put(by, decision);
        }
        return List.copyOf(last.values());
    }

    /** Whether two people hold a case until today or longer. @param all about it, in the order in which they were made */
    static boolean isHeld(List<Decision> all, LocalDate today) {
        return thatCount(all).stream()
                        .filter(decision -> decision.kind() == Kind.HOLD
                                && !decision.until().isBefore(today))
                        .count()
                > 1;
    }

    /** What the text of the last entry says of the head. */
    static Head head(String last) {
        return Head.of(LogEntry.read(last).orElseThrow(() -> new StoreUnavailable(Trouble.FAILED)));
    }

    /** Too short a start would be a way to list what there is. */
    static boolean isMark(String mark) {
        return mark.matches("[0-9a-f]{8,32}");
    }

    static boolean isStartOfHash(String prefix) {
        return prefix.matches("[0-9a-f]{19,64}");
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
