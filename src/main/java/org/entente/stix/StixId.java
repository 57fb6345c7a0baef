package org.entente.stix;

import org.jspecify.annotations.Nullable;

/**
 * The identifier of a STIX object: {@code object-type--UUID} (STIX 2.1 section 2.9).
 *
 * <p>The type part has 3 to 250 of the characters a to z, 0 to 9 and hyphen, begins with a letter and has no two hyphens
 * in a row; the UUID is in the form of RFC 4122, of any version, in lower case, as that RFC has it written. Ids order by
 * their text.
 */
public record StixId(String value) implements Comparable<StixId> {
    /** The number of characters of a UUID. */
    static final int UUID_CHARS = 36;

    static final int MIN_TYPE_CHARS = 3;
    static final int MAX_TYPE_CHARS = 250;

    /** The number of characters that follow the type: two hyphens and the UUID. */
    static final int SUFFIX_CHARS = UUID_CHARS + 2;

    private static final int VERSION_FROM_END = 22;

    static final int MIN_CHARS = MIN_TYPE_CHARS + SUFFIX_CHARS;
    static final int MAX_CHARS = MAX_TYPE_CHARS + SUFFIX_CHARS;

    /** Refuses what {@link #isId} refuses with an {@link IllegalArgumentException}; use {@link #parse} for outside text. */
    public StixId {
        if (!isId(value)) {
            throw new IllegalArgumentException("not a STIX identifier");
        }
    }

    /** The identifier that this text is in full, or null. */
    public static @Nullable StixId parse(String text) {
        return isId(text) ? new StixId(text) : null;
    }

    /** Whether this text is in full an identifier. */
    public static boolean isId(CharSequence text) {
        int length = text.length();
        if (length < MIN_CHARS || length > MAX_CHARS) {
            return false;
        }
        int typeEnd = length - SUFFIX_CHARS;
        if (text.charAt(typeEnd) != '-' || text.charAt(typeEnd + 1) != '-' || !isTypeName(text, typeEnd)) {
            return false;
        }
        for (int i = 0; i < UUID_CHARS; i++) {
            char c = text.charAt(typeEnd + 2 + i);
            if (isUuidHyphen(i) ? c != '-' : !isLowerHex(c)) {
                return false;
            }
        }
        return true;
    }

    /** The object type, which is the part before the two hyphens. */
    public String type() {
        return value.substring(0, value.length() - SUFFIX_CHARS);
    }

    /** The digit that says the version of the UUID (RFC 4122 section 4.1.3). */
    char uuidVersion() {
        return value.charAt(value.length() - VERSION_FROM_END);
    }

    /** Whether the object type is the given one; cheaper than comparing {@link #type}. */
    public boolean isOfType(String type) {
        return value.length() == type.length() + SUFFIX_CHARS && value.startsWith(type);
    }

    @Override
    public int compareTo(StixId other) {
        return value.compareTo(other.value);
    }

    /** The identifier as it is written. */
    @Override
    public String toString() {
        return value;
    }

    /** Whether the first {@code end} characters are the name of an object type (STIX 2.1 sections 3.1 and 11.2.1). */
    static boolean isTypeName(CharSequence text, int end) {
        if (end < MIN_TYPE_CHARS || end > MAX_TYPE_CHARS || text.charAt(0) < 'a' || text.charAt(0) > 'z') {
            return false;
        }
        char before = 'a';
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '-' ? before == '-' : !(c >= 'a' && c <= 'z') && !isDigit(c)) {
                return false;
            }
            before = c;
        }
        return true;
    }

    static boolean isUuidHyphen(int position) {
        return position == 8 || position == 13 || position == 18 || position == 23;
    }

    private static boolean isLowerHex(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'f');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
