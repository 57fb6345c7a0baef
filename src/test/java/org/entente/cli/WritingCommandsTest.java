package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.entente.intake.Conversion;
import org.entente.node.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an administrator does so that our tools and partners can write, and what they then write, on two nodes. */
final class WritingCommandsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TAXII = "application/taxii+json;version=2.1";
    private static final String OBJECT = """
            {"type":"tool","spec_version":"2.1","id":"tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",\
            "created":"2024-01-01T00:00:00.000Z","modified":"2024-01-01T00:00:00.000Z","name":"sample"}""";

    @TempDir
    private Path temporary;

    private Path folderA;
    private Path folderB;
    private Node nodeA;
    private Node nodeB;

    @BeforeEach
    void start() throws IOException {
        folderA = Dealings.init(temporary, "a");
        folderB = Dealings.init(temporary, "b");
        nodeA = Node.open(folderA);
        nodeB = Node.open(folderB);
    }

    @AfterEach
    void stop() {
        nodeA.close();
        nodeB.close();
    }

    private String url(Path folder) {
        return Run.json(folder, "status").get("url").asString();
    }

    private static HttpResponse<String> send(String method, String url, String token, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", TAXII)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aToolOfOurOwnReadsAndWritesWhatItsTokenNames() {
        String id = Run.ok(folderA, "collection", "add", "Sightings", "--description", "What we saw", "--tlp", "green")
                .strip();
        assertEquals(
                ExitCode.CONFLICT.number(),
                Run.on(folderA, "collection", "add", "Sightings").code());
        Run.ok(folderA, "collection", "add", "Other");
        String token = Run.ok(folderA, "token", "new", "--label", "SIEM", "--read", "Sightings", "--write", id)
                .strip();
        String objects = url(folderA) + "/api/collections/" + id + "/objects/";
        HttpResponse<String> posted = send("POST", objects, token, "{\"objects\":[" + OBJECT + "]}");
        assertEquals(202, posted.statusCode(), posted.body());
        assertTrue(send("GET", objects, token, "").body().contains(OBJECT));
        JsonNode listed = JSON.readTree(
                send("GET", url(folderA) + "/api/collections/", token, "").body());
        assertEquals(1, listed.get("collections").size());
        assertEquals(
                "What we saw",
                listed.get("collections").get(0).get("description").asString());
        JsonNode collections = Run.json(folderA, "collection", "list").get("collections");
        assertEquals(2, collections.size());
        assertEquals(1, collections.get(0).get("objects").asInt());
        assertEquals("green", collections.get(0).get("tlp").asString());
        JsonNode tokens = Run.json(folderA, "token", "list").get("tokens");
        assertEquals("read and write Sightings", tokens.get(0).get("may").asString());
        assertTrue(Run.ok(folderA, "collection", "list").contains("Sightings"));
        HttpResponse<String> deleted =
                send("DELETE", objects + "tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f/", token, "");
        assertEquals(200, deleted.statusCode());
        assertEquals(
                0,
                Run.json(folderA, "collection", "list")
                        .get("collections")
                        .get(0)
                        .get("objects")
                        .asInt());
    }

    @Test
    void tokensAreAskedForInOneWay() {
        Run.ok(folderA, "collection", "add", "Sightings");
        for (String[] wrong : new String[][] {
            {"token", "new"},
            {"token", "new", "--label", "x"},
            {"token", "new", "--partner", "did:web:b.example", "--read", "Sightings"},
            {"inbox", "take", "did:web:b.example"},
            {"inbox", "take", "did:web:b.example", "1", "--all"}
        }) {
            assertEquals(ExitCode.USAGE.number(), Run.on(folderA, wrong).code(), String.join(" ", wrong));
        }
        assertEquals(
                ExitCode.INVALID.number(),
                Run.on(folderA, "token", "new", "--read", "Sightings").code(),
                "no label");
        assertEquals(
                ExitCode.NOT_FOUND.number(),
                Run.on(folderA, "token", "new", "--label", "x", "--read", "Nothing")
                        .code());
        assertEquals(
                ExitCode.INVALID.number(),
                Run.on(folderA, "collection", "add", "x".repeat(301)).code());
        assertEquals(
                ExitCode.INVALID.number(),
                Run.on(folderA, "collection", "add", "x", "--tlp", "purple").code());
        assertTrue(Run.json(folderA, "token", "list").get("tokens").isEmpty());
    }

    @Test
    void whatAPartnerPostsIsListedShownAndTaken() throws IOException {
        String partner = "did:web:b.example";
        Dealings.introduce(folderA, folderB);
        sign();
        String token = Run.ok(folderA, "token", "new", "--partner", partner).strip();
        JsonNode collections = JSON.readTree(
                send("GET", url(folderA) + "/api/collections/", token, "").body());
        String inbox = "";
        for (JsonNode one : collections.get("collections")) {
            inbox = one.get("can_write").asBoolean() ? one.get("id").asString() : inbox;
        }
        String objects = url(folderA) + "/api/collections/" + inbox + "/objects/";
        assertEquals(
                202,
                send("POST", objects, token, "{\"objects\":[" + OBJECT + "]}").statusCode());
        JsonNode listed =
                Run.json(folderA, "inbox", "list", partner).get("inboxes").get(0);
        assertEquals(inbox, listed.get("id").asString());
        assertEquals("open", listed.get("status").asString());
        JsonNode item = listed.get("items").get(0);
        assertFalse(item.get("taken").asBoolean());
        assertTrue(Run.ok(folderA, "inbox", "list").contains("tool--8e2e2d2b"));
        String number = item.get("item").asString();
        assertEquals(OBJECT, Run.ok(folderA, "inbox", "show", partner, number).strip());
        assertEquals(
                ExitCode.NOT_FOUND.number(),
                Run.on(folderA, "inbox", "show", partner, "7").code());
        assertEquals(0, Run.json(folderA, "status").get("objects").asInt());
        assertEquals(
                1,
                Run.json(folderA, "inbox", "take", partner, "--all")
                        .get("added")
                        .asInt());
        assertEquals(1, Run.json(folderA, "status").get("objects").asInt());
        assertEquals(
                1,
                Run.json(folderA, "inbox", "take", partner, number)
                        .get("unchanged")
                        .asInt());
        Path file = Files.writeString(temporary.resolve("same.json"), OBJECT);
        JsonNode imported =
                Run.json(folderA, "import", file.toString()).get("imports").get(0);
        assertEquals(1, imported.get("received").asInt(), "importing it again does not make it ours");
    }

    private void sign() throws IOException {
        Path draft = Files.writeString(temporary.resolve("draft.json"), """
                {"title": "T",
                 "parties": [{"id": "did:web:a.example", "name": "A"}, {"id": "did:web:b.example", "name": "B"}],
                 "term": {"from": "2020-01-01T00:00:00Z"}, "defaults": {"tlp": "green"},
                 "grants": [{"id": "G1", "title": "G", "from": "did:web:a.example", "to": ["did:web:b.example"],
                             "constraint": {"type": {"isAnyOf": ["tool"]}}}]}""", UTF_8);
        String id = Run.json(folderA, "memorandum", "new", "--from", draft.toString())
                .get("id")
                .asString();
        Dealings.sign(folderA, folderB, id);
    }

    @Test
    void filesOfOtherFormatsAreImportedWithWhatWasDroppedSaid() throws IOException {
        Path misp = document("misp-rich.json");
        Run first = Run.on(folderA, "import", "--format", "misp", "--tlp", "green", misp.toString(), "--json");
        assertEquals(0, first.code(), first.err());
        JsonNode imported = JSON.readTree(first.out()).get("imports").get(0);
        JsonNode golden = JSON.readTree(Files.readString(document("misp-rich.json.golden")))
                .get("objects");
        assertEquals(golden.size(), imported.get("added").asInt());
        assertTrue(first.err().contains("misp-rich.json"), first.err());
        JsonNode again = Run.json(folderA, "import", "--format", "misp", "--tlp", "green", misp.toString())
                .get("imports")
                .get(0);
        assertEquals(0, again.get("added").asInt());
        assertEquals(golden.size(), again.get("unchanged").asInt());

        for (String[] other : new String[][] {{"stix20", "stix20-rich.json"}, {"csv", "simple.csv"}}) {
            Path file = document(other[1]);
            assertTrue(Run.json(folderA, "import", "--format", other[0], file.toString())
                            .get("imports")
                            .get(0)
                            .get("added")
                            .asInt()
                    > 0);
        }
        assertEquals(
                ExitCode.INVALID.number(),
                Run.on(
                                folderA,
                                "import",
                                "--format",
                                "misp",
                                document("simple.csv").toString())
                        .code());
        assertEquals(
                ExitCode.USAGE.number(),
                Run.on(folderA, "import", "--format", "xml", misp.toString()).code());
    }

    private Path document(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Conversion.class.getResourceAsStream(name))) {
            return Files.write(temporary.resolve(name), in.readAllBytes());
        }
    }
}
