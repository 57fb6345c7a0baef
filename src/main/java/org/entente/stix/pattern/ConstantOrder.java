package org.entente.stix.pattern;

import java.math.BigDecimal;
import java.util.Arrays;
import org.entente.stix.StixTimestamp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NumericNode;

/** A constant made ready to be compared with values (STIX 2.1 sections 9.2 and 9.6). */
interface ConstantOrder {
    /** The answer where the two cannot be compared. */
    int NONE = 2;

    /** -1 where the value is less than the constant, 0 where it is equal, 1 where it is greater, else {@link #NONE}. */
    int compare(JsonNode value, Form form, Scope scope);

    static ConstantOrder of(Constant constant) {
        return switch (constant) {
            case Constant.Bool(boolean wanted) ->
                (value, _, _) -> value.isBoolean() && value.booleanValue() == wanted ? 0 : NONE;
            case Constant.Numeric(BigDecimal wanted) -> (value, _, _) -> number(value, wanted);
            case Constant.Text(String wanted) -> text(wanted);
            case Constant.Octets(byte[] wanted) ->
                (value, form, _) -> {
                    byte[] octets = Octets.of(value, form);
                    if (octets == null && value.isString()) {
                        octets = Octets.of(value.stringValue());
                    }
                    return octets == null ? NONE : Integer.signum(Arrays.compareUnsigned(octets, wanted));
                };
            case Constant.Timestamp(String wanted) -> (value, _, scope) -> time(value, wanted, scope);
        };
    }

    private static ConstantOrder text(String wanted) {
        byte[] asOctets = Octets.of(wanted);
        return (value, form, _) -> {
            byte[] octets = Octets.of(value, form);
            if (octets != null) {
                return asOctets == null ? NONE : Integer.signum(Arrays.compareUnsigned(octets, asOctets));
            }
            return value.isString() ? codePoints(value.stringValue(), wanted) : NONE;
        };
    }

    /** By code point (section 9.6.2), which differs from Java's order where there are surrogates. */
    private static int codePoints(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
                return surrogates ? (Character.isSurrogate(a) ? 1 : -1) : (a < b ? -1 : 1);
            }
        }
        return Integer.signum(one.length() - other.length());
    }

    private static int number(JsonNode value, BigDecimal wanted) {
        if (!(value instanceof NumericNode number) || number.isNaN()) {
            return NONE;
        }
        return Integer.signum(number.decimalValue().compareTo(wanted));
    }

    /**
     * Values have no type of their own that says timestamp: a text that is one is compared. Any other text cannot be
     * compared, which the standard treats as false; since it is either bad data or a bad pattern, it is noted too.
     */
    private static int time(JsonNode value, String wanted, Scope scope) {
        if (!value.isString()) {
            return NONE;
        }
        if (!StixTimestamp.isValid(value.stringValue())) {
            scope.noteUnfit();
            return NONE;
        }
        return Integer.signum(StixTimestamp.compare(value.stringValue(), wanted));
    }
}
