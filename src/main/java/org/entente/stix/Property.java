package org.entente.stix;

import java.util.Locale;
import java.util.Set;

/**
 * The common properties (STIX 2.1 section 3.2), in the order of that section's table. Their ordinals are their places in
 * the table of every type of object.
 */
enum Property {
    TYPE("string"),
    SPEC_VERSION("string"),
    ID("identifier"),
    CREATED_BY_REF("identifier (identity)"),
    CREATED("timestamp"),
    MODIFIED("timestamp"),
    REVOKED("boolean"),
    LABELS("list of string"),
    CONFIDENCE("integer (0 to 100)"),
    LANG("string (language code)"),
    EXTERNAL_REFERENCES("list of external-reference"),
    OBJECT_MARKING_REFS("list of identifier (marking-definition)"),
    GRANULAR_MARKINGS("list of granular-marking"),
    DEFANGED("boolean"),
    EXTENSIONS("dictionary");

    private final String words;

    Property(String words) {
        this.words = words;
    }

    /** The name as it stands in an object. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    String words() {
        return words;
    }

    long bit() {
        return 1L << ordinal();
    }

    /** The properties that every object of this kind must have. */
    static Set<Property> requiredOf(Kind kind) {
        return switch (kind) {
            case DOMAIN, RELATIONSHIP, LANGUAGE_CONTENT -> Set.of(TYPE, SPEC_VERSION, ID, CREATED, MODIFIED);
            case EXTENSION_DEFINITION -> Set.of(TYPE, SPEC_VERSION, ID, CREATED, MODIFIED, CREATED_BY_REF);
            case MARKING_DEFINITION -> Set.of(TYPE, SPEC_VERSION, ID, CREATED);
            case OBSERVABLE, BUNDLE -> Set.of(TYPE, ID);
        };
    }

    /** The properties that section 3.2 calls not applicable to objects of this kind. */
    static Set<Property> notApplicableTo(Kind kind) {
        return switch (kind) {
            case DOMAIN, RELATIONSHIP, LANGUAGE_CONTENT, BUNDLE -> Set.of(DEFANGED);
            case EXTENSION_DEFINITION -> Set.of(CONFIDENCE, LANG, DEFANGED);
            case MARKING_DEFINITION -> Set.of(MODIFIED, REVOKED, LABELS, CONFIDENCE, LANG, DEFANGED);
            case OBSERVABLE ->
                Set.of(CREATED_BY_REF, CREATED, MODIFIED, REVOKED, LABELS, CONFIDENCE, LANG, EXTERNAL_REFERENCES);
        };
    }
}
