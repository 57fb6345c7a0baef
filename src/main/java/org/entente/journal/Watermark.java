package org.entente.journal;

import java.nio.ByteBuffer;

/**
 * How far the views were applied.
 *
 * @param next where the log goes on behind the last applied record; 0 if none was
 * @param last the address of that record
 * @param crc its checksum, by which it is recognised
 */
record Watermark(long next, long last, int crc) {
    static final Watermark START = new Watermark(0, 0, 0);
    private static final int BYTES = 20;

    boolean isStart() {
        return next == 0;
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(next)
                .putLong(last)
                .putInt(crc)
                .array();
    }

    static Watermark of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Watermark(in.getLong(), in.getLong(), in.getInt());
    }
}
