package org.entente.stix;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds identifiers in bytes, and keeps those met last so that the many objects that name the same creator, marking or
 * target share one {@link StixId}. The store of recent ones is direct-mapped: a newcomer replaces what has its slot.
 */
final class Identifiers {
    static final int SLOTS_FOR_MANY = 2048;

    static final int SLOTS_FOR_ONE = 16;

    /** The most bytes that the escaped form of an identifier can take. */
    private static final int MAX_ESCAPED_BYTES = StixId.MAX_CHARS * 6;

    private static final byte OTHER = 0;
    private static final byte UPPER_HEX = 1;
    private static final byte LOWER_HEX = 2;
    private static final byte[] HEX = hex();

    private final byte[] @Nullable [] recentBytes;
    private final @Nullable StixId[] recent;

    /** Whether the id found last had a UUID in upper case, which is a reference but no well-formed identifier. */
    private boolean folded;

    /**
     * @param slots a power of two
     */
    Identifiers(int slots) {
        recentBytes = new byte[slots] @Nullable [];
        recent = new @Nullable StixId[slots];
    }

    boolean folded() {
        return folded;
    }

    /** The identifier that the scanner's last string is in full, with its UUID in lower case; null where it is none. */
    @Nullable
    StixId find(JsonScanner json) {
        int length = json.stringEnd - json.stringStart;
        if (length < StixId.MIN_CHARS) {
            return null;
        }
        return json.stringEscaped ? findEscaped(json, length) : find(json.in, json.stringStart, json.stringEnd);
    }

    private @Nullable StixId findEscaped(JsonScanner json, int length) {
        if (length > MAX_ESCAPED_BYTES || !mayBeEscapedId(json)) {
            return null;
        }
        // A character that is not ASCII becomes a question mark, which no identifier has.
        byte[] plain = json.text().getBytes(US_ASCII);
        return plain.length < StixId.MIN_CHARS ? null : find(plain, 0, plain.length);
    }

    /** Whether nothing speaks against it before the escapes are undone; almost all text has a space. */
    private static boolean mayBeEscapedId(JsonScanner json) {
        for (int i = json.stringStart; i < json.stringEnd; i++) {
            byte b = json.in[i];
            boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
            if (!letter && b != '-' && b != '\\' && (b < '0' || b > '9')) {
                return false;
            }
        }
        return true;
    }

    private @Nullable StixId find(byte[] in, int start, int end) {
        int typeEnd = end - StixId.SUFFIX_CHARS;
        if (in[typeEnd] != '-' || in[typeEnd + 1] != '-' || end - start > StixId.MAX_CHARS) {
            return null;
        }
        int hex = hexDigits(in, typeEnd + 2);
        if (hex == OTHER) {
            return null;
        }
        folded = hex == UPPER_HEX;
        if (folded) {
            return StixId.parse(folded(in, start, end, typeEnd));
        }
        int slot = JsonScanner.hash(in, end - Long.BYTES, end) & (recent.length - 1);
        byte[] known = recentBytes[slot];
        if (known != null && Arrays.equals(in, start, end, known, 0, known.length)) {
            return recent[slot];
        }
        return remember(in, start, end, slot);
    }

    private @Nullable StixId remember(byte[] in, int start, int end, int slot) {
        byte[] bytes = Arrays.copyOfRange(in, start, end);
        String text = new String(bytes, US_ASCII);
        if (!StixId.isTypeName(text, text.length() - StixId.SUFFIX_CHARS)) {
            return null;
        }
        StixId id = new StixId(text);
        recentBytes[slot] = bytes;
        recent[slot] = id;
        return id;
    }

    private static String folded(byte[] in, int start, int end, int typeEnd) {
        String type = new String(in, start, typeEnd - start, US_ASCII);
        return type + new String(in, typeEnd, end - typeEnd, US_ASCII).toLowerCase(Locale.ROOT);
    }

    /** Whether a UUID stands here: LOWER_HEX, UPPER_HEX where a digit is in upper case, OTHER where it is none. */
    private static int hexDigits(byte[] in, int start) {
        int least = LOWER_HEX;
        for (int i = 0; i < StixId.UUID_CHARS; i++) {
            byte b = in[start + i];
            if (StixId.isUuidHyphen(i)) {
                if (b != '-') {
                    return OTHER;
                }
            } else {
                least = Math.min(least, HEX[b & 0xFF]);
            }
        }
        return least;
    }

    private static byte[] hex() {
        byte[] hex = new byte[256];
        Arrays.fill(hex, '0', '9' + 1, LOWER_HEX);
        Arrays.fill(hex, 'a', 'f' + 1, LOWER_HEX);
        Arrays.fill(hex, 'A', 'F' + 1, UPPER_HEX);
        return hex;
    }
}
