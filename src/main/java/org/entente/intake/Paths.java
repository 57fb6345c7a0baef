package org.entente.intake;

/** JSON paths as remarks show them. */
final class Paths {
    private static final int MAX_NAME = 60;

    private Paths() {}

    /** The path of a member; a name that is no plain word is shown without what it says, as content has no place there. */
    static String member(String parent, String name) {
        return parent + (isPlain(name) ? "." + name : ".*");
    }

    static String item(String parent, int index) {
        return parent + "[" + index + "]";
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME
                && name.chars()
                        .allMatch(c -> c == '_'
                                || c == '-'
                                || (c >= '0' && c <= '9')
                                || (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z'));
    }
}
