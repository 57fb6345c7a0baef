package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import org.entente.SharedData;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The standard's own examples are valid, as far as they are complete and keep its rules themselves. */
class SpecExamplesTest {
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
                                String rules = invalid.problems().toString();
                                problems.merge(example.get("line").intValue(), rules, String::concat);
                            }
                        }
                    }
                });
        assertEquals(Map.of(), problems);
    }
}
