package org.entente.stix.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The definition within a marking definition (section 7.2.1). */
public sealed interface Marking {
    /** A text, such as a copyright (section 7.2.1.3). */
    record Statement(String statement, Map<String, JsonNode> other) implements Marking {}

    /** A level of TLP 1, as written (section 7.2.1.4). */
    record Tlp(String tlp, Map<String, JsonNode> other) implements Marking {}

    /** A definition of another type. */
    record Other(Map<String, JsonNode> properties) implements Marking {}

    /** The definition of a marking definition whose type is read already; null where it has none. */
    static @Nullable Marking read(@Nullable String definitionType, Members object) {
        return object.one("definition", in -> switch (definitionType) {
            case "statement" -> new Statement(in.text("statement"), in.rest());
            case "tlp" -> new Tlp(in.text("tlp"), in.rest());
            case null, default -> new Other(in.rest());
        });
    }
}
