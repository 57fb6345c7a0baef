package org.entente.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes the binary form of events and view values: big-endian integers, length-prefixed UTF-8. Read back by {@link In}. */
final class Out {
    private byte[] bytes;
    private int size;

    Out(int expected) {
        bytes = new byte[Math.max(expected, 16)];
    }

    Out u8(int value) {
        room(1)[size++] = (byte) value;
        return this;
    }

    Out i32(int value) {
        byte[] to = room(4);
        to[size] = (byte) (value >>> 24);
        to[size + 1] = (byte) (value >>> 16);
        to[size + 2] = (byte) (value >>> 8);
        to[size + 3] = (byte) value;
        size += 4;
        return this;
    }

    Out i64(long value) {
        return i32((int) (value >>> 32)).i32((int) value);
    }

    Out text(String value) {
        return blob(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A text that may be absent. */
    Out optional(@Nullable String value) {
        return value == null ? u8(0) : u8(1).text(value);
    }

    Out blob(byte[] value) {
        return i32(value.length).raw(value);
    }

    Out raw(byte[] value) {
        System.arraycopy(value, 0, room(value.length), size, value.length);
        size += value.length;
        return this;
    }

    byte[] done() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    private byte[] room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
        return bytes;
    }
}
