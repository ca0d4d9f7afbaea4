package org.komir.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CliStatusTest {
    private MadeUpOffice office;

    @BeforeEach
    void anEmptyFolder(@TempDir Path folder) throws IOException {
        office = new MadeUpOffice(folder);
    }

    private Status status() {
        return new Status(
                office.clock.instant(),
                Optional.of(office.clock.instant().minusSeconds(7)),
                Optional.empty(),
                OptionalLong.of(3L * 1024 * 1024),
                2,
                5,
                4,
                LocalDate.parse("2026-12-03"),
                List.of(LocalDate.parse("2026-11-22"), LocalDate.parse("2026-11-23")));
    }

    @Test
    void a_status_is_read_as_it_was_written() throws Exception {
        status().write(office.file("status.json"));
        status().write(office.file("status.json"));
        assertThat(Status.read(office.file("status.json"))).contains(status());
    }

    @Test
    void a_status_is_shown_without_content() throws Exception {
        status().write(office.file("status.json"));
        assertThat(office.ok("status --file status.json")).isEqualTo("""
                        last poll      7 s ago
                        last write     never
                        free disk      3 MiB
                        queue          2
                        drafts         5
                        directory      version 4, expires in 10 days
                        link keys      2026-11-22, 2026-11-23
                        """);
    }

    @Test
    void an_old_status_says_that_the_server_may_have_stopped() throws Exception {
        status().write(office.file("status.json"));
        office.clock.passes(Duration.ofHours(1));
        Typing terminal = new Typing();
        assertThat(office.run(terminal, "status --file status.json")).isEqualTo(Cli.PROBLEM);
        assertThat(terminal.complained()).isEqualTo("this was written 60 min ago: is the server running?\n");
    }

    @Test
    void a_missing_or_foreign_file_is_told_in_one_line() throws Exception {
        Typing terminal = new Typing();
        assertThat(office.run(terminal, "status --file status.json")).isEqualTo(Cli.PROBLEM);
        assertThat(terminal.complained()).startsWith("there is no file ").hasLineCount(1);
        Files.writeString(office.file("status.json"), "{}");
        assertThat(office.run(terminal, "status --file status.json")).isEqualTo(Cli.PROBLEM);
    }
}
