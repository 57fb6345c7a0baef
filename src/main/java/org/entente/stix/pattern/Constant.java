package org.entente.stix.pattern;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HexFormat;

/** A constant of a comparison (STIX 2.1 section 9.2). Its text form is the one that patterns have. */
public sealed interface Constant {
    /** A string, its escapes resolved. */
    record Text(String value) implements Constant {
        @Override
        public String toString() {
            return quoted(value);
        }
    }

    /** An integer or a float; the two are comparable, so they are one type here. */
    record Numeric(BigDecimal value) implements Constant {
        @Override
        public String toString() {
            return value.toPlainString();
        }
    }

    record Bool(boolean value) implements Constant {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /** Octets, whether they were written as hex or as binary; the text form is hex. The array must not be changed. */
    record Octets(byte[] value) implements Constant {
        @Override
        public boolean equals(Object other) {
            return other instanceof Octets(byte[] octets) && Arrays.equals(value, octets);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "h'" + HexFormat.of().formatHex(value) + "'";
        }
    }

    /** A valid timestamp of section 2.16, as it was written. */
    record Timestamp(String value) implements Constant {
        @Override
        public String toString() {
            return "t'" + value + "'";
        }
    }

    /** The text between apostrophes, with a backslash before each apostrophe and each backslash. */
    static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
