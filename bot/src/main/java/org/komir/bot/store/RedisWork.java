package org.komir.bot.store;

import static org.komir.bot.store.RedisStore.of;
import static org.komir.bot.store.RedisStore.text;

import io.lettuce.core.ScriptOutputType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Limit;
import org.komir.bot.review.Verdicts.Given;
import org.komir.bot.review.Verdicts.Kind;
import org.komir.bot.review.Verdicts.Verdict;
import org.komir.bot.review.Work.Added;
import org.komir.bot.review.Work.Kept;
import org.komir.bot.review.Work.Piece;
import org.komir.bot.store.Script.Arguments;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/** What volunteers add to cases and find them to be, in {@link RedisStore}, whose class comment has the keys; each is one script or one command. */
final class RedisWork {
    private static final String WORK = "work";
    private static final String KEPT = "kept";
    private static final String KEEPS = "keeps:";
    private static final String VERDICTS = "verdicts";

    private final RedisStore store;
    private final RedisCases cases;

    RedisWork(RedisStore store, RedisCases cases) {
        this.store = store;
        this.cases = cases;
    }

    Added add(CaseId id, String volunteer, Piece piece, Instant now) {
        return Added.valueOf(store.run(
                Script.ADD_WORK,
                ScriptOutputType.STATUS,
                List.of(of("case", id), of(WORK, id)),
                Arguments.of(volunteer, now.toEpochMilli(), Limit.PIECES_OF_A_CASE.most(), piece.name())
                        .add(piece.sealed().bytes())));
    }

    List<Piece> workOn(CaseId id) {
        if (cases.isLocked(id)) {
            return List.of();
        }
        return store.ask(redis -> redis.hgetall(of(WORK, id))).entrySet().stream()
                .map(entry -> new Piece(entry.getKey(), Sealed.stored(Purpose.WORK, entry.getValue())))
                .sorted(Comparator.comparing(Piece::name))
                .toList();
    }

    boolean keep(Kept kept) {
        Long done = store.run(
                Script.KEEP,
                ScriptOutputType.INTEGER,
                List.of(of("case", kept.id()), of(KEPT, kept.id()), KEEPS + kept.volunteer()),
                Arguments.of(kept.volunteer(), kept.id().hex(), Limit.KEPT_OF_A_VOLUNTEER.most())
                        .add(kept.sealed().bytes()));
        return done == 1;
    }

    Optional<Sealed<Purpose.Kept>> kept(String volunteer, CaseId id) {
        byte @Nullable [] sealed = store.ask(redis -> redis.hget(of(KEPT, id), volunteer));
        return Optional.ofNullable(sealed).map(bytes -> Sealed.stored(Purpose.KEPT, bytes));
    }

    List<CaseId> begun(String volunteer) {
        return store.ask(redis -> redis.smembers(KEEPS + volunteer)).stream()
                .map(id -> new CaseId(text(id)))
                .sorted(Comparator.comparing(CaseId::hex))
                .toList();
    }

    void forgetKept(String volunteer, CaseId id) {
        store.run(
                Script.FORGET_KEPT,
                ScriptOutputType.INTEGER,
                List.of(of(KEPT, id), KEEPS + volunteer),
                Arguments.of(volunteer, id.hex()));
    }

    Given give(Verdict verdict, int number, boolean closes, Instant now) {
        CaseId id = verdict.id();
        return Given.valueOf(store.run(
                Script.GIVE_VERDICT,
                ScriptOutputType.STATUS,
                List.of(of("case", id), of(VERDICTS, id), "cases:released", "cases:closed"),
                Arguments.of(
                        verdict.volunteer(),
                        now.toEpochMilli(),
                        number,
                        RedisStore.bit(closes),
                        id.hex(),
                        verdict.kind() + "\n" + verdict.volunteer() + "\n" + verdict.seen() + "\n"
                                + verdict.statement().base64() + "\n"
                                + verdict.statement().text())));
    }

    List<Verdict> verdictsOf(CaseId id) {
        return verdicts(id, store.ask(redis -> redis.hgetall(of(VERDICTS, id))));
    }

    /** @param numbered number, value, number, value …, as a script gives them */
    static List<Verdict> verdicts(CaseId id, Map<String, byte[]> numbered) {
        return numbered.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> Integer.parseInt(entry.getKey())))
                .map(entry -> {
                    String[] lines = text(entry.getValue()).split("\n", 5);
                    return new Verdict(
                            id, Kind.valueOf(lines[0]), lines[1], lines[2], SignedText.of(lines[4], lines[3]));
                })
                .toList();
    }
}
