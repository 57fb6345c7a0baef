package org.entente.memorandum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.entente.stix.CanonicalJson;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Nothing in a document is read and then forgotten: what is accepted is written again as it came. */
class MemorandumPropertyTest {
    private static final int SCALE = Integer.getInteger("entente.test.scale", 1);
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void aChangedDocumentIsRefusedOrReadInFull() {
        int accepted = 0;
        for (long seed = 0; seed < 5_000L * SCALE; seed++) {
            Random random = new Random(seed);
            ObjectNode document = seed % 2 == 0 ? Samples.full() : Samples.rich();
            int changes = 1 + random.nextInt(2);
            for (int i = 0; i < changes; i++) {
                change(document, random);
            }
            if (Memorandum.read(Samples.bytes(document)) instanceof Reading.Accepted<Memorandum>(var memorandum)) {
                accepted++;
                assertArrayEquals(CanonicalJson.of(document), memorandum.canonical(), "seed " + seed);
                assertEquals(memorandum, Samples.accepted(Memorandum.read(memorandum.canonical())), "seed " + seed);
            }
        }
        assertTrue(accepted > 50, "Too few changed documents were accepted to say anything.");
    }

    @Test
    void aChangedByteNeverCrashesTheReader() {
        for (long seed = 0; seed < 5_000L * SCALE; seed++) {
            Random random = new Random(seed);
            byte[] bytes = Samples.bytes(Samples.full());
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            switch (Memorandum.read(bytes)) {
                case Reading.Accepted<Memorandum>(var memorandum) ->
                    assertArrayEquals(CanonicalJson.of(bytes), memorandum.canonical(), "seed " + seed);
                case Reading.Refused<Memorandum>(var faults) -> assertTrue(!faults.isEmpty(), "seed " + seed);
            }
        }
    }

    /** Copies a value from one place to another, or removes one. */
    private static void change(ObjectNode document, Random random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(document, containers);
        JsonNode from = containers.get(random.nextInt(containers.size()));
        JsonNode value = from.isEmpty()
                ? JSON.readTree("0")
                : new ArrayList<>(from.values())
                        .get(random.nextInt(from.size()))
                        .deepCopy();
        switch (containers.get(random.nextInt(containers.size()))) {
            case ObjectNode object -> {
                List<String> names = List.copyOf(object.propertyNames());
                String name = names.isEmpty() ? "new" : names.get(random.nextInt(names.size()));
                if (random.nextInt(4) == 0) {
                    object.remove(name);
                } else {
                    object.set(name, value);
                }
            }
            case ArrayNode array -> {
                switch (random.nextInt(3)) {
                    case 0 -> array.add(value);
                    case 1 -> array.insert(0, value);
                    default -> array.remove(0);
                }
            }
            default -> throw new AssertionError("Only objects and lists are containers.");
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainer()) {
            containers.add(node);
            node.values().forEach(value -> collect(value, containers));
        }
    }
}
