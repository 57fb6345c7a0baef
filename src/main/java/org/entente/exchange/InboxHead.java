package org.entente.exchange;

/**
 * Where a partner's inbox stands, and what the partner has used of its day.
 *
 * @param first number of the oldest item that is kept
 * @param next number of the next item
 * @param day the day of journal time on which the partner posted last, in days since 1970, UTC
 * @param posts posts on that day
 * @param objects objects kept on that day
 * @param bytes bytes of these objects
 */
record InboxHead(long first, long next, long day, int posts, int objects, long bytes) {
    static final InboxHead EMPTY = new InboxHead(0, 0, 0, 0, 0, 0);

    private static final long MICROS_PER_DAY = 86_400_000_000L;

    /** The day of an instant. */
    static long day(long micros) {
        return Math.floorDiv(micros, MICROS_PER_DAY);
    }

    /** The head on that day: what was used before counts no longer. */
    InboxHead on(long today) {
        return today == day ? this : new InboxHead(first, next, today, 0, 0, 0);
    }

    /** Seconds from that instant to the next day, at least one. */
    static long secondsToNextDay(long micros) {
        return Math.max(1, ((day(micros) + 1) * MICROS_PER_DAY - micros) / 1_000_000L);
    }

    byte[] encode() {
        return new Out(40)
                .i64(first)
                .i64(next)
                .i64(day)
                .i32(posts)
                .i32(objects)
                .i64(bytes)
                .done();
    }

    static InboxHead decode(In in) {
        return new InboxHead(in.i64(), in.i64(), in.i64(), in.i32(), in.i32(), in.i64());
    }
}
