package org.entente.memorandum;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Any text, to the reader of constraints for people: it is refused with a reason, or what was read prints as a text that
 * reads as the same constraint, and its JSON does too.
 */
public final class ConstraintTextFuzz {
    private ConstraintTextFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        switch (ConstraintText.read(new String(input, UTF_8))) {
            case Reading.Refused<Constraint>(var faults) -> assertFalse(faults.isEmpty());
            case Reading.Accepted<Constraint>(var read) -> {
                String printed = ConstraintText.of(read);
                Constraint again = Samples.accepted(ConstraintText.read(printed));
                assertEquals(read, again);
                assertEquals(printed, ConstraintText.of(again));
                assertArrayEquals(
                        read.canonical(),
                        Samples.accepted(Constraint.read(read.canonical())).canonical());
            }
        }
    }

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (long seed = 0; seed < 40; seed++) {
            byte[] json = RandomConstraint.json(new Random(seed), 3).getBytes(UTF_8);
            seeds.add(ConstraintText.of(Samples.accepted(Constraint.read(json))).getBytes(UTF_8));
        }
        return seeds;
    }
}
