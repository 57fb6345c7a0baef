package org.entente.stix.model;

import java.util.List;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** The two STIX Relationship Objects (section 5). */
public sealed interface RelationshipObject extends TypedObject {
    /** A link from one object to another (section 5.1). */
    record Relationship(
            String relationshipType,
            @Nullable String description,
            StixId sourceRef,
            StixId targetRef,
            @Nullable Timestamp startTime,
            @Nullable Timestamp stopTime,
            Common common)
            implements RelationshipObject {}

    /** Something was seen (section 5.2). */
    record Sighting(
            @Nullable String description,
            @Nullable Timestamp firstSeen,
            @Nullable Timestamp lastSeen,
            @Nullable Long count,
            StixId sightingOfRef,
            List<StixId> observedDataRefs,
            List<StixId> whereSightedRefs,
            @Nullable Boolean summary,
            Common common)
            implements RelationshipObject {}
}
