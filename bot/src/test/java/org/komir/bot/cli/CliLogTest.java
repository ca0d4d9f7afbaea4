package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.cli.MadeUpOffice.PASSPHRASE;
import static org.komir.bot.cli.MadeUpOffice.RANDOM;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Act;
import org.komir.bot.review.ActLog.Head;
import org.komir.bot.review.LogEntry;
import org.komir.bot.testing.MadeUpEntries;
import org.komir.crypto.IdentityFile;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.SigningKey;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CliLogTest {
    private static final String VERIFY = "log verify --directory directory.json --root-key root.pub ";

    private MadeUpOffice office;
    private SigningKey aigul = SigningKey.generate(RANDOM);
    private SigningKey dauren = SigningKey.generate(RANDOM);
    private List<String> lines = List.of();

    @BeforeEach
    void aLogOfNineEntries(@TempDir Path folder) throws Exception {
        office = MadeUpOffice.signed(folder);
        aigul = signingKey("aigul");
        dauren = signingKey("dauren");
        for (int i = 1; i <= 9; i++) {
            append(i % 3 == 0 ? "dauren" : "aigul", i % 3 == 0 ? dauren : aigul);
        }
        office.ok("log export --store any log.jsonl");
        lines = Files.readAllLines(office.file("log.jsonl"));
        assertThat(lines).hasSize(9);
    }

    private SigningKey signingKey(String name) throws Exception {
        return IdentityFile.open(Files.readAllBytes(office.file(name + ".age")), PASSPHRASE.toCharArray())
                .signingKey();
    }

    private LogEntry append(String volunteer, SigningKey key) {
        LogEntry entry = next(office.cases.head(), volunteer);
        assertThat(office.cases.append(entry, signature(entry, key))).isTrue();
        return entry;
    }

    private LogEntry next(Head head, String volunteer) {
        office.clock.passes(Duration.ofSeconds(5));
        Instant now = office.clock.instant();
        return MadeUpEntries.after(head, volunteer, now, Act.OPEN, Optional.of(CaseId.random(RANDOM)), "");
    }

    private static byte[] signature(LogEntry entry, SigningKey key) {
        return key.sign(SigningDomain.LOG, entry.text().getBytes(US_ASCII));
    }

    private static String line(LogEntry entry, SigningKey key) {
        return LogFile.line(new SignedText(entry.text(), signature(entry, key))).strip();
    }

    private LogEntry entry(int n) {
        return LogEntry.read(office.cases.entries(n, 1).getFirst().text()).orElseThrow();
    }

    /** What is said of a log that was changed so. */
    private List<String> said(UnaryOperator<List<String>> change) throws IOException {
        Files.write(office.file("changed.jsonl"), change.apply(new ArrayList<>(lines)));
        return said(VERIFY + "changed.jsonl");
    }

    private List<String> said(String command) {
        Typing terminal = new Typing();
        assertThat(office.run(terminal, command)).as(terminal.said()).isEqualTo(Cli.PROBLEM);
        return terminal.complained().lines().toList();
    }

    @Test
    void a_log_as_it_was_written_is_good() {
        assertThat(office.ok(VERIFY + "log.jsonl"))
                .isEqualTo("the log is good: entries 1 to 9\nits end         %s\n"
                        .formatted(office.cases.head().sha256()));
    }

    @Test
    void each_altered_byte_is_found_and_its_entry_named() throws Exception {
        List<String> all = said(changed -> {
            changed.set(3, changed.get(3).replace("open", "work"));
            return changed;
        });
        assertThat(all)
                .contains("entry 4: altered, or signed by nobody of the directories (it names aigul)")
                .contains("entry 5: does not follow from entry 4 as that stands here: one of the two was exchanged");
        assertThat(all.getFirst()).startsWith("entry 4: ");

        String whole = lines.get(3);
        for (int at = 0; at < whole.length(); at += 7) {
            char other = whole.charAt(at) == 'a' ? 'b' : 'a';
            String changedLine = whole.substring(0, at) + other + whole.substring(at + 1);
            assertThat(said(changed -> {
                        changed.set(3, changedLine);
                        return changed;
                    }))
                    .as(changedLine)
                    .first()
                    .asString()
                    .containsPattern("^entry (4|[0-9]+: (left out|out of its place))");
        }
    }

    @Test
    void an_entry_that_was_left_out_is_named() throws Exception {
        assertThat(said(changed -> {
                    changed.remove(4);
                    return changed;
                }))
                .startsWith("entry 5: left out");
        assertThat(said(changed -> {
                    changed.subList(4, 7).clear();
                    return changed;
                }))
                .startsWith("entry 5: left out, and all up to entry 7");
        assertThat(said(changed -> {
                    changed.removeFirst();
                    return changed;
                }))
                .startsWith("entry 1: left out");
    }

    @Test
    void an_entry_that_was_left_out_and_covered_up_by_new_numbers_is_named() throws Exception {
        LogEntry sixth = entry(6);
        LogEntry renumbered = new LogEntry(
                5, entry(4).hash(), sixth.volunteer(), sixth.at(), sixth.act(), sixth.about(), sixth.sha256());
        assertThat(said(changed -> {
                    changed.set(4, line(renumbered, SigningKey.generate(RANDOM)));
                    changed.remove(5);
                    return changed;
                }))
                .startsWith("entry 5: altered, or signed by nobody of the directories (it names dauren)");
    }

    @Test
    void swapped_entries_are_named() throws Exception {
        assertThat(said(changed -> {
                    Collections.swap(changed, 2, 5);
                    return changed;
                }))
                .contains(
                        "entry 3: left out, and all up to entry 5",
                        "entry 4: out of its place, it stands after entry 6");
    }

    @Test
    void an_end_that_was_cut_off_is_seen_only_against_what_was_kept_elsewhere() throws Exception {
        Files.write(office.file("cut.jsonl"), lines.subList(0, 7));
        assertThat(office.ok(VERIFY + "cut.jsonl")).contains("entries 1 to 7");
        assertThat(said(VERIFY + "cut.jsonl log.jsonl"))
                .first()
                .isEqualTo("entry 8: missing in cut.jsonl, which ends before it; log.jsonl goes on to entry 9");
        assertThat(office.ok(VERIFY + "log.jsonl cut.jsonl"))
                .as("an older one that was kept is no problem")
                .contains("the other ends at entry 7, and is the same up to there");
    }

    @Test
    void a_stranger_and_somebody_elses_name_are_found() throws Exception {
        LogEntry foreign = next(office.cases.head(), "aigul");
        assertThat(said(changed -> {
                    changed.add(line(foreign, dauren));
                    return changed;
                }))
                .startsWith("entry 10: altered, or signed by nobody of the directories (it names aigul)");
        LogEntry nobody = next(office.cases.head(), "nobody");
        assertThat(said(changed -> {
                    changed.add(line(nobody, SigningKey.generate(RANDOM)));
                    return changed;
                }))
                .startsWith("entry 10: altered, or signed by nobody of the directories (it names nobody)");
    }

    @Test
    void two_logs_that_fork_are_told_apart_at_the_first_entry_that_is_another() throws Exception {
        List<String> fork = new ArrayList<>(lines.subList(0, 5));
        Head head = Head.of(entry(5));
        for (int i = 6; i <= 9; i++) {
            LogEntry other = next(head, "aigul");
            fork.add(line(other, aigul));
            head = Head.of(other);
        }
        Files.write(office.file("fork.jsonl"), fork);
        office.ok(VERIFY + "fork.jsonl");
        assertThat(said(VERIFY + "log.jsonl fork.jsonl"))
                .first()
                .isEqualTo("entry 6: here the two logs part; whoever gave them showed two people different ones");
    }

    @Test
    void time_that_goes_back_is_named() throws Exception {
        LogEntry ninth = entry(9);
        LogEntry early =
                new LogEntry(10, ninth.hash(), "aigul", ninth.at().minusSeconds(1), Act.CLOSE, Optional.empty(), "");
        assertThat(said(changed -> {
                    changed.add(line(early, aigul));
                    return changed;
                }))
                .startsWith("entry 10: its time is earlier than that of the entry before");
    }

    @Test
    void who_has_left_is_known_from_the_directory_of_before_even_after_its_day() throws Exception {
        Files.copy(office.file("directory.json"), office.file("before.json"));
        Files.copy(office.file("directory.json.sig"), office.file("before.json.sig"));
        office.ok(
                "keys new --name erke --root-key root.pub --out erke.age --public erke.json --passphrase-file passphrase");
        office.ok("directory remove --directory directory.json --id aigul");
        office.ok("directory add --directory directory.json --public erke.json --role reviewer --role custodian");
        office.ok("directory sign --directory directory.json --root-key-file root.age --passphrase-file passphrase");
        office.clock.passes(Duration.ofDays(400));
        assertThat(said(VERIFY + "log.jsonl"))
                .startsWith("entry 1: altered, or signed by nobody of the directories (it names aigul)");
        office.ok(VERIFY + "--directory before.json log.jsonl");

        Files.writeString(
                office.file("before.json"),
                Files.readString(office.file("before.json")).replace("aigul", "aiguk"));
        assertThat(said(VERIFY + "--directory before.json log.jsonl"))
                .anyMatch(line -> line.contains("the signature is not the root key's"));
    }

    @Test
    void a_part_of_a_log_is_written_and_checked() {
        office.ok("log export --store any --from 4 part.jsonl");
        assertThat(office.ok(VERIFY + "--from 4 part.jsonl")).contains("entries 4 to 9");
        assertThat(said(VERIFY + "part.jsonl")).startsWith("entry 1: left out, and all up to entry 3");
    }

    @Test
    void a_file_that_is_no_log_and_an_empty_one_are_told() throws Exception {
        assertThat(said(changed -> List.of("{}", "words")))
                .startsWith("entry 1: altered, it is no entry of a log any more");
        Typing terminal = new Typing();
        assertThat(office.run(terminal, VERIFY + "nowhere.jsonl")).isEqualTo(Cli.PROBLEM);
        assertThat(office.run(terminal, VERIFY + "--from 0 log.jsonl")).isEqualTo(Cli.USAGE);
        assertThat(office.run(terminal, "log export --store any log.jsonl"))
                .as("never over what is there")
                .isEqualTo(Cli.PROBLEM);
    }
}
