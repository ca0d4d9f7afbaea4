package org.komir.crypto;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;

/** Seals bytes and streams to recipients: an ordinary age v1 file. May be shared between threads. */
public final class Sealer {

    /** jagged reads headers up to 65 552 bytes, which 42 recipients fill; a file with more could be written by nobody here and read by nobody. */
    public static final int MOST_RECIPIENTS = 40;

    /**
     * Seals bytes. The file shows their exact length ({@link Padding}) and the number of recipients, but not who they are. It has about
     * 1 560 bytes a recipient, and 16 more for each 64 KiB.
     *
     * @param recipients 1 to {@link #MOST_RECIPIENTS}
     * @throws IllegalArgumentException for none, or more
     */
    public <P extends Purpose.ForPeople> Sealed<P> seal(P purpose, byte[] plaintext, Collection<Recipient> recipients) {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream(plaintext.length + 1700 * recipients.size() + 256);
        try (OutputStream out = sealing(sealed, recipients)) {
            out.write(plaintext);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Sealed.stored(purpose, sealed.toByteArray());
    }

    /**
     * Seals what is written to the returned stream, 64 KiB at a time. Only {@code close} completes the file; it closes {@code sealed}
     * too. It cannot know whether everything was written: where the source of the plaintext failed, throw the output away.
     *
     * @param recipients 1 to {@link #MOST_RECIPIENTS}
     * @throws IllegalArgumentException for none, or more
     * @throws IOException if {@code sealed} cannot be written
     */
    public OutputStream sealing(OutputStream sealed, Collection<Recipient> recipients) throws IOException {
        if (recipients.isEmpty() || recipients.size() > MOST_RECIPIENTS) {
            throw new IllegalArgumentException(
                    recipients.size() + " recipients: there must be 1 to " + MOST_RECIPIENTS);
        }
        List<RecipientStanzaWriter> writers =
                recipients.stream().map(r -> Hybrid.writer(r.key())).toList();
        return AgeStreams.sealing(sealed, writers);
    }
}
