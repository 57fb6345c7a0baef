package org.entente.stix;

import java.util.Locale;
import java.util.Set;

/** The forms that the standard gives to short texts. Written as loops, so that no length exhausts a thread's stack. */
final class TextForm {
    private static final int MIN_NAME_CHARS = 3;
    private static final int MAX_NAME_CHARS = 250;
    private static final int MAX_SUBTAG_CHARS = 8;

    private static final String CPE_PREFIX = "cpe:2.3:";
    private static final int CPE_COMPONENTS = 11;
    private static final int MAX_CPE_CHARS = 1_000;
    private static final Set<String> SHORT_HIVES = Set.of("HKLM", "HKCU", "HKCR", "HKU", "HKCC", "HKPD");

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

    /** The same of a text. */
    static boolean isPropertyName(String text) {
        int length = text.length();
        boolean good = length >= MIN_NAME_CHARS && length <= MAX_NAME_CHARS && isLower(text.charAt(0));
        for (int i = 0; i < length && good; i++) {
            char c = text.charAt(i);
            good = isLower(c) || isDigit(c) || c == '_';
        }
        return good;
    }

    /** A key of a dictionary (section 2.3), or the name of a hash, which has 3 characters at least (section 2.7). */
    static boolean isDictionaryKey(String text, int minChars) {
        return text.length() >= minChars && isKey(text, 0, text.length());
    }

    /** The name of a custom extension (section 11.3.1). */
    static boolean isExtensionName(String text) {
        return text.length() <= MAX_NAME_CHARS && text.endsWith("-ext") && isRelationshipType(text);
    }

    /** Base64 with padding (RFC 4648 section 4). */
    static boolean isBase64(String text) {
        int end = text.endsWith("==") ? text.length() - 2 : text.endsWith("=") ? text.length() - 1 : text.length();
        boolean good = text.length() % 4 == 0;
        for (int i = 0; i < end && good; i++) {
            char c = text.charAt(i);
            good = isLetter(c) || isDigit(c) || c == '+' || c == '/';
        }
        return good;
    }

    /** An even number of hexadecimal digits in lower case (section 2.8). */
    static boolean isLowerHex(String text) {
        boolean good = text.length() % 2 == 0;
        for (int i = 0; i < text.length() && good; i++) {
            char c = text.charAt(i);
            good = isDigit(c) || (c >= 'a' && c <= 'f');
        }
        return good;
    }

    /** Lower case, with hyphens between the words (sections 2.11 and 2.14). */
    static boolean isLowerWords(String text) {
        boolean letter = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '_' || c == ' ' || Character.isUpperCase(c)) {
                return false;
            }
            letter |= Character.isLetterOrDigit(c);
        }
        return letter;
    }

    /** The name of a protocol as IANA has them (RFC 6335 section 5.1), a little wider as section 6.12.1 is. */
    static boolean isProtocol(String text) {
        boolean good = !text.isEmpty() && text.length() <= MAX_NAME_CHARS;
        for (int i = 0; i < text.length() && good; i++) {
            char c = text.charAt(i);
            good = isLower(c) || isDigit(c) || c == '-' || c == '_' || c == '.' || c == '+' || c == '/' || c == '*';
        }
        return good;
    }

    /** A CPE name in version 2.3's formatted string (NISTIR 7695 section 6.2): a prefix and eleven components. */
    static boolean isCpe(String text) {
        if (!text.startsWith(CPE_PREFIX) || text.length() > MAX_CPE_CHARS) {
            return false;
        }
        int components = 1;
        int start = CPE_PREFIX.length();
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == ':') {
                if (i == start) {
                    return false;
                }
                components++;
                start = i + 1;
            } else if (c <= ' ' || c > '~') {
                return false;
            }
        }
        boolean part = text.length() > CPE_PREFIX.length() + 1
                && "aho*-".indexOf(text.charAt(CPE_PREFIX.length())) >= 0
                && text.charAt(CPE_PREFIX.length() + 1) == ':';
        return part && components == CPE_COMPONENTS && start < text.length();
    }

    /** Whether the hive of a registry key is abbreviated (section 6.17.1). */
    static boolean hasShortHive(String key) {
        int end = key.indexOf('\\');
        return SHORT_HIVES.contains((end < 0 ? key : key.substring(0, end)).toUpperCase(Locale.ROOT));
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

    /**
     * The outer form of a language code (RFC 5646 section 2.1): subtags of at most eight characters. One of a single character
     * introduces longer ones, or after x whatever is agreed in private; at the start it is x, or i of the old registrations.
     */
    static boolean isLanguage(String text) {
        int start = 0;
        boolean introduced = true;
        boolean agreedInPrivate = false;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '-') {
                boolean single = i == start + 1;
                if (!isSubtag(text, start, i)
                        || (single && !agreedInPrivate && !(start == 0 ? isXOrI(text.charAt(0)) : introduced))) {
                    return false;
                }
                introduced = !single || agreedInPrivate;
                agreedInPrivate |= single && isX(text.charAt(start));
                start = i + 1;
            }
        }
        return introduced;
    }

    private static boolean isX(char c) {
        return c == 'x' || c == 'X';
    }

    private static boolean isXOrI(char c) {
        return isX(c) || c == 'i' || c == 'I';
    }

    private static boolean isSubtag(String text, int start, int end) {
        boolean good = end > start && end - start <= MAX_SUBTAG_CHARS;
        for (int i = start; i < end && good; i++) {
            good = isLetter(text.charAt(i)) || (start > 0 && isDigit(text.charAt(i)));
        }
        return good;
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
