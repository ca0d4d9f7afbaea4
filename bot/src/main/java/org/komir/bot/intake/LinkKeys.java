package org.komir.bot.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The link keys: one random 256-bit key a day (UTC), which alone leads from a chat to its draft.
 *
 * <p>They are kept in one small file on a file system in memory (tmpfs), so that they survive a restart and not the power
 * switch, and never in the store. A key is destroyed when its day is more than {@link #DAYS_KEPT} days old: a draft whose last
 * turn was on that day has then waited 72 hours.
 *
 * <p>The file has one line a key: the day, a space, the key in base64.
 */
public final class LinkKeys {

    /** A key made on day D serves until the end of day D + 3, that is at least 72 hours after every turn of day D. */
    public static final int DAYS_KEPT = 3;

    private static final int KEY_BYTES = 32;

    private final Path file;
    private final Clock clock;
    private final SecureRandom random;
    private final TreeMap<LocalDate, LinkKey> keys = new TreeMap<>(Comparator.reverseOrder());

    private LinkKeys(Path file, Clock clock, SecureRandom random) {
        this.file = file;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Reads the keys, or begins anew where there is no file.
     *
     * @throws IOException if the file cannot be read or written, or holds something else
     */
    public static LinkKeys open(Path file, Clock clock, SecureRandom random) throws IOException {
        LinkKeys keys = new LinkKeys(file, clock, random);
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file, US_ASCII)) {
                keys.read(line);
            }
        } else {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        keys.live();
        return keys;
    }

    /** Whether the file lies in memory, as it must: on a disk the keys would outlive the power switch. */
    public static boolean inMemory(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        String type = Files.getFileStore(folder).type();
        return type.equals("tmpfs") || type.equals("ramfs");
    }

    /** Today's key and those of the days before that still serve, newest first. Makes today's key and destroys old ones. */
    public synchronized List<LinkKey> live() {
        LocalDate today = LocalDate.now(clock);
        boolean changed = keys.keySet().removeIf(day -> day.isBefore(oldest(today)) || day.isAfter(today));
        if (!keys.containsKey(today)) {
            byte[] key = new byte[KEY_BYTES];
            random.nextBytes(key);
            keys.put(today, new LinkKey(today, key));
            changed = true;
        }
        if (changed) {
            write();
        }
        return List.copyOf(keys.values());
    }

    /** The key of a day; empty when it was destroyed. */
    public synchronized Optional<LinkKey> of(LocalDate day) {
        return Optional.ofNullable(keys.get(day));
    }

    /** The days of which there are keys, oldest first. */
    public List<LocalDate> days() {
        return live().stream().map(LinkKey::day).sorted().toList();
    }

    private static LocalDate oldest(LocalDate today) {
        return today.minusDays(DAYS_KEPT);
    }

    private void read(String line) throws IOException {
        try {
            LocalDate day = LocalDate.parse(line.substring(0, 10));
            byte[] key = Base64.getDecoder().decode(line.substring(11));
            if (key.length == KEY_BYTES) {
                keys.put(day, new LinkKey(day, key));
                return;
            }
        } catch (DateTimeParseException | IllegalArgumentException | IndexOutOfBoundsException foreign) {
            throw new IOException("the file of link keys is damaged: delete it to begin anew"); // its content is secret
        }
        throw new IOException("the file of link keys is damaged: delete it to begin anew");
    }

    private void write() {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<LocalDate, LinkKey> key : keys.entrySet()) {
            lines.add(key.getKey() + " " + key.getValue().base64());
        }
        byte[] content = (String.join("\n", lines) + "\n").getBytes(US_ASCII);
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(next);
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException full) {
            throw new StoreUnavailable(StoreUnavailable.Trouble.FAILED);
        }
    }
}
