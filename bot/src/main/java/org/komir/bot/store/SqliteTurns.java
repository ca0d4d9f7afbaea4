package org.komir.bot.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.komir.bot.intake.Drafts.Committed;
import org.komir.bot.intake.Drafts.StoredDraft;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.LinkName;
import org.komir.bot.intake.Turn;
import org.komir.bot.intake.Turn.After;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/** The drafts, and the one write of a turn, in {@link SqliteStore}, whose class comment has the tables; each is one transaction of its caller. */
final class SqliteTurns {
    private SqliteTurns() {}

    static Optional<StoredDraft> find(Sql sql, List<LinkName> names) throws SQLException {
        for (LinkName name : names) {
            Optional<StoredDraft> draft = sql.first(
                    row -> new StoredDraft(
                            name,
                            Sealed.stored(Purpose.CURSOR, row.getBytes(1)),
                            Optional.ofNullable(row.getBytes(2)).map(card -> Sealed.stored(Purpose.CARD, card))),
                    "SELECT cursor, card FROM draft WHERE day = ? AND name = ?",
                    day(name),
                    name.hex());
            if (draft.isPresent()) {
                return draft;
            }
        }
        return Optional.empty();
    }

    static Committed commit(Sql sql, Turn turn) throws SQLException {
        for (LinkName name : turn.update()) {
            if (SqliteUpdates.isSeen(sql, name)) {
                return Committed.SEEN;
            }
        }
        if (!isUnchanged(sql, turn) || !fits(sql, turn.after())) {
            return Committed.CONFLICT;
        }
        if (!turn.update().isEmpty()) {
            SqliteUpdates.markSeen(sql, turn.update().getFirst());
        }
        switch (turn.after()) {
            case After.Going going -> goOn(sql, turn, going);
            case After.Submitted submitted -> {
                removeDraft(sql, turn);
                SqliteTestimony.handIn(sql, submitted.id(), submitted.last());
                if (submitted.wayBack().isPresent()) {
                    SqliteMailboxes.wayBack(
                            sql, submitted.id(), submitted.wayBack().get());
                }
            }
            case After.Destroyed destroyed -> {
                removeDraft(sql, turn);
                SqliteTestimony.destroy(sql, destroyed.id());
            }
        }
        if (turn.outgoing().isPresent()) {
            SqliteUpdates.toBeSaid(sql, turn.outgoing().get());
        }
        return Committed.DONE;
    }

    /** Whether the draft is still as the turn read it, and no other one is where it is going. */
    private static boolean isUnchanged(Sql sql, Turn turn) throws SQLException {
        Optional<LinkName> name = turn.before().map(StoredDraft::name);
        if (turn.before().isPresent()) {
            StoredDraft before = turn.before().get();
            if (!sql.exists(
                    "SELECT 1 FROM draft WHERE day = ? AND name = ? AND cursor = ?",
                    day(before.name()),
                    before.name().hex(),
                    before.cursor().bytes())) {
                return false;
            }
        }
        return name.equals(Optional.of(turn.name()))
                || !sql.exists(
                        "SELECT 1 FROM draft WHERE day = ? AND name = ?",
                        day(turn.name()),
                        turn.name().hex());
    }

    /** Whether the case is one that may become this. */
    private static boolean fits(Sql sql, After after) throws SQLException {
        return switch (after) {
            case After.Going going ->
                (going.opening().isPresent()
                                ? SqliteTestimony.state(sql, going.id()).isEmpty()
                                : SqliteTestimony.isDraft(sql, going.id()))
                        && SqliteTestimony.numbersAreFree(sql, going.id(), going.keep(), going.drop());
            case After.Submitted submitted ->
                SqliteTestimony.isDraft(sql, submitted.id())
                        && SqliteTestimony.numbersAreFree(sql, submitted.id(), submitted.last(), Set.of())
                        && SqliteMailboxes.fits(sql, submitted.wayBack());
            case After.Destroyed destroyed ->
                SqliteTestimony.isDraft(sql, destroyed.id())
                        || SqliteTestimony.state(sql, destroyed.id()).isEmpty();
        };
    }

    private static void goOn(Sql sql, Turn turn, After.Going going) throws SQLException {
        if (!turn.before().map(StoredDraft::name).equals(Optional.of(turn.name()))) {
            removeDraft(sql, turn); // with its card, which the key of that day sealed
        }
        sql.run("""
                INSERT INTO draft (day, name, cursor) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET cursor = excluded.cursor""", day(turn.name()), turn.name().hex(), going.cursor().bytes());
        if (going.opening().isPresent()) {
            SqliteTestimony.open(sql, going.id(), going.opening().get());
        }
        sql.run(
                "UPDATE testimony SET last_turn = ?, minimum = max(minimum, ?), destroy = min(destroy, ?) WHERE id = ?",
                day(turn.name()),
                going.minimumMet() || going.sent(),
                !going.sent(),
                going.id().hex());
        if (going.urgent().isPresent()) {
            sql.run(
                    "UPDATE testimony SET urgent = ? WHERE id = ?",
                    going.urgent().get(),
                    going.id().hex());
        }
        for (int seq : going.drop()) {
            sql.run("DELETE FROM record WHERE id = ? AND seq = ?", going.id().hex(), seq);
        }
        for (StoredRecord record : going.keep()) {
            SqliteTestimony.add(sql, going.id(), record);
        }
    }

    private static void removeDraft(Sql sql, Turn turn) throws SQLException {
        if (turn.before().isPresent()) {
            LinkName name = turn.before().get().name();
            sql.run("DELETE FROM draft WHERE day = ? AND name = ?", day(name), name.hex());
        }
    }

    static String day(LinkName name) {
        return name.day().toString();
    }
}
