package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.entente.Seeds;
import org.entente.exchange.Failure;
import org.entente.http.ClientTls;
import org.entente.stix.Parsed;
import org.junit.jupiter.api.Test;

/**
 * Pulls from a server that spoils every third answer by chance, and that gains objects meanwhile. When it is well again and one
 * pull has gone through, each of its objects is here, whatever happened before; and no pull gave out one of them twice.
 */
final class ForeignPullSimulationTest {
    private static final int SCALE = Integer.getInteger("entente.test.scale", 1);
    private static final int SEEDS = 150 * SCALE;

    @Test
    void nothingIsLostAndNothingComesTwice() {
        long first = Seeds.first();
        int failed = 0;
        for (long seed = first; seed < first + SEEDS; seed++) {
            failed += run(seed);
        }
        assertTrue(failed > SEEDS / 10, "most seeds should see pulls that fail: " + failed);
    }

    /** How many pulls failed. */
    private int run(long seed) {
        Random random = new Random(seed);
        try (FaultyServer server = new FaultyServer()) {
            server.mostPerPage = 2 + random.nextInt(12);
            server.givesNext = random.nextBoolean();
            RandomFaults faults = new RandomFaults(random);
            server.does(faults);
            long[] time = {server.nowMicros.get()};
            addSome(server, random, time);
            Waits waits = new Waits(Instant.parse("2024-06-01T00:00:00Z"));
            Set<String> store = new HashSet<>();
            String addedAfter = "";
            int failed = 0;
            for (int pull = 0; pull < 6; pull++) {
                if (pull == 5) {
                    faults.stop();
                }
                faults.begin(addedAfter);
                try {
                    addedAfter = pull(server, waits, addedAfter, store, message(seed, faults));
                } catch (Failure failure) {
                    assertTrue(pull < 5, () -> message(seed, faults) + failure + failure.fields());
                    addedAfter = failure.fields().getOrDefault(ForeignPull.ADDED_AFTER, "");
                    failed++;
                }
                if (pull < 5) {
                    addSome(server, random, time);
                }
            }
            Set<String> there = new HashSet<>();
            server.objects().forEach(object -> there.add(new String(object, UTF_8)));
            Set<String> lost = new HashSet<>(there);
            lost.removeAll(store);
            assertEquals(Set.of(), lost, () -> message(seed, faults));
            assertEquals(there.size(), store.size(), () -> message(seed, faults));
            return failed;
        }
    }

    private static String message(long seed, RandomFaults faults) {
        return "-Dentente.test.seed=" + seed + " " + String.join("\n", faults.done());
    }

    private static String pull(FaultyServer server, Waits waits, String addedAfter, Set<String> store, String message) {
        Set<String> thisPull = new HashSet<>();
        return ForeignPull.pull(
                        server.root(),
                        FaultyServer.COLLECTION,
                        new Credentials.None(),
                        ClientTls.PLATFORM,
                        addedAfter,
                        page -> {
                            for (Parsed parsed : page) {
                                String object = text(parsed);
                                assertTrue(thisPull.add(object), message);
                                store.add(object);
                            }
                        },
                        waits.patience())
                .addedAfter();
    }

    private static String text(Parsed parsed) {
        return switch (parsed) {
            case Parsed.Valid valid -> new String(valid.object().bytes(), UTF_8);
            case Parsed.Invalid invalid -> throw new AssertionError(invalid.toString());
        };
    }

    /** Objects in several versions, of which runs share one time. */
    private static void addSome(FaultyServer server, Random random, long[] time) {
        int count = random.nextInt(40);
        List<byte[]> objects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            UUID id = new UUID(0x0000_0000_0000_4000L, 0x8000_0000_0000_0000L | random.nextInt());
            objects.add(Samples.object("tool", id, random.nextInt(3), random.nextInt(60))
                    .bytes());
        }
        int same = 1;
        for (byte[] object : objects) {
            // Fewer of one time than fill a page: of more, a server without cursors never shows the rest.
            boolean together = same < server.mostPerPage - 1 && random.nextInt(3) == 0;
            same = together ? same + 1 : 1;
            time[0] += together ? 0 : 1 + random.nextInt(60_000_000);
            server.add(object, time[0]);
        }
        time[0] += 60_000_000;
    }
}
