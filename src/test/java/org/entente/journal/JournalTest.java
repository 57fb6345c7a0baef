package org.entente.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.entente.journal.JournalException.Code;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal promises when nothing goes wrong. */
class JournalTest {
    @TempDir
    Path directory;

    @Test
    void aCommittedGroupIsReadableNowAndAfterReopening() {
        JournalRecord first;
        JournalRecord second;
        try (Journal journal = Sample.open(directory)) {
            Group group = journal.begin();
            first = Sample.append(group, List.of(Sample.put("a")), List.of(Sample.payload("one")), List.of());
            second = Sample.append(group, List.of(Sample.put("a")), List.of(), List.of());
            group.commit();
            check(journal, first, second);
        }
        try (Journal journal = Sample.open(directory)) {
            check(journal, first, second);
        }
    }

    private static void check(Journal journal, JournalRecord first, JournalRecord second) {
        assertArrayEquals(
                new byte[] {'o', 'n', 'e'}, journal.read(first.payloads().getFirst()));
        assertArrayEquals(Sample.longs(second.address(), 2), journal.committed().get(Sample.THINGS, new byte[] {'a'}));
        List<JournalRecord> records = Sample.records(journal);
        assertEquals(List.of(first, second), records);
        for (int i = 0; i < 2; i++) {
            JournalRecord written = List.of(first, second).get(i);
            assertEquals(written.next(), records.get(i).next());
            assertEquals(written.payloads(), records.get(i).payloads());
            assertArrayEquals(
                    written.events().getFirst(), records.get(i).events().getFirst());
        }
        List<JournalRecord> fromSecond = new ArrayList<>();
        journal.replay(first.next(), fromSecond::add);
        assertEquals(List.of(second), fromSecond);
    }

    @Test
    void nothingIsVisibleBeforeTheCommit() {
        try (Journal journal = Sample.open(directory)) {
            Group group = journal.begin();
            JournalRecord record =
                    Sample.append(group, List.of(Sample.put("a")), List.of(Sample.payload("one")), List.of());
            assertNotNull(group.get(Sample.THINGS, new byte[] {'a'}));
            assertNull(journal.committed().get(Sample.THINGS, new byte[] {'a'}));
            PayloadRef ref = record.payloads().getFirst();
            assertArrayEquals(new byte[] {'o', 'n', 'e'}, group.read(ref));
            assertEquals(
                    Code.CORRUPT,
                    assertThrows(JournalException.class, () -> journal.read(ref))
                            .code());
            assertEquals(List.of(), Sample.records(journal));
            group.discard();
            assertNull(journal.committed().get(Sample.THINGS, new byte[] {'a'}));
            JournalRecord again = Sample.commit(journal, List.of(), List.of(Sample.payload("two")));
            assertEquals(record.address(), again.address());
            assertArrayEquals(
                    new byte[] {'t', 'w', 'o'}, journal.read(again.payloads().getFirst()));
        }
    }

    @Test
    void theNextGroupSeesTheOneThatIsOnItsWay() {
        Map<String, String> digests;
        try (Journal journal = Sample.open(directory)) {
            Group first = journal.begin();
            JournalRecord one =
                    Sample.append(first, List.of(Sample.put("a")), List.of(Sample.payload("one")), List.of());
            Group second = first.next();
            PayloadRef ref = one.payloads().getFirst();
            assertArrayEquals(new byte[] {'o', 'n', 'e'}, second.read(ref));
            JournalRecord two = Sample.append(second, List.of(Sample.put("a")), List.of(), List.of(ref));
            byte[] twice = Sample.longs(two.address(), 2);
            assertArrayEquals(twice, second.get(Sample.THINGS, new byte[] {'a'}));
            assertThrows(IllegalStateException.class, second::next, "only one may be on its way");
            first.commit();
            assertArrayEquals(twice, second.get(Sample.THINGS, new byte[] {'a'}));
            assertArrayEquals(
                    Sample.longs(one.address(), 1), journal.committed().get(Sample.THINGS, new byte[] {'a'}));
            second.next();
            second.commit();
            assertArrayEquals(new byte[3], journal.read(ref));
            digests = journal.digests();
        }
        try (Journal journal = Sample.open(directory)) {
            assertEquals(digests, journal.digests());
        }
    }

    @Test
    void groupsAreCommittedInTheirOrder() {
        try (Journal journal = Sample.open(directory)) {
            Group first = journal.begin();
            Sample.append(first, List.of(Sample.put("a")), List.of(), List.of());
            Group second = first.next();
            Sample.append(second, List.of(Sample.put("b")), List.of(), List.of());
            assertThrows(IllegalStateException.class, second::commit);
        }
    }

    @Test
    void manyKeysAreReadAtOnce() {
        try (Journal journal = Sample.open(directory)) {
            Group group = journal.begin();
            group.append(List.of(), List.of(), List.of());
            group.put(Sample.THINGS, new byte[] {1}, new byte[] {10});
            group.put(Sample.THINGS, new byte[] {2}, new byte[] {20});
            Group next = group.next();
            group.commit();
            next.delete(Sample.THINGS, new byte[] {1});
            next.put(Sample.THINGS, new byte[] {3}, new byte[] {30});
            List<byte @Nullable []> found =
                    next.get(Sample.THINGS, List.of(new byte[] {1}, new byte[] {2}, new byte[] {3}, new byte[] {4}));
            assertEquals(4, found.size());
            assertNull(found.get(0));
            assertArrayEquals(new byte[] {20}, found.get(1));
            assertArrayEquals(new byte[] {30}, found.get(2));
            assertNull(found.get(3));
            next.discard();
        }
    }

    /** So many that several threads read them. */
    @Test
    void thousandsOfKeysAreReadAtOnceInTheirOrder() {
        try (Journal journal = Sample.open(directory)) {
            Group group = journal.begin();
            group.append(List.of(), List.of(), List.of());
            List<byte[]> keys = new ArrayList<>();
            for (int i = 0; i < 2001; i++) {
                keys.add(Sample.longs(i * 7919L % 2001, 0));
                if (i % 3 > 0) {
                    group.put(Sample.THINGS, keys.get(i), Sample.longs(i, 1));
                }
            }
            group.commit();
            List<byte @Nullable []> found = journal.committed().get(Sample.THINGS, keys);
            assertEquals(keys.size(), found.size());
            for (int i = 0; i < keys.size(); i++) {
                assertArrayEquals(i % 3 > 0 ? Sample.longs(i, 1) : null, found.get(i));
            }
        }
    }

    @Test
    void recordsGoOnInTheNextSegmentAndMayBeLargerThanOne() {
        List<JournalRecord> written = new ArrayList<>();
        List<byte[]> contents = new ArrayList<>();
        try (Journal journal = Sample.open(directory)) {
            Group group = journal.begin();
            for (int i = 0; i < 40; i++) {
                byte[] content = new byte[i == 20 ? 3_000_000 : 1500 + i];
                content[content.length - 1] = (byte) i;
                contents.add(content);
                written.add(
                        Sample.append(group, List.of(Sample.put("k" + i)), List.of(Payload.of(content)), List.of()));
                if (i % 15 == 14) {
                    group.commit();
                    group = journal.begin();
                }
            }
            group.commit();
        }
        try (Journal journal = Sample.open(directory)) {
            assertEquals(written, Sample.records(journal));
            for (int i = 0; i < contents.size(); i++) {
                PayloadRef ref = written.get(i).payloads().getFirst();
                assertArrayEquals(contents.get(i), journal.read(ref));
                assertRead(journal, ref, contents.get(i), ByteBuffer.allocate(ref.length() + 2));
                assertRead(journal, ref, contents.get(i), ByteBuffer.allocateDirect(ref.length() + 2));
            }
        }
    }

    private static void assertRead(Journal journal, PayloadRef ref, byte[] expected, ByteBuffer target) {
        journal.read(ref, target.position(1));
        assertEquals(ref.length() + 1, target.position());
        byte[] read = new byte[ref.length()];
        target.get(1, read);
        assertArrayEquals(expected, read);
        assertThrows(BufferOverflowException.class, () -> journal.read(ref, target));
    }

    @Test
    void deletedViewsAreRebuiltAndANewViewSeesThePast() throws IOException {
        View late = new View("late");
        Applier applier = (record, views) -> {
            Sample.APPLIER.apply(record, views);
            views.put(late, Sample.longs(record.address(), 0), new byte[0]);
        };
        JournalRecord record;
        var digests = new Object() {
            java.util.Map<String, String> before = java.util.Map.of();
        };
        try (Journal journal = Sample.open(directory)) {
            record = Sample.commit(journal, List.of(Sample.put("a")), List.of(Sample.payload("one")));
            digests.before = journal.digests();
        }
        PrivateFiles.deleteTree(directory.resolve("views"));
        try (Journal journal = Sample.open(directory)) {
            assertEquals(digests.before, journal.digests());
        }
        List<View> more = List.of(Sample.THINGS, Sample.PLACES, late);
        try (Journal journal = Journal.open(directory, more, applier, Sample.SMALL)) {
            assertNotNull(journal.committed().get(late, Sample.longs(record.address(), 0)));
        }
        JournalException refused = assertThrows(JournalException.class, () -> Sample.open(directory));
        assertEquals(Code.VERSION, refused.code());
    }

    @Test
    void aDirectoryIsOpenOnce() {
        try (Journal journal = Sample.open(directory)) {
            JournalException refused = assertThrows(JournalException.class, () -> Sample.open(directory));
            assertEquals(Code.LOCKED, refused.code());
            Sample.commit(journal, List.of(Sample.put("a")), List.of());
        }
        Sample.open(directory).close();
    }

    @Test
    void aClosedJournalSaysSo() {
        Journal journal = Sample.open(directory);
        JournalRecord record = Sample.commit(journal, List.of(Sample.put("a")), List.of(Sample.payload("one")));
        Group group = journal.begin();
        group.append(List.of(), List.of(), List.of());
        journal.close();
        journal.close();
        ByteBuffer target = ByteBuffer.allocate(10);
        PayloadRef ref = record.payloads().getFirst();
        List<Runnable> uses = List.of(
                () -> journal.read(ref),
                () -> journal.read(ref, target),
                () -> journal.committed().get(Sample.THINGS, new byte[] {'a'}),
                () -> journal.committed().scan(Sample.THINGS, new byte[0], new byte[0], (_, _) -> true),
                () -> journal.replay(0, _ -> {}),
                journal::begin,
                journal::digests,
                group::commit);
        for (Runnable use : uses) {
            assertEquals(
                    Code.CLOSED, assertThrows(JournalException.class, use::run).code());
        }
    }

    @Test
    void misuseIsABug() {
        try (Journal journal = Sample.open(directory)) {
            Group group = journal.begin();
            assertThrows(IllegalStateException.class, journal::begin);
            assertThrows(IllegalArgumentException.class, () -> group.get(new View("unknown"), new byte[1]));
            assertThrows(
                    IllegalArgumentException.class, () -> group.put(new View("unknown"), new byte[1], new byte[1]));
            group.put(Sample.THINGS, new byte[1], new byte[1]);
            assertThrows(IllegalStateException.class, group::commit);
            group.discard();
            assertThrows(IllegalStateException.class, () -> group.append(List.of(), List.of(), List.of()));
        }
        assertThrows(IllegalArgumentException.class, () -> new View("Upper"));
        assertThrows(IllegalArgumentException.class, () -> new View("default"));
    }

    @Test
    void onlyTheOwnerMayReadTheFiles() throws IOException {
        try (Journal journal = Sample.open(directory.resolve("node"))) {
            Sample.commit(journal, List.of(Sample.put("a")), List.of());
        }
        assertEquals("rwx------", permissions(directory.resolve("node")));
        assertEquals("rwx------", permissions(directory.resolve("node/views")));
        assertEquals("rwx------", permissions(directory.resolve("node/journal")));
        try (Stream<Path> files = Files.list(directory.resolve("node/journal"))) {
            for (Path file : files.toList()) {
                assertEquals("rw-------", permissions(file));
            }
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
