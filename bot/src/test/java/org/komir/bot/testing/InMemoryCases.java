package org.komir.bot.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.intake.TellHere.Notice;
import org.komir.bot.intake.TellHere.Witness;
import org.komir.bot.review.Cases;
import org.komir.bot.review.Letters;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/** The ports {@link Cases} and {@link Letters} in maps. */
public final class InMemoryCases implements Cases, Letters {
    private final Map<CaseId, SealedCase> cases = new HashMap<>();
    private final Map<CaseId, Lease> leases = new HashMap<>();
    private final Set<CaseId> closed = new HashSet<>();
    private final Map<String, Sealed<Purpose.Quarantine>> quarantined = new TreeMap<>();
    private final Map<CaseId, Mailbox> mailboxes = new HashMap<>();
    private final Map<CaseId, List<Letter>> letters = new HashMap<>();
    private final Map<CaseId, CaseId> firsts = new HashMap<>();
    private final List<Notice> notices = new ArrayList<>();
    private @Nullable Witness witness;
    private boolean unreachable;

    public void add(SealedCase sealed) {
        cases.put(sealed.id(), sealed);
    }

    public void quarantine(String name, Sealed<Purpose.Quarantine> sealed) {
        quarantined.put(name, sealed);
    }

    /** Lets a case that was added follow another. */
    public void follows(CaseId id, CaseId first) {
        firsts.put(id, first);
    }

    public void listens(Witness now) {
        witness = now;
    }

    public List<Notice> notices() {
        return List.copyOf(notices);
    }

    /** Gives the case a mailbox. */
    public void receipt(CaseId id, Mailbox mailbox) {
        mailboxes.put(id, mailbox);
    }

    /** What was written to the family of a case. */
    public List<Letter> written(CaseId id) {
        return letters.getOrDefault(id, List.of());
    }

    @Override
    public Optional<Box> mailboxOf(CaseId id) {
        answer();
        return Optional.ofNullable(mailboxes.get(id)).map(mailbox -> new Box(mailbox, List.of(), List.of()));
    }

    @Override
    public Optional<Witness> witness() {
        answer();
        return Optional.ofNullable(witness);
    }

    @Override
    public void send(Notice notice) {
        answer();
        notices.add(notice);
    }

    @Override
    public boolean send(CaseId id, Letter letter) {
        answer();
        if (mailboxes.containsKey(id)) {
            letters.computeIfAbsent(id, none -> new ArrayList<>()).add(letter);
        }
        return mailboxes.containsKey(id);
    }

    public void isUnreachable(boolean now) {
        unreachable = now;
    }

    @Override
    public List<Queued> queue(Instant now) {
        answer();
        return cases.keySet().stream()
                .filter(id -> !closed.contains(id) && !firsts.containsKey(id))
                .map(id -> new Queued(id, false, false, held(id, now)))
                .toList();
    }

    @Override
    public Claim claim(CaseId id, String volunteer, Instant now, Instant until) {
        answer();
        if (!cases.containsKey(id)) {
            return Claim.UNKNOWN;
        }
        if (closed.contains(id)) {
            return Claim.CLOSED;
        }
        if (held(id, now).filter(lease -> !lease.holder().equals(volunteer)).isPresent()) {
            return Claim.HELD_BY_ANOTHER;
        }
        leases.put(id, new Lease(volunteer, until));
        return Claim.DONE;
    }

    @Override
    public boolean release(CaseId id, String volunteer, Instant now) {
        answer();
        return holds(id, volunteer, now) && leases.remove(id) != null;
    }

    @Override
    public boolean close(CaseId id, String volunteer, Instant now) {
        answer();
        if (!holds(id, volunteer, now)) {
            return false;
        }
        leases.remove(id);
        return closed.add(id);
    }

    @Override
    public Optional<Lease> lease(CaseId id, Instant now) {
        answer();
        return held(id, now);
    }

    @Override
    public Optional<SealedCase> read(CaseId id) {
        answer();
        return Optional.ofNullable(cases.get(id));
    }

    @Override
    public List<SealedCase> followUps(CaseId first) {
        answer();
        return cases.values().stream()
                .filter(some -> first.equals(firsts.get(some.id())))
                .sorted(Comparator.comparing(some -> some.id().hex()))
                .toList();
    }

    @Override
    public Optional<CaseId> first(CaseId followUp) {
        answer();
        return Optional.ofNullable(firsts.get(followUp));
    }

    @Override
    public List<CaseId> find(String mark) {
        answer();
        return cases.keySet().stream()
                .filter(id -> !firsts.containsKey(id) && id.hex().startsWith(mark))
                .toList();
    }

    @Override
    public List<CaseId> all() {
        answer();
        return List.copyOf(cases.keySet());
    }

    @Override
    public Map<String, Sealed<Purpose.Quarantine>> quarantined() {
        answer();
        return Map.copyOf(quarantined);
    }

    private boolean holds(CaseId id, String volunteer, Instant now) {
        return held(id, now).filter(lease -> lease.holder().equals(volunteer)).isPresent();
    }

    private Optional<Lease> held(CaseId id, Instant now) {
        return Optional.ofNullable(leases.get(id)).filter(lease -> now.isBefore(lease.until()));
    }

    private void answer() {
        if (unreachable) {
            throw new StoreUnavailable(StoreUnavailable.Trouble.UNREACHABLE);
        }
    }
}
