package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.entente.exchange.Feed.Filter;
import org.entente.exchange.Feed.Versions;
import org.entente.merkle.Checkpoint;
import org.entente.merkle.EntryBundle;
import org.entente.merkle.MerkleException;
import org.entente.merkle.NoteKey;
import org.entente.merkle.SignedNote;
import org.entente.stix.StixId;
import org.entente.stix.StixTimestamp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A feed as the edges read it: pages, bundles, openings, checkpoints. */
final class FeedTest {
    private static final Node.Partner B = Node.Partner.of("b");
    private static final String GRANTS = """
            [{"id":"G1","title":"All","from":"did:web:a.example","to":["did:web:b.example"],
              "constraint":{"tlp":{"lteq":"amber"}}},
             {"id":"G2","title":"All again","from":"did:web:a.example","to":["did:web:b.example"],
              "constraint":{"tlp":{"lteq":"amber"}}}]""";
    private static final Filter ALL = new Filter(Long.MIN_VALUE, Set.of(), Set.of(), Versions.ALL);
    private static final int QUERIES = History.scaled(300);

    @TempDir
    private Path folder;

    private Node a;
    private UUID one;
    private UUID other;

    @BeforeEach
    void open() {
        a = new Node("a", folder.resolve("a"));
        a.knows(B);
        a.clock.stop();
        a.conclude(
                Node.document(
                        a.did,
                        B.did(),
                        "2026-01-01T00:00:00Z",
                        "2027-01-01T00:00:00Z",
                        "\"defaults\":{\"tlp\":\"green\"},",
                        GRANTS),
                B);
        one = a.contract("G1");
        other = a.contract("G2");
    }

    @AfterEach
    void close() {
        a.close();
    }

    /** Objects in some versions; some come and go, so that the feed has dead entries in several blocks. */
    private void fill(Random random) {
        List<String> types = List.of("malware", "tool", "identity", "ipv4-addr", "note");
        for (int round = 0; round < 10; round++) {
            String[] objects = new String[60];
            for (int i = 0; i < objects.length; i++) {
                StixText text = StixText.of(types.get(random.nextInt(types.size())), random.nextInt(40))
                        .at(1 + random.nextInt(4));
                // A revocation that waits for what it refers to goes in another form, and is restated when that comes.
                boolean revokes = text.type().equals("malware") && random.nextInt(3) == 0;
                objects[i] = (revokes ? text.revoking().refers(StixText.id("tool", random.nextInt(40))) : text).json();
            }
            a.clock.pass(Duration.ofSeconds(1));
            a.add(objects);
            String type = types.get(random.nextInt(types.size()));
            a.rules("[{\"id\":\"H1\",\"text\":\"Some\",\"require\":{\"type\":{\"isNoneOf\":[\"" + type + "\"]}}}]");
        }
        a.rules("[]");
    }

    /** A live entry as the log tells it. */
    private record Live(long number, long micros, StixId id, String version) {}

    private List<Live> live(UUID contract) {
        Map<Long, Live> standing = new HashMap<>();
        List<Opening> openings = a.openings(contract);
        for (int number = 0; number < openings.size(); number++) {
            Opening opening = openings.get(number);
            String id = opening.id();
            String version = opening.version();
            if (id != null && version != null) {
                long micros = Micros.parse(opening.time());
                standing.values()
                        .removeIf(live ->
                                live.id().value().equals(id) && live.version().equals(version));
                standing.put((long) number, new Live(number, micros, new StixId(id), version));
            }
            standing.remove(opening.entry());
        }
        return standing.values().stream()
                .sorted((x, y) -> Long.compare(x.number(), y.number()))
                .toList();
    }

    private static List<Long> naive(List<Live> live, Filter filter) {
        Map<StixId, String> newest = new HashMap<>();
        Map<StixId, String> oldest = new HashMap<>();
        live.forEach(entry -> {
            newest.merge(entry.id(), entry.version(), (x, y) -> StixTimestamp.compare(x, y) >= 0 ? x : y);
            oldest.merge(entry.id(), entry.version(), (x, y) -> StixTimestamp.compare(x, y) <= 0 ? x : y);
        });
        Versions versions = filter.versions();
        return live.stream()
                .filter(entry -> entry.micros() > filter.addedAfterMicros())
                .filter(entry -> filter.ids().isEmpty() || filter.ids().contains(entry.id()))
                .filter(entry ->
                        filter.types().isEmpty() || filter.types().stream().anyMatch(entry.id()::isOfType))
                .filter(entry -> versions.all()
                        || (versions.last() && entry.version().equals(newest.get(entry.id())))
                        || (versions.first() && entry.version().equals(oldest.get(entry.id())))
                        || versions.exact().stream().anyMatch(v -> StixTimestamp.compare(v, entry.version()) == 0))
                .map(Live::number)
                .toList();
    }

    @Test
    void rule15PagesAreWhatANaiveModelSays() {
        long seed = History.seed();
        Random random = new Random(seed);
        fill(random);
        List<Live> live = live(one);
        Feed feed = a.exchange().feed(one);
        assertTrue(feed.size() > 512 && live.size() < feed.size() - 200, "several blocks, many of their entries dead");
        assertEquals(live.size(), feed.live());
        for (int i = 0; i < QUERIES; i++) {
            Filter filter = filter(random, live);
            String at = "seed " + seed + ", query " + i + ": " + filter;
            assertEquals(naive(live, filter), numbers(feed, filter, random, at), at);
        }
        for (Feed.Item item : feed.page(ALL, null, Feed.MAX_LIMIT).items()) {
            Feed.Label label = feed.label(item);
            assertTrue(
                    live.contains(new Live(item.entry(), item.micros(), label.id(), label.version())), "seed " + seed);
        }
    }

    @Test
    void aFilterThatNamesVersionsLooksAtSoManyEntriesAndGoesOn() {
        int many = 5000;
        String[] objects = new String[many];
        for (int i = 0; i < many; i++) {
            objects[i] = StixText.of("tool", i).at(i == many - 1 ? 2 : 1).json();
        }
        a.add(objects);
        Feed feed = a.exchange().feed(one);
        Filter filter = new Filter(
                Long.MIN_VALUE, Set.of(), Set.of(), new Versions(false, false, false, List.of(StixText.time(2))));
        Feed.Page early = feed.page(filter, null, 10);
        assertEquals(List.of(), early.items());
        assertNotNull(early.next());
        Feed.Page byCursor = feed.page(filter, early.next(), 10);
        assertEquals(1, byCursor.items().size());
        assertNull(byCursor.next());
        Filter later = new Filter(early.reachedMicros(), Set.of(), Set.of(), filter.versions());
        assertEquals(byCursor.items(), feed.page(later, null, 10).items());
    }

    @Test
    void theTagOfAPageChangesWithThePage() {
        a.add(StixText.of("tool", 1).json(), StixText.of("tool", 2).json());
        Feed feed = a.exchange().feed(one);
        String first = feed.page(Filter.NONE, null, 1).tag();
        String both = feed.page(Filter.NONE, null, 2).tag();
        assertNotEquals(first, both);
        a.add(StixText.of("tool", 3).json());
        a.restart();
        feed = a.exchange().feed(one);
        assertEquals(first, feed.page(Filter.NONE, null, 1).tag());
        assertNotEquals(both, feed.page(Filter.NONE, null, 2).tag(), "there is more now");
        assertNotEquals(both, feed.page(Filter.NONE, null, 3).tag());
    }

    private static Filter filter(Random random, List<Live> live) {
        long after = Long.MIN_VALUE;
        if (random.nextBoolean()) {
            after = live.get(random.nextInt(live.size())).micros() + random.nextInt(3) - 1;
        }
        Set<StixId> ids = new HashSet<>();
        for (int n = random.nextInt(3) == 0 ? random.nextInt(20) : 0; n > 0; n--) {
            ids.add(new StixId(StixText.id(random.nextBoolean() ? "malware" : "x-absent", random.nextInt(50))));
        }
        Set<String> types = random.nextInt(3) > 0
                ? Set.of()
                : Set.of(List.of("tool", "malware", "x-absent").get(random.nextInt(3)));
        return new Filter(after, ids, types, versions(random, live));
    }

    private static Versions versions(Random random, List<Live> live) {
        if (random.nextInt(3) == 0) {
            return Versions.ALL;
        }
        List<String> exact = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            String version = live.get(random.nextInt(live.size())).version();
            exact.add(random.nextBoolean() ? version : version.replace("Z", "000Z"));
        }
        return new Versions(false, random.nextBoolean(), random.nextInt(3) > 0, exact);
    }

    /** All pages, each of another limit; a cursor comes if and only if there is more. */
    private static List<Long> numbers(Feed feed, Filter filter, Random random, String at) {
        List<Long> numbers = new ArrayList<>();
        String next = null;
        do {
            int limit = 1 + random.nextInt(random.nextBoolean() ? 5 : 300);
            Feed.Page page = feed.page(filter, next, limit);
            assertTrue(page.items().size() <= limit, at);
            assertTrue(page.next() == null || page.items().size() == limit, at);
            assertTrue(next == null || !page.items().isEmpty(), at);
            page.items().forEach(item -> numbers.add(item.entry()));
            next = page.next();
        } while (next != null);
        return numbers;
    }

    private static void refused(Feed feed, Filter filter, String cursor) {
        Failure failure = assertThrows(Failure.class, () -> feed.page(filter, cursor, 1));
        assertEquals(Failure.Code.INVALID, failure.code());
    }

    @Test
    void cursorsHoldForOneFeedAndFilter() {
        a.add(
                StixText.of("tool", 1).json(),
                StixText.of("tool", 2).json(),
                StixText.of("tool", 3).json());
        Feed feed = a.exchange().feed(one);
        String cursor = feed.page(Filter.NONE, null, 1).next();
        assertNotNull(cursor);
        assertEquals(2, feed.page(Filter.NONE, cursor, 10).items().size());
        refused(feed, new Filter(0, Set.of(), Set.of(), Versions.LAST), cursor);
        refused(feed, ALL, cursor);
        for (Versions versions : List.of(
                new Versions(false, true, false, List.of()),
                new Versions(false, true, true, List.of()),
                new Versions(false, false, true, List.of(StixText.time(1))))) {
            refused(feed, new Filter(Long.MIN_VALUE, Set.of(), Set.of(), versions), cursor);
        }
        refused(feed, new Filter(Long.MIN_VALUE, Set.of(), Set.of("tool"), Versions.LAST), cursor);
        refused(a.exchange().feed(other), Filter.NONE, cursor);
        for (String bad : List.of("", "!", "AAAA", cursor + "AAAA", cursor.substring(1))) {
            refused(feed, Filter.NONE, bad);
        }
        byte[] bytes = Base64.getUrlDecoder().decode(cursor);
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            refused(feed, Filter.NONE, Base64.getUrlEncoder().withoutPadding().encodeToString(changed));
        }
        a.restart();
        assertEquals(
                2, a.exchange().feed(one).page(Filter.NONE, cursor, 10).items().size());
    }

    @Test
    void aPageHasAtLeastOneItemAndAtMostALimit() {
        Feed feed = a.exchange().feed(one);
        for (int limit : new int[] {0, -1, Integer.MIN_VALUE}) {
            Failure failure = assertThrows(Failure.class, () -> feed.page(Filter.NONE, null, limit));
            assertEquals(Failure.Code.INVALID, failure.code());
        }
        String[] many = new String[Feed.MAX_LIMIT + 1];
        for (int i = 0; i < many.length; i++) {
            many[i] = StixText.of("tool", i).json();
        }
        a.add(many);
        assertEquals(
                Feed.MAX_LIMIT,
                a.exchange()
                        .feed(one)
                        .page(Filter.NONE, null, Integer.MAX_VALUE)
                        .items()
                        .size());
    }

    @Test
    void bundlesAndOpeningsAgreeAndEndWithTheFeed() throws MerkleException {
        fill(new Random(1));
        Feed feed = a.exchange().feed(one);
        List<byte[]> entries = new ArrayList<>();
        Set<String> nonces = new HashSet<>();
        for (long n = 0; n * 256 < feed.size(); n++) {
            int width = (int) Math.min(256, feed.size() - n * 256);
            byte[] bundle = feed.entryBundle(n, width);
            byte[] openings = feed.openingBundle(n, width);
            assertNotNull(bundle);
            assertNotNull(openings);
            ByteBuffer in = ByteBuffer.wrap(openings);
            for (byte[] entry : EntryBundle.decode(bundle, width)) {
                byte[] opening = new byte[in.getShort() & 0xFFFF];
                in.get(opening);
                assertArrayEquals(entry, Opening.sha256(opening));
                assertArrayEquals(opening, feed.opening(entries.size()));
                assertTrue(nonces.add(Opening.parse(opening).nonce()), "rule 19: every nonce is another");
                entries.add(entry);
            }
            assertEquals(0, in.remaining());
            assertNull(feed.entryBundle(n, width + 1));
            assertNull(feed.openingBundle(n, width + 1));
            assertNull(feed.entryBundle(n, 0));
        }
        assertEquals(feed.size(), entries.size());
        assertNull(feed.opening(feed.size()));
        assertNull(feed.opening(-1));
        assertNull(feed.entryBundle(-1, 1));
        assertNull(feed.entryBundle(Long.MAX_VALUE, 1));
        assertNull(feed.entryBundle(Long.MAX_VALUE / 256, 256));
        assertArrayEquals(EntryRules.root(entries), feed.root());
    }

    @Test
    void rule19WhatTwoFeedsShowOfTheSameObjectHasNothingInCommon() {
        a.add(StixText.of("tool", 1).json());
        List<Opening> openings =
                List.of(a.openings(one).getLast(), a.openings(other).getLast());
        assertEquals(openings.getFirst().sha256(), openings.getLast().sha256());
        assertNotEquals(openings.getFirst().nonce(), openings.getLast().nonce());
        assertNotEquals(openings.getFirst().lineage(), openings.getLast().lineage());
        try (Node same = new Node("a", folder.resolve("same"))) {
            same.knows(B);
            same.clock.stop();
            same.conclude(
                    Node.document(
                            a.did,
                            B.did(),
                            "2026-01-01T00:00:00Z",
                            "2027-01-01T00:00:00Z",
                            "\"defaults\":{\"tlp\":\"green\"},",
                            GRANTS),
                    B);
            String nonce = same.openings(one).getFirst().nonce();
            assertNotEquals(nonce, a.openings(one).getFirst().nonce(), "another node's secret gives other nonces");
        }
    }

    @Test
    void theCheckpointIsSignedOverAllEntries() throws MerkleException {
        a.add(StixText.of("tool", 1).json(), StixText.of("tool", 2).json());
        Feed feed = a.exchange().feed(one);
        SignedNote note = SignedNote.parse(feed.checkpoint().getBytes(UTF_8));
        assertInstanceOf(SignedNote.Verdict.Signed.class, note.verify(List.of(NoteKey.parse(feed.verifierKey()))));
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        assertEquals("a.example/api/collections/" + one + "/log", checkpoint.origin());
        assertEquals(feed.size(), checkpoint.size());
        assertArrayEquals(feed.root(), checkpoint.root());
    }
}
