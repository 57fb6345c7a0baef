package org.entente.stix.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PatternMatcherTest {
    private static final Instant BEGIN = Instant.parse("2020-01-01T00:00:00Z");
    private static final String OBJECTS = """
            {"0": {"type": "network-traffic", "src_ref": "1", "dst_ref": "9", "contained_refs": ["1", "2"],
                   "protocols": ["ipv4", "tcp"], "size": 1.5, "huge": 12345678901234567890123, "flag": true,
                   "at": "2020-01-01T00:00:00.10Z", "name": "a\\nb\\ud83d\\ude00", "x_bin": "/wA=", "y_hex": "FF00",
                   "extensions": {"tcp-ext": {"n": 1}}},
             "1": {"type": "ipv4-addr", "value": "198.51.100.7", "back_refs": ["1", "1", "2"]},
             "2": {"type": "ipv6-addr", "value": "2001:db8::7/64", "back_refs": ["1", "2"]}}
            """;

    private final JsonMapper json = new JsonMapper();

    private static PatternMatcher matcher(String text) {
        return PatternMatcher.of(assertInstanceOf(PatternReading.Read.class, PatternReader.read(text), text)
                .pattern());
    }

    private Observation observation(String id, int second, int count, String objects) {
        Map<String, JsonNode> byKey = new LinkedHashMap<>();
        json.readTree(objects).properties().forEach(entry -> byKey.put(entry.getKey(), entry.getValue()));
        Instant at = BEGIN.plusSeconds(second);
        return new Observation(id, at, at, count, byKey);
    }

    private Observation number(int second, int count) {
        return observation("at" + second, second, count, "{\"0\": {\"type\": \"a\", \"n\": " + second + "}}");
    }

    private boolean matches(String text) {
        MatchResult result = matcher(text).match(List.of(observation("one", 0, 1, OBJECTS)));
        assertFalse(result.unfit());
        return result instanceof MatchResult.Matched;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[network-traffic:src_ref.value = '198.51.100.7']",
                "[network-traffic:src_ref = '1']",
                "[network-traffic:src_ref.type = 'ipv4-addr']",
                "[EXISTS network-traffic:dst_ref]",
                "[NOT EXISTS network-traffic:dst_ref.value]",
                "[network-traffic:contained_refs[1].value ISSUBSET '2001:0DB8::/32']",
                "[network-traffic:contained_refs[*].back_refs[*].back_refs[*].type = 'ipv6-addr']",
                "[network-traffic:protocols[*] NOT = 'tcp']",
                "[network-traffic:protocols[1] = 'tcp' AND network-traffic:size > 1]",
                "[network-traffic:huge > 12345678901234567890122.9]",
                "[network-traffic:at = t'2020-01-01T00:00:00.1Z']",
                "[network-traffic:at < t'2020-01-01T00:00:00.100000000001Z']",
                "[network-traffic:name LIKE 'a_b_']",
                "[network-traffic:name MATCHES 'a.b.$']",
                "[network-traffic:name > 'a\nb\uffff']",
                "[network-traffic:x_bin = h'ff00' AND network-traffic:y_hex = b'/wA=']",
                "[network-traffic:x_bin = '\u00ff\u0000' AND network-traffic:x_bin != '/wA=']",
                "[network-traffic:x_bin MATCHES '^\\\\xff\\\\x00$' AND network-traffic:y_hex LIKE '\u00ff_']",
                "[network-traffic:flag NOT < 3]",
                "[network-traffic:extensions.'tcp-ext'.n = 1.0]",
                "[ipv4-addr:value ISSUBSET '198.51.100.0/24' OR ipv4-addr:none = 1]",
                "[ipv4-addr:value ISSUBSET '198.51.100.7' AND ipv4-addr:value ISSUPERSET '198.51.100.7/32']",
                "[ipv6-addr:value ISSUPERSET '2001:db8:0:0:1::']",
                "[ipv4-addr:value ISSUBSET '0.0.0.0/0']"
            })
    void holds(String pattern) {
        assertTrue(matches(pattern));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[network-traffic:dst_ref.value != 'x']",
                "[network-traffic:protocols[2] NOT = 'udp']",
                "[network-traffic:protocols[-1] != 'udp']",
                "[network-traffic:protocols = 'tcp']",
                "[network-traffic:size = '1.5']",
                "[network-traffic:flag = 1]",
                "[network-traffic:src_ref.value = '198.51.100.7' AND ipv4-addr:value = '198.51.100.7']",
                "[ipv4-addr:value ISSUBSET '::/0']",
                "[ipv6-addr:value ISSUBSET '2001:db8::/65']",
                "[NOT EXISTS ipv4-addr:value]",
                "[NOT EXISTS file:name]",
                "[network-traffic:name LIKE 'a%b']",
                "[network-traffic:x_bin LIKE '\u0100%']"
            })
    void doesNotHold(String pattern) {
        assertFalse(matches(pattern));
    }

    @Test
    void aTextThatIsNoTimestampIsToldApart() {
        MatchResult result = matcher("[network-traffic:name = t'2020-01-01T00:00:00Z']")
                .match(List.of(observation("one", 0, 1, OBJECTS)));
        assertEquals(new MatchResult.Unmatched(true), result);
    }

    @Test
    void aSingleExpressionNamesAllThatMatchAndACompoundOneSomeThatDo() {
        List<Observation> observations =
                IntStream.range(0, 4).mapToObj(i -> number(i, 1)).toList();
        assertEquals(
                new MatchResult.Matched(observations.subList(1, 4), false),
                matcher("[a:n > 0]").match(observations));
        assertEquals(
                new MatchResult.Matched(observations.subList(2, 4), false),
                matcher("[a:n > 2] AND [a:n > 1]").match(observations));
    }

    /** Demand and supply are numbers: neither is written out. */
    @Test
    void largeNumbersTakeNoTime() {
        List<Observation> observations = List.of(number(0, 999_999_999), number(1, 999_999_999));
        String most = "[a:n >= 0] REPEATS 1999999997 TIMES AND [a:n = 0]";
        assertInstanceOf(MatchResult.Matched.class, matcher(most).match(observations));
        String more = "[a:n >= 0] REPEATS 1999999997 TIMES AND [a:n = 0] REPEATS 2 TIMES";
        assertInstanceOf(MatchResult.Unmatched.class, matcher(more).match(observations));
        String absurd = "([a:n = 0] REPEATS 2000000000 TIMES) REPEATS 2000000000 TIMES";
        assertInstanceOf(
                MatchResult.Unmatched.class,
                matcher("((" + absurd + ") REPEATS 2000000000 TIMES)").match(observations));
    }

    /** All permutations would be as many as a number of 65 digits; augmenting paths need a few thousand steps. */
    @Test
    void manyDemandsForFewObservationsAreDecided() {
        List<Observation> observations =
                IntStream.range(0, 49).mapToObj(i -> number(i, 1)).toList();
        String all = String.join(" AND ", Collections.nCopies(50, "[a:n >= 0]"));
        assertInstanceOf(MatchResult.Unmatched.class, matcher(all).match(observations));
        List<Observation> enough =
                Stream.concat(observations.stream(), Stream.of(number(50, 1))).toList();
        assertInstanceOf(MatchResult.Matched.class, matcher(all).match(enough));
    }

    @Test
    void longSequencesAreDecided() {
        List<Observation> observations =
                IntStream.range(0, 500).mapToObj(i -> number(i, 1)).toList();
        String ascending = "[a:n = 10] FOLLOWEDBY [a:n > 0] FOLLOWEDBY [a:n > 0] FOLLOWEDBY [a:n = 490]";
        assertInstanceOf(MatchResult.Matched.class, matcher(ascending).match(observations));
        String impossible = "[a:n = 490] FOLLOWEDBY [a:n > 0] FOLLOWEDBY [a:n > 0] FOLLOWEDBY [a:n = 10]";
        assertInstanceOf(MatchResult.Unmatched.class, matcher(impossible).match(observations));
        String pairs = "([a:n < 250] FOLLOWEDBY [a:n >= 250]) REPEATS 250 TIMES";
        assertInstanceOf(MatchResult.Matched.class, matcher(pairs).match(observations));
    }

    /** They may take too many steps, but not too deep a stack. */
    @Test
    void theLongestSequencesThatAreReadCanBeTried() {
        List<Observation> observations =
                IntStream.range(0, 100).mapToObj(i -> number(i, 100)).toList();
        int most = PatternReader.MAX_PARTS;
        String any = String.join(" FOLLOWEDBY ", Collections.nCopies(most, "[a:n >= 0]"));
        assertFalse(matcher(any).match(observations) instanceof MatchResult.Unmatched);
        String pairs = "([a:n < 50] FOLLOWEDBY [a:n >= 50]) REPEATS " + most / 2 + " TIMES";
        assertInstanceOf(MatchResult.Matched.class, matcher(pairs).match(observations));
        String all = String.join(" AND ", Collections.nCopies(most, "[a:n >= 0]"));
        assertInstanceOf(MatchResult.Matched.class, matcher(all).match(observations));
    }

    @Test
    void sequencesThatCompeteForObservationsAreDecided() {
        List<Observation> observations =
                IntStream.range(0, 60).mapToObj(i -> number(i, 1)).toList();
        String chain = String.join(" FOLLOWEDBY ", Collections.nCopies(20, "[a:n >= 0]"));
        assertInstanceOf(MatchResult.Matched.class, matcher(chain).match(observations));
        assertInstanceOf(
                MatchResult.Unmatched.class,
                matcher(chain + " FOLLOWEDBY [a:n < 20]").match(observations));
    }

    @Test
    void aChainThatFailsForWantOfOthersOnlyIsDecided() {
        List<Observation> observations =
                IntStream.range(0, 12).mapToObj(i -> number(i, 1)).toList();
        String chain =
                "[a:n >= 0] FOLLOWEDBY [a:n >= 0] FOLLOWEDBY [a:n >= 0] FOLLOWEDBY [a:n <= 2] FOLLOWEDBY [a:n <= 2]";
        assertInstanceOf(MatchResult.Unmatched.class, matcher(chain).match(observations));
    }

    /** Choosing one of several sets that share nothing with the others chosen is a problem without a known fast way. */
    @Test
    void whatCannotBeDecidedInTimeIsSaidToBeSo() {
        List<Observation> observations =
                IntStream.range(0, 24).mapToObj(i -> number(i, 1)).toList();
        StringBuilder sets = new StringBuilder("[a:n = 24]");
        for (int i = 0; i < 24; i++) {
            sets.append(" OR ([a:n = " + i + "] AND [a:n = " + (i * 7 + 1) % 24 + "] AND [a:n = " + (i * 11 + 5) % 24
                    + "])");
        }
        Pattern pattern = assertInstanceOf(
                        PatternReading.Read.class, PatternReader.read("(" + sets + ") REPEATS 6 TIMES"))
                .pattern();
        assertInstanceOf(
                MatchResult.Undecided.class, PatternMatcher.of(pattern, 50).match(observations));
    }

    @Test
    void observedDataIsTakenFromBundlesAndWhatIsUnfitIsRefused() {
        ObservedData data = ObservedData.of(List.of(json.readTree("""
                {"type": "bundle", "id": "bundle--1", "objects": [
                  {"type": "file", "id": "file--1", "name": "a"},
                  {"type": "file", "id": "file--2", "name": "b"},
                  {"type": "observed-data", "id": "observed-data--1", "modified": "2020-01-01T00:00:00.000Z",
                   "first_observed": "2020-01-01T00:00:00Z", "last_observed": "2020-01-01T00:00:00Z",
                   "number_observed": 1, "object_refs": ["file--2"]},
                  {"type": "observed-data", "id": "observed-data--1", "modified": "2020-01-02T00:00:00.000Z",
                   "first_observed": "2020-01-01T00:00:00Z", "last_observed": "2020-01-01T00:00:00Z",
                   "number_observed": 1, "object_refs": ["file--1", "file--3"]},
                  {"type": "observed-data", "id": "observed-data--2", "first_observed": "2020-01-01T00:00:00Z",
                   "last_observed": "2019-01-01T00:00:00Z", "number_observed": 1, "object_refs": ["file--1"]},
                  {"type": "observed-data", "id": "observed-data--3", "first_observed": "2020-01-01T00:00:00Z",
                   "last_observed": "2020-01-01T00:00:00Z", "number_observed": 0, "object_refs": ["file--1"]}]}
                """)));
        assertEquals(1, data.observations().size());
        assertEquals(
                List.of("file--1"),
                List.copyOf(data.observations().getFirst().objects().keySet()));
        assertEquals(
                List.of("observed-data--2", "observed-data--3"),
                data.refused().stream().map(ObservedData.Refused::id).toList());
    }
}
