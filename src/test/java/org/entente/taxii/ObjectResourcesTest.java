package org.entente.taxii;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.entente.exchange.Command;
import org.entente.stix.StixObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The four addresses at which a collection's objects are read: what they say, in which order they refuse, what they spare. */
final class ObjectResourcesTest {
    private static final String FIRST = "X-TAXII-Date-Added-First";
    private static final String LAST = "X-TAXII-Date-Added-Last";
    private static final String ALL = "?match%5Bversion%5D=all";

    @TempDir
    Path folder;

    private TestNode a;
    private TestNode b;
    private UUID contract;
    private String collection;
    private String token;

    @BeforeEach
    void start() {
        a = TestNode.start(folder, "a");
        b = TestNode.start(folder, "b");
        a.befriend(b);
        contract = a.sign(b, List.of(Samples.GIVEN + ",\"ipv4-addr\"")).getFirst();
        collection = "/api/collections/" + contract + "/";
        token = a.token(b, null);
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
    }

    private Http.Answer get(String rest, String... headers) {
        return Http.get(a, collection + rest, token, headers);
    }

    private static String versions(Http.Answer answer) {
        StringBuilder seconds = new StringBuilder();
        answer.json()
                .path("objects")
                .forEach(object -> seconds.append(
                        object.path("modified").asString(object.path("version").asString("")), 18, 19));
        return seconds.toString();
    }

    /** A tool in versions of second 1, 2 and 3, beside one of second 5. */
    private StixObject threeVersions() {
        UUID id = UUID.randomUUID();
        StixObject tool = Samples.object("tool", id, 1, 10);
        a.add(List.of(tool, Samples.object("tool", id, 2, 10), Samples.object("tool", id, 3, 10)));
        a.add(List.of(Samples.object("tool", UUID.randomUUID(), 5, 10)));
        return tool;
    }

    @Test
    void aManifestSaysOfEachObjectWhatItIs() {
        assertEquals("{}", get("manifest/").body());
        assertNull(get("manifest/").header(LAST));
        StixObject tool = threeVersions();
        Http.Answer manifest = get("manifest/");
        assertEquals(200, manifest.status());
        assertEquals("application/taxii+json;version=2.1", manifest.header("Content-Type"));
        assertFalse(manifest.json().get("more").asBoolean());
        JsonNode record = manifest.json().get("objects").get(0);
        assertEquals(tool.id().value(), record.get("id").asString());
        assertEquals("2024-01-01T00:00:03.000Z", record.get("version").asString());
        assertEquals(
                "application/stix+json;version=2.1", record.get("media_type").asString());
        assertEquals(manifest.header(FIRST), record.get("date_added").asString());
        assertTrue(record.get("date_added").asString().matches("[-0-9]{10}T[:0-9]{8}\\.[0-9]{6}Z"));
        assertEquals(4, record.size());
        Http.Answer objects = get("objects/");
        assertEquals(objects.header(FIRST), manifest.header(FIRST));
        assertEquals(objects.header(LAST), manifest.header(LAST));
        assertEquals("1235", versions(get("manifest/" + ALL)));
    }

    @Test
    void aManifestHasNoCursorAndPagesByTime() {
        threeVersions();
        Http.Answer first = get("manifest/" + ALL + "&limit=3");
        assertTrue(first.json().get("more").asBoolean());
        assertNull(first.json().get("next"));
        assertEquals("123", versions(first));
        Http.Answer second = get("manifest/" + ALL + "&limit=3&added_after=" + first.header(LAST));
        assertFalse(second.json().get("more").asBoolean());
        assertEquals("5", versions(second));
    }

    @Test
    void cursorsHoldForTheSameFilterWhereverTheyCameFrom() {
        StixObject tool = threeVersions();
        String next = get("objects/" + ALL + "&limit=2").json().get("next").asString();
        assertEquals("35", versions(get("manifest/" + ALL + "&next=" + next)));
        assertEquals(400, get("manifest/?next=" + next).status());
        String one = "objects/" + tool.id() + "/";
        assertEquals(400, get(one + ALL + "&next=" + next).status());
        assertEquals(400, get(one + "versions/?next=" + next).status());
        String ofOne = get(one + ALL + "&limit=1").json().get("next").asString();
        assertEquals(
                "[\"2024-01-01T00:00:02.000Z\",\"2024-01-01T00:00:03.000Z\"]",
                get(one + "versions/?next=" + ofOne).json().get("versions").toString());
    }

    @Test
    void versionsAreMatchedInAllTheirForms() {
        StixObject tool = threeVersions();
        for (String[] row : new String[][] {
            {"first", "15"},
            {"last", "35"},
            {"all", "1235"},
            {"first,last", "135"},
            {"2024-01-01T00:00:02.000Z", "2"},
            {"2024-01-01T00:00:02Z", "2"},
            {"last,2024-01-01T00:00:02.0000Z", "235"},
            {"2024-01-01T00:00:01.000Z,2024-01-01T00:00:05.000Z", "15"},
            {"2024-01-01T00:00:02.001Z", ""}
        }) {
            String query = "?match%5Bversion%5D=" + row[0];
            assertEquals(row[1], versions(get("objects/" + query)), row[0]);
            assertEquals(row[1], versions(get("manifest/" + query)), row[0]);
            String path = "objects/" + tool.id() + "/";
            assertEquals(row[1].replace("5", ""), versions(get(path + query)), row[0]);
            assertEquals("", versions(get("objects/" + query + "&match%5Btype%5D=malware")), row[0]);
        }
        assertEquals(
                "{}",
                get("objects/?match%5Bversion%5D=2024-01-01T00:00:02.001Z").body());
    }

    @Test
    void onlyLiveVersionsAreFirstOrLast() {
        StixObject malware = Samples.object("malware");
        StixObject waits = Samples.object("tool");
        StixObject revocation = Samples.revocation(malware, waits);
        a.add(List.of(malware, revocation));
        assertEquals("03", versions(get("manifest/?match%5Bversion%5D=first,last")));
        String released = get("manifest/").header(LAST);
        a.add(List.of(waits));
        Http.Answer restated = get("manifest/?match%5Btype%5D=malware");
        assertEquals("3", versions(restated));
        assertNotEquals(released, restated.header(LAST), "it was restated at another time");
        a.keep("\"malware\"");
        assertEquals("0", versions(get("manifest/" + ALL)), "only the tool is left");
        assertEquals(404, get("objects/" + malware.id() + "/versions/").status());
        a.keep("\"campaign\"");
        assertEquals("003", versions(get("manifest/" + ALL)), "what comes back is added anew");
        assertEquals("03", versions(get("manifest/" + ALL + "&added_after=" + restated.header(LAST))));
    }

    @Test
    void anObjectWithoutVersionsHasTheTimeItWasFirstShown() {
        StixObject address = Samples.address("198.51.100.3");
        a.add(List.of(address));
        String first = get("manifest/").header(LAST);
        assertNotNull(first);
        a.keep("\"ipv4-addr\"");
        assertEquals("{}", get("manifest/").body());
        a.keep("\"campaign\"");
        JsonNode record = get("manifest/").json().get("objects").get(0);
        assertEquals(first, record.get("version").asString());
        assertTrue(record.get("date_added").asString().compareTo(first) > 0);
        String path = "objects/" + address.id() + "/";
        assertEquals(
                "[\"" + first + "\"]",
                get(path + "versions/").json().get("versions").toString());
        assertEquals(
                1,
                get(path + "?match%5Bversion%5D=" + first).json().get("objects").size());
        assertEquals(
                1,
                get("objects/?match%5Bversion%5D=" + first)
                        .json()
                        .get("objects")
                        .size());
    }

    @Test
    void theVersionsOfAnObjectAreListed() {
        StixObject tool = threeVersions();
        String path = "objects/" + tool.id() + "/versions/";
        Http.Answer all = get(path);
        assertEquals(
                "{\"more\":false,\"versions\":[\"2024-01-01T00:00:01.000Z\",\"2024-01-01T00:00:02.000Z\","
                        + "\"2024-01-01T00:00:03.000Z\"]}",
                all.body());
        assertEquals(get("objects/" + tool.id() + "/" + ALL).header(FIRST), all.header(FIRST));
        Http.Answer two = get(path + "?limit=2");
        assertTrue(two.json().get("more").asBoolean());
        assertEquals(2, two.json().get("versions").size());
        Http.Answer rest = get(path + "?limit=2&added_after=" + two.header(LAST));
        assertEquals("{\"more\":false,\"versions\":[\"2024-01-01T00:00:03.000Z\"]}", rest.body());
        assertEquals(all.header(LAST), rest.header(LAST));
        assertEquals("{}", get(path + "?added_after=" + all.header(LAST)).body());
        assertEquals("{}", get(path + "?match%5Bspec_version%5D=2.0").body());
        assertEquals(400, get(path + ALL).status(), "not a filter of this address");
        assertEquals(400, get(path + "?limit=0").status());
    }

    @Test
    void theManifestAndVersionsOfWhatIsWithheldAreThoseOfWhatIsAbsent() {
        StixObject withheld = Samples.object("campaign");
        String absent = Samples.object("campaign").id().value();
        a.add(List.of(withheld, Samples.object("tool")));
        for (String rest : List.of(
                "manifest/?match[id]=ID",
                "manifest/?match[id]=ID&match[version]=first,2024-01-01T00:00:00.000Z",
                "manifest/?match[id]=ID&limit=0",
                "objects/?match[id]=ID&match[version]=first",
                "objects/ID/?match[version]=2024-01-01T00:00:00.000Z",
                "objects/ID/versions/",
                "objects/ID/versions/?limit=x",
                "objects/ID/versions/?match[spec_version]=2.0")) {
            assertEquals(
                    Http.rawGet(a, collection + rest.replace("ID", absent), token),
                    Http.rawGet(a, collection + rest.replace("ID", withheld.id().value()), token),
                    rest);
        }
    }

    @Test
    void addingWhatIsWithheldChangesNoByteOfAnyAnswer() {
        StixObject tool = threeVersions();
        StixObject address = Samples.address("198.51.100.3");
        StixObject withheld = Samples.object("campaign");
        a.add(List.of(address, Samples.object("malware")));
        List<String> requests = new ArrayList<>();
        for (String rest : List.of(
                "",
                "manifest/",
                "manifest/?match[version]=first,2024-01-01T00:00:02.000Z&limit=2",
                "manifest/?match[id]=" + withheld.id() + "," + address.id(),
                "objects/?limit=3",
                "objects/?match[version]=all&match[type]=campaign",
                "objects/" + tool.id() + "/?match[version]=first,last",
                "objects/" + tool.id() + "/versions/",
                "objects/" + address.id() + "/versions/",
                "objects/" + withheld.id() + "/",
                "objects/" + withheld.id() + "/versions/",
                "log/checkpoint")) {
            for (String header : List.of("X: y", "Accept-Encoding: gzip", "If-None-Match: *")) {
                requests.add("GET " + collection + rest + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + header
                        + "\r\nAuthorization: Bearer " + token + "\r\n\r\n");
            }
        }
        List<String> before = requests.stream().map(r -> Http.raw(a.port, r)).toList();
        a.add(List.of(withheld, Samples.object("campaign"), Samples.object("intrusion-set")));
        assertEquals(before, requests.stream().map(r -> Http.raw(a.port, r)).toList());
    }

    @Test
    void whatIsWrongIsFoundInOrder() {
        a.add(List.of(Samples.object("tool")));
        String absent = "objects/tool--1621d4d4-b67d-41e3-9670-f01faf20d111/";
        String[] html = {"Accept", "text/html"};
        assertEquals(
                401,
                Http.send(a, "PUT", collection + absent + "?limit=0", null, html)
                        .status());
        assertEquals(
                404,
                Http.send(a, "PUT", "/api/collections/x/manifest/?limit=0", token, html)
                        .status());
        assertEquals(
                404,
                Http.send(a, "PUT", collection + "nothing/?limit=0", token, html)
                        .status());
        assertEquals(
                403,
                Http.send(a, "DELETE", collection + absent + "?limit=0", token, html)
                        .status());
        assertEquals(
                405,
                Http.send(a, "PUT", collection + absent + "?limit=0", token, html)
                        .status());
        assertEquals(406, get(absent + "?limit=0", html).status());
        assertEquals(400, get(absent + "?limit=0").status());
        assertEquals(404, get(absent).status());
        assertEquals(404, get(absent + "versions/").status());
        assertEquals(
                406, Http.get(a, "/api/status/" + contract + "/", token, html).status());
        assertEquals(404, Http.get(a, "/api/status/" + contract + "/", token).status());
    }

    @Test
    void aCollectionThatCannotBeWrittenRefusesToAddAndToDelete() {
        StixObject tool = Samples.object("tool");
        a.add(List.of(tool));
        String[] objects = {
            "objects/" + tool.id() + "/",
            "objects/" + Samples.object("campaign").id() + "/"
        };
        String refused = raw("DELETE", objects[0]);
        assertTrue(refused.startsWith("HTTP/1.1 403 "), refused);
        assertEquals(refused, raw("DELETE", objects[1]), "whether there is such an object or not");
        assertEquals(refused, raw("POST", "objects/"));
        a.suspend(contract);
        String suspended = raw("GET", "objects/");
        assertTrue(suspended.startsWith("HTTP/1.1 403 "), suspended);
        for (String method : List.of("POST", "PUT")) {
            assertEquals(suspended, raw(method, objects[0]));
        }
        String nothing = raw("DELETE", objects[0]);
        assertTrue(nothing.startsWith("HTTP/1.1 404 "), nothing);
        assertEquals(nothing, raw("DELETE", objects[1]), "whether there is such an object or not");
        a.exchange.handle(new Command.Sever(TestNode.ACTOR, a.memorandumOf(contract)));
        assertTrue(raw("DELETE", objects[0]).startsWith("HTTP/1.1 404 "));
        assertEquals(raw("DELETE", objects[0]), raw("DELETE", objects[1]));
        assertTrue(raw("POST", "objects/").startsWith("HTTP/1.1 403 "));
        for (String rest : List.of("manifest/", "objects/", objects[0], objects[0] + "versions/")) {
            assertEquals(403, get(rest, "Accept", "text/html").status());
        }
    }

    private String raw(String method, String rest) {
        return Http.raw(
                a.port,
                method + " " + collection + rest + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                        + token + "\r\n\r\n");
    }

    @Test
    void whatIsUnchangedIsNotSentAgain() {
        StixObject tool = threeVersions();
        for (String rest : List.of(
                "manifest/",
                "objects/?limit=1",
                "objects/?match%5Btype%5D=malware",
                "objects/" + tool.id() + "/" + ALL,
                "objects/" + tool.id() + "/versions/")) {
            Http.Answer whole = get(rest);
            String tag = whole.header("ETag");
            assertNotNull(tag);
            assertTrue(tag.matches("W/\"[-_0-9A-Za-z]{22}\""), tag);
            assertEquals("private, no-cache", whole.header("Cache-Control"));
            for (String known : List.of(tag, tag.substring(2), "\"x\", " + tag, "*")) {
                Http.Answer unchanged = get(rest, "If-None-Match", known);
                assertEquals(304, unchanged.status(), known);
                assertEquals("", unchanged.body());
                for (String header : List.of("ETag", FIRST, LAST, "Cache-Control", "Vary")) {
                    assertEquals(whole.header(header), unchanged.header(header), header);
                }
            }
            for (String known : List.of("\"x\"", "W/\"\"", "", tag.replace("\"", ""))) {
                assertEquals(200, get(rest, "If-None-Match", known).status(), known);
            }
            assertEquals(
                    304,
                    Http.send(a, "HEAD", collection + rest, token, "If-None-Match", tag)
                            .status());
            assertEquals(
                    406, get(rest, "If-None-Match", tag, "Accept", "text/html").status());
        }
        String before = String.valueOf(get("manifest/").header("ETag"));
        a.add(List.of(Samples.object("campaign")));
        assertEquals(304, get("manifest/", "If-None-Match", before).status(), "what is withheld changes nothing");
        a.add(List.of(Samples.object("identity")));
        assertEquals(200, get("manifest/", "If-None-Match", before).status());
    }

    @Test
    void aSuspendedOrClosedCollectionDoesNotEvenSayUnchanged() {
        a.add(List.of(Samples.object("tool")));
        for (String rest : List.of("manifest/", "objects/")) {
            assertEquals(304, get(rest, "If-None-Match", "*").status());
        }
        a.suspend(contract);
        String one = raw("GET", "objects/");
        for (String rest : List.of("manifest/", "objects/")) {
            Http.Answer refused = get(rest, "If-None-Match", "*", "Accept-Encoding", "gzip");
            assertEquals(403, refused.status());
            assertNull(refused.header("ETag"));
            assertEquals(one, raw("GET", rest));
        }
        a.resume(contract);
        assertEquals(304, get("objects/", "If-None-Match", "*").status());
        a.exchange.handle(new Command.Sever(TestNode.ACTOR, a.memorandumOf(contract)));
        assertEquals(403, get("objects/", "If-None-Match", "*").status());
    }

    @Test
    void pagesAreCompressedForThoseWhoAsk() throws IOException {
        a.add(Samples.given(new Random(1), 50));
        for (String rest : List.of("objects/", "manifest/")) {
            Http.Answer plain = get(rest);
            assertNull(plain.header("Content-Encoding"));
            assertEquals("Accept-Encoding", plain.header("Vary"));
            String answer = Http.raw(
                    a.port,
                    "GET " + collection + rest
                            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept-Encoding: gzip\r\nAuthorization: Bearer "
                            + token + "\r\n\r\n");
            assertTrue(answer.contains("\r\nContent-Encoding: gzip\r\n"), answer);
            assertTrue(answer.contains("\r\nETag: " + plain.header("ETag") + "\r\n"), answer);
            byte[] coded = answer.substring(answer.indexOf("\r\n\r\n") + 4).getBytes(ISO_8859_1);
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(coded))) {
                assertArrayEquals(plain.body().getBytes(UTF_8), in.readAllBytes());
            }
        }
    }

    @Test
    void aSuspensionCutsACompressedPageOnItsWay() throws IOException {
        byte[] noise = new byte[6_000_000];
        new Random(1).nextBytes(noise);
        a.add(List.of(Samples.parse(
                """
                {"type":"tool","spec_version":"2.1","id":"tool--%s","created":"2024-01-01T00:00:00.000Z",\
                "modified":"2024-01-01T00:00:00.000Z","name":"noise","description":"%s"}""".formatted(UUID.randomUUID(), Base64.getEncoder().encodeToString(noise)))));
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(64 * 1024);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), a.port));
            String request = "GET " + collection
                    + "objects/ HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nAuthorization: Bearer " + token
                    + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            String head = new String(socket.getInputStream().readNBytes(1000), ISO_8859_1);
            assertTrue(head.startsWith("HTTP/1.1 200 ") && head.contains("Content-Encoding: gzip"), head);
            a.suspend(contract);
            a.site.cut(contract);
            int rest = 0;
            try {
                rest = socket.getInputStream().readAllBytes().length;
            } catch (IOException reset) {
                // A connection that is closed before all was read may be reset.
                assertNotNull(reset);
            }
            assertTrue(rest < noise.length - 1000, "all of it arrived");
        }
    }
}
