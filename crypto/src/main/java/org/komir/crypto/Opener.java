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

    /** @throws CannotOpen of one of three kinds */
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
     * Opens a stream. <strong>What is read from it is only verified chunk by chunk; that nothing was cut off is known when the end was
     * reached</strong>: until then nothing may be acted on. Reading a changed or cut stream ends in an {@link IOException}.
     *
     * @throws CannotOpen if the header already tells
     */
    public InputStream opening(InputStream sealed) throws CannotOpen {
        return AgeStreams.opening(sealed, Hybrid.reader(identities));
    }
}
