package org.entente.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.entente.journal.JournalException.Code;
import org.jspecify.annotations.Nullable;

/**
 * An ordered, durable log of records and the views that replay of it builds.
 *
 * <p>One thread, the writer, calls {@link #begin} and uses the group; a second may commit a group while the writer goes on
 * with the next. Every other method is for any thread. What a group committed is durable and visible; nothing else is ever
 * visible.
 */
public final class Journal implements AutoCloseable {
    /** The bytes of a segment file, unless one record needs more. */
    static final long SEGMENT_BYTES = 64L << 20;

    /** How many bytes of changes replay gathers before it writes them to the views. */
    static final long REPLAY_BATCH_BYTES = 4L << 20;

    private static final int PAGE_BYTES = 4096;

    private final Path directory;
    /** Where views of the past are rebuilt, one at a time. */
    private final Path past;

    private final Workings workings;
    private final DirectoryLock lock;
    private final Log log;
    private final ViewStore index;
    private @Nullable Group openGroup;
    private volatile @Nullable Throwable failure;
    private boolean closed;

    /** What the tests may put in the place of the real thing. */
    record Workings(long segmentBytes, Disk disk, Step.Listener steps, ViewStore.Opener views) {
        static final Workings REAL = new Workings(SEGMENT_BYTES, Disk.REAL, _ -> {});

        Workings(long segmentBytes, Disk disk, Step.Listener steps) {
            this(segmentBytes, disk, steps, Index::openIn);
        }
    }

    private Journal(Path directory, Workings workings, DirectoryLock lock, Log log, ViewStore index) {
        this.directory = directory;
        this.past = directory.resolve("past");
        this.workings = workings;
        this.lock = lock;
        this.log = log;
        this.index = index;
    }

    /**
     * Opens the journal in a directory, creating it where there is none, and brings log and views to the state of the last
     * acknowledged commit: cuts a torn tail, completes destruction, replays what the views lack through the applier.
     *
     * @param directory holds {@code journal/}, {@code views/}, {@code lib/} and {@code lock}
     * @param views all views that the applier uses. Those that are new here are built from the whole log.
     * @param applier applies records to views, in replay
     * @throws JournalException with {@code LOCKED}, {@code CORRUPT}, {@code VERSION}, {@code UNSUPPORTED_PLATFORM} or
     *     {@code IO}
     */
    public static Journal open(Path directory, List<View> views, Applier applier) {
        return open(directory, views, applier, Workings.REAL);
    }

    static Journal open(Path directory, List<View> views, Applier applier, Workings workings) {
        if (new HashSet<>(views).size() != views.size()) {
            throw new IllegalArgumentException("Every view is named once.");
        }
        DirectoryLock lock = null;
        Log log = null;
        ViewStore index = null;
        try {
            PrivateFiles.createFolder(directory);
            lock = DirectoryLock.take(directory);
            Path folder = directory.resolve("journal");
            log = Log.open(folder, workings.segmentBytes(), workings.disk());
            index = workings.views().open(directory, views, log.id());
            Recovery.recover(log, folder, index.watermark());
            replay(log, index, log.end(), applier);
            return new Journal(directory, workings, lock, log, index);
        } catch (IOException e) {
            closeAll(index, log, lock);
            throw JournalException.io(directory, e);
        } catch (RuntimeException | Error e) {
            closeAll(index, log, lock);
            throw e;
        }
    }

    /** Applies what lies between the watermark and an address, in batches of bounded size. */
    static void replay(Log log, ViewStore index, long end, Applier applier) {
        replay(log, index, end, applier, _ -> true);
    }

    /** The same, up to the first record that does not belong. */
    private static void replay(Log log, ViewStore index, long end, Applier applier, Predicate<JournalRecord> includes) {
        Cursor cursor = new Cursor(log, index.watermark().next(), end);
        PendingViews pending = new PendingViews(index, null);
        Watermark watermark = Watermark.START;
        while (cursor.next() instanceof Cursor.Found.Valid(var head)) {
            JournalRecord record = log.record(head);
            if (!includes.test(record)) {
                break;
            }
            applier.apply(record, pending);
            watermark = new Watermark(head.next(), head.address(), head.crc());
            if (pending.bytes() > REPLAY_BATCH_BYTES) {
                index.write(pending, watermark);
                pending = new PendingViews(index, null);
                watermark = Watermark.START;
            }
        }
        if (!watermark.isStart()) {
            index.write(pending, watermark);
        }
    }

    private static void closeAll(@Nullable ViewStore index, @Nullable Log log, @Nullable DirectoryLock lock) {
        try (DirectoryLock _ = lock;
                Log _ = log;
                ViewStore _ = index) {
            // Leaving the block closes all three, the index first, each even if another one fails.
        }
    }

    Path directory() {
        return directory;
    }

    /** The capacity of a segment that is made for a record of this size. */
    long segmentBytesFor(long recordBytes) {
        long needed = RecordFormat.roundUp(Segment.HEADER_BYTES + recordBytes, PAGE_BYTES);
        return Math.max(workings.segmentBytes(), needed);
    }

    /**
     * Begins a group.
     *
     * @throws IllegalStateException if one is open
     * @throws JournalException with {@code CLOSED}
     */
    public synchronized Group begin() {
        if (closed) {
            throw JournalException.closed();
        }
        if (openGroup != null) {
            throw new IllegalStateException("The last group was neither committed nor discarded.");
        }
        openGroup = new Group(this, log, index);
        return openGroup;
    }

    /**
     * Begins the group after the open one, which is about to be committed. Not called while that commit is under way, so that
     * the writer never waits here.
     */
    synchronized Group begin(Group before) {
        if (openGroup != before) {
            throw new IllegalStateException("Only the open group has a next one.");
        }
        openGroup = new Group(this, log, index, before);
        return openGroup;
    }

    synchronized void release(Group group) {
        if (openGroup == group) {
            openGroup = null;
        }
    }

    synchronized void commit(Group group) {
        release(group);
        if (closed) {
            throw JournalException.closed();
        }
        if (failure != null) {
            throw new JournalException(
                    Code.IO,
                    "An earlier write failed; the journal takes nothing more until it is opened again.",
                    directory,
                    JournalException.NO_OFFSET,
                    failure);
        }
        if (group.start() != log.end()) {
            throw new IllegalStateException("Groups are committed in their order.");
        }
        if (group.isEmpty()) {
            return;
        }
        try {
            write(group);
        } catch (IOException e) {
            failure = e;
            throw JournalException.io(directory, e);
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        }
    }

    private void write(Group group) throws IOException {
        Step.Listener steps = workings.steps();
        steps.reached(Step.BEFORE_APPEND);
        log.write(group.runs(), steps);
        steps.reached(Step.AFTER_FSYNC);
        // Durable before the watermark passes the record: replay would not come here again.
        log.zero(group.destroyed());
        steps.reached(Step.BETWEEN_JOURNAL_AND_INDEX);
        log.end(group.watermark().next());
        index.write(group.views(), group.watermark());
        steps.reached(Step.BEFORE_ANSWER);
    }

    /** The views as committed. Each call of it sees the last commit; a scan sees one state throughout. */
    public ViewReader committed() {
        return index;
    }

    /**
     * Copies a committed payload into a buffer, from its position on, and moves the position behind it. A destroyed payload
     * reads as zeros.
     *
     * @throws JournalException with {@code CLOSED}, with {@code IO}, or with {@code CORRUPT} if the log does not reach there
     * @throws java.nio.BufferOverflowException if the buffer is too small
     */
    public void read(PayloadRef ref, ByteBuffer target) {
        log.read(ref, target);
    }

    /**
     * A copy of a committed payload. A destroyed payload reads as zeros.
     *
     * @throws JournalException with {@code CLOSED}, with {@code IO}, or with {@code CORRUPT} if the log does not reach there
     */
    public byte[] read(PayloadRef ref) {
        return log.read(ref);
    }

    /**
     * The SHA-256 of a committed payload, which stays when the payload is destroyed. It takes as long as a segment is.
     *
     * @throws IllegalArgumentException if there is no such payload
     */
    public byte[] sha256(PayloadRef ref) {
        return log.hashOf(ref);
    }

    /**
     * Shows the records that are committed when it is called, in order.
     *
     * @param fromAddress the address of a record, or behind one; 0 is the start
     * @throws JournalException with {@code CLOSED} or {@code CORRUPT}
     */
    public void replay(long fromAddress, Consumer<JournalRecord> consumer) {
        log.replay(fromAddress, consumer);
    }

    /**
     * Asks the views as they once were: they are rebuilt, from the start of the log, in a folder of their own that is deleted
     * afterwards. It takes as long as the log is; nothing else waits for it.
     *
     * @param views all views that the applier uses
     * @param applier a fresh one
     * @param includes whether a record belongs to that time; the first that does not ends it
     * @param question reads the views; what it gives must not keep them
     * @throws JournalException with {@code CLOSED}, {@code CORRUPT} or {@code IO}
     */
    public <T> T past(
            List<View> views, Applier applier, Predicate<JournalRecord> includes, Function<ViewReader, T> question) {
        synchronized (past) {
            try {
                PrivateFiles.deleteTree(past);
                try (Index index = Index.open(past, views, log.id())) {
                    replay(log, index, log.end(), applier, includes);
                    return question.apply(index);
                } finally {
                    PrivateFiles.deleteTree(past);
                }
            } catch (IOException e) {
                throw JournalException.io(past, e);
            }
        }
    }

    /** The address at which the next record will begin, for {@link #replay}. */
    public long end() {
        return log.end();
    }

    /** The SHA-256 of each view in hexadecimal, by name: over length, key, length, value (lengths in 4 bytes) in order. */
    public Map<String, String> digests() {
        return index.digests();
    }

    /**
     * Flushes the views and closes everything; an open group is lost. Waits for reads in progress. Does nothing the second
     * time.
     *
     * @throws JournalException with {@code IO} if flushing failed: nothing is lost, the next opening replays
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (failure == null) {
                index.flush(true);
            }
        } finally {
            closeAll(index, log, lock);
        }
    }
}
