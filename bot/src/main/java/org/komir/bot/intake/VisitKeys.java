package org.komir.bot.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.crypto.CannotOpen;
import org.komir.crypto.Opener;
import org.komir.crypto.Padding;
import org.komir.crypto.Purpose;
import org.komir.crypto.Receipt;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.komir.crypto.Sealer;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.SigningKey;
import tools.jackson.databind.json.JsonMapper;

/**
 * What follows from a number, in memory while a family visits: the one place of the intake that opens anything, and only letters to that family. It is made of a number
 * that the family typed, or of one that is just being shown to it.
 */
final class VisitKeys {
    private static final int PIECE = 64 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Opener opener;
    private final SigningKey author;
    private final Mailbox mailbox;

    /** Takes the time of Argon2id: only in the pool of {@link Numbers}. */
    VisitKeys(Receipt receipt) {
        Receipt.Keys keys = receipt.keys();
        this.opener = new Opener(List.of(keys.identity()));
        this.author = keys.author();
        this.mailbox = new Mailbox(
                HexFormat.of().formatHex(sha256(keys.mailbox())),
                keys.identity().recipient(),
                keys.author().verifyingKey());
    }

    /** The public halves. */
    Mailbox mailbox() {
        return mailbox;
    }

    /** Empty for what does not open. */
    Optional<byte[]> open(Sealed<Purpose.Reply> letter) {
        try {
            return Optional.of(opener.open(letter));
        } catch (CannotOpen damaged) {
            return Optional.empty();
        }
    }

    /** Seals a file of a letter to another number, as it streams by. */
    void reseal(InputStream sealed, Sealer sealer, OutputStream out, Recipient to) throws IOException {
        try (InputStream in = opener.opening(sealed);
                OutputStream again = sealer.sealing(out, List.of(to))) {
            in.transferTo(again);
        } catch (CannotOpen damaged) {
            throw new IOException("a file of a letter does not open");
        }
    }

    /**
     * Opens a file of a letter as it streams by. The last piece is given out only when the whole proved to be what the volunteer signed.
     *
     * @throws LetterFile.NotAsSigned if it is not, or cannot be read
     */
    void copy(SealedFiles files, LetterFile file, OutputStream out) throws IOException {
        try (InputStream in = opener.opening(reading(files, file))) {
            MessageDigest digest = digest();
            byte[] held = new byte[0];
            for (long left = file.size(); left > 0; left -= held.length) {
                byte[] piece = piece(in, (int) Math.min(left, PIECE));
                if (piece.length == 0) {
                    throw new LetterFile.NotAsSigned();
                }
                digest.update(piece);
                out.write(held);
                held = piece;
            }
            long zeros = 0;
            for (byte[] rest = piece(in, PIECE); rest.length > 0; rest = piece(in, PIECE)) {
                zeros += rest.length;
                for (byte one : rest) {
                    if (one != 0) {
                        throw new LetterFile.NotAsSigned();
                    }
                }
            }
            boolean whole = zeros == Padding.padme(file.size()) - file.size();
            if (!whole || !HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
                throw new LetterFile.NotAsSigned();
            }
            out.write(held);
        } catch (CannotOpen damaged) {
            throw new LetterFile.NotAsSigned();
        }
    }

    private static InputStream reading(SealedFiles files, LetterFile file) throws LetterFile.NotAsSigned {
        try {
            return files.read(file.file());
        } catch (IOException gone) {
            throw new LetterFile.NotAsSigned();
        }
    }

    private static byte[] piece(InputStream in, int most) throws LetterFile.NotAsSigned {
        try {
            return in.readNBytes(most);
        } catch (IOException damaged) {
            throw new LetterFile.NotAsSigned();
        }
    }

    /** That a case which is told now is by the same family ({@code docs/record-format.md}, step 23). */
    SignedText follows(CaseId id, Recipient recipient) {
        String text = JSON.createObjectNode()
                .put("format", "komir-author/1")
                .put("case", id.hex())
                .put("recipient_sha256", sha256(recipient))
                .toString();
        return new SignedText(text, author.sign(SigningDomain.AUTHOR, text.getBytes(UTF_8)));
    }

    /** That the case has another number from now on (step 22). */
    Link links(CaseId id, Mailbox by) {
        String text = JSON.createObjectNode()
                .put("format", "komir-link/1")
                .put("case", id.hex())
                .put("mailbox", by.name())
                .put("recipient_sha256", sha256(by.recipient()))
                .put("author", by.author().toString())
                .toString();
        byte[] signature = author.sign(SigningDomain.LINK, text.getBytes(UTF_8));
        return new Link(
                text,
                List.of(new Link.Signature(Link.AUTHOR, Base64.getEncoder().encodeToString(signature))));
    }

    /** That the case is taken back (step 21). */
    byte[] withdraws() {
        return author.sign(SigningDomain.WITHDRAWAL, mailbox.name().getBytes(US_ASCII));
    }

    /** Of a recipient as it is written, {@code age1pq1…}. */
    static String sha256(Recipient recipient) {
        return HexFormat.of().formatHex(sha256(recipient.toString().getBytes(US_ASCII)));
    }

    static byte[] sha256(byte[] bytes) {
        return digest().digest(bytes);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 belongs to every Java", impossible);
        }
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
