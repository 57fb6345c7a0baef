package org.entente.release;

import java.time.Instant;
import org.entente.memorandum.Duties;
import org.jspecify.annotations.Nullable;

/** What the duties about time say of one object version (release.md, rules 1, 6 and 12): functions of the terms and the journal's time. */
public final class Windows {
    private static final long SECONDS_PER_MINUTE = 60;

    private Windows() {}

    /** Whether nothing may go yet; at the instant that the duty names, the embargo is over. */
    public static boolean isEmbargoed(Duties duties, Instant at) {
        return duties.embargoUntil() != null && at.isBefore(duties.embargoUntil());
    }

    /**
     * When a version that was first shown in the feed at that instant ends there, and does not come back. The end is at the
     * first full minute after the days are over, so that what went within one minute ends together. Null where nothing ends
     * by itself.
     */
    public static @Nullable Instant retentionEnd(Duties duties, Instant firstShown) {
        if (duties.retainFor() == null) {
            return null;
        }
        Instant days = firstShown.plus(duties.retainFor());
        long seconds = days.getEpochSecond() + (days.getNano() > 0 ? 1 : 0);
        return Instant.ofEpochSecond(Math.ceilDiv(seconds, SECONDS_PER_MINUTE) * SECONDS_PER_MINUTE);
    }

    /** Whether the time of a version that was first shown at that instant is over. */
    public static boolean isRetentionOver(Duties duties, Instant firstShown, Instant at) {
        Instant end = retentionEnd(duties, firstShown);
        return end != null && !at.isBefore(end);
    }
}
