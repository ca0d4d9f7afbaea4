package org.komir.bot.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.komir.bot.store.Samples.MONDAY;
import static org.komir.bot.store.Samples.TUESDAY;
import static org.komir.bot.store.Samples.caseId;
import static org.komir.bot.store.Samples.going;
import static org.komir.bot.store.Samples.letter;
import static org.komir.bot.store.Samples.mailbox;
import static org.komir.bot.store.Samples.matchKey;
import static org.komir.bot.store.Samples.matchRecord;
import static org.komir.bot.store.Samples.record;
import static org.komir.bot.store.Samples.submission;
import static org.komir.bot.store.Samples.turn;
import static org.komir.bot.store.Samples.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Mailboxes.Stage;
import org.komir.bot.review.ActLog.Head;
import org.komir.bot.review.ActLog.Opened;
import org.komir.bot.review.Admission;
import org.komir.bot.review.Cases.Lease;
import org.komir.bot.review.Cases.Queued;
import org.komir.bot.review.Panels.Seat;
import org.komir.bot.review.Withdrawals.Withdrawn;
import org.komir.crypto.Compartment;

class SqliteStoreTest extends NeedsContract {
    @TempDir
    Path folder;

    @Override
    Store openEmpty() {
        return Stores.open("sqlite:" + file());
    }

    /** A process that is killed leaves its files as they are: they are copied while the store is open. */
    @Override
    Store crashAndReopen() throws IOException {
        Path copy = folder.resolve("after-the-crash.db");
        Files.copy(file(), copy);
        Files.copy(journal(file()), journal(copy));
        store.close();
        return Stores.open("sqlite:" + copy);
    }

    @Override
    void fillDisk() {
        ((SqliteStore) store).testOnlyLargestFile(40);
    }

    @Override
    void freeDisk() {
        ((SqliteStore) store).testOnlyLargestFile(1_000_000);
    }

    @Test
    void only_the_owner_may_read_the_files() throws IOException {
        begin();
        Path older = Files.writeString(folder.resolve("older.db"), "");
        Files.setPosixFilePermissions(older, PosixFilePermissions.fromString("rw-r--r--"));
        Stores.open("sqlite:" + older).close();

        for (Path path : new Path[] {file(), journal(file()), older}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_newer_schema_is_refused_by_name() throws Exception {
        Path newer = folder.resolve("newer.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + newer);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 11");
        }
        assertThatThrownBy(() -> Stores.open("sqlite:" + newer))
                .isInstanceOf(UnsafeStore.class)
                .hasMessageContaining("newer.db has schema 11")
                .hasMessageContaining("knows schema 10");
    }

    @Test
    void a_file_of_the_first_schema_is_brought_up_to_date_with_what_is_in_it() throws Exception {
        Path older = older(
                1,
                """
                INSERT INTO testimony (id, state, destroy, minimum) VALUES ('%s', 'released', 0, 1)""".formatted(CASE.hex()),
                key(CASE, "case"),
                key(CASE, "threats"),
                "UPDATE directory SET version = 5");
        try (Store again = Stores.open("sqlite:" + older)) {
            assertThat(again.directoryVersion()).isEqualTo(5);
            assertThat(again.queue(NOON)).containsExactly(new Queued(CASE, false, false, Optional.empty()));
        }
    }

    @Test
    void a_file_of_the_second_schema_which_knew_no_files_is_read_on() throws Exception {
        Path older = older(
                2,
                """
                INSERT INTO testimony (id, state, destroy, minimum, urgent) VALUES ('%s', 'submitted', 0, 1, 1)""".formatted(CASE.hex()),
                "INSERT INTO record VALUES ('%s', 1, 'case', x'00')".formatted(CASE.hex()));
        try (Store migrated = Stores.open("sqlite:" + older)) {
            assertThat(migrated.read(CASE).orElseThrow().records().getFirst().files())
                    .isEmpty();
            assertThat(migrated.files()).isEmpty();
        }
    }

    @Test
    void a_file_of_the_fourth_schema_in_which_nothing_followed_is_read_on() throws Exception {
        List<String> mailboxes = new ArrayList<>();
        for (String mailbox : List.of("open", "locked", "gone")) {
            mailboxes.add("INSERT INTO mailbox VALUES ('%s', %s, '%s', '%s', '%s')"
                    .formatted(
                            mailbox(mailbox).name(),
                            mailbox.equals("gone")
                                    ? "NULL"
                                    : "'" + caseId(mailbox.length()).hex() + "'",
                            mailbox(mailbox).recipient(),
                            mailbox(mailbox).author(),
                            MONDAY));
        }
        for (String mailbox : List.of("open", "locked")) {
            String id = caseId(mailbox.length()).hex();
            mailboxes.add(
                    "INSERT INTO testimony (id, state, destroy, minimum, withdrawn) VALUES ('%s', 'released', 0, 1, %s)"
                            .formatted(id, mailbox.equals("open") ? "NULL" : "'" + TUESDAY + "'"));
            mailboxes.add(key(caseId(mailbox.length()), "case"));
            mailboxes.add(key(caseId(mailbox.length()), "threats"));
        }
        mailboxes.add("INSERT INTO letter VALUES ('%s', '%s', x'00')"
                .formatted(letter(1).id(), mailbox("open").name()));
        Path older = older(4, mailboxes.toArray(String[]::new));

        CaseId open = caseId("open".length());
        try (Store migrated = Stores.open("sqlite:" + older)) {
            assertThat(migrated.mail(mailbox("open").name(), TUESDAY)).hasValueSatisfying(mail -> {
                assertThat(mail.stage()).isEqualTo(Stage.WITH_VOLUNTEERS);
                assertThat(mail.withdrawn()).isEmpty();
                assertThat(mail.first().orElseThrow().id()).isEqualTo(open);
                assertThat(mail.letters())
                        .singleElement()
                        .satisfies(letter -> assertThat(letter.files()).isEmpty());
            });
            assertThat(migrated.mail(mailbox("locked").name(), TUESDAY)).hasValueSatisfying(mail -> {
                assertThat(mail.stage()).isEqualTo(Stage.WITHDRAWN);
                assertThat(mail.withdrawn()).contains(TUESDAY);
            });
            assertThat(migrated.mail(mailbox("gone").name(), MONDAY.plusDays(8)))
                    .hasValueSatisfying(mail -> assertThat(mail.stage()).isEqualTo(Stage.GONE));
            assertThat(migrated.queue(NOON)).containsExactly(new Queued(open, false, false, Optional.empty()));
            migrated.handIn(submission(caseId(7), "open", TUESDAY, true));
            assertThat(migrated.followUps(open)).hasSize(1);
            assertThat(migrated.withdrawn())
                    .containsExactly(new Withdrawn(caseId("locked".length()), TUESDAY, List.of()));
        }
    }

    @Test
    void a_file_of_the_fifth_schema_which_knew_no_log_begins_one_and_what_was_claimed_has_to_be_opened()
            throws Exception {
        Path older = older(5, """
                INSERT INTO testimony (id, state, destroy, minimum, holder, lease_until)
                VALUES ('%s', 'released', 0, 1, 'aigul', %d)""".formatted(CASE.hex(), LATER.toEpochMilli()));
        try (Store migrated = Stores.open("sqlite:" + older)) {
            assertThat(migrated.head()).isEqualTo(Head.NONE);
            assertThat(migrated.lease(CASE, NOON)).contains(new Lease("aigul", LATER));
            assertThat(migrated.open(first("aigul"), SIGNATURE, NOON)).isEqualTo(Opened.DONE);
            assertThat(migrated.lease(CASE, NOON)).contains(new Lease("aigul", LATER, true));
            assertThat(migrated.hand(CASE, "aigul", "bolat", NOON, LATER)).isTrue();
        }
    }

    @Test
    void a_file_of_the_seventh_schema_which_knew_no_panels_shows_its_cases_to_everybody_and_nothing_waits()
            throws Exception {
        Path older = older(7, """
                INSERT INTO testimony (id, state, destroy, minimum) VALUES ('%s', 'released', 0, 1)""".formatted(CASE.hex()), key(CASE, "case"), key(CASE, "threats"));
        try (Store migrated = Stores.open("sqlite:" + older)) {
            assertThat(migrated.queue(NOON).getFirst().admission()).isEqualTo(Admission.UNKNOWN);
            assertThat(migrated.group(CASE).orElseThrow().seats())
                    .containsExactly(
                            new Seat(CASE, Compartment.CASE, Optional.empty(), Optional.empty()),
                            new Seat(CASE, Compartment.THREATS, Optional.empty(), Optional.empty()));
            assertThat(migrated.keyFiles(CASE).getFirst().before()).isEmpty();
            assertThat(migrated.needs(NOON)).isEmpty();
        }
    }

    @Test
    void a_file_of_the_eighth_schema_which_knew_no_match_records_has_none_and_takes_them() throws Exception {
        Path older = older(8, """
                INSERT INTO testimony (id, state, destroy, minimum) VALUES ('%s', 'released', 0, 1)""".formatted(CASE.hex()), key(CASE, "case"));
        try (Store migrated = Stores.open("sqlite:" + older)) {
            assertThat(migrated.matchKey()).isEmpty();
            assertThat(migrated.matchRecords()).isZero();
            assertThat(migrated.putMatchKey(matchKey(1, "a"), "")).isTrue();
            assertThat(migrated.putMatchRecord(1, matchRecord(CASE, 1))).isTrue();
        }
    }

    /** As every schema before the eighth had it. */
    private static String key(CaseId id, String compartment) {
        return "INSERT INTO case_key (id, compartment, recipient, sealed) VALUES ('%s', '%s', '%s', x'00')"
                .formatted(id.hex(), compartment, mailbox("any").recipient());
    }

    /** A file as it was under an earlier version of the schema, with these statements carried out. */
    private Path older(int version, String... statements) throws Exception {
        Path older = folder.resolve("older-schema.db");
        Stores.open("sqlite:" + older).close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + older);
                var statement = connection.createStatement()) {
            statement.execute("DROP INDEX panel_of_key");
            for (String table : List.of("match_key", "match_record", "match_said", "aid_work")) {
                statement.execute("DROP TABLE " + table);
            }
            for (String column : List.of("aid_holder", "aid_until", "aid_opened", "aid_over")) {
                statement.execute("ALTER TABLE testimony DROP COLUMN " + column);
            }
            if (version < 8) {
                beforeTheEighth(statement);
            }
            if (version < 7) {
                for (String table : List.of("work", "kept", "verdict")) {
                    statement.execute("DROP TABLE " + table);
                }
            }
            if (version < 6) {
                statement.execute("DROP TABLE log");
                statement.execute("ALTER TABLE testimony DROP COLUMN opened");
            }
            if (version < 5) {
                beforeTheFifth(statement);
            }
            if (version < 4) {
                statement.execute("DROP TABLE mailbox");
                statement.execute("DROP TABLE letter");
                statement.execute("ALTER TABLE testimony DROP COLUMN withdrawn");
            }
            if (version < 3) {
                statement.execute("ALTER TABLE record DROP COLUMN files");
            }
            if (version < 2) {
                statement.execute("ALTER TABLE testimony DROP COLUMN urgent");
            }
            for (String sql : statements) {
                statement.execute(sql);
            }
            statement.execute("PRAGMA user_version = " + version);
        }
        return older;
    }

    private static void beforeTheEighth(Statement statement) throws SQLException {
        for (String column : List.of("urgency", "unopened", "handed", "excluded")) {
            statement.execute("ALTER TABLE testimony DROP COLUMN " + column);
        }
        for (String column : List.of("panel", "outer_panel", "before", "sealer")) {
            statement.execute("ALTER TABLE case_key DROP COLUMN " + column);
        }
    }

    private static void beforeTheFifth(Statement statement) throws SQLException {
        for (String table : List.of("link", "request", "signature", "decision", "tell", "notice", "witness")) {
            statement.execute("DROP TABLE " + table);
        }
        for (String column : List.of("first", "author", "signature", "day", "news")) {
            statement.execute("ALTER TABLE testimony DROP COLUMN " + column);
        }
        statement.execute("ALTER TABLE mailbox DROP COLUMN withdrawn");
        statement.execute("DROP TABLE letter");
        statement.execute("""
                CREATE TABLE letter (id TEXT PRIMARY KEY, mailbox TEXT NOT NULL, sealed BLOB NOT NULL)
                    STRICT, WITHOUT ROWID""");
    }

    @Test
    void what_was_destroyed_is_in_no_file_when_the_call_returns() throws IOException {
        String canary = "canary-" + "c".repeat(6_000);
        var before = begin();
        store.commit(turn(
                update(MONDAY, 2), Optional.of(before), CHAT, going(CASE, "two", record(2, Compartment.CASE, canary))));
        assertThat(everyByte()).contains("canary-");

        store.destroy(CASE);
        store.forgetLinks(TUESDAY);

        assertThat(everyByte())
                .doesNotContain("cccc")
                .doesNotContain(CASE.hex())
                .doesNotContain(CHAT.hex());
        assertThat(Files.size(journal(file()))).isZero();
    }

    @Test
    void what_a_family_took_back_is_in_no_file_after_its_days() throws IOException {
        store.handIn(submission(CASE, "a", MONDAY, true));
        store.handIn(submission(caseId(2), "a", MONDAY, true));
        store.send(CASE, letter(1));
        assertThat(everyByte())
                .contains("a reply")
                .contains("record 2")
                .contains(caseId(2).hex());

        store.withdraw(mailbox("a").name(), MONDAY);
        assertThat(everyByte()).doesNotContain("a reply").contains("record 2");
        store.destroyWithdrawn(TUESDAY, TUESDAY);

        assertThat(everyByte())
                .doesNotContain("record 2")
                .doesNotContain(CASE.hex())
                .doesNotContain(caseId(2).hex());
        assertThat(Files.size(journal(file()))).isZero();
    }

    @Test
    void a_scrub_removes_what_was_replaced_and_keeps_what_is_alive() throws IOException {
        var before = begin();
        store.commit(turn(update(MONDAY, 2), Optional.of(before), CHAT, going(CASE, "the second cursor")));
        store.commit(turn(update(MONDAY, 3), store.find(List.of(CHAT)), CHAT, going(CASE, "three")));
        assertThat(everyByte()).contains("the second cursor");

        store.scrub();

        assertThat(everyByte()).doesNotContain("the second cursor");
        assertThat(store.abandoned(TUESDAY)).hasSize(1);
    }

    private Path file() {
        return folder.resolve("komir.db");
    }

    private static Path journal(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    private String everyByte() throws IOException {
        StringBuilder all = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (Path path : files.toList()) {
                all.append(new String(Files.readAllBytes(path), ISO_8859_1));
            }
        }
        return all.toString();
    }
}
