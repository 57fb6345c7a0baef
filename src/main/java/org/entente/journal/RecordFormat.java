package org.entente.journal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record in a segment, format version {@value Segment#VERSION}; numbers are big-endian.
 *
 * <pre>
 *          0        4        8                16
 *          +--------+--------+----------------+
 *       0  | length | CRC32C | stamp          |
 *          +--------+--------+----------------+
 *      16  | own address     | group address  |   group address: of the first record that was committed with this one
 *          +--------+--------+--------+-------+
 *      32  | flags  | events | payl.  | destr.|   flags: 0; the others are counts
 *          +--------+--------+--------+-------+
 *      48  | head   | 0      |                    head: bytes before the first payload's
 *          +--------+--------+
 *      56  | per event:     length, bytes       |
 *          | per payload:   length, SHA-256     |
 *          | per destroyed: address (8), length |
 *          +------------------------------------+
 *    head  | the payloads' bytes, end to end    |
 *          | zeros up to a multiple of 8        |
 *          +------------------------------------+
 *  length
 * </pre>
 *
 * <p>The checksum covers the head without itself; each payload is covered by its SHA-256 in the head, so that a payload can
 * be zeroed while the record stays valid. A length of zero is the end of a segment's data.
 *
 * <p>The stamp is a random number of this journal that never leaves it. A payload is whatever somebody sent us, and recovery
 * searches for records among the bytes behind a damaged one: without knowing the stamp nobody can send bytes that look like
 * a record. The own address rejects a record that was copied to another place.
 */
final class RecordFormat {
    /** The fixed part of the head, in bytes. */
    static final int HEADER_BYTES = 56;
    /** Every record begins at a multiple of this. */
    static final int ALIGNMENT = 8;
    /** The largest record, in bytes; one command's objects and events must fit. */
    static final int MAX_RECORD_BYTES = 1 << 30;

    private static final int CRC_AT = 4;
    private static final int CRC_END = 8;
    private static final int STAMP_AT = 8;
    private static final int ADDRESS_AT = 16;
    private static final int GROUP_AT = 24;
    private static final int FLAGS_AT = 32;
    private static final int EVENTS_AT = 36;
    private static final int PAYLOADS_AT = 40;
    private static final int DESTROYED_AT = 44;
    private static final int HEAD_AT = 48;
    private static final int EVENT_FIXED = 4;
    private static final int PAYLOAD_FIXED = 4 + Payload.HASH_BYTES;
    private static final int DESTROYED_FIXED = 12;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private RecordFormat() {}

    /**
     * The fixed part of a record whose checksum holds.
     *
     * @param length of the whole record in bytes
     * @param head bytes before the first payload's
     */
    record Head(
            long address,
            int length,
            int head,
            int crc,
            long group,
            int flags,
            int events,
            int payloads,
            int destroyed) {
        long next() {
            return address + length;
        }
    }

    static long headBytes(List<byte[]> events, int payloads, int destroyed) {
        long bytes = HEADER_BYTES + (long) payloads * PAYLOAD_FIXED + (long) destroyed * DESTROYED_FIXED;
        for (byte[] event : events) {
            bytes += EVENT_FIXED + event.length;
        }
        return bytes;
    }

    /** The bytes that a record of this head and these payloads takes, padding included. */
    static long recordBytes(long headBytes, List<Payload> payloads) {
        long bytes = headBytes;
        for (Payload payload : payloads) {
            bytes += payload.bytes().length;
        }
        return roundUp(bytes, ALIGNMENT);
    }

    static long roundUp(long bytes, int multiple) {
        return (bytes + multiple - 1) / multiple * multiple;
    }

    /** Draws the head of a record. */
    static byte[] head(
            long stamp,
            long address,
            long group,
            int length,
            int headBytes,
            List<byte[]> events,
            List<Payload> payloads,
            List<PayloadRef> destroyed) {
        byte[] head = new byte[headBytes];
        ByteBuffer out = ByteBuffer.wrap(head);
        out.putInt(length).putInt(0).putLong(stamp).putLong(address).putLong(group);
        out.putInt(0).putInt(events.size()).putInt(payloads.size()).putInt(destroyed.size());
        out.putInt(headBytes).putInt(0);
        for (byte[] event : events) {
            out.putInt(event.length).put(event);
        }
        for (Payload payload : payloads) {
            out.putInt(payload.bytes().length).put(payload.sha256());
        }
        for (PayloadRef ref : destroyed) {
            out.putLong(ref.address()).putInt(ref.length());
        }
        out.putInt(CRC_AT, checksum(ByteBuffer.wrap(head)));
        return head;
    }

    /** The checksum that stands in a drawn head. */
    static int checksumIn(byte[] head) {
        return ByteBuffer.wrap(head).getInt(CRC_AT);
    }

    /** The head at an offset of a mapped segment, or null where no whole, valid head stands. */
    static @Nullable Head readHead(MemorySegment map, long offset, long address, long stamp) {
        if (offset + HEADER_BYTES > map.byteSize() || map.get(LONG, offset + STAMP_AT) != stamp) {
            return null;
        }
        int length = map.get(INT, offset);
        int head = map.get(INT, offset + HEAD_AT);
        if (head < HEADER_BYTES || length < head || length > MAX_RECORD_BYTES || length % ALIGNMENT != 0) {
            return null;
        }
        if (length > map.byteSize() - offset || map.get(LONG, offset + ADDRESS_AT) != address) {
            return null;
        }
        int crc = map.get(INT, offset + CRC_AT);
        if (crc != checksum(map.asSlice(offset, head).asByteBuffer())) {
            return null;
        }
        return new Head(
                address,
                length,
                head,
                crc,
                map.get(LONG, offset + GROUP_AT),
                map.get(INT, offset + FLAGS_AT),
                map.get(INT, offset + EVENTS_AT),
                map.get(INT, offset + PAYLOADS_AT),
                map.get(INT, offset + DESTROYED_AT));
    }

    /** The length word at an offset; zero, also where the file ends, is the end of a segment's data. */
    static int length(MemorySegment map, long offset) {
        return offset + Integer.BYTES > map.byteSize() ? 0 : map.get(INT, offset);
    }

    private static int checksum(ByteBuffer head) {
        CRC32C crc = new CRC32C();
        int end = head.limit();
        crc.update(head.limit(CRC_AT));
        crc.update(head.limit(end).position(CRC_END));
        return (int) crc.getValue();
    }

    /** Reads the tables of a record whose head is valid; the arrays are copies. */
    static JournalRecord read(MemorySegment map, long offset, Head head) {
        ByteBuffer in = map.asSlice(offset, head.head()).asByteBuffer().position(HEADER_BYTES);
        List<byte[]> events = new ArrayList<>(head.events());
        for (int i = 0; i < head.events(); i++) {
            byte[] event = new byte[in.getInt()];
            in.get(event);
            events.add(event);
        }
        List<PayloadRef> payloads = new ArrayList<>(head.payloads());
        List<byte[]> hashes = new ArrayList<>(head.payloads());
        long at = head.address() + head.head();
        for (int i = 0; i < head.payloads(); i++) {
            PayloadRef ref = new PayloadRef(at, in.getInt());
            byte[] hash = new byte[Payload.HASH_BYTES];
            in.get(hash);
            payloads.add(ref);
            hashes.add(hash);
            at += ref.length();
        }
        List<PayloadRef> destroyed = new ArrayList<>(head.destroyed());
        for (int i = 0; i < head.destroyed(); i++) {
            destroyed.add(new PayloadRef(in.getLong(), in.getInt()));
        }
        return new JournalRecord(head.address(), head.next(), events, payloads, hashes, destroyed);
    }

    /** The payloads whose bytes do not have their hash. */
    static List<PayloadRef> damagedPayloads(MemorySegment map, long base, JournalRecord record) {
        MessageDigest sha256 = Payload.newSha256();
        List<PayloadRef> damaged = new ArrayList<>(0);
        for (int i = 0; i < record.payloads().size(); i++) {
            PayloadRef ref = record.payloads().get(i);
            sha256.update(map.asSlice(ref.address() - base, ref.length()).asByteBuffer());
            if (!MessageDigest.isEqual(sha256.digest(), record.payloadHashes().get(i))) {
                damaged.add(ref);
            }
        }
        return damaged;
    }

    /** True if the bytes behind the last payload are zero, as they were written. */
    static boolean paddingIsZero(MemorySegment map, long base, JournalRecord record, Head head) {
        long end = record.payloads().isEmpty()
                ? head.address() + head.head()
                : record.payloads().getLast().address()
                        + record.payloads().getLast().length();
        return isZero(map.asSlice(end - base, head.next() - end));
    }

    static boolean isZero(MemorySegment bytes) {
        for (long i = 0; i < bytes.byteSize(); i++) {
            if (bytes.get(ValueLayout.JAVA_BYTE, i) != 0) {
                return false;
            }
        }
        return true;
    }
}
