package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

/** A gives to B, and B passes on to C what A consents to; all by the command line, and objects over HTTP. */
final class ConsentEndToEndTest {
    private static final String ID = "tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";
    private static final String VERSION = "2024-01-01T00:00:00.000Z";
    private static final String OBJECT = """
            {"type":"tool","spec_version":"2.1","id":"%s",\
            "created":"%s","modified":"%s","name":"sample"}""".formatted(ID, VERSION, VERSION);
    private static final String C = "did:web:c.example";

    @TempDir
    private Path temporary;

    private final List<Node> nodes = new ArrayList<>();
    private Path folderA;
    private Path folderB;
    private Path folderC;

    @BeforeEach
    void start() throws IOException {
        folderA = Dealings.init(temporary, "a");
        folderB = Dealings.init(temporary, "b");
        folderC = Dealings.init(temporary, "c");
        for (Path folder : List.of(folderA, folderB, folderC)) {
            nodes.add(Node.open(folder));
        }
        gives(folderA, folderB, "a", "b");
        gives(folderB, folderC, "b", "c");
    }

    @AfterEach
    void stop() {
        nodes.forEach(Node::close);
    }

    /** Cards, a token and a memorandum by which the one gives to the other and asks for consent. */
    private void gives(Path giver, Path receiver, String from, String to) throws IOException {
        Dealings.introduce(giver, receiver);
        Dealings.admit(giver, receiver);
        Path draft = Files.writeString(temporary.resolve("draft.json"), """
                {"title": "T",
                 "parties": [{"id": "did:web:%1$s.example", "name": "G"}, {"id": "did:web:%2$s.example", "name": "R"}],
                 "term": {"from": "2020-01-01T00:00:00Z"}, "defaults": {"tlp": "green"},
                 "grants": [{"id": "G1", "title": "G", "from": "did:web:%1$s.example", "to": ["did:web:%2$s.example"],
                             "constraint": {"type": {"isAnyOf": ["tool"]}},
                             "duties": {"onward": "with-consent"}}]}""".formatted(from, to), UTF_8);
        String id = Run.json(giver, "memorandum", "new", "--from", draft.toString())
                .get("id")
                .asString();
        Dealings.sign(giver, receiver, id);
        assertTrue(Run.ok(giver, "memorandum", "show", id).contains("onward with-consent"));
    }

    private static String contract(Path folder, String giver) {
        for (JsonNode contract : Run.json(folder, "contract", "list").get("contracts")) {
            if (contract.get("giver").asString().equals("did:web:" + giver + ".example")) {
                return contract.get("id").asString();
            }
        }
        throw new AssertionError("no contract by which " + giver + " gives");
    }

    private Path document(String name) {
        return temporary.resolve(name + ".consent.json");
    }

    @Test
    void whatTheGiverConsentsToGoesOnUntilItIsTakenBack() throws IOException {
        Path file = Files.writeString(temporary.resolve("object.json"), OBJECT);
        Run.ok(folderA, "import", file.toString());
        Run.ok(folderB, "pull");
        String ab = contract(folderA, "a");
        String bc = contract(folderB, "b");
        assertEquals(0, live());
        assertTrue(Run.ok(folderB, "explain", ID, bc).contains("with consent; none was given"));

        Path given = document("given");
        String said = Run.ok(folderA, "consent", "give", ab, ID, VERSION, "--to", C, "--out", given.toString());
        assertTrue(said.contains("Consent number 1 for did:web:c.example is given."), said);
        Run.ok(folderB, "consent", "take", given.toString());
        assertEquals(1, live());
        Run.ok(folderC, "pull");
        assertTrue(Run.json(folderC, "feed", "root", bc).get("equal").asBoolean());
        assertTrue(Run.ok(folderB, "explain", ID, bc).contains("given by did:web:a.example for did:web:c.example"));
        for (Path folder : List.of(folderA, folderB)) {
            JsonNode consent = Run.json(folder, "consent", "list", "--contract", ab)
                    .get("consents")
                    .get(0);
            assertEquals(C, consent.get("to").asString());
            assertTrue(consent.get("given").asBoolean());
            assertTrue(Run.ok(folder, "consent", "list").contains("given"));
        }
        Path again = document("again");
        Run.ok(folderB, "consent", "export", ab, ID, VERSION, "--to", C, "--out", again.toString());
        assertArrayEquals(Files.readAllBytes(given), Files.readAllBytes(again));

        takesBack(ab, given);
        assertEquals(0, live());
        Run.ok(folderC, "pull");
        assertEquals(
                1,
                Run.json(folderC, "feed", "root", bc).path("recalled").asInt(),
                Run.json(folderC, "feed", "root", bc)::toString);
        nodes.removeFirst().close();
        Run.on(folderA, "fsck").well();
    }

    @Test
    void whatIsAttestedIsOursAndNeedsNoConsent() throws IOException {
        Path file = Files.writeString(temporary.resolve("object.json"), OBJECT);
        Run.ok(folderA, "import", file.toString());
        Run.ok(folderB, "pull");
        JsonNode plain = Run.json(folderB, "import", file.toString());
        assertEquals(1, plain.path("imports").path(0).path("received").asInt(), plain::toString);
        assertEquals(0, live());
        String said = Run.ok(folderB, "import", "--attest", file.toString());
        assertTrue(said.contains("object.json: attested, and your own though a partner sent the same: 1"), said);
        assertEquals(1, live());
        assertTrue(Run.ok(folderB, "explain", ID, contract(folderB, "b")).contains("own copy, attested by uid:"));
    }

    private void takesBack(String ab, Path given) throws IOException {
        Path withdrawn = document("withdrawn");
        assertEquals(
                ExitCode.CONFLICT.number(),
                Run.on(folderA, "consent", "withdraw", ab, ID, VERSION, "--to", C, "--out", given.toString())
                        .code(),
                "a file that is there is not written over");
        Run.ok(folderA, "consent", "withdraw", ab, ID, VERSION, "--to", C, "--out", withdrawn.toString());
        Path altered = Files.writeString(
                document("altered"), Files.readString(withdrawn).replace("\"number\":2", "\"number\":3"));
        assertEquals(
                ExitCode.INVALID.number(),
                Run.on(folderB, "consent", "take", altered.toString()).code());
        assertEquals(
                ExitCode.INVALID.number(),
                Run.on(
                                folderB,
                                "consent",
                                "take",
                                temporary.resolve("object.json").toString())
                        .code());
        assertEquals(1, live());
        assertFalse(Run.ok(folderB, "consent", "take", withdrawn.toString()).contains("rested"));
        assertEquals(
                ExitCode.CONFLICT.number(),
                Run.on(folderB, "consent", "take", given.toString()).code(),
                "an old document revives nothing");
    }

    private int live() {
        for (JsonNode contract : Run.json(folderB, "contract", "list").get("contracts")) {
            if (contract.get("giver").asString().equals("did:web:b.example")) {
                return contract.get("live").asInt();
            }
        }
        throw new AssertionError("no contract by which B gives");
    }
}
