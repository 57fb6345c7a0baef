package org.entente.stix.pattern;

import java.util.List;
import java.util.stream.Collectors;

/** What a pattern asks of observations (STIX 2.1 section 9.5). Each part matches observations of its own. */
public sealed interface ObservationExpression {
    /** One observation with an object for which the comparison holds. */
    record Single(ComparisonExpression comparison) implements ObservationExpression {
        @Override
        public String toString() {
            return "[" + comparison + "]";
        }
    }

    /** All parts match, each with other observations; at least two. */
    record And(List<ObservationExpression> parts) implements ObservationExpression {
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return joined(parts, " AND ");
        }
    }

    /** One part matches; at least two. */
    record Or(List<ObservationExpression> parts) implements ObservationExpression {
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return joined(parts, " OR ");
        }
    }

    /** All parts match, each not before those that stand before it; at least two. */
    record FollowedBy(List<ObservationExpression> parts) implements ObservationExpression {
        public FollowedBy {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return joined(parts, " FOLLOWEDBY ");
        }
    }

    /** A part under a restriction. */
    record Qualified(ObservationExpression part, Qualifier qualifier) implements ObservationExpression {
        @Override
        public String toString() {
            return operand(part) + " " + qualifier;
        }
    }

    private static String joined(List<ObservationExpression> parts, String operator) {
        return parts.stream().map(ObservationExpression::operand).collect(Collectors.joining(operator));
    }

    private static String operand(ObservationExpression part) {
        return part instanceof Single || part instanceof Qualified ? part.toString() : "(" + part + ")";
    }
}
