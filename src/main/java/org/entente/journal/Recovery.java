package org.entente.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the log ends after a crash: cuts a torn tail, refuses corruption.
 *
 * <p>A group is written, forced and only then acknowledged, and the next group is written only after that. A crash can
 * therefore tear the last group alone, in any place and any order of its blocks. Recovery walks from the watermark to the
 * first bad place {@code p}: a record with a bad head or a payload that differs from its hash, or bytes behind the end of
 * the data that are not zero. Which of the two {@code p} is, is decided so:
 *
 * <ul>
 *   <li>If {@code p} is not in the last segment, it is corruption: a segment is made only after all before it was forced.
 *   <li>Otherwise all of the segment behind {@code p} is searched for valid heads. Every head states where its group began.
 *       If one began behind {@code p}, the fsync of the group that holds {@code p} had returned: corruption.
 *   <li>If none did, {@code p} is torn. This needs no legible head at {@code p}: groups follow one another without gaps, so a
 *       group that began at or before {@code p} and has a record behind it holds {@code p} itself, and that group was never
 *       acknowledged, for nothing was written after it.
 * </ul>
 *
 * <p>A torn tail is cut: all from {@code p} on becomes zero, durably, before anything is written. The records of the torn
 * group before {@code p} stay; each is whole, and a record that nobody acknowledged may still have happened. What no log can
 * tell apart is a torn last group and later damage to the last group of all, where no later group bears witness; the
 * watermark narrows this to what was written since the views were last flushed, and to nothing after an orderly close.
 *
 * <p>A payload that differs from its hash is no damage if a valid record before {@code p} destroys it: the zeroing begins
 * only when that record is durable, and is completed here. Finally the last group found is written again and forced,
 * because the process may have died between its write and its fsync, or after an fsync that failed, and what is only in
 * the page cache must not get into the views.
 */
final class Recovery {
    private final Log log;
    private final List<PayloadRef> destroyed = new ArrayList<>();
    private long lastGroup = -1;

    /** A payload that differs from its hash, and the record it belongs to. */
    private record Damage(long record, PayloadRef payload) {}

    /** What the walk saw before the first place that is no record. */
    private record Walked(long end, List<Damage> damages, Map<PayloadRef, Long> destroyers) {}

    private Recovery(Log log) {
        this.log = log;
    }

    /**
     * Makes the log end after its last whole record, durably, with every destroyed payload zeroed.
     *
     * @throws JournalException with {@code CORRUPT}, {@code VERSION} or {@code IO}
     */
    static void recover(Log log, Path folder, Watermark watermark) {
        Recovery recovery = new Recovery(log);
        try {
            recovery.recover(watermark);
        } catch (IOException e) {
            throw JournalException.io(folder, e);
        }
    }

    private void recover(Watermark watermark) throws IOException {
        checkWatermark(log, watermark);
        Walked walked = walk(watermark.next());
        long bad = firstBad(walked);
        if (bad >= 0) {
            judge(bad);
        }
        log.end(bad >= 0 ? bad : walked.end());
        settle(watermark.next());
    }

    /** The record that the views were applied up to must still be there. */
    static void checkWatermark(Log log, Watermark watermark) {
        if (watermark.isStart()) {
            return;
        }
        Segment segment = log.segmentAt(watermark.last());
        long offset = watermark.last() - segment.base();
        RecordFormat.Head head = offset < Segment.HEADER_BYTES
                ? null
                : RecordFormat.readHead(segment.map(), offset, watermark.last(), log.stamp());
        if (head == null || head.next() != watermark.next() || head.crc() != watermark.crc()) {
            throw JournalException.corrupt(
                    "The views were applied up to a record that the log no longer holds.", segment.path(), offset);
        }
    }

    private Walked walk(long from) {
        List<Damage> damages = new ArrayList<>();
        Map<PayloadRef, Long> destroyers = new HashMap<>();
        Cursor cursor = new Cursor(log, from, Long.MAX_VALUE);
        while (true) {
            switch (cursor.next()) {
                case Cursor.Found.Valid(var head) -> walkRecord(head, damages, destroyers);
                case Cursor.Found.End(var address) -> {
                    return new Walked(address, damages, destroyers);
                }
                case Cursor.Found.Damaged(var address) -> {
                    return new Walked(address, damages, destroyers);
                }
            }
        }
    }

    private void walkRecord(RecordFormat.Head head, List<Damage> damages, Map<PayloadRef, Long> destroyers) {
        Segment segment = log.segmentAt(head.address());
        JournalRecord record = log.record(head);
        for (PayloadRef payload : RecordFormat.damagedPayloads(segment.map(), segment.base(), record)) {
            damages.add(new Damage(head.address(), payload));
        }
        for (PayloadRef payload : record.destroyed()) {
            destroyers.putIfAbsent(payload, head.address());
        }
    }

    /**
     * The first bad place, or -1. A damaged payload is good if a record before the first bad place destroys it, and making a
     * place bad takes the destroyers behind it away: hence the loop, which ends because the place only moves towards the start.
     */
    private long firstBad(Walked walked) throws IOException {
        long bad = isCleanEnd(walked.end()) ? Long.MAX_VALUE : walked.end();
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Damage damage : walked.damages()) {
                Long destroyer = walked.destroyers().get(damage.payload());
                boolean isDestroyed = destroyer != null && destroyer < bad;
                if (!isDestroyed && damage.record() < bad) {
                    bad = damage.record();
                    moved = true;
                }
            }
        }
        return bad == Long.MAX_VALUE ? -1 : bad;
    }

    /** True if nothing but zeros follows in the last segment: what a crash left there must never be taken for a record. */
    private boolean isCleanEnd(long address) throws IOException {
        Segment segment = log.last();
        if (address < segment.base()) {
            return false;
        }
        return segment.firstNonZero(address - segment.base()) == segment.capacity();
    }

    /** Where the log would be cut, or -1 if it ends well. */
    static long firstBad(Log log, Watermark watermark) throws IOException {
        Recovery recovery = new Recovery(log);
        return recovery.firstBad(recovery.walk(watermark.next()));
    }

    /** True if a bad place is a torn tail, false if it is corruption. */
    static boolean isTorn(Log log, long bad) {
        Segment segment = log.segmentAt(bad);
        return log.after(segment) == null && !laterGroupBehind(segment, bad - segment.base(), log.stamp());
    }

    private void judge(long bad) throws IOException {
        Segment segment = log.segmentAt(bad);
        long offset = bad - segment.base();
        if (!isTorn(log, bad)) {
            throw JournalException.corrupt(
                    "The log is damaged in records that were acknowledged.", segment.path(), offset);
        }
        segment.cut(offset);
    }

    /** True if behind the given offset there is a valid head whose group began behind it too. */
    private static boolean laterGroupBehind(Segment segment, long offset, long stamp) {
        long bad = segment.base() + offset;
        long lastPlace = segment.map().byteSize() - RecordFormat.HEADER_BYTES;
        for (long at = offset + RecordFormat.ALIGNMENT; at <= lastPlace; at += RecordFormat.ALIGNMENT) {
            RecordFormat.@Nullable Head head = RecordFormat.readHead(segment.map(), at, segment.base() + at, stamp);
            if (head != null && head.group() > bad) {
                return true;
            }
        }
        return false;
    }

    /** Makes the last group durable and completes what the records since the watermark destroy. */
    private void settle(long from) throws IOException {
        Cursor cursor = new Cursor(log, from, log.end());
        while (cursor.next() instanceof Cursor.Found.Valid(var head)) {
            lastGroup = head.group();
            destroyed.addAll(log.record(head).destroyed());
        }
        if (lastGroup >= 0) {
            log.rewrite(lastGroup, log.end());
        }
        log.zero(destroyed);
    }
}
