package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.entente.Http2Wire;
import org.entente.exchange.Command;
import org.entente.stix.StixObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The resources of the server, its errors, and who may see what. */
final class TaxiiSiteTest {
    private static final String TAXII = "application/taxii+json;version=2.1";

    @TempDir
    Path folder;

    private TestNode a;
    private TestNode b;
    private TestNode c;
    private UUID toB;
    private UUID second;
    private UUID toC;
    private String tokenB;
    private String tokenC;

    @BeforeEach
    void start() {
        a = TestNode.start(folder, "a");
        b = TestNode.start(folder, "b");
        c = TestNode.start(folder, "c");
        a.befriend(b);
        a.befriend(c);
        List<UUID> contracts = a.sign(b, List.of(Samples.GIVEN, "\"identity\""));
        toB = contracts.get(0);
        second = contracts.get(1);
        toC = a.sign(c, List.of("\"identity\"")).getFirst();
        tokenB = a.token(b, null);
        tokenC = a.token(c, null);
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
        c.close();
    }

    private static String collection(UUID id) {
        return "/api/collections/" + id + "/";
    }

    @Test
    void discoveryNamesTheApiRoot() {
        Http.Answer answer = Http.get(a, "/taxii2/", tokenB);
        assertEquals(200, answer.status());
        assertEquals(TAXII, answer.header("Content-Type"));
        assertEquals("a", answer.json().get("title").asString());
        assertEquals(a.url() + "/api/", answer.json().get("default").asString());
        assertEquals(a.url() + "/api/", answer.json().get("api_roots").get(0).asString());
    }

    @Test
    void theApiRootStatesItsVersion() {
        JsonNode root = Http.get(a, "/api/", tokenB).json();
        assertEquals("a", root.get("title").asString());
        assertEquals(TAXII, root.get("versions").get(0).asString());
        assertTrue(root.get("max_content_length").isIntegralNumber());
    }

    @Test
    void aPartnerSeesItsFeedsAndNothingElse() {
        JsonNode ofB = Http.get(a, "/api/collections/", tokenB).json().get("collections");
        assertEquals(3, ofB.size(), "the inbox comes first");
        String id = ofB.get(1).get("id").asString();
        assertEquals(4, UUID.fromString(id).version());
        assertEquals(FeedNames.collection(toB).toString(), id);
        assertEquals(toB.toString(), ofB.get(1).get("alias").asString());
        assertEquals(
                ofB.get(1), Http.get(a, "/api/collections/" + toB + "/", tokenB).json(), "the alias stands for the id");
        assertEquals(
                ofB.get(1), Http.get(a, "/api/collections/" + id + "/", tokenB).json());
        assertEquals("Grant 1", ofB.get(1).get("title").asString());
        assertTrue(ofB.get(1).get("can_read").asBoolean());
        assertFalse(ofB.get(1).get("can_write").asBoolean());
        assertEquals(
                "application/stix+json;version=2.1",
                ofB.get(1).get("media_types").get(0).asString());
        assertEquals(second.toString(), ofB.get(2).get("alias").asString());
        JsonNode ofC = Http.get(a, "/api/collections/", tokenC).json().get("collections");
        assertEquals(2, ofC.size());
        assertEquals(toC.toString(), ofC.get(1).get("alias").asString());
    }

    @Test
    void anOrganisationWithoutAContractHasAnEmptyObject() {
        b.befriend(c);
        String token = b.token(c, null);
        assertEquals("{}", Http.get(b, "/api/collections/", token).body());
    }

    @Test
    void aForeignCollectionIsAnAbsentOneByteForByte() {
        a.add(List.of(Samples.object("identity"), Samples.object("tool")));
        for (String rest : List.of(
                "",
                "objects/",
                "objects/?limit=x",
                "objects/identity--1621d4d4-b67d-41e3-9670-f01faf20d111/",
                "manifest/",
                "log/checkpoint",
                "log/opening/0")) {
            String foreign = Http.rawGet(a, collection(toC) + rest, tokenB);
            String absent = Http.rawGet(a, collection(UUID.randomUUID()) + rest, tokenB);
            assertEquals(absent, foreign);
            assertTrue(absent.startsWith("HTTP/1.1 404 "), absent);
        }
    }

    @Test
    void aWithheldObjectIsAnAbsentOneByteForByte() {
        StixObject withheld = Samples.object("campaign");
        StixObject given = Samples.object("tool");
        a.add(List.of(withheld, given));
        for (String query : List.of("", "?match[version]=all", "?limit=0", "?added_after=2030-01-01T00:00:00Z")) {
            String hidden = Http.rawGet(a, collection(toB) + "objects/" + withheld.id() + "/" + query, tokenB);
            String absent = Http.rawGet(
                    a, collection(toB) + "objects/" + Samples.object("campaign").id() + "/" + query, tokenB);
            assertEquals(absent, hidden);
            assertTrue(absent.startsWith(query.contains("limit=0") ? "HTTP/1.1 400 " : "HTTP/1.1 404 "), absent);
        }
        String hidden = Http.rawGet(a, collection(toB) + "objects/?match[id]=" + withheld.id(), tokenB);
        String absent = Http.rawGet(
                a,
                collection(toB) + "objects/?match[id]="
                        + Samples.object("campaign").id(),
                tokenB);
        assertEquals(absent, hidden);
        assertTrue(absent.endsWith("\r\n\r\n{}"), absent);
    }

    @Test
    void objectsComeByteForByteWithTheirTimes() {
        StixObject one = Samples.object("identity");
        StixObject two = Samples.object("tool");
        a.add(List.of(two, one));
        Http.Answer answer = Http.get(a, collection(toB) + "objects/", tokenB);
        assertEquals(200, answer.status());
        assertEquals(TAXII, answer.header("Content-Type"));
        assertTrue(answer.body().contains(text(one)) && answer.body().contains(text(two)));
        assertEquals(2, answer.json().get("objects").size());
        assertFalse(answer.json().get("more").asBoolean());
        assertNull(answer.json().get("next"));
        String first = answer.header("X-TAXII-Date-Added-First");
        String last = answer.header("X-TAXII-Date-Added-Last");
        assertTrue(first != null && first.matches("[-0-9]{10}T[:0-9]{8}\\.[0-9]{6}Z"), first);
        assertTrue(last != null && first.compareTo(last) < 0);
        assertEquals(
                "{}",
                Http.get(a, collection(toB) + "objects/?added_after=" + last, tokenB)
                        .body());
        JsonNode after = Http.get(a, collection(toB) + "objects/?added_after=" + first, tokenB)
                .json();
        assertEquals(1, after.get("objects").size());
    }

    @Test
    void anObjectIsFoundByItsId() {
        UUID id = UUID.randomUUID();
        StixObject old = Samples.object("tool", id, 1, 10);
        StixObject newer = Samples.object("tool", id, 2, 10);
        a.add(List.of(old, newer));
        String path = collection(toB) + "objects/" + old.id() + "/";
        assertEquals(1, Http.get(a, path, tokenB).json().get("objects").size());
        assertTrue(Http.get(a, path, tokenB).body().contains(text(newer)));
        Http.Answer all = Http.get(a, path + "?match%5Bversion%5D=all", tokenB);
        assertEquals(2, all.json().get("objects").size());
        assertNotNull(all.header("X-TAXII-Date-Added-Last"));
        assertEquals(
                "{}",
                Http.get(a, path + "?added_after=" + all.header("X-TAXII-Date-Added-Last"), tokenB)
                        .body());
        assertEquals(
                404,
                Http.get(a, collection(second) + "objects/" + old.id() + "/", tokenB)
                        .status());
    }

    @Test
    void headHasTheHeadersOfGet() {
        a.add(List.of(Samples.object("identity")));
        Http.Answer get = Http.get(a, collection(toB) + "objects/", tokenB);
        Http.Answer head = Http.send(a, "HEAD", collection(toB) + "objects/", tokenB);
        assertEquals(200, head.status());
        assertEquals("", head.body());
        assertEquals(get.headers(), head.headers());
    }

    @Test
    void otherMethodsAreNotAllowed() {
        String object = collection(toB) + "objects/tool--1621d4d4-b67d-41e3-9670-f01faf20d111/";
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH")) {
            for (String path : List.of(
                    "/taxii2/",
                    "/api/",
                    "/api/collections/",
                    "/api/status/1621d4d4-b67d-41e3-9670-f01faf20d111/",
                    collection(toB),
                    collection(toB) + "manifest/",
                    collection(toB) + "objects/",
                    object,
                    object + "versions/",
                    collection(toB) + "log/checkpoint")) {
                boolean writes = (method.equals("POST") && path.endsWith("/objects/"))
                        || (method.equals("DELETE") && path.equals(object));
                Http.Answer answer = Http.send(a, method, path, tokenB);
                assertError(writes ? 403 : 405, answer);
                assertEquals(writes ? null : "GET, HEAD", answer.header("Allow"));
            }
        }
    }

    @Test
    void pathsHaveOneSpelling() {
        for (String path : List.of(
                "/taxii2",
                "/api",
                "/api/collections",
                collection(toB).substring(0, collection(toB).length() - 1),
                "/api/collections/" + toB.toString().toUpperCase(java.util.Locale.ROOT) + "/",
                "/api/collections/1-1-1-1-1/",
                collection(toB) + "objects",
                collection(toB) + "objects/x/y/",
                collection(toB) + "objects/no-id/",
                collection(toB) + "manifest",
                collection(toB) + "manifest/x/",
                collection(toB) + "objects/tool--1621d4d4-b67d-41e3-9670-f01faf20d111",
                collection(toB) + "objects/tool--1621d4d4-b67d-41e3-9670-f01faf20d111/versions",
                collection(toB) + "objects/tool--1621d4d4-b67d-41e3-9670-f01faf20d111/versions/",
                collection(toB) + "objects/tool--1621d4d4-b67d-41e3-9670-f01faf20d111/versions/x/",
                collection(toB) + "objects/no-id/versions/",
                collection(toB) + "log/",
                collection(toB) + "log/tile/0/000",
                collection(toB) + "log/tile/entries/000",
                collection(toB) + "log/tile/entries/0",
                collection(toB) + "log/opening/00",
                collection(toB) + "log/opening/-1",
                collection(toB) + "log/opening/99999999999999999999",
                "/api/status/1621d4d4-b67d-41e3-9670-f01faf20d111/",
                "/api/status/1621d4d4-b67d-41e3-9670-f01faf20d111",
                "/api/status/",
                "/api/status/x/y/",
                "/api/%63ollections/")) {
            Http.Answer answer = Http.get(a, path, tokenB);
            assertError(404, answer);
        }
    }

    @Test
    void tokensAreChecked() {
        for (String path : List.of("/taxii2/", "/api/", collection(toB) + "objects/", "/api/nothing/")) {
            assertError(401, Http.send(a, "GET", path, null));
            assertError(401, Http.get(a, path, "unknown"));
            assertError(401, Http.send(a, "GET", path, null, "Authorization", "Basic dTpw"));
            assertError(401, Http.send(a, "GET", path, null, "Authorization", "Bearer"));
            assertError(401, Http.send(a, "DELETE", path, null, "Accept", "text/html"));
        }
        assertEquals(
                List.of("Bearer realm=\"entente\"", "Basic realm=\"entente\", charset=\"UTF-8\""),
                Http.send(a, "GET", "/api/", null).headers().get("www-authenticate"));
        for (String user : List.of("", b.self.did().replace(":", "%3A"), "anyone")) {
            String basic = "Basic " + Base64.getEncoder().encodeToString((user + ":" + tokenB).getBytes(UTF_8));
            Http.Answer answer = Http.send(a, "GET", collection(toB) + "objects/", null, "Authorization", basic);
            assertEquals(200, answer.status(), user);
            assertError(404, Http.send(a, "GET", collection(toC), null, "Authorization", basic));
        }
        assertEquals(
                200,
                Http.send(a, "GET", "/api/", null, "Authorization", "bearer " + tokenB)
                        .status());
        String brief = a.token(b, Instant.now().plusSeconds(3600));
        assertEquals(200, Http.get(a, "/api/", brief).status());
        a.clock.ahead(7200);
        String expired = Http.rawGet(a, "/api/", brief);
        a.clock.ahead(0);
        String revoked = a.token(b, null);
        a.exchange.handle(new Command.RevokeToken(TestNode.ACTOR, TestNode.tokenId(revoked)));
        assertEquals(expired, Http.rawGet(a, "/api/", revoked));
        assertEquals(expired, Http.rawGet(a, "/api/", "unknown"));
    }

    @Test
    void aSuspendedCollectionAnswersOneBodyOnEveryPath() {
        a.add(List.of(Samples.object("identity"), Samples.object("tool")));
        a.suspend(toB);
        String one = Http.rawGet(a, collection(toB) + "objects/", tokenB);
        assertTrue(one.startsWith("HTTP/1.1 403 "), one);
        for (String rest : List.of(
                "objects/?limit=0",
                "objects/nonsense/",
                "objects/nonsense/versions/",
                "log/checkpoint",
                "log/tile/entries/000.p/1",
                "log/openings/000.p/1",
                "log/opening/0",
                "manifest/",
                "anything")) {
            assertEquals(one, Http.rawGet(a, collection(toB) + rest, tokenB));
        }
        JsonNode listed = Http.get(a, "/api/collections/", tokenB).json().get("collections");
        assertFalse(listed.get(1).get("can_read").asBoolean());
        assertTrue(listed.get(2).get("can_read").asBoolean());
        assertEquals(listed.get(1), Http.get(a, collection(toB), tokenB).json());
        assertEquals(200, Http.get(a, collection(second) + "objects/", tokenB).status());
        a.resume(toB);
        assertEquals(200, Http.get(a, collection(toB) + "objects/", tokenB).status());
    }

    @Test
    void aSuspensionCutsThePageThatIsOnItsWay() throws IOException {
        a.add(List.of(Samples.object("tool", UUID.randomUUID(), 0, 8_000_000), Samples.object("identity")));
        String request = "GET %sobjects/?limit=1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + tokenB + "\r\n\r\n";
        try (Socket toBe = new Socket();
                Socket other = new Socket(InetAddress.getLoopbackAddress(), a.port)) {
            toBe.setReceiveBufferSize(64 * 1024);
            toBe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), a.port));
            toBe.getOutputStream()
                    .write(request.formatted(collection(toB))
                            .replace("limit=1", "match[type]=tool")
                            .getBytes(UTF_8));
            other.getOutputStream().write(request.formatted(collection(second)).getBytes(UTF_8));
            String head = new String(toBe.getInputStream().readNBytes(1000), UTF_8);
            assertTrue(head.startsWith("HTTP/1.1 200 "), head);
            a.suspend(toB);
            a.site.cut(toB);
            assertTrue(rest(toBe) < 8_000_000 - 1000);
            assertEquals("HTTP/1.1 200 ", new String(other.getInputStream().readNBytes(13), UTF_8));
            other.getOutputStream().write(request.formatted(collection(second)).getBytes(UTF_8));
            other.shutdownOutput();
            assertTrue(new String(other.getInputStream().readAllBytes(), UTF_8).contains("HTTP/1.1 200 "));
        }
    }

    /** The window of the client is used up, so that all that is left of the page waits in the server. */
    @Test
    void aSuspensionCutsThePageThatWaitsOverHttp2() throws IOException {
        a.add(List.of(Samples.object("tool", UUID.randomUUID(), 0, 8_000_000), Samples.object("identity")));
        try (Http2Wire wire = Http2Wire.inTheClear(a.port, 1 << 30)) {
            wire.request(
                    1,
                    "GET",
                    collection(toB) + "objects/?match[type]=tool",
                    "authorization",
                    "Bearer " + tokenB,
                    "accept",
                    "application/taxii+json;version=2.1");
            int data = 0;
            while (data < Http2Wire.DEFAULT_WINDOW) {
                Http2Wire.Frame frame = wire.read();
                data += frame.type() == Http2Wire.DATA ? frame.payload().length : 0;
            }
            a.suspend(toB);
            a.site.cut(toB);
            assertThrows(IOException.class, () -> {
                wire.window(0, 1 << 30);
                wire.read();
            });
        }
        try (Http2Wire wire = Http2Wire.inTheClear(a.port, 1 << 30)) {
            wire.request(1, "GET", collection(toB) + "objects/", "authorization", "Bearer " + tokenB);
            assertEquals(403, wire.response(1).status());
        }
    }

    private static int rest(Socket socket) {
        int count = 0;
        try {
            byte[] buffer = new byte[64 * 1024];
            for (int n = 0; n >= 0; n = socket.getInputStream().read(buffer)) {
                count += n;
            }
        } catch (IOException e) {
            // A connection that is closed before all was read may be reset.
            return count;
        }
        return count;
    }

    @Test
    void aClosedCollectionKeepsItsLogReadable() {
        a.add(List.of(Samples.object("identity"), Samples.object("tool")));
        a.exchange.handle(new Command.Sever(TestNode.ACTOR, a.memorandumOf(toB)));
        String one = Http.rawGet(a, collection(toB) + "objects/", tokenB);
        assertTrue(one.startsWith("HTTP/1.1 403 "), one);
        assertEquals(one, Http.rawGet(a, collection(toB) + "objects/?limit=0", tokenB));
        assertEquals(
                200, Http.get(a, collection(toB) + "log/checkpoint", tokenB).status());
        assertFalse(Http.get(a, collection(toB), tokenB).json().get("can_read").asBoolean());
    }

    @Test
    void afterTheTermNothingLeavesEvenBeforeTheJournalSaysSo() {
        a.add(List.of(Samples.object("tool")));
        a.clock.ahead(40L * 365 * 24 * 3600);
        assertEquals(403, Http.get(a, collection(toB) + "objects/", tokenB).status());
        assertEquals(
                200, Http.get(a, collection(toB) + "log/checkpoint", tokenB).status());
    }

    @Test
    void badQueriesGetAnErrorResource() {
        for (String query : List.of(
                "limit=0",
                "limit=-1",
                "limit=x",
                "limit=",
                "limit=1.5",
                "limit=1&limit=2",
                "added_after=yesterday",
                "added_after=2024-01-01",
                "added_after=2024-01-01T00:00:00%2B01:00",
                "added_after=2024-01-01T00:00:00Z&added_after=2024-01-01T00:00:00Z",
                "next=x",
                "next=",
                "next=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "match%5Bid%5D=",
                "match%5Btype%5D=a,,b",
                "match%5Bversion%5D=first,first",
                "match%5Bversion%5D=all,last",
                "match%5Bversion%5D=2024-01-01T00:00:00Z,2024-01-01T00:00:00.000Z",
                "match%5Bversion%5D=2024-01-01",
                "match%5Bversion%5D=2024-01-01T00:00:00%2B01:00",
                "match%5Bversion%5D=all,2024-01-01T00:00:00Z",
                "match%5Bversion%5D=none",
                "match%5Bnothing%5D=x",
                "match%5Btype%5D=a&match%5Btype%5D=b",
                "x=%zz",
                "x=%C3",
                "x=%C3%28",
                "x=%")) {
            for (String resource : List.of("objects/", "manifest/")) {
                String path = collection(toB) + resource + "?" + query;
                assertError(
                        400,
                        query.contains("%z") || query.endsWith("%")
                                ? parsed(Http.rawGet(a, path, tokenB))
                                : Http.get(a, path, tokenB));
            }
        }
    }

    @Test
    void whatTaxiiDoesNotKnowIsIgnored() {
        a.add(List.of(Samples.object("tool")));
        for (String query : List.of(
                "unknown=1",
                "limit=99999999999999999999",
                "limit=007",
                "match%5Bspec_version%5D=2.0,2.1",
                "added_after=2020-01-01T00:00:00Z",
                "added_after=2020-01-01T00:00:00.123456789Z")) {
            Http.Answer answer = Http.get(a, collection(toB) + "objects/?" + query, tokenB);
            assertEquals(1, answer.json().path("objects").size(), query);
        }
        assertEquals(
                "{}",
                Http.get(a, collection(toB) + "objects/?match%5Bspec_version%5D=2.0", tokenB)
                        .body());
        assertEquals(
                "{}",
                Http.get(a, collection(toB) + "objects/?match%5Bid%5D=nonsense", tokenB)
                        .body());
        assertEquals(
                "{}",
                Http.get(a, collection(toB) + "objects/?match%5Btype%5D=campaign", tokenB)
                        .body());
    }

    @Test
    void badHttpGetsAnErrorAndNothingMore() {
        String good = "Host: x\r\nConnection: close\r\nAuthorization: Bearer " + tokenB + "\r\n";
        for (String request : List.of(
                "GET /api/ HTTP/1.1\r\n" + good + "X: " + "x".repeat(100_000) + "\r\n\r\n",
                "GET /api/" + "x".repeat(10_000) + " HTTP/1.1\r\n" + good + "\r\n",
                "GET /api/" + "x".repeat(100_000) + " HTTP/1.1\r\n" + good + "\r\n",
                "GET /api/%zz/ HTTP/1.1\r\n" + good + "\r\n",
                "GET /api/%/ HTTP/1.1\r\n" + good + "\r\n",
                "GET /api/../api/ HTTP/1.1\r\n" + good + "\r\n",
                "GET /api/%2e%2e/ HTTP/1.1\r\n" + good + "\r\n",
                "GET /api//collections/ HTTP/1.1\r\n" + good + "\r\n",
                "GET /api/;x/ HTTP/1.1\r\n" + good + "\r\n",
                "GET /api/\u00ff HTTP/1.1\r\n" + good + "\r\n",
                "GET /api/ HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET /api/ HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n",
                "GET /api/ HTTP/9.9\r\n" + good + "\r\n",
                "GET /api/ HTTP/1.1\r\n" + good + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n",
                "GET\r\n\r\n")) {
            String answer = Http.raw(a.port, request);
            assertTrue(answer.matches("(?s)HTTP/1\\.[01] (4\\d\\d|505) .*"), request + ": " + answer);
            assertFalse(answer.contains("jetty") || answer.contains("Exception") || answer.contains("\tat "), answer);
            assertTrue(answer.contains("\"title\""), answer);
        }
        assertEquals(200, Http.get(a, "/api/", tokenB).status());
    }

    @Test
    void nothingTellsTheServerOrTheTime() {
        for (String path : List.of("/api/", "/api/x", "/elsewhere")) {
            Http.Answer answer = Http.get(a, path, tokenB);
            assertNull(answer.header("Date"));
            assertNull(answer.header("Server"));
            assertEquals("nosniff", answer.header("X-Content-Type-Options"));
            assertEquals("no-store", answer.header("Cache-Control"));
        }
    }

    @Test
    void mediaTypesAreNegotiated() {
        for (String accept : List.of(TAXII, "application/taxii+json; version=2.1", "application/taxii+json", "*/*")) {
            Http.Answer answer = Http.get(a, "/api/", tokenB, "Accept", accept);
            assertEquals(200, answer.status(), accept);
            assertEquals(TAXII, answer.header("Content-Type"));
        }
        for (String accept : List.of("application/json", "application/taxii+json;version=2.0", "text/html")) {
            assertError(406, Http.get(a, "/api/", tokenB, "Accept", accept));
            assertError(406, Http.get(a, collection(toB) + "objects/", tokenB, "Accept", accept));
        }
    }

    private static Http.Answer parsed(String raw) {
        int end = raw.indexOf("\r\n\r\n");
        java.util.Map<String, List<String>> headers = new java.util.HashMap<>();
        for (String line : raw.substring(0, end).lines().toList()) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                headers.put(line.substring(0, colon), List.of(line.substring(colon + 2)));
            }
        }
        return new Http.Answer(Integer.parseInt(raw.substring(9, 12)), headers, raw.substring(end + 4));
    }

    private static void assertError(int status, Http.Answer answer) {
        assertEquals(status, answer.status(), answer.body());
        assertEquals(TAXII, answer.header("Content-Type"));
        assertFalse(answer.title().isEmpty());
        assertEquals(Integer.toString(status), answer.json().get("http_status").asString());
    }

    private static String text(StixObject object) {
        return new String(object.bytes(), UTF_8);
    }
}
