package org.entente.journal;

/** Walks over the records of a log in order. It finds; what a damaged record means is for the caller to judge. */
final class Cursor {
    private final Log log;
    private final long limit;
    private long position;

    /** What stands at a position. */
    sealed interface Found {
        /** A record with a valid head; its payloads are unchecked. */
        record Valid(RecordFormat.Head head) implements Found {}

        /** The end of the data: a zero length in the last segment, its end, or the limit. */
        record End(long address) implements Found {}

        /** Neither a valid head nor the end of the data. */
        record Damaged(long address) implements Found {}
    }

    /** A cursor from an address on; no record at or behind the limit is looked at. */
    Cursor(Log log, long from, long limit) {
        this.log = log;
        this.position = from;
        this.limit = limit;
    }

    Found next() {
        while (true) {
            Segment segment = log.segmentAt(position);
            position = Math.max(position, segment.base() + Segment.HEADER_BYTES);
            if (position >= limit) {
                return new Found.End(position);
            }
            long offset = position - segment.base();
            if (RecordFormat.length(segment.map(), offset) != 0) {
                return found(segment, offset);
            }
            Segment next = log.after(segment);
            if (next == null) {
                return new Found.End(position);
            }
            if (next.endBefore() != position) {
                return new Found.Damaged(position);
            }
            position = next.base();
        }
    }

    /** Goes on, behind a damaged place, at the next valid head of the segment or else in the next segment, if there is one. */
    boolean skipDamage() {
        Segment segment = log.segmentAt(position);
        long lastPlace = segment.end() - RecordFormat.HEADER_BYTES;
        for (long at = position + RecordFormat.ALIGNMENT; at <= lastPlace; at += RecordFormat.ALIGNMENT) {
            if (RecordFormat.readHead(segment.map(), at - segment.base(), at, log.stamp()) != null) {
                position = at;
                return true;
            }
        }
        position = segment.end();
        return log.after(segment) != null;
    }

    private Found found(Segment segment, long offset) {
        RecordFormat.Head head = RecordFormat.readHead(segment.map(), offset, position, log.stamp());
        if (head == null) {
            return new Found.Damaged(position);
        }
        position = head.next();
        return new Found.Valid(head);
    }
}
