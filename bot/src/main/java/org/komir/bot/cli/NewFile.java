package org.komir.bot.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that only their owner reads. */
final class NewFile {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private NewFile() {}

    /** Writes a file that was not there, and waits until it is on the disk: it may hold the only copy of a key. */
    static void secret(Path file, byte[] content) throws IOException {
        Set<StandardOpenOption> neverOver = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try (FileChannel channel = FileChannel.open(file, neverOver, only("rw-------"))) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /** A new file to be written in pieces. */
    static OutputStream secret(Path file) throws IOException {
        Set<StandardOpenOption> neverOver = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        return Channels.newOutputStream(FileChannel.open(file, neverOver, only("rw-------")));
    }

    /** Writes a file in one step, in the place of the one that is there. */
    static void replace(Path file, byte[] content) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        secret(beside, content);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes a folder, with those above it, if it is not there. */
    static void folder(Path folder) throws IOException {
        Files.createDirectories(folder, only("rwx------"));
    }

    private static FileAttribute<?>[] only(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
