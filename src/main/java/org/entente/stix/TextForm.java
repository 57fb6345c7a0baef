package org.entente.stix;

/** The forms that the standard gives to short texts. Written as loops, so that no length exhausts a thread's stack. */
final class TextForm {
    private static final int MIN_NAME_CHARS = 3;
    private static final int MAX_NAME_CHARS = 250;
    private static final int MAX_SUBTAG_CHARS = 8;

    private TextForm() {}

    /** A property name (sections 3.1 and 11.1.1), in these bytes, which have no escapes. */
    static boolean isPropertyName(byte[] in, int start, int end) {
        int length = end - start;
        boolean good = length >= MIN_NAME_CHARS && length <= MAX_NAME_CHARS && isLower(in[start]);
        for (int i = start; i < end && good; i++) {
            good = isLower(in[i]) || isDigit(in[i]) || in[i] == '_';
        }
        return good;
    }

    /** A relationship_type (section 5.1.2). */
    static boolean isRelationshipType(String text) {
        boolean good = !text.isEmpty();
        for (int i = 0; i < text.length() && good; i++) {
            char c = text.charAt(i);
            good = isLower(c) || isDigit(c) || c == '-';
        }
        return good;
    }

    /** The outer form of a language code (RFC 5646 section 2.1): a word of letters, then words of letters and digits. */
    static boolean isLanguage(String text) {
        int length = 0;
        boolean first = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '-') {
                if (length == 0) {
                    return false;
                }
                length = 0;
                first = false;
            } else if (!(isLetter(c) || (isDigit(c) && !first)) || ++length > MAX_SUBTAG_CHARS) {
                return false;
            }
        }
        return length > 0;
    }

    /** A selector (section 7.2.3): a property name, then names, keys and indexes, separated by points. */
    static boolean isSelector(String text) {
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '.') {
                if (!isKey(text, start, i) && (start == 0 || !isIndex(text, start, i))) {
                    return false;
                }
                start = i + 1;
            }
        }
        return true;
    }

    private static boolean isKey(String text, int start, int end) {
        boolean good = end > start && end - start <= MAX_NAME_CHARS;
        for (int i = start; i < end && good; i++) {
            char c = text.charAt(i);
            good = isLetter(c) || isDigit(c) || c == '_' || c == '-';
        }
        return good;
    }

    private static boolean isIndex(String text, int start, int end) {
        int digits = end - start - 2;
        boolean good = digits > 0
                && text.charAt(start) == '['
                && text.charAt(end - 1) == ']'
                && (digits == 1 || text.charAt(start + 1) != '0');
        for (int i = start + 1; i < end - 1 && good; i++) {
            good = isDigit(text.charAt(i));
        }
        return good;
    }

    private static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isLetter(int c) {
        return isLower(c) || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
