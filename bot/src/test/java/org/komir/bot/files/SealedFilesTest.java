package org.komir.bot.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.testing.HandClock;

class SealedFilesTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");

    @TempDir
    Path temporary;

    private final HandClock clock = new HandClock("2026-11-23T17:43:21Z");
    private final FileName one = FileName.random(new SecureRandom());
    private final FileName two = FileName.random(new SecureRandom());
    private Path folder;
    private SealedFiles files;

    @BeforeEach
    void open() throws IOException {
        folder = temporary.resolve("data/files");
        files = SealedFiles.at(folder, 0, clock);
    }

    private void write(FileName name, String content) throws IOException {
        files.write(name, out -> out.write(content.getBytes()));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Test
    void what_was_written_is_read_and_is_for_this_user_alone() throws IOException {
        write(one, "sealed");
        assertThat(files.read(one).readAllBytes()).asString().isEqualTo("sealed");
        assertThat(files.size(one)).isEqualTo(6);
        assertThat(files.total()).isEqualTo(6);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(one.hex()))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_file_tells_its_day_and_not_its_hour() throws IOException {
        write(one, "sealed");
        assertThat(Files.getLastModifiedTime(folder.resolve(one.hex())).toInstant())
                .isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
    }

    @Test
    void a_file_whose_content_breaks_off_is_not_there_at_all() throws IOException {
        assertThatThrownBy(() -> files.write(one, out -> {
                    out.write(new byte[200_000]);
                    throw new IOException("cut");
                }))
                .hasMessage("cut");
        assertThat(names()).isEmpty();
        assertThatThrownBy(() -> files.read(one)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void writing_again_under_a_name_replaces_the_file() throws IOException {
        write(one, "before the crash");
        write(one, "after");
        assertThat(files.read(one).readAllBytes()).asString().isEqualTo("after");
        assertThat(names()).hasSize(1);
    }

    @Test
    void what_a_dead_process_left_unfinished_goes() throws IOException {
        write(one, "sealed");
        Files.writeString(folder.resolve(two.hex() + ".new"), "half");
        files.removeUnfinished();
        assertThat(names()).containsExactly(one.hex());
    }

    @Test
    void no_file_is_taken_when_the_disk_is_nearly_full() throws IOException {
        SealedFiles full = SealedFiles.at(folder, Long.MAX_VALUE, clock);
        assertThat(full.hasRoom()).isFalse();
        assertThatThrownBy(() -> full.write(one, out -> out.write(1))).isInstanceOf(NoRoom.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void writing_stops_in_the_middle_when_the_disk_becomes_nearly_full() throws IOException {
        Path ballast = temporary.resolve("ballast");
        SealedFiles tight = SealedFiles.at(folder, files.free() - 60L * 1024 * 1024, clock);
        assertThatThrownBy(() -> tight.write(one, out -> {
                    Files.write(ballast, new byte[100 * 1024 * 1024]);
                    for (int i = 0; i < 200; i++) {
                        out.write(new byte[64 * 1024]);
                    }
                }))
                .isInstanceOf(NoRoom.class);
        Files.deleteIfExists(ballast);
        assertThat(names()).isEmpty();
    }

    @Test
    void files_that_no_record_names_go_after_a_day_unless_they_are_on_their_way() throws IOException {
        FileName onItsWay = FileName.random(new SecureRandom());
        FileName named = FileName.random(new SecureRandom());
        for (FileName name : List.of(one, named, onItsWay)) {
            write(name, "sealed");
        }
        files.settled(one);
        files.settled(named);
        assertThat(files.removeUnnamed(TODAY.minusDays(1), Set::of)).isZero();
        clock.passes(Duration.ofDays(2));
        write(two, "of today");
        files.settled(two);

        assertThat(files.removeUnnamed(TODAY.plusDays(1), () -> Set.of(named))).isEqualTo(1);
        assertThat(names()).containsExactlyInAnyOrder(two.hex(), named.hex(), onItsWay.hex());
    }

    @Test
    void a_name_is_never_a_path() {
        for (String forged : List.of("../komir.db", "", "0".repeat(31), "0".repeat(33), "G".repeat(32))) {
            assertThatThrownBy(() -> new FileName(forged)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
