package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entente.taxii.FaultyServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands against a small TAXII server: what they print, and how they end. */
final class TaxiiCommandTest {
    private static final String TOOL = """
            {"type":"tool", "spec_version":"2.1","id":"tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",\
            "created":"2024-01-01T00:00:00.000Z","modified":"2024-01-01T00:00:0%d.000Z","name":"n\\u00e4me é"}""";
    private static final String ID = "tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";

    @TempDir
    Path folder;

    private final FaultyServer server = new FaultyServer();
    private int code;
    private String err = "";

    @AfterEach
    void close() {
        server.close();
    }

    private String run(String... arguments) {
        List<String> words = new ArrayList<>(List.of("taxii"));
        words.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        code = Main.run(new PrintWriter(out), new PrintWriter(errors), words.toArray(String[]::new));
        err = errors.toString();
        return out.toString();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private Path file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void theRoadOfAnObject() throws Exception {
        server.authorization = "Bearer secret";
        String token = file("token", "secret\n").toString();
        String root = server.root();
        String collection = FaultyServer.COLLECTION;
        String first = TOOL.formatted(1);
        String second = TOOL.formatted(2);
        String objects = file("objects", first + "\n" + second + "\n").toString();
        JsonNode added = json(run("add", root, collection, objects, "--token-file", token, "--json"));
        assertEquals(0, code, err);
        String status = added.path("statuses").path(0).path("id").asString();
        assertTrue(run("status", root, status, "--token-file", token).contains("complete"));
        assertEquals(
                first + "\n" + second + "\n",
                run("objects", root, collection, "--version", "all", "--token-file", token));
        assertEquals(second + "\n", run("object", root, collection, ID, "--token-file", token));
        assertEquals(
                "2024-01-01T00:00:01.000Z\n2024-01-01T00:00:02.000Z\n",
                run("versions", root, collection, ID, "--token-file", token).replace("\r", ""));
        String manifest = run("manifest", root, collection, "--type", "tool", "--token-file", token, "--json");
        assertEquals(ID, json(manifest).path("id").asString());
        assertTrue(run("manifest", root, collection, "--token-file", token).startsWith("ID "));
        run("delete", root, collection, ID, "--version", "2024-01-01T00:00:01.000Z", "--token-file", token);
        assertEquals(0, code, err);
        assertEquals(second + "\n", run("objects", root, collection, "--version", "all", "--token-file", token));
        run("delete", root, collection, ID, "--token-file", token);
        assertEquals("", run("objects", root, collection, "--token-file", token));
        run("object", root, collection, ID, "--token-file", token);
        assertEquals(ExitCode.NOT_FOUND.number(), code);
        run("collections", root);
        assertEquals(ExitCode.UNAUTHORISED.number(), code);
        assertFalse(err.contains("secret"));
    }

    @Test
    void discoveryTellsOfRootsElsewhereAndDoesNotAskThem() throws Exception {
        try (FaultyServer other = new FaultyServer()) {
            server.authorization = "Basic dTpw";
            server.roots = List.of(server.root(), other.root());
            String basic = file("basic", "u:p").toString();
            String table = run("discover", server.url(), "--basic-file", basic);
            assertEquals(0, code, err);
            assertTrue(table.contains("not asked: it is at another origin"), table);
            assertEquals(List.of(), other.requests());
            JsonNode result =
                    json(run("discover", server.url(), "--basic-file", basic, "--allow-other-origin", "--json"));
            assertEquals(
                    "Root",
                    result.path("roots").path(1).path("resource").path("title").asString());
            assertTrue(run("collections", server.root(), "--basic-file", basic).contains("Everything"));
        }
    }

    @Test
    void whatIsNotTakenIsShownAndEndsWithOne() throws Exception {
        String refused = TOOL.formatted(1).replace("\"name\"", "\"x_refused\":true,\"name\"");
        String out = run(
                "add",
                server.root(),
                FaultyServer.COLLECTION,
                file("objects", refused).toString());
        assertEquals(ExitCode.FINDING.number(), code, err);
        assertTrue(out.contains("This one is not wanted."), out);
    }

    @Test
    void whatIsNotValidIsNotSent() throws Exception {
        run(
                "add",
                server.root(),
                FaultyServer.COLLECTION,
                file("objects", "{\"type\":\"tool\"}").toString());
        assertEquals(ExitCode.INVALID.number(), code);
        assertEquals(List.of(), server.requests());
    }

    @Test
    void wrongUsage() throws Exception {
        String file = file("t", "x").toString();
        run("objects", server.root(), "c", "--token-file", file, "--basic-file", file);
        assertEquals(ExitCode.USAGE.number(), code);
        run("objects", server.root(), "c", "--basic-file", file);
        assertEquals(ExitCode.INVALID.number(), code);
        run("objects", "ftp://a.example/", "c");
        assertEquals(ExitCode.INVALID.number(), code);
        assertTrue(new String(err.getBytes(UTF_8), UTF_8).startsWith("entente: "), err);
    }
}
