package org.entente.stix;

/**
 * The names that producers should give to what they add themselves (STIX 2.1 sections 11.1.1, 11.2.1 and 11.3.1): a prefix,
 * something that is unique to the source, and the name.
 */
final class CustomName {
    private CustomName() {}

    /** Whether it begins with an x and the separator. */
    static boolean hasPrefix(String name, char separator) {
        return name.length() > 2 && name.charAt(0) == 'x' && name.charAt(1) == separator;
    }

    /** Whether, besides, a source stands before the name. */
    static boolean hasSource(String name, char separator) {
        int next = name.indexOf(separator, 3);
        return hasPrefix(name, separator) && next > 0 && next < name.length() - 1;
    }
}
