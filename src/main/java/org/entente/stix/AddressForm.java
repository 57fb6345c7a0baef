package org.entente.stix;

/**
 * The forms of the addresses that observables hold. Written as loops over the text, so that no length exhausts a thread's
 * stack.
 */
final class AddressForm {
    private static final int IPV4_BITS = 32;
    private static final int IPV4_PARTS = 4;
    private static final int IPV6_BITS = 128;
    private static final int IPV6_GROUPS = 8;
    private static final int MAC_CHARS = 17;
    private static final int MAX_DOMAIN_CHARS = 253;
    private static final int MAX_LABEL_CHARS = 63;

    /** What RFC 3986 lets stand in a URL beside letters, digits and percent signs with two digits. */
    private static final String URL_MARKS = "-._~:/?#[]@!$&'()*+,;=";

    private AddressForm() {}

    /** A URL (RFC 3986 section 3): a scheme, a colon and something, of the characters that it allows. */
    static boolean isUrl(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1 || !isLetter(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < colon; i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && !isDigit(c) && c != '+' && c != '-' && c != '.') {
                return false;
            }
        }
        for (int i = colon + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length() || !isHex(text.charAt(i + 1)) || !isHex(text.charAt(i + 2))) {
                    return false;
                }
            } else if (!isLetter(c) && !isDigit(c) && URL_MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return bracketsAreOfTheHost(text, colon + 1);
    }

    /** Square brackets stand nowhere but around an address that is the host (RFC 3986 section 3.2.2). */
    private static boolean bracketsAreOfTheHost(String text, int from) {
        int open = text.indexOf('[', from);
        int close = text.indexOf(']', from);
        if (open < 0 && close < 0) {
            return true;
        }
        int host = from + 2;
        boolean around = text.startsWith("//", from) && open >= host && close > open + 1;
        for (int i = host; i < open && around; i++) {
            around = "/?#".indexOf(text.charAt(i)) < 0;
        }
        return around
                && (open == host || text.charAt(open - 1) == '@')
                && text.indexOf('[', open + 1) < 0
                && text.indexOf(']', close + 1) < 0
                && (isIpv6Host(text.substring(open + 1, close)) || "vV".indexOf(text.charAt(open + 1)) >= 0);
    }

    /** An IPv4 address, or a range of them in CIDR notation (STIX 2.1 section 6.8). */
    static boolean isIpv4(String text) {
        int slash = text.indexOf('/');
        return isIpv4Host(slash < 0 ? text : text.substring(0, slash))
                && (slash < 0 || isPrefix(text.substring(slash + 1), IPV4_BITS));
    }

    /** An IPv6 address, or a range of them in CIDR notation (STIX 2.1 section 6.9). */
    static boolean isIpv6(String text) {
        int slash = text.indexOf('/');
        return isIpv6Host(slash < 0 ? text : text.substring(0, slash))
                && (slash < 0 || isPrefix(text.substring(slash + 1), IPV6_BITS));
    }

    /** A MAC-48 address in lower case with colons (STIX 2.1 section 6.10). */
    static boolean isMac(String text) {
        boolean good = text.length() == MAC_CHARS;
        for (int i = 0; i < MAC_CHARS && good; i++) {
            char c = text.charAt(i);
            good = i % 3 == 2 ? c == ':' : isDigit(c) || (c >= 'a' && c <= 'f');
        }
        return good;
    }

    /**
     * A domain name (RFC 1034 section 3.1, RFC 5890 section 2.3): labels of 1 to 63 characters with points between them.
     * Labels in other scripts and labels with an underscore are names too, as the domain name system has them.
     */
    static boolean isDomainName(String text) {
        int end = text.endsWith(".") ? text.length() - 1 : text.length();
        if (end < 1 || end > MAX_DOMAIN_CHARS) {
            return false;
        }
        int start = 0;
        for (int i = 0; i <= end; i++) {
            char c = i == end ? '.' : text.charAt(i);
            if (c == '.') {
                if (i == start
                        || i - start > MAX_LABEL_CHARS
                        || text.charAt(start) == '-'
                        || text.charAt(i - 1) == '-') {
                    return false;
                }
                start = i + 1;
            } else if (c < 0x80 ? !isLetter(c) && !isDigit(c) && c != '-' && c != '_' : Character.isWhitespace(c)) {
                return false;
            }
        }
        return true;
    }

    /** An addr-spec (RFC 5322 section 3.4.1), which has no display name and no angle brackets around it. */
    static boolean isEmailAddress(String text) {
        int at = text.lastIndexOf('@');
        return at > 0 && at < text.length() - 1 && text.indexOf('<') < 0 && text.indexOf('>') < 0;
    }

    private static boolean isIpv4Host(String text) {
        int parts = 1;
        int value = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (value < 0) {
                    return false;
                }
                parts++;
                value = -1;
            } else if (!isDigit(c) || value == 0) {
                return false;
            } else {
                value = Math.max(0, value) * 10 + (c - '0');
                if (value > 0xff) {
                    return false;
                }
            }
        }
        return parts == IPV4_PARTS && value >= 0;
    }

    private static boolean isIpv6Host(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == IPV6_GROUPS;
        }
        int before = groups(text.substring(0, gap), false);
        int after = groups(text.substring(gap + 2), true);
        return before >= 0 && after >= 0 && before + after < IPV6_GROUPS;
    }

    /** The number of groups of 16 bits, or -1; the last two may be written as an IPv4 address. */
    private static int groups(String text, boolean last) {
        if (text.isEmpty()) {
            return 0;
        }
        int groups = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && text.charAt(i) != ':') {
                continue;
            }
            String group = text.substring(start, i);
            if (last && i == text.length() && group.indexOf('.') >= 0) {
                return isIpv4Host(group) ? groups + 2 : -1;
            }
            if (group.isEmpty() || group.length() > 4 || !group.chars().allMatch(AddressForm::isHex)) {
                return -1;
            }
            groups++;
            start = i + 1;
        }
        return groups;
    }

    private static boolean isPrefix(String text, int bits) {
        if (text.isEmpty() || text.length() > 3 || (text.length() > 1 && text.charAt(0) == '0')) {
            return false;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
            value = value * 10 + (text.charAt(i) - '0');
        }
        return value <= bits;
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHex(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
