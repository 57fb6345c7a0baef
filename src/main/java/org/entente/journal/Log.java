package org.entente.journal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.entente.journal.JournalException.Code;
import org.jspecify.annotations.Nullable;

/** The segment files in their order: finds addresses, copies out, writes groups, destroys payloads. */
final class Log implements AutoCloseable {
    /** How many bytes one write to a segment carries at most. */
    static final int WRITE_BYTES = 1 << 20;

    private final Path folder;
    private final Disk disk;
    private final Arena arena;
    private final byte[] id;
    private final long stamp;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(WRITE_BYTES);
    private volatile Segment[] segments;
    /** Where the committed records end; nothing beyond may be read, for it may be cut. */
    private volatile long end;

    private volatile boolean closed;
    private Disk.@Nullable Handle active;

    /** What a group writes to one segment: pieces that lie end to end from an address on. */
    record Run(long base, long capacity, long start, List<byte[]> pieces) {}

    private Log(Path folder, Disk disk, Arena arena, Segment[] segments) {
        this.folder = folder;
        this.disk = disk;
        this.arena = arena;
        this.segments = segments;
        this.id = segments[0].id();
        this.stamp = ByteBuffer.wrap(id).getLong();
    }

    /** Opens the folder's segments, creating the first where there is none, and checks that they belong together. */
    static Log open(Path folder, long segmentBytes, Disk disk) throws IOException {
        PrivateFiles.createFolder(folder);
        deleteUnfinished(folder);
        Arena arena = Arena.ofShared();
        try {
            List<Path> files = files(folder);
            Segment[] segments = files.isEmpty()
                    ? new Segment[] {Segment.create(folder, 0, segmentBytes, newId(), 0, arena)}
                    : openAll(files, true, arena);
            return new Log(folder, disk, arena, segments);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** Opens the folder's segments as they are, to be looked at only; null where there is none. */
    static @Nullable Log openToCheck(Path folder) throws IOException {
        List<Path> files = Files.isDirectory(folder) ? files(folder) : List.of();
        if (files.isEmpty()) {
            return null;
        }
        Arena arena = Arena.ofShared();
        try {
            return new Log(folder, Disk.REAL, arena, openAll(files, false, arena));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private static byte[] newId() {
        byte[] id = new byte[Segment.ID_BYTES];
        new SecureRandom().nextBytes(id);
        return id;
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.log")) {
            found.forEach(files::add);
        }
        files.sort(null);
        return files;
    }

    private static void deleteUnfinished(Path folder) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + Segment.UNFINISHED)) {
            for (Path file : found) {
                Files.delete(file);
            }
        }
    }

    private static Segment[] openAll(List<Path> files, boolean mayExtend, Arena arena) throws IOException {
        Segment[] segments = new Segment[files.size()];
        long base = 0;
        for (int i = 0; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            Segment segment = Segment.open(files.get(i), mayExtend && last, arena);
            if (segment.base() != base) {
                throw JournalException.corrupt("The segment before this one is missing.", segment.path(), 0);
            }
            if (i > 0 && !segment.belongsTo(segments[0].id())) {
                throw JournalException.corrupt("The segment belongs to another journal.", segment.path(), 0);
            }
            if (!last && !segment.isWhole()) {
                throw JournalException.corrupt(
                        "The segment is shorter than its header states.",
                        segment.path(),
                        segment.map().byteSize());
            }
            segments[i] = segment;
            base = segment.end();
        }
        return segments;
    }

    byte[] id() {
        return id.clone();
    }

    long stamp() {
        return stamp;
    }

    long end() {
        return end;
    }

    /** Declares everything before this address committed. */
    void end(long address) {
        end = address;
    }

    Segment last() {
        Segment[] all = segments;
        return all[all.length - 1];
    }

    /** The segment that holds an address, or the last one where the address lies behind all. */
    Segment segmentAt(long address) {
        Segment[] all = segments;
        int low = 0;
        int high = all.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (all[middle].base() <= address) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return all[low];
    }

    @Nullable
    Segment after(Segment segment) {
        Segment next = segmentAt(segment.end());
        return next.base() == segment.end() ? next : null;
    }

    /** Copies committed bytes into the buffer, from its position on. */
    void read(PayloadRef ref, ByteBuffer target) {
        int length = ref.length();
        if (target.remaining() < length) {
            throw new BufferOverflowException();
        }
        Segment segment = holding(ref);
        try {
            MemorySegment bytes = segment.map().asSlice(ref.address() - segment.base(), length);
            MemorySegment.ofBuffer(target).copyFrom(bytes);
        } catch (IllegalStateException | InternalError e) {
            throw unreadable(segment, e);
        }
        target.position(target.position() + length);
    }

    byte[] read(PayloadRef ref) {
        byte[] bytes = new byte[ref.length()];
        Segment segment = holding(ref);
        try {
            segment.copy(ref.address() - segment.base(), bytes, 0, bytes.length);
        } catch (IllegalStateException | InternalError e) {
            throw unreadable(segment, e);
        }
        return bytes;
    }

    private Segment holding(PayloadRef ref) {
        if (closed) {
            throw JournalException.closed();
        }
        Segment segment = segmentAt(ref.address());
        long last = ref.address() + ref.length();
        if (last > end || last > segment.end() || ref.address() < segment.base() + Segment.HEADER_BYTES) {
            throw JournalException.corrupt(
                    "The log holds no payload at this address.", segment.path(), ref.address() - segment.base());
        }
        return segment;
    }

    /** A closed mapping throws IllegalStateException; one whose file cannot be read, InternalError. */
    private RuntimeException unreadable(Segment segment, Throwable e) {
        return closed ? JournalException.closed() : JournalException.io(segment.path(), e);
    }

    /**
     * Writes the runs of a group and forces them. A segment is forced before the next one is made, so that the existence of
     * a segment proves everything before it durable.
     */
    void write(List<Run> runs, Step.Listener steps) throws IOException {
        long dataEnd = end;
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            if (run.base() == last().end()) {
                add(Segment.create(folder, run.base(), run.capacity(), id, dataEnd, arena));
            }
            Disk.Handle handle = activeHandle();
            dataEnd = run.start() + writePieces(handle, run.start() - run.base(), run.pieces());
            if (i == runs.size() - 1) {
                steps.reached(Step.BEFORE_FSYNC);
            }
            handle.force();
        }
    }

    private void add(Segment segment) throws IOException {
        Disk.Handle old = active;
        active = null;
        if (old != null) {
            old.close();
        }
        Segment[] more = Arrays.copyOf(segments, segments.length + 1);
        more[segments.length] = segment;
        segments = more;
    }

    private Disk.Handle activeHandle() throws IOException {
        Disk.Handle handle = active;
        if (handle == null) {
            handle = disk.open(last().path());
            active = handle;
        }
        return handle;
    }

    /** Returns the bytes written. */
    private long writePieces(Disk.Handle handle, long offset, List<byte[]> pieces) throws IOException {
        long at = offset;
        buffer.clear();
        for (byte[] piece : pieces) {
            int taken = 0;
            while (taken < piece.length) {
                int part = Math.min(buffer.remaining(), piece.length - taken);
                buffer.put(piece, taken, part);
                taken += part;
                if (!buffer.hasRemaining()) {
                    at += flush(handle, at);
                }
            }
        }
        return at + flush(handle, at) - offset;
    }

    private int flush(Disk.Handle handle, long at) throws IOException {
        int bytes = buffer.flip().limit();
        if (bytes > 0) {
            handle.write(buffer, at);
        }
        buffer.clear();
        return bytes;
    }

    /** Writes the bytes of the last segment from one address to another again, and forces them. */
    void rewrite(long from, long to) throws IOException {
        Segment segment = last();
        Disk.Handle handle = activeHandle();
        long at = Math.max(from, segment.base() + Segment.HEADER_BYTES);
        while (at < to) {
            int part = (int) Math.min(WRITE_BYTES, to - at);
            MemorySegment.ofBuffer(buffer.clear().limit(part))
                    .copyFrom(segment.map().asSlice(at - segment.base(), part));
            handle.write(buffer, at - segment.base());
            at += part;
        }
        handle.force();
    }

    /** Zeroes payloads durably, those that are zero already excepted. */
    void zero(List<PayloadRef> payloads) throws IOException {
        Map<Long, List<PayloadRef>> bySegment = new TreeMap<>();
        for (PayloadRef ref : payloads) {
            Segment segment = segmentAt(ref.address());
            if (!RecordFormat.isZero(segment.map().asSlice(ref.address() - segment.base(), ref.length()))) {
                bySegment
                        .computeIfAbsent(segment.base(), _ -> new ArrayList<>())
                        .add(ref);
            }
        }
        for (Map.Entry<Long, List<PayloadRef>> entry : bySegment.entrySet()) {
            zero(segmentAt(entry.getKey()), entry.getValue());
        }
    }

    private void zero(Segment segment, List<PayloadRef> payloads) throws IOException {
        try (Disk.Handle handle = disk.open(segment.path())) {
            for (PayloadRef ref : payloads) {
                long at = ref.address() - segment.base();
                long left = ref.length();
                while (left > 0) {
                    int part = (int) Math.min(WRITE_BYTES, left);
                    handle.write(ByteBuffer.allocate(part), at);
                    at += part;
                    left -= part;
                }
            }
            handle.force();
        }
    }

    /** True if the committed log holds exactly these payloads. Walks the records of their segments: destruction is rare. */
    boolean holdsPayloads(List<PayloadRef> refs) {
        Map<Long, Set<PayloadRef>> bySegment = new TreeMap<>();
        for (PayloadRef ref : refs) {
            if (ref.address() + ref.length() > end) {
                return false;
            }
            long base = segmentAt(ref.address()).base();
            bySegment.computeIfAbsent(base, _ -> new HashSet<>()).add(ref);
        }
        for (Map.Entry<Long, Set<PayloadRef>> wanted : bySegment.entrySet()) {
            Cursor cursor = records(segmentAt(wanted.getKey()));
            Set<PayloadRef> left = wanted.getValue();
            while (!left.isEmpty() && cursor.next() instanceof Cursor.Found.Valid(var head)) {
                record(head).payloads().forEach(left::remove);
            }
            if (!left.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /**
     * The SHA-256 that a committed payload had, destroyed or not. Walks the records of its segment.
     *
     * @throws IllegalArgumentException if there is no such payload
     */
    byte[] hashOf(PayloadRef ref) {
        Cursor cursor = records(segmentAt(ref.address()));
        while (cursor.next() instanceof Cursor.Found.Valid(var head)) {
            int index = ref.address() < head.next() ? record(head).payloads().indexOf(ref) : -1;
            if (index >= 0) {
                return record(head).payloadHashes().get(index);
            }
        }
        throw new IllegalArgumentException("The log holds no such payload.");
    }

    private Cursor records(Segment segment) {
        return new Cursor(this, segment.base() + Segment.HEADER_BYTES, Math.min(end, segment.end()));
    }

    /** Shows the committed records from an address on. */
    void replay(long from, Consumer<JournalRecord> consumer) {
        Cursor cursor = new Cursor(this, from, end);
        while (true) {
            Cursor.Found found;
            JournalRecord record;
            try {
                found = cursor.next();
                record = found instanceof Cursor.Found.Valid(var head) ? record(head) : null;
            } catch (IllegalStateException e) {
                throw unreadable(last(), e);
            }
            if (record != null) {
                consumer.accept(record);
            } else if (found instanceof Cursor.Found.Damaged(var address)) {
                Segment segment = segmentAt(address);
                throw JournalException.corrupt(
                        "The log holds no record at this address.", segment.path(), address - segment.base());
            } else {
                return;
            }
        }
    }

    /**
     * The record whose head was found valid.
     *
     * @throws JournalException with {@code VERSION} if it has flags: there are none yet
     */
    JournalRecord record(RecordFormat.Head head) {
        Segment segment = segmentAt(head.address());
        if (head.flags() != 0) {
            throw new JournalException(
                    Code.VERSION,
                    "The log holds a record that this version cannot read.",
                    segment.path(),
                    head.address() - segment.base(),
                    null);
        }
        return RecordFormat.read(segment.map(), head.address() - segment.base(), head);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (active != null) {
                active.close();
            }
        } catch (IOException e) {
            throw JournalException.io(folder, e);
        } finally {
            arena.close();
        }
    }
}
