package org.entente.taxii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.entente.Seeds;
import org.entente.exchange.Feed;
import org.entente.stix.StixObject;
import org.entente.stix.StixTimestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Objects, manifest and versions of the same filter are the same entries: those of the log that still stand, filtered naively.
 * In the feed are withdrawn entries, restated ones and objects that came back.
 */
final class ReadingPropertyTest {
    private static final int QUERIES = 60 * Integer.getInteger("entente.test.scale", 1);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final List<String> TYPES = List.of("identity", "tool", "malware", "ipv4-addr");

    @TempDir
    Path folder;

    private final long seed = Seeds.first();
    private final Random random = new Random(seed);

    /** An entry that stands, as the log tells it. */
    private record Live(long entry, String id, String version, String added) {
        String type() {
            return id.substring(0, id.indexOf("--"));
        }
    }

    @Test
    void objectsManifestAndVersionsShowTheSameEntries() {
        try (TestNode a = TestNode.start(folder, "a");
                TestNode b = TestNode.start(folder, "b")) {
            a.befriend(b);
            UUID contract = a.sign(b, List.of(Samples.GIVEN + ",\"ipv4-addr\"")).getFirst();
            fill(a);
            Feed feed = a.exchange.feed(contract);
            List<Live> live = live(feed);
            assertTrue(live.size() > 100 && feed.size() > live.size() + 100, "many entries are dead");
            StandardClient client = new StandardClient(a, a.token(b, null));
            String collection = "/api/collections/" + contract + "/";
            for (int i = 0; i < QUERIES; i++) {
                check(client, collection, query(live), live);
            }
            for (int i = 0; i < QUERIES; i++) {
                checkVersions(client, collection, live);
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    /** Some types go and come back; a revocation waits for what it refers to, in another form, and is restated. */
    private void fill(TestNode a) {
        for (int i = 0; i < 6; i++) {
            List<StixObject> some = Samples.given(random, 20 + random.nextInt(40));
            some.add(Samples.object("campaign"));
            some.add(Samples.address("198.51.100." + i));
            StixObject revoked = Samples.object("malware");
            StixObject other = Samples.object("tool");
            some.add(revoked);
            some.add(Samples.revocation(revoked, other));
            a.add(some);
            a.keep("\"" + TYPES.get(random.nextInt(TYPES.size())) + "\"");
            a.add(List.of(other));
        }
        a.keep("\"campaign\"");
        a.keep("\"campaign\",\"identity\"");
        a.keep("\"campaign\"");
        a.add(List.of(Samples.object("tool")));
    }

    private static List<Live> live(Feed feed) {
        List<Live> live = new ArrayList<>();
        for (long number = 0; number < feed.size(); number++) {
            byte[] opening = feed.opening(number);
            if (opening == null) {
                throw new AssertionError("no opening of entry " + number);
            }
            JsonNode json = MAPPER.readTree(opening);
            String id = json.path("id").asString("");
            String version = json.path("version").asString("");
            long recalled = json.path("entry").asLong(-1);
            live.removeIf(one -> one.entry() == recalled
                    || (one.id().equals(id) && one.version().equals(version)));
            if (!id.isEmpty()) {
                live.add(new Live(number, id, version, json.get("time").asString()));
            }
        }
        return live;
    }

    private Map<String, String> query(List<Live> live) {
        Map<String, String> query = new LinkedHashMap<>();
        if (random.nextInt(4) > 0) {
            query.put("limit", Integer.toString(1 + random.nextInt(random.nextBoolean() ? 20 : 300)));
        }
        if (random.nextInt(4) > 0) {
            query.put("match[version]", versions(live));
        }
        if (random.nextInt(3) == 0) {
            query.put(
                    "match[type]",
                    List.of("tool", "identity,ipv4-addr", "malware,campaign,tool")
                            .get(random.nextInt(3)));
        }
        if (random.nextInt(3) == 0) {
            List<String> ids = new ArrayList<>(List.of("tool--" + UUID.randomUUID(), "nonsense"));
            for (int i = 0; i < 30; i++) {
                ids.add(one(live).id());
            }
            query.put("match[id]", String.join(",", ids));
        }
        if (random.nextInt(4) == 0) {
            query.put("added_after", one(live).added());
        }
        if (random.nextInt(4) == 0) {
            query.put("match[spec_version]", List.of("2.1", "2.0,2.1", "2.0").get(random.nextInt(3)));
        }
        return query;
    }

    private String versions(List<Live> live) {
        List<String> versions = new ArrayList<>();
        if (random.nextBoolean()) {
            versions.add("first");
        }
        if (random.nextBoolean()) {
            versions.add("last");
        }
        if (random.nextInt(3) == 0) {
            versions.add(one(live).version());
        }
        if (random.nextInt(3) == 0) {
            versions.add("2023-01-01T00:00:00Z");
        }
        return versions.isEmpty() ? "all" : String.join(",", versions);
    }

    private Live one(List<Live> live) {
        return live.get(random.nextInt(live.size()));
    }

    private static List<Live> expected(Map<String, String> query, List<Live> live) {
        List<String> types = list(query, "match[type]", "");
        List<String> ids = list(query, "match[id]", "");
        List<String> versions = list(query, "match[version]", "last");
        String after = query.getOrDefault("added_after", "");
        return live.stream()
                .filter(one -> list(query, "match[spec_version]", "2.1").contains("2.1"))
                .filter(one -> types.contains("") || types.contains(one.type()))
                .filter(one -> ids.contains("") || ids.contains(one.id()))
                .filter(one -> one.added().compareTo(after) > 0)
                .filter(one -> versions.contains("all")
                        || (versions.contains("first") && noneIs(live, one, -1))
                        || (versions.contains("last") && noneIs(live, one, 1))
                        || versions.contains(one.version()))
                .toList();
    }

    private static List<String> list(Map<String, String> query, String name, String otherwise) {
        return List.of(query.getOrDefault(name, otherwise).split(",", -1));
    }

    /** Whether no other version of the object is on that side: earlier below zero, later above. */
    private static boolean noneIs(List<Live> live, Live one, int side) {
        return live.stream()
                .filter(other -> other.id().equals(one.id()))
                .noneMatch(other -> StixTimestamp.compare(other.version(), one.version()) * side > 0);
    }

    private static void check(StandardClient client, String collection, Map<String, String> query, List<Live> live) {
        List<Live> expected = expected(query, live);
        String objects = collection + "objects/";
        String manifest = collection + "manifest/";
        List<String> records = expected.stream()
                .map(one -> one.id() + " " + one.version() + " " + one.added() + " application/stix+json;version=2.1")
                .toList();
        List<String> ids = expected.stream().map(Live::id).toList();
        String message = query.toString();
        assertEquals(ids, texts(client.byNext(objects, query), "id"), message);
        assertEquals(ids, texts(client.byTime(objects, query), "id"), message);
        assertEquals(
                records, texts(client.byTime(manifest, query), "id", "version", "date_added", "media_type"), message);
        List<String> modified = expected.stream()
                .filter(one -> !one.type().equals("ipv4-addr"))
                .map(Live::version)
                .toList();
        assertEquals(modified, texts(client.byNext(objects, query), "modified"), message);
        crossOver(client, objects, manifest, query, records);
    }

    /** The objects' cursors hold for the manifest of the same filter. */
    private static void crossOver(
            StandardClient client, String objects, String manifest, Map<String, String> query, List<String> records) {
        List<String> seen = new ArrayList<>();
        String next = null;
        do {
            String parameters = StandardClient.query(query, "next", next);
            Http.Answer page = client.get(objects + parameters);
            Http.Answer same = client.get(manifest + parameters);
            for (String header : List.of("X-TAXII-Date-Added-First", "X-TAXII-Date-Added-Last")) {
                assertEquals(page.header(header), same.header(header), parameters);
            }
            assertEquals(page.json().path("more"), same.json().path("more"), parameters);
            seen.addAll(texts(same.json().path("objects"), "id", "version", "date_added", "media_type"));
            next = page.json().path("next").asString(null);
        } while (next != null);
        assertEquals(records, seen, query.toString());
    }

    private void checkVersions(StandardClient client, String collection, List<Live> live) {
        String id = one(live).id();
        Map<String, String> query = new LinkedHashMap<>();
        if (random.nextBoolean()) {
            query.put("limit", Integer.toString(1 + random.nextInt(2)));
        }
        if (random.nextInt(4) == 0) {
            query.put("added_after", one(live).added());
        }
        Map<String, String> all = new LinkedHashMap<>(query);
        all.put("match[id]", id);
        all.put("match[version]", "all");
        String object = collection + "objects/" + id + "/";
        List<String> expected = expected(all, live).stream().map(Live::version).toList();
        List<String> versions = new ArrayList<>();
        client.byTime(object + "versions/", query).forEach(version -> versions.add(version.asString()));
        assertEquals(expected, versions, id + " " + query);
        query.put("match[version]", versions(live));
        all.put("match[version]", query.get("match[version]"));
        assertEquals(expected(all, live).size(), client.byNext(object, query).size(), id + " " + query);
    }

    private static List<String> texts(Iterable<JsonNode> objects, String... properties) {
        List<String> texts = new ArrayList<>();
        for (JsonNode object : objects) {
            List<String> values = new ArrayList<>();
            for (String property : properties) {
                if (object.has(property)) {
                    values.add(object.get(property).asString());
                }
            }
            if (!values.isEmpty()) {
                texts.add(String.join(" ", values));
            }
        }
        return texts;
    }
}
