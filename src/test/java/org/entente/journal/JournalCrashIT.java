package org.entente.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.entente.Seeds;
import org.entente.journal.Journal.Workings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a writing process with SIGKILL at every named point, hundreds of times in the same directories, and opens what it
 * left: every acknowledged record is there, no record is partial, destroyed payloads are gone, views equal a replay.
 */
class JournalCrashIT {
    private static final int SCALE = Integer.getInteger("entente.test.scale", 1);
    private static final int KILLS_PER_STEP = 60 * SCALE;
    private static final int KILLS_PER_TORN_WRITE = 30 * SCALE;
    private static final int MAX_PASSES = 6;
    private static final int LANES = 2;
    /** After so many kills a lane runs the whole check and goes on in a new directory. */
    private static final int KILLS_PER_DIRECTORY = 20;

    @TempDir
    Path directory;

    /** What one point's kills found. */
    private record Tally(int kills, long acknowledged, long unacknowledged) {
        Tally plus(Tally other) {
            return new Tally(
                    kills + other.kills, acknowledged + other.acknowledged, unacknowledged + other.unacknowledged);
        }
    }

    @Test
    void nothingAcknowledgedIsLostWhereverTheProcessIsKilled() throws Exception {
        long seed = Seeds.first();
        List<String> points = new ArrayList<>();
        for (Step step : Step.values()) {
            points.addAll(Collections.nCopies(KILLS_PER_STEP, step.name()));
        }
        points.addAll(Collections.nCopies(KILLS_PER_TORN_WRITE, CrashChild.MID_WRITE));
        points.addAll(Collections.nCopies(KILLS_PER_TORN_WRITE, CrashChild.MID_DESTRUCTION));
        Collections.shuffle(points, new Random(seed));
        Map<String, Tally> table = new TreeMap<>();
        try (ExecutorService lanes = Executors.newFixedThreadPool(LANES)) {
            List<Future<Map<String, Tally>>> results = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                results.add(lanes.submit(lane(lane, points, seed)));
            }
            for (Future<Map<String, Tally>> result : results) {
                result.get().forEach((point, tally) -> table.merge(point, tally, Tally::plus));
            }
        } catch (Exception e) {
            throw new AssertionError("seed " + seed, e);
        }
        print(table);
        assertEquals(List.of(), List.of(temporary().toFile().list()), "the native library is not left behind");
        table.values().forEach(tally -> assertTrue(tally.kills() >= 20));
    }

    private Path temporary() throws IOException {
        Path temporary = directory.resolve("temporary");
        PrivateFiles.createFolder(temporary);
        return temporary;
    }

    private static void print(Map<String, Tally> table) {
        System.out.printf("%-26s %6s %14s %28s%n", "killed at", "kills", "acknowledged", "found though unacknowledged");
        table.forEach((point, tally) -> System.out.printf(
                "%-26s %6d %14d %28d%n", point, tally.kills(), tally.acknowledged(), tally.unacknowledged()));
    }

    private Callable<Map<String, Tally>> lane(int lane, List<String> points, long seed) {
        return () -> {
            Map<String, Tally> table = new TreeMap<>();
            Random random = new Random(seed + lane);
            int kills = 0;
            Path node = directory;
            int known = 0;
            for (int i = lane; i < points.size(); i += LANES) {
                if (kills++ % KILLS_PER_DIRECTORY == 0) {
                    node = directory.resolve("lane" + lane + "-" + kills);
                    known = 0;
                }
                PrivateFiles.createFolder(node);
                long[] acknowledged = kill(node, points.get(i), random.nextInt(MAX_PASSES));
                boolean check = kills % KILLS_PER_DIRECTORY == 0;
                int found = verify(node, acknowledged, check, "seed " + seed + " kill " + i);
                long confirmed = Math.max(known, acknowledged[0]);
                table.merge(points.get(i), new Tally(1, confirmed - known, found - confirmed), Tally::plus);
                known = found;
            }
            return table;
        };
    }

    /** Runs a child to its point and kills it; returns how many records it acknowledged and where they end. */
    private long[] kill(Path node, String point, int passes) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-Djava.io.tmpdir=" + temporary(),
                "-cp",
                System.getProperty("java.class.path"),
                CrashChild.class.getName(),
                node.toString(),
                point,
                Integer.toString(passes));
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long[] acknowledged = {0, 0};
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null && !line.startsWith("at ")) {
                String[] words = line.split(" ", -1);
                acknowledged = new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])};
                line = lines.readLine();
            }
            assertEquals("at " + point, line, "the child ended by itself");
        } finally {
            child.destroyForcibly().waitFor();
        }
        return acknowledged;
    }

    /** Opens what the killed process left, and returns how many records there are. */
    private int verify(Path node, long[] acknowledged, boolean check, String where) {
        Path scratch = node.resolveSibling("scratch-" + node.getFileName());
        if (check) {
            Fsck.Report report = Fsck.check(node, Sample.VIEWS, Sample.APPLIER, scratch);
            assertEquals(List.of(), report.problems(), where);
        }
        Workings workings = new Workings(CrashChild.SEGMENT_BYTES, Disk.REAL, _ -> {});
        List<JournalRecord> records;
        Map<String, String> digests;
        try (Journal journal = Journal.open(node, Sample.VIEWS, Sample.APPLIER, workings)) {
            records = Sample.records(journal);
            assertTrue(records.size() >= acknowledged[0], where);
            if (acknowledged[0] > 0) {
                assertEquals(
                        acknowledged[1], records.get((int) acknowledged[0] - 1).next(), where);
            }
            NumberedRecords.verify(journal, records, where);
            digests = journal.digests();
        }
        if (check) {
            Fsck.Report report = Fsck.check(node, Sample.VIEWS, Sample.APPLIER, scratch);
            assertEquals(List.of(), report.problems(), where);
            assertEquals(digests, report.viewDigests(), where);
        }
        return records.size();
    }
}
