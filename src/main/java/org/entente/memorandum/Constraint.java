package org.entente.memorandum;

import java.util.List;
import org.entente.stix.Tlp;

/**
 * A condition on an object, as grants and house rules state it. Its value is one of three (true, false, undefined);
 * what the value is for a given object is the business of {@code release}.
 *
 * <p>In JSON each constraint is an object with one property:
 *
 * <pre>
 * {"all": [constraint, ...]}            at least one
 * {"any": [constraint, ...]}            at least one
 * {"not": constraint}
 * {"type": {"isAnyOf": ["indicator", "identity"]}}
 * {"tlp": {"lteq": "green"}}
 * {"topic": {"isAbsent": true}}
 * {"collection": {"neq": "internal"}}
 * </pre>
 *
 * <p>There is one way to write each: reading and writing give back the same JSON. Empty lists are refused, since an
 * empty {@code all} would be true of everything.
 */
public sealed interface Constraint {

    /** How deep {@code all}, {@code any} and {@code not} may nest; a term alone has depth 1. */
    int MAX_DEPTH = 16;

    /** The most constraints in one {@code all} or {@code any}. */
    int MAX_CHILDREN = 256;

    /** The most values on the right of one term. */
    int MAX_VALUES = 1000;

    /** The longest value of a term, in UTF-16 units. */
    int MAX_VALUE_LENGTH = 250;

    /** True where every member is true. */
    record All(List<Constraint> members) implements Constraint {
        public All {
            members = nonEmpty(members);
        }
    }

    /** True where at least one member is true. */
    record Any(List<Constraint> members) implements Constraint {
        public Any {
            members = nonEmpty(members);
        }
    }

    /** True where the member is false; undefined where it is undefined. */
    record Not(Constraint member) implements Constraint {}

    /** A comparison of one property of the object with values. */
    sealed interface Term extends Constraint {
        LeftOperand left();

        Operator operator();

        /** The right operands as they stand in the document, in its order; empty for {@code isAbsent}. */
        List<String> right();

        /**
         * The term as a person reads it, for instance {@code tlp lteq green} or {@code type isAnyOf [identity, tool]}.
         */
        default String text() {
            String start = left().text() + " " + operator().text();
            return switch (operator().operands()) {
                case NONE -> start;
                case ONE -> start + " " + right().getFirst();
                case LIST -> start + " [" + String.join(", ", right()) + "]";
            };
        }
    }

    /** A comparison of the STIX type. */
    record TypeTerm(Operator operator, List<String> right) implements Term {
        public TypeTerm {
            right = fitting(LeftOperand.TYPE, operator, right);
        }

        @Override
        public LeftOperand left() {
            return LeftOperand.TYPE;
        }
    }

    /** A comparison of the TLP, by strictness. */
    record TlpTerm(Operator operator, List<Tlp> levels) implements Term {
        public TlpTerm {
            levels = fitting(LeftOperand.TLP, operator, levels);
        }

        @Override
        public LeftOperand left() {
            return LeftOperand.TLP;
        }

        @Override
        public List<String> right() {
            return levels.stream().map(Tlp::text).toList();
        }
    }

    /** A comparison of the topics. */
    record TopicTerm(Operator operator, List<String> right) implements Term {
        public TopicTerm {
            right = fitting(LeftOperand.TOPIC, operator, right);
        }

        @Override
        public LeftOperand left() {
            return LeftOperand.TOPIC;
        }
    }

    /** A comparison of the collection. */
    record CollectionTerm(Operator operator, List<String> right) implements Term {
        public CollectionTerm {
            right = fitting(LeftOperand.COLLECTION, operator, right);
        }

        @Override
        public LeftOperand left() {
            return LeftOperand.COLLECTION;
        }
    }

    private static List<Constraint> nonEmpty(List<Constraint> members) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("A list of constraints must not be empty.");
        }
        return List.copyOf(members);
    }

    private static <T> List<T> fitting(LeftOperand left, Operator operator, List<T> right) {
        boolean count = switch (operator.operands()) {
            case NONE -> right.isEmpty();
            case ONE -> right.size() == 1;
            case LIST -> !right.isEmpty();
        };
        if (!left.allows(operator) || !count) {
            throw new IllegalArgumentException("The operator does not fit its operands.");
        }
        return List.copyOf(right);
    }
}
