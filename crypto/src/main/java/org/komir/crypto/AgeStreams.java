package org.komir.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.exceptionfactory.jagged.PayloadException;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.security.GeneralSecurityException;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.List;

/** The age v1 file itself: jagged's channels as streams, with three kinds of failure. */
final class AgeStreams {
    private static final byte[] FIRST_LINE = "age-encryption.org/v1\n".getBytes(US_ASCII);

    private AgeStreams() {}

    static OutputStream sealing(OutputStream sealed, List<RecipientStanzaWriter> writers) throws IOException {
        try {
            return new Sealing(
                    new StandardEncryptingChannelFactory().newEncryptingChannel(Channels.newChannel(sealed), writers));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(
                    "this Java cannot seal: " + broken.getClass().getSimpleName());
        }
    }

    static InputStream opening(InputStream sealed, RecipientStanzaReader reader) throws CannotOpen {
        try {
            byte[] start = sealed.readNBytes(FIRST_LINE.length);
            if (!Arrays.equals(start, FIRST_LINE)) {
                throw new CannotOpen.UnknownFormat();
            }
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start), sealed);
            ReadableByteChannel channel = new StandardDecryptingChannelFactory()
                    .newDecryptingChannel(Channels.newChannel(whole), List.of(reader));
            return new Opening(Channels.newInputStream(channel));
        } catch (UnsupportedRecipientStanzaException another) {
            throw new CannotOpen.NotForThisKey();
        } catch (SignatureException | PayloadException | EOFException changed) {
            throw new CannotOpen.Damaged();
        } catch (GeneralSecurityException | IOException | RuntimeException malformed) {
            throw new CannotOpen.UnknownFormat();
        }
    }

    private static final class Sealing extends OutputStream {
        private final WritableByteChannel channel;

        Sealing(WritableByteChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Turns every failure of the library while reading into one, without its message. */
    private static final class Opening extends InputStream {
        private final InputStream in;

        Opening(InputStream in) {
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
