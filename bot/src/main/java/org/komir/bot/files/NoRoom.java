package org.komir.bot.files;

import java.io.IOException;

/** The disk is nearly full: no file is taken, so that the store beside it can still write. */
public final class NoRoom extends IOException {
    private static final long serialVersionUID = 1;

    NoRoom() {
        super("the disk is nearly full");
    }
}
