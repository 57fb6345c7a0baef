package org.entente.journal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.entente.journal.JournalException.Code;

/**
 * One file of the log, {@code journal/<base address in 20 digits>.log}, mapped for reading; numbers are big-endian.
 *
 * <pre>
 *          0                8         12        16
 *          +----------------+---------+---------+
 *       0  | "ENTENTEJ"     | version | 64      |
 *          +----------------+---------+---------+
 *      16  | base address   | capacity          |   capacity: bytes of this file, header included
 *          +----------------+-------------------+
 *      32  | journal id                         |   16 random bytes; the first 8 are the records' stamp
 *          +----------------+---------+---------+
 *      48  | end before     | 0       | CRC32C  |   end before: where the data of the segment before ends
 *          +----------------+---------+---------+
 *      64  | records, then zeros                |
 *          +------------------------------------+
 * capacity
 * </pre>
 *
 * <p>An address is a base plus an offset; the next segment's base is this one's base plus its capacity. A record never
 * straddles segments. The file has its full length from the start, so that forcing a group writes no new file size. It is
 * made under another name and renamed when its header is durable, so that no segment ever lacks its header; and it is made
 * only after everything in the segment before was forced.
 */
final class Segment {
    static final int VERSION = 1;
    static final int HEADER_BYTES = 64;
    static final int ID_BYTES = 16;
    static final String UNFINISHED = ".new";
    private static final long MAGIC = 0x454e54454e54454aL;
    private static final int CRC_AT = 60;
    private static final int SCAN_BYTES = 1 << 20;

    private final Path path;
    private final long base;
    private final long capacity;
    private final byte[] id;
    private final long endBefore;
    private final MemorySegment map;

    private Segment(Path path, long base, long capacity, byte[] id, long endBefore, MemorySegment map) {
        this.path = path;
        this.base = base;
        this.capacity = capacity;
        this.id = id;
        this.endBefore = endBefore;
        this.map = map;
    }

    static String fileName(long base) {
        return "%020d.log".formatted(base);
    }

    /** Makes a new, empty, durable segment. */
    static Segment create(Path folder, long base, long capacity, byte[] id, long endBefore, Arena arena)
            throws IOException {
        Path path = folder.resolve(fileName(base));
        Path unfinished = folder.resolve(fileName(base) + UNFINISHED);
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putLong(MAGIC).putInt(VERSION).putInt(HEADER_BYTES).putLong(base).putLong(capacity);
        header.put(id).putLong(endBefore).putInt(0);
        header.putInt(checksum(header)).flip();
        try (FileChannel channel = PrivateFiles.openOrCreate(unfinished)) {
            channel.truncate(0);
            setLength(channel, capacity);
            new Disk.ChannelHandle(channel).write(header, 0);
            channel.force(true);
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
            PrivateFiles.forceFolder(folder);
            MemorySegment map = channel.map(MapMode.READ_ONLY, 0, capacity, arena);
            return new Segment(path, base, capacity, id, endBefore, map);
        }
    }

    /**
     * Opens a segment and checks its header. A file that is too short (recovery was interrupted) is made full length again
     * if {@code mayExtend}.
     *
     * @throws JournalException with {@code CORRUPT} or {@code VERSION}
     */
    static Segment open(Path path, boolean mayExtend, Arena arena) throws IOException {
        try (FileChannel channel = mayExtend
                ? PrivateFiles.openOrCreate(path)
                : FileChannel.open(path, java.nio.file.StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
            while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {
                // A read may be short.
            }
            header.flip();
            if (header.limit() < HEADER_BYTES || header.getLong() != MAGIC) {
                throw JournalException.corrupt("This is no segment of a journal.", path, 0);
            }
            if (header.getInt() != VERSION || header.getInt() != HEADER_BYTES) {
                throw new JournalException(
                        Code.VERSION, "The segment has a format that this version cannot read.", path);
            }
            long base = header.getLong();
            long capacity = header.getLong();
            byte[] id = new byte[ID_BYTES];
            header.get(id);
            long endBefore = header.getLong();
            if (header.getInt(CRC_AT) != checksum(header)
                    || !fileName(base).equals(path.getFileName().toString())) {
                throw JournalException.corrupt("The segment's header is damaged.", path, 0);
            }
            if (channel.size() < capacity && mayExtend) {
                setLength(channel, capacity);
                channel.force(true);
            }
            if (channel.size() != capacity && mayExtend) {
                throw JournalException.corrupt("The segment has not the length that its header states.", path, 0);
            }
            long mapped = Math.min(capacity, channel.size());
            return new Segment(path, base, capacity, id, endBefore, channel.map(MapMode.READ_ONLY, 0, mapped, arena));
        }
    }

    private static int checksum(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.duplicate().position(0).limit(CRC_AT));
        return (int) crc.getValue();
    }

    /** Sets the length without writing: what lies between is a hole and reads as zero. */
    private static void setLength(FileChannel channel, long length) throws IOException {
        if (channel.size() < length) {
            new Disk.ChannelHandle(channel).write(ByteBuffer.allocate(1), length - 1);
        }
    }

    Path path() {
        return path;
    }

    long base() {
        return base;
    }

    long capacity() {
        return capacity;
    }

    /** The address behind the last byte of this file: the base of the segment after it. */
    long end() {
        return base + capacity;
    }

    byte[] id() {
        return id.clone();
    }

    boolean belongsTo(byte[] journalId) {
        return Arrays.equals(id, journalId);
    }

    long endBefore() {
        return endBefore;
    }

    MemorySegment map() {
        return map;
    }

    /** True if the file has its full length. */
    boolean isWhole() {
        return map.byteSize() == capacity;
    }

    /** The place of the first byte from this offset on that is not zero, or the capacity. Reads, does not map. */
    long firstNonZero(long offset) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(SCAN_BYTES);
        MemorySegment zeros = MemorySegment.ofArray(new byte[SCAN_BYTES]);
        try (FileChannel channel = FileChannel.open(path, java.nio.file.StandardOpenOption.READ)) {
            long at = offset;
            while (at < capacity) {
                int read = channel.read(chunk.clear(), at);
                if (read < 0) {
                    return capacity;
                }
                long mismatch = MemorySegment.mismatch(MemorySegment.ofBuffer(chunk.flip()), 0, read, zeros, 0, read);
                if (mismatch >= 0) {
                    return at + mismatch;
                }
                at += read;
            }
            return capacity;
        }
    }

    /** Makes everything from this offset on zero, durably. */
    void cut(long offset) throws IOException {
        try (FileChannel channel = PrivateFiles.openOrCreate(path)) {
            // A crash between the two leaves a short file, which opening makes long again.
            channel.truncate(offset);
            setLength(channel, capacity);
            channel.force(true);
        }
    }

    void copy(long offset, byte[] target, int at, int length) {
        MemorySegment.copy(map, ValueLayout.JAVA_BYTE, offset, target, at, length);
    }
}
