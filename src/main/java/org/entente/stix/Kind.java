package org.entente.stix;

/** The kinds of objects, which differ in the common properties that they must have (STIX 2.1 section 3.2). */
enum Kind {
    DOMAIN("SDO"),
    RELATIONSHIP("SRO"),
    OBSERVABLE("SCO"),
    LANGUAGE_CONTENT("meta object"),
    MARKING_DEFINITION("meta object"),
    EXTENSION_DEFINITION("meta object"),
    BUNDLE("bundle");

    private final String words;

    Kind(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
