package org.komir.bot.store;

import static org.komir.bot.store.RedisStore.bit;
import static org.komir.bot.store.RedisStore.of;
import static org.komir.bot.store.RedisStore.text;

import io.lettuce.core.ScriptOutputType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Limit;
import org.komir.bot.review.Needs.Need;
import org.komir.bot.review.Needs.Taken;
import org.komir.bot.review.Work.Added;
import org.komir.bot.review.Work.Piece;
import org.komir.bot.store.Script.Arguments;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/** What families need, for people in aid, in {@link RedisStore}, whose class comment has the keys; each is one script or one command. */
final class RedisNeeds {
    private static final String AID = "aid";
    private static final List<String> SETS = List.of("cases:released", "cases:closed", "cases:following");

    private final RedisStore store;
    private final RedisCases cases;

    RedisNeeds(RedisStore store, RedisCases cases) {
        this.store = store;
        this.cases = cases;
    }

    List<Need> needs(Instant now) {
        return lines("", now);
    }

    Optional<Need> need(CaseId id, Instant now) {
        return lines(id.hex(), now).stream().findFirst();
    }

    private List<Need> lines(String which, Instant now) {
        List<List<byte[]>> lines = store.run(Script.NEEDS, ScriptOutputType.MULTI, SETS, Arguments.of(which));
        return lines.stream().map(line -> need(line, now)).toList();
    }

    private static Need need(List<byte[]> line, Instant now) {
        String until = text(line.get(2));
        return new Need(
                new CaseId(text(line.get(0))),
                Stores.aidLease(
                        text(line.get(1)),
                        until.isEmpty() ? 0 : Long.parseLong(until),
                        text(line.get(3)).equals("1"),
                        now),
                text(line.get(4)).equals("1"),
                Stores.panelists(text(line.get(6)), text(line.get(7))),
                Stores.excluded(text(line.get(5))));
    }

    Taken take(CaseId id, String volunteer, Instant now, Instant until) {
        return Taken.valueOf(store.run(
                Script.TAKE_NEED,
                ScriptOutputType.STATUS,
                List.of(of("case", id)),
                Arguments.of(volunteer, now.toEpochMilli(), until.toEpochMilli())));
    }

    boolean open(CaseId id, String volunteer, Instant now) {
        return changes(Script.OPEN_NEED, id, volunteer, now);
    }

    boolean leave(CaseId id, String volunteer, Instant now) {
        return changes(Script.LEAVE_NEED, id, volunteer, now);
    }

    private boolean changes(Script script, CaseId id, String volunteer, Instant now) {
        return 1L
                == store.<Long>run(
                        script,
                        ScriptOutputType.INTEGER,
                        List.of(of("case", id)),
                        Arguments.of(volunteer, now.toEpochMilli()));
    }

    Added add(CaseId id, String volunteer, Piece piece, boolean over, Instant now) {
        return Added.valueOf(store.run(
                Script.ADD_AID,
                ScriptOutputType.STATUS,
                List.of(of("case", id), of(AID, id)),
                Arguments.of(volunteer, now.toEpochMilli(), Limit.PIECES_OF_A_CASE.most(), piece.name(), bit(over))
                        .add(piece.sealed().bytes())));
    }

    List<Piece> work(CaseId id) {
        if (cases.isLocked(id)) {
            return List.of();
        }
        return store.ask(redis -> redis.hgetall(of(AID, id))).entrySet().stream()
                .map(entry -> new Piece(entry.getKey(), Sealed.stored(Purpose.WORK, entry.getValue())))
                .sorted(Comparator.comparing(Piece::name))
                .toList();
    }
}
