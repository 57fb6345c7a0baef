package org.entente.stix;

import java.util.List;
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

    /** The rules that its value can break. */
    List<Rule> rules() {
        return switch (this) {
            case TYPE -> List.of(Rule.TYPE, Rule.TYPE_FORM, Rule.TYPE_BUNDLE);
            case SPEC_VERSION -> List.of(Rule.SPEC_VERSION_MISSING, Rule.SPEC_VERSION, Rule.SPEC_VERSION_20);
            case ID ->
                List.of(
                        Rule.ID,
                        Rule.ID_FORM,
                        Rule.ID_TYPE,
                        Rule.ID_RANDOM,
                        Rule.ID_UUID4,
                        Rule.ID_UUID5,
                        Rule.ID_DETERMINISTIC);
            case CREATED_BY_REF -> List.of(Rule.ID_FORM, Rule.REFERENCE_TYPE);
            case CREATED -> List.of(Rule.CREATED, Rule.TIMESTAMP_FORM, Rule.TIMESTAMP_MILLISECONDS);
            case MODIFIED ->
                List.of(Rule.MODIFIED, Rule.TIMESTAMP_FORM, Rule.TIMESTAMP_MILLISECONDS, Rule.MODIFIED_ORDER);
            case REVOKED -> List.of(Rule.BOOLEAN);
            case LABELS -> List.of(Rule.LIST, Rule.LIST_EMPTY, Rule.STRING);
            case CONFIDENCE -> List.of(Rule.CONFIDENCE);
            case LANG -> List.of(Rule.LANGUAGE);
            case EXTERNAL_REFERENCES -> List.of(Rule.LIST, Rule.LIST_EMPTY, Rule.EXTERNAL_REFERENCE, Rule.EXTERNAL_ID);
            case OBJECT_MARKING_REFS ->
                List.of(Rule.LIST, Rule.LIST_EMPTY, Rule.ID_FORM, Rule.REFERENCE_TYPE, Rule.REFERENCE_SELF);
            case GRANULAR_MARKINGS ->
                List.of(
                        Rule.LIST,
                        Rule.LIST_EMPTY,
                        Rule.GRANULAR,
                        Rule.GRANULAR_SELECTORS,
                        Rule.GRANULAR_SELECTOR,
                        Rule.GRANULAR_RESOLVES,
                        Rule.GRANULAR_ONE);
            case DEFANGED -> List.of(Rule.BOOLEAN, Rule.DEFANGED);
            case EXTENSIONS ->
                List.of(
                        Rule.DICTIONARY,
                        Rule.DICTIONARY_EMPTY,
                        Rule.EXTENSION,
                        Rule.EXTENSION_NAME,
                        Rule.EXTENSION_TYPE,
                        Rule.EXTENSION_TYPE_MISSING,
                        Rule.CUSTOM_EXTENSION);
        };
    }

    /** Its bit among those of an object's properties: every table of a type begins with these properties in this order. */
    @SuppressWarnings("EnumOrdinal")
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
