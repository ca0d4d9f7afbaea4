package org.komir.crypto;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Opens what was sealed to one of some identities. The server has none; this is for tools, tests and the offline program. */
public final class Opener {
    private final List<Identity> identities;

    public Opener(List<Identity> identities) {
        this.identities = List.copyOf(identities);
    }

    /** @throws CannotOpen of one of its three kinds; nothing of a damaged file is given out */
    public byte[] open(Sealed<? extends Purpose.ForPeople> sealed) throws CannotOpen {
        return open(sealed.bytes());
    }

    /** The same for bytes whose purpose does not matter, such as the inner file of a nested key. */
    public byte[] open(byte[] sealed) throws CannotOpen {
        try (InputStream plaintext = opening(new ByteArrayInputStream(sealed))) {
            return plaintext.readAllBytes();
        } catch (IOException damaged) {
            throw new CannotOpen.Damaged();
        }
    }

    /**
     * Opens a stream. <strong>What is read is unverified until the end was reached</strong>: each chunk of 64 KiB is checked before it
     * is given out, but that nothing was cut off is known only when {@code read} returned -1. Until then nothing may be acted on.
     *
     * <p>Reading a changed or cut stream ends in an {@link IOException} whose cause is a {@link CannotOpen.Damaged}, and so does every
     * read after it. An {@code IOException} of {@code sealed} itself is passed on as it is.
     *
     * @param sealed closed with the returned stream
     * @throws CannotOpen if the header already tells
     * @throws IOException if {@code sealed} itself cannot be read
     */
    public InputStream opening(InputStream sealed) throws CannotOpen, IOException {
        return AgeStreams.opening(sealed, Hybrid.reader(identities));
    }
}
