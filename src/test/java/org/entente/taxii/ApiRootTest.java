package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.entente.exchange.Failure;
import org.entente.exchange.Failure.Code;
import org.entente.taxii.FaultyServer.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The client's cases of the OASIS TAXII 2.1 Interoperability Test Document, against a small server of the standard. */
final class ApiRootTest {
    private static final String ID = FaultyServer.COLLECTION;

    private final FaultyServer server = new FaultyServer();
    private final Waits waits = new Waits(Instant.parse("2024-06-01T00:00:00Z"));
    private final UUID tool = UUID.randomUUID();
    private ApiRoot root;

    @BeforeEach
    void open() {
        root = new ApiRoot(server.root(), new Credentials.None(), waits.patience());
    }

    @AfterEach
    void close() {
        root.close();
        server.close();
    }

    private static Match match(List<String> ids, List<String> types, List<String> versions, List<String> specs) {
        return new Match("", Match.LIMIT, ids, types, versions, specs);
    }

    private static final Match ALL = match(List.of(), List.of(), List.of(), List.of());

    private List<String> objects(Match match) {
        List<String> all = new ArrayList<>();
        root.objects(ID, match, item -> all.add(new String(item, UTF_8)));
        return all;
    }

    private List<JsonNode> add(List<byte[]> objects) {
        List<JsonNode> statuses = new ArrayList<>();
        root.add(ID, objects, statuses::add);
        return statuses;
    }

    /** Three versions of a tool, a malware and an observable. */
    private List<String> fill() {
        List<byte[]> objects = List.of(
                Samples.object("tool", tool, 0, 10).bytes(),
                Samples.object("malware").bytes(),
                Samples.object("tool", tool, 1, 10).bytes(),
                Samples.address("198.51.100.3").bytes(),
                Samples.object("tool", tool, 2, 10).bytes());
        add(objects);
        return objects.stream().map(object -> new String(object, UTF_8)).toList();
    }

    @Test
    void authorisation() {
        server.authorization = "Bearer right";
        for (Credentials wrong : List.of(
                new Credentials.None(), new Credentials.Bearer("wrong"), new Credentials.Basic("right", "right"))) {
            try (ApiRoot other = new ApiRoot(server.root(), wrong, waits.patience())) {
                assertEquals(
                        Code.UNAUTHORISED,
                        assertThrows(Failure.class, other::describe).code());
            }
        }
        try (ApiRoot right = new ApiRoot(server.root(), new Credentials.Bearer("right"), waits.patience())) {
            right.describe();
        }
        server.authorization = "Basic dXNlcjpwYXNz";
        try (ApiRoot right = new ApiRoot(server.root(), new Credentials.Basic("user", "pass"), waits.patience())) {
            right.describe();
        }
    }

    @Test
    void discoveryAsksNobodyElse() {
        try (FaultyServer other = new FaultyServer()) {
            server.roots = List.of(server.root(), "/root/", other.root(), "ftp://x/", "/nothing/");
            ApiRoot.Discovery discovery =
                    ApiRoot.discover(server.url(), new Credentials.None(), false, waits.patience());
            assertEquals("Test", discovery.resource().path("title").asString());
            assertNotNull(discovery.roots().get(0).resource());
            assertNotNull(discovery.roots().get(1).resource(), "relative to the discovery resource");
            assertTrue(discovery.roots().get(2).elsewhere());
            assertNull(discovery.roots().get(2).resource());
            assertTrue(discovery.roots().get(3).elsewhere());
            Failure failure = discovery.roots().get(4).failure();
            assertEquals(Code.NOT_FOUND, failure == null ? null : failure.code());
            assertEquals(List.of(), other.requests());
            for (String address : List.of(server.url() + "/taxii2/", server.url() + "/taxii2", server.url() + "/")) {
                discovery = ApiRoot.discover(address, new Credentials.None(), true, waits.patience());
                assertNotNull(discovery.roots().get(2).resource(), "where that is wanted");
            }
            assertEquals(3, other.requests().size());
        }
    }

    @Test
    void rootsCollectionsAndWhatIsNotThere() {
        assertEquals(1 << 20, root.describe().path("max_content_length").asInt());
        assertEquals(
                ID, root.collections().path("collections").path(0).path("id").asString());
        assertEquals("Everything", root.collection(ID).path("title").asString());
        for (Runnable call : List.<Runnable>of(
                () -> root.collection("nothing"),
                () -> root.status("nothing"),
                () -> root.object(ID, "tool--" + UUID.randomUUID(), ALL, _ -> {}),
                () -> root.delete(ID, "tool--" + UUID.randomUUID(), null))) {
            assertEquals(Code.NOT_FOUND, assertThrows(Failure.class, call::run).code());
        }
        assertThrows(Failure.class, () -> root.collection(".."));
        assertThrows(Failure.class, () -> root.collection(""));
        assertEquals(List.of(), objects(ALL));
    }

    @Test
    void readAndWriteAreForbiddenAsTheCollectionSays() {
        fill();
        server.canRead = false;
        assertEquals(
                Code.FORBIDDEN, assertThrows(Failure.class, () -> objects(ALL)).code());
        server.canRead = true;
        server.canWrite = false;
        byte[] object = Samples.object("tool").bytes();
        assertEquals(
                Code.FORBIDDEN,
                assertThrows(Failure.class, () -> add(List.of(object))).code());
        assertEquals(
                Code.FORBIDDEN,
                assertThrows(Failure.class, () -> root.delete(ID, "tool--" + tool, null))
                        .code());
    }

    @Test
    void whatWasAddedComesBackByteForByte() {
        List<String> sent = fill();
        assertEquals(sent, objects(match(List.of(), List.of(), List.of("all"), List.of())));
        server.mostPerPage = 2;
        assertEquals(sent, objects(match(List.of(), List.of(), List.of("all"), List.of())));
    }

    @Test
    void filtersCombine() {
        List<String> sent = fill();
        String id = "tool--" + tool;
        List<String> none = List.of();
        assertEquals(List.of(sent.get(1), sent.get(3), sent.get(4)), objects(ALL));
        assertEquals(List.of(sent.get(4)), objects(match(List.of(id), none, none, none)));
        assertEquals(List.of(sent.get(0)), objects(match(List.of(id), none, List.of("first"), none)));
        assertEquals(
                List.of(sent.get(0), sent.get(2)),
                objects(match(none, List.of("tool"), List.of("first", "2024-01-01T00:00:01.000Z"), none)));
        assertEquals(
                List.of(sent.get(1), sent.get(4)),
                objects(match(none, List.of("tool", "malware"), none, List.of("2.1"))));
        assertEquals(none, objects(match(List.of(id), List.of("malware"), none, none)));
        assertEquals(none, objects(match(none, none, none, List.of("2.0"))));
        assertEquals(
                List.of(sent.get(4)), objects(new Match("2024-05-01T00:00:00.000003Z", 1, none, none, none, none)));
        assertThrows(Failure.class, () -> match(List.of("a,b"), none, none, none));
        assertThrows(Failure.class, () -> new Match("yesterday", 1, none, none, none, none));
        assertThrows(Failure.class, () -> new Match("", 0, none, none, none, none));
    }

    @Test
    void manifestVersionsAndOneObject() {
        List<String> sent = fill();
        server.mostPerPage = 2;
        List<String> manifest = new ArrayList<>();
        Match all = match(List.of(), List.of(), List.of("all"), List.of());
        root.manifest(ID, all, item -> manifest.add(new String(item, UTF_8)));
        assertEquals(5, manifest.size());
        assertTrue(manifest.getFirst().contains("tool--" + tool), manifest.getFirst());
        List<String> versions = new ArrayList<>();
        root.versions(ID, "tool--" + tool, ALL, versions::add);
        assertEquals(
                List.of("2024-01-01T00:00:00.000Z", "2024-01-01T00:00:01.000Z", "2024-01-01T00:00:02.000Z"), versions);
        List<String> object = new ArrayList<>();
        root.object(ID, "tool--" + tool, all, item -> object.add(new String(item, UTF_8)));
        assertEquals(List.of(sent.get(0), sent.get(2), sent.get(4)), object);
    }

    @Test
    void statusesAreWaitedFor() {
        server.pendingPolls = 4;
        List<JsonNode> statuses = add(List.of(Samples.object("tool").bytes()));
        assertEquals(1, statuses.size());
        assertEquals("complete", statuses.getFirst().path("status").asString());
        assertEquals(4, waits.waits().size());
        assertEquals(
                statuses.getFirst(), root.status(statuses.getFirst().path("id").asString()));
        server.pendingPolls = 1_000_000;
        Failure failure = assertThrows(
                Failure.class, () -> add(List.of(Samples.object("tool").bytes())));
        assertEquals(Code.UNAVAILABLE, failure.code());
        assertTrue(failure.fields().containsKey("id"));
    }

    @Test
    void whatIsNotTakenSaysWhy() {
        String refused =
                new String(Samples.object("tool").bytes(), UTF_8).replace("\"name\"", "\"x_refused\":true,\"name\"");
        ObjectNode status = (ObjectNode) add(List.of(Samples.object("tool").bytes(), refused.getBytes(UTF_8)))
                .getFirst();
        assertEquals(1, status.path("success_count").asInt());
        assertEquals(
                "This one is not wanted.",
                status.path("failures").path(0).path("message").asString());
    }

    @Test
    void manyObjectsGoInAsManyRequestsAsTheServerDemands() {
        List<byte[]> objects = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            objects.add(Samples.object("tool", UUID.randomUUID(), 0, 200).bytes());
        }
        server.maxContentLength = 2000;
        List<JsonNode> statuses = add(objects);
        assertTrue(statuses.size() >= 8, statuses.size() + " statuses");
        assertEquals(40, objects(ALL).size());
        // A server that takes less than it says.
        server.does((request, honest) -> request.body().length > 1100 ? Response.error(413) : honest);
        assertTrue(add(objects).size() > statuses.size());
        server.maxContentLength = 300;
        int before = server.requests().size();
        assertEquals(Code.LIMIT, assertThrows(Failure.class, () -> add(objects)).code());
        assertEquals(before + 1, server.requests().size(), "nothing was sent");
        assertEquals(40, objects(ALL).size());
    }

    @Test
    void anAddThatWasCutOffIsMadeAgain() {
        AtomicBoolean once = new AtomicBoolean();
        server.does((request, honest) ->
                request.method().equals("POST") && once.compareAndSet(false, true) ? honest.cut(30) : honest);
        List<JsonNode> statuses = add(List.of(Samples.object("tool").bytes()));
        assertEquals(1, statuses.getFirst().path("success_count").asInt());
        assertEquals(1, objects(ALL).size());
    }

    @Test
    void objectsAndVersionsAreDeleted() {
        List<String> sent = fill();
        root.delete(ID, "tool--" + tool, "2024-01-01T00:00:01.000Z");
        Match all = match(List.of(), List.of(), List.of("all"), List.of());
        assertEquals(List.of(sent.get(0), sent.get(1), sent.get(3), sent.get(4)), objects(all));
        root.delete(ID, "tool--" + tool, null);
        assertEquals(List.of(sent.get(1), sent.get(3)), objects(all));
    }
}
