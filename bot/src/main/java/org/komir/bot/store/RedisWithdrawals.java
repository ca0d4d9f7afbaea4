package org.komir.bot.store;

import static org.komir.bot.store.RedisStore.fields;
import static org.komir.bot.store.RedisStore.of;
import static org.komir.bot.store.RedisStore.text;

import io.lettuce.core.ScriptOutputType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.review.Withdrawals.Decision;
import org.komir.bot.review.Withdrawals.Kind;
import org.komir.bot.review.Withdrawals.Withdrawn;
import org.komir.bot.store.Script.Arguments;

/** What families took back, in {@link RedisStore}, whose class comment has the keys; each is one script, and {@link #decisions} a command for each case. */
final class RedisWithdrawals {
    private static final String WITHDRAWN = "cases:withdrawn";
    private static final String DECIDED = "decided";
    private static final String DECISIONS = "decisions";

    private final RedisStore store;
    private final RedisCases cases;

    RedisWithdrawals(RedisStore store, RedisCases cases) {
        this.store = store;
        this.cases = cases;
    }

    boolean withdraw(String mailbox, LocalDate day) {
        Long done = store.run(
                Script.WITHDRAW,
                ScriptOutputType.INTEGER,
                List.of(
                        RedisMailboxes.MAILBOX + mailbox,
                        RedisMailboxes.LETTERS + mailbox,
                        RedisTells.TELLS,
                        RedisLinks.SIGNATURES,
                        "cases:submitted",
                        "cases:released",
                        "cases:closed",
                        "cases:following",
                        WITHDRAWN,
                        RedisMatching.RECORDS),
                Arguments.of(day));
        return done == 1;
    }

    List<FileName> destroy(LocalDate before, LocalDate today) {
        List<byte[]> names = store.run(
                Script.DESTROY_WITHDRAWN, ScriptOutputType.MULTI, List.of(WITHDRAWN), Arguments.of(before, today));
        return names.stream().map(name -> new FileName(text(name))).toList();
    }

    List<Withdrawn> withdrawn() {
        List<List<byte[]>> lists =
                store.run(Script.WITHDRAWN, ScriptOutputType.MULTI, List.of(WITHDRAWN), new Arguments());
        List<Withdrawn> all = new ArrayList<>();
        for (int i = 0; i < lists.size(); i += 2) {
            CaseId id = new CaseId(text(lists.get(i).getFirst()));
            all.add(new Withdrawn(
                    id,
                    LocalDate.parse(text(lists.get(i).getLast())),
                    Stores.thatCount(decisions(id, fields(lists.get(i + 1))))));
        }
        return all.stream().sorted(Comparator.comparing(one -> one.id().hex())).toList();
    }

    List<SealedCase> read(CaseId id) {
        return cases.group(id, "locked").stream()
                .sorted(Comparator.comparing(one -> !one.id().equals(id))) // keeps the order of the others
                .toList();
    }

    boolean decide(Decision decision) {
        String begins = decision.kind() + "\n" + decision.volunteer() + "\n";
        Long done = store.run(
                Script.DECIDE,
                ScriptOutputType.INTEGER,
                List.of(of("case", decision.id()), of(DECISIONS, decision.id()), DECIDED),
                Arguments.of(
                        decision.id().hex(),
                        begins,
                        begins + decision.until() + "\n"
                                + decision.statement().base64() + "\n"
                                + decision.statement().text()));
        return done == 1;
    }

    boolean restore(CaseId id) {
        Long done = store.run(
                Script.RESTORE,
                ScriptOutputType.INTEGER,
                List.of(
                        of("case", id),
                        of("followups", id),
                        WITHDRAWN,
                        "cases:submitted",
                        "cases:released",
                        "cases:closed",
                        "cases:following"),
                Arguments.of(id.hex()));
        return done == 1;
    }

    List<Decision> decisions() {
        return store.ask(redis -> {
            TreeSet<String> ids = new TreeSet<>();
            redis.smembers(DECIDED).forEach(id -> ids.add(text(id)));
            List<Decision> all = new ArrayList<>();
            for (String hex : ids) {
                CaseId id = new CaseId(hex);
                all.addAll(decisions(id, redis.hgetall(of(DECISIONS, id))));
            }
            return all;
        });
    }

    private static List<Decision> decisions(CaseId id, Map<String, byte[]> numbered) {
        return numbered.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> Integer.parseInt(entry.getKey())))
                .map(entry -> {
                    String[] lines = text(entry.getValue()).split("\n", 5);
                    return new Decision(
                            id,
                            Kind.valueOf(lines[0]),
                            lines[1],
                            LocalDate.parse(lines[2]),
                            SignedText.of(lines[4], lines[3]));
                })
                .toList();
    }
}
