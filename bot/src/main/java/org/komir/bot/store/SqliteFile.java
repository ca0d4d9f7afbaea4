package org.komir.bot.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.intake.StoreUnavailable.Trouble;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The file of {@link SqliteStore}: how it is made and opened, and what its errors mean. */
final class SqliteFile {
    /** What durability and deletion rest on; each is set and then read back, since SQLite takes an unknown one in silence. */
    private static final Map<String, String> PROMISED =
            Map.of("journal_mode", "wal", "synchronous", "2", "secure_delete", "1", "fullfsync", "1");

    private SqliteFile() {}

    /** For the owner only; SQLite gives its journal the same permissions as the file. */
    static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (Files.notExists(file)) {
            if (posix) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
            } else {
                Files.createFile(file);
            }
        } else if (posix) {
            Files.setPosixFilePermissions(file, owner);
        }
    }

    static Sql connect(Path file) throws SQLException {
        SQLiteConfig driver = new SQLiteConfig();
        driver.setGetGeneratedKeys(false); // it would leave a question open after each INSERT
        Sql sql = new Sql(driver.createConnection("jdbc:sqlite:" + file));
        try {
            sql.execute("PRAGMA busy_timeout = 2000");
            sql.execute("PRAGMA temp_store = MEMORY"); // no second file that could keep what this one forgets
            sql.execute("PRAGMA trusted_schema = OFF");
            for (var pragma : PROMISED.entrySet()) {
                sql.execute("PRAGMA " + pragma.getKey() + " = " + pragma.getValue());
                String found = pragma(sql, pragma.getKey());
                if (!found.equals(pragma.getValue())) {
                    throw new UnsafeStore("%s: SQLite's %s must be %s and is %s"
                            .formatted(file, pragma.getKey(), pragma.getValue(), found));
                }
            }
            return sql;
        } catch (SQLException | RuntimeException e) {
            sql.close();
            throw e;
        }
    }

    private static String pragma(Sql sql, String name) throws SQLException {
        return sql.first(row -> row.getString(1), "PRAGMA " + name).orElse("unknown");
    }

    static StoreUnavailable unavailable(SQLException e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return new StoreUnavailable(Trouble.FAILED);
        }
        SQLiteErrorCode code = sqlite.getResultCode();
        if (code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
            return new StoreUnavailable(Trouble.DISK_FULL); // no room for the index of the journal
        }
        // the low byte is the kind, whatever is said above it
        int kind = code.code & 0xff;
        if (kind == SQLiteErrorCode.SQLITE_FULL.code) {
            return new StoreUnavailable(Trouble.DISK_FULL);
        }
        if (kind == SQLiteErrorCode.SQLITE_READONLY.code || kind == SQLiteErrorCode.SQLITE_PERM.code) {
            return new StoreUnavailable(Trouble.READ_ONLY);
        }
        if (kind == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
            return new StoreUnavailable(Trouble.UNREACHABLE);
        }
        return new StoreUnavailable(Trouble.FAILED);
    }
}
