package org.entente.stix;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * Valid objects of every type with one thing changed, or two: the reader and the schemas of OASIS agree whether they are
 * valid still, or differ as {@link Difference} lists.
 */
class SchemaDifferentialPropertyTest {
    private static final int ROUNDS = 6_000 * Integer.getInteger("entente.test.scale", 1);

    @Test
    void theReaderAgreesWithTheSchemas() {
        StixSchemas schemas = new StixSchemas();
        List<ObjectNode> examples = Examples.trees();
        Summary summary = new Summary();
        int valid = 0;
        int listed = 0;
        for (long seed = 1; seed <= ROUNDS; seed++) {
            Random random = new Random(seed);
            ObjectMutations mutations = new ObjectMutations(random);
            var mutated = mutations.mutate(examples.get(random.nextInt(examples.size())));
            String what = mutated.what();
            if (random.nextInt(8) == 0) {
                mutated = mutations.mutate(mutated.object());
                what = what + "; " + mutated.what();
            }
            Verdicts verdicts = verdicts(mutated.object(), schemas, seed);
            valid += verdicts.bothValid() ? 1 : 0;
            listed += verdicts.settled() && !verdicts.agree() ? 1 : 0;
            if (!verdicts.settled()) {
                summary.add(verdicts.group(), "seed " + seed + ": " + verdicts.example() + "; " + what);
            }
        }
        int both = valid;
        int settled = listed;

        assertTrue(summary.isEmpty(), () -> summary + "\nboth valid: " + both + ", listed differences: " + settled);
        assertTrue(both > ROUNDS / 100 && listed > 0);
    }

    private static Verdicts verdicts(ObjectNode object, StixSchemas schemas, long seed) {
        try {
            return Verdicts.of(object, schemas);
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + object, e);
        }
    }
}
