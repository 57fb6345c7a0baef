package org.entente.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.entente.journal.JournalException.Code;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check finds each kind of damage, and nothing where there is none. */
class FsckTest {
    @TempDir
    Path directory;

    private JournalRecord first;
    private JournalRecord second;
    private JournalRecord destroying;
    private Map<String, String> digests;
    private Path segment;

    @BeforeEach
    void writeAJournal() {
        try (Journal journal = Sample.open(directory)) {
            first = Sample.commit(journal, List.of(Sample.put("a")), List.of(Sample.payload("first")));
            second = Sample.commit(
                    journal, List.of(Sample.put("a")), List.of(Sample.payload("second"), Sample.payload("more")));
            destroying = Sample.commit(
                    journal,
                    List.of(Sample.delete("a")),
                    List.of(),
                    first.payloads().getFirst());
            digests = journal.digests();
        }
        segment = directory.resolve("journal").resolve(Segment.fileName(0));
    }

    private Fsck.Report check() {
        return Fsck.check(directory, Sample.VIEWS, Sample.APPLIER, directory.resolve("scratch"));
    }

    private void assertProblem(String sentence) {
        Fsck.Report report = check();
        assertEquals(1, report.problems().size(), report.problems()::toString);
        assertTrue(report.problems().getFirst().startsWith(sentence), report.problems()::toString);
    }

    private void overwrite(long address, int... bytes) throws IOException {
        byte[] all = Files.readAllBytes(segment);
        for (int i = 0; i < bytes.length; i++) {
            all[(int) address + i] = (byte) bytes[i];
        }
        Files.write(segment, all);
    }

    @Test
    void aSoundJournalIsCountedAndDigested() {
        Fsck.Report report = check();
        assertEquals(List.of(), report.problems());
        assertTrue(report.sound());
        assertEquals(3, report.records());
        assertEquals(3, report.payloads());
        assertEquals(1, report.destroyedPayloads());
        assertEquals(digests, report.viewDigests());
    }

    @Test
    void itChangesNothing() throws IOException {
        byte[] before = Files.readAllBytes(segment);
        overwrite(destroying.next(), 1, 2, 3);
        byte[] damaged = Files.readAllBytes(segment);
        check();
        assertEquals(-1, java.util.Arrays.mismatch(damaged, Files.readAllBytes(segment)));
        Files.write(segment, before);
        assertTrue(check().sound());
    }

    @Test
    void aDamagedRecordIsFound() throws IOException {
        overwrite(second.address() + 60, 99);
        assertProblem("A record is damaged");
    }

    @Test
    void aDamagedPayloadIsFound() throws IOException {
        overwrite(second.payloads().getFirst().address(), 'x');
        assertProblem("A payload differs from its hash.");
    }

    @Test
    void aZeroedPayloadThatNoRecordDestroysIsFound() throws IOException {
        overwrite(second.payloads().getLast().address(), 0, 0, 0, 0);
        assertProblem("A payload differs from its hash.");
    }

    @Test
    void aDestroyedPayloadThatStillHasBytesIsFound() throws IOException {
        overwrite(first.payloads().getFirst().address(), 'f', 'i', 'r', 's', 't');
        assertProblem("A destroyed payload still has bytes.");
    }

    @Test
    void paddingThatIsNotZeroIsFound() throws IOException {
        PayloadRef last = second.payloads().getLast();
        assertTrue(last.address() + last.length() < second.next());
        overwrite(last.address() + last.length(), 1);
        assertProblem("The bytes that fill a record up");
    }

    @Test
    void aViewThatDiffersIsFound() throws IOException {
        Applier other = (record, views) -> views.put(Sample.THINGS, new byte[] {'b'}, new byte[0]);
        Fsck.Report report = Fsck.check(directory, Sample.VIEWS, other, directory.resolve("scratch"));
        assertEquals(2, report.problems().size());
        assertTrue(report.problems().getFirst().startsWith("A view differs"));
    }

    @Test
    void damagedViewsAreFound() throws IOException {
        try (var files = Files.newDirectoryStream(directory.resolve("views"), "*.sst")) {
            for (Path file : files) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[5] ^= 1;
                Files.write(file, bytes);
            }
        }
        assertProblem("The views are damaged");
    }

    @Test
    void missingViewsAreNoProblem() throws IOException {
        PrivateFiles.deleteTree(directory.resolve("views"));
        assertTrue(check().sound());
        assertEquals(digests, check().viewDigests());
    }

    @Test
    void aLogThatLostItsEndIsFound() throws IOException {
        byte[] all = Files.readAllBytes(segment);
        java.util.Arrays.fill(all, (int) destroying.address(), all.length, (byte) 0);
        Files.write(segment, all);
        Fsck.Report report = check();
        assertTrue(report.problems().getFirst().startsWith("The views were applied up to a record"));
    }

    @Test
    void aDamagedSegmentHeaderIsFound() throws IOException {
        overwrite(20, 1);
        assertProblem("The segment's header is damaged.");
    }

    @Test
    void aFolderWithoutJournalIsFound() throws IOException {
        PrivateFiles.deleteTree(directory.resolve("journal"));
        assertProblem("The directory holds no journal.");
    }

    @Test
    void anOpenJournalIsNotChecked() {
        try (Journal journal = Sample.open(directory)) {
            assertEquals(
                    Code.LOCKED,
                    assertThrows(JournalException.class, this::check).code());
            assertEquals(3, Sample.records(journal).size());
        }
    }
}
