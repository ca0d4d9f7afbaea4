package org.komir.bot.store;

import static org.komir.bot.store.RedisStore.of;
import static org.komir.bot.store.RedisStore.present;
import static org.komir.bot.store.RedisStore.text;

import io.lettuce.core.ScriptOutputType;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.AbandonedDraft;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.store.Script.Arguments;
import org.komir.crypto.Compartment;

/** Cases that are still drafts, and the files of all, in {@link RedisStore}, whose class comment has the keys; each write is one script. */
final class RedisTestimony {
    private final RedisStore store;
    private final RedisCases cases;

    RedisTestimony(RedisStore store, RedisCases cases) {
        this.store = store;
        this.cases = cases;
    }

    List<AbandonedDraft> abandoned(LocalDate lastTurnBefore) {
        List<byte[]> ids = store.run(
                Script.ABANDONED, ScriptOutputType.MULTI, List.of("cases:draft"), Arguments.of(lastTurnBefore));
        // a draft that is handed in or destroyed between the two reads is left out
        return ids.stream()
                .map(id -> cases.stored(new CaseId(text(id))))
                .filter(stored -> stored.state().equals("draft"))
                .map(stored -> new AbandonedDraft(
                        stored.id(),
                        stored.field("destroy").equals("1"),
                        stored.field("minimum").equals("1"),
                        present(stored.recipients().get(Compartment.CASE)),
                        stored.records()))
                .toList();
    }

    boolean handIn(CaseId id, StoredRecord manifest) {
        Long done = store.run(
                Script.HAND_IN,
                ScriptOutputType.INTEGER,
                List.of(of("case", id), of("records", id), "cases:draft", "cases:submitted", "cases:released"),
                Arguments.of(id.hex(), manifest.seq()).add(Tagged.of(manifest).bytes()));
        return done == 1;
    }

    boolean destroy(CaseId id) {
        Long done = store.run(
                Script.DESTROY,
                ScriptOutputType.INTEGER,
                List.of(of("keys", id), of("records", id), of("case", id), "cases:draft"),
                Arguments.of(id.hex()));
        return done == 1;
    }

    /** Reads every record of every case: once an hour at the most, and one case at a time, so that turns come between. */
    Set<FileName> files() {
        Set<byte[]> ids = store.ask(redis -> redis.sunion(
                "cases:draft",
                "cases:submitted",
                "cases:released",
                "cases:closed",
                "cases:following",
                "cases:withdrawn"));
        Set<FileName> all = new HashSet<>();
        for (byte[] id : ids) {
            List<byte[]> names = store.run(
                    Script.FILES,
                    ScriptOutputType.MULTI,
                    List.of(of("records", new CaseId(text(id))), of("case", new CaseId(text(id)))),
                    new Arguments());
            names.forEach(name -> all.add(new FileName(text(name))));
        }
        return all;
    }
}
