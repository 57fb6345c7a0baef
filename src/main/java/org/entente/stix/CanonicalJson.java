package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The JSON Canonicalization Scheme, RFC 8785: no white space, names sorted by UTF-16 code units, strings with the fewest
 * escapes, numbers as ECMAScript writes the IEEE 754 double.
 *
 * <p>It refuses, by {@link Refused}, what has no canonical form: text that is not well-formed, names that repeat, lone
 * surrogates, and numbers that do not survive as a double. A whole number must survive exactly; one with a fraction or an
 * exponent is the double that is nearest, but must not become infinite, nor zero where it was not.
 */
public final class CanonicalJson {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    /** The text has no canonical form. */
    public static final class Refused extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        private final String rule;

        Refused(Rule rule) {
            super(rule.message());
            this.rule = rule.id();
        }

        /** The identifier of the rule that it breaks; {@link Rule} lists them. */
        public String rule() {
            return rule;
        }
    }

    private CanonicalJson() {}

    /** The canonical form of a JSON text, nested at most {@link Limits#MAX_DEPTH} deep. */
    public static byte[] of(byte[] json) {
        JsonScanner scanner = new JsonScanner(json, Limits.MAX_DEPTH, json.length);
        try {
            scanner.space();
            ByteArrayOutputStream out = new ByteArrayOutputStream(json.length);
            write(scanner, out);
            scanner.space();
            if (!scanner.atEnd()) {
                throw new JsonFault(Rule.JSON_TRAILING);
            }
            return out.toByteArray();
        } catch (JsonFault fault) {
            throw new Refused(fault.rule());
        }
    }

    /** The canonical form of a tree, nested at most {@link Limits#MAX_DEPTH} deep. */
    public static byte[] of(JsonNode tree) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(tree, out, 0);
        } catch (JsonFault fault) {
            throw new Refused(fault.rule());
        }
        return out.toByteArray();
    }

    private static void write(JsonScanner json, ByteArrayOutputStream out) throws JsonFault {
        switch (json.peek()) {
            case '"' -> {
                json.string();
                writeString(json.text(), out);
            }
            case '{' -> writeObject(json, out);
            case '[' -> {
                out.write('[');
                if (json.openList()) {
                    boolean more = true;
                    while (more) {
                        write(json, out);
                        more = json.moreItems();
                        if (more) {
                            out.write(',');
                        }
                    }
                }
                out.write(']');
            }
            default -> {
                int start = json.pos;
                json.scalar();
                String text = new String(json.in, start, json.pos - start, UTF_8);
                char first = text.charAt(0);
                writeAscii(Character.isLetter(first) ? text : number(text), out);
            }
        }
    }

    private static void writeObject(JsonScanner json, ByteArrayOutputStream out) throws JsonFault {
        // The natural order of strings is that of their UTF-16 code units.
        Map<String, byte[]> members = new TreeMap<>();
        if (json.openObject()) {
            do {
                json.name();
                String name = json.text();
                json.toValue();
                ByteArrayOutputStream value = new ByteArrayOutputStream();
                write(json, value);
                members.put(name, value.toByteArray());
            } while (json.moreMembers());
        }
        writeMembers(members, out);
    }

    private static void write(JsonNode node, ByteArrayOutputStream out, int depth) throws JsonFault {
        if (depth > Limits.MAX_DEPTH) {
            throw new JsonFault(Rule.OBJECT_DEPTH);
        }
        switch (node.getNodeType()) {
            case STRING -> writeString(node.stringValue(), out);
            case NUMBER -> writeAscii(number(node), out);
            case BOOLEAN -> writeAscii(node.booleanValue() ? "true" : "false", out);
            case NULL -> writeAscii("null", out);
            case ARRAY -> {
                out.write('[');
                for (int i = 0; i < node.size(); i++) {
                    if (i > 0) {
                        out.write(',');
                    }
                    write(node.get(i), out, depth + 1);
                }
                out.write(']');
            }
            case OBJECT -> {
                Map<String, byte[]> members = new TreeMap<>();
                for (Map.Entry<String, JsonNode> member : node.properties()) {
                    ByteArrayOutputStream value = new ByteArrayOutputStream();
                    write(member.getValue(), value, depth + 1);
                    members.put(member.getKey(), value.toByteArray());
                }
                writeMembers(members, out);
            }
            case BINARY, MISSING, POJO -> throw new JsonFault(Rule.JSON_SYNTAX);
        }
    }

    private static void writeMembers(Map<String, byte[]> members, ByteArrayOutputStream out) throws JsonFault {
        out.write('{');
        boolean first = true;
        for (Map.Entry<String, byte[]> member : members.entrySet()) {
            if (!first) {
                out.write(',');
            }
            first = false;
            writeString(member.getKey(), out);
            out.write(':');
            out.writeBytes(member.getValue());
        }
        out.write('}');
    }

    /** Section 3.2.2.2: only the quote, the backslash and the control characters are escaped. */
    private static void writeString(String text, ByteArrayOutputStream out) throws JsonFault {
        if (isPlain(text)) {
            out.write('"');
            out.writeBytes(text.getBytes(UTF_8));
            out.write('"');
            return;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new JsonFault(Rule.JSON_SURROGATE);
                }
                escaped.append(c).append(text.charAt(++i));
            } else {
                escape(c, escaped);
            }
        }
        out.writeBytes(escaped.append('"').toString().getBytes(UTF_8));
    }

    /** Whether each character stands for itself, which is so of nearly every string. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static void escape(char c, StringBuilder out) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> {
                if (c < ' ') {
                    out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xF]);
                } else {
                    out.append(c);
                }
            }
        }
    }

    private static String number(String literal) throws JsonFault {
        return number(literal, literal.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9')));
    }

    private static String number(String literal, boolean whole) throws JsonFault {
        double value = Double.parseDouble(literal);
        if (value == 0 && hasDigitBeyondZero(literal)) {
            throw new JsonFault(Rule.JSON_NUMBER);
        }
        String canonical = number(value);
        // A whole number may be written with more digits than a double has, if these are the ones that it is written
        // with.
        if (whole && !canonical.equals(literal) && new BigDecimal(value).compareTo(new BigDecimal(literal)) != 0) {
            throw new JsonFault(Rule.JSON_NUMBER);
        }
        return canonical;
    }

    private static boolean hasDigitBeyondZero(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == 'e' || c == 'E') {
                return false;
            }
            if (c >= '1' && c <= '9') {
                return true;
            }
        }
        return false;
    }

    private static String number(JsonNode node) throws JsonFault {
        return switch (node.numberType()) {
            case INT, LONG, BIG_INTEGER -> number(node.asString(), true);
            // Written with a fraction or an exponent, even where neither is left of it.
            case BIG_DECIMAL -> number(node.asString(), false);
            case FLOAT, DOUBLE -> number(node.doubleValue());
        };
    }

    /** Section 3.2.2.3: as ECMAScript's Number::toString writes it. */
    static String number(double value) throws JsonFault {
        if (!Double.isFinite(value)) {
            throw new JsonFault(Rule.JSON_NUMBER);
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal shortest = shortest(Math.abs(value)).stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        int count = digits.length();
        // The value is 0.d1d2d3… times ten to the power of this, which ECMAScript calls n.
        int point = count - shortest.scale();
        String sign = value < 0 ? "-" : "";
        if (count <= point && point <= 21) {
            return sign + digits + "0".repeat(point - count);
        }
        if (0 < point && point <= 21) {
            return sign + digits.substring(0, point) + '.' + digits.substring(point);
        }
        if (-6 < point && point <= 0) {
            return sign + "0." + "0".repeat(-point) + digits;
        }
        String mantissa = count == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        int exponent = point - 1;
        return sign + mantissa + 'e' + (exponent < 0 ? '-' : '+') + Math.abs(exponent);
    }

    /**
     * The decimal with the fewest digits that reads back as this double. {@link Double#toString} gives it, save that it
     * has at least two digits, which may hide that one is enough.
     */
    private static BigDecimal shortest(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (decimal.precision() != 2) {
            return decimal;
        }
        BigDecimal oneDigit = decimal.round(new MathContext(1, RoundingMode.HALF_EVEN));
        return oneDigit.doubleValue() == value ? oneDigit : decimal;
    }

    private static void writeAscii(String ascii, ByteArrayOutputStream out) {
        out.writeBytes(ascii.getBytes(UTF_8));
    }
}
