package org.komir.bot.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts;
import org.komir.bot.intake.LinkName;
import org.komir.bot.intake.Turn;
import org.komir.bot.intake.Turn.After;
import org.komir.bot.intake.Turn.Outgoing;
import org.komir.bot.review.Cases;
import org.komir.bot.review.Triage;
import org.komir.crypto.Compartment;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;

/** What a store means, in maps: the adapters are held against it. */
final class ModelStore implements Drafts, Cases, Triage {
    private enum State {
        DRAFT,
        SUBMITTED,
        RELEASED,
        CLOSED
    }

    private static final class Testimony {
        final Turn.Opening opening;
        final TreeMap<Integer, StoredRecord> records = new TreeMap<>();
        State state = State.DRAFT;
        boolean minimum;
        boolean sent;
        boolean urgent;
        LocalDate lastTurn;
        Optional<Lease> lease = Optional.empty();
        Optional<Urgency> urgency = Optional.empty();
        Optional<LocalDate> unopened = Optional.empty();

        Testimony(Turn.Opening opening, LocalDate lastTurn) {
            this.opening = opening;
            this.lastTurn = lastTurn;
        }

        Optional<Lease> leaseAt(Instant now) {
            return lease.filter(held -> held.until().isAfter(now));
        }
    }

    private final Map<LinkName, StoredDraft> drafts = new HashMap<>();
    private final Set<LinkName> seen = new HashSet<>();
    private final Map<LinkName, Integer> attempts = new HashMap<>();
    private final Map<Outgoing.Id, Outgoing> outbox = new HashMap<>();
    private final Map<String, Sealed<Purpose.Quarantine>> quarantine = new HashMap<>();
    private final Map<CaseId, Testimony> cases = new HashMap<>();
    private int directoryVersion;

    @Override
    public Optional<StoredDraft> find(List<LinkName> names) {
        return names.stream().filter(drafts::containsKey).findFirst().map(drafts::get);
    }

    @Override
    public List<LinkName> idle(LocalDate lastTurnBefore) {
        return drafts.keySet().stream()
                .filter(name -> name.day().isBefore(lastTurnBefore))
                .toList();
    }

    @Override
    public Committed commit(Turn turn) {
        if (turn.update().stream().anyMatch(seen::contains)) {
            return Committed.SEEN;
        }
        Optional<LinkName> from = turn.before().map(StoredDraft::name);
        boolean unchanged = turn.before()
                .map(before -> drafts.containsKey(before.name())
                        && drafts.get(before.name()).cursor().equals(before.cursor()))
                .orElse(true);
        boolean free = from.equals(Optional.of(turn.name())) || !drafts.containsKey(turn.name());
        if (!unchanged || !free || !fits(turn.after())) {
            return Committed.CONFLICT;
        }
        turn.update().stream().findFirst().ifPresent(seen::add);
        Optional<StoredDraft> old = from.map(drafts::remove);
        switch (turn.after()) {
            case After.Going going -> {
                var card = old.filter(draft -> draft.name().equals(turn.name())).flatMap(StoredDraft::card);
                drafts.put(turn.name(), new StoredDraft(turn.name(), going.cursor(), card));
                going.opening()
                        .ifPresent(opening -> cases.put(
                                going.id(), new Testimony(opening, turn.name().day())));
                Testimony testimony = theCase(going.id());
                testimony.lastTurn = turn.name().day();
                testimony.minimum |= going.minimumMet() || going.sent();
                testimony.sent |= going.sent();
                if (going.urgent().isPresent()) {
                    testimony.urgent = going.urgent().get();
                }
                testimony.records.keySet().removeAll(going.drop());
                going.keep().forEach(record -> testimony.records.put(record.seq(), record));
            }
            case After.Submitted submitted -> {
                Testimony testimony = theCase(submitted.id());
                submitted.last().forEach(record -> testimony.records.put(record.seq(), record));
                testimony.state = testimony.urgent ? State.RELEASED : State.SUBMITTED;
            }
            case After.Destroyed destroyed -> destroy(destroyed.id());
        }
        turn.outgoing().ifPresent(outgoing -> outbox.put(outgoing.id(), outgoing));
        return Committed.DONE;
    }

    private boolean fits(After after) {
        return switch (after) {
            case After.Going going -> {
                Testimony testimony = cases.get(going.id());
                Set<Integer> taken = new HashSet<>();
                if (testimony != null) {
                    taken.addAll(testimony.records.keySet());
                    taken.removeAll(going.drop());
                }
                yield (going.opening().isPresent() ? testimony == null : isDraft(testimony))
                        && going.keep().stream().allMatch(record -> taken.add(record.seq()));
            }
            case After.Submitted submitted -> {
                yield isDraft(cases.get(submitted.id()))
                        && submitted.last().stream()
                                .noneMatch(record ->
                                        theCase(submitted.id()).records.containsKey(record.seq()));
            }
            case After.Destroyed destroyed -> !cases.containsKey(destroyed.id()) || isDraft(cases.get(destroyed.id()));
        };
    }

    private Testimony theCase(CaseId id) {
        return Optional.ofNullable(cases.get(id)).orElseThrow();
    }

    private static boolean isDraft(@Nullable Testimony testimony) {
        return testimony != null && testimony.state == State.DRAFT;
    }

    @Override
    public void rememberCard(LinkName name, Sealed<Purpose.Card> card) {
        drafts.computeIfPresent(name, (same, draft) -> new StoredDraft(name, draft.cursor(), Optional.of(card)));
    }

    @Override
    public List<Outgoing> undelivered() {
        return List.copyOf(outbox.values());
    }

    @Override
    public void delivered(Collection<Outgoing.Id> ids) {
        outbox.keySet().removeAll(Set.copyOf(ids));
    }

    @Override
    public Map<LinkName, Integer> attempt(Collection<LinkName> updates) {
        Map<LinkName, Integer> counts = new HashMap<>();
        Set.copyOf(updates).forEach(update -> counts.put(update, attempts.merge(update, 1, Integer::sum)));
        return counts;
    }

    @Override
    public void quarantine(LinkName update, Sealed<Purpose.Quarantine> sealed) {
        if (seen.add(update)) {
            quarantine.putIfAbsent(update.hex(), sealed);
        }
    }

    @Override
    public boolean seen(List<LinkName> names) {
        return names.stream().anyMatch(seen::contains);
    }

    @Override
    public void forgetLinks(LocalDate before) {
        drafts.keySet().removeIf(name -> name.day().isBefore(before));
        seen.removeIf(name -> name.day().isBefore(before));
        attempts.keySet().removeIf(name -> name.day().isBefore(before));
        outbox.values().removeIf(outgoing -> outgoing.day().isBefore(before));
    }

    @Override
    public List<AbandonedDraft> abandoned(LocalDate lastTurnBefore) {
        return cases.entrySet().stream()
                .filter(entry ->
                        isDraft(entry.getValue()) && entry.getValue().lastTurn.isBefore(lastTurnBefore))
                .map(entry -> new AbandonedDraft(
                        entry.getKey(),
                        entry.getValue().opening.destroyUnfinished() && !entry.getValue().sent,
                        entry.getValue().minimum,
                        Samples.RECIPIENT,
                        List.copyOf(entry.getValue().records.values())))
                .toList();
    }

    @Override
    public Set<FileName> files() {
        return cases.values().stream()
                .flatMap(testimony -> testimony.records.values().stream())
                .flatMap(record -> record.files().stream())
                .collect(Collectors.toSet());
    }

    @Override
    public boolean handIn(CaseId id, StoredRecord manifest) {
        if (!isDraft(cases.get(id)) || theCase(id).records.containsKey(manifest.seq())) {
            return false;
        }
        Testimony testimony = theCase(id);
        testimony.records.put(manifest.seq(), manifest);
        testimony.state = testimony.urgent ? State.RELEASED : State.SUBMITTED;
        return true;
    }

    @Override
    public boolean destroy(CaseId id) {
        return isDraft(cases.get(id)) && cases.remove(id) != null;
    }

    @Override
    public int release() {
        List<Testimony> submitted = cases.values().stream()
                .filter(some -> some.state == State.SUBMITTED)
                .toList();
        submitted.forEach(some -> some.state = State.RELEASED);
        return submitted.size();
    }

    @Override
    public int directoryVersion() {
        return directoryVersion;
    }

    @Override
    public void directoryVersionSeen(int version) {
        directoryVersion = Math.max(directoryVersion, version);
    }

    @Override
    public List<Queued> queue(Instant now) {
        return inState(State.RELEASED, now);
    }

    private List<Queued> inState(State state, Instant now) {
        return cases.entrySet().stream()
                .filter(entry -> entry.getValue().state == state)
                .map(entry -> new Queued(
                        entry.getKey(),
                        entry.getValue().urgent,
                        false,
                        entry.getValue().leaseAt(now),
                        Optional.empty(),
                        new Known(entry.getValue().urgency, entry.getValue().unopened),
                        Samples.ADMISSION))
                .toList();
    }

    @Override
    public List<Queued> closed() {
        return inState(State.CLOSED, Instant.EPOCH);
    }

    @Override
    public boolean say(CaseId id, String volunteer, Urgency urgency, Instant now) {
        boolean holds = holds(id, volunteer, now);
        if (holds) {
            theCase(id).urgency = Optional.of(urgency);
        }
        return holds;
    }

    @Override
    public boolean hand(CaseId id, String volunteer, String to, Instant now, Instant until) {
        boolean holds = holds(id, volunteer, now);
        if (holds) {
            theCase(id).lease = Optional.of(new Lease(to, until, false, Optional.of(volunteer)));
        }
        return holds;
    }

    @Override
    public void countDays(LocalDate today) {
        for (Testimony testimony : cases.values()) {
            switch (testimony.state) {
                case RELEASED -> testimony.unopened = testimony.unopened.or(() -> Optional.of(today));
                case CLOSED -> testimony.unopened = Optional.empty();
                case DRAFT, SUBMITTED -> {}
            }
        }
    }

    private boolean holds(CaseId id, String volunteer, Instant now) {
        return lease(id, now).filter(lease -> lease.holder().equals(volunteer)).isPresent();
    }

    @Override
    public Claim claim(CaseId id, String volunteer, Instant now, Instant until) {
        Testimony testimony = cases.get(id);
        if (testimony == null || testimony.state == State.DRAFT || testimony.state == State.SUBMITTED) {
            return Claim.UNKNOWN;
        }
        if (testimony.state == State.CLOSED) {
            return Claim.CLOSED;
        }
        if (testimony
                .leaseAt(now)
                .map(lease -> !lease.holder().equals(volunteer))
                .orElse(false)) {
            return Claim.HELD_BY_ANOTHER;
        }
        Optional<String> handedBy = testimony.leaseAt(now).flatMap(Lease::handedBy);
        testimony.lease = Optional.of(new Lease(volunteer, until, false, handedBy));
        return Claim.DONE;
    }

    @Override
    public boolean release(CaseId id, String volunteer, Instant now) {
        return letGo(id, volunteer, now, State.RELEASED);
    }

    @Override
    public boolean reopen(CaseId id) {
        Testimony testimony = cases.get(id);
        if (testimony == null || testimony.state != State.CLOSED) {
            return false;
        }
        testimony.state = State.RELEASED;
        return true;
    }

    @Override
    public boolean close(CaseId id, String volunteer, Instant now) {
        return letGo(id, volunteer, now, State.CLOSED);
    }

    private boolean letGo(CaseId id, String volunteer, Instant now, State state) {
        boolean holds = holds(id, volunteer, now);
        if (holds) {
            theCase(id).state = state;
            theCase(id).lease = Optional.empty();
        }
        return holds;
    }

    @Override
    public Optional<Lease> lease(CaseId id, Instant now) {
        return Optional.ofNullable(cases.get(id)).flatMap(testimony -> testimony.leaseAt(now));
    }

    @Override
    public Optional<SealedCase> read(CaseId id) {
        return Optional.ofNullable(cases.get(id))
                .filter(some -> some.state != State.DRAFT)
                .map(some -> {
                    Map<Compartment, Recipient> recipients = new HashMap<>();
                    some.opening.keys().forEach((compartment, key) -> recipients.put(compartment, key.recipient()));
                    return new SealedCase(
                            id,
                            recipients,
                            some.opening.keys().entrySet().stream()
                                    .collect(Collectors.toMap(
                                            Map.Entry::getKey,
                                            entry -> entry.getValue().file())),
                            List.copyOf(some.records.values()));
                });
    }

    /** The life that is lived here has no mailboxes. */
    @Override
    public List<SealedCase> followUps(CaseId first) {
        return List.of();
    }

    @Override
    public Optional<CaseId> first(CaseId followUp) {
        return Optional.empty();
    }

    @Override
    public List<CaseId> find(String mark) {
        return all().stream().filter(id -> id.hex().startsWith(mark)).toList();
    }

    @Override
    public List<CaseId> all() {
        return cases.entrySet().stream()
                .filter(entry -> entry.getValue().state != State.DRAFT)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public Map<String, Sealed<Purpose.Quarantine>> quarantined() {
        return Map.copyOf(quarantine);
    }
}
