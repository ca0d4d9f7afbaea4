package org.komir.bot.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A fifth of a second in which nobody speaks: OGG (RFC 3533) with Opus in it (RFC 7845), as an operator's recordings are. */
public final class Silence {
    private static final int SERIAL = 1;
    private static final int FIRST_PAGE = 2;
    private static final int LAST_PAGE = 4;
    private static final int PACKETS = 10;
    private static final int SAMPLES_A_PACKET = 960;
    /** One silent frame of 20 ms, mono (RFC 6716, 3.1). */
    private static final byte[] PACKET = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

    private Silence() {}

    public static byte[] ogg() {
        byte[] head = ByteBuffer.allocate(19)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("OpusHead".getBytes(US_ASCII))
                .put((byte) 1)
                .put((byte) 1)
                .putShort((short) 0)
                .putInt(48_000)
                .putShort((short) 0)
                .put((byte) 0)
                .array();
        byte[] tags = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("OpusTags".getBytes(US_ASCII))
                .putInt(0)
                .putInt(0)
                .array();
        ByteArrayOutputStream ogg = new ByteArrayOutputStream();
        ogg.writeBytes(page(FIRST_PAGE, 0, 0, 1, head));
        ogg.writeBytes(page(0, 0, 1, 1, tags));
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        for (int i = 0; i < PACKETS; i++) {
            sound.writeBytes(PACKET);
        }
        ogg.writeBytes(page(LAST_PAGE, (long) PACKETS * SAMPLES_A_PACKET, 2, PACKETS, sound.toByteArray()));
        return ogg.toByteArray();
    }

    private static byte[] page(int type, long samples, int number, int packets, byte[] content) {
        ByteBuffer page = ByteBuffer.allocate(27 + packets + content.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("OggS".getBytes(US_ASCII))
                .put((byte) 0)
                .put((byte) type)
                .putLong(samples)
                .putInt(SERIAL)
                .putInt(number)
                .putInt(0)
                .put((byte) packets);
        for (int i = 0; i < packets; i++) {
            page.put((byte) (content.length / packets));
        }
        page.put(content);
        return page.putInt(22, checksum(page.array())).array();
    }

    /** CRC-32 with the polynomial 0x04c11db7, neither reflected nor inverted (RFC 3533, 6). */
    private static int checksum(byte[] page) {
        int crc = 0;
        for (byte each : page) {
            crc ^= each << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0);
            }
        }
        return crc;
    }
}
