package org.entente.merkle;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Up to 256 consecutive entries of a log as one immutable resource: the entry bundle of C2SP tlog-tiles, section "Log
 * entries". Each entry is preceded by its length as a big-endian uint16; there is no header and no count.
 */
public final class EntryBundle {
    /** Entries in a full bundle; bundle n holds the entries from 256 n on. */
    public static final int WIDTH = 256;

    /** The longest entry that the length prefix can state. */
    public static final int MAX_ENTRY_BYTES = 0xFFFF;

    private EntryBundle() {}

    /**
     * The bundle of these entries, in this order.
     *
     * @throws IllegalArgumentException if there are none or more than {@link #WIDTH}, or if one is longer than
     *     {@link #MAX_ENTRY_BYTES}
     */
    public static byte[] encode(List<byte[]> entries) {
        requireWidth(entries.size());
        int length = 0;
        for (byte[] entry : entries) {
            if (entry.length > MAX_ENTRY_BYTES) {
                throw new IllegalArgumentException("an entry of a bundle has at most 65,535 bytes");
            }
            length += Short.BYTES + entry.length;
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        for (byte[] entry : entries) {
            out.putShort((short) entry.length).put(entry);
        }
        return out.array();
    }

    /**
     * The entries of a bundle, which must hold exactly the expected number and nothing after them. The number is known to
     * whoever asks: it is the width in the path, see {@link TilePath}.
     *
     * @throws MerkleException if the bundle is cut short, or holds fewer or more entries
     * @throws IllegalArgumentException if the expected number is not within 1 and {@link #WIDTH}
     */
    public static List<byte[]> decode(byte[] bundle, int expectedCount) throws MerkleException {
        requireWidth(expectedCount);
        ByteBuffer in = ByteBuffer.wrap(bundle);
        List<byte[]> entries = new ArrayList<>(expectedCount);
        while (entries.size() < expectedCount) {
            if (in.remaining() < Short.BYTES) {
                throw new MerkleException("The entry bundle holds fewer entries than its path says.");
            }
            int length = Short.toUnsignedInt(in.getShort());
            if (in.remaining() < length) {
                throw new MerkleException("The entry bundle ends within an entry.");
            }
            byte[] entry = new byte[length];
            in.get(entry);
            entries.add(entry);
        }
        if (in.hasRemaining()) {
            throw new MerkleException("The entry bundle holds more than the entries its path says.");
        }
        return List.copyOf(entries);
    }

    private static void requireWidth(int count) {
        if (count < 1 || count > WIDTH) {
            throw new IllegalArgumentException("a bundle has 1 to 256 entries");
        }
    }
}
