package org.entente.journal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.entente.journal.Journal.Workings;

/**
 * The process that the crash test kills: commits groups of numbered records, says so after each, and at a named point says
 * that too and waits for its end. What a record holds depends on its number alone, so that the test can tell.
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
    public static void main(String[] arguments) {
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

    private void write(Journal journal) {
        List<JournalRecord> records = Sample.records(journal);
        while (true) {
            NumberedRecords.commitGroup(journal, records);
            out.println("ack " + records.size() + " " + records.getLast().next());
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
