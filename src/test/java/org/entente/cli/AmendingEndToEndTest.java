package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entente.node.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two nodes amend what they signed, and releasers approve what the new terms ask them about; all by the command line. */
final class AmendingEndToEndTest {
    private static final String ID = "tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";
    private static final String VERSION = "2024-01-01T00:00:00.000Z";
    private static final String OBJECT = """
            {"type":"tool","spec_version":"2.1","id":"%s",\
            "created":"%s","modified":"%s","name":"sample"}""".formatted(ID, VERSION, VERSION);

    @TempDir
    private Path temporary;

    private Path folderA;
    private Path folderB;
    private Path tokenOfB;
    private Node nodeA;
    private Node nodeB;

    @BeforeEach
    void start() throws IOException {
        folderA = Dealings.init(temporary, "a");
        folderB = Dealings.init(temporary, "b");
        nodeA = Node.open(folderA);
        nodeB = Node.open(folderB);
        Dealings.introduce(folderA, folderB);
        tokenOfB = Dealings.admit(folderA, folderB);
    }

    @AfterEach
    void stop() {
        nodeA.close();
        nodeB.close();
    }

    private Path draft(String constraint, String duties) throws IOException {
        return Files.writeString(temporary.resolve("draft.json"), """
                {"title": "T",
                 "parties": [{"id": "did:web:a.example", "name": "A"}, {"id": "did:web:b.example", "name": "B"}],
                 "term": {"from": "2020-01-01T00:00:00Z"}, "defaults": {"tlp": "green"},
                 "grants": [{"id": "G1", "title": "G", "from": "did:web:a.example", "to": ["did:web:b.example"],
                             "constraint": {"type": {"isAnyOf": ["%s"]}}%s}]}""".formatted(constraint, duties), UTF_8);
    }

    @Test
    void anAmendedMemorandumGoesOnUnderNewTerms() throws IOException {
        String id = Run.json(
                        folderA,
                        "memorandum",
                        "new",
                        "--from",
                        draft("tool", "").toString())
                .get("id")
                .asString();
        Dealings.sign(folderA, folderB, id);
        Path file = Files.writeString(temporary.resolve("object.json"), OBJECT);
        Run.ok(folderA, "import", file.toString());
        Run.ok(folderB, "pull");
        JsonNode before = contract(folderA);
        assertEquals(1, before.get("live").asInt());

        JsonNode second = Run.json(
                folderA,
                "memorandum",
                "amend",
                id,
                "--from",
                draft("tool", ", \"duties\": {\"approval\": 2, \"attribution\": \"required\"}")
                        .toString());
        assertEquals(1, second.get("version").asInt(), "the first is still the one in force");
        assertEquals(2, second.get("versions").size());
        Run.ok(folderA, "memorandum", "offer", id);
        Run.ok(folderA, "memorandum", "agree", id);
        assertEquals(
                ExitCode.CONFLICT.number(),
                Run.on(folderA, "memorandum", "agree", id).code());
        Dealings.sign(folderA, folderB, id);
        for (Path folder : List.of(folderA, folderB)) {
            JsonNode shown = Run.json(folder, "memorandum", "show", id);
            assertEquals(2, shown.get("version").asInt());
            assertEquals("in force", shown.get("state").asString());
            assertEquals("replaced", shown.get("versions").get(0).get("state").asString());
            assertTrue(Run.ok(folder, "memorandum", "show", id).contains("approval 2, attribution required"));
            assertTrue(
                    Run.ok(folder, "memorandum", "show", id, "--version", "1").contains("none"));
        }
        JsonNode after = contract(folderA);
        assertEquals(before.get("id"), after.get("id"));
        assertEquals(0, after.get("live").asInt(), "it waits for approval now");
        Run.ok(folderB, "pull");

        approve(after.get("id").asString());
        assertEquals(1, contract(folderA).get("live").asInt());
        Run.ok(folderB, "pull");
        JsonNode root = Run.json(folderB, "feed", "root", after.get("id").asString());
        assertTrue(root.get("equal").asBoolean());
        assertEquals(5, root.get("size").asInt());
        assertTrue(Run.ok(folderA, "explain", ID, after.get("id").asString()).contains("approved by uid:"));
        Run.ok(folderA, "approval", "withdraw", after.get("id").asString(), ID, VERSION);
        assertEquals(0, contract(folderA).get("live").asInt());
    }

    private void approve(String contract) throws IOException {
        JsonNode waiting = Run.json(folderA, "approval", "list").get("waiting").get(0);
        assertEquals(ID, waiting.get("object").asString());
        assertEquals(VERSION, waiting.get("version").asString());
        String sha256 = waiting.get("sha256").asString();
        assertEquals(
                ExitCode.CONFLICT.number(),
                Run.on(folderA, "approval", "give", contract, ID, VERSION, "--sha256", "00".repeat(32))
                        .code());
        Run.ok(folderA, "approval", "give", contract, ID, VERSION, "--sha256", sha256);
        assertEquals(
                ExitCode.CONFLICT.number(),
                Run.on(folderA, "approval", "give", contract, ID, VERSION).code(),
                "one releaser is one");
        assertEquals(0, contract(folderA).get("live").asInt());
        assertTrue(Run.ok(folderA, "approval", "list", "--contract", contract).contains("uid:"));
        Run.ok(folderA, "collection", "add", "Desk");
        String token = Run.ok(folderA, "token", "new", "--label", "Second releaser", "--read", "Desk");
        Path file = Files.writeString(temporary.resolve("releaser"), token);
        Run.ok(folderA, "approval", "give", contract, ID, VERSION, "--token-file", file.toString());
        assertEquals(0, Run.json(folderA, "approval", "list").get("waiting").size());
        assertEquals(
                ExitCode.FORBIDDEN.number(),
                Run.on(folderA, "approval", "give", contract, ID, VERSION, "--token-file", tokenOfB.toString())
                        .code(),
                "a partner approves nothing");
    }

    private static JsonNode contract(Path folder) {
        return Run.json(folder, "contract", "list").get("contracts").get(0);
    }
}
