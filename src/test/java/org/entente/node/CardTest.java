package org.entente.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.entente.exchange.Failure;
import org.entente.exchange.Organisation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class CardTest {
    private static final Organisation SELF = new Organisation("did:web:a.example", "A", "https://a.example");

    @TempDir
    private Path temporary;

    private Card card;

    @BeforeEach
    void create() {
        card = NodeFolder.create(temporary.resolve("node"), SELF, "127.0.0.1", 8440);
    }

    @Test
    void aCardSurvivesTheWay() {
        assertEquals(card, Card.read(Json.pretty(card.json())));
        assertEquals(card, NodeFolder.card(temporary.resolve("node")));
    }

    @Test
    void whatIsNotACardIsRefused() {
        refuses(Failure.Code.INVALID, json -> json.remove("key"));
        refuses(Failure.Code.INVALID, json -> json.put("key", "AAAA"));
        refuses(Failure.Code.INVALID, json -> json.put("key", "!"));
        refuses(Failure.Code.INVALID, json -> json.put("did", "a.example"));
        refuses(Failure.Code.INVALID, json -> json.put("name", ""));
        refuses(Failure.Code.INVALID, json -> json.put("url", "https://a.example/x"));
        refuses(Failure.Code.INVALID, json -> json.put("url", 1));
        refuses(Failure.Code.INVALID, json -> json.put("more", "x"));
        refuses(Failure.Code.MISMATCH, json -> json.put("fingerprint", "0000"));
        assertEquals(Failure.Code.INVALID, code("{".getBytes(UTF_8)));
        assertEquals(Failure.Code.INVALID, code("[]".getBytes(UTF_8)));
        assertEquals(Failure.Code.LIMIT, code(new byte[Card.MAX_BYTES + 1]));
    }

    private void refuses(Failure.Code code, Consumer<ObjectNode> change) {
        ObjectNode json = card.json();
        change.accept(json);
        assertEquals(code, code(Json.pretty(json)), json.toString());
    }

    private static Failure.Code code(byte[] bytes) {
        return assertThrows(Failure.class, () -> Card.read(bytes)).code();
    }

    @Test
    void aFolderThatHoldsANodeIsLeftAlone() throws Exception {
        Path folder = temporary.resolve("node");
        byte[] before = Files.readAllBytes(folder.resolve(Config.FILE));
        Failure failure = assertThrows(Failure.class, () -> NodeFolder.create(folder, SELF, "127.0.0.1", 9));
        assertEquals(Failure.Code.CONFLICT, failure.code());
        assertEquals(new String(before, UTF_8), Files.readString(folder.resolve(Config.FILE)));
    }

    @Test
    void whatTheConfigurationRefusesLeavesNoFolder() {
        Path folder = temporary.resolve("other");
        Organisation nobody = new Organisation("nobody", "A", "https://a.example");
        Failure failure = assertThrows(Failure.class, () -> NodeFolder.create(folder, nobody, "127.0.0.1", 9));
        assertEquals(Failure.Code.INVALID, failure.code());
        assertEquals(false, Files.exists(folder));
    }
}
