package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.entente.SharedData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The identifiers that observables should have. */
class DeterministicIdTest {
    @Test
    void theVectors() {
        assertEquals(
                "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4",
                id("{\"type\":\"ipv4-addr\",\"value\":\"198.51.100.3\"}"));
        assertEquals(
                "domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7",
                id("{\"value\":\"example.com\",\"type\":\"domain-name\",\"id\":\"domain-name--1\"}"));
    }

    @Test
    void onlyWhatContributesCounts() {
        String file = "{\"type\":\"file\",\"name\":\"a\",\"hashes\":{\"SHA-256\":\"aa\",\"MD5\":\"bb\"}}";
        assertEquals(id(file), id(file.replace("\"SHA-256\":\"aa\",", "")));
        assertEquals(id(file), id(file.replace("{\"type\"", "{\"size\":7,\"type\"")));
        assertEquals(id(file), id(file.replace("\"a\"", "\"\\u0061\"")));
        assertNotEquals(id(file), id(file.replace("\"MD5\":\"bb\"", "\"MD5\":\"cc\"")));
        assertNotEquals(id(file), id(file.replace("\"a\"", "\"b\"")));
    }

    @Test
    void whatHasNoneHasNone() {
        assertNull(id("{\"type\":\"process\",\"pid\":1}"));
        assertNull(id("{\"type\":\"user-account\",\"display_name\":\"a\"}"));
        assertNull(id("{\"type\":\"campaign\",\"name\":\"a\"}"));
        assertNull(id("{}"));
        assertThrows(IllegalArgumentException.class, () -> id("[]"));
    }

    /** The standard says of its examples that their identifiers are made in this way. */
    @Test
    void theExamplesOfTheStandard() {
        JsonMapper json = new JsonMapper();
        Set<String> agreed = new HashSet<>();
        new String(SharedData.bytes("stix21-spec-examples.ndjson"), UTF_8)
                .lines()
                .map(json::readTree)
                .filter(example -> !example.get("elided").booleanValue())
                .forEach(example -> collect(example.get("object"), agreed));
        // Not all of them are; those of the first errata were made anew, and these are most.
        assertTrue(agreed.size() >= LEAST_AGREED, agreed.size() + " agree");
    }

    private static final int LEAST_AGREED = 10;

    private static void collect(JsonNode node, Set<String> agreed) {
        if (node.isObject() && node.has("type") && node.has("id")) {
            String id = id(node.toString());
            if (id != null && id.equals(node.get("id").stringValue())) {
                agreed.add(id);
            }
        }
        node.forEach(child -> collect(child, agreed));
    }

    private static @Nullable String id(String object) {
        StixId id = DeterministicId.of(object.getBytes(UTF_8));
        return id == null ? null : id.value();
    }
}
