package org.entente.stix.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The index finds what testing each pattern finds, no more and no less, with the same observations. */
class PatternIndexPropertyTest {
    private static final int ROUNDS = 600 * Integer.getInteger("entente.test.scale", 1);
    private static final int MAX_PATTERNS = 40;

    @Test
    void theIndexAgreesWithTestingEach() {
        int hits = 0;
        int tested = 0;
        for (long seed = 1; seed <= ROUNDS; seed++) {
            RandomPatterns made = new RandomPatterns(new Random(seed), seed % 2 == 0);
            List<Pattern> patterns = Stream.generate(made::pattern)
                    .limit(1 + seed % MAX_PATTERNS)
                    .toList();
            List<Observation> observations = made.observations();
            try {
                PatternIndex index = PatternIndex.of(patterns);
                SortedMap<Integer, List<Observation>> expected = each(patterns, observations);
                PatternHits found = index.match(observations);
                assertEquals(expected.keySet(), found.matched().keySet());
                assertTrue(found.equals(new PatternHits(expected, PatternHits.NONE.undecided())), "other observations");
                for (Observation one : observations) {
                    assertEquals(
                            each(patterns, List.of(one)),
                            index.match(List.of(one)).matched());
                }
                hits += expected.size();
                tested += patterns.size();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertTrue(hits > tested / 10 && hits < tested * 9 / 10, "one-sided: " + hits + " of " + tested);
    }

    private static SortedMap<Integer, List<Observation>> each(List<Pattern> patterns, List<Observation> observations) {
        SortedMap<Integer, List<Observation>> matched = new TreeMap<>();
        for (int i = 0; i < patterns.size(); i++) {
            if (PatternMatcher.of(patterns.get(i)).match(observations)
                    instanceof MatchResult.Matched(List<Observation> which, boolean _)) {
                matched.put(i, which);
            }
        }
        return matched;
    }
}
