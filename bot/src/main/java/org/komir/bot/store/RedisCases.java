package org.komir.bot.store;

import static org.komir.bot.store.RedisStore.field;
import static org.komir.bot.store.RedisStore.fields;
import static org.komir.bot.store.RedisStore.of;
import static org.komir.bot.store.RedisStore.text;

import io.lettuce.core.ScriptOutputType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Admission;
import org.komir.bot.review.Cases.Claim;
import org.komir.bot.review.Cases.Lease;
import org.komir.bot.review.Cases.Queued;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.review.Standing;
import org.komir.bot.store.Script.Arguments;
import org.komir.crypto.Compartment;
import org.komir.crypto.Panelists;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;

/** What volunteers see and take, in {@link RedisStore}, whose class comment has the keys; each is one script or one command. */
final class RedisCases {
    private final RedisStore store;

    RedisCases(RedisStore store) {
        this.store = store;
    }

    /** @param set cases:released or cases:closed */
    List<Queued> queue(String set, Instant now) {
        List<List<byte[]>> lists = store.run(Script.QUEUE, ScriptOutputType.MULTI, List.of(set), new Arguments());
        List<Queued> queue = new ArrayList<>();
        for (int i = 0; i < lists.size(); i += 2) {
            List<byte[]> line = lists.get(i);
            CaseId id = new CaseId(text(line.get(0)));
            queue.add(new Queued(
                    id,
                    text(line.get(3)).equals("1"),
                    text(line.get(4)).equals("1"),
                    lease(text(line.get(1)), text(line.get(2)), text(line.get(5)), text(line.get(6)), now),
                    Standing.of(RedisWork.verdicts(id, fields(lists.get(i + 1)))),
                    RedisTriage.known(text(line.get(7)), text(line.get(8))),
                    admission(line)));
        }
        return queue;
    }

    private static Admission admission(List<byte[]> line) {
        Map<Compartment, Optional<Panelists>> panels = new HashMap<>();
        panels.put(Compartment.CASE, Stores.panelists(text(line.get(10)), text(line.get(11))));
        if (!text(line.get(12)).isEmpty()) {
            panels.put(Compartment.THREATS, Stores.panelists(text(line.get(13)), text(line.get(14))));
        }
        return new Admission(panels, Stores.excluded(text(line.get(9))));
    }

    Claim claim(CaseId id, String volunteer, Instant now, Instant until) {
        return Claim.valueOf(store.run(
                Script.CLAIM,
                ScriptOutputType.STATUS,
                List.of(of("case", id)),
                Arguments.of(volunteer, now.toEpochMilli(), until.toEpochMilli())));
    }

    boolean letGo(CaseId id, String volunteer, Instant now, String state) {
        Long done = store.run(
                Script.LET_GO,
                ScriptOutputType.INTEGER,
                List.of(of("case", id), "cases:released", "cases:closed"),
                Arguments.of(volunteer, now.toEpochMilli(), state, id.hex()));
        return done == 1;
    }

    boolean reopen(CaseId id) {
        Long done = store.run(
                Script.REOPEN,
                ScriptOutputType.INTEGER,
                List.of(of("case", id), "cases:released", "cases:closed"),
                Arguments.of(id.hex()));
        return done == 1;
    }

    Optional<Lease> lease(CaseId id, Instant now) {
        Map<String, byte[]> fields = some(id, "holder", "lease_until", "opened", "handed");
        return lease(
                field(fields, "holder"),
                field(fields, "lease_until"),
                field(fields, "opened"),
                field(fields, "handed"),
                now);
    }

    private static Optional<Lease> lease(String holder, String until, String opened, String handed, Instant now) {
        return holder.isEmpty()
                ? Optional.empty()
                : Optional.of(new Lease(
                                holder,
                                Instant.ofEpochMilli(Long.parseLong(until)),
                                opened.equals("1"),
                                Optional.of(handed).filter(by -> !by.isEmpty())))
                        .filter(lease -> lease.until().isAfter(now));
    }

    Optional<CaseId> first(CaseId followUp) {
        Map<String, byte[]> fields = some(followUp, "first", "withdrawn");
        return fields.containsKey("first") && !fields.containsKey("withdrawn")
                ? Optional.of(new CaseId(field(fields, "first")))
                : Optional.empty();
    }

    private Map<String, byte[]> some(CaseId id, String... names) {
        return store.ask(redis -> {
            Map<String, byte[]> fields = new HashMap<>();
            redis.hmget(of("case", id), names).forEach(field -> {
                if (field.hasValue()) {
                    fields.put(field.getKey(), field.getValue());
                }
            });
            return fields;
        });
    }

    Optional<SealedCase> read(CaseId id) {
        Stored stored = stored(id);
        return stored.state().isEmpty()
                        || stored.state().equals("draft")
                        || !stored.field("withdrawn").isEmpty()
                ? Optional.empty()
                : Optional.of(stored.sealed());
    }

    List<SealedCase> followUps(CaseId first) {
        return group(first, "released");
    }

    /** In the order of their ids. @param which as the script {@link Script#READ_GROUP} has it */
    List<SealedCase> group(CaseId first, String which) {
        List<List<byte[]>> lists = store.run(
                Script.READ_GROUP,
                ScriptOutputType.MULTI,
                List.of(of("case", first), of("followups", first)),
                Arguments.of(first.hex(), which));
        List<SealedCase> cases = new ArrayList<>();
        for (int i = 0; i < lists.size(); i += 4) {
            CaseId id = new CaseId(text(lists.get(i).getFirst()));
            cases.add(stored(id, lists.subList(i + 1, i + 4)).sealed());
        }
        return cases.stream()
                .sorted(Comparator.comparing(one -> one.id().hex()))
                .toList();
    }

    List<CaseId> find(String mark) {
        List<byte[]> ids = store.run(
                Script.FIND_CASES,
                ScriptOutputType.MULTI,
                List.of("cases:submitted", "cases:released", "cases:closed"),
                Arguments.of(mark));
        return ids.stream().map(id -> new CaseId(text(id))).toList();
    }

    boolean isLocked(CaseId id) {
        return !some(id, "withdrawn").isEmpty();
    }

    List<CaseId> all() {
        return store.ask(
                redis -> redis.sunion("cases:submitted", "cases:released", "cases:closed", "cases:following").stream()
                        .map(id -> new CaseId(text(id)))
                        .toList());
    }

    /** One case as it lies in Redis; without fields if there is none. */
    record Stored(CaseId id, Map<String, byte[]> fields, Map<String, byte[]> files, Map<String, byte[]> numbered) {
        private static final String RECIPIENT = "recipient:";
        private static final String BEFORE = "before:";

        String field(String name) {
            return RedisStore.field(fields, name);
        }

        String state() {
            return field("state");
        }

        Map<Compartment, Recipient> recipients() {
            Map<Compartment, Recipient> recipients = new HashMap<>();
            fields.forEach((field, value) -> {
                if (field.startsWith(RECIPIENT)) {
                    recipients.put(new Compartment(field.substring(RECIPIENT.length())), Recipient.parse(text(value)));
                }
            });
            return recipients;
        }

        List<StoredRecord> records() {
            return numbered.entrySet().stream()
                    .map(entry -> {
                        Tagged record = Tagged.of(entry.getValue());
                        return new StoredRecord(
                                Integer.parseInt(entry.getKey()),
                                new Compartment(record.word()),
                                Sealed.stored(Purpose.TESTIMONY, record.content()),
                                record.files());
                    })
                    .sorted(Comparator.comparingInt(StoredRecord::seq))
                    .toList();
        }

        SealedCase sealed() {
            return new SealedCase(
                    id,
                    recipients(),
                    files.entrySet().stream()
                            .filter(file -> !file.getKey().startsWith(BEFORE))
                            .collect(Collectors.toMap(
                                    file -> new Compartment(file.getKey()),
                                    file -> Sealed.stored(Purpose.CASE_KEY, file.getValue()))),
                    records(),
                    field("first").isEmpty()
                            ? Optional.empty()
                            : Optional.of(SignedText.of(field("author"), field("signature"))));
        }
    }

    Stored stored(CaseId id) {
        List<List<byte[]>> hashes = store.run(
                Script.READ_CASE,
                ScriptOutputType.MULTI,
                List.of(of("case", id), of("keys", id), of("records", id)),
                new Arguments());
        return stored(id, hashes);
    }

    private static Stored stored(CaseId id, List<List<byte[]>> hashes) {
        return new Stored(id, fields(hashes.get(0)), fields(hashes.get(1)), fields(hashes.get(2)));
    }
}
