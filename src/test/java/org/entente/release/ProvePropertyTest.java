package org.entente.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.entente.Seeds;
import org.entente.memorandum.Constraint;
import org.entente.memorandum.LeftOperand;
import org.entente.memorandum.RandomConstraint;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Proofs hold of the objects that seeded searches try, and examples are what they claim to be. The searches know nothing of how
 * cases are told apart.
 */
final class ProvePropertyTest {
    private static final int PAIRS = 300 * Integer.getInteger("entente.test.scale", 1);
    private static final int TRIES = 400;
    private static final Instant START = Instant.parse("2026-01-03T12:00:00Z");

    private int holds;
    private int fails;

    @Test
    void proofsAndExamplesAgreeWithSearches() {
        long seed = Seeds.first();
        for (int i = 0; i < PAIRS; i++) {
            check(seed + i);
        }
        assertTrue(holds > PAIRS / 20 && fails > PAIRS / 20, "holds " + holds + ", fails " + fails + ", seed " + seed);
    }

    private void check(long seed) {
        Random random = new Random(seed);
        String narrow = RandomConstraint.json(random, 2);
        String wide = RandomConstraint.json(random, 2);
        if (random.nextInt(3) == 0) {
            // Two that have little to do with each other are seldom within one another.
            narrow = "{\"all\":[" + narrow + "," + wide + "]}";
        }
        Terms one = Given.terms(narrow).startingAt(START);
        Terms other = Given.terms(wide).startingAt(START);
        String at = "seed " + seed + ": " + one.grant().constraint() + " within "
                + other.grant().constraint();
        switch (Prove.within(one, other)) {
            case Proof.Holds _ -> {
                holds++;
                for (Facets facets : tries(random)) {
                    assertTrue(!permits(one, facets) || permits(other, facets), () -> at + " but not " + facets);
                }
            }
            case Proof.Fails(var example, var decision) -> {
                fails++;
                assertEquals(
                        one.grant().id(),
                        decision.check(Check.Kind.GRANT).clause().replace("grant ", ""),
                        at);
                assertTrue(permits(one, example) && !permits(other, example), () -> at + " example " + example);
            }
            case Proof.Undecided _ -> {}
        }
        Constraint claim = one.grant().constraint();
        if (Prove.never(other, claim) instanceof Proof.Holds) {
            for (Facets facets : tries(random)) {
                assertTrue(!permits(other, facets) || !isTrue(claim, other, facets), () -> at + " never " + facets);
            }
        }
    }

    private static List<Facets> tries(Random random) {
        return Stream.generate(() -> DecidePropertyTest.facets(random))
                .limit(TRIES)
                .filter(ProvePropertyTest::isPossible)
                .toList();
    }

    /** What objects of the standard's types can say; those of one's own types can say anything. */
    private static boolean isPossible(Facets facets) {
        boolean own = facets.type().startsWith("x-");
        for (LeftOperand operand : LeftOperand.values()) {
            if (Facets.isSaid(operand) && !facets.said().containsKey(operand) && !own) {
                return false;
            }
        }
        return (own || first(facets, LeftOperand.KIND) == null || Sayings.hasKind(facets.type()))
                && inOrder(facets, LeftOperand.CREATED, LeftOperand.MODIFIED)
                && inOrder(facets, LeftOperand.VALID_FROM, LeftOperand.VALID_UNTIL)
                && facets.said()
                                .getOrDefault(LeftOperand.REGION, Collections.emptySortedSet())
                                .size()
                        <= 3;
    }

    private static boolean inOrder(Facets facets, LeftOperand one, LeftOperand other) {
        String from = first(facets, one);
        String to = first(facets, other);
        return from == null || to == null || StixTimestamp.compare(from, to) <= 0;
    }

    private static @Nullable String first(Facets facets, LeftOperand operand) {
        var said = facets.said().get(operand);
        return said == null || said.isEmpty() ? null : said.first();
    }

    private static boolean permits(Terms terms, Facets facets) {
        return Decide.decide(terms, facets, Given.KINDS).checks().stream()
                .allMatch(check -> check.holds() || check.kind() == Check.Kind.RECEIVED_UNDER);
    }

    private static boolean isTrue(Constraint claim, Terms terms, Facets facets) {
        return Evaluation.of(claim, Decide.subject(terms, facets)).value() == Truth.TRUE;
    }
}
