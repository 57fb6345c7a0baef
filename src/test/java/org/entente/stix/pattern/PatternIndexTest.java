package org.entente.stix.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class PatternIndexTest {
    private static final Instant AT = Instant.parse("2020-01-01T00:00:00Z");

    private static Pattern pattern(String text) {
        return assertInstanceOf(PatternReading.Read.class, PatternReader.read(text), text)
                .pattern();
    }

    private static Observation observation(int count, String object) {
        return new Observation(
                "one", AT, AT, count, Map.of("0", JsonMapper.shared().readTree(object)));
    }

    /** What the anchors of a comparison are: V for a value, T for a type alone. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[a:b = 'x']                              | V",
                "[a:b = h'00' OR a:b = true OR a:c = 1.0] | VVV",
                "[a:b IN ('x', 'y')]                      | VV",
                "[a:b IN ()]                              | ''",
                "[a:b = t'2020-01-01T00:00:00Z']          | T",
                "[a:b NOT = 'x']                          | T",
                "[a:b != 'x']                             | T",
                "[EXISTS a:b]                             | T",
                "[a:b LIKE 'x']                           | T",
                "[a:b LIKE 'x' AND a:c = 'x']             | V",
                "[a:b IN (1, 2, 3) AND a:c = 'x']         | V",
                "[a:b = 1 OR c:d LIKE 'x']                | TV",
                "[(a:b = 1 OR a:b > 9) AND (a:c = 1 OR a:c = 2)] | VV",
            })
    void anchorsNarrowAsFarAsEqualityGoes(String text, String expected) {
        var single = assertInstanceOf(
                ObservationExpression.Single.class, pattern(text).expression());
        Set<String> kinds = new TreeSet<>();
        List<String> all = new ArrayList<>();
        for (Anchor anchor : Anchor.of(single.comparison())) {
            kinds.add(anchor.toString());
            all.add(anchor instanceof Anchor.Value ? "V" : "T");
        }
        assertEquals(all.size(), kinds.size());
        assertEquals(expected, String.join("", all.stream().sorted().toList()));
    }

    @Test
    void equalNumbersAreFoundHoweverTheyAreWritten() {
        PatternIndex index = PatternIndex.of(List.of(
                pattern("[a:n = 1]"),
                pattern("[a:n = 1.0]"),
                pattern("[a:n = 1.00000000000000000001]"),
                pattern("[a:n = 0]")));
        assertEquals(
                Set.of(0, 1),
                index.match(List.of(observation(1, "{\"type\":\"a\",\"n\":1}")))
                        .matched()
                        .keySet());
        assertEquals(
                Set.of(3),
                index.match(List.of(observation(1, "{\"type\":\"a\",\"n\":-0.0}")))
                        .matched()
                        .keySet());
    }

    @Test
    void oneObservationCanMatchAPatternOfSeveral() {
        PatternIndex index =
                PatternIndex.of(List.of(pattern("[a:n = 1] REPEATS 2 TIMES"), pattern("[a:n = 1] REPEATS 3 TIMES")));
        Observation twice = observation(2, "{\"type\":\"a\",\"n\":1}");
        assertEquals(Map.of(0, List.of(twice)), index.match(List.of(twice)).matched());
        assertEquals(2, index.size());
    }

    @Test
    void whatIsTooHardIsSaid() {
        PatternIndex index = PatternIndex.of(List.of(pattern("[a:n = 1] AND [a:n = 1]")), 1);
        PatternHits hits = index.match(List.of(observation(2, "{\"type\":\"a\",\"n\":1}")));
        assertEquals(Set.of(0), hits.undecided());
        assertEquals(Map.of(), hits.matched());
    }

    /** The longest texts that each is read with would otherwise take hours. */
    @Test
    void aValueThatIsTooLongForItsPatternIsSaid() {
        String like = "[a:n LIKE '%" + "a".repeat(60_000) + "b']";
        String expression = "[a:n MATCHES '(a{0,900}){9}']";
        Observation longest = observation(1, "{\"type\":\"a\",\"n\":\"" + "a".repeat(1 << 20) + "\"}");
        Observation other = observation(1, "{\"type\":\"a\",\"n\":\"aab\"}");
        for (String text : List.of(like, expression, like.replace("LIKE", "NOT LIKE"))) {
            PatternIndex index = PatternIndex.of(List.of(pattern(text), pattern("[EXISTS a:n]")));
            PatternHits hits = index.match(List.of(other, longest));
            assertEquals(Set.of(0), hits.undecided());
            assertEquals(Set.of(1), hits.matched().keySet());
            assertInstanceOf(
                    MatchResult.Undecided.class,
                    PatternMatcher.of(pattern(text)).match(List.of(other, longest)));
            assertEquals(Set.of(), index.match(List.of(other)).undecided());
        }
    }
}
