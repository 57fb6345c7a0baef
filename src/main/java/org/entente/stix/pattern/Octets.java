package org.entente.stix.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Binary values in their native form (STIX 2.1 sections 9.2, 9.6.3 and 9.6.4). */
final class Octets {
    private Octets() {}

    /** The octets of a value of binary or hex type; null for all else and for what is not written as such. */
    static byte @Nullable [] of(JsonNode value, Form form) {
        if (!value.isString() || (form != Form.BASE64 && form != Form.HEX)) {
            return null;
        }
        try {
            return form == Form.HEX
                    ? HexFormat.of().parseHex(value.stringValue())
                    : Base64.getDecoder().decode(value.stringValue());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether each code point is one octet. */
    static boolean fits(String text) {
        return text.chars().allMatch(c -> c <= 0xff);
    }

    /** One octet for each code point; null where one does not fit. */
    static byte @Nullable [] of(String text) {
        return fits(text) ? text.getBytes(ISO_8859_1) : null;
    }
}
