package org.entente.exchange;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.entente.journal.PayloadRef;

/**
 * Up to 256 consecutive entries of a feed as one value of the feed view: as wide as a C2SP entry bundle, so that a page
 * and a bundle cost one read each. Two values per block, both fixed in width:
 *
 * <pre>
 * entries  32 bytes each: the feed entry, SHA-256 of its opening
 * records  48 bytes each:
 *   0  u8   kind            8  i64  address of the bytes     24  i64  date_added, microseconds
 *   1  u8   1 live,        16  i32  length of the bytes      32  i64  ordinal of the object, or
 *           2 latest       20  i32  not used, zero                    number of the entry recalled
 *   2  u16  opening's length                                 40  i64  address of the opening
 *   4  i32  class
 * </pre>
 */
final class FeedBlock {
    static final int WIDTH = 256;
    static final int ENTRY_BYTES = 32;
    static final int RECORD_BYTES = 48;

    private static final int LIVE = 1;
    private static final int LATEST = 2;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private byte[] records;
    private byte[] entries;
    private int count;

    FeedBlock() {
        this(new byte[WIDTH * RECORD_BYTES], new byte[WIDTH * ENTRY_BYTES], 0);
    }

    private FeedBlock(byte[] records, byte[] entries, int count) {
        this.records = records;
        this.entries = entries;
        this.count = count;
    }

    /** A block to read, and to change. */
    static FeedBlock of(byte[] records, byte[] entries) {
        return new FeedBlock(records, entries, records.length / RECORD_BYTES);
    }

    /** A block of which only the records are read. */
    static FeedBlock ofRecords(byte[] records) {
        return new FeedBlock(records, new byte[0], records.length / RECORD_BYTES);
    }

    int count() {
        return count;
    }

    byte[] records() {
        return Arrays.copyOf(records, count * RECORD_BYTES);
    }

    byte[] entries() {
        return Arrays.copyOf(entries, count * ENTRY_BYTES);
    }

    void append(EntryKind kind, byte[] entry, PayloadRef opening, long micros, long about) {
        if (records.length < WIDTH * RECORD_BYTES) {
            records = Arrays.copyOf(records, WIDTH * RECORD_BYTES);
            entries = Arrays.copyOf(entries, WIDTH * ENTRY_BYTES);
        }
        int at = count * RECORD_BYTES;
        records[at] = (byte) kind.code();
        records[at + 2] = (byte) (opening.length() >>> 8);
        records[at + 3] = (byte) opening.length();
        LONGS.set(records, at + 24, micros);
        LONGS.set(records, at + 32, about);
        LONGS.set(records, at + 40, opening.address());
        System.arraycopy(entry, 0, entries, count * ENTRY_BYTES, ENTRY_BYTES);
        count++;
    }

    /** Says of the entry just appended which bytes it released, and that it is live. */
    void released(int number, PayloadRef payload) {
        int at = (count - 1) * RECORD_BYTES;
        records[at + 1] = LIVE;
        INTS.set(records, at + 4, number);
        LONGS.set(records, at + 8, payload.address());
        INTS.set(records, at + 16, payload.length());
    }

    void dead(int slot) {
        records[slot * RECORD_BYTES + 1] = 0;
    }

    void latest(int slot, boolean latest) {
        int at = slot * RECORD_BYTES + 1;
        records[at] = (byte) (latest ? records[at] | LATEST : records[at] & ~LATEST);
    }

    EntryKind kind(int slot) {
        return EntryKind.of(records[slot * RECORD_BYTES]);
    }

    boolean live(int slot) {
        return (records[slot * RECORD_BYTES + 1] & LIVE) != 0;
    }

    boolean latest(int slot) {
        return (records[slot * RECORD_BYTES + 1] & LATEST) != 0;
    }

    int number(int slot) {
        return (int) INTS.get(records, slot * RECORD_BYTES + 4);
    }

    PayloadRef payload(int slot) {
        int at = slot * RECORD_BYTES;
        return new PayloadRef((long) LONGS.get(records, at + 8), (int) INTS.get(records, at + 16));
    }

    long micros(int slot) {
        return (long) LONGS.get(records, slot * RECORD_BYTES + 24);
    }

    /** The ordinal of the released object, or the number of the recalled entry. */
    long about(int slot) {
        return (long) LONGS.get(records, slot * RECORD_BYTES + 32);
    }

    PayloadRef opening(int slot) {
        int at = slot * RECORD_BYTES;
        int length = (records[at + 2] & 0xFF) << 8 | (records[at + 3] & 0xFF);
        return new PayloadRef((long) LONGS.get(records, at + 40), length);
    }

    byte[] entry(int slot) {
        return Arrays.copyOfRange(entries, slot * ENTRY_BYTES, (slot + 1) * ENTRY_BYTES);
    }
}
