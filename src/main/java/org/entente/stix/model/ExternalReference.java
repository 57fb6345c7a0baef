package org.entente.stix.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A pointer to something outside of STIX (section 2.5).
 *
 * @param hashes of what is at the URL, by the names of their algorithms
 */
public record ExternalReference(
        String sourceName,
        @Nullable String description,
        @Nullable String url,
        Map<String, String> hashes,
        @Nullable String externalId,
        Map<String, JsonNode> other) {
    static ExternalReference read(Members in) throws Misfit {
        return new ExternalReference(
                in.text("source_name"),
                in.optionalText("description"),
                in.optionalText("url"),
                in.hashes("hashes"),
                in.optionalText("external_id"),
                in.rest());
    }
}
