package org.entente.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link Out} wrote. The journal has checked these bytes by their checksum, so a value that does not fit is a
 * bug and crashes as one.
 */
final class In {
    private final byte[] bytes;
    private int at;

    In(byte[] bytes) {
        this.bytes = bytes;
    }

    int u8() {
        return bytes[at++] & 0xFF;
    }

    boolean bool() {
        return u8() != 0;
    }

    int i32() {
        int value = (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | (bytes[at + 3] & 0xFF);
        at += 4;
        return value;
    }

    long i64() {
        return ((long) i32() << 32) | (i32() & 0xFFFFFFFFL);
    }

    String text() {
        int length = i32();
        String value = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return value;
    }

    @Nullable
    String optional() {
        return bool() ? text() : null;
    }

    byte[] blob() {
        return raw(i32());
    }

    byte[] raw(int length) {
        byte[] value = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return value;
    }

    boolean more() {
        return at < bytes.length;
    }
}
