package org.komir.bot.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sealed files that arrive in pieces over a line that breaks. What has come lies beside the others under its name and {@code .part}, durable
 * before it is acknowledged, and is still there after a restart; a piece that does not fit is answered with how far it is. Once the file is whole and has
 * the hash that its sender says, it gets its name.
 */
public final class Uploads {
    private final SealedFiles files;
    private final Set<FileName> busy = ConcurrentHashMap.newKeySet();

    public Uploads(SealedFiles files) {
        this.files = files;
    }

    /** Another piece of the same file is being taken. */
    public static final class Busy extends IOException {
        private static final long serialVersionUID = 1;

        Busy() {
            super("another piece of this file is being taken");
        }
    }

    /** Does something with a file that nobody else touches meanwhile. */
    @FunctionalInterface
    private interface Alone<T> {
        T run() throws IOException;
    }

    /** How many bytes have come, or 0. */
    public long received(FileName name) throws IOException {
        return alone(name, () -> receivedNow(name));
    }

    private long receivedNow(FileName name) throws IOException {
        Path whole = files.path(name);
        Path part = files.part(name);
        return Files.exists(whole) ? Files.size(whole) : Files.exists(part) ? Files.size(part) : 0;
    }

    /**
     * Appends a piece. From 0 a file that is not whole begins anew.
     *
     * @param from where the piece belongs, in bytes
     * @param piece read to its end
     * @return how far the file is afterwards; where the piece does not belong there, how far it is without it
     * @throws NoRoom before the disk has less than the reserve
     */
    public long append(FileName name, long from, byte[] piece) throws IOException {
        return alone(name, () -> {
            if (Files.exists(files.path(name)) || (from > 0 && from != receivedNow(name))) {
                return receivedNow(name);
            }
            if (!files.hasRoom()) {
                throw new NoRoom();
            }
            Path part = files.part(name);
            if (Files.notExists(part)) {
                Files.createFile(
                        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                files.syncFolder();
            }
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.truncate(from); // also what a crash left of a piece that was never acknowledged
                channel.position(from);
                OutputStream out = Channels.newOutputStream(channel);
                out.write(piece);
                channel.force(true);
            }
            files.forgetHour(part);
            return from + piece.length;
        });
    }

    /**
     * Ends a file: from now on it is one like all others.
     *
     * @param size in bytes
     * @param sha256 of the sealed bytes, 64 lower-case hexadecimal digits
     * @return whether it is there, whole and as its sender says; where it is not, nothing of it is kept
     */
    public boolean whole(FileName name, long size, String sha256) throws IOException {
        return alone(name, () -> {
            boolean ended = Files.exists(files.path(name));
            Path path = ended ? files.path(name) : files.part(name);
            boolean good = Files.exists(path)
                    && Files.size(path) == size
                    && sha256(path).equals(sha256);
            if (!ended && good) {
                files.moveInto(path, name);
            } else if (!ended) {
                Files.deleteIfExists(path);
            }
            return good;
        });
    }

    /** Whether there is a whole file of this name. */
    public boolean isWhole(FileName name) {
        return Files.exists(files.path(name));
    }

    private <T> T alone(FileName name, Alone<T> what) throws IOException {
        if (!busy.add(name)) {
            throw new Busy();
        }
        try {
            return what.run();
        } finally {
            busy.remove(name);
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 belongs to every Java", impossible);
        }
    }
}
