package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The canonical form of random trees reads back as the same tree, and is its own canonical form. */
class CanonicalJsonPropertyTest {
    private static final int TREES = 2_000 * Integer.getInteger("entente.test.scale", 1);
    private static final int NUMBERS = 20_000 * Integer.getInteger("entente.test.scale", 1);
    private static final int MAX_DEPTH = 5;
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Test
    void treesSurvive() {
        for (long seed = 1; seed <= TREES; seed++) {
            JsonNode tree = tree(new Random(seed), 0);
            byte[] canonical = CanonicalJson.of(tree);
            String message = "seed " + seed;
            assertArrayEquals(canonical, CanonicalJson.of(canonical), message);
            assertArrayEquals(canonical, CanonicalJson.of(JSON.readTree(canonical)), message);
            assertArrayEquals(canonical, CanonicalJson.of(tree.toPrettyString().getBytes(UTF_8)), message);
        }
    }

    @Test
    void numbersReadBackAsTheSameDouble() {
        Random random = new Random(1);
        for (int i = 0; i < NUMBERS; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                String text = new String(CanonicalJson.of(NODES.numberNode(value)), UTF_8);
                assertEquals(value == 0 ? 0 : value, Double.parseDouble(text), "number " + i + " of seed 1");
                assertEquals(text, new String(CanonicalJson.of(text.getBytes(UTF_8)), UTF_8));
            }
        }
    }

    private static JsonNode tree(Random random, int depth) {
        return switch (random.nextInt(depth == MAX_DEPTH ? 5 : 8)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt());
            case 3 -> NODES.numberNode(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
            case 4 -> NODES.stringNode(text(random));
            case 5 -> {
                ArrayNode list = NODES.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(tree(random, depth + 1));
                }
                yield list;
            }
            default -> {
                ObjectNode object = NODES.objectNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    object.set(text(random), tree(random, depth + 1));
                }
                yield object;
            }
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            int limit = random.nextInt(4) == 0 ? Character.MAX_CODE_POINT + 1 : 0x100;
            int codePoint = random.nextInt(limit);
            boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
            text.appendCodePoint(surrogate ? 'x' : codePoint);
        }
        return text.toString();
    }
}
