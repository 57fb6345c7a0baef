package org.entente.stix.pattern;

/** What a value is, by the end of its property's name (STIX 2.1 sections 2.1, 2.8, 2.9 and 3.1). */
enum Form {
    PLAIN,
    REFERENCE,
    REFERENCES,
    BASE64,
    HEX;

    static Form of(String property) {
        if (property.endsWith("_ref")) {
            return REFERENCE;
        }
        if (property.endsWith("_refs")) {
            return REFERENCES;
        }
        if (property.endsWith("_bin")) {
            return BASE64;
        }
        return property.endsWith("_hex") ? HEX : PLAIN;
    }
}
