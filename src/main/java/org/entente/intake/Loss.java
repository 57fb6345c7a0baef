package org.entente.intake;

import java.util.Locale;

/** All that a conversion can have to say. Each has a fixed sentence; docs/conversions.md lists the rules behind them. */
public enum Loss {
    INPUT_SIZE(Effect.REFUSED, "The document is larger than a conversion takes."),
    INPUT_UTF8(Effect.REFUSED, "The document is not valid UTF-8."),
    JSON_SYNTAX(Effect.REFUSED, "The document is not well-formed JSON, or a name repeats within an object."),
    JSON_LIMIT(Effect.REFUSED, "The document is nested too deep, or a string, name or number in it is too long."),
    FORM(Effect.REFUSED, "The document has not the form that this conversion reads."),
    TOO_MANY(Effect.REFUSED, "The document holds or gives more objects than a conversion takes."),
    CSV_QUOTE(Effect.REFUSED, "A quote stands where RFC 4180 allows none, or a quoted cell does not end."),
    CSV_LINE_END(Effect.REFUSED, "A carriage return outside of quotes is not followed by a line feed."),
    CSV_WIDTH(Effect.REFUSED, "A row has another number of cells than the header."),
    CSV_LIMIT(Effect.REFUSED, "The table has too many rows or columns, or too long a cell."),
    CSV_HEADER(Effect.REFUSED, "The header names a column twice or lacks a column that this conversion needs."),

    NOT_AN_OBJECT(Effect.NOT_CONVERTED, "This is not an object, so it was not converted."),
    NOT_VALID(Effect.NOT_CONVERTED, "What came of this breaks a rule of STIX 2.1, so it was not converted."),
    NO_UUID(Effect.NOT_CONVERTED, "This has no UUID from which an identifier can be made, so it was not converted."),
    NO_TIME(Effect.NOT_CONVERTED, "This has no time from which a version can be made, so it was not converted."),
    PATTERN(Effect.NOT_CONVERTED, "The pattern cannot be read as one of STIX 2.1, so its object was not converted."),
    EMPTY(Effect.NOT_CONVERTED, "This holds nothing that could be converted."),
    SAME_ID(Effect.NOT_CONVERTED, "An object of this id and version came before with other content; the first stands."),
    ROW_TYPE(Effect.NOT_CONVERTED, "A row of this type cannot become an object, so it was not converted."),
    ROW_VALUE(Effect.NOT_CONVERTED, "The value has not the form that its type demands, so the row was not converted."),

    PROPERTY(Effect.DROPPED, "This property has no place in the result and was dropped."),
    INSTANCE(
            Effect.DROPPED,
            "Numbers and settings that mean something in one MISP instance only are dropped; said once."),
    CORRELATION(Effect.DROPPED, "What MISP computes by itself, such as correlations, is dropped; said once."),
    PROPOSAL(Effect.DROPPED, "Proposals to change a MISP event are dropped."),
    PERSON(Effect.DROPPED, "The address of the person who entered this is dropped."),
    DELETED(Effect.DROPPED, "This was deleted in MISP and is not converted."),
    LOCAL_TAG(Effect.DROPPED, "A local tag must not leave its MISP instance and was dropped."),
    BAD_TIME(Effect.DROPPED, "This is no time that can be read, and was dropped."),
    REFERENCE(
            Effect.DROPPED,
            "This refers to what the document does not hold or what was not converted, and was dropped."),
    SIGHTING(Effect.DROPPED, "A sighting of this kind has no form in STIX here and was dropped."),
    GALAXY(Effect.DROPPED, "Clusters of this galaxy have no type in STIX; their tags are kept as labels."),
    MERGED(
            Effect.DROPPED,
            "Two cyber-observable objects of one identifier differ here; the value that came first stands."),
    COLUMN(Effect.DROPPED, "This property has no column and is not in the table."),
    CELL(Effect.DROPPED, "This cell cannot be taken over and was dropped."),

    ASSUMED_FAMILY(Effect.CHANGED, "STIX 2.0 does not say whether malware is a family; is_family was set to true."),
    MILLISECONDS(Effect.CHANGED, "The time was written with milliseconds, as STIX 2.1 demands."),
    TLP_FORM(Effect.CHANGED, "A TLP marking was replaced by the form that STIX 2.1 predefines under its id."),
    TLP_LEVEL(Effect.CHANGED, "A TLP tag has a level that nobody defines; it counts as red."),
    PATTERN_TEXT(Effect.CHANGED, "The pattern was rewritten for STIX 2.1."),
    SELECTOR(Effect.CHANGED, "A granular marking inside embedded objects went to the objects that were taken out."),
    UNKNOWN_ID(Effect.CHANGED, "An object without contributing properties got an identifier made from its place."),
    RELATIONSHIP_TYPE(Effect.CHANGED, "The type of relationship was rewritten with the characters that STIX allows."),
    STAND_IN(Effect.CHANGED, "A cluster became a stand-in that any real version of the same object outranks."),
    ASSUMED_TIME(Effect.CHANGED, "The row has no time; the time given for the conversion stands in."),

    CUSTOM_PROPERTY(Effect.KEPT, "STIX 2.1 has no such property; it is kept as a custom one."),
    CUSTOM_ATTRIBUTE(
            Effect.KEPT, "STIX has nothing for this attribute; it is kept as an object of the type misp-attribute."),
    NO_PATTERN(Effect.KEPT, "This is marked for detection but has no pattern in STIX; it is kept as an observation."),
    DISTRIBUTION(Effect.KEPT, "MISP limits the distribution of this; STIX has no such marking, so a label says it."),
    PAP(Effect.KEPT, "STIX has no PAP marking; it is kept as a statement."),

    MORE(Effect.DROPPED, "There were more remarks than are kept.");

    /** What becomes of the thing that is spoken of. */
    public enum Effect {
        /** The whole document was refused. */
        REFUSED,
        /** An object, or what would have become one, is missing from the result. */
        NOT_CONVERTED,
        /** A part is missing from the result. */
        DROPPED,
        /** It is in the result, and says something that the source did not say, or says it otherwise. */
        CHANGED,
        /** It is in the result in full, in a form of our own. */
        KEPT
    }

    private final Effect effect;
    private final String sentence;

    Loss(Effect effect, String sentence) {
        this.effect = effect;
        this.sentence = sentence;
    }

    /** What becomes of the thing. */
    public Effect effect() {
        return effect;
    }

    /** A stable identifier, such as {@code bad-time}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A sentence for people. */
    public String sentence() {
        return sentence;
    }
}
