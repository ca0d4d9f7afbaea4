package org.komir.crypto;

import com.exceptionfactory.jagged.PayloadException;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.security.GeneralSecurityException;
import java.security.SignatureException;
import java.util.List;

/** Opens what was sealed to one of some identities. The server has none; this is for tools, tests and the offline program. */
public final class Opener {
    private static final byte[] MAGIC = "age-encryption.org/v1\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

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
        try {
            byte[] start = sealed.readNBytes(MAGIC.length);
            if (!java.util.Arrays.equals(start, MAGIC)) {
                throw new CannotOpen.UnknownFormat();
            }
            InputStream whole = new java.io.SequenceInputStream(new ByteArrayInputStream(start), sealed);
            ReadableByteChannel channel = new StandardDecryptingChannelFactory()
                    .newDecryptingChannel(Channels.newChannel(whole), List.of(Hybrid.reader(identities)));
            return new Verified(Channels.newInputStream(channel));
        } catch (UnsupportedRecipientStanzaException another) {
            throw new CannotOpen.NotForThisKey();
        } catch (SignatureException | PayloadException | EOFException changed) {
            throw new CannotOpen.Damaged();
        } catch (GeneralSecurityException | IOException | RuntimeException malformed) {
            throw new CannotOpen.UnknownFormat();
        }
    }

    /** Turns every failure of the library while reading into one kind, without its message. */
    private static final class Verified extends InputStream {
        private final InputStream in;

        Verified(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return in.read(bytes, offset, length);
            } catch (IOException | RuntimeException changed) {
                throw new IOException("damaged: changed or cut since it was sealed");
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
