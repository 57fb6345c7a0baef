package org.entente.stix.model;

import java.util.List;
import java.util.Map;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The three STIX Meta Objects (section 7). */
public sealed interface MetaObject extends TypedObject {
    /**
     * Texts of another object in other languages (section 7.1).
     *
     * @param contents by language code; each holds the texts by the names of the properties
     */
    record LanguageContent(
            StixId objectRef, @Nullable Timestamp objectModified, Map<String, JsonNode> contents, Common common)
            implements MetaObject {}

    /** A marking that objects can bear (section 7.2.1); without a definition where an extension holds it. */
    record MarkingDefinition(
            @Nullable String name,
            @Nullable String definitionType,
            @Nullable Marking definition,
            Common common) implements MetaObject {}

    /** What an extension adds to STIX (section 7.3). */
    record ExtensionDefinition(
            String name,
            @Nullable String description,
            String schema,
            String version,
            List<String> extensionTypes,
            List<String> extensionProperties,
            Common common)
            implements MetaObject {}
}
