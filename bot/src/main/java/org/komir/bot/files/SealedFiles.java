package org.komir.bot.files;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A folder of sealed files. A file is written under a temporary name, fsynced, renamed, and the folder fsynced: a name that exists names a
 * whole file. Its modification time is the day in UTC and no hour; the file system's own change time, which no program can set, still tells
 * the second to whoever has the disk.
 *
 * <p>May be shared between threads. One process calls {@link #write} and removes; another may read, and take letters' files with {@link Uploads}: names are random, so no two
 * write the same.
 */
public final class SealedFiles {

    /** What stays free on the disk, in bytes, unless set otherwise: room for the store, its journal and a scrub. */
    public static final long USUAL_RESERVE = 512L * 1024 * 1024;

    private static final String UNFINISHED = ".new";
    /** Of one that comes in pieces, see {@link Uploads}. */
    private static final String PART = ".part";

    private static final int BUFFER = 64 * 1024;
    /** How much is written between two looks at the disk. */
    private static final long LOOK_EVERY = 4L * 1024 * 1024;

    private final Path folder;
    private final long reserve;
    private final Clock clock;
    private final Set<FileName> arriving = ConcurrentHashMap.newKeySet();

    private SealedFiles(Path folder, long reserve, Clock clock) {
        this.folder = folder;
        this.reserve = reserve;
        this.clock = clock;
    }

    /** Writes the bytes of one file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Opens the folder, or makes it for this user alone.
     *
     * @param reserve bytes that must stay free on its disk
     * @throws IOException if it cannot be made or read
     */
    public static SealedFiles at(Path folder, long reserve, Clock clock) throws IOException {
        if (Files.notExists(folder)) {
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return new SealedFiles(folder, reserve, clock);
    }

    /** Removes what a process left unfinished when it died. To be called before the first write, and by the process that writes. */
    public void removeUnfinished() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + UNFINISHED)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    /**
     * Writes a file, whole or not at all; when this returns it is durable. A file of this name is replaced. Until {@link #settled} it counts
     * as on its way and is not removed as unnamed.
     *
     * @throws NoRoom before the disk has less than the reserve
     * @throws IOException of the content or the disk
     */
    public void write(FileName name, Content content) throws IOException {
        if (!hasRoom()) {
            throw new NoRoom();
        }
        arriving.add(name);
        Path unfinished = folder.resolve(name.hex() + UNFINISHED);
        try {
            Files.deleteIfExists(unfinished);
            Files.createFile(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                OutputStream out = new BufferedOutputStream(new Bounded(Channels.newOutputStream(channel)), BUFFER);
                content.writeTo(new KeptOpen(out));
                out.flush();
                channel.force(true);
            }
            forgetHour(unfinished);
            moveInto(unfinished, name);
        } catch (IOException | RuntimeException | Error failed) {
            boolean full = !hasRoom();
            Files.deleteIfExists(unfinished);
            arriving.remove(name);
            if (full && failed instanceof IOException) {
                throw new NoRoom();
            }
            throw failed;
        }
    }

    /** Leaves the day of a file's last change and no hour. */
    void forgetHour(Path file) throws IOException {
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        Files.setLastModifiedTime(
                file, FileTime.from(today.atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    /** Gives a whole file its name, durably. */
    void moveInto(Path whole, FileName name) throws IOException {
        Files.move(whole, path(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder();
    }

    /** Puts one file in the place of another, durably. */
    public void replace(FileName name, FileName by) throws IOException {
        moveInto(path(by), name);
    }

    /** From now on a record names this file, or it is of no use. */
    public void settled(FileName name) {
        arriving.remove(name);
    }

    /** @throws NoSuchFileException if there is none of that name */
    public InputStream read(FileName name) throws IOException {
        return Files.newInputStream(path(name));
    }

    /** In bytes, as sealed. @throws NoSuchFileException if there is none of that name */
    public long size(FileName name) throws IOException {
        return Files.size(path(name));
    }

    /** Deletes a file, durably; one that is gone already does not matter. */
    public void delete(FileName name) throws IOException {
        if (Files.deleteIfExists(path(name))) {
            syncFolder();
        }
    }

    /** Whether another file may be taken. */
    public boolean hasRoom() {
        return free() > reserve;
    }

    /** What this user may still write on the disk of the folder, in bytes. */
    public long free() {
        return folder.toFile().getUsableSpace();
    }

    /** All files together, in bytes. */
    public long total() throws IOException {
        AtomicLong total = new AtomicLong();
        try (var files = Files.list(folder)) {
            files.forEach(file -> {
                try {
                    total.addAndGet(Files.size(file));
                } catch (NoSuchFileException gone) {
                    // deleted since the folder was listed
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
            });
        }
        return total.get();
    }

    /**
     * Removes files of days before {@code before} that no record names: what was received when the draft was gone, or belonged to a record
     * that was dropped just before the process died.
     *
     * @param named reads the names that the store has; asked after the candidates are known, so that what was named in between stays
     * @return how many
     */
    public int removeUnnamed(LocalDate before, Supplier<Set<FileName>> named) throws IOException {
        List<FileName> candidates = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(PART) && dayOf(file).isBefore(before)) {
                    Files.deleteIfExists(file);
                }
                if (FileName.isName(name) && dayOf(file).isBefore(before) && !arriving.contains(new FileName(name))) {
                    candidates.add(new FileName(name));
                }
            }
        }
        if (candidates.isEmpty()) {
            return 0;
        }
        candidates.removeAll(named.get());
        for (FileName name : candidates) {
            Files.deleteIfExists(path(name));
        }
        syncFolder();
        return candidates.size();
    }

    private static LocalDate dayOf(Path file) throws IOException {
        return LocalDate.ofInstant(Files.getLastModifiedTime(file).toInstant(), ZoneOffset.UTC);
    }

    Path path(FileName name) {
        return folder.resolve(name.hex());
    }

    Path part(FileName name) {
        return folder.resolve(name.hex() + PART);
    }

    /** A rename or a deletion is durable once the folder is. */
    void syncFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Who writes the content may close its stream; the file is still to be fsynced. */
    private static final class KeptOpen extends FilterOutputStream {
        KeptOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /** Stops before the disk is full: many files at once, each below every limit, can fill it together. */
    private final class Bounded extends FilterOutputStream {
        private long sinceLook;

        Bounded(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            sinceLook += length;
            if (sinceLook >= LOOK_EVERY) {
                sinceLook = 0;
                if (!hasRoom()) {
                    throw new NoRoom();
                }
            }
            out.write(bytes, offset, length);
        }
    }
}
