package org.komir.bot.store;

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
import org.jspecify.annotations.Nullable;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Panels.Group;
import org.komir.bot.review.Panels.KeyFile;
import org.komir.bot.review.Panels.Seat;
import org.komir.bot.store.Script.Arguments;
import org.komir.crypto.Compartment;
import org.komir.crypto.Panelists;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;

/** To whom key files are sealed, in {@link RedisStore}, whose class comment has the keys; each is one script, and what compares reads before. */
final class RedisPanels {
    private static final List<String> SETS = List.of("cases:released", "cases:closed", "cases:following");
    private static final int FIELDS = 7;

    private final RedisStore store;

    RedisPanels(RedisStore store) {
        this.store = store;
    }

    /** One case and its key files, as the script gives them. */
    private record Line(List<byte[]> fields) {
        CaseId id() {
            return new CaseId(text(fields.get(0)));
        }

        CaseId claimed() {
            String first = text(fields.get(1));
            return first.isEmpty() ? id() : new CaseId(first);
        }

        boolean follows() {
            return !claimed().equals(id());
        }

        List<List<byte[]>> parts() {
            List<List<byte[]>> parts = new ArrayList<>();
            for (int i = 3; i < fields.size(); i += FIELDS) {
                parts.add(fields.subList(i, i + FIELDS));
            }
            return parts.stream()
                    .sorted(Comparator.comparing(part -> text(part.getFirst())))
                    .toList();
        }

        Seat seat(List<byte[]> part) {
            return new Seat(
                    id(),
                    new Compartment(text(part.get(0))),
                    Stores.panelists(text(part.get(1)), text(part.get(2))),
                    Optional.of(text(part.get(3))).filter(sealer -> !sealer.isEmpty()));
        }

        KeyFile file(List<byte[]> part) {
            return new KeyFile(
                    seat(part),
                    Recipient.parse(text(part.get(4))),
                    Sealed.stored(Purpose.CASE_KEY, part.get(5)),
                    Optional.of(part.get(6))
                            .filter(before -> before.length > 0)
                            .map(before -> Sealed.stored(Purpose.CASE_KEY, before)));
        }
    }

    private List<Line> lines(String which) {
        List<List<byte[]>> all = store.run(Script.PANELS, ScriptOutputType.MULTI, SETS, Arguments.of(which));
        return all.stream()
                .map(Line::new)
                .sorted(Comparator.comparing(Line::follows)
                        .thenComparing(line -> line.id().hex()))
                .toList();
    }

    List<Group> groups() {
        return grouped(lines(""));
    }

    Optional<Group> group(CaseId first) {
        return grouped(lines(first.hex())).stream().findFirst();
    }

    /** What follows a case that is not there, since it is locked at this moment, is left out. */
    private static List<Group> grouped(List<Line> lines) {
        Map<CaseId, List<Seat>> seats = new HashMap<>();
        lines.forEach(line -> line.parts()
                .forEach(part -> seats.computeIfAbsent(line.claimed(), id -> new ArrayList<>())
                        .add(line.seat(part))));
        return lines.stream()
                .filter(line -> !line.follows() && seats.containsKey(line.id()))
                .map(line -> new Group(
                        line.id(),
                        Stores.excluded(text(line.fields().get(2))),
                        seats.getOrDefault(line.id(), List.of())))
                .toList();
    }

    List<KeyFile> keyFiles(CaseId first) {
        return lines(first.hex()).stream()
                .flatMap(line -> line.parts().stream().map(line::file))
                .toList();
    }

    /** Where it is the one that the caller means. */
    private Optional<byte[]> file(CaseId id, Compartment compartment, String sha256) {
        byte @Nullable [] file = store.ask(redis -> redis.hget(of("keys", id), compartment.name()));
        return Optional.ofNullable(file)
                .filter(there ->
                        Sealed.stored(Purpose.CASE_KEY, there).sha256Hex().equals(sha256));
    }

    boolean reseal(
            CaseId id,
            Compartment compartment,
            String replaces,
            Sealed<Purpose.CaseKey> file,
            Panelists panelists,
            String volunteer) {
        byte[] there = file(id, compartment, replaces).orElse(new byte[0]);
        return 1L
                == store.<Long>run(
                        Script.RESEAL,
                        ScriptOutputType.INTEGER,
                        List.of(of("case", id), of("keys", id)),
                        Arguments.of(compartment.name())
                                .add(there)
                                .add(file.bytes())
                                .add(Stores.panel(Optional.of(panelists)))
                                .add(Stores.outer(Optional.of(panelists)))
                                .add(volunteer));
    }

    boolean confirm(CaseId id, Compartment compartment, String sha256, String volunteer) {
        return file(id, compartment, sha256)
                .filter(there -> 1L
                        == store.<Long>run(
                                Script.CONFIRM,
                                ScriptOutputType.INTEGER,
                                List.of(of("case", id), of("keys", id)),
                                Arguments.of(compartment.name()).add(there).add(volunteer)))
                .isPresent();
    }

    boolean exclude(CaseId id, String volunteer, Instant now) {
        while (true) {
            byte @Nullable [] line = store.ask(redis -> redis.hget(of("case", id), "excluded"));
            String before = line == null ? "" : text(line);
            long done = store.<Long>run(
                    Script.EXCLUDE,
                    ScriptOutputType.INTEGER,
                    List.of(of("case", id), of("followups", id)),
                    Arguments.of(volunteer, now.toEpochMilli(), before, Stores.with(before, volunteer)));
            if (done < 2) {
                return done == 1;
            }
        }
    }
}
