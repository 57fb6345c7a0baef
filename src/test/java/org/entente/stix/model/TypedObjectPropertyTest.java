package org.entente.stix.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.entente.SharedData;
import org.entente.stix.CanonicalJson;
import org.entente.stix.Examples;
import org.entente.stix.Limits;
import org.entente.stix.ObjectMutations;
import org.entente.stix.Parsed;
import org.entente.stix.StixId;
import org.entente.stix.StixReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Nothing is lost on the way into a record: the records' components give back the whole object, valid or not. */
class TypedObjectPropertyTest {
    private static final int ROUNDS = 5_000 * Integer.getInteger("entente.test.scale", 1);

    @Test
    void theExamplesAndMutationsOfThem() {
        List<String> examples = Examples.lines();
        examples.forEach(example -> assertNothingIsLost(Examples.tree(example)));
        int typed = 0;
        for (long seed = 1; seed <= ROUNDS; seed++) {
            Random random = new Random(seed);
            ObjectNode mutated = new ObjectMutations(random)
                    .mutate(Examples.tree(examples.get(random.nextInt(examples.size()))))
                    .object();
            if (Stream.of("type", "id").allMatch(name -> mutated.path(name).isString())
                    && StixId.isId(mutated.path("id").stringValue())) {
                try {
                    assertNothingIsLost(mutated);
                    typed++;
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
        }
        assertTrue(typed > ROUNDS / 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"attack-ics.ndjson.gz", "attack-mobile.ndjson.gz", "stix21-spec-examples.ndjson"})
    void objectsOfOthers(String file) {
        int[] valid = {0};
        StixReader.read(objects(file), Limits.DEFAULT, parsed -> {
            if (parsed instanceof Parsed.Valid good) {
                valid[0]++;
                assertNothingIsLost(Examples.tree(new String(good.object().bytes(), UTF_8)));
            }
        });
        assertTrue(valid[0] > 100);
    }

    private static byte[] objects(String file) {
        byte[] bytes = SharedData.bytes(file);
        if (file.endsWith(".gz")) {
            return bytes;
        }
        List<String> objects = new String(bytes, UTF_8)
                .lines()
                .map(line -> Examples.tree(line).path("object").toString())
                .toList();
        return String.join("\n", objects).getBytes(UTF_8);
    }

    private static void assertNothingIsLost(ObjectNode object) {
        ObjectNode expected = object.deepCopy();
        for (String name : List.of("revoked", "defanged")) {
            if (expected.path(name).isBoolean() && !expected.path(name).booleanValue()) {
                expected.remove(name);
            }
        }
        TypedObject typed = TypedObject.of(object.toString().getBytes(UTF_8));
        assertEquals(canonical(expected), canonical(Retold.object((Record) typed)));
    }

    /** Numbers count by their value and members in whatever order. */
    private static String canonical(ObjectNode object) {
        return new String(CanonicalJson.of(object), UTF_8);
    }
}
