package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.entente.exchange.Caller.Scope;
import org.entente.release.Tags;
import org.entente.stix.StixObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The server's side of the cases of the TAXII 2.1 Interoperability Test Document, one test each, in its order and by its names. A
 * collection of our own is what is read and written.
 */
final class InteroperabilityTest {
    private static final String TAXII = "application/taxii+json;version=2.1";

    @TempDir
    Path folder;

    private TestNode a;
    private UUID own;
    private UUID empty;
    private String token;
    private String objects;
    private final StixObject first = Samples.object("tool", UUID.randomUUID(), 1, 10);
    private final StixObject second =
            Samples.object("tool", UUID.fromString(first.id().value().substring("tool--".length())), 2, 10);
    private final StixObject malware = Samples.object("malware", UUID.randomUUID(), 3, 10);
    private final StixObject address = Samples.address("198.51.100.3");

    @BeforeEach
    void start() {
        a = TestNode.start(folder, "a");
        own = a.collection("Own", Tags.NONE);
        empty = a.collection("Empty", Tags.NONE);
        token = a.ownToken("interop", new Scope(own, true, true), new Scope(empty, true, true));
        objects = "/api/collections/" + own + "/objects/";
        for (StixObject object : List.of(first, second, malware, address)) {
            assertEquals(202, add(new String(object.bytes(), UTF_8)).status());
        }
    }

    @AfterEach
    void stop() {
        a.close();
    }

    private Http.Answer add(String object) {
        return Http.post(a, objects, token, TAXII, ("{\"objects\":[" + object + "]}").getBytes(UTF_8));
    }

    private Http.Answer get(String path) {
        return Http.get(a, path, token, "Accept", TAXII);
    }

    /** What a filter gives, by type and second of the version. */
    private String matched(String query) {
        List<String> found = new ArrayList<>();
        get(objects + query.replace("[", "%5B").replace("]", "%5D"))
                .json()
                .path("objects")
                .forEach(one -> found.add(one.get("type").asString()
                        + (one.has("modified") ? one.get("modified").asString().substring(17, 19) : "")));
        return String.join(" ", found);
    }

    private static void assertError(int status, Http.Answer answer) {
        assertEquals(status, answer.status(), answer.body());
        assertEquals(TAXII, answer.header("Content-Type"));
        assertFalse(answer.title().isEmpty());
    }

    @Test
    void authorizationIsMissing() {
        Http.Answer answer = Http.send(a, "GET", "/taxii2/", null, "Accept", TAXII);
        assertError(401, answer);
        assertTrue(answer.headers().containsKey("www-authenticate"));
    }

    @Test
    void authorizationIsWrong() {
        assertError(401, Http.get(a, "/taxii2/", "wrong"));
        assertError(401, Http.post(a, objects, "wrong", "text/plain", new byte[0]));
    }

    @Test
    void authorizationIsBasic() {
        String basic = "Basic " + Base64.getEncoder().encodeToString(("user:" + token).getBytes(UTF_8));
        assertEquals(
                200,
                Http.send(a, "GET", "/taxii2/", null, "Authorization", basic).status());
        assertEquals(
                200, Http.send(a, "GET", objects, null, "Authorization", basic).status());
    }

    @Test
    void discovery() {
        JsonNode json = get("/taxii2/").json();
        assertFalse(json.get("title").asString().isEmpty());
        boolean among = false;
        for (JsonNode root : json.get("api_roots")) {
            among |= root.equals(json.get("default"));
        }
        assertTrue(among, "default is one of api_roots");
    }

    @Test
    void apiRoot() {
        JsonNode json = get("/api/").json();
        assertEquals(TAXII, json.get("versions").get(0).asString());
        assertTrue(json.get("max_content_length").asLong() > 0);
        assertFalse(json.get("title").asString().isEmpty());
    }

    @Test
    void wrongApiRoot() {
        assertError(404, get("/other/".replace("/other", "/api/other")));
        assertEquals(404, get("/other/").status());
    }

    @Test
    void collections() {
        JsonNode collections = get("/api/collections/").json().get("collections");
        assertEquals(2, collections.size());
        for (JsonNode one : collections) {
            assertEquals(
                    one,
                    get("/api/collections/" + one.get("id").asString() + "/").json());
        }
    }

    @Test
    void collectionThatIsOnlyWritten() {
        flags(new Scope(own, false, true), false, true, 403, 202);
    }

    @Test
    void collectionThatIsReadAndWritten() {
        flags(new Scope(own, true, true), true, true, 200, 202);
    }

    @Test
    void collectionThatIsOnlyRead() {
        flags(new Scope(own, true, false), true, false, 200, 403);
    }

    @Test
    void collectionThatIsNeitherReadNorWritten() {
        try (TestNode b = TestNode.start(folder, "b")) {
            a.befriend(b);
            UUID feed = a.sign(b, List.of("\"tool\"")).getFirst();
            String partner = a.token(b, null);
            a.suspend(feed);
            String path = "/api/collections/" + feed + "/";
            JsonNode one = Http.get(a, path, partner).json();
            assertFalse(one.get("can_read").asBoolean() || one.get("can_write").asBoolean());
            assertError(403, Http.get(a, path + "objects/", partner));
            assertError(403, Http.post(a, path + "objects/", partner, TAXII, new byte[0]));
        }
    }

    private void flags(Scope scope, boolean canRead, boolean canWrite, int reading, int writing) {
        String other = a.ownToken("other", scope);
        JsonNode one = Http.get(a, "/api/collections/" + own + "/", other).json();
        assertEquals(canRead, one.get("can_read").asBoolean());
        assertEquals(canWrite, one.get("can_write").asBoolean());
        assertEquals(reading, Http.get(a, objects, other).status());
        String body = "{\"objects\":[" + new String(Samples.object("tool").bytes(), UTF_8) + "]}";
        assertEquals(
                writing,
                Http.post(a, objects, other, TAXII, body.getBytes(UTF_8)).status());
    }

    @Test
    void readingIsForbidden() {
        String writer = a.ownToken("writer", new Scope(own, false, true));
        for (String path : List.of(objects, objects + first.id() + "/", objects.replace("objects", "manifest"))) {
            assertError(403, Http.get(a, path, writer));
        }
    }

    @Test
    void writingIsForbidden() {
        String reader = a.ownToken("reader", new Scope(own, true, false));
        assertError(403, Http.post(a, objects, reader, TAXII, "{}".getBytes(UTF_8)));
    }

    @Test
    void deletingIsForbidden() {
        for (Scope scope : List.of(new Scope(own, true, false), new Scope(own, false, true))) {
            assertError(403, Http.send(a, "DELETE", objects + first.id() + "/", a.ownToken("some", scope)));
        }
        assertEquals(200, get(objects + first.id() + "/").status());
    }

    @Test
    void deletingWhatIsNotThere() {
        assertError(404, Http.send(a, "DELETE", objects + Samples.object("tool").id() + "/", token));
    }

    @Test
    void wrongCollection() {
        String other = objects.replace(own.toString(), UUID.randomUUID().toString());
        assertError(404, get(other));
        assertError(404, Http.post(a, other, token, TAXII, "{}".getBytes(UTF_8)));
        assertError(404, Http.send(a, "DELETE", other + first.id() + "/", token));
    }

    @Test
    void manifest() {
        JsonNode records = get(objects.replace("objects", "manifest")).json().get("objects");
        assertEquals(3, records.size());
        String before = "";
        for (JsonNode record : records) {
            for (String name : List.of("id", "date_added", "version", "media_type")) {
                assertTrue(record.has(name), name);
            }
            assertTrue(record.get("date_added").asString().compareTo(before) > 0, "ascending, none equal");
            before = record.get("date_added").asString();
        }
    }

    @Test
    void objects() {
        Http.Answer answer = get(objects);
        assertEquals(3, answer.json().get("objects").size());
        assertFalse(answer.json().get("more").asBoolean());
        assertTrue(String.valueOf(answer.header("X-TAXII-Date-Added-First"))
                        .compareTo(String.valueOf(answer.header("X-TAXII-Date-Added-Last")))
                < 0);
    }

    @Test
    void noObjects() {
        assertEquals(
                "{}", get(objects.replace(own.toString(), empty.toString())).body());
    }

    @Test
    void object() {
        assertEquals(
                second.version(),
                get(objects + first.id() + "/")
                        .json()
                        .get("objects")
                        .get(0)
                        .get("modified")
                        .asString());
    }

    @Test
    void objectThatIsNotFound() {
        assertError(404, get(objects + Samples.object("tool").id() + "/"));
        assertError(404, get(objects + Samples.object("tool").id() + "/versions/"));
    }

    @Test
    void versions() {
        JsonNode versions = get(objects + first.id() + "/versions/").json().get("versions");
        assertEquals("[\"" + first.version() + "\",\"" + second.version() + "\"]", versions.toString());
    }

    @Test
    void addingObjects() {
        StixObject more = Samples.object("identity");
        Http.Answer answer = add(new String(more.bytes(), UTF_8));
        assertEquals(202, answer.status());
        assertEquals(TAXII, answer.header("Content-Type"));
        assertEquals(200, get(objects + more.id() + "/").status());
    }

    @Test
    void statusWithAllProperties() {
        JsonNode posted = add(new String(Samples.object("identity").bytes(), UTF_8) + ",{\"type\":\"tool\"}")
                .json();
        JsonNode status =
                get("/api/status/" + posted.get("id").asString() + "/").json();
        assertEquals(posted, status);
        for (String name : List.of(
                "id",
                "status",
                "request_timestamp",
                "total_count",
                "success_count",
                "successes",
                "failure_count",
                "failures",
                "pending_count")) {
            assertTrue(status.has(name), name);
        }
        for (JsonNode detail :
                List.of(status.get("successes").get(0), status.get("failures").get(0))) {
            assertTrue(detail.has("id") && detail.has("version"), detail.toString());
        }
        assertTrue(status.get("failures").get(0).has("message"));
        assertError(404, get("/api/status/" + UUID.randomUUID() + "/"));
    }

    @Test
    void deletingAnObject() {
        assertEquals(
                200, Http.send(a, "DELETE", objects + first.id() + "/", token).status());
        assertError(404, get(objects + first.id() + "/"));
        assertEquals("malware03 ipv4-addr", matched("?match[version]=all"));
    }

    @Test
    void addedAfter() {
        String last = String.valueOf(get(objects + "?limit=1").header("X-TAXII-Date-Added-Last"));
        assertEquals("malware03 ipv4-addr", matched("?added_after=" + last));
        assertEquals("tool02 malware03 ipv4-addr", matched("?added_after=2020-01-01T00:00:00Z"));
        assertEquals("", matched("?added_after=9999-01-01T00:00:00.000000Z"));
    }

    @Test
    void limit() {
        assertEquals("tool02 malware03", matched("?limit=2"));
        assertTrue(get(objects + "?limit=2").json().get("more").asBoolean());
        assertError(400, get(objects + "?limit=0"));
    }

    @Test
    void matchingIds() {
        assertEquals("malware03", matched("?match[id]=" + malware.id()));
    }

    @Test
    void matchingTypes() {
        assertEquals("ipv4-addr", matched("?match[type]=ipv4-addr"));
    }

    @Test
    void matchingVersions() {
        assertEquals("tool01 malware03 ipv4-addr", matched("?match[version]=first"));
        assertEquals("tool02 malware03 ipv4-addr", matched("?match[version]=last"));
        assertEquals("tool01 tool02 malware03 ipv4-addr", matched("?match[version]=all"));
        assertEquals("tool01", matched("?match[version]=" + first.version()));
    }

    @Test
    void matchingSpecVersions() {
        assertEquals("tool02 malware03 ipv4-addr", matched("?match[spec_version]=2.1"));
        assertEquals("", matched("?match[spec_version]=2.0"));
    }

    @Test
    void filtersWithOr() {
        assertEquals("tool02 ipv4-addr", matched("?match[type]=tool,ipv4-addr"));
        assertEquals("tool02 malware03", matched("?match[id]=" + first.id() + "," + malware.id()));
    }

    @Test
    void filtersWithAnd() {
        assertEquals("tool01", matched("?match[type]=tool&match[version]=first"));
        assertEquals("", matched("?match[type]=tool&match[id]=" + malware.id()));
    }

    @Test
    void filtersWithOrAndAnd() {
        assertEquals(
                "tool01 tool02 malware03",
                matched("?match[type]=tool,malware&match[version]=first,last&match[id]=" + first.id() + ","
                        + malware.id() + "," + address.id()));
    }

    @Test
    void theSameFilterTwice() {
        assertError(400, get(objects + "?match%5Btype%5D=tool&match%5Btype%5D=malware"));
    }

    @Test
    void pagination() {
        Map<String, String> query = new LinkedHashMap<>(Map.of("limit", "1", "match[version]", "all"));
        StandardClient client = new StandardClient(a, token);
        assertEquals(4, client.byNext(objects, query).size());
        assertEquals(4, client.byTime(objects, query).size());
        assertEquals(
                4, client.byTime(objects.replace("objects", "manifest"), query).size());
    }

    @Test
    void customProperties() {
        String custom = new String(Samples.object("identity").bytes(), UTF_8)
                .replace("\"name\"", "\"x_custom\" : {\"one\":[1.0,2e3]},\"name\"");
        assertEquals(1, add(custom).json().get("success_count").asInt());
        assertTrue(get(objects).body().contains(custom), "byte for byte");
    }
}
