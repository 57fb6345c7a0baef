package org.entente.stix.model;

import java.util.List;
import java.util.Map;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The common properties (section 3.2). Which of them an object must have depends on its kind.
 *
 * @param revoked false where it is absent, as the standard has it
 * @param defanged false where it is absent, as the standard has it
 * @param extensions by their keys, in order
 * @param other all properties that neither the common ones nor the type's own are, in order
 */
public record Common(
        String type,
        @Nullable String specVersion,
        StixId id,
        @Nullable StixId createdByRef,
        @Nullable Timestamp created,
        @Nullable Timestamp modified,
        boolean revoked,
        List<String> labels,
        @Nullable Long confidence,
        @Nullable String lang,
        List<ExternalReference> externalReferences,
        List<StixId> objectMarkingRefs,
        List<GranularMarking> granularMarkings,
        boolean defanged,
        Map<String, Extension> extensions,
        Map<String, JsonNode> other) {}
