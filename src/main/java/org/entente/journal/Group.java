package org.entente.journal;

import java.util.ArrayList;
import java.util.List;
import org.entente.journal.JournalException.Code;
import org.jspecify.annotations.Nullable;

/**
 * Records and changes of views that become durable and visible together: several commands, one write, one fsync, one batch
 * of the views. For the writer thread only.
 *
 * <p>{@link #append} assigns addresses and applies nothing: the caller hands the record that it returns to its applier, with
 * this group as the views, so that the next command of the group sees it. All views must change as the applier that the
 * journal was opened with would change them for the appended records, or a replay gives other views.
 *
 * <p>{@link #commit} may be called by another thread, while the writer goes on with the group that {@link #next} began: that
 * one sees this one's payloads and changes all the same.
 */
public final class Group implements ViewWriter {
    private final Journal journal;
    private final Log log;
    private final PendingViews views;
    private final List<Log.Run> runs = new ArrayList<>();
    private final List<PayloadRef> payloads = new ArrayList<>();
    private final List<byte[]> payloadBytes = new ArrayList<>();
    private final List<PayloadRef> destroyed = new ArrayList<>();
    private final long start;
    private long next;
    private long segmentBase;
    private long segmentEnd;
    private long sizeBytes;
    private Watermark watermark = Watermark.START;
    private boolean open = true;
    private volatile boolean committed;

    Group(Journal journal, Log log, ViewStore index) {
        this.journal = journal;
        this.log = log;
        this.views = new PendingViews(index, null);
        this.start = log.end();
        this.next = start;
        this.segmentBase = log.last().base();
        this.segmentEnd = log.last().end();
    }

    Group(Journal journal, Log log, ViewStore index, Group before) {
        this.journal = journal;
        this.log = log;
        this.views = new PendingViews(index, before);
        this.start = before.next;
        this.next = start;
        this.segmentBase = before.segmentBase;
        this.segmentEnd = before.segmentEnd;
    }

    /**
     * Begins the group that follows this one, which is to be committed and takes nothing more.
     *
     * @throws IllegalStateException if the group before this one is not committed yet: only one may be on its way
     */
    public Group next() {
        requireOpen();
        if (views.before() != null) {
            throw new IllegalStateException("The group before this one is not committed yet.");
        }
        return journal.begin(this);
    }

    /**
     * Appends one record: whole or absent after any crash. Nothing is written before {@link #commit}; the arrays must not be
     * changed.
     *
     * @param events what happened
     * @param payloads bytes to keep beside the events
     * @param destroy payloads, of this group or of committed records, to be zeroed for ever once this record is durable
     * @return the record with its addresses, to be applied
     * @throws JournalException with {@code LIMIT} if the record is larger than {@link RecordFormat#MAX_RECORD_BYTES}; the
     *     group is as it was
     * @throws IllegalArgumentException if one of {@code destroy} is no payload of this journal
     */
    public JournalRecord append(List<byte[]> events, List<Payload> payloads, List<PayloadRef> destroy) {
        requireOpen();
        long headBytes = RecordFormat.headBytes(events, payloads.size(), destroy.size());
        long recordBytes = RecordFormat.recordBytes(headBytes, payloads);
        if (recordBytes > RecordFormat.MAX_RECORD_BYTES) {
            throw new JournalException(Code.LIMIT, "The record is larger than the journal takes.", journal.directory());
        }
        requirePayloads(destroy);
        Log.Run run = runFor(recordBytes);
        long address = next;
        long group = runs.getFirst().start();
        byte[] head = RecordFormat.head(
                log.stamp(), address, group, (int) recordBytes, (int) headBytes, events, payloads, destroy);
        run.pieces().add(head);
        List<PayloadRef> refs = addPayloads(run, address + headBytes, payloads);
        next = address + recordBytes;
        sizeBytes += recordBytes;
        destroyed.addAll(destroy);
        watermark = new Watermark(next, address, RecordFormat.checksumIn(head));
        List<byte[]> hashes = payloads.stream().map(Payload::sha256).toList();
        return new JournalRecord(address, next, events, refs, hashes, destroy);
    }

    private List<PayloadRef> addPayloads(Log.Run run, long from, List<Payload> added) {
        List<PayloadRef> refs = new ArrayList<>(added.size());
        long at = from;
        for (Payload payload : added) {
            PayloadRef ref = new PayloadRef(at, payload.bytes().length);
            refs.add(ref);
            payloads.add(ref);
            payloadBytes.add(payload.bytes());
            run.pieces().add(payload.bytes());
            at += ref.length();
        }
        int padding = (int) (RecordFormat.roundUp(at, RecordFormat.ALIGNMENT) - at);
        if (padding > 0) {
            run.pieces().add(new byte[padding]);
        }
        return refs;
    }

    /** The run that the next record goes to: a new one at first, and where the segment has no room left. */
    private Log.Run runFor(long recordBytes) {
        if (next + recordBytes > segmentEnd) {
            segmentBase = segmentEnd;
            segmentEnd = segmentBase + journal.segmentBytesFor(recordBytes);
            next = segmentBase + Segment.HEADER_BYTES;
            addRun();
        } else if (runs.isEmpty()) {
            addRun();
        }
        return runs.getLast();
    }

    private void addRun() {
        runs.add(new Log.Run(segmentBase, segmentEnd - segmentBase, next, new ArrayList<>()));
    }

    private void requirePayloads(List<PayloadRef> refs) {
        // In this order: what is no longer pending is in the log.
        List<PayloadRef> committed =
                refs.stream().filter(ref -> pending(ref) == null).toList();
        if (!log.holdsPayloads(committed)) {
            throw new IllegalArgumentException("Only a payload of this journal can be destroyed.");
        }
    }

    /** The bytes of a payload of this group, or of the one before while it is being committed. */
    private byte @Nullable [] pending(PayloadRef ref) {
        if (ref.address() < start) {
            Group before = views.before();
            return before == null ? null : before.pending(ref);
        }
        int low = 0;
        int high = payloads.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            PayloadRef found = payloads.get(middle);
            if (found.equals(ref)) {
                return payloadBytes.get(middle);
            }
            // Empty payloads share their address with what follows them.
            boolean isBefore = found.address() < ref.address()
                    || (found.address() == ref.address() && found.length() < ref.length());
            if (isBefore) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /**
     * The bytes of a payload of this group or of a committed record; they must not be changed.
     *
     * @throws JournalException as {@link Journal#read(PayloadRef)} does
     */
    public byte[] read(PayloadRef ref) {
        byte[] bytes = pending(ref);
        return bytes != null ? bytes : log.read(ref);
    }

    @Override
    public byte @Nullable [] get(View view, byte[] key) {
        return views.get(view, key);
    }

    @Override
    public List<byte @Nullable []> get(View view, List<byte[]> keys) {
        return views.get(view, keys);
    }

    @Override
    public void scan(View view, byte[] from, byte[] to, Visitor visitor) {
        views.scan(view, from, to, visitor);
    }

    @Override
    public void put(View view, byte[] key, byte[] value) {
        requireOpen();
        views.put(view, key, value);
    }

    @Override
    public void delete(View view, byte[] key) {
        requireOpen();
        views.delete(view, key);
    }

    /** True if no record was appended. */
    public boolean isEmpty() {
        return runs.isEmpty();
    }

    /** The bytes that the appended records take in the log. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /**
     * Makes the records durable, then the views visible. When it returns, everything is durable and every reader sees it. A
     * group without records is discarded.
     *
     * @throws JournalException with {@code IO} if writing failed: then the journal commits nothing more until it is opened
     *     again, because neither a failed write nor a failed fsync tells what is on the disk, and neither may be tried again.
     *     Whether the records of this group happened is open until then. With {@code CLOSED} if the journal was closed.
     * @throws IllegalStateException if views were changed but no record was appended
     */
    public void commit() {
        requireOpen();
        if (isEmpty() && !views.changes().isEmpty()) {
            throw new IllegalStateException("Views change by records only.");
        }
        open = false;
        journal.commit(this);
        committed = true;
    }

    /** True once everything is durable and every reader sees it. */
    boolean isCommitted() {
        return committed;
    }

    /** The address at which the first record of this group stands, unless it needs a new segment. */
    long start() {
        return start;
    }

    /** Forgets everything. Does nothing after a commit. */
    public void discard() {
        if (open) {
            open = false;
            journal.release(this);
        }
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("The group was committed or discarded.");
        }
    }

    List<Log.Run> runs() {
        return runs;
    }

    List<PayloadRef> destroyed() {
        return destroyed;
    }

    PendingViews views() {
        return views;
    }

    Watermark watermark() {
        return watermark;
    }
}
