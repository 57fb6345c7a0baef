package org.entente.memorandum;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.entente.stix.CanonicalJson;
import org.junit.jupiter.api.Test;

/** Nothing is lost between the two forms of a constraint, and no text crashes its reader. */
class ConstraintTextPropertyTest {
    private static final int SCALE = Integer.getInteger("entente.test.scale", 1);
    private static final int CASES = 20_000 * SCALE;
    private static final List<String> SCRAPS = List.of(
            "not ",
            "(",
            ")",
            "[",
            "]",
            ",",
            "\"",
            "\\",
            " and ",
            " or ",
            "all of ",
            "any of ",
            "is ",
            "absent",
            "0",
            "-",
            "type",
            "age",
            "days",
            "at most ",
            "\n",
            "é",
            "\ud83d");

    @Test
    void jsonToTextToJsonIsTheSameToTheByte() {
        Set<LeftOperand> seen = EnumSet.noneOf(LeftOperand.class);
        for (long seed = 0; seed < CASES; seed++) {
            byte[] json = RandomConstraint.json(new Random(seed), 4).getBytes(UTF_8);
            Constraint constraint = Samples.accepted(Constraint.read(json));
            assertArrayEquals(CanonicalJson.of(json), constraint.canonical(), "seed " + seed);
            String text = ConstraintText.of(constraint);
            Constraint again = Samples.accepted(ConstraintText.read(text));
            assertEquals(constraint, again, "seed " + seed);
            assertArrayEquals(constraint.canonical(), again.canonical(), "seed " + seed);
            assertEquals(text, ConstraintText.of(again), "seed " + seed);
            assertTrue(text.length() <= json.length, "seed " + seed + ": a text is longer than its JSON");
            seen.addAll(constraint.operands());
        }
        assertEquals(EnumSet.allOf(LeftOperand.class), seen);
    }

    @Test
    void aChangedTextIsRefusedOrReadsBackAsItself() {
        int accepted = 0;
        for (long seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(ConstraintText.of(Samples.accepted(
                    Constraint.read(RandomConstraint.json(random, 2).getBytes(UTF_8)))));
            for (int i = random.nextInt(3); i >= 0; i--) {
                int from = random.nextInt(text.length() + 1);
                int to = Math.min(text.length(), from + random.nextInt(3));
                text.replace(from, to, random.nextBoolean() ? "" : RandomConstraint.pick(SCRAPS, random));
            }
            switch (ConstraintText.read(text.toString())) {
                case Reading.Refused<Constraint>(var faults) -> assertTrue(!faults.isEmpty(), "seed " + seed);
                case Reading.Accepted<Constraint>(var constraint) -> {
                    accepted++;
                    String printed = ConstraintText.of(constraint);
                    assertEquals(constraint, Samples.accepted(ConstraintText.read(printed)), "seed " + seed);
                    assertEquals(constraint, Samples.accepted(Constraint.read(constraint.canonical())), "seed " + seed);
                }
            }
        }
        assertTrue(accepted > CASES / 20, "Too few changed texts were accepted to say anything: " + accepted);
    }
}
