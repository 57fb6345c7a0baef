package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.entente.exchange.Caller.Scope;
import org.entente.exchange.Command;
import org.entente.exchange.Inbox;
import org.entente.exchange.PostStatus;
import org.entente.release.Tags;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Adding and deleting objects: what is taken, what is refused and with which status, and what becomes of it. */
final class WritingTest {
    private static final String TAXII = "application/taxii+json;version=2.1";
    private static final String STIX = "application/stix+json;version=2.1";
    private static final String ALL = "?match%5Bversion%5D=all";

    @TempDir
    Path folder;

    private TestNode a;
    private TestNode b;
    private UUID feed;
    private UUID own;
    private String path;
    private String tool;
    private String tokenB;

    @BeforeEach
    void start() {
        a = TestNode.start(folder, "a");
        b = TestNode.start(folder, "b");
        a.befriend(b);
        feed = a.sign(b, List.of(Samples.GIVEN + ",\"ipv4-addr\"")).getFirst();
        own = a.collection("Sightings", Tags.NONE);
        path = "/api/collections/" + own + "/objects/";
        tool = a.ownToken("SIEM", new Scope(own, true, true));
        tokenB = a.token(b, null);
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
    }

    private static String text(StixObject object) {
        return new String(object.bytes(), UTF_8);
    }

    private static byte[] envelope(StixObject... objects) {
        return envelope(List.of(objects).stream().map(WritingTest::text).toList());
    }

    private static byte[] envelope(List<String> objects) {
        return ("{\"objects\":[" + String.join(",", objects) + "]}").getBytes(UTF_8);
    }

    private Http.Answer post(byte[] body, String... headers) {
        return Http.post(a, path, tool, TAXII, body, headers);
    }

    private String inbox(TestNode of, String token) {
        for (JsonNode one : Http.get(of, "/api/collections/", token).json().path("collections")) {
            if (one.get("can_write").asBoolean()) {
                return "/api/collections/" + one.get("id").asString() + "/objects/";
            }
        }
        throw new AssertionError("there is no inbox");
    }

    private static List<String> ids(Http.Answer answer) {
        List<String> ids = new ArrayList<>();
        answer.json().path("objects").forEach(object -> ids.add(object.get("id").asString()));
        return ids;
    }

    @Test
    void whatIsPostedIsThereAndItsStatusSaysSo() {
        StixObject one = Samples.object("tool");
        StixObject two = Samples.address("198.51.100.3");
        Http.Answer posted = post(envelope(one, two));
        assertEquals(202, posted.status(), posted.body());
        assertEquals(TAXII, posted.header("Content-Type"));
        JsonNode status = posted.json();
        assertEquals("complete", status.get("status").asString());
        assertEquals(2, status.get("total_count").asInt());
        assertEquals(2, status.get("success_count").asInt());
        assertEquals(0, status.get("failure_count").asInt());
        assertEquals(0, status.get("pending_count").asInt());
        assertFalse(status.has("failures") || status.has("pendings"), "empty lists are prohibited");
        assertEquals(one.id().value(), status.get("successes").get(0).get("id").asString());
        assertEquals(
                one.version(), status.get("successes").get(0).get("version").asString());
        assertEquals(
                status.get("request_timestamp").asString(),
                status.get("successes").get(1).get("version").asString(),
                "an object without versions has the time of the post");
        assertTrue(status.get("request_timestamp").asString().matches("[-0-9]{10}T[:0-9]{8}\\.[0-9]{6}Z"));
        Http.Answer again = Http.get(a, "/api/status/" + status.get("id").asString() + "/", tool);
        assertEquals(200, again.status());
        assertEquals(posted.body(), again.body());
        assertTrue(Http.get(a, path, tool).body().contains(text(one)));
        assertEquals(List.of(one.id().value(), two.id().value()), ids(Http.get(a, path, tool)));
        assertEquals(
                2, ids(Http.get(a, path.replace("objects/", "manifest/"), tool)).size());
        assertEquals(
                List.of(two.id().value(), one.id().value()),
                ids(Http.get(a, "/api/collections/" + feed + "/objects/", tokenB)).stream()
                        .sorted()
                        .toList(),
                "what contracts permit flows at once");
    }

    @Test
    void statusesOutliveARestart() {
        Http.Answer posted = post(envelope(Samples.object("tool")));
        String at = "/api/status/" + posted.json().get("id").asString() + "/";
        a.restart();
        assertEquals(posted.body(), Http.get(a, at, tool).body());
    }

    @Test
    void aStatusIsItsPostersAlone() {
        String mine = post(envelope(Samples.object("tool"))).json().get("id").asString();
        Http.Answer byPartner = Http.post(a, inbox(a, tokenB), tokenB, TAXII, envelope(Samples.object("tool")));
        assertEquals(202, byPartner.status(), byPartner.body());
        String theirs = byPartner.json().get("id").asString();
        String other = a.ownToken("Another tool", new Scope(own, true, true));
        assertEquals(
                200,
                Http.get(a, "/api/status/" + theirs + "/", a.token(b, null)).status());
        assertEquals(
                200,
                Http.get(a, "/api/status/" + mine + "/", a.ownToken("SIEM", new Scope(own, false, true)))
                        .status(),
                "a new token of the same tool");
        String absent = UUID.randomUUID().toString();
        for (String[] row : new String[][] {{mine, tokenB}, {theirs, tool}, {mine, other}, {"x", tool}}) {
            assertEquals(
                    Http.rawGet(a, "/api/status/" + absent + "/", row[1]),
                    Http.rawGet(a, "/api/status/" + row[0] + "/", row[1]),
                    row[0]);
        }
        assertTrue(Http.rawGet(a, "/api/status/" + absent + "/", tool).startsWith("HTTP/1.1 404 "));
        assertEquals(4, UUID.fromString(mine).version());
        assertNotEquals(mine, theirs);
    }

    @Test
    void onlyTheLatestStatusesAreKept() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i <= PostStatus.KEPT; i++) {
            ids.add(post(envelope(List.of("{}"))).json().get("id").asString());
        }
        assertEquals(ids.size(), Set.copyOf(ids).size());
        assertEquals(
                404, Http.get(a, "/api/status/" + ids.getFirst() + "/", tool).status());
        assertEquals(200, Http.get(a, "/api/status/" + ids.get(1) + "/", tool).status());
        assertEquals(
                200, Http.get(a, "/api/status/" + ids.getLast() + "/", tool).status());
    }

    @Test
    void whatBreaksARuleFailsByItself() {
        StixObject good = Samples.object("tool");
        List<String> objects = List.of(
                text(good),
                text(Samples.object("tool")).replace("2024-01-01T00:00:00.000Z", "yesterday"),
                "{\"type\":\"tool\",\"type\":\"tool\"}",
                "{\"x\":1e999}",
                "7",
                "[]",
                "null",
                "\"tool\"",
                text(Samples.object("malware")));
        Http.Answer posted = post(envelope(objects));
        assertEquals(202, posted.status(), posted.body());
        JsonNode status = posted.json();
        assertEquals(objects.size(), status.get("total_count").asInt());
        assertEquals(2, status.get("success_count").asInt());
        assertEquals(objects.size() - 2, status.get("failure_count").asInt());
        JsonNode failures = status.get("failures");
        String first = failures.get(0).get("message").asString();
        assertTrue(first.contains("stix.timestamp.form at $.objects[1].created: "), first);
        assertTrue(first.contains("STIX 2.1 section"), first);
        assertFalse(first.contains("yesterday"), "no message repeats content");
        assertTrue(failures.get(0).get("id").asString().startsWith("tool--"));
        for (JsonNode failure : failures) {
            assertTrue(failure.get("message").asString().contains(" at $.objects["), failure.toString());
            assertFalse(failure.get("id").asString().isEmpty());
            assertFalse(failure.get("version").asString().isEmpty());
        }
        assertEquals(2, ids(Http.get(a, path, tool)).size());
    }

    @Test
    void postingAVersionAgainSucceedsAndChangesNothing() {
        StixObject one = Samples.object("tool");
        post(envelope(one));
        Http.Answer before = Http.get(a, path, tool);
        for (String again : List.of(text(one), text(one).replace("\"sample\"", "\"another\""))) {
            JsonNode status = post(envelope(List.of(again, again))).json();
            assertEquals(2, status.get("success_count").asInt(), status.toString());
            boolean same = again.equals(text(one));
            assertEquals(!same, status.get("successes").get(0).has("message"), status.toString());
        }
        Http.Answer after = Http.get(a, path, tool);
        assertEquals(before.body(), after.body());
        assertEquals(before.header("X-TAXII-Date-Added-Last"), after.header("X-TAXII-Date-Added-Last"));
        UUID other = a.collection("Other", Tags.NONE);
        String elsewhere = a.ownToken("SIEM", new Scope(other, true, true));
        JsonNode failed = Http.post(a, "/api/collections/" + other + "/objects/", elsewhere, TAXII, envelope(one))
                .json();
        assertEquals(1, failed.get("failure_count").asInt(), "a copy is filed once");
        assertEquals(
                "{}",
                Http.get(a, "/api/collections/" + other + "/objects/", elsewhere)
                        .body());
    }

    @Test
    void mediaTypesOfBodiesAreTakenAsTheyAreWritten() {
        for (String type : List.of(
                TAXII,
                "application/taxii+json; version=2.1",
                "application/taxii+json",
                "Application/TAXII+json;version=\"2.1\"")) {
            Http.Answer answer = Http.post(a, path, tool, type, envelope(Samples.object("tool")));
            assertEquals(202, answer.status(), type);
        }
        String bundle = "{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":["
                + text(Samples.object("tool")) + "]}";
        for (String type : List.of(STIX, "application/stix+json; version=2.1", "application/stix+json", TAXII)) {
            assertEquals(
                    202, Http.post(a, path, tool, type, bundle.getBytes(UTF_8)).status(), type);
        }
        for (String type : List.of(
                "application/json",
                "application/taxii+json;version=2.0",
                "application/stix+json;version=2.0",
                "text/plain",
                "x")) {
            Http.Answer answer = Http.post(a, path, tool, type, envelope(Samples.object("tool")));
            assertEquals(415, answer.status(), type);
            assertNotNull(answer.header("Accept-Post"));
        }
        assertEquals(
                422,
                Http.post(a, path, tool, STIX, envelope(Samples.object("tool"))).status(),
                "no bundle");
        String without = Http.raw(
                a.port,
                "POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + tool
                        + "\r\nContent-Length: 2\r\n\r\n{}");
        assertTrue(without.startsWith("HTTP/1.1 415 "), without);
    }

    @Test
    void aCodedBodyIsNotTaken() throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(coded)) {
            out.write(envelope(Samples.object("tool")));
        }
        Http.Answer answer = post(coded.toByteArray(), "Content-Encoding", "gzip");
        assertEquals(415, answer.status());
        assertEquals("identity", answer.header("Accept-Encoding"));
        assertEquals(
                202,
                post(envelope(Samples.object("tool")), "Content-Encoding", "identity")
                        .status());
    }

    @Test
    void whatIsNoJsonIsABadRequestAndNothingOfItIsTaken() {
        String good = text(Samples.object("tool"));
        List<byte[]> bodies = new ArrayList<>(List.of(
                new byte[0],
                envelope(List.of(good)).clone(),
                ("{\"objects\":[" + good + "]}").getBytes(UTF_16),
                ("\ufeff{\"objects\":[" + good + "]}").getBytes(UTF_8)));
        bodies.set(1, ("{\"objects\":[" + good + "]").getBytes(UTF_8));
        for (String body : List.of(
                "{\"objects\":[" + good + ",]}",
                "{\"objects\":[" + good + "]} x",
                "{\"objects\":[" + good + "]}{}",
                "{\"objects\":[" + good + "],\"objects\":[" + good + "]}",
                "{\"objects\":[" + good + "],x:1}",
                "[".repeat(100_000),
                "{\"objects\":" + "[".repeat(1000) + "]".repeat(1000) + "}")) {
            bodies.add(body.getBytes(UTF_8));
        }
        for (byte[] body : bodies) {
            Http.Answer answer = post(body);
            assertEquals(400, answer.status(), new String(body, UTF_8));
            assertFalse(answer.title().isEmpty());
        }
        assertEquals("{}", Http.get(a, path, tool).body());
    }

    @Test
    void whatIsNoEnvelopeIsUnprocessable() {
        String good = text(Samples.object("tool"));
        for (String body : List.of(
                "{}",
                "[]",
                "[" + good + "]",
                "7",
                "null",
                good,
                "{\"objects\":{}}",
                "{\"objects\":[]}",
                "{\"objects\":null}",
                "{\"more\":false}",
                "{\"OBJECTS\":[" + good + "]}")) {
            Http.Answer answer = post(body.getBytes(UTF_8));
            assertEquals(422, answer.status(), body);
            assertFalse(answer.title().isEmpty());
        }
        assertEquals("{}", Http.get(a, path, tool).body());
        assertEquals(
                202,
                post(("{\"more\":false,\"next\":\"x\",\"x\":{\"objects\":[]},\"objects\":[" + good + "]}")
                                .getBytes(UTF_8))
                        .status());
    }

    @Test
    void theSizeThatIsToldIsTrue() {
        int most = Http.get(a, "/api/", tokenB).json().get("max_content_length").asInt();
        assertEquals(Writes.MAX_PARTNER_BYTES, most);
        assertEquals(
                Command.MAX_OBJECT_BYTES,
                Http.get(a, "/api/", tool).json().get("max_content_length").asLong());
        String start = "POST " + inbox(a, tokenB)
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + tokenB
                + "\r\nContent-Type: " + TAXII + "\r\n";
        String tooLarge = Http.raw(a.port, start + "Content-Length: " + (most + 1) + "\r\n\r\n");
        assertTrue(tooLarge.startsWith("HTTP/1.1 413 "), tooLarge);
        assertTrue(tooLarge.contains("\"title\""), tooLarge);
        String object = text(Samples.object("tool"));
        String body = "{\"objects\":[" + object + "]," + " ".repeat(most - object.length() * 2) + "\"x\":0}";
        byte[] fits = (body + " ".repeat(most - body.getBytes(UTF_8).length)).getBytes(UTF_8);
        assertEquals(most, fits.length);
        assertEquals(202, Http.post(a, inbox(a, tokenB), tokenB, TAXII, fits).status());
    }

    @Test
    void tooManyObjectsAreUnprocessable() {
        List<String> objects = new ArrayList<>();
        for (int i = 0; i <= Writes.MAX_PARTNER_OBJECTS; i++) {
            objects.add("{}");
        }
        assertEquals(
                422,
                Http.post(a, inbox(a, tokenB), tokenB, TAXII, envelope(objects)).status());
        objects.removeLast();
        Http.Answer answer = Http.post(a, inbox(a, tokenB), tokenB, TAXII, envelope(objects));
        assertEquals(202, answer.status());
        assertEquals(objects.size(), answer.json().get("failure_count").asInt());
    }

    @Test
    void aCallerHasFewPostsOnTheirWayAtOnce() throws IOException {
        List<java.net.Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < Writes.MAX_AT_ONCE; i++) {
                slow.add(beginToPost());
            }
            // Whether the server has begun with the slow ones, and still waits for them, shows in the answer alone.
            Http.Answer answer = post(envelope(Samples.object("tool")));
            for (int i = 0; answer.status() == 202 && i < 500; i++) {
                slow.add(beginToPost());
                answer = post(envelope(Samples.object("tool")));
            }
            assertEquals(429, answer.status());
            assertEquals("1", answer.header("Retry-After"));
            Http.Answer other = Http.post(a, inbox(a, tokenB), tokenB, TAXII, envelope(Samples.object("tool")));
            assertEquals(202, other.status(), "others do not notice");
        } finally {
            for (java.net.Socket socket : slow) {
                socket.close();
            }
        }
        while (post(envelope(Samples.object("tool"))).status() != 202) {
            Thread.onSpinWait();
        }
    }

    /** A connection on which a post has begun whose body does not come. */
    private java.net.Socket beginToPost() throws IOException {
        String begun = "POST " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + tool + "\r\nContent-Type: "
                + TAXII + "\r\nContent-Length: 100\r\n\r\n{";
        java.net.Socket socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), a.port);
        socket.getOutputStream().write(begun.getBytes(UTF_8));
        return socket;
    }

    @Test
    void tagsOfACollectionAreThoseOfWhatIsPosted() {
        UUID red = a.collection("Red", new Tags(Tlp.RED, new TreeSet<>(List.of("x")), null));
        String token = a.ownToken("SIEM", new Scope(red, false, true));
        Http.Answer posted =
                Http.post(a, "/api/collections/" + red + "/objects/", token, TAXII, envelope(Samples.object("tool")));
        assertEquals(202, posted.status(), posted.body());
        var imported = a.exchange.handle(new Command.ImportObjects(
                TestNode.ACTOR,
                new Tags(Tlp.RED, new TreeSet<>(List.of("x")), "Red"),
                List.of(Samples.object("malware"))));
        assertEquals(1, imported.added());
        assertEquals(2, a.exchange.collection(red).live(), "what is imported under its name is in it too");
    }

    @Test
    void whatWasFiledBeforeACollectionWasDeclaredIsInIt() {
        StixObject one = Samples.object("tool");
        a.exchange.handle(new Command.ImportObjects(
                TestNode.ACTOR, new Tags(null, new TreeSet<>(), "Old"), List.of(one, Samples.object("malware"))));
        a.add(List.of(Samples.object("tool")));
        UUID old = a.collection("Old", Tags.NONE);
        String token = a.ownToken("SIEM", new Scope(old, true, false));
        List<String> ids = ids(Http.get(a, "/api/collections/" + old + "/objects/", token));
        assertEquals(2, ids.size());
        assertEquals(one.id().value(), ids.getFirst());
    }

    @Test
    void anObjectIsDeletedEverywhereAtOnceAndCanComeBack() {
        UUID id = UUID.randomUUID();
        StixObject first = Samples.object("tool", id, 1, 10);
        StixObject second = Samples.object("tool", id, 2, 10);
        StixObject other = Samples.object("malware");
        post(envelope(first, second, other));
        String ofFeed = "/api/collections/" + feed + "/objects/";
        assertEquals(3, ids(Http.get(a, ofFeed + ALL, tokenB)).size());
        String object = path + first.id() + "/";
        Http.Answer deleted = Http.send(a, "DELETE", object + "?match%5Bversion%5D=" + second.version(), tool);
        assertEquals(200, deleted.status(), deleted.body());
        assertEquals("", deleted.body());
        assertTrue(Http.get(a, object, tool).body().contains(text(first)), "the first is the last now");
        assertEquals(2, ids(Http.get(a, ofFeed + ALL, tokenB)).size());
        assertEquals(
                404,
                Http.send(a, "DELETE", object + "?match%5Bversion%5D=" + second.version(), tool)
                        .status());
        assertEquals(202, post(envelope(second)).status());
        assertEquals(2, ids(Http.get(a, object + ALL, tool)).size());
        assertEquals(200, Http.send(a, "DELETE", object, tool).status());
        assertEquals(404, Http.get(a, object, tool).status());
        assertEquals(404, Http.get(a, object + "versions/", tool).status());
        assertEquals(404, Http.send(a, "DELETE", object, tool).status());
        assertEquals(List.of(other.id().value()), ids(Http.get(a, ofFeed + ALL, tokenB)));
        assertEquals(List.of(other.id().value()), ids(Http.get(a, path + ALL, tool)));
        assertEquals(404, Http.get(a, ofFeed + first.id() + "/", tokenB).status());
        a.restart();
        assertEquals(List.of(other.id().value()), ids(Http.get(a, path + ALL, tool)));
    }

    @Test
    void deletionTakesTheVersionsThatItNames() {
        UUID id = UUID.randomUUID();
        List<StixObject> versions = List.of(1, 2, 3, 4).stream()
                .map(v -> Samples.object("tool", id, v, 10))
                .toList();
        String object = path + versions.getFirst().id() + "/";
        for (String[] row : new String[][] {
            {"?match%5Bversion%5D=first", "234"},
            {"?match%5Bversion%5D=last", "123"},
            {"?match%5Bversion%5D=first,last", "23"},
            {"?match%5Bversion%5D=2024-01-01T00:00:02Z,2024-01-01T00:00:03.0Z", "14"},
            {"?match%5Bversion%5D=last,2024-01-01T00:00:01.000Z&match%5Bspec_version%5D=2.1", "23"},
            {"?match%5Bversion%5D=all", ""},
            {"", ""},
            {"?unknown=1", ""}
        }) {
            post(envelope(versions.toArray(StixObject[]::new)));
            assertEquals(200, Http.send(a, "DELETE", object + row[0], tool).status(), row[0]);
            StringBuilder left = new StringBuilder();
            Http.get(a, object + ALL, tool)
                    .json()
                    .path("objects")
                    .forEach(one -> left.append(one.get("modified").asString(), 18, 19));
            assertEquals(
                    row[1], left.chars().sorted().mapToObj(Character::toString).collect(Collectors.joining()), row[0]);
        }
        post(envelope(versions.toArray(StixObject[]::new)));
        for (String query : List.of("?match%5Bversion%5D=2024-01-01T00:00:09Z", "?match%5Bspec_version%5D=2.0")) {
            assertEquals(404, Http.send(a, "DELETE", object + query, tool).status(), query);
        }
        for (String query : List.of(
                "?match%5Bversion%5D=x",
                "?match%5Bversion%5D=all,last",
                "?match%5Btype%5D=tool",
                "?match%5Bid%5D=" + versions.getFirst().id())) {
            assertEquals(400, Http.send(a, "DELETE", object + query, tool).status(), query);
        }
        assertEquals(4, ids(Http.get(a, object + ALL, tool)).size());
    }

    @Test
    void cursorsAreOpaqueAndBoundToCollectionAndFilter() {
        post(envelope(Samples.given(new Random(1), 30).toArray(StixObject[]::new)));
        UUID other = a.collection("Other", Tags.NONE);
        String token = a.ownToken("Both", new Scope(own, true, false), new Scope(other, true, true));
        String elsewhere = "/api/collections/" + other + "/objects/";
        Http.post(
                a,
                elsewhere,
                token,
                TAXII,
                envelope(Samples.given(new Random(2), 30).toArray(StixObject[]::new)));
        String next = Http.get(a, path + "?limit=3", token).json().get("next").asString();
        String foreign =
                Http.get(a, elsewhere + "?limit=3", token).json().get("next").asString();
        String ofFeed = Http.get(a, "/api/collections/" + feed + "/objects/?limit=3", tokenB)
                .json()
                .get("next")
                .asString();
        assertEquals(200, Http.get(a, path + "?next=" + next, token).status());
        for (String[] row : new String[][] {
            {elsewhere, next},
            {path, foreign},
            {path, ofFeed},
            {path + "?match%5Btype%5D=tool&x=", next},
            {path + ALL + "&x=", next},
            {path + "?added_after=2020-01-01T00:00:00Z&x=", next}
        }) {
            String query = row[0].contains("?") ? "&next=" : "?next=";
            assertEquals(400, Http.get(a, row[0] + query + row[1], token).status(), row[0]);
        }
        for (int i = 0; i < next.length(); i++) {
            String altered = next.substring(0, i) + (next.charAt(i) == 'A' ? 'B' : 'A') + next.substring(i + 1);
            int status = Http.get(a, path + "?next=" + altered, token).status();
            assertTrue(status == 400 || i == next.length() - 1, "altered at " + i);
        }
        assertFalse(next.contains("=") || next.toLowerCase(Locale.ROOT).contains("tool"));
    }

    @Test
    void rule18AnInboxIsItsPartnersAlone() {
        TestNode c = TestNode.start(folder, "c");
        try (c) {
            a.befriend(c);
            String tokenC = a.token(c, null);
            assertEquals("{}", Http.get(a, "/api/collections/", tokenC).body(), "no contract, no inbox");
            a.sign(c, List.of("\"identity\""));
            String ofB = inbox(a, tokenB);
            String ofC = inbox(a, tokenC);
            assertNotEquals(ofB, ofC);
            String absent = "/api/collections/" + UUID.randomUUID() + "/objects/";
            for (String token : List.of(tokenC, tool)) {
                for (String rest : List.of("", "objects/", "manifest/", "objects/x/")) {
                    assertEquals(
                            Http.rawGet(a, absent.replace("objects/", rest), token),
                            Http.rawGet(a, ofB.replace("objects/", rest), token));
                }
                assertEquals(
                        404,
                        Http.post(a, ofB, token, TAXII, envelope(Samples.object("tool")))
                                .status());
            }
            StixObject sent = Samples.object("campaign");
            assertEquals(202, Http.post(a, ofB, tokenB, TAXII, envelope(sent)).status());
            assertEquals(0, a.exchange.inbox(c.self.did()).items().size());
            List<Inbox.Item> items = a.exchange.inbox(b.self.did()).items();
            assertEquals(1, items.size());
            assertEquals(sent.id(), items.getFirst().id());
            assertEquals(text(sent), new String(a.exchange.inbox(b.self.did()).bytes(0), UTF_8));
            assertEquals(0, a.exchange.status().objects(), "it is in a space of its own");
            a.exchange.handle(new Command.TakeFromInbox(TestNode.ACTOR, b.self.did(), List.of(0L)));
            assertTrue(a.exchange.inbox(b.self.did()).items().getFirst().taken());
            assertEquals(1, a.exchange.status().objects());
            assertEquals("{}", Http.get(a, path, tool).body());
        }
    }

    @Test
    void rule18WhatOthersPostAndTakeChangesNoByteOfAnyAnswer() {
        TestNode c = TestNode.start(folder, "c");
        try (c) {
            a.befriend(c);
            a.sign(c, List.of("\"identity\""));
            String tokenC = a.token(c, null);
            StixObject mine = Samples.object("tool");
            Http.Answer posted = Http.post(a, inbox(a, tokenB), tokenB, TAXII, envelope(mine));
            List<String> requests = List.of(
                    "/taxii2/",
                    "/api/",
                    "/api/collections/",
                    inbox(a, tokenB),
                    inbox(a, tokenB).replace("objects/", ""),
                    "/api/status/" + posted.json().get("id").asString() + "/",
                    "/api/collections/" + feed + "/objects/" + ALL,
                    "/api/collections/" + feed + "/log/checkpoint");
            List<String> before =
                    requests.stream().map(r -> Http.rawGet(a, r, tokenB)).toList();
            for (int i = 0; i < 3; i++) {
                Http.post(a, inbox(a, tokenC), tokenC, TAXII, envelope(mine, Samples.object("identity")));
            }
            a.exchange.handle(new Command.TakeFromInbox(TestNode.ACTOR, c.self.did(), List.of(0L, 1L)));
            post(envelope(Samples.object("campaign")));
            assertEquals(
                    before,
                    requests.stream().map(r -> Http.rawGet(a, r, tokenB)).toList());
        }
    }

    @Test
    void aPartnersDayHasAnEnd() {
        byte[] body = large();
        String inbox = inbox(a, tokenB);
        Http.Answer answer = Http.post(a, inbox, tokenB, TAXII, body);
        int posts = 0;
        while (answer.status() == 202 && posts < 100) {
            posts++;
            body = large();
            answer = Http.post(a, inbox, tokenB, TAXII, body);
        }
        assertEquals(429, answer.status(), answer.body());
        assertEquals(Inbox.MAX_BYTES_A_DAY / (14 << 20), posts);
        long retry = Long.parseLong(String.valueOf(answer.header("Retry-After")));
        assertTrue(retry >= 1 && retry <= 86_400, "until the next day");
        assertEquals(
                202,
                Http.post(a, inbox, tokenB, TAXII, envelope(Samples.object("tool")))
                        .status());
        a.exchange.handle(new Command.TakeFromInbox(TestNode.ACTOR, b.self.did(), List.of(0L)));
        assertEquals(429, Http.post(a, inbox, tokenB, TAXII, body).status(), "what our people take changes nothing");
        a.clock.ahead(86_400);
        assertEquals(202, Http.post(a, inbox, tokenB, TAXII, body).status());
        a.clock.ahead(Inbox.KEPT.toSeconds() + 2 * 86_400);
        assertEquals(
                202,
                Http.post(a, inbox, tokenB, TAXII, envelope(Samples.object("tool")))
                        .status());
        assertEquals(1, a.exchange.inbox(b.self.did()).items().size(), "what is old is forgotten");
    }

    /** A little more than 14 MiB. */
    private static byte[] large() {
        return envelope(
                Samples.object("tool", UUID.randomUUID(), 0, 7 << 20),
                Samples.object("tool", UUID.randomUUID(), 0, 7 << 20));
    }

    @Test
    void aSuspendedPartnersInboxTakesNothing() {
        String inbox = inbox(a, tokenB);
        a.suspend(feed);
        Http.Answer refused = Http.post(a, inbox, tokenB, TAXII, envelope(Samples.object("tool")));
        assertEquals(403, refused.status());
        for (JsonNode one : Http.get(a, "/api/collections/", tokenB).json().path("collections")) {
            assertFalse(one.get("can_write").asBoolean() || one.get("can_read").asBoolean());
        }
        a.resume(feed);
        assertEquals(
                202,
                Http.post(a, inbox, tokenB, TAXII, envelope(Samples.object("tool")))
                        .status());
        a.exchange.handle(new Command.Sever(TestNode.ACTOR, a.memorandumOf(feed)));
        assertEquals(
                404,
                Http.post(a, inbox, tokenB, TAXII, envelope(Samples.object("tool")))
                        .status());
        assertEquals(
                1,
                Http.get(a, "/api/collections/", tokenB)
                        .json()
                        .path("collections")
                        .size());
    }

    @Test
    void theRecordSaysWhichToolDidIt() {
        String other = a.ownToken("OpenCTI", new Scope(own, false, true));
        assertEquals(
                202,
                Http.post(a, path, other, TAXII, envelope(Samples.object("tool")))
                        .status());
        a.exchange.handle(new Command.RevokeToken(TestNode.ACTOR, TestNode.tokenId(other)));
        assertEquals(
                401,
                Http.post(a, path, other, TAXII, envelope(Samples.object("tool")))
                        .status());
    }
}
