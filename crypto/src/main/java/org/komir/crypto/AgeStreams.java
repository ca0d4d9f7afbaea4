package org.komir.crypto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.exceptionfactory.jagged.PayloadException;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import java.io.ByteArrayInputStream;
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
import java.util.Base64;
import java.util.List;

/**
 * The age v1 file itself (C2SP {@code age.md}): jagged's channels as streams, with three kinds of failure. jagged reads the header,
 * checks its MAC and does the chunks (STREAM, 64 KiB); what stands in a stanza is {@link Hybrid} or {@link Passphrase}.
 */
final class AgeStreams {
    private static final String FIRST_LINE = "age-encryption.org/v1\n";

    /** What jagged reads at most before the header must have ended: one chunk and its tag. */
    private static final int LONGEST_HEADER = 64 * 1024 + 16;

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

    /**
     * @throws CannotOpen if the header already tells
     * @throws IOException if {@code sealed} itself cannot be read
     */
    static InputStream opening(InputStream sealed, RecipientStanzaReader reader) throws CannotOpen, IOException {
        try {
            byte[] start = sealed.readNBytes(LONGEST_HEADER);
            requireForm(start);
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start), sealed);
            ReadableByteChannel channel = new StandardDecryptingChannelFactory()
                    .newDecryptingChannel(Channels.newChannel(whole), List.of(reader));
            return new Opening(Channels.newInputStream(channel));
        } catch (UnsupportedRecipientStanzaException another) {
            throw new CannotOpen.NotForThisKey();
        } catch (SignatureException | PayloadException changed) {
            throw new CannotOpen.Damaged();
        } catch (GeneralSecurityException | RuntimeException malformed) {
            throw new CannotOpen.UnknownFormat();
        }
    }

    /**
     * jagged drops a space at the end of a stanza's line before it checks the MAC, and would open a file to which somebody had added
     * one. A file that opens must be the file that was sealed.
     */
    private static void requireForm(byte[] start) throws CannotOpen.UnknownFormat {
        String text = new String(start, ISO_8859_1);
        int end = text.indexOf("\n---");
        if (!text.startsWith(FIRST_LINE)
                || end < 0
                || text.substring(0, end + 1).contains(" \n")) {
            throw new CannotOpen.UnknownFormat();
        }
    }

    /** The base64 of so many bytes, without padding and canonical: each stanza has exactly one spelling. */
    static byte[] argument(String text, int length) throws MalformedStanza {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw new MalformedStanza();
        }
        if (bytes.length != length || !argument(bytes).equals(text)) {
            throw new MalformedStanza();
        }
        return bytes;
    }

    static String argument(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A stanza that no writer makes. It condemns the file; the next stanza is not tried. */
    static final class MalformedStanza extends GeneralSecurityException {
        private static final long serialVersionUID = 1;

        MalformedStanza() {
            super("a stanza that no writer makes");
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

    /** Turns the library's failures while reading into one, without their messages. */
    private static final class Opening extends InputStream {
        private final InputStream in;
        private boolean failed;

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
            // After a failure jagged's channel goes on with what its buffer held before: bytes that nobody sealed.
            if (failed) {
                throw damaged();
            }
            failed = true;
            try {
                int count = in.read(bytes, offset, length);
                failed = false;
                return count;
            } catch (PayloadException | RuntimeException changed) {
                throw damaged();
            }
        }

        private static IOException damaged() {
            CannotOpen.Damaged cause = new CannotOpen.Damaged();
            return new IOException(cause.getMessage(), cause);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
