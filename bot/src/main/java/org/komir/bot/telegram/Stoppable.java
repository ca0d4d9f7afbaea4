package org.komir.bot.telegram;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/** A download that breaks off when the process stops. */
final class Stoppable extends FilterInputStream {
    private final CountDownLatch stopping;

    Stoppable(InputStream in, CountDownLatch stopping) {
        super(in);
        this.stopping = stopping;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (stopping.getCount() == 0) {
            throw new IOException("stopping");
        }
        return in.read(bytes, offset, length);
    }
}
