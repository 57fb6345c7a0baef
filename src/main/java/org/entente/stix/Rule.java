package org.entente.stix;

import static org.entente.stix.Severity.MUST;
import static org.entente.stix.Severity.SHOULD;
import static org.entente.stix.Severity.STANDARD_ONLY;

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
    GRANULAR_COUNT("object.selectors", "An object must not hold more selectors than the limit that is set", "limits"),

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
    EXTERNAL_REFERENCE("stix.external-reference", "An external reference must be an object", "STIX 2.1 section 2.5"),
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
    MARKING_DEFINITION(
            "stix.marking.definition",
            "A marking definition without extensions must have a definition_type and a definition",
            "STIX 2.1 section 7.2.1"),
    MARKING_STATEMENT(
            "stix.marking.statement",
            "A statement marking must have a definition with a statement, which is a string",
            "STIX 2.1 section 7.2.1.3"),
    MARKING_TLP(
            "stix.marking.tlp",
            "No TLP marking may exist but the predefined ones, each with its level",
            "STIX 2.1 section 7.2.1.4"),
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
    BUNDLE_OBJECTS("stix.bundle.objects", "The objects of a bundle must be a list", "STIX 2.1 section 8.1"),

    REQUIRED("stix.required", "A property that the type requires must be present", "STIX 2.1 section 3.1"),
    ONE_OF("stix.one-of", "At least one of these must be present", "STIX 2.1 section 12.1"),
    NOT_BOTH("stix.not-both", "These two properties must not be present together", "STIX 2.1 section 12.1"),
    NEEDS(
            "stix.needs",
            "Where the first of these properties is present, so must be the second",
            "STIX 2.1 section 12.1"),
    TIME_ORDER("stix.time.order", "The second of these times must not be before the first", "STIX 2.1 section 12.1"),
    TIME_AFTER("stix.time.after", "The second of these times must be later than the first", "STIX 2.1 section 12.1"),
    INTEGER(
            "stix.integer",
            "This property must be a whole number that a double holds exactly",
            "STIX 2.1 section 2.10"),
    INTEGER_RANGE(
            "stix.integer.range", "This number must be within the bounds of the property", "STIX 2.1 section 2.10"),
    FLOAT("stix.float", "This property must be a number", "STIX 2.1 section 2.6"),
    FLOAT_RANGE("stix.float.range", "This number must be within the bounds of the property", "STIX 2.1 section 2.6"),
    INTEGER_OR_STRING(
            "stix.integer-or-string",
            "This value must be an integer or a string",
            "STIX 2.1 sections 6.7.5 and 6.12.1"),
    BINARY("stix.binary", "This property must be base64 of the standard alphabet with padding", "STIX 2.1 section 2.1"),
    HEX("stix.hex", "This property must be an even number of the digits 0-9 and a-f", "STIX 2.1 section 2.8"),
    ENUMERATION("stix.enum", "This property must be a term of its enumeration", "STIX 2.1 section 2.4"),
    HASH_NAME(
            "stix.hashes.name",
            "The name of a hash must have 3 to 250 of the characters a-z, A-Z, 0-9, hyphen and underscore",
            "STIX 2.1 section 2.7"),
    HASH_VALUE("stix.hashes.value", "A hash must have the form of its algorithm", "STIX 2.1 section 2.7"),
    DICTIONARY_KEY(
            "stix.dictionary.key",
            "A key must have 1 to 250 of the characters a-z, A-Z, 0-9, hyphen and underscore",
            "STIX 2.1 section 2.3"),
    DICTIONARY_VALUE("stix.dictionary.value", "A value of a dictionary must be of a base type", "STIX 2.1 section 2.3"),
    TIMESTAMP_SECONDS("stix.timestamp.seconds", "This time must be precise to the second", "STIX 2.1 section 6.7.6"),
    EXTENSION_NAME(
            "stix.extension.name",
            "An extension must be named by the id of its definition, by the standard, or by a-z, 0-9 and hyphen with -ext at"
                    + " the end",
            "STIX 2.1 sections 3.2 and 11.3.1"),
    GRANULAR_RESOLVES(
            "stix.granular.resolves",
            "A selector must select something that is present on the object",
            "STIX 2.1 section 7.2.3"),
    ID_RANDOM(
            "stix.id.random",
            "A cyber-observable object without the properties that make up its identifier must use a UUID of version 4",
            "STIX 2.1 section 2.9"),

    EXTERNAL_ID(
            "stix.external-reference.id",
            "The id of a CVE or CAPEC entry must have the form of that list",
            "STIX 2.1 sections 4.1.1 and 4.19.1"),
    PATTERN("stix.pattern", "A pattern of the type stix must be one", "STIX 2.1 sections 4.7.1 and 9"),
    FAMILY_NAME("stix.malware.family", "A malware family must have a name", "STIX 2.1 section 4.11.1"),
    OBSERVED_OBJECTS(
            "stix.observed.objects",
            "The object_refs of observed data must name at least one cyber-observable object",
            "STIX 2.1 section 4.14.1"),
    CONTAINER_OBJECT(
            "stix.container.object", "An observed object must be an object with a type", "STIX 2.1 section 2.13"),
    CONTAINER_REFERENCE(
            "stix.container.reference",
            "A reference within a container must be a key of that container",
            "STIX 2.1 section 2.13"),
    EXTENSION_PROPERTIES(
            "stix.extension.properties",
            "Only a definition of a toplevel-property-extension may have extension_properties",
            "STIX 2.1 section 7.3.1"),
    CHARACTER_SET(
            "stix.character-set",
            "An encoding must be the name of a character set that IANA registers",
            "STIX 2.1 section 3.9.1"),
    URL("stix.url", "A URL must follow RFC 3986", "STIX 2.1 sections 6.1.1 and 6.15.1"),
    IPV4("stix.ipv4", "An IPv4 address must be one, or a range in CIDR notation", "STIX 2.1 section 6.8.1"),
    IPV6("stix.ipv6", "An IPv6 address must be one, or a range in CIDR notation", "STIX 2.1 section 6.9.1"),
    MAC("stix.mac", "A MAC address must be six octets in lower case with colons", "STIX 2.1 section 6.10.1"),
    DOMAIN_NAME("stix.domain-name", "A domain name must be one", "STIX 2.1 section 6.4.1"),
    EMAIL_ADDRESS("stix.email-address", "An email address must not have a display name", "STIX 2.1 section 6.5.1"),
    MULTIPART(
            "stix.email.multipart",
            "A message has body_multipart if it is multipart and body if it is not",
            "STIX 2.1 section 6.6.1"),
    TRAFFIC_ENDED("stix.traffic.ended", "Active traffic must not have an end", "STIX 2.1 section 6.12.1"),
    CPE("stix.cpe", "A cpe must be a CPE name of version 2.3", "STIX 2.1 section 6.14.1"),
    REGISTRY_HIVE(
            "stix.registry.hive", "The hive of a registry key must not be abbreviated", "STIX 2.1 section 6.17.1"),

    ID_UUID4("stix.id.uuid4", "This kind of object should use a UUID of version 4", "STIX 2.1 section 2.9", SHOULD),
    ID_UUID5(
            "stix.id.uuid5",
            "A cyber-observable object should use a UUID of version 5",
            "STIX 2.1 section 2.9",
            SHOULD),
    ID_DETERMINISTIC(
            "stix.id.deterministic",
            "A UUID of version 5 should be made from the properties that contribute to it",
            "STIX 2.1 section 2.9",
            SHOULD),
    PATTERN_LIMITS(
            "stix.pattern.limits", "A pattern should be one that this node can read and match", "limits", SHOULD),
    VERSION_REPEATED(
            "stix.version.repeated",
            "A document should not hold the same version of an object twice",
            "STIX 2.1 section 3.6",
            SHOULD),
    VOCABULARY("stix.vocabulary", "This property should be a term of its vocabulary", "STIX 2.1 section 2.14", SHOULD),
    VOCABULARY_FORM(
            "stix.vocabulary.form",
            "A term of one's own should be in lower case with hyphens between the words",
            "STIX 2.1 section 2.14",
            SHOULD),
    HASH_ALGORITHM(
            "stix.hashes.algorithm",
            "The name of a hash should be that of an algorithm of the vocabulary",
            "STIX 2.1 section 2.7",
            SHOULD),
    DICTIONARY_KEY_NAME(
            "stix.dictionary.key.name",
            "A key should be a name that the property's own standard has",
            "STIX 2.1 sections 6.7.4 and 6.12.4",
            SHOULD),
    SUGGESTED("stix.suggested", "This property should be present", "STIX 2.1 section 12.1", SHOULD),
    DEPRECATED(
            "stix.deprecated",
            "A deprecated property should not be used in new content",
            "STIX 2.1 section 2.13",
            SHOULD),
    NOT_APPLICABLE(
            "stix.property.not-applicable",
            "A common property should not be used where it is not applicable",
            "STIX 2.1 section 3.2",
            SHOULD),
    CUSTOM_PROPERTY(
            "stix.custom.property",
            "A property of one's own should be defined by an extension",
            "STIX 2.1 section 11.1",
            SHOULD),
    CUSTOM_PROPERTY_PREFIX(
            "stix.custom.property.prefix",
            "The name of a custom property should begin with x_",
            "STIX 2.1 section 11.1.1",
            SHOULD),
    CUSTOM_PROPERTY_SOURCE(
            "stix.custom.property.source",
            "The name of a custom property should begin with x_ and the name of its source",
            "STIX 2.1 section 11.1.1",
            SHOULD),
    CUSTOM_TYPE(
            "stix.custom.type",
            "A type of one's own should be defined by an extension",
            "STIX 2.1 section 11.2",
            SHOULD),
    CUSTOM_TYPE_PREFIX(
            "stix.custom.type.prefix",
            "The name of a custom type should begin with x-",
            "STIX 2.1 section 11.2.1",
            SHOULD),
    CUSTOM_TYPE_SOURCE(
            "stix.custom.type.source",
            "The name of a custom type should begin with x- and the name of its source",
            "STIX 2.1 section 11.2.1",
            SHOULD),
    CUSTOM_EXTENSION(
            "stix.custom.extension",
            "An extension of one's own should be named by the id of its definition",
            "STIX 2.1 sections 3.2 and 11.3",
            SHOULD),
    CUSTOM_EXTENSION_PREFIX(
            "stix.custom.extension.prefix",
            "The name of a custom extension should begin with x-",
            "STIX 2.1 section 11.3.1",
            SHOULD),
    CUSTOM_EXTENSION_SOURCE(
            "stix.custom.extension.source",
            "The name of a custom extension should begin with x- and the name of its source",
            "STIX 2.1 section 11.3.1",
            SHOULD),
    OBSERVABLE_EXTENSION(
            "stix.extension.observable",
            "An extension of an observable should be a property-extension",
            "STIX 2.1 section 11.3",
            SHOULD),
    TOPLEVEL_PROPERTIES(
            "stix.extension.toplevel",
            "The definition of a toplevel-property-extension should list its extension_properties",
            "STIX 2.1 section 7.3.1",
            SHOULD),
    RELATIONSHIP_SUGGESTED(
            "stix.relationship.suggested",
            "A relationship should be one that the standard lists for its source and target",
            "STIX 2.1 section 5.1.2",
            SHOULD),
    MARKING_TYPE(
            "stix.marking.type",
            "A marking of one's own should be defined by an extension",
            "STIX 2.1 section 7.2.1.1",
            SHOULD),
    KILL_CHAIN_NAME(
            "stix.kill-chain.name",
            "Names of kill chains and phases should be in lower case with hyphens between the words",
            "STIX 2.1 section 2.11",
            SHOULD),
    COUNTRY("stix.country", "A country should be an ISO 3166-1 alpha-2 code", "STIX 2.1 section 4.10.1", SHOULD),
    PRODUCT_NAME(
            "stix.product",
            "The name of a product should be in lower case with hyphens between the words",
            "STIX 2.1 section 4.12.1",
            SHOULD),
    MEDIA_TYPE("stix.media-type", "A mime_type should be a media type", "STIX 2.1 sections 6.1.1 and 6.7.1", SHOULD),
    PROTOCOL(
            "stix.protocol", "A protocol should have the name that IANA has for it", "STIX 2.1 section 6.12.1", SHOULD),
    PRIORITY_CLASS("stix.process.priority", "A priority should end with _CLASS", "STIX 2.1 section 6.13.2", SHOULD),

    VERSION_CREATED(
            "stix.version.created",
            "The time created must not change from one version of an object to another",
            "STIX 2.1 section 3.2"),
    VERSION_CREATOR(
            "stix.version.creator",
            "Only the creator of an object may make versions of it, so created_by_ref must not change",
            "STIX 2.1 sections 3.5 and 3.6"),
    VERSION_MODIFIED(
            "stix.version.modified",
            "A new version of an object must have another time modified",
            "STIX 2.1 section 3.6"),
    VERSION_REVOKED(
            "stix.version.revoked", "No version of an object may be later than its revocation", "STIX 2.1 section 3.6"),

    STANDARD_TYPE("standard.type", "The standard does not define this type", "STIX 2.1 section 11.2", STANDARD_ONLY),
    STANDARD_PROPERTY(
            "standard.property", "The standard does not define this property", "STIX 2.1 section 11.1", STANDARD_ONLY);

    private final String id;
    private final String sentence;
    private final String section;
    private final String message;
    private final Severity severity;

    Rule(String id, String sentence, String section) {
        this(id, sentence, section, MUST);
    }

    Rule(String id, String sentence, String section, Severity severity) {
        this.severity = severity;
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

    /** Whether breaking it refuses the object. */
    public Severity severity() {
        return severity;
    }

    /** The message for one place of the standard's tables, with the names of the properties that the rule joins there. */
    String messageOf(String number, String names) {
        return sentence + (names.isEmpty() ? "" : ": " + names) + " (STIX 2.1 section " + number + ").";
    }

    /** The sentence with its section, as a {@link Problem} shows it. */
    public String message() {
        return message;
    }
}
