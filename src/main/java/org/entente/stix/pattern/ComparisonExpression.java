package org.entente.stix.pattern;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What stands between the square brackets of an observation expression (STIX 2.1 section 9.6). It holds for one object at
 * a time: all its comparisons start at the same object (section 9.5).
 */
public sealed interface ComparisonExpression {
    /** A comparison operator that takes constants (section 9.6.1), with the text that patterns have for it. */
    enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        IN("IN"),
        LIKE("LIKE"),
        MATCHES("MATCHES"),
        ISSUBSET("ISSUBSET"),
        ISSUPERSET("ISSUPERSET");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A path compared with constants.
     *
     * @param negated whether the word NOT stands before the operator
     * @param constants exactly one; after IN any number, of one type
     */
    record Test(ObjectPath path, boolean negated, Operator operator, List<Constant> constants)
            implements ComparisonExpression {
        public Test {
            constants = List.copyOf(constants);
        }

        @Override
        public String toString() {
            String right = operator == Operator.IN
                    ? constants.stream().map(Constant::toString).collect(Collectors.joining(", ", "(", ")"))
                    : constants.getFirst().toString();
            return path + (negated ? " NOT " : " ") + operator + " " + right;
        }
    }

    /** Whether the path leads to a value. */
    record Exists(ObjectPath path, boolean negated) implements ComparisonExpression {
        @Override
        public String toString() {
            return (negated ? "NOT EXISTS " : "EXISTS ") + path;
        }
    }

    /** All hold, of the same object; at least two. */
    record And(List<ComparisonExpression> parts) implements ComparisonExpression {
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return joined(parts, " AND ");
        }
    }

    /** One holds; at least two. */
    record Or(List<ComparisonExpression> parts) implements ComparisonExpression {
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return joined(parts, " OR ");
        }
    }

    private static String joined(List<ComparisonExpression> parts, String operator) {
        return parts.stream()
                .map(part -> part instanceof And || part instanceof Or ? "(" + part + ")" : part.toString())
                .collect(Collectors.joining(operator));
    }
}
