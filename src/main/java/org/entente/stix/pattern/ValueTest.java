package org.entente.stix.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.function.Predicate;
import org.entente.stix.pattern.ComparisonExpression.Operator;
import org.entente.stix.pattern.ComparisonExpression.Test;
import tools.jackson.databind.JsonNode;

/**
 * A comparison operator with its constants, made ready (STIX 2.1 section 9.6.1). Values of a type that cannot be compared
 * with the constant fail every operator but {@code !=}; NOT turns the answer around for each value that the path leads to.
 */
interface ValueTest {
    boolean passes(JsonNode value, Form form, Scope scope);

    static ValueTest of(Test test) {
        ValueTest plain = switch (test.operator()) {
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                ordered(test.operator(), test.constants().getFirst());
            case IN -> in(test.constants());
            case LIKE -> like(text(test));
            case MATCHES -> matches(text(test));
            case ISSUBSET -> subset(text(test));
            case ISSUPERSET -> superset(text(test));
        };
        return test.negated() ? (value, form, scope) -> !plain.passes(value, form, scope) : plain;
    }

    private static String text(Test test) {
        return ((Constant.Text) test.constants().getFirst()).value();
    }

    private static ValueTest ordered(Operator operator, Constant constant) {
        ConstantOrder order = ConstantOrder.of(constant);
        return (value, form, scope) -> {
            int sign = order.compare(value, form, scope);
            return switch (operator) {
                case EQUAL -> sign == 0;
                case NOT_EQUAL -> sign != 0;
                case LESS -> sign == -1;
                case LESS_OR_EQUAL -> sign == -1 || sign == 0;
                case GREATER -> sign == 1;
                case GREATER_OR_EQUAL -> sign == 1 || sign == 0;
                case IN, LIKE, MATCHES, ISSUBSET, ISSUPERSET -> throw new IllegalStateException("not an order");
            };
        };
    }

    private static ValueTest in(List<Constant> constants) {
        List<ConstantOrder> orders = constants.stream().map(ConstantOrder::of).toList();
        return (value, form, scope) -> {
            for (ConstantOrder order : orders) {
                if (order.compare(value, form, scope) == 0) {
                    return true;
                }
            }
            return false;
        };
    }

    private static ValueTest like(String constant) {
        String wanted = RegularExpression.normalised(constant);
        Wildcards wildcards = new Wildcards(wanted);
        boolean fitsOctets = Octets.fits(wanted);
        return text(wanted.length(), fitsOctets, wildcards::match);
    }

    private static ValueTest matches(String constant) {
        com.google.re2j.Pattern wanted = RegularExpression.compile(constant);
        boolean fitsOctets = Octets.fits(wanted.pattern());
        return text(
                RegularExpression.size(constant),
                fitsOctets,
                value -> wanted.matcher(value).find());
    }

    /**
     * A test of text, or of octets with one character for each where what is wanted can be such. It takes at most as long as
     * both sizes multiplied.
     */
    private static ValueTest text(long size, boolean fitsOctets, Predicate<String> test) {
        return (value, form, scope) -> {
            if (!value.isString() || !scope.affords(size, value.stringValue().length())) {
                return false;
            }
            byte[] octets = Octets.of(value, form);
            return octets == null
                    ? test.test(RegularExpression.normalised(value.stringValue()))
                    : fitsOctets && test.test(new String(octets, ISO_8859_1));
        };
    }

    private static ValueTest subset(String constant) {
        AddressRange range = range(constant);
        return (value, _, _) -> {
            AddressRange found = value.isString() ? AddressRange.of(value.stringValue()) : null;
            return found != null && range.contains(found);
        };
    }

    private static ValueTest superset(String constant) {
        AddressRange range = range(constant);
        return (value, _, _) -> {
            AddressRange found = value.isString() ? AddressRange.of(value.stringValue()) : null;
            return found != null && found.contains(range);
        };
    }

    private static AddressRange range(String constant) {
        AddressRange range = AddressRange.of(constant);
        if (range == null) {
            throw new IllegalArgumentException("not an address range");
        }
        return range;
    }
}
