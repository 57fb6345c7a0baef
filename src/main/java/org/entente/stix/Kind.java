package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** The kinds of objects, which differ in the common properties that they must have (STIX 2.1 section 3.2). */
enum Kind {
    DOMAIN,
    RELATIONSHIP,
    OBSERVABLE,
    LANGUAGE_CONTENT,
    MARKING_DEFINITION,
    EXTENSION_DEFINITION,
    BUNDLE;

    /** A type that the standard defines. */
    record Known(String type, Kind kind) {}

    private static final String[] DOMAIN_TYPES = {
        "attack-pattern",
        "campaign",
        "course-of-action",
        "grouping",
        "identity",
        "incident",
        "indicator",
        "infrastructure",
        "intrusion-set",
        "location",
        "malware",
        "malware-analysis",
        "note",
        "observed-data",
        "opinion",
        "report",
        "threat-actor",
        "tool",
        "vulnerability"
    };
    private static final String[] RELATIONSHIP_TYPES = {"relationship", "sighting"};
    private static final String[] OBSERVABLE_TYPES = {
        "artifact", "autonomous-system", "directory", "domain-name", "email-addr", "email-message", "file", "ipv4-addr",
        "ipv6-addr", "mac-addr", "mutex", "network-traffic", "process", "software", "url", "user-account",
        "windows-registry-key", "x509-certificate"
    };

    private static final NameTable<Known> TYPES = types();

    /** The type that the string read last names, or null where the standard does not define it. */
    static @Nullable Known ofString(JsonScanner json) {
        if (!json.stringEscaped) {
            return TYPES.find(json.in, json.stringStart, json.stringEnd);
        }
        byte[] plain = json.text().getBytes(UTF_8);
        return TYPES.find(plain, 0, plain.length);
    }

    private static NameTable<Known> types() {
        NameTable<Known> table =
                new NameTable<>(DOMAIN_TYPES.length + RELATIONSHIP_TYPES.length + OBSERVABLE_TYPES.length + 4);
        putAll(table, DOMAIN, DOMAIN_TYPES);
        putAll(table, RELATIONSHIP, RELATIONSHIP_TYPES);
        putAll(table, OBSERVABLE, OBSERVABLE_TYPES);
        putAll(table, LANGUAGE_CONTENT, "language-content");
        putAll(table, MARKING_DEFINITION, "marking-definition");
        putAll(table, EXTENSION_DEFINITION, "extension-definition");
        putAll(table, BUNDLE, "bundle");
        return table;
    }

    private static void putAll(NameTable<Known> table, Kind kind, String... types) {
        for (String type : types) {
            table.put(type, new Known(type, kind));
        }
    }
}
