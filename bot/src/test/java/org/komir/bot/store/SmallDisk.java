package org.komir.bot.store;

/** The disk under a store of one file. */
public final class SmallDisk {
    private SmallDisk() {}

    /** Not one page more. */
    public static void full(Store store) {
        ((SqliteStore) store).testOnlyLargestFile(1);
    }

    public static void roomAgain(Store store) {
        ((SqliteStore) store).testOnlyLargestFile(1_000_000);
    }
}
