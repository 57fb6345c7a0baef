package org.entente.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entente.journal.JournalException.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A write or an fsync fails, at every place in turn: what was acknowledged stays, and nothing more is taken. */
class FailingDiskTest {
    private static final int GROUPS = 9;

    @TempDir
    Path directory;

    private final List<JournalRecord> acknowledged = new ArrayList<>();

    @Test
    void theAcknowledgedSurviveAndTheJournalTakesNothingMore() {
        int operations = run(new FailingDisk(Integer.MAX_VALUE, false), directory.resolve("whole"));
        assertEquals(GROUPS, acknowledged.size());
        for (int failing = 1; failing <= operations; failing++) {
            for (boolean leavesPart : new boolean[] {false, true}) {
                Path node = directory.resolve("node" + failing + leavesPart);
                run(new FailingDisk(failing, leavesPart), node);
                assertTrue(acknowledged.size() < GROUPS, "operation " + failing + " did not matter");
                reopen(node);
            }
        }
    }

    /** Commits groups until one fails, and returns the operations that the disk saw. */
    private int run(FailingDisk disk, Path node) {
        acknowledged.clear();
        try (Journal journal = Sample.open(node, disk)) {
            for (int i = 0; i < GROUPS; i++) {
                Payload payload = Payload.of(("payload " + i + " ".repeat(4000)).getBytes(UTF_8));
                PayloadRef[] destroy = i % 3 == 2
                        ? new PayloadRef[] {acknowledged.get(i - 2).payloads().getFirst()}
                        : new PayloadRef[0];
                try {
                    acknowledged.add(Sample.commit(journal, List.of(Sample.put("key" + i)), List.of(payload), destroy));
                } catch (JournalException e) {
                    assertEquals(Code.IO, e.code());
                    assertStillReadable(journal);
                    break;
                }
            }
        }
        return disk.operations();
    }

    private void assertStillReadable(Journal journal) {
        JournalException again =
                assertThrows(JournalException.class, () -> Sample.commit(journal, List.of(), List.of()));
        assertEquals(Code.IO, again.code());
        assertEquals(acknowledged, Sample.records(journal).subList(0, acknowledged.size()));
        assertContents(journal);
    }

    private void reopen(Path node) {
        try (Journal journal = Sample.open(node)) {
            List<JournalRecord> found = Sample.records(journal);
            assertEquals(acknowledged, found.subList(0, acknowledged.size()));
            assertContents(journal);
            Sample.commit(journal, List.of(Sample.put("after")), List.of());
        }
        Fsck.Report report = Fsck.check(node, Sample.VIEWS, Sample.APPLIER, directory.resolve("scratch"));
        assertEquals(List.of(), report.problems());
    }

    private void assertContents(Journal journal) {
        for (int i = 0; i < acknowledged.size(); i++) {
            PayloadRef ref = acknowledged.get(i).payloads().getFirst();
            byte[] bytes = journal.read(ref);
            // An unacknowledged destruction may have happened.
            if (bytes[0] != 0) {
                assertArrayEquals(("payload " + i + " ".repeat(4000)).getBytes(UTF_8), bytes);
            } else {
                assertEquals(0, i % 3);
            }
            assertTrue(journal.committed().get(Sample.THINGS, ("key" + i).getBytes(UTF_8)) != null);
        }
    }
}
