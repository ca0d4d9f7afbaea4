package org.komir.bot.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.testing.HandClock;

class UploadsTest {
    @TempDir
    Path folder;

    private final HandClock clock = new HandClock("2026-11-23T17:43:21Z");
    private final SecureRandom random = new SecureRandom();
    private final FileName name = FileName.random(random);
    private final byte[] content = new byte[5000];
    private SealedFiles files;
    private Uploads uploads;

    @BeforeEach
    void open() throws IOException {
        random.nextBytes(content);
        files = SealedFiles.at(folder, 0, clock);
        uploads = new Uploads(files);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private byte[] piece(int from, int to) {
        return Arrays.copyOfRange(content, from, to);
    }

    @Test
    void a_file_comes_in_pieces_and_is_one_like_all_others() throws Exception {
        assertThat(uploads.received(name)).isZero();
        assertThat(uploads.append(name, 0, piece(0, 2000))).isEqualTo(2000);
        assertThat(uploads.append(name, 2000, piece(2000, 5000))).isEqualTo(5000);
        assertThat(uploads.isWhole(name)).isFalse();
        assertThat(uploads.whole(name, 5000, sha256(content))).isTrue();
        assertThat(uploads.isWhole(name)).isTrue();
        assertThat(files.read(name).readAllBytes()).isEqualTo(content);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name.hex()))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_piece_that_does_not_fit_is_told_how_far_it_is() throws Exception {
        uploads.append(name, 0, piece(0, 2000));
        assertThat(uploads.append(name, 1000, piece(1000, 3000))).isEqualTo(2000);
        assertThat(uploads.append(name, 3000, piece(3000, 4000))).isEqualTo(2000);
        uploads.append(name, 2000, piece(2000, 5000));
        assertThat(uploads.whole(name, 5000, sha256(content))).isTrue();
    }

    @Test
    void after_a_restart_it_goes_on_where_it_was() throws Exception {
        uploads.append(name, 0, piece(0, 3000));
        SealedFiles again = SealedFiles.at(folder, 0, clock);
        again.removeUnfinished();
        Uploads after = new Uploads(again);
        assertThat(after.received(name)).isEqualTo(3000);
        after.append(name, 3000, piece(3000, 5000));
        assertThat(after.whole(name, 5000, sha256(content))).isTrue();
    }

    @Test
    void from_the_beginning_it_begins_anew_unless_it_is_whole() throws Exception {
        uploads.append(name, 0, new byte[4000]);
        uploads.append(name, 0, piece(0, 5000));
        assertThat(uploads.whole(name, 5000, sha256(content))).isTrue();
        assertThat(uploads.append(name, 0, new byte[10]))
                .as("nobody overwrites a whole one")
                .isEqualTo(5000);
        assertThat(files.read(name).readAllBytes()).isEqualTo(content);
        assertThat(uploads.whole(name, 5000, sha256(content))).as("told again").isTrue();
    }

    @Test
    void what_is_not_as_its_sender_says_is_not_kept() throws Exception {
        uploads.append(name, 0, content);
        assertThat(uploads.whole(name, 5000, sha256(new byte[5000]))).isFalse();
        assertThat(uploads.received(name)).isZero();
        assertThat(uploads.whole(FileName.random(random), 0, sha256(new byte[0])))
                .as("never sent")
                .isFalse();
    }

    @Test
    void what_nobody_ends_is_removed_after_a_day() throws Exception {
        uploads.append(name, 0, content);
        LocalDate today = LocalDate.parse("2026-11-23");
        assertThat(Files.getLastModifiedTime(folder.resolve(name.hex() + ".part"))
                        .toString())
                .isEqualTo("2026-11-23T00:00:00Z");
        files.removeUnnamed(today, Set::of);
        assertThat(uploads.received(name)).isEqualTo(5000);
        clock.passes(Duration.ofDays(1));
        files.removeUnnamed(today.plusDays(1), Set::of);
        assertThat(uploads.received(name)).isZero();
    }

    @Test
    void nothing_is_taken_when_the_disk_is_nearly_full() throws Exception {
        Uploads full = new Uploads(SealedFiles.at(folder, Long.MAX_VALUE, clock));
        assertThatThrownBy(() -> full.append(name, 0, content)).isInstanceOf(NoRoom.class);
        assertThat(full.received(name)).isZero();
    }
}
