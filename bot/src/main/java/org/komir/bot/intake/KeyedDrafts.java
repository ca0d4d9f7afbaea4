package org.komir.bot.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.komir.bot.conversation.Session;
import org.komir.bot.intake.Drafts.StoredDraft;
import org.komir.bot.intake.Turn.Outgoing;
import org.komir.crypto.CannotOpen;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

/** What a store holds of a chat, found by the names and opened by the keys of the days that are not forgotten yet. */
final class KeyedDrafts {
    private final Drafts drafts;
    private final LinkKeys linkKeys;
    private final SecureRandom random;

    KeyedDrafts(Drafts drafts, LinkKeys linkKeys, SecureRandom random) {
        this.drafts = drafts;
        this.linkKeys = linkKeys;
        this.random = random;
    }

    Optional<StoredDraft> stored(long chat) {
        return drafts.find(linkKeys.live().stream().map(key -> key.chat(chat)).toList());
    }

    Optional<Draft> of(long chat) {
        return stored(chat).flatMap(this::open);
    }

    /** A cursor that cannot be read was made by another version: its case is handed in or destroyed when it expires. */
    Optional<Draft> open(StoredDraft stored) {
        try {
            LinkKey key = linkKeys.of(stored.name().day()).orElseThrow();
            return Optional.of(Draft.fromBytes(key.box().open(stored.cursor(), context(stored.name()))));
        } catch (CannotOpen | Session.UnknownFormat unreadable) {
            return Optional.empty();
        }
    }

    Optional<OnScreen> onScreen(StoredDraft stored) {
        return stored.card().flatMap(card -> {
            try {
                LinkKey key = linkKeys.of(stored.name().day()).orElseThrow();
                return Optional.of(OnScreen.read(key.box().open(card, context(stored.name()))));
            } catch (CannotOpen unreadable) {
                return Optional.empty();
            }
        });
    }

    void remember(StoredDraft draft, OnScreen onScreen) {
        LinkKey key = linkKeys.of(draft.name().day()).orElseThrow();
        drafts.rememberCard(draft.name(), key.box().seal(Purpose.CARD, onScreen.write(), context(draft.name())));
    }

    static Sealed<Purpose.Cursor> seal(Draft draft, LinkKey key) {
        return key.box().seal(Purpose.CURSOR, draft.toBytes(), context(key.chat(draft.chat())));
    }

    Outgoing seal(long update, Parcel parcel, LinkKey today) {
        Outgoing.Id id = Outgoing.Id.random(random);
        byte[] bytes = ParcelBytes.write(update, parcel);
        return new Outgoing(id, today.day(), today.box().seal(Purpose.OUTGOING, bytes, context(id)));
    }

    List<Parcel> undelivered() {
        List<ParcelBytes.Stored> parcels = new ArrayList<>();
        List<Outgoing.Id> lost = new ArrayList<>();
        for (Outgoing outgoing : drafts.undelivered()) {
            try {
                LinkKey key = linkKeys.of(outgoing.day()).orElseThrow(IOException::new);
                parcels.add(ParcelBytes.read(outgoing.id(), key.box().open(outgoing.sealed(), context(outgoing.id()))));
            } catch (CannotOpen | IOException keyIsGone) {
                lost.add(outgoing.id());
            }
        }
        if (!lost.isEmpty()) {
            drafts.delivered(lost);
        }
        return parcels.stream()
                // Of the two turns of one file the fetch is the first.
                .sorted(Comparator.comparingLong(ParcelBytes.Stored::update)
                        .thenComparing(stored -> !stored.parcel().fetches()))
                .map(ParcelBytes.Stored::parcel)
                .toList();
    }

    private static byte[] context(LinkName name) {
        return name.hex().getBytes(US_ASCII);
    }

    private static byte[] context(Outgoing.Id id) {
        return id.hex().getBytes(US_ASCII);
    }
}
