package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import org.entente.SharedData;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The standard's own examples are valid, as far as they are complete and keep its rules themselves. Those that do not are
 * listed by their line in the standard's text.
 */
class SpecExamplesTest {
    private static final Map<Integer, String> SLIPS = Map.of(
            // One hyphen after the type instead of two.
            1856, "[stix.id.form]",
            // An indicator without the pattern_type that section 4.7.1 requires.
            5003, "[stix.required]",
            // An indicator without pattern_type and valid_from, which section 4.7.1 requires.
            10686, "[stix.required, stix.required]",
            // An observed-data of an older form, without the properties that section 3.2 requires.
            10914, "[stix.spec-version.missing, stix.created, stix.modified]",
            // A custom object without spec_version.
            13693, "[stix.spec-version.missing]",
            // A UUID with a digit in upper case, which RFC 4122 section 3 does not let a producer write.
            14399, "[stix.id.form]",
            14539, "[stix.id.form]",
            // property_extension for property-extension.
            14862, "[stix.extension.type]");

    @Test
    void theExamplesOfTheStandard() {
        Map<Integer, String> problems = new TreeMap<>();
        JsonMapper json = new JsonMapper();
        new String(SharedData.bytes("stix21-spec-examples.ndjson"), UTF_8)
                .lines()
                .forEach(line -> {
                    JsonNode example = json.readTree(line);
                    JsonNode object = example.get("object");
                    if (!example.get("elided").booleanValue() && object.has("type") && object.has("id")) {
                        for (Parsed parsed : StixReader.read(object.toString().getBytes(UTF_8), Limits.DEFAULT)) {
                            if (parsed instanceof Parsed.Invalid invalid) {
                                String rules = invalid.problems().stream()
                                        .map(Problem::rule)
                                        .toList()
                                        .toString();
                                problems.merge(example.get("line").intValue(), rules, String::concat);
                            }
                        }
                    }
                });
        assertEquals(new TreeMap<>(SLIPS), problems);
    }
}
