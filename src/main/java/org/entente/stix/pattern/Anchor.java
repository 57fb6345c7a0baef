package org.entente.stix.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashSet;
import java.util.Set;
import org.entente.stix.pattern.ComparisonExpression.And;
import org.entente.stix.pattern.ComparisonExpression.Exists;
import org.entente.stix.pattern.ComparisonExpression.Operator;
import org.entente.stix.pattern.ComparisonExpression.Or;
import org.entente.stix.pattern.ComparisonExpression.Test;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NumericNode;

/**
 * What an object can be found by for which a comparison expression holds (STIX 2.1 section 9.6). An expression has a set of
 * them, and any object for which it holds has one of that set; the other way round nothing is promised.
 */
sealed interface Anchor {
    /** The type of the object. */
    String type();

    /** The path leads from the object to a value with that {@linkplain #key key}. */
    record Value(ObjectPath path, Object key) implements Anchor {
        @Override
        public String type() {
            return path.type();
        }
    }

    /** Nothing but the type is known. */
    record Type(String type) implements Anchor {}

    static Set<Anchor> of(ComparisonExpression expression) {
        return switch (expression) {
            case Test test -> of(test);
            case Exists exists -> Set.of(new Type(exists.path().type()));
            case Or(var parts) -> {
                Set<Anchor> all = new HashSet<>();
                parts.forEach(part -> all.addAll(of(part)));
                yield all;
            }
            case And(var parts) -> {
                Set<Anchor> best = of(parts.getFirst());
                for (ComparisonExpression part : parts.subList(1, parts.size())) {
                    Set<Anchor> other = of(part);
                    best = cost(other) < cost(best) ? other : best;
                }
                yield best;
            }
        };
    }

    private static Set<Anchor> of(Test test) {
        Set<Anchor> type = Set.of(new Type(test.path().type()));
        if (test.negated() || (test.operator() != Operator.EQUAL && test.operator() != Operator.IN)) {
            return type;
        }
        Set<Anchor> values = new HashSet<>();
        for (Constant constant : test.constants()) {
            Object key = key(constant);
            if (key == null) {
                return type;
            }
            values.add(new Value(test.path(), key));
        }
        return values;
    }

    /** By how much a set narrows: one that holds a whole type is worse than any number of values. */
    private static long cost(Set<Anchor> anchors) {
        return anchors.stream()
                .mapToLong(anchor -> anchor instanceof Type ? Integer.MAX_VALUE : 1)
                .sum();
    }

    /**
     * The key of a constant: equal to that of every value that equals the constant (see {@link ConstantOrder}), and perhaps to
     * that of others. Null where there is no such key: equal timestamps can be written in several ways.
     */
    private static @Nullable Object key(Constant constant) {
        return switch (constant) {
            case Constant.Text(String text) -> text;
            // A value of hexadecimal or base64 form equals octets, any other the text with one character for each
            // octet.
            case Constant.Octets(byte[] octets) -> new String(octets, ISO_8859_1);
            case Constant.Numeric(var number) -> number.doubleValue();
            case Constant.Bool(boolean flag) -> flag;
            case Constant.Timestamp _ -> null;
        };
    }

    /** The key of a value; null for what equals no constant that has one. */
    static @Nullable Object key(JsonNode value, Form form) {
        byte[] octets = Octets.of(value, form);
        if (octets != null) {
            return new String(octets, ISO_8859_1);
        }
        if (value.isString()) {
            return value.stringValue();
        }
        if (value instanceof NumericNode number && !number.isNaN()) {
            return number.decimalValue().doubleValue();
        }
        return value.isBoolean() ? value.booleanValue() : null;
    }
}
