package org.entente.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.entente.exchange.State.ContractEntry;
import org.entente.journal.Journal;
import org.entente.release.Forms;
import org.entente.stix.StixId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rule 13: in how many records the entries of a command reach a feed changes nothing of them. Random histories run on a node that
 * gives all at once and on one that gives one entry or a few at a time, and is stopped now and then while it owes some.
 */
final class ChunksPropertyTest {
    private static final int HISTORIES = History.scaled(12);
    private static final int STEPS = 40;

    @TempDir
    private Path folder;

    /** How often the next command came while a feed was owed entries, and how often a node ended so. */
    private int between;

    private int restarts;

    /** Whether the node in parts may give now what it owes. */
    private final AtomicBoolean settles = new AtomicBoolean();

    @Test
    void feedsAreTheSameInHoweverManyRecords() {
        long seed = History.seed();
        for (int i = 0; i < HISTORIES; i++) {
            Path directory = folder.resolve(Integer.toString(i));
            NodeKeys keys = NodeKeys.create(directory.resolve("keys"));
            var chunk = new Chunk(1 + i % 3, i % 4 == 3 ? 1 : Long.MAX_VALUE);
            var workings = new Exchange.Workings(Journal::open, chunk, settles::get);
            try (Node whole = new Node("a", directory.resolve("whole"), keys);
                    Node parts = new Node("a", directory.resolve("parts"), keys, workings)) {
                run(seed + i, whole, parts);
            }
        }
        assertTrue(between > HISTORIES && restarts > HISTORIES / 2, "too little was owed, seed " + seed);
    }

    private void run(long seed, Node whole, Node parts) {
        Random random = new Random(seed);
        History.begin(whole);
        History.begin(parts);
        History.receives(whole);
        History.receives(parts);
        List<History.Step> steps = History.random(seed, STEPS);
        for (int i = 0; i < steps.size(); i++) {
            History.pass(whole, i);
            History.pass(parts, i);
            if (steps.get(i) instanceof History.Receive(var _, var _, var round) && round) {
                // What comes back was read here before, so it was no longer owed.
                settle(parts);
            }
            settles.set(random.nextInt(3) == 0);
            History.apply(steps.get(i), whole);
            History.apply(steps.get(i), parts);
            String at = History.at(seed, i, steps.get(i));
            if (parts.exchange().status().owed() > 0) {
                between++;
                for (ContractEntry contract : whole.given()) {
                    noMore(contract.contract().id(), whole, parts, at);
                }
                if (random.nextInt(4) == 0 && parts.exchange().status().owed() > 0) {
                    restarts++;
                    parts.restart();
                }
            }
            if (random.nextInt(4) == 0 || i == steps.size() - 1) {
                settle(parts);
                for (ContractEntry contract : whole.given()) {
                    UUID id = contract.contract().id();
                    NoninterferencePropertyTest.compare(
                            whole.exchange().feed(id), parts.exchange().feed(id), at);
                }
            }
        }
        Map<String, String> before = parts.exchange().digests();
        parts.replay();
        assertEquals(before, parts.exchange().digests(), () -> "replay, seed " + seed);
    }

    private void settle(Node parts) {
        settles.set(true);
        parts.settle();
    }

    private record Key(StixId id, String version) {}

    /** The log is a beginning of the whole one, and nothing can be read that goes beyond what can be read there. */
    private static void noMore(UUID contract, Node whole, Node parts, String at) {
        Feed all = whole.exchange().feed(contract);
        Feed some = parts.exchange().feed(contract);
        Map<Key, byte[]> shown = new HashMap<>();
        for (Feed.Item item : items(all)) {
            shown.put(key(all, item), Node.bytes(all, item));
        }
        for (Feed.Item item : items(some)) {
            byte[] bytes = Node.bytes(some, item);
            byte[] most = shown.get(key(some, item));
            boolean within = most != null
                    && (Arrays.equals(bytes, most) || LiveSet.parse(bytes).revoked() || Forms.isPartOf(bytes, most));
            assertTrue(within, () -> key(some, item) + " shows what it should no longer\n" + at);
        }
        long size = some.size();
        for (long n = 0; n * FeedBlock.WIDTH < size; n++) {
            int width = (int) Math.min(FeedBlock.WIDTH, size - n * FeedBlock.WIDTH);
            assertArrayEquals(all.entryBundle(n, width), some.entryBundle(n, width), at);
        }
    }

    /** A closed feed is not read; what it showed may be destroyed. */
    private static List<Feed.Item> items(Feed feed) {
        if (feed.access() == Feed.Access.CLOSED) {
            return List.of();
        }
        return feed.page(new Feed.Filter(Long.MIN_VALUE, Set.of(), Set.of(), Feed.Versions.ALL), null, Feed.MAX_LIMIT)
                .items();
    }

    private static Key key(Feed feed, Feed.Item item) {
        Feed.Label label = feed.label(item);
        return new Key(label.id(), label.version());
    }
}
