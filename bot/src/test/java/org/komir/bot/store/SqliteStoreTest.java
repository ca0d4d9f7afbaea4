package org.komir.bot.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.komir.bot.store.Samples.MONDAY;
import static org.komir.bot.store.Samples.TUESDAY;
import static org.komir.bot.store.Samples.going;
import static org.komir.bot.store.Samples.record;
import static org.komir.bot.store.Samples.turn;
import static org.komir.bot.store.Samples.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.review.Cases.Queued;
import org.komir.crypto.Compartment;

class SqliteStoreTest extends StoreContract {
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
            statement.execute("PRAGMA user_version = 7");
        }
        assertThatThrownBy(() -> Stores.open("sqlite:" + newer))
                .isInstanceOf(UnsafeStore.class)
                .hasMessageContaining("newer.db has schema 7")
                .hasMessageContaining("knows schema 4");
    }

    @Test
    void a_file_of_the_first_schema_is_brought_up_to_date_with_what_is_in_it() throws Exception {
        Path older = folder.resolve("older.db");
        try (Store first = Stores.open("sqlite:" + older)) {
            first.directoryVersionSeen(5);
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + older);
                var statement = connection.createStatement()) {
            statement.execute("DROP TABLE mailbox");
            statement.execute("DROP TABLE letter");
            statement.execute("ALTER TABLE testimony DROP COLUMN withdrawn");
            statement.execute("ALTER TABLE testimony DROP COLUMN urgent");
            statement.execute("ALTER TABLE record DROP COLUMN files");
            statement.execute("INSERT INTO testimony (id, state, destroy, minimum) VALUES ('" + CASE.hex()
                    + "', 'released', 0, 1)");
            statement.execute("PRAGMA user_version = 1");
        }
        try (Store again = Stores.open("sqlite:" + older)) {
            assertThat(again.directoryVersion()).isEqualTo(5);
            assertThat(again.queue(NOON)).containsExactly(new Queued(CASE, false, false, Optional.empty()));
        }
    }

    @Test
    void a_file_of_the_second_schema_which_knew_no_files_is_read_on() throws Exception {
        Path older = folder.resolve("older-schema.db");
        Stores.open("sqlite:" + older).close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + older);
                var statement = connection.createStatement()) {
            statement.execute("DROP TABLE mailbox");
            statement.execute("DROP TABLE letter");
            statement.execute("ALTER TABLE testimony DROP COLUMN withdrawn");
            statement.execute("ALTER TABLE record DROP COLUMN files");
            statement.execute(
                    "INSERT INTO testimony VALUES ('" + CASE.hex() + "', 'submitted', 0, 1, 0, NULL, NULL, NULL)");
            statement.execute("INSERT INTO record VALUES ('" + CASE.hex() + "', 1, 'case', x'00')");
            statement.execute("PRAGMA user_version = 2");
        }
        try (Store migrated = Stores.open("sqlite:" + older)) {
            assertThat(migrated.read(CASE).orElseThrow().records().getFirst().files())
                    .isEmpty();
            assertThat(migrated.files()).isEmpty();
        }
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
