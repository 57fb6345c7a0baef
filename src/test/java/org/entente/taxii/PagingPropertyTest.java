package org.entente.taxii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.Seeds;
import org.entente.stix.StixObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Paging shows each object exactly once, whatever the limit and the filters, against a list that is filtered naively. */
final class PagingPropertyTest {
    private static final int QUERIES = 40 * Integer.getInteger("entente.test.scale", 1);

    @TempDir
    Path folder;

    @Test
    void eachObjectIsSeenExactlyOnce() {
        long seed = Seeds.first();
        Random random = new Random(seed);
        try (TestNode a = TestNode.start(folder, "a");
                TestNode b = TestNode.start(folder, "b")) {
            a.befriend(b);
            a.sign(b, List.of(Samples.GIVEN));
            List<StixObject> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                List<StixObject> some = Samples.given(random, 1 + random.nextInt(100));
                Collections.shuffle(some, random);
                all.addAll(some);
                some.add(Samples.object("campaign"));
                a.add(some);
            }
            StandardClient client = new StandardClient(a, a.token(b, null));
            List<String> collections = client.collections();
            assertEquals(1, collections.size());
            String objects = collections.getFirst();
            List<JsonNode> everything = client.byNext(objects, Map.of("match[version]", "all", "limit", "1000"));
            assertEquals(names(all), names(everything));
            for (int i = 0; i < QUERIES; i++) {
                Map<String, String> query = query(random, all);
                Set<String> expected = expected(query, all);
                String message = "seed " + seed + ", query " + query;
                exactly(expected, client.byNext(objects, query), message);
                exactly(expected, client.byTime(objects, query), message);
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static Map<String, String> query(Random random, List<StixObject> all) {
        Map<String, String> query = new LinkedHashMap<>();
        if (random.nextInt(4) > 0) {
            query.put("limit", Integer.toString(1 + random.nextInt(random.nextBoolean() ? 20 : 300)));
        }
        if (random.nextBoolean()) {
            query.put("match[version]", random.nextBoolean() ? "all" : "last");
        }
        if (random.nextInt(3) == 0) {
            query.put(
                    "match[type]",
                    List.of("tool", "identity,malware", "malware,campaign,tool").get(random.nextInt(3)));
        }
        if (random.nextInt(3) == 0) {
            List<String> ids = new ArrayList<>(List.of("tool--" + UUID.randomUUID(), "nonsense"));
            for (int i = 0; i < 30; i++) {
                ids.add(all.get(random.nextInt(all.size())).id().value());
            }
            query.put("match[id]", String.join(",", ids));
        }
        return query;
    }

    private static Set<String> expected(Map<String, String> query, List<StixObject> all) {
        List<String> types = list(query.get("match[type]"));
        List<String> ids = list(query.get("match[id]"));
        Map<String, String> newest = new HashMap<>();
        for (StixObject object : all) {
            newest.merge(object.id().value(), object.version(), (x, y) -> x.compareTo(y) >= 0 ? x : y);
        }
        Set<String> names = new TreeSet<>();
        for (StixObject object : all) {
            boolean version = "all".equals(query.get("match[version]"))
                    || object.version().equals(newest.get(object.id().value()));
            if (version
                    && (types.isEmpty() || types.contains(object.type()))
                    && (ids.isEmpty() || ids.contains(object.id().value()))) {
                names.add(object.id() + " " + object.version());
            }
        }
        return names;
    }

    private static List<String> list(@org.jspecify.annotations.Nullable String value) {
        return value == null ? List.of() : List.of(value.split(",", -1));
    }

    private static void exactly(Set<String> expected, List<JsonNode> seen, String message) {
        assertEquals(expected, names(seen), message);
        assertEquals(expected.size(), seen.size(), message);
    }

    private static Set<String> names(Iterable<JsonNode> objects) {
        Set<String> names = new TreeSet<>();
        objects.forEach(
                o -> names.add(o.get("id").asString() + " " + o.get("modified").asString()));
        return names;
    }

    private static Set<String> names(List<StixObject> objects) {
        Set<String> names = new TreeSet<>();
        objects.forEach(o -> names.add(o.id() + " " + o.version()));
        return names;
    }

    @Test
    void aCursorIsGoodForItsFeedAndFilterOnly() {
        try (TestNode a = TestNode.start(folder, "a");
                TestNode b = TestNode.start(folder, "b")) {
            a.befriend(b);
            a.sign(b, List.of(Samples.GIVEN, Samples.GIVEN));
            a.add(Samples.given(new Random(1), 20));
            String token = a.token(b, null);
            List<String> collections = new StandardClient(a, token).collections();
            String one = collections.get(0);
            String next =
                    Http.get(a, one + "?limit=3", token).json().get("next").asString();
            assertEquals(200, Http.get(a, one + "?limit=5&next=" + next, token).status());
            String refused = null;
            List<String> bad = new ArrayList<>(List.of(
                    collections.get(1) + "?limit=3&next=" + next,
                    one + "?limit=3&match%5Btype%5D=tool&next=" + next,
                    one + "?limit=3&match%5Bversion%5D=all&next=" + next,
                    one + "?limit=3&added_after=2020-01-01T00:00:00Z&next=" + next,
                    one + "?next=" + next + "A",
                    one + "?next=" + next.substring(1)));
            byte[] bytes = Base64.getUrlDecoder().decode(next);
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                bad.add(one + "?next=" + Base64.getUrlEncoder().withoutPadding().encodeToString(flipped));
            }
            for (String path : bad) {
                String answer = Http.rawGet(a, path, token);
                assertTrue(answer.startsWith("HTTP/1.1 400 "), path + ": " + answer);
                assertTrue(refused == null || refused.equals(answer), answer);
                refused = answer;
            }
            String other = Http.get(a, collections.get(1) + "?limit=3", token)
                    .json()
                    .get("next")
                    .asString();
            assertNotEquals(next, other);
        }
    }

    @Test
    void aPageOfLargeObjectsEndsEarly() {
        try (TestNode a = TestNode.start(folder, "a");
                TestNode b = TestNode.start(folder, "b")) {
            a.befriend(b);
            a.sign(b, List.of(Samples.GIVEN));
            List<StixObject> large = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                large.add(Samples.object("tool", UUID.randomUUID(), 0, 3_000_000));
            }
            a.add(large);
            StandardClient client = new StandardClient(a, a.token(b, null));
            String objects = client.collections().getFirst();
            JsonNode page = client.get(objects).json();
            assertTrue(page.get("more").asBoolean());
            assertEquals(2, page.get("objects").size());
            assertEquals(names(large), names(client.byNext(objects, Map.of())));
            assertEquals(names(large), names(client.byTime(objects, Map.of())));
        }
    }
}
