package org.entente.taxii;

import org.jspecify.annotations.Nullable;

/**
 * Which entries of a feed's log a bundle holds, as C2SP tlog-tiles writes it after {@code tile/entries/}: the number in
 * groups of three digits, all but the last led by {@code x}, and {@code .p/W} where the bundle is partial. Bundle n begins
 * at entry 256 n.
 *
 * @param width entries in it, 1 to 256; 256 is a full bundle
 */
record BundlePath(long n, int width) {
    /** Entries in a full bundle. */
    static final int FULL = 256;

    private static final int GROUP = 1000;
    private static final String PARTIAL = ".p/";

    /** Five groups of three digits: more entries than a feed will ever have, and no overflow. */
    private static final int MAX_CHARS = "x000/x000/x000/x000/000.p/255".length();

    /** The path, in its one spelling. */
    String text() {
        StringBuilder text = new StringBuilder(digits(n));
        for (long rest = n / GROUP; rest > 0; rest /= GROUP) {
            text.insert(0, "x" + digits(rest) + "/");
        }
        return width == FULL ? text.toString() : text + PARTIAL + width;
    }

    /** The path so spelled, or null for anything else, other spellings of the same numbers included. */
    static @Nullable BundlePath parse(String text) {
        if (text.length() > MAX_CHARS) {
            return null;
        }
        int point = text.indexOf(PARTIAL);
        String index =
                (point < 0 ? text : text.substring(0, point)).replace("x", "").replace("/", "");
        String width = point < 0 ? Integer.toString(FULL) : text.substring(point + PARTIAL.length());
        if (!isDigits(index) || !isDigits(width) || width.length() > 3) {
            return null;
        }
        BundlePath path = new BundlePath(Long.parseLong(index), Integer.parseInt(width));
        return path.width >= 1 && path.width <= FULL && path.text().equals(text) ? path : null;
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String digits(long number) {
        return String.valueOf(GROUP + number % GROUP).substring(1);
    }
}
