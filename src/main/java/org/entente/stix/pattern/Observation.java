package org.entente.stix.pattern;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One observed-data object (STIX 2.1 section 4.14) with its cyber-observable objects: {@code count} observations, each at
 * some time between first and last.
 *
 * @param id null where the object has none, as STIX 2.0 has them in tests
 * @param count at least 1
 * @param objects by the name that references have for them: their id, or in the deprecated form their key. The order is that
 *     of the observed-data object. They must not be changed.
 */
public record Observation(@Nullable String id, Instant first, Instant last, int count, Map<String, JsonNode> objects) {
    public Observation {
        if (count < 1 || last.isBefore(first)) {
            throw new IllegalArgumentException("not an observation");
        }
        objects = Collections.unmodifiableMap(new LinkedHashMap<>(objects));
    }
}
