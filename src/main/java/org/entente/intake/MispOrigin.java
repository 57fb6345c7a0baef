package org.entente.intake;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The extension (STIX 2.1 section 7.3) under which objects keep what MISP says and STIX has no property for, and which makes
 * {@code misp-attribute} a type of cyber-observable object.
 */
final class MispOrigin {
    /** The type of objects that hold an attribute as it is. */
    static final String ATTRIBUTE = "misp-attribute";

    static final String ID = "extension-definition--5a0d4a57-6b7e-4d3f-8e0e-2d9f0a1f6c3b";

    private static final String AUTHOR = "identity--3f1e9a0c-1c55-4d52-9d57-0b6e1f0f7a9e";

    /** When the definitions were written; they change with their version only. */
    private static final String WRITTEN = "2026-01-01T00:00:00.000Z";

    private MispOrigin() {}

    static ObjectNode author() {
        return JsonInput.object()
                .put("type", "identity")
                .put("spec_version", "2.1")
                .put("id", AUTHOR)
                .put("created", WRITTEN)
                .put("modified", WRITTEN)
                .put("name", "Entente project")
                .put("identity_class", "organization");
    }

    static ObjectNode definition() {
        ObjectNode definition = JsonInput.object()
                .put("type", "extension-definition")
                .put("spec_version", "2.1")
                .put("id", ID)
                .put("created_by_ref", AUTHOR)
                .put("created", WRITTEN)
                .put("modified", WRITTEN)
                .put("name", "MISP origin")
                .put("description", "What a MISP event says of an object and STIX has no property for.")
                .put(
                        "schema",
                        "Each property holds, as a string, the value of the property of the same name of a MISP event, object or"
                                + " attribute; misp_type and misp_value are the type and value of an attribute. An object of"
                                + " the type misp-attribute has the properties misp_type and misp_value.")
                .put("version", "1.0.0");
        ArrayNode types = definition.putArray("extension_types");
        types.add("new-sco").add("property-extension");
        return definition;
    }

    /** Where the extra properties of a domain object go. */
    static ObjectNode extend(ObjectNode object) {
        ObjectNode extensions =
                object.get("extensions") instanceof ObjectNode there ? there : object.putObject("extensions");
        return extensions.get(ID) instanceof ObjectNode there
                ? there
                : extensions.putObject(ID).put("extension_type", "property-extension");
    }

    /** An attribute as it is, as a cyber-observable object. */
    static ObjectNode attribute(String type, String value) {
        ObjectNode object = JsonInput.object()
                .put("type", ATTRIBUTE)
                .put("spec_version", "2.1")
                .put("id", DerivedId.of(ATTRIBUTE, type, value))
                .put("misp_type", type)
                .put("misp_value", value);
        object.putObject("extensions").putObject(ID).put("extension_type", "new-sco");
        return object;
    }
}
