package org.entente.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random histories: rebuilt views are the same, and a group's view of things is that of a plain sorted map. */
class JournalPropertyTest {
    private static final int HISTORIES = 8 * Integer.getInteger("entente.test.scale", 1);

    @TempDir
    Path directory;

    @Test
    void deletedViewsComeBackToTheByte() throws IOException {
        for (int history = 0; history < HISTORIES; history++) {
            long seed = history;
            Path node = directory.resolve("replay" + history);
            Random random = new Random(seed);
            Map<String, String> digests = Map.of();
            for (int session = 0; session < 3; session++) {
                try (Journal journal = Sample.open(node)) {
                    write(journal, random);
                    digests = journal.digests();
                }
            }
            PrivateFiles.deleteTree(node.resolve("views"));
            try (Journal journal = Sample.open(node)) {
                assertEquals(digests, journal.digests(), "seed " + seed);
            }
            Fsck.Report report = Fsck.check(node, Sample.VIEWS, Sample.APPLIER, directory.resolve("scratch"));
            assertEquals(List.of(), report.problems(), "seed " + seed);
            assertEquals(digests, report.viewDigests(), "seed " + seed);
        }
    }

    private static void write(Journal journal, Random random) {
        List<PayloadRef> living = new ArrayList<>();
        journal.replay(0, record -> {
            living.addAll(record.payloads());
            living.removeAll(record.destroyed());
        });
        Group group = journal.begin();
        fill(group, living, random);
        for (int groups = random.nextInt(12); groups > 0; groups--) {
            Group next = group.next();
            boolean filledBefore = random.nextBoolean();
            if (filledBefore) {
                fill(next, living, random);
            }
            group.commit();
            if (!filledBefore) {
                fill(next, living, random);
            }
            group = next;
        }
        group.commit();
    }

    private static void fill(Group group, List<PayloadRef> living, Random random) {
        for (int records = random.nextInt(6); records > 0; records--) {
            living.addAll(Sample.appendRandom(group, random, 3000).payloads());
            if (!living.isEmpty() && random.nextInt(4) == 0) {
                PayloadRef victim = living.remove(random.nextInt(living.size()));
                group.read(victim);
                Sample.append(group, List.of(), List.of(), List.of(victim));
            }
        }
    }

    @Test
    void aGroupSeesWhatASortedMapWouldHold() {
        for (int history = 0; history < HISTORIES; history++) {
            long seed = 1000L + history;
            Random random = new Random(seed);
            NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
            try (Journal journal = Sample.open(directory.resolve("model" + history))) {
                for (int groups = 0; groups < 12; groups++) {
                    compareGroup(journal, random, model, "seed " + seed);
                }
            }
        }
    }

    private static void compareGroup(
            Journal journal, Random random, NavigableMap<byte[], byte[]> committed, String seed) {
        NavigableMap<byte[], byte[]> model = new TreeMap<>(committed);
        Group group = journal.begin();
        group.append(List.of(), List.of(), List.of());
        change(group, model, random, seed);
        compareScan(journal.committed(), committed, random, seed);
        switch (random.nextInt(4)) {
            case 0 -> group.discard();
            case 1 -> {
                group.commit();
                committed.clear();
                committed.putAll(model);
            }
            default -> {
                Group next = group.next();
                next.append(List.of(), List.of(), List.of());
                change(next, model, random, seed);
                group.commit();
                change(next, model, random, seed);
                next.commit();
                committed.clear();
                committed.putAll(model);
            }
        }
        compareScan(journal.committed(), committed, random, seed);
    }

    private static void change(Group group, NavigableMap<byte[], byte[]> model, Random random, String seed) {
        for (int i = 0; i < 60; i++) {
            byte[] key = key(random);
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    byte[] value = key(random);
                    group.put(Sample.THINGS, key, value);
                    model.put(key, value);
                }
                case 2 -> {
                    group.delete(Sample.THINGS, key);
                    model.remove(key);
                }
                case 3 -> assertArrayEquals(model.get(key), group.get(Sample.THINGS, key), seed);
                default -> compareScan(group, model, random, seed);
            }
        }
    }

    /** Short keys over few bytes, high ones and the empty one among them, so that they meet often. */
    private static byte[] key(Random random) {
        byte[] key = new byte[random.nextInt(3)];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (random.nextInt(5) * 63);
        }
        return key;
    }

    private static void compareScan(ViewReader reader, NavigableMap<byte[], byte[]> model, Random random, String seed) {
        byte[] from = key(random);
        byte[] to = key(random);
        int limit = random.nextInt(20);
        List<String> expected = new ArrayList<>();
        for (Map.Entry<byte[], byte[]> entry : model.tailMap(from, true).entrySet()) {
            if (expected.size() > limit || (to.length > 0 && Arrays.compareUnsigned(entry.getKey(), to) >= 0)) {
                break;
            }
            expected.add(text(entry.getKey(), entry.getValue()));
        }
        List<String> found = new ArrayList<>();
        reader.scan(Sample.THINGS, from, to, (key, value) -> {
            found.add(text(key, value));
            return found.size() <= limit;
        });
        assertEquals(expected, found, seed);
    }

    private static String text(byte[] key, byte[] value) {
        return HexFormat.of().formatHex(key) + "=" + HexFormat.of().formatHex(value);
    }
}
