package org.entente.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.entente.journal.JournalException.Code;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What recovery makes of damaged segment files. The log under test has three segments; the last one holds three groups, the
 * last of them three records. Recovery starts from no watermark, as if the views had never been flushed.
 */
class RecoveryTest {
    private static final int LAST_GROUP_RECORDS = 3;

    @TempDir
    Path directory;

    private Path folder;
    private Path lastSegment;
    private long lastBase;
    private byte[] image;
    private List<JournalRecord> written;
    private JournalRecord lastGroup;

    @BeforeEach
    void writeALog() throws IOException {
        written = new ArrayList<>();
        try (Journal journal = Sample.open(directory)) {
            for (int i = 0; i < 2; i++) {
                written.add(Sample.commit(journal, List.of(), List.of(Payload.of(new byte[12_000]))));
            }
            Sample.commit(journal, List.of(), List.of(Payload.of(new byte[12_000])));
            written = Sample.records(journal);
            for (int records = 1; records <= LAST_GROUP_RECORDS; records++) {
                Group group = journal.begin();
                for (int i = 0; i < records; i++) {
                    Payload payload = Sample.payload("payload " + records + " " + i);
                    written.add(Sample.append(group, List.of(Sample.put("key" + i)), List.of(payload), List.of()));
                }
                group.commit();
            }
        }
        lastGroup = written.get(written.size() - LAST_GROUP_RECORDS);
        folder = directory.resolve("journal");
        lastBase = 2 * Sample.SEGMENT_BYTES;
        lastSegment = folder.resolve(Segment.fileName(lastBase));
        image = Files.readAllBytes(lastSegment);
    }

    /** Opens the log as it lies there and returns its records; what stands behind them must be zero. */
    private List<JournalRecord> recover() throws IOException {
        List<JournalRecord> records = new ArrayList<>();
        try (Log log = Log.open(folder, Sample.SEGMENT_BYTES, Disk.REAL)) {
            Recovery.recover(log, folder, Watermark.START);
            log.replay(0, records::add);
            for (JournalRecord record : records) {
                Segment segment = log.segmentAt(record.address());
                assertEquals(List.of(), RecordFormat.damagedPayloads(segment.map(), segment.base(), record));
            }
            assertEquals(Sample.SEGMENT_BYTES, log.last().firstNonZero(log.end() - lastBase));
        }
        return records;
    }

    private void assertCorrupt(Path file, long offset) {
        JournalException refused = assertThrows(JournalException.class, this::recover);
        assertEquals(Code.CORRUPT, refused.code());
        assertEquals(file, refused.path());
        assertEquals(offset, refused.offset());
    }

    /** The records that are whole in these bytes of the last segment, up to the first that is not. */
    private List<JournalRecord> whole(byte[] bytes) {
        List<JournalRecord> whole = new ArrayList<>();
        for (JournalRecord record : written) {
            int from = (int) (record.address() - lastBase);
            int to = (int) (record.next() - lastBase);
            if (from > 0 && !Arrays.equals(image, from, to, bytes, from, to)) {
                break;
            }
            whole.add(record);
        }
        return whole;
    }

    @Test
    void anUndamagedLogIsFoundWhole() throws IOException {
        assertEquals(written, recover());
        assertArrayEquals(image, Files.readAllBytes(lastSegment));
    }

    @Test
    void aTailTornAtAnyByteIsCutAfterTheLastWholeRecord() throws IOException {
        int end = (int) (written.getLast().next() - lastBase);
        for (int cut = (int) (lastGroup.address() - lastBase); cut <= end; cut++) {
            byte[] torn = image.clone();
            Arrays.fill(torn, cut, torn.length, (byte) 0);
            // A file that ends early, and one whose blocks were never written.
            Files.write(lastSegment, cut % 2 == 0 ? Arrays.copyOf(image, cut) : torn);
            assertEquals(whole(torn), recover(), "cut at " + cut);
        }
    }

    @Test
    void blocksOfTheLastGroupMayBeMissingInAnyOrder() throws IOException {
        int start = (int) (lastGroup.address() - lastBase);
        int end = (int) (written.getLast().next() - lastBase);
        for (int hole = start; hole < end; hole += 8) {
            byte[] torn = image.clone();
            Arrays.fill(torn, hole, hole + 8, (byte) 0);
            Files.write(lastSegment, torn);
            assertEquals(whole(torn), recover(), "hole at " + hole);
        }
    }

    @Test
    void anyFlippedByteOfTheLastGroupCutsItsRecord() throws IOException {
        int end = (int) (written.getLast().next() - lastBase);
        for (int at = (int) (lastGroup.address() - lastBase); at < end; at++) {
            byte[] flipped = image.clone();
            flipped[at] ^= 0x10;
            Files.write(lastSegment, flipped);
            List<JournalRecord> expected = isPadding(at) ? written : whole(flipped);
            assertEquals(expected, recover(), "flipped at " + at);
        }
    }

    private boolean isPadding(int at) {
        for (JournalRecord record : written) {
            PayloadRef last = record.payloads().getLast();
            long address = lastBase + at;
            if (address >= last.address() + last.length() && address < record.next()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void anyFlippedByteOfAnAcknowledgedGroupIsRefusedWithItsPlace() throws IOException {
        for (JournalRecord record : written) {
            if (record.address() < lastBase || record.address() >= lastGroup.address()) {
                continue;
            }
            for (long at = record.address(); at < record.next(); at++) {
                int offset = (int) (at - lastBase);
                // The large payload is one hash; a few places of it will do.
                if (isPadding(offset) || (at - record.address() > 200 && at % 997 != 0)) {
                    continue;
                }
                byte[] flipped = image.clone();
                flipped[offset] ^= 0x40;
                Files.write(lastSegment, flipped);
                assertCorrupt(lastSegment, record.address() - lastBase);
            }
        }
    }

    @Test
    void damageInAnEarlierSegmentIsRefusedEvenInItsLastRecord() throws IOException {
        Path first = folder.resolve(Segment.fileName(0));
        byte[] bytes = Files.readAllBytes(first);
        bytes[Segment.HEADER_BYTES] ^= 1;
        Files.write(first, bytes);
        assertCorrupt(first, Segment.HEADER_BYTES);
        Arrays.fill(bytes, Segment.HEADER_BYTES, bytes.length, (byte) 0);
        Files.write(first, bytes);
        assertCorrupt(first, Segment.HEADER_BYTES);
    }

    @Test
    void damagedHeadersAndMissingSegmentsAreRefused() throws IOException {
        for (int at = 0; at < Segment.HEADER_BYTES; at++) {
            byte[] flipped = image.clone();
            flipped[at] ^= 1;
            Files.write(lastSegment, flipped);
            Code code = assertThrows(JournalException.class, this::recover).code();
            assertEquals(at >= 8 && at < 16 ? Code.VERSION : Code.CORRUPT, code, "header byte " + at);
        }
        Files.write(lastSegment, image);
        Path middle = folder.resolve(Segment.fileName(Sample.SEGMENT_BYTES));
        byte[] bytes = Files.readAllBytes(middle);
        Files.write(middle, Arrays.copyOf(bytes, 5000));
        assertCorrupt(middle, 5000);
        Files.delete(middle);
        assertCorrupt(lastSegment, 0);
    }

    @Test
    void aSegmentOfAnotherJournalIsRefused() throws IOException {
        Path other = directory.resolve("other");
        try (Journal journal = Sample.open(other)) {
            for (int i = 0; i < 3; i++) {
                Sample.commit(journal, List.of(), List.of(Payload.of(new byte[12_000])));
            }
        }
        Files.write(lastSegment, Files.readAllBytes(other.resolve("journal").resolve(Segment.fileName(lastBase))));
        assertCorrupt(lastSegment, 0);
    }

    @Test
    void garbageBehindTheEndIsCutAndNeverTakenForARecord() throws IOException {
        Random random = new Random(7);
        int end = (int) (written.getLast().next() - lastBase);
        for (int round = 0; round < 50; round++) {
            byte[] garbage = image.clone();
            int from = end + random.nextInt(300);
            if (round % 2 == 0) {
                byte[] noise = new byte[1 + random.nextInt(400)];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, garbage, from, noise.length);
            } else {
                // A true record in a wrong place, right behind the end too.
                int at = (int) (lastGroup.address() - lastBase);
                System.arraycopy(image, at, garbage, round % 4 == 1 ? end : from, (int)
                        (lastGroup.next() - lastGroup.address()));
            }
            Files.write(lastSegment, garbage);
            assertEquals(written, recover());
            assertArrayEquals(image, Files.readAllBytes(lastSegment));
        }
    }

    @Test
    void aGroupThatIsShorterThanTheTornOneBeforeItIsFollowedByZeros() throws IOException {
        byte[] torn = image.clone();
        torn[(int) (lastGroup.address() - lastBase) + 20] ^= 1;
        Files.write(lastSegment, torn);
        PrivateFiles.deleteTree(directory.resolve("views"));
        JournalRecord added;
        try (Journal journal = Sample.open(directory)) {
            added = Sample.commit(journal, List.of(Sample.put("new")), List.of());
            assertEquals(lastGroup.address(), added.address());
        }
        List<JournalRecord> expected = new ArrayList<>(written.subList(0, written.size() - LAST_GROUP_RECORDS));
        expected.add(added);
        assertEquals(expected, recover());
    }

    @Test
    void viewsThatAreAheadOfTheLogAreRefused() throws IOException {
        byte[] torn = image.clone();
        int at = (int) (written.getLast().address() - lastBase);
        Arrays.fill(torn, at, torn.length, (byte) 0);
        Files.write(lastSegment, torn);
        JournalException refused = assertThrows(JournalException.class, () -> Sample.open(directory));
        assertEquals(Code.CORRUPT, refused.code());
        assertEquals(at, refused.offset());
    }

    @Test
    void anUnfinishedSegmentIsForgotten() throws IOException {
        Path unfinished = folder.resolve(Segment.fileName(3 * Sample.SEGMENT_BYTES) + Segment.UNFINISHED);
        Files.write(unfinished, new byte[100]);
        assertEquals(written, recover());
        assertEquals(false, Files.exists(unfinished));
    }

    @Test
    void aRecordWithUnknownFlagsIsRefusedAsANewerVersion() throws IOException {
        int at = (int) (lastGroup.address() - lastBase);
        ByteBuffer flagged = ByteBuffer.wrap(image.clone());
        flagged.putInt(at + 32, 1);
        int head = flagged.getInt(at + 48);
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(flagged.array(), at, 4);
        crc.update(flagged.array(), at + 8, head - 8);
        flagged.putInt(at + 4, (int) crc.getValue());
        Files.write(lastSegment, flagged.array());
        assertEquals(
                Code.VERSION,
                assertThrows(JournalException.class, this::recover).code());
    }

    @Test
    void destructionThatWasInterruptedIsCompleted() throws IOException {
        PayloadRef victim = written.get(written.size() - 4).payloads().getFirst();
        PrivateFiles.deleteTree(directory.resolve("views"));
        try (Journal journal = Sample.open(directory)) {
            Sample.commit(journal, List.of(), List.of(), victim);
        }
        byte[] destroyed = Files.readAllBytes(lastSegment);
        for (int zeroed = 0; zeroed <= victim.length(); zeroed++) {
            byte[] halfway = destroyed.clone();
            int at = (int) (victim.address() - lastBase);
            System.arraycopy(image, at + zeroed, halfway, at + zeroed, victim.length() - zeroed);
            Files.write(lastSegment, halfway);
            try (Log log = Log.open(folder, Sample.SEGMENT_BYTES, Disk.REAL)) {
                Recovery.recover(log, folder, Watermark.START);
                assertArrayEquals(new byte[victim.length()], log.read(victim));
            }
            assertArrayEquals(destroyed, Files.readAllBytes(lastSegment));
        }
    }
}
