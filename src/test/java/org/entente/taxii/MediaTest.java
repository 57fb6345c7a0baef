package org.entente.taxii;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class MediaTest {
    @Test
    void acceptHeadersAreReadAsTheStandardsSay() {
        Map<String, Boolean> table = Map.ofEntries(
                Map.entry("application/taxii+json;version=2.1", true),
                Map.entry("application/taxii+json; version=2.1", true),
                Map.entry("application/taxii+json ; version=\"2.1\"", true),
                Map.entry("Application/TAXII+JSON;Version=2.1", true),
                Map.entry("application/taxii+json", true),
                Map.entry("*/*", true),
                Map.entry("application/*", true),
                Map.entry("", true),
                Map.entry("text/html, application/taxii+json;version=2.1", true),
                Map.entry("text/html, */*;q=0.1", true),
                Map.entry("application/taxii+json;version=2.1;q=0.5", true),
                Map.entry("application/taxii+json;version=2.0, application/taxii+json;version=2.1", true),
                Map.entry("application/taxii+json;version=2.1;q=0", false),
                Map.entry("*/*, application/taxii+json;version=2.1;q=0", false),
                Map.entry("*/*;q=0.000", false),
                Map.entry("application/taxii+json;q=1, */*;q=0", true),
                Map.entry("application/taxii+json;version=2.0", false),
                Map.entry("application/taxii+json;version=2.10", false),
                Map.entry("application/vnd.oasis.taxii+json;version=2.0", false),
                Map.entry("application/json", false),
                Map.entry("application/stix+json;version=2.1", false),
                Map.entry("text/*", false),
                Map.entry("nonsense", false),
                Map.entry(",;,;=", false));
        table.forEach((accept, expected) -> assertEquals(expected, Media.acceptsTaxii(accept), accept));
        assertEquals(true, Media.acceptsTaxii(null));
    }

    @Test
    void contentTypesAreReadLikewise() {
        assertEquals(true, Media.isTaxii("application/taxii+json;version=2.1"));
        assertEquals(true, Media.isTaxii("application/taxii+json; version=2.1; charset=utf-8"));
        assertEquals(true, Media.isTaxii("application/taxii+json"));
        assertEquals(false, Media.isTaxii("application/taxii+json;version=2.0"));
        assertEquals(false, Media.isTaxii("*/*"));
        assertEquals(false, Media.isTaxii("text/html"));
        assertEquals(false, Media.isTaxii(null));
    }
}
