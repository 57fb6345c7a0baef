package org.entente.stix;

/**
 * A rule over the properties of one object together. Properties are named by their places in the table of properties; the
 * message is fixed when the table is made.
 */
sealed interface Constraint {
    Rule rule();

    String message();

    /** At least one of these groups must be there as a whole; each group is a set of bits. */
    record OneOf(Rule rule, String message, long... groups) implements Constraint {}

    /** The two must not be there together. */
    record NotBoth(Rule rule, String message, PropertySpec one, PropertySpec other) implements Constraint {}

    /** Where the one is there, all of the others must be (or, as the rule weighs it, should be). */
    record Needs(Rule rule, String message, long given, PropertySpec wanted) implements Constraint {}

    /** The later time must not be before the earlier one, or must be after it where that is strict. */
    record Ordered(Rule rule, String message, PropertySpec earlier, PropertySpec later, boolean strictly)
            implements Constraint {}

    /** What no table can say; {@link ObjectChecks} has the code. */
    record Judged(Rule rule, String message, Judgement judgement) implements Constraint {}

    /** What needs code of its own. */
    enum Judgement {
        EXTENSION_PROPERTIES,
        FAMILY_NAME,
        INDICATOR_PATTERN,
        MARKING_DEFINITION,
        MULTIPART,
        OBSERVED_OBJECTS,
        SUGGESTED_RELATIONSHIP,
        TRAFFIC_ENDED
    }
}
