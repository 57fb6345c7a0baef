package org.entente.stix;

/**
 * Every rule that the reader checks, with a stable identifier, the sentence that a user sees and the section that demands
 * it. The order is that of the standards.
 */
public enum Rule {
    INPUT_SIZE("input.size", "A document must not be larger than the limit that is set for it", "limits"),
    INPUT_OBJECTS("input.objects", "A document must not hold more objects than the limit that is set for it", "limits"),
    OBJECT_SIZE("object.size", "An object must not be larger than the limit that is set for it", "limits"),
    OBJECT_DEPTH("object.depth", "Objects and lists must not be nested deeper than the limit that is set", "limits"),
    STRING_SIZE("string.size", "A string must not be longer than the limit that is set for it", "limits"),
    OBJECT_REFERENCES(
            "object.references", "An object must not hold more identifiers than the limit that is set", "limits"),

    JSON_EMPTY("json.empty", "A document must hold a JSON text", "RFC 8259 section 2"),
    JSON_BOM("json.bom", "A JSON text must not begin with a byte order mark", "RFC 8259 section 8.1"),
    JSON_TRUNCATED("json.truncated", "A JSON text must be complete; this one ends too early", "RFC 8259 section 2"),
    JSON_SYNTAX("json.syntax", "A JSON text must follow the grammar of JSON", "RFC 8259 section 2"),
    JSON_TRAILING("json.trailing", "Nothing may follow the end of a JSON text", "RFC 8259 section 2"),
    JSON_CONTROL("json.control", "Control characters within strings must be escaped", "RFC 8259 section 7"),
    JSON_ESCAPE("json.escape", "An escape within a string must be one of those that JSON has", "RFC 8259 section 7"),
    JSON_UTF8("json.utf8", "A JSON text must be valid UTF-8", "RFC 7493 section 2.1"),
    JSON_SURROGATE("json.surrogate", "An escaped surrogate must be one half of a pair", "RFC 7493 section 2.1"),
    JSON_NUMBER("json.number", "A number must survive as an IEEE 754 double", "RFC 7493 section 2.2"),
    JSON_DUPLICATE("json.duplicate", "The names within an object must be unique", "RFC 7493 section 2.3"),
    JSON_TOP(
            "json.top",
            "A document must be an object, a list of objects, or one object a line",
            "STIX 2.1 section 1.2.10"),

    OBJECT("stix.object", "An item of a list of objects must be a STIX object", "STIX 2.1 section 8.1"),
    LIST_EMPTY("stix.list.empty", "A list must have at least one value", "STIX 2.1 section 2.12"),
    DICTIONARY_EMPTY("stix.dictionary.empty", "A dictionary must have at least one key", "STIX 2.1 section 2.3"),
    NAME_FORM(
            "stix.property.name",
            "A property name must have 3 to 250 of the characters a-z, 0-9 and underscore and begin with a letter",
            "STIX 2.1 sections 3.1 and 11.1.1"),
    NAME_RESERVED("stix.property.reserved", "A reserved property name must not be used", "STIX 2.1 section 3.8"),

    TYPE("stix.type", "An object must have a type, which is a string", "STIX 2.1 section 3.2"),
    TYPE_FORM(
            "stix.type.form",
            "A type must have 3 to 250 of the characters a-z, 0-9 and hyphen, begin with a letter and have no two hyphens in"
                    + " a row",
            "STIX 2.1 sections 3.1 and 11.2.1"),
    TYPE_BUNDLE("stix.type.bundle", "A bundle is not a STIX object and cannot stand for one", "STIX 2.1 section 8"),
    SPEC_VERSION("stix.spec-version", "The spec_version of an object of STIX 2.1 must be 2.1", "STIX 2.1 section 3.2"),
    SPEC_VERSION_20(
            "stix.spec-version.2-0",
            "This object is of STIX 2.0, which must be converted first: spec_version must be 2.1",
            "STIX 2.1 section 3.2"),
    SPEC_VERSION_MISSING(
            "stix.spec-version.missing",
            "An object other than a cyber-observable object must have a spec_version; without one it is of STIX 2.0",
            "STIX 2.1 section 3.2"),
    ID("stix.id", "An object must have an id", "STIX 2.1 section 3.2"),
    ID_FORM(
            "stix.id.form",
            "An identifier must be an object type, two hyphens and a UUID in lower case",
            "STIX 2.1 section 2.9"),
    ID_TYPE("stix.id.type", "The type within an id must be the object's type", "STIX 2.1 section 2.9"),
    REFERENCE_TYPE(
            "stix.reference.type",
            "A reference must name an object of a type that the property allows",
            "STIX 2.1 section 3.2"),
    REFERENCE_SELF("stix.reference.self", "A marking must not refer to itself", "STIX 2.1 section 3.2"),
    REFERENCE_LIST(
            "stix.reference.list", "A property of references must be a list of identifiers", "STIX 2.1 section 2.9"),
    CREATED("stix.created", "This kind of object must have the property created", "STIX 2.1 section 3.2"),
    MODIFIED("stix.modified", "This kind of object must have the property modified", "STIX 2.1 section 3.2"),
    MODIFIED_ORDER(
            "stix.modified.order", "The time modified must not be before the time created", "STIX 2.1 section 3.6.1"),
    TIMESTAMP_FORM(
            "stix.timestamp.form",
            "A timestamp must be of the form YYYY-MM-DDTHH:mm:ss[.s+]Z and a time that exists",
            "STIX 2.1 section 2.16.1"),
    TIMESTAMP_MILLISECONDS(
            "stix.timestamp.milliseconds",
            "The times created and modified must have at least three digits after the point",
            "STIX 2.1 section 3.2"),
    BOOLEAN("stix.boolean", "This property must be true or false", "STIX 2.1 section 2.2"),
    STRING("stix.string", "This property must be a string", "STIX 2.1 section 2.15"),
    LIST("stix.list", "This property must be a list", "STIX 2.1 section 2.12"),
    DICTIONARY("stix.dictionary", "This property must be an object", "STIX 2.1 section 2.3"),
    CONFIDENCE("stix.confidence", "The confidence must be a whole number from 0 to 100", "STIX 2.1 section 3.2"),
    LANGUAGE("stix.lang", "A language must be a language code", "STIX 2.1 section 3.2, RFC 5646"),
    DEFANGED("stix.defanged", "Only a cyber-observable object may have the property defanged", "STIX 2.1 section 3.2"),
    CREATED_BY("stix.created-by", "An extension definition must name its creator", "STIX 2.1 section 7.3.1"),
    EXTERNAL_REFERENCE("stix.external-reference", "An external reference must be an object", "STIX 2.1 section 2.5"),
    SOURCE_NAME(
            "stix.external-reference.source-name",
            "An external reference must have a source_name",
            "STIX 2.1 section 2.5.1"),
    EXTENSION("stix.extension", "The value of an extension must be an object", "STIX 2.1 section 3.2"),
    EXTENSION_TYPE(
            "stix.extension.type",
            "An extension_type must be new-sdo, new-sco, new-sro, property-extension or toplevel-property-extension",
            "STIX 2.1 sections 3.2 and 10.5"),
    EXTENSION_TYPE_MISSING(
            "stix.extension.type.missing",
            "An extension under the id of an extension definition must have an extension_type",
            "STIX 2.1 section 3.2"),

    RELATIONSHIP_TYPE(
            "stix.relationship.type",
            "A relationship must have a relationship_type of the characters a-z, 0-9 and hyphen",
            "STIX 2.1 section 5.1.2"),
    RELATIONSHIP_END(
            "stix.relationship.end",
            "A relationship must have a source_ref and a target_ref",
            "STIX 2.1 section 5.1.2"),
    SIGHTING_OF("stix.sighting.of", "A sighting must have a sighting_of_ref", "STIX 2.1 section 5.2.1"),
    LANGUAGE_OF("stix.language.of", "A language-content must have an object_ref", "STIX 2.1 section 7.1.1"),

    MARKING_DEFINITION(
            "stix.marking.definition",
            "A marking definition without extensions must have a definition_type and a definition",
            "STIX 2.1 section 7.2.1"),
    MARKING_STATEMENT(
            "stix.marking.statement",
            "A statement marking must have a definition with a statement, which is a string",
            "STIX 2.1 section 7.2.1.3"),
    MARKING_TLP("stix.marking.tlp", "No TLP marking may exist but the predefined ones", "STIX 2.1 section 7.2.1.4"),
    GRANULAR("stix.granular", "A granular marking must be an object", "STIX 2.1 section 7.2.3"),
    GRANULAR_SELECTORS(
            "stix.granular.selectors", "A granular marking must have a list of selectors", "STIX 2.1 section 7.2.3"),
    GRANULAR_SELECTOR(
            "stix.granular.selector",
            "A selector must be property names and list indexes, separated by points",
            "STIX 2.1 section 7.2.3"),
    GRANULAR_ONE(
            "stix.granular.one",
            "A granular marking must have one of marking_ref and lang, and only one",
            "STIX 2.1 section 7.2.3"),

    BUNDLE_ID("stix.bundle.id", "A bundle must have an id of the type bundle", "STIX 2.1 section 8.1"),
    BUNDLE_OBJECTS("stix.bundle.objects", "The objects of a bundle must be a list", "STIX 2.1 section 8.1");

    private final String id;
    private final String sentence;
    private final String section;
    private final String message;

    Rule(String id, String sentence, String section) {
        this.id = id;
        this.sentence = sentence;
        this.section = section;
        this.message = sentence + " (" + section + ").";
    }

    /** The stable identifier, such as {@code stix.id.form}. */
    public String id() {
        return id;
    }

    /** What the rule demands, without a full stop. */
    public String sentence() {
        return sentence;
    }

    /** The section that demands it, or {@code limits} where it is this node's own limit. */
    public String section() {
        return section;
    }

    /** The sentence with its section, as a {@link Problem} shows it. */
    public String message() {
        return message;
    }
}
