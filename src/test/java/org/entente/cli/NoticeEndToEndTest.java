package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entente.node.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A gives to B, suspends and then recalls; B learns of it by the notice (release.md rule 14). All by the command line. */
final class NoticeEndToEndTest {
    private static final String OBJECT = """
            {"type":"tool","spec_version":"2.1","id":"tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",\
            "created":"2024-01-01T00:00:00.000Z","modified":"2024-01-01T00:00:00.000Z","name":"sample"}""";
    private static final String RULES = """
            {"entente":"house-rules/1","rules":[
             {"id":"H1","text":"Tools stay","require":{"type":{"isNoneOf":["tool"]}}}]}""";

    @TempDir
    private Path temporary;

    private final List<Node> nodes = new ArrayList<>();
    private Path folderA;
    private Path folderB;
    private String memorandum;

    @BeforeEach
    void start() throws IOException {
        folderA = Dealings.init(temporary, "a");
        folderB = Dealings.init(temporary, "b");
        for (Path folder : List.of(folderA, folderB)) {
            nodes.add(Node.open(folder));
        }
        Dealings.introduce(folderA, folderB);
        Dealings.admit(folderA, folderB);
        Path draft = Files.writeString(temporary.resolve("draft.json"), """
                {"title": "T",
                 "parties": [{"id": "did:web:a.example", "name": "A"}, {"id": "did:web:b.example", "name": "B"}],
                 "term": {"from": "2020-01-01T00:00:00Z"}, "defaults": {"tlp": "green"},
                 "grants": [{"id": "G1", "title": "G", "from": "did:web:a.example", "to": ["did:web:b.example"],
                             "constraint": {"type": {"isAnyOf": ["tool"]}}}]}""", UTF_8);
        memorandum = Run.json(folderA, "memorandum", "new", "--from", draft.toString())
                .get("id")
                .asString();
        Dealings.sign(folderA, folderB, memorandum);
    }

    @AfterEach
    void stop() {
        nodes.forEach(Node::close);
    }

    private String contract() {
        return Run.json(folderB, "contract", "list")
                .get("contracts")
                .get(0)
                .get("id")
                .asString();
    }

    private int recalled() {
        return Run.json(folderB, "feed", "root", contract()).path("recalled").asInt();
    }

    @Test
    void aRecallUnderSuspensionReachesTheReceiverAsANotice() throws IOException {
        String contract = contract();
        Run.ok(folderA, "import", file("object", OBJECT));
        Run.ok(folderB, "pull");
        assertTrue(Run.ok(folderA, "feed", "notices", contract).contains("There is no notice."));

        Run.ok(folderA, "memorandum", "suspend", memorandum);
        assertEquals(0, recalled());
        Run.ok(folderA, "rules", "set", file("rules", RULES));
        // The node may have pulled by itself meanwhile.
        JsonNode pulled = Run.json(folderB, "pull", contract).path("pulls").get(0);
        assertTrue(pulled.path("suspended").asBoolean(), pulled::toString);
        assertEquals(1, recalled());
        assertTrue(Run.ok(folderB, "pull").contains("suspended"));
        JsonNode pulling = Run.json(folderB, "status").path("pulling").get(0);
        assertEquals("suspended", pulling.path("state").asString());
        JsonNode given = Run.json(folderA, "feed", "notices", contract);
        JsonNode taken = Run.json(folderB, "feed", "notices", contract);
        assertEquals(1, taken.path("notices").size());
        assertTrue(taken.path("notices").get(0).asString().contains("/api/notices/" + contract));
        assertTrue(given.path("notices").get(0).asString().contains("\n1\n\n"), given::toString);
        assertTrue(Run.ok(folderB, "feed", "notices", contract).contains("/api/notices/" + contract));

        Run.ok(folderA, "memorandum", "resume", memorandum);
        Run.ok(folderB, "pull");
        assertEquals(1, recalled());
        assertTrue(Run.json(folderB, "feed", "root", contract).path("equal").asBoolean());
        nodes.forEach(Node::close);
        nodes.clear();
        Run.on(folderA, "fsck").well();
        Run.on(folderB, "fsck").well();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(temporary.resolve(name + ".json"), text).toString();
    }
}
