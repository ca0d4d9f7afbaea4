package org.komir.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedFileTest {
    private static final int CHUNK = 64 * 1024;

    private final SecureRandom random = new SecureRandom();
    private final Identity mine = Identity.generate(random);
    private final Opener opener = new Opener(List.of(mine));
    private final ByteArrayOutputStream sealed = new ByteArrayOutputStream();

    private SealedFile.Content seal(byte[] file) throws IOException {
        return SealedFile.seal(new Sealer(), new ByteArrayInputStream(file), sealed, mine.recipient(), Long.MAX_VALUE);
    }

    private byte[] open(byte[] file, SealedFile.Content recorded) throws CannotOpen, IOException {
        ByteArrayOutputStream opened = new ByteArrayOutputStream();
        SealedFile.open(opener, new ByteArrayInputStream(file), recorded, opened);
        return opened.toByteArray();
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7, 1_000_003})
    void the_first_bytes_are_the_file_and_the_rest_are_zeros_up_to_the_padme_length(int size) throws Exception {
        byte[] file = bytes(size);
        SealedFile.Content content = seal(file);
        assertThat(content.length()).isEqualTo(size);
        assertThat(content.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(file)));

        byte[] whole = opener.open(sealed.toByteArray());
        assertThat(whole).isEqualTo(Arrays.copyOf(file, Math.toIntExact(Padding.padme(size))));
        assertThat(open(sealed.toByteArray(), content)).isEqualTo(file);
    }

    @Test
    void more_than_is_allowed_is_refused_as_soon_as_it_comes() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 7;
            }
        };
        assertThatThrownBy(() -> SealedFile.seal(new Sealer(), endless, sealed, mine.recipient(), 3L * CHUNK))
                .isInstanceOf(SealedFile.TooLong.class);
        assertThat(sealed.size()).isLessThan(5 * CHUNK);
    }

    @Test
    void exactly_what_is_allowed_is_sealed() throws Exception {
        byte[] file = bytes(1000);
        SealedFile.Content content =
                SealedFile.seal(new Sealer(), new ByteArrayInputStream(file), sealed, mine.recipient(), 1000);
        assertThat(open(sealed.toByteArray(), content)).isEqualTo(file);
    }

    @Test
    void another_file_than_the_record_tells_of_is_refused() throws Exception {
        byte[] file = bytes(1000);
        SealedFile.Content content = seal(file);
        for (SealedFile.Content other : List.of(
                new SealedFile.Content(999, content.sha256()),
                new SealedFile.Content(1001, content.sha256()),
                new SealedFile.Content(5000, content.sha256()),
                new SealedFile.Content(1000, "0".repeat(64)))) {
            assertThatThrownBy(() -> open(sealed.toByteArray(), other)).isInstanceOf(SealedFile.NotAsRecorded.class);
        }
    }

    @Test
    void words_hidden_behind_the_file_are_seen() throws Exception {
        byte[] file = bytes(1000);
        SealedFile.Content content = seal(file);
        byte[] padded = Arrays.copyOf(file, 1024);
        byte[] hidden = "hidden".getBytes(US_ASCII);
        System.arraycopy(hidden, 0, padded, 1010, hidden.length);
        ByteArrayOutputStream forged = new ByteArrayOutputStream();
        try (OutputStream out = new Sealer().sealing(forged, List.of(mine.recipient()))) {
            out.write(padded);
        }
        assertThatThrownBy(() -> open(forged.toByteArray(), content)).isInstanceOf(SealedFile.NotAsRecorded.class);
    }

    @Test
    void a_cut_file_is_damaged() throws Exception {
        SealedFile.Content content = seal(bytes(3 * CHUNK));
        byte[] cut = Arrays.copyOf(sealed.toByteArray(), sealed.size() - CHUNK);
        assertThatThrownBy(() -> open(cut, content)).hasCauseInstanceOf(CannotOpen.Damaged.class);
    }

    @Test
    void somebody_else_opens_nothing() throws Exception {
        SealedFile.Content content = seal(bytes(10));
        Opener stranger = new Opener(List.of(Identity.generate(random)));
        assertThatThrownBy(() -> SealedFile.open(
                        stranger,
                        new ByteArrayInputStream(sealed.toByteArray()),
                        content,
                        OutputStream.nullOutputStream()))
                .isInstanceOf(CannotOpen.NotForThisKey.class);
    }
}
