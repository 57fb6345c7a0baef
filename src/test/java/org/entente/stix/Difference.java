package org.entente.stix;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.entente.stix.Complaint.By;

/**
 * The classes of difference between the reader and the JSON schemas of OASIS that are known and settled: whose complaint it
 * is, and the sentence of the standard that decides it. {@code docs/stix-validation-oracle.md} lists the same for people.
 */
enum Difference {
    // What only the reader refuses.
    MODIFIED_BEFORE_CREATED(
            By.READER,
            "Section 3.6.1: the modified time must not be earlier than the created time. A schema compares no two values.",
            rule("stix.modified.order")),
    TIMES_OUT_OF_ORDER(
            By.READER,
            "Sections 4 to 6, such as 4.2.1: last_seen must be greater than or equal to first_seen. A schema compares no two"
                    + " values.",
            rule("stix.time.order", "stix.time.after")),
    TIME_THAT_DOES_NOT_EXIST(
            By.READER,
            "Section 2.16.1: a timestamp must be valid by RFC 3339, which has no 30 February, and leap seconds at the end of a"
                    + " day only. The schema's expression looks at each number by itself.",
            rule("stix.timestamp.form")
                    .and(c -> c.text().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"))),
    MILLISECONDS_OF_MARKINGS(
            By.READER,
            "Section 3.2: created must be precise to the nearest millisecond. The schema of marking-definition does not say so.",
            rule("stix.timestamp.milliseconds").and(c -> !c.path().equals("$.modified"))),
    COMMON_PROPERTY_ELSEWHERE(
            By.READER,
            "Section 3.2 gives these names their types for all objects. The schemas of observables and of marking-definition"
                    + " leave out those that do not apply to them, and check nothing where they stand nevertheless.",
            c -> c.path().matches("\\$\\.(created|modified|revoked|confidence|lang|labels|created_by_ref|defanged).*")
                    && rule(
                                    "stix.timestamp.form",
                                    "stix.boolean",
                                    "stix.confidence",
                                    "stix.lang",
                                    "stix.list",
                                    "stix.string")
                            .test(c)),
    DEFANGED_ELSEWHERE(
            By.READER,
            "Section 3.2: defanged is a property of observables alone. The schemas of the others do not know it.",
            rule("stix.defanged")),
    LANGUAGE_CODE(
            By.READER,
            "Section 3.2: a language must be a code by RFC 5646. To the schema it is any string.",
            rule("stix.lang")),
    UPPER_CASE_IN_AN_IDENTIFIER(
            By.READER,
            "Section 2.9: the UUID must comply with RFC 4122, whose section 3 has it written in lower case. The schema takes"
                    + " both.",
            rule("stix.id.form").and(c -> StixId.isId(c.text().toLowerCase(Locale.ROOT)))),
    IDENTIFIER_NAMED_AS_STRING(
            By.READER,
            "Sections 4.11.1, 4.14.1 and 6: these properties are identifiers. To the schema they are any string, as in the"
                    + " deprecated container.",
            rule("stix.id.form").and(c -> c.path().matches(".*(_ref|_refs\\[\\d+])"))),
    TYPE_OF_A_REFERENCE(
            By.READER,
            "Sections 3.2 and 4 to 7 say of most references what type they must be of, such as 6.6.1: from_ref must be of type"
                    + " email-addr. The schemas check few of them.",
            rule("stix.reference.type")),
    UUID_OF_A_PROCESS(
            By.READER,
            "Section 2.9: an observable without the properties that make up its identifier, as a process is, must use a UUID of"
                    + " version 4. The schemas ask for versions 1 to 5.",
            rule("stix.id.random")),
    TYPE_IN_THE_IDENTIFIER(
            By.READER,
            "Section 2.9: the type in the id must be the object's type. The schemas cannot say so of types that they do not"
                    + " know.",
            rule("stix.id.type")),
    SELECTOR_WITHOUT_CONTENT(
            By.READER,
            "Section 7.2.3: selectors must refer to properties or list items that are present. A schema follows no path.",
            rule("stix.granular.resolves")),
    LANGUAGE_AND_MARKING(
            By.READER,
            "Section 7.2.3: one and only one of lang and marking_ref must be present.",
            rule("stix.granular.one")),
    NAME_OF_A_PROPERTY(
            By.READER,
            "Sections 3.1, 7.3.2 and 11: names of properties have 3 to 250 of the characters a to z, 0 to 9 and underscore. The"
                    + " schema's expression lacks its end, and is not applied within objects and in marking-definition.",
            rule("stix.property.name")),
    KEY_OF_A_DICTIONARY(
            By.READER,
            "Section 2.3: keys have the characters a to z, A to Z, 0 to 9, hyphen and underscore. The schema does not look"
                    + " within the values of a dictionary.",
            rule("stix.dictionary.key")),
    RESERVED_NAME(
            By.READER,
            "Section 3.8: reserved names must not be present in any content. The schema of marking-definition does not say so.",
            rule("stix.property.reserved")),
    EMPTY_LIST(
            By.READER,
            "Section 2.12: empty lists are prohibited. Several of the schemas forget to say so.",
            rule("stix.list.empty")),
    INTEGER_OF_MORE_THAN_54_BITS(
            By.READER,
            "Section 2.10: integers must be capable of being represented as a signed 54-bit value.",
            rule("stix.integer").and(c -> c.value().isIntegralNumber())),
    NUMBER_OF_A_GROUP(
            By.READER,
            "Section 6.16.2: gid is an integer. To the schema it is any number.",
            rule("stix.integer").and(c -> c.path().endsWith(".gid"))),
    CONTENTS_OF_A_LANGUAGE(
            By.READER,
            "Sections 7.1.1 and 2.3: the values of contents each consist of a dictionary, which has members and no null. To the"
                    + " schema they are any value.",
            rule("stix.dictionary", "stix.dictionary.empty", "stix.dictionary.value")
                    .and(c -> c.path().startsWith("$.contents."))),
    VALUE_IN_A_DICTIONARY(
            By.READER,
            "Sections 6.6.1, 6.7.4 and 6.13.1 say what the values of these dictionaries must be, such as a list of strings for"
                    + " each header field. The schemas take more.",
            rule("stix.string", "stix.list")
                    .and(
                            c -> c.path()
                                    .matches(
                                            ".*\\.(environment_variables|additional_header_fields|document_info_dict)[.\\[].*"))),
    ITEMS_OF_A_LIST(
            By.READER,
            "Section 6.7.3: alternate_data_streams is a list of objects with a name. The schema asks for the name, but not that"
                    + " each is an object.",
            rule("stix.dictionary").and(c -> c.path().contains(".alternate_data_streams["))),
    CHARACTER_SET(
            By.READER,
            "Section 3.9.1: an encoding must be a name of the IANA character set registry. The schema looks at its characters.",
            rule("stix.character-set")),
    CPE_AS_A_WHOLE(
            By.READER,
            "Section 6.14.1: cpe must be a CPE 2.3 entry. The schema's expression has neither start nor end.",
            rule("stix.cpe")),
    UPPER_CASE_HEX(
            By.READER,
            "Section 2.8: hexadecimal characters are 0 to 9 and the lower-case a to f. The schema takes A to F too.",
            rule("stix.hex").and(c -> c.text().matches("([0-9a-fA-F]{2})+"))),
    ENCODING_OF_WHAT_IS_ABSENT(
            By.READER,
            "Section 3.1: the encoding property must not be present when the original property is not.",
            rule("stix.needs").and(c -> c.path().matches("\\$\\.(name|path)"))),
    NEEDED_TOGETHER(
            By.READER,
            "Section 4.10.1: longitude and latitude must be present together, precision with both. The schema does not say so.",
            rule("stix.needs").and(c -> c.type().equals("location"))),
    PLACE_OF_A_LOCATION(
            By.READER,
            "Section 4.10: at least one of region, country, or latitude and longitude must be present. The schema does not say"
                    + " so.",
            rule("stix.one-of").and(c -> c.type().equals("location"))),
    CREATOR_OF_AN_EXTENSION(
            By.READER,
            "Section 7.3.1: created_by_ref is required in an extension-definition. The schema does not say so.",
            rule("stix.required", "stix.created-by").and(c -> c.type().equals("extension-definition"))),
    FORM_OF_A_HASH(
            By.READER,
            "Section 2.7: the value must be in the format that the hash type defines. The schema's expressions are wider.",
            rule("stix.hashes.value")),
    PATTERN_AS_STIX(
            By.READER,
            "Section 4.7.1: a pattern must be written in the language of pattern_type. To the schema it is any string.",
            rule("stix.pattern")),
    TLP_WITHOUT_LEVEL(
            By.READER,
            "Section 7.2.1.4: tlp is required in the definition of a TLP marking, and is the level of the predefined one. The"
                    + " schema does not ask for it.",
            rule("stix.marking.tlp")),
    STIX_2_0(
            By.READER,
            "Section 3.2: spec_version must be 2.1 for objects of this specification. The schema takes 2.0 too.",
            rule("stix.spec-version.2-0")),
    OBSERVED_WITHOUT_OBSERVABLE(
            By.READER,
            "Section 4.14.1: object_refs must contain at least one reference to an observable.",
            rule("stix.observed.objects")),

    // What only the schema refuses.
    UUID_OF_ANY_VERSION(
            By.SCHEMA,
            "Section 2.9 asks for a UUID of RFC 4122, whose section 3 says that there is no mechanism for determining whether a"
                    + " UUID is valid. The schema asks for versions 1 to 5; RFC 9562, which replaced it, has eight.",
            schema("common/identifier.json#/pattern").and(c -> StixId.isId(c.text()))),
    UUID_OF_A_MARKING(
            By.SCHEMA,
            "As above, where the schema of marking-definition says only that no alternative fits.",
            ofMarking().and(c -> !c.object().path("id").asString("").matches(".*-[1-5]...-[89ab]...-.*"))),
    COPY_OF_A_TLP_MARKING(
            By.SCHEMA,
            "Section 7.2.1.4 has the definitions predefined, so that the id decides; copies of them come with other names"
                    + " and times and in upper case, and no content could change what they mean.",
            ofMarking().and(c -> {
                StixId id = StixId.parse(c.object().path("id").asString(""));
                Tlp level = id == null ? null : Tlp.ofMarking(id);
                String tlp =
                        c.object().path("definition").path("tlp").asString("").toLowerCase(Locale.ROOT);
                return level != null && (tlp.equals(level.text()) || (tlp.equals("white") && level == Tlp.CLEAR));
            })),
    NAME_OF_A_HASH(
            By.SCHEMA,
            "Section 2.7: the name should come from the vocabulary, and its example has x_foo_hash. The schema closes the"
                    + " vocabulary for external references alone.",
            schema("common/external-reference.json#/properties/hashes/allOf/1/propertyNames")),
    ADDRESS_OF_AN_EXTERNAL_REFERENCE(
            By.SCHEMA,
            "Section 2.5.1 names RFC 3986 for the url of an external reference, but without a must. The schema takes no other.",
            schema("common/url-regex.json#/format").and(c -> c.path().startsWith("/external_references/"))),
    NAME_THAT_ENDS_IN_BIN_OR_HEX(
            By.SCHEMA,
            "Section 3.1: a binary value must have a name that ends in _bin, and a hexadecimal one in _hex. The schema demands"
                    + " the reverse, too.",
            schema(
                            "common/binary.json#/type",
                            "common/binary.json#/pattern",
                            "common/hex.json#/type",
                            "common/hex.json#/pattern")
                    .and(c -> c.path().matches(".*/foo_(bin|hex)"))),
    NAME_THAT_ENDS_IN_BIN_OR_HEX_IN_A_MARKING(
            By.SCHEMA,
            "As above, where the schema of marking-definition says only that no alternative fits.",
            ofMarking().and(c -> c.object().has("foo_bin") || c.object().has("foo_hex"))),
    NULL_IN_A_CUSTOM_PROPERTY(
            By.SCHEMA,
            "Sections 7.3.2 and 11 say what a custom property is called, not what it holds. The schema refuses null.",
            c -> c.schema().matches("schemas/common/(properties|dictionary)\\.json#.*")
                    && c.value().isNull()),
    PHONE_NUMBERS(
            By.SCHEMA,
            "Section 3.8 reserves phone_number. The schema has it as phone_numbers.",
            schema("common/core.json#/not", "common/cyber-observable-core.json#/not")
                    .and(c -> c.object().has("phone_numbers"))),
    MORE_IN_AN_OPTIONAL_HEADER(
            By.SCHEMA,
            "Nothing in section 6.7.6 prohibits other properties in the optional header. The schema closes this one part of all.",
            schema("observables/file.json#/definitions/windows-pe-optional-header-type/additionalProperties")),
    MEDIA_TYPE(
            By.SCHEMA,
            "Section 6.1.1: mime_type should be registered with IANA. The schema refuses all whose first word is another.",
            schema("observables/artifact.json#/allOf/1/properties/mime_type/pattern")),
    STARTUP_INFO(
            By.SCHEMA,
            "Section 6.13.2: startup_info is a dictionary with the names of a structure that is defined elsewhere. The schema"
                    + " lists some of its names, with expressions that lack an end.",
            c -> c.schema().startsWith("schemas/observables/process.json#/definitions/startup-info-dictionary/")),
    EXIF_TAG(
            By.SCHEMA,
            "Section 6.7.5: keys are names of EXIF tags, which the standard does not list. The schema takes those alone that"
                    + " begin in upper case.",
            c -> c.schema().endsWith("/exif_tags/additionalProperties")),
    SOCKET_OPTION(
            By.SCHEMA,
            "Section 6.12.4: keys should be names of socket options. The schema refuses all others.",
            c -> c.schema().endsWith("^socket-ext$/properties/options/additionalProperties")),
    NUMBER_OF_ANOTHER_REGISTRY(
            By.SCHEMA,
            "Sections 4.1.1 and 4.19.1 fix the form of CVE and CAPEC numbers for attack patterns and vulnerabilities. The schema"
                    + " does for all objects, and refuses such numbers under any other source_name.",
            schema("common/external-reference.json#/oneOf")
                    .and(c -> c.value().path("source_name").asString("").matches("cve|capec")
                            || c.value().path("external_id").asString("").matches("(CVE|CAPEC)-.*"))),
    ONE_HEADER_FIELD(
            By.SCHEMA,
            "Section 6.6.1: the value of each header field must always be a list. The schema takes lists of two and more.",
            c -> c.schema().contains("/email-additional-header-fields/")
                    && c.value().size() == 1),
    SPACE_AROUND_AN_ADDRESS(
            By.SCHEMA,
            "Section 6.5.1: value corresponds to the addr-spec of RFC 5322 section 3.4, which may have white space around it.",
            schema("observables/email-addr.json#/allOf/1/properties/value/format")
                    .and(c -> c.text().endsWith(" "))),
    CHARACTERS_OF_A_DOMAIN_NAME(
            By.SCHEMA,
            "Section 6.4.1: value must conform to RFC 1034, whose section 3.1 ignores case, and whose section 3.5 prefers"
                    + " letters, digits and hyphens without demanding them. The validator's check of the format demands them in"
                    + " lower case.",
            schema("observables/domain-name.json#/allOf/1/properties/value/format")
                    .and(c -> c.text().matches("[A-Za-z0-9._-]*[A-Z_][A-Za-z0-9._-]*"))),
    LANGUAGE_IN_ANY_CASE(
            By.SCHEMA,
            "Section 6.14.1: languages are codes by RFC 5646, whose section 2.1.1 ignores case and whose grammar is wider than"
                    + " the schema's expression.",
            schema("observables/software.json#/allOf/1/properties/languages/items/pattern")
                    .and(c -> c.text().matches("[A-Za-z]{2,8}(-[A-Za-z0-9]{2,8})*"))),
    NO_BYTES(
            By.SCHEMA,
            "Section 2.8 asks for an even number of hexadecimal characters, which none is, too, and section 2.1 for base64 by RFC"
                    + " 4648, whose section 10 has the empty text for no bytes. The schemas ask for a byte at least.",
            schema("common/hex.json#/pattern", "common/binary.json#/pattern")
                    .and(c -> c.value().isString() && c.text().isEmpty())),
    ZEROS_OF_A_SECOND(
            By.SCHEMA,
            "Section 6.7.6: time_date_stamp must be precise to the second, which it is with zeros after the point. The schema"
                    + " refuses the point.",
            c -> c.schema().contains("/time_date_stamp/") && c.text().matches(".*\\.0+Z")),
    TYPE_OF_A_MARKING(
            By.SCHEMA,
            "Section 7.2.1: definition_type should be of the vocabulary. The schema's expression lacks its ends, so that it"
                    + " refuses all types that begin as statement or end as tlp.",
            ofMarking().and(c -> c.object().path("definition_type").asString("").matches("statement.+|.+tlp"))),
    DEFANGED_VALUE(
            By.SCHEMA,
            "Section 3.2: defanged says that the object's own data has been made unusable on purpose, so its form is not"
                    + " demanded. The schemas demand it all the same.",
            c -> c.path().equals("/value") && c.object().path("defanged").asBoolean(false)),
    CONTAINED_WITHOUT_ID(
            By.SCHEMA,
            "Section 2.13: the container may hold objects as STIX 2.0 describes them, which have no id. The schema asks for one.",
            c -> c.rule().equals("oneOf") && c.path().matches("/objects/[^/]+")),
    MARKING_OF_A_LANGUAGE(
            By.SCHEMA,
            "Section 7.2.3: lang or marking_ref must be present. The schema asks for marking_ref always.",
            schema("common/granular-marking.json#/required").and(c -> c.value().has("lang")));

    private final By by;
    private final String sentence;

    @SuppressWarnings("ImmutableEnumChecker") // A function of its argument alone.
    private final Predicate<Complaint> covers;

    Difference(By by, String sentence, Predicate<Complaint> covers) {
        this.by = by;
        this.sentence = sentence;
        this.covers = covers;
    }

    By by() {
        return by;
    }

    String sentence() {
        return sentence;
    }

    boolean covers(Complaint complaint) {
        return by == complaint.by() && covers.test(complaint);
    }

    static boolean explains(Complaint complaint) {
        return Arrays.stream(values()).anyMatch(each -> each.covers(complaint));
    }

    private static Predicate<Complaint> rule(String... rules) {
        Set<String> all = Set.of(rules);
        return complaint -> all.contains(complaint.rule());
    }

    private static Predicate<Complaint> schema(String... places) {
        Set<String> all = Set.of(places);
        return complaint -> all.contains(complaint.schema().replaceFirst("^schemas/", ""));
    }

    private static Predicate<Complaint> ofMarking() {
        return schema("common/marking-definition.json#/oneOf");
    }
}
