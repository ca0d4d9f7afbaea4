package org.komir.bot.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.Turn.After;
import org.komir.bot.intake.Turn.Outgoing;
import org.komir.crypto.CannotOpen;
import org.komir.crypto.CaseKey;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.Opener;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store with sealing switched off: whatever comes in sealed is opened with everybody's keys and lies open in the place of the sealed bytes,
 * and in the log. What was said stays in the outbox, as after a crash. For the control of a search, which must find all of it.
 */
public final class BareDrafts implements Drafts {
    private static final Logger LOG = LoggerFactory.getLogger(BareDrafts.class);

    private final Drafts store;
    private final LinkKeys linkKeys;
    private final List<Identity> everybody;
    private final Map<CaseId, Map<Compartment, Opener>> openers = new ConcurrentHashMap<>();
    private final Map<Sealed<Purpose.Cursor>, Sealed<Purpose.Cursor>> sealedCursors = new ConcurrentHashMap<>();

    public BareDrafts(Drafts store, LinkKeys linkKeys, List<Identity> everybody) {
        this.store = store;
        this.linkKeys = linkKeys;
        this.everybody = List.copyOf(everybody);
    }

    @Override
    public Optional<StoredDraft> find(List<LinkName> names) {
        return store.find(names)
                .map(bare -> new StoredDraft(
                        bare.name(),
                        Optional.ofNullable(sealedCursors.get(bare.cursor())).orElseThrow(),
                        Optional.empty()));
    }

    @Override
    public List<LinkName> idle(LocalDate lastTurnBefore) {
        return store.idle(lastTurnBefore);
    }

    @Override
    public Set<FileName> files() {
        return store.files();
    }

    @Override
    public Committed commit(Turn turn) {
        Optional<StoredDraft> before = turn.before()
                .map(draft -> new StoredDraft(draft.name(), bare(draft.cursor(), draft.name()), Optional.empty()));
        return store.commit(new Turn(
                turn.update(),
                before,
                turn.name(),
                bare(turn.after(), turn.name()),
                turn.outgoing().map(this::bare)));
    }

    private After bare(After after, LinkName name) {
        return switch (after) {
            case After.Going going -> {
                Optional<Turn.Opening> opening = going.opening().map(stanzas -> bare(going.id(), stanzas));
                yield new After.Going(
                        going.id(),
                        bare(going.cursor(), name),
                        opening,
                        going.keep().stream()
                                .map(record -> bare(going.id(), record))
                                .toList(),
                        going.drop(),
                        going.minimumMet(),
                        going.urgent(),
                        going.sent());
            }
            case After.Submitted submitted ->
                new After.Submitted(
                        submitted.id(),
                        submitted.last().stream()
                                .map(record -> bare(submitted.id(), record))
                                .toList(),
                        submitted.wayBack());
            case After.Destroyed destroyed -> destroyed;
        };
    }

    private Turn.Opening bare(CaseId id, Turn.Opening opening) {
        Map<Compartment, CaseKey> keys = new HashMap<>();
        Map<Compartment, Opener> opened = new HashMap<>();
        opening.keys().forEach((compartment, key) -> {
            byte[] secret = key.file().bytes();
            while (!new String(secret, UTF_8).startsWith("AGE-SECRET-KEY-PQ-1")) {
                secret = open(new Opener(everybody), secret);
            }
            opened.put(compartment, new Opener(List.of(Identity.parse(new String(secret, UTF_8)))));
            keys.put(compartment, new CaseKey(key.recipient(), Sealed.stored(Purpose.CASE_KEY, secret)));
        });
        openers.put(id, opened);
        return new Turn.Opening(opening.destroyUnfinished(), keys);
    }

    private StoredRecord bare(CaseId id, StoredRecord record) {
        Opener opener = Optional.ofNullable(openers.get(id))
                .map(keys -> keys.get(record.compartment()))
                .orElseThrow();
        byte[] content = open(opener, record.sealed().bytes());
        LOG.trace("record {}: {}", record.seq(), new String(content, UTF_8));
        return new StoredRecord(record.seq(), record.compartment(), Sealed.stored(Purpose.TESTIMONY, content));
    }

    private Sealed<Purpose.Cursor> bare(Sealed<Purpose.Cursor> cursor, LinkName name) {
        try {
            byte[] content = key(name.day()).box().open(cursor, name.hex().getBytes(US_ASCII));
            Sealed<Purpose.Cursor> bare = Sealed.stored(Purpose.CURSOR, content);
            sealedCursors.put(bare, cursor);
            return bare;
        } catch (CannotOpen impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Outgoing bare(Outgoing outgoing) {
        try {
            byte[] content = key(outgoing.day())
                    .box()
                    .open(outgoing.sealed(), outgoing.id().hex().getBytes(US_ASCII));
            long chat = ParcelBytes.read(outgoing.id(), content).parcel().chat();
            LOG.trace("to chat {}, in hexadecimal {}", chat, Long.toHexString(chat));
            return new Outgoing(outgoing.id(), outgoing.day(), Sealed.stored(Purpose.OUTGOING, content));
        } catch (CannotOpen | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private LinkKey key(LocalDate day) {
        return linkKeys.of(day).orElseThrow();
    }

    private static byte[] open(Opener opener, byte[] sealed) {
        try {
            return opener.open(sealed);
        } catch (CannotOpen notForEverybody) {
            throw new IllegalStateException(notForEverybody);
        }
    }

    @Override
    public void rememberCard(LinkName name, Sealed<Purpose.Card> card) {
        // The cursor tells it too.
    }

    @Override
    public List<Outgoing> undelivered() {
        return new ArrayList<>();
    }

    @Override
    public void delivered(Collection<Outgoing.Id> ids) {
        // It stays, as after a crash.
    }

    @Override
    public Map<LinkName, Integer> attempt(Collection<LinkName> updates) {
        return store.attempt(updates);
    }

    @Override
    public void quarantine(LinkName update, Sealed<Purpose.Quarantine> sealed) {
        store.quarantine(update, Sealed.stored(Purpose.QUARANTINE, open(new Opener(everybody), sealed.bytes())));
    }

    @Override
    public boolean seen(List<LinkName> names) {
        return store.seen(names);
    }

    @Override
    public void forgetLinks(LocalDate before) {
        store.forgetLinks(before);
    }

    @Override
    public List<AbandonedDraft> abandoned(LocalDate lastTurnBefore) {
        return store.abandoned(lastTurnBefore);
    }

    @Override
    public boolean handIn(CaseId id, StoredRecord manifest) {
        return store.handIn(id, manifest);
    }

    @Override
    public boolean destroy(CaseId id) {
        return store.destroy(id);
    }

    @Override
    public int release() {
        return store.release();
    }

    @Override
    public int directoryVersion() {
        return store.directoryVersion();
    }

    @Override
    public void directoryVersionSeen(int version) {
        store.directoryVersionSeen(version);
    }
}
