package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The top-level properties that the reader looks at; of all others only the form of the name matters. */
enum Property {
    TYPE,
    SPEC_VERSION,
    ID,
    CREATED_BY_REF,
    CREATED,
    MODIFIED,
    REVOKED,
    LABELS,
    CONFIDENCE,
    LANG,
    EXTERNAL_REFERENCES,
    OBJECT_MARKING_REFS,
    GRANULAR_MARKINGS,
    EXTENSIONS,
    DEFANGED,
    RELATIONSHIP_TYPE,
    SOURCE_REF,
    TARGET_REF,
    SIGHTING_OF_REF,
    OBJECT_REF,
    DEFINITION_TYPE,
    DEFINITION,
    /** Any other property that the standard defines to hold one identifier. */
    REFERENCE,
    /** Any other property that the standard defines to hold a list of identifiers. */
    REFERENCE_LIST,
    /** A name that section 3.8 reserves. */
    RESERVED;

    private static final String[] REFERENCES = {
        "body_raw_ref",
        "content_ref",
        "creator_user_ref",
        "dst_payload_ref",
        "dst_ref",
        "encapsulated_by_ref",
        "from_ref",
        "host_vm_ref",
        "image_ref",
        "operating_system_ref",
        "parent_directory_ref",
        "parent_ref",
        "raw_email_ref",
        "sample_ref",
        "sender_ref",
        "src_payload_ref",
        "src_ref"
    };
    private static final String[] REFERENCE_LISTS = {
        "analysis_sco_refs",
        "bcc_refs",
        "belongs_to_refs",
        "cc_refs",
        "child_refs",
        "contains_refs",
        "encapsulates_refs",
        "installed_software_refs",
        "object_refs",
        "observed_data_refs",
        "opened_connection_refs",
        "operating_system_refs",
        "resolves_to_refs",
        "sample_refs",
        "to_refs",
        "where_sighted_refs"
    };
    private static final String[] RESERVED_NAMES = {"severity", "username", "phone_number", "action"};

    private static final NameTable<Property> NAMES = names();

    /** The property of the name that was read last, or null. */
    static @Nullable Property ofName(JsonScanner json) {
        if (!json.stringEscaped) {
            return NAMES.find(json.in, json.stringStart, json.stringEnd, json.nameHash);
        }
        byte[] plain = json.text().getBytes(UTF_8);
        return NAMES.find(plain, 0, plain.length, json.nameHash);
    }

    private static NameTable<Property> names() {
        NameTable<Property> table =
                new NameTable<>(values().length + REFERENCES.length + REFERENCE_LISTS.length + RESERVED_NAMES.length);
        for (Property property : values()) {
            if (property != REFERENCE && property != REFERENCE_LIST && property != RESERVED) {
                table.put(property.name().toLowerCase(Locale.ROOT), property);
            }
        }
        putAll(table, REFERENCE, REFERENCES);
        putAll(table, REFERENCE_LIST, REFERENCE_LISTS);
        putAll(table, RESERVED, RESERVED_NAMES);
        return table;
    }

    private static void putAll(NameTable<Property> table, Property property, String... names) {
        for (String name : names) {
            table.put(name, property);
        }
    }
}
