package org.entente.stix.pattern;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.entente.SharedData;
import org.entente.stix.pattern.PatternFault.Weight;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Any text, to the reader of patterns: what is no pattern is faulted within the text; what is one reads back from its own
 * text as an equal one, and the matcher and the index give the same answer for it.
 */
public final class PatternFuzz {
    private static final long MAX_STEPS = 100_000;

    private static final List<Observation> OBSERVATIONS =
            ObservedData.of(List.of(JsonMapper.shared().readTree("""
            [{"type": "observed-data", "id": "observed-data--1", "first_observed": "2020-01-01T00:00:00Z",
              "last_observed": "2020-01-01T00:00:05.5Z", "number_observed": 3, "objects": {
                "0": {"type": "network-traffic", "src_ref": "1", "contained_refs": ["1", "2", "0"], "size": 1.5,
                      "protocols": ["ipv4", "tcp"], "at": "2020-01-01T00:00:00.10Z", "x_bin": "/wA=", "y_hex": "FF00",
                      "huge": 12345678901234567890123, "flag": true, "extensions": {"tcp-ext": {"n": -0.0}}},
                "1": {"type": "ipv4-addr", "value": "198.51.100.7", "back_refs": ["0", "1", "2"]},
                "2": {"type": "ipv6-addr", "value": "2001:db8::7/64", "back_refs": ["1", "2"]}}},
             {"type": "observed-data", "id": "observed-data--2", "first_observed": "2020-01-01T00:00:04Z",
              "last_observed": "2020-01-01T00:00:04Z", "number_observed": 1, "objects": {
                "0": {"type": "file", "name": "caf\\u00e9\\n\\ud83d\\ude00", "hashes": {"MD5": "d41d8cd98f00b204"}, "size": 0},
                "1": {"type": "a", "b": 1, "c": "x"}}},
             {"type": "observed-data", "id": "observed-data--3", "first_observed": "2020-01-01T00:00:02Z",
              "last_observed": "2020-01-03T00:00:02Z", "number_observed": 999999999, "objects": {
                "0": {"type": "a", "b": "x", "c": [1, "x", null, {"d": false}]}}}]
            """))).observations();

    private PatternFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, UTF_8);
        switch (PatternReader.read(text)) {
            case PatternReading.Unreadable(PatternFault fault) -> {
                assertEquals(Weight.UNREADABLE, fault.cause().weight());
                assertTrue(fault.offset() >= 0 && fault.offset() <= text.length());
                assertTrue(fault.line() >= 1 && fault.column() >= 1);
            }
            case PatternReading.Read(Pattern pattern, List<PatternFault> remarks) -> {
                remarks.forEach(remark -> assertTrue(remark.cause().weight() != Weight.UNREADABLE));
                readsBack(pattern);
                indexAgrees(pattern);
            }
        }
    }

    /** Its own text may exceed the limit on length that the text it came from kept. */
    private static void readsBack(Pattern pattern) {
        String own = pattern.toString();
        if (own.length() <= PatternReader.MAX_LENGTH) {
            assertEquals(pattern, ((PatternReading.Read) PatternReader.read(own)).pattern());
        }
    }

    private static void indexAgrees(Pattern pattern) {
        PatternHits hits = PatternIndex.of(List.of(pattern), MAX_STEPS).match(OBSERVATIONS);
        switch (PatternMatcher.of(pattern, MAX_STEPS).match(OBSERVATIONS)) {
            case MatchResult.Matched(List<Observation> which, boolean _) ->
                assertEquals(Map.of(0, which), hits.matched());
            case MatchResult.Unmatched _ -> assertEquals(PatternHits.NONE, hits);
            case MatchResult.Undecided _ -> assertTrue(hits.undecided().contains(0));
        }
    }

    public static List<byte[]> seeds() {
        return Stream.of("pattern-matcher-cases.ndjson", "pattern-validator-cases.ndjson")
                .flatMap(file -> new String(SharedData.bytes(file), UTF_8).lines())
                .filter(line -> !line.isBlank())
                .map(line -> JsonMapper.shared().readTree(line))
                .map(PatternFuzz::text)
                .toList();
    }

    private static byte[] text(JsonNode each) {
        return each.path("pattern").stringValue().getBytes(UTF_8);
    }
}
