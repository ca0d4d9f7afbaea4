package org.komir.bot.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.LinkRequest;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.SignedText;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.intake.TellHere.Notice;
import org.komir.bot.intake.TellHere.Witness;
import org.komir.bot.review.ActLog;
import org.komir.bot.review.Cases;
import org.komir.bot.review.Letters;
import org.komir.bot.review.Links;
import org.komir.bot.review.LogEntry;
import org.komir.bot.review.Needs;
import org.komir.bot.review.Panels;
import org.komir.bot.review.Verdicts;
import org.komir.bot.review.Withdrawals;
import org.komir.bot.review.Work;
import org.komir.crypto.Compartment;
import org.komir.crypto.Panelists;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/** What an export reads, and what a console asks that neither links nor works on anything nor takes it back, in maps. */
public final class InMemoryCases implements Cases, Letters, Links, Withdrawals, Work, Verdicts, Panels, Needs, ActLog {
    private final Map<CaseId, SealedCase> cases = new HashMap<>();
    private final Map<CaseId, Lease> leases = new HashMap<>();
    private final Set<CaseId> closed = new HashSet<>();
    private final Map<String, Sealed<Purpose.Quarantine>> quarantined = new TreeMap<>();
    private final Map<CaseId, CaseId> firsts = new HashMap<>();
    private final Map<CaseId, Box> boxes = new HashMap<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final Map<CaseId, List<Letter>> letters = new HashMap<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Map<CaseId, List<Piece>> pieces = new HashMap<>();
    private final List<SignedText> log = new ArrayList<>();
    private boolean unreachable;

    public void add(SealedCase sealed) {
        cases.put(sealed.id(), sealed);
    }

    public void quarantine(String name, Sealed<Purpose.Quarantine> sealed) {
        quarantined.put(name, sealed);
    }

    /** One that follows another. */
    public void addAfter(CaseId first, SealedCase followUp) {
        add(followUp);
        firsts.put(followUp.id(), first);
    }

    /** Gives the case a mailbox. */
    public void receipt(CaseId id, Mailbox mailbox, Link... links) {
        boxes.put(id, new Box(mailbox, List.of(links), List.of()));
    }

    /** As volunteers found it before. */
    public void found(Verdict verdict) {
        verdicts.add(verdict);
    }

    /** As a volunteer added it before. */
    public void worked(CaseId id, Piece piece) {
        pieces.computeIfAbsent(id, none -> new ArrayList<>()).add(piece);
    }

    @Override
    public Added add(CaseId id, String volunteer, Piece piece, Instant now) {
        throw new AssertionError("nobody works here");
    }

    @Override
    public List<Piece> workOn(CaseId id) {
        answer();
        return pieces.getOrDefault(id, List.of());
    }

    @Override
    public List<Need> needs(Instant now) {
        return List.of();
    }

    @Override
    public Optional<Need> need(CaseId id, Instant now) {
        return Optional.empty();
    }

    @Override
    public Taken takeNeed(CaseId id, String volunteer, Instant now, Instant until) {
        return Taken.UNKNOWN;
    }

    @Override
    public boolean openNeed(CaseId id, String volunteer, Instant now) {
        return false;
    }

    @Override
    public boolean leaveNeed(CaseId id, String volunteer, Instant now) {
        return false;
    }

    @Override
    public Added addToNeed(CaseId id, String volunteer, Piece piece, boolean over, Instant now) {
        throw new AssertionError("nobody helps here");
    }

    @Override
    public List<Piece> workOnNeed(CaseId id) {
        return List.of();
    }

    @Override
    public boolean keep(Kept kept) {
        throw new AssertionError("nobody works here");
    }

    @Override
    public Optional<Sealed<Purpose.Kept>> kept(String volunteer, CaseId id) {
        return Optional.empty();
    }

    @Override
    public List<CaseId> begun(String volunteer) {
        return List.of();
    }

    @Override
    public void forgetKept(String volunteer, CaseId id) {
        throw new AssertionError("nobody works here");
    }

    @Override
    public Given give(Verdict verdict, int number, boolean closes, Instant now) {
        throw new AssertionError("nobody works here");
    }

    @Override
    public List<Verdict> verdictsOf(CaseId id) {
        answer();
        return verdicts.stream().filter(one -> one.id().equals(id)).toList();
    }

    /** What was written to the family of a case. */
    public List<Letter> written(CaseId id) {
        return letters.getOrDefault(id, List.of());
    }

    @Override
    public Optional<Box> mailboxOf(CaseId id) {
        answer();
        return Optional.ofNullable(boxes.get(id));
    }

    @Override
    public boolean send(CaseId id, Letter letter) {
        answer();
        if (boxes.containsKey(id)) {
            letters.computeIfAbsent(id, none -> new ArrayList<>()).add(letter);
        }
        return boxes.containsKey(id);
    }

    @Override
    public Optional<Witness> witness() {
        answer();
        return Optional.empty();
    }

    @Override
    public void send(Notice notice) {
        throw new AssertionError("there is no witness");
    }

    @Override
    public List<SealedCase> followUps(CaseId first) {
        answer();
        return cases.values().stream()
                .filter(one -> first.equals(firsts.get(one.id())))
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
        return cases.keySet().stream().filter(id -> id.hex().startsWith(mark)).toList();
    }

    @Override
    public Optional<LinkRequest> request(String prefix) {
        return Optional.empty();
    }

    @Override
    public List<Signed> signed() {
        return List.of();
    }

    @Override
    public Optional<Signed> sign(CaseId id, String requestHash, Link.Signature signature) {
        return Optional.empty();
    }

    @Override
    public boolean relink(CaseId id, Mailbox mailbox, Link link, String requestHash) {
        return false;
    }

    @Override
    public List<Withdrawn> withdrawn() {
        return List.of();
    }

    @Override
    public List<SealedCase> readWithdrawn(CaseId id) {
        return List.of();
    }

    @Override
    public List<Link> linksOf(CaseId id) {
        return List.of();
    }

    @Override
    public boolean decide(Decision decision) {
        return decisions.add(decision);
    }

    @Override
    public boolean restore(CaseId id) {
        return false;
    }

    @Override
    public List<Decision> decisions() {
        answer();
        return List.copyOf(decisions);
    }

    /** Of none of these cases it is known to whom it is sealed. */
    @Override
    public List<Group> groups() {
        return List.of();
    }

    @Override
    public Optional<Group> group(CaseId first) {
        return Optional.empty();
    }

    @Override
    public List<KeyFile> keyFiles(CaseId first) {
        return List.of();
    }

    @Override
    public boolean reseal(
            CaseId id,
            Compartment compartment,
            String replaces,
            Sealed<Purpose.CaseKey> file,
            Panelists panelists,
            String volunteer) {
        throw new AssertionError("nothing is sealed anew here");
    }

    @Override
    public boolean confirm(CaseId id, Compartment compartment, String sha256, String volunteer) {
        throw new AssertionError("nothing is sealed anew here");
    }

    @Override
    public boolean exclude(CaseId id, String volunteer, Instant now) {
        throw new AssertionError("nobody is excluded here");
    }

    @Override
    public Head head() {
        answer();
        return log.isEmpty()
                ? Head.NONE
                : Head.of(LogEntry.read(log.getLast().text()).orElseThrow());
    }

    @Override
    public boolean append(LogEntry entry, byte[] signature) {
        return head().isBefore(entry) && log.add(new SignedText(entry.text(), signature));
    }

    @Override
    public Opened open(LogEntry entry, byte[] signature, Instant now) {
        CaseId id = entry.about().orElseThrow();
        if (!holds(id, entry.volunteer(), now)) {
            return Opened.NOT_HELD;
        }
        if (!append(entry, signature)) {
            return Opened.MOVED;
        }
        leases.computeIfPresent(id, (same, lease) -> new Lease(lease.holder(), lease.until(), true));
        return Opened.DONE;
    }

    @Override
    public List<SignedText> entries(long from, int limit) {
        answer();
        return log.stream().skip(from - 1).limit(limit).toList();
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
        leases.put(
                id, new Lease(volunteer, until, held(id, now).map(Lease::opened).orElse(false)));
        return Claim.DONE;
    }

    @Override
    public boolean release(CaseId id, String volunteer, Instant now) {
        answer();
        return holds(id, volunteer, now) && leases.remove(id) != null;
    }

    @Override
    public boolean reopen(CaseId id) {
        answer();
        return closed.remove(id);
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
