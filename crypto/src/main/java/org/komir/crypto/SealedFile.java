package org.komir.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A file of any length, sealed as it streams by: an age file whose plaintext is the raw bytes and then zeros up to their {@link
 * Padding#padme} length. The true length and the SHA-256 are known only at the end; they belong into a sealed record of their own,
 * so that {@code age -d | head -c LENGTH} gives the file. 64 KiB of it are in memory at a time.
 */
public final class SealedFile {
    private static final int CHUNK = 64 * 1024;

    private SealedFile() {}

    /**
     * What was sealed.
     *
     * @param length in bytes, without the zeros
     * @param sha256 of that many bytes, 64 lower-case hexadecimal digits
     */
    public record Content(long length, String sha256) {}

    /** More came than may. Nothing that was written is of use. */
    public static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        TooLong() {
            super("longer than allowed");
        }
    }

    /** What opened is not the file that its record tells of: another length, another hash, or not zeros behind it. */
    public static final class NotAsRecorded extends IOException {
        private static final long serialVersionUID = 1;

        NotAsRecorded() {
            super("not the file that its record tells of");
        }
    }

    /**
     * Seals everything that can be read.
     *
     * @param plaintext read to its end, and left open
     * @param sealed closed when this returns and when it throws; after an exception what it got is to be thrown away
     * @param most bytes of plaintext, not negative
     * @throws TooLong as soon as more than {@code most} bytes came
     * @throws IOException of either stream
     */
    public static Content seal(Sealer sealer, InputStream plaintext, OutputStream sealed, Recipient to, long most)
            throws IOException {
        MessageDigest sha256 = sha256();
        try (sealed;
                OutputStream out = sealer.sealing(sealed, List.of(to))) {
            byte[] chunk = new byte[CHUNK];
            long length = 0;
            for (int read = plaintext.read(chunk); read >= 0; read = plaintext.read(chunk)) {
                length += read;
                if (length > most) {
                    throw new TooLong();
                }
                sha256.update(chunk, 0, read);
                out.write(chunk, 0, read);
            }
            Arrays.fill(chunk, (byte) 0);
            for (long zeros = Padding.padme(length) - length; zeros > 0; zeros -= CHUNK) {
                out.write(chunk, 0, (int) Math.min(zeros, CHUNK));
            }
            return new Content(length, HexFormat.of().formatHex(sha256.digest()));
        }
    }

    /**
     * Opens a sealed file into {@code plaintext}, which gets exactly the recorded length. <strong>Until this returns nothing of it is
     * verified</strong>: after an exception throw away what was written.
     *
     * @param sealed read to its end, and closed
     * @throws CannotOpen if the header tells that it will not open
     * @throws NotAsRecorded if it is another file than the record tells of
     * @throws IOException of either stream; with a {@link CannotOpen.Damaged} as its cause where the sealed file was changed or cut
     */
    public static void open(Opener opener, InputStream sealed, Content recorded, OutputStream plaintext)
            throws CannotOpen, IOException {
        MessageDigest sha256 = sha256();
        try (sealed;
                InputStream in = opener.opening(sealed)) {
            byte[] chunk = new byte[CHUNK];
            long left = recorded.length();
            while (left > 0) {
                int read = in.read(chunk, 0, (int) Math.min(left, CHUNK));
                if (read < 0) {
                    throw new NotAsRecorded();
                }
                sha256.update(chunk, 0, read);
                plaintext.write(chunk, 0, read);
                left -= read;
            }
            boolean same = HexFormat.of().formatHex(sha256.digest()).equals(recorded.sha256());
            if (!onlyZeros(in, Padding.padme(recorded.length()) - recorded.length()) || !same) {
                throw new NotAsRecorded();
            }
        }
    }

    private static boolean onlyZeros(InputStream in, long count) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long seen = 0;
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            for (int i = 0; i < read; i++) {
                if (chunk[i] != 0) {
                    return false;
                }
            }
            seen += read;
        }
        return seen == count;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 belongs to every Java", impossible);
        }
    }
}
