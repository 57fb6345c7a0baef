package org.entente.journal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.entente.journal.Journal.Workings;

/**
 * The process that the crash test kills: fills groups of numbered records while a second thread commits the group before,
 * which says so after each, and at a named point says that too and waits for its end. What a record holds depends on its number alone, so that the test can tell.
 */
final class CrashChild {
    /** Small enough that the runs cross segments. */
    static final long SEGMENT_BYTES = 256 << 10;
    /** In the middle of a group's bytes, and of a payload's zeros. */
    static final String MID_WRITE = "MID_WRITE";

    static final String MID_DESTRUCTION = "MID_DESTRUCTION";

    private final String point;
    private final PrintStream out = System.out;
    private int left;

    private CrashChild(String point, int left) {
        this.point = point;
        this.left = left;
    }

    /** Arguments: directory, point, how often the point is passed before. */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        CrashChild child = new CrashChild(arguments[1], Integer.parseInt(arguments[2]));
        Workings workings = new Workings(SEGMENT_BYTES, child::open, step -> child.reached(step.name()));
        try (Journal journal = Journal.open(Path.of(arguments[0]), Sample.VIEWS, Sample.APPLIER, workings)) {
            child.write(journal);
        }
    }

    private void reached(String here) {
        if (here.equals(point) && left-- == 0) {
            out.println("at " + here);
            while (true) {
                LockSupport.park();
            }
        }
    }

    private void write(Journal journal) throws InterruptedException, ExecutionException {
        List<JournalRecord> records = Sample.records(journal);
        try (ExecutorService committer = Executors.newSingleThreadExecutor()) {
            Group group = journal.begin();
            Future<?> underWay = committer.submit(() -> {});
            while (true) {
                NumberedRecords.append(group, records);
                String acknowledged =
                        "ack " + records.size() + " " + records.getLast().next();
                underWay.get();
                Group full = group;
                group = full.next();
                underWay = committer.submit(() -> {
                    full.commit();
                    out.println(acknowledged);
                });
            }
        }
    }

    /** A disk on which a write can stop half-way. */
    private Disk.Handle open(Path file) throws IOException {
        Disk.Handle real = Disk.REAL.open(file);
        return new Disk.Handle() {
            @Override
            public void write(ByteBuffer from, long position) throws IOException {
                int half = from.remaining() / 2;
                boolean isZero = RecordFormat.isZero(java.lang.foreign.MemorySegment.ofBuffer(from));
                real.write(from.slice(from.position(), half), position);
                reached(isZero ? MID_DESTRUCTION : MID_WRITE);
                real.write(from.position(from.position() + half), position + half);
            }

            @Override
            public void force() throws IOException {
                real.force();
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }
}
