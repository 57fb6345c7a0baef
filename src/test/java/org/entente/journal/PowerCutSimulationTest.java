package org.entente.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.entente.journal.JournalException.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power cuts, in commits and in recoveries, one after the other on the same files: what was acknowledged is there, and a
 * torn group is never taken for damage.
 */
class PowerCutSimulationTest {
    private static final int SEEDS = 12 * Integer.getInteger("entente.test.scale", 1);
    private static final int CUTS = 5;
    private static final int MAX_OPERATIONS = 30;

    @TempDir
    Path directory;

    @Test
    void nothingAcknowledgedIsLostWhateverSectorsAreWritten() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Path node = directory.resolve("node" + seed);
            List<JournalRecord> acknowledged = new ArrayList<>();
            for (int cut = 0; cut < CUTS; cut++) {
                String where = "seed " + seed + " cut " + cut;
                runUntilCut(node, random, acknowledged, where);
                if (random.nextBoolean()) {
                    PrivateFiles.deleteTree(node.resolve("views"));
                }
                if (random.nextBoolean()) {
                    verify(node, acknowledged, where);
                }
            }
            verify(node, acknowledged, "seed " + seed);
        }
    }

    private static void runUntilCut(Path node, Random random, List<JournalRecord> acknowledged, String where)
            throws IOException {
        PowerCutDisk disk = new PowerCutDisk(random.nextInt(MAX_OPERATIONS));
        try (Journal journal = Sample.open(node, disk)) {
            List<JournalRecord> records = Sample.records(journal);
            assertEquals(acknowledged, records.subList(0, acknowledged.size()), where);
            acknowledged.clear();
            acknowledged.addAll(records);
            while (true) {
                NumberedRecords.commitGroup(journal, acknowledged);
            }
        } catch (JournalException e) {
            assertEquals(Code.IO, e.code(), where + ": " + e);
        }
        disk.cut(random);
    }

    private void verify(Path node, List<JournalRecord> acknowledged, String where) {
        Path scratch = directory.resolve("scratch");
        Fsck.Report before = Fsck.check(node, Sample.VIEWS, Sample.APPLIER, scratch);
        assertEquals(List.of(), before.problems(), where);
        try (Journal journal = Sample.open(node)) {
            List<JournalRecord> records = Sample.records(journal);
            assertTrue(records.size() >= acknowledged.size(), where);
            assertEquals(acknowledged, records.subList(0, acknowledged.size()), where);
            NumberedRecords.verify(journal, records, where);
            acknowledged.clear();
            acknowledged.addAll(records);
        }
        Fsck.Report after = Fsck.check(node, Sample.VIEWS, Sample.APPLIER, scratch);
        assertEquals(List.of(), after.problems(), where);
    }
}
