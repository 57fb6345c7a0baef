package org.entente.journal;

import java.nio.file.Path;
import java.util.List;

/**
 * A journal that can be stopped where its records are durable and what they destroy is still there, as by a crash. Its segments
 * are small, so that a test can search them.
 */
public final class StoppedJournal {
    private static final long SEGMENT_BYTES = 1 << 20;

    private volatile boolean stops;

    /** As {@link Journal#open(Path, List, Applier)}. */
    public Journal open(Path directory, List<View> views, Applier applier) {
        return Journal.open(directory, views, applier, new Journal.Workings(SEGMENT_BYTES, Disk.REAL, step -> {
            if (stops && step == Step.AFTER_FSYNC) {
                stops = false;
                throw new JournalException(JournalException.Code.IO, "The test stops here.", directory);
            }
        }));
    }

    /** The next commit breaks off once it is durable. */
    public void stopBeforeZeroing() {
        stops = true;
    }
}
