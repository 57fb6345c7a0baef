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
        EXTENSION_PROPERTIES(Rule.EXTENSION_PROPERTIES, Rule.TOPLEVEL_PROPERTIES),
        FAMILY_NAME(Rule.FAMILY_NAME),
        INDICATOR_PATTERN(Rule.PATTERN, Rule.PATTERN_LIMITS),
        MARKING_DEFINITION(Rule.MARKING_DEFINITION, Rule.MARKING_STATEMENT, Rule.MARKING_TLP, Rule.MARKING_TYPE),
        MULTIPART(Rule.MULTIPART),
        OBSERVED_OBJECTS(Rule.OBSERVED_OBJECTS),
        SUGGESTED_RELATIONSHIP(Rule.RELATIONSHIP_SUGGESTED),
        TRAFFIC_ENDED(Rule.TRAFFIC_ENDED);

        private final List<Rule> rules;

        Judgement(Rule... rules) {
            this.rules = List.of(rules);
        }

        List<Rule> rules() {
            return rules;
        }
    }
}
