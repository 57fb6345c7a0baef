package org.entente.stix.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.entente.stix.pattern.PatternFault.Weight;
import org.junit.jupiter.api.Test;

/** The matcher against the slow one, and the reader against texts that are nearly patterns. */
class PatternPropertyTest {
    private static final int ROUNDS = 8_000 * Integer.getInteger("entente.test.scale", 1);
    private static final String[] SPLICES = {
        "[",
        "]",
        "(",
        ")",
        "'",
        "\\",
        " AND ",
        " OR ",
        " NOT ",
        ":",
        ".",
        ",",
        "-",
        "t'",
        "h'",
        "b'",
        "0",
        "9",
        "*",
        "/*",
        "//",
        "\u00e9",
        "\ud83d\ude00",
        "\n",
        " FOLLOWEDBY ",
        " WITHIN 1 SECONDS",
        " REPEATS 2 TIMES",
        " MATCHES '(a|b)*'"
    };

    @Test
    void theMatcherAgreesWithTheSlowOne() {
        int[] matches = {0};
        everySeed(random -> {
            RandomPatterns made = new RandomPatterns(random);
            Pattern pattern = made.pattern();
            List<Observation> observations = made.observations();
            boolean expected = new ReferenceMatcher(observations).matches(pattern);
            MatchResult result = PatternMatcher.of(pattern).match(observations);
            assertFalse(result instanceof MatchResult.Undecided, pattern::toString);
            assertEquals(expected, result instanceof MatchResult.Matched, () -> pattern + "\n" + observations);
            if (result instanceof MatchResult.Matched matched) {
                matches[0]++;
                assertTrue(new ReferenceMatcher(matched.observations()).matches(pattern), pattern::toString);
            }
        });
        assertTrue(matches[0] > ROUNDS / 10 && matches[0] < ROUNDS * 9 / 10, "one-sided: " + matches[0]);
    }

    @Test
    void theTextOfAPatternReadsBackAsItself() {
        everySeed(random -> {
            Pattern pattern = new RandomPatterns(random).pattern();
            if (PatternReader.read(pattern.toString()) instanceof PatternReading.Read read) {
                assertEquals(pattern, read.pattern());
            } else {
                throw new AssertionError(pattern.toString());
            }
        });
    }

    @Test
    void damagedTextNeverThrowsAndIsFaultedWithinItself() {
        int[] readable = {0};
        everySeed(random -> {
            String text = damaged(random, new RandomPatterns(random).pattern().toString());
            switch (PatternReader.read(text)) {
                case PatternReading.Unreadable(PatternFault fault) -> {
                    assertEquals(Weight.UNREADABLE, fault.cause().weight());
                    assertTrue(fault.offset() >= 0 && fault.offset() <= text.length(), text);
                }
                case PatternReading.Read read -> {
                    readable[0]++;
                    assertEquals(
                            read.pattern(),
                            ((PatternReading.Read)
                                            PatternReader.read(read.pattern().toString()))
                                    .pattern());
                }
            }
        });
        assertTrue(readable[0] > 0 && readable[0] < ROUNDS);
    }

    private static String damaged(Random random, String text) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(damaged.length() + 1);
            int to = Math.min(damaged.length(), at + random.nextInt(4));
            damaged.replace(at, to, SPLICES[random.nextInt(SPLICES.length)]);
        }
        return damaged.toString();
    }

    private static void everySeed(Consumer<Random> test) {
        for (long seed = 1; seed <= ROUNDS; seed++) {
            try {
                test.accept(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
