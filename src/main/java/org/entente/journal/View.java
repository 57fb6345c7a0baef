package org.entente.journal;

/**
 * A named, ordered map of bytes to bytes, in unsigned byte order: what replay of the log rebuilds.
 *
 * @param name lower-case letters, digits, {@code -} and {@code _}; {@code default} is the journal's own
 */
public record View(String name) {
    /** The longest name of a view, in characters. */
    public static final int MAX_NAME_LENGTH = 64;

    public View {
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH || !name.chars().allMatch(View::allowed)) {
            throw new IllegalArgumentException("A view's name is made of lower-case letters, digits, - and _.");
        }
        if (name.equals(Index.OWN_COLUMN_FAMILY)) {
            throw new IllegalArgumentException("This name is the journal's own.");
        }
    }

    private static boolean allowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
