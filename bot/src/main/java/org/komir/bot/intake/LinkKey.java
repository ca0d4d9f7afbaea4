package org.komir.bot.intake;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Base64;
import org.komir.crypto.KeyedHash;
import org.komir.crypto.LocalBox;

/** The link key of one day: names chats and updates, and seals what leads from a chat to a case. */
public final class LinkKey {
    private final LocalDate day;
    private final byte[] key;
    private final KeyedHash names;
    private final LocalBox box;

    LinkKey(LocalDate day, byte[] key) {
        this.day = day;
        this.key = key.clone();
        KeyedHash root = new KeyedHash(key);
        // One key, one use: what names is not what seals.
        this.names = new KeyedHash(root.of("komir/link/names", new byte[0]));
        this.box = new LocalBox(root.of("komir/link/box", new byte[0]));
    }

    LocalDate day() {
        return day;
    }

    LinkName chat(long chat) {
        return LinkName.of(day, names.of("chat", bytes(chat)));
    }

    LinkName update(long update) {
        return LinkName.of(day, names.of("update", bytes(update)));
    }

    LinkName attempt(long update) {
        return LinkName.of(day, names.of("attempt", bytes(update)));
    }

    LinkName opened(long chat) {
        return LinkName.of(day, names.of("opened", bytes(chat)));
    }

    /** Counts the numbers that were tried in a chat. */
    LinkName tried(long chat) {
        return LinkName.of(day, names.of("tried", bytes(chat)));
    }

    LinkName fetch(long update) {
        return LinkName.of(day, names.of("fetch", bytes(update)));
    }

    LocalBox box() {
        return box;
    }

    /** The key itself, for its file. */
    String base64() {
        return Base64.getEncoder().encodeToString(key);
    }

    @Override
    public String toString() {
        return "[redacted]";
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
