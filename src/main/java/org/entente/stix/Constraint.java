package org.entente.stix;

import java.util.List;

/**
 * A rule over the properties of one object together. Properties are named by their places in the table of properties; the
 * message is fixed when the table is made.
 */
sealed interface Constraint {
    Rule rule();

    String message();

    /** At least one of these groups must be there as a whole; each group is a set of bits. */
    // The groups are made with the table and never handed out for writing.
    @SuppressWarnings("ArrayRecordComponent")
    record OneOf(Rule rule, String message, long... groups) implements Constraint {}

    /** The two must not be there together. */
    record NotBoth(Rule rule, String message, PropertySpec one, PropertySpec other) implements Constraint {}

    /** Where the one is there, all of the others must be (or, as the rule weighs it, should be). */
    record Needs(Rule rule, String message, long given, PropertySpec wanted) implements Constraint {}

    /** The later time must not be before the earlier one, or must be after it where that is strict. */
    record Ordered(Rule rule, String message, PropertySpec earlier, PropertySpec later, boolean strictly)
            implements Constraint {}

    /** What no table can say; {@link ObjectChecks} has the code. */
    record Judged(Judgement judgement) implements Constraint {
        @Override
        public Rule rule() {
            return judgement.rules().getFirst();
        }

        @Override
        public String message() {
            return rule().message();
        }
    }

    /** What needs code of its own, with the rules that it can find broken. */
    enum Judgement {
        EXTENSION_PROPERTIES,
        FAMILY_NAME,
        INDICATOR_PATTERN,
        MARKING_DEFINITION,
        MULTIPART,
        OBSERVED_OBJECTS,
        SUGGESTED_RELATIONSHIP,
        TRAFFIC_ENDED;

        List<Rule> rules() {
            return switch (this) {
                case EXTENSION_PROPERTIES -> List.of(Rule.EXTENSION_PROPERTIES, Rule.TOPLEVEL_PROPERTIES);
                case FAMILY_NAME -> List.of(Rule.FAMILY_NAME);
                case INDICATOR_PATTERN -> List.of(Rule.PATTERN, Rule.PATTERN_LIMITS);
                case MARKING_DEFINITION ->
                    List.of(Rule.MARKING_DEFINITION, Rule.MARKING_STATEMENT, Rule.MARKING_TLP, Rule.MARKING_TYPE);
                case MULTIPART -> List.of(Rule.MULTIPART);
                case OBSERVED_OBJECTS -> List.of(Rule.OBSERVED_OBJECTS);
                case SUGGESTED_RELATIONSHIP -> List.of(Rule.RELATIONSHIP_SUGGESTED);
                case TRAFFIC_ENDED -> List.of(Rule.TRAFFIC_ENDED);
            };
        }
    }
}
