package org.entente.stix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A fixed table from names to values that is asked with the bytes of a name, so that no text is made for the many names
 * that the reader already knows. Names are ASCII.
 */
final class NameTable<T> {
    /** Slots per name; few names share a slot then. */
    private static final int SPARSENESS = 4;

    private final byte[] @Nullable [] names;
    private final @Nullable Object[] values;
    private final int mask;

    NameTable(int size) {
        int slots = Integer.highestOneBit(size * SPARSENESS - 1) << 1;
        names = new byte[slots] @Nullable [];
        values = new @Nullable Object[slots];
        mask = slots - 1;
    }

    void put(String name, T value) {
        byte[] bytes = name.getBytes(US_ASCII);
        int slot = JsonScanner.hash(bytes, 0, bytes.length) & mask;
        while (names[slot] != null) {
            slot = (slot + 1) & mask;
        }
        names[slot] = bytes;
        values[slot] = value;
    }

    /** The value of the name that the string read last is, or null. */
    @Nullable
    T ofString(JsonScanner json) {
        if (!json.stringEscaped) {
            return find(json.in, json.stringStart, json.stringEnd);
        }
        byte[] plain = json.text().getBytes(UTF_8);
        return find(plain, 0, plain.length);
    }

    /** The value of the member's name that was read last, or null. */
    @Nullable
    T ofName(JsonScanner json) {
        if (!json.stringEscaped) {
            return find(json.in, json.stringStart, json.stringEnd, json.nameHash);
        }
        byte[] plain = json.text().getBytes(UTF_8);
        return find(plain, 0, plain.length, json.nameHash);
    }

    /** The value of the name that stands in these bytes, or null. */
    @Nullable
    T find(byte[] in, int start, int end) {
        return find(in, start, end, JsonScanner.hash(in, start, end));
    }

    /** The same, where the hash of the bytes is known already. */
    @Nullable
    T find(byte[] in, int start, int end, int hash) {
        int slot = hash & mask;
        for (byte[] name = names[slot]; name != null; name = names[slot]) {
            if (Arrays.equals(in, start, end, name, 0, name.length)) {
                @SuppressWarnings("unchecked")
                T value = (T) values[slot];
                return value;
            }
            slot = (slot + 1) & mask;
        }
        return null;
    }
}
