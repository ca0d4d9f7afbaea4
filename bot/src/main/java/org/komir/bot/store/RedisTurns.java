package org.komir.bot.store;

import static org.komir.bot.store.RedisStore.bit;
import static org.komir.bot.store.RedisStore.of;
import static org.komir.bot.store.RedisStore.present;

import io.lettuce.core.ScriptOutputType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.Committed;
import org.komir.bot.intake.Drafts.StoredDraft;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.LinkName;
import org.komir.bot.intake.Turn;
import org.komir.bot.intake.Turn.After;
import org.komir.bot.intake.Turn.Outgoing;
import org.komir.bot.store.Script.Arguments;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/** The drafts, and the one write of a turn, in {@link RedisStore}, whose class comment has the keys; each is one script. */
final class RedisTurns {
    private final RedisStore store;

    RedisTurns(RedisStore store) {
        this.store = store;
    }

    Optional<StoredDraft> find(List<LinkName> names) {
        List<String> keys = names.stream()
                .flatMap(name -> Stream.of(of("draft", name.day()), of("card", name.day())))
                .toList();
        Arguments hexes = Arguments.of(names.stream().map(LinkName::hex).toArray());
        List<@Nullable Object> found = store.run(Script.FIND, ScriptOutputType.MULTI, keys, hexes);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        byte[] card = found.size() < 3 ? null : (byte[]) found.get(2);
        return Optional.of(new StoredDraft(
                names.get(((Number) present(found.getFirst())).intValue() - 1),
                Sealed.stored(Purpose.CURSOR, (byte[]) present(found.get(1))),
                Optional.ofNullable(card).map(bytes -> Sealed.stored(Purpose.CARD, bytes))));
    }

    List<LinkName> idle(LocalDate lastTurnBefore) {
        return store.ask(redis -> {
            List<LinkName> idle = new ArrayList<>();
            for (LocalDate day : RedisUpdates.days(redis)) {
                if (day.isBefore(lastTurnBefore)) {
                    redis.hkeys(of("draft", day)).forEach(hex -> idle.add(new LinkName(day, hex)));
                }
            }
            return idle;
        });
    }

    Committed commit(Turn turn) {
        Stores.mustOpenWithCaseKey(turn);
        LinkName name = turn.name();
        LinkName before = turn.before().map(StoredDraft::name).orElse(name);
        LocalDate outgoingDay = turn.outgoing().map(Outgoing::day).orElse(name.day());
        Set<LocalDate> days = new TreeSet<>(Set.of(name.day()));
        days.add(outgoingDay);
        turn.update().stream().findFirst().ifPresent(first -> days.add(first.day()));

        List<String> keys = new ArrayList<>(List.of(
                of("draft", name.day()),
                of("card", name.day()),
                of("draft", before.day()),
                of("card", before.day()),
                of("outbox", outgoingDay),
                RedisUpdates.DAYS,
                "cases:draft",
                "cases:submitted"));
        Optional<After.Going> going = turn.after() instanceof After.Going some ? Optional.of(some) : Optional.empty();
        Optional<Turn.Opening> opening = going.flatMap(After.Going::opening);
        String what;
        CaseId id;
        List<StoredRecord> keep;
        switch (turn.after()) {
            case After.Going some -> {
                what = "going";
                id = some.id();
                keep = some.keep();
            }
            case After.Submitted submitted -> {
                what = "submitted";
                id = submitted.id();
                keep = submitted.last();
            }
            case After.Destroyed destroyed -> {
                what = "destroyed";
                id = destroyed.id();
                keep = List.of();
            }
        }
        keys.addAll(List.of(of("case", id), of("keys", id), of("records", id), "cases:released"));
        turn.update().forEach(update -> keys.add(of("seen", update.day())));

        Arguments arguments = Arguments.of(what, name.hex())
                .add(turn.before().map(draft -> draft.name().hex()).orElse(""))
                .add(turn.before().map(draft -> draft.cursor().bytes()).orElse(new byte[0]))
                .add(going.map(some -> some.cursor().bytes()).orElse(new byte[0]))
                .add(name.day().toString())
                .add(id.hex())
                .add(opening.map(some -> bit(some.destroyUnfinished())).orElse(""))
                .add(going.map(some -> some.sent() ? "2" : bit(some.minimumMet()))
                        .orElse("0"))
                .add(going.flatMap(After.Going::urgent).map(RedisStore::bit).orElse(""))
                .add(turn.outgoing().map(some -> some.id().hex()).orElse(""))
                .add(turn.outgoing().map(some -> some.sealed().bytes()).orElse(new byte[0]));
        arguments.count(turn.update());
        turn.update().forEach(update -> arguments.add(RedisUpdates.update(update)));
        arguments.count(days);
        days.forEach(day -> arguments.add(day.toString()));
        var files = opening.map(Turn.Opening::keys).orElse(Map.of());
        arguments.count(files.keySet());
        files.forEach((compartment, key) -> arguments
                .add(compartment.name())
                .add(key.recipient().toString())
                .add(key.file().bytes())
                .add(Stores.panel(key.panelists()))
                .add(Stores.outer(key.panelists())));
        arguments.count(keep);
        keep.forEach(record -> arguments
                .add(Integer.toString(record.seq()))
                .add(Tagged.of(record).bytes()));
        Set<Integer> drop = going.map(After.Going::drop).orElse(Set.of());
        arguments.count(drop);
        drop.forEach(seq -> arguments.add(Integer.toString(seq)));
        RedisMailboxes.add(
                arguments, turn.after() instanceof After.Submitted submitted ? submitted.wayBack() : Optional.empty());

        return Committed.valueOf(store.run(Script.COMMIT, ScriptOutputType.STATUS, keys, arguments));
    }

    void rememberCard(LinkName name, Sealed<Purpose.Card> card) {
        store.run(
                Script.REMEMBER_CARD,
                ScriptOutputType.STATUS,
                List.of(of("draft", name.day()), of("card", name.day())),
                Arguments.of(name.hex()).add(card.bytes()));
    }
}
