package org.entente.intake;

import java.util.ArrayList;
import java.util.List;

/** What stands in the cells of a table. */
final class Cells {
    /**
     * What a spreadsheet may take for the begin of a formula, in half and in full width, and the guard itself, without which
     * a guard could not be told from a quote that was there.
     */
    private static final String GUARDED = "'=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private static final char GUARD = '\'';
    private static final char ESCAPE = '\\';

    private Cells() {}

    /** The text with a quote before it where a spreadsheet could take it for a formula. */
    static String guard(String text) {
        return !text.isEmpty() && GUARDED.indexOf(text.charAt(0)) >= 0 ? GUARD + text : text;
    }

    /** The text without the quote that {@link #guard} put there; any other text as it is. */
    static String unguard(String cell) {
        boolean guarded = cell.length() > 1 && cell.charAt(0) == GUARD && GUARDED.indexOf(cell.charAt(1)) >= 0;
        return guarded ? cell.substring(1) : cell;
    }

    /** The values with a separator between them; a backslash stands before each separator and backslash of a value. */
    static String join(char separator, List<String> values) {
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                joined.append(separator);
            }
            for (char c : values.get(i).toCharArray()) {
                if (c == separator || c == ESCAPE) {
                    joined.append(ESCAPE);
                }
                joined.append(c);
            }
        }
        return joined.toString();
    }

    /** What {@link #join} joined; the empty text is no value. A backslash before any character stands for that character. */
    static List<String> split(char separator, String cell) {
        if (cell.isEmpty()) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == ESCAPE && i + 1 < cell.length()) {
                value.append(cell.charAt(++i));
            } else if (c == separator) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString());
        return values;
    }
}
