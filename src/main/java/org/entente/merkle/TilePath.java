package org.entente.merkle;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a tile or an entry bundle stands within its level: {@code <N>[.p/<W>]} of C2SP tlog-tiles, section "Merkle Tree".
 *
 * <p>The index is written in groups of three digits, all but the last led by {@code x}: 1234067 is {@code x001/x234/067}.
 * A partial tile adds its width: {@code x001/x234/067.p/12}. Each path has exactly one spelling, so that a cache never
 * holds a thing twice.
 *
 * @param index the number of the tile, from 0
 * @param width how many entries or hashes it holds, 1 to 256; 256 is a full tile
 */
public record TilePath(long index, int width) {
    /** The width of a full tile. */
    public static final int FULL = EntryBundle.WIDTH;

    /** The last tile of a log whose size fits a {@code long}. */
    public static final long MAX_INDEX = Long.MAX_VALUE / FULL;

    private static final int GROUP = 1000;

    /** Six groups hold {@link #MAX_INDEX} and fit a {@code long} whatever their digits. */
    private static final Pattern SPELLING =
            Pattern.compile("(?<index>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/(?<width>[1-9][0-9]{0,2}))?");

    /** @throws IllegalArgumentException if the index or the width is out of range */
    public TilePath {
        if (index < 0 || index > MAX_INDEX) {
            throw new IllegalArgumentException("the index of a tile is out of range");
        }
        if (width < 1 || width > FULL) {
            throw new IllegalArgumentException("a tile holds 1 to 256 items");
        }
    }

    /** The one spelling of this path. */
    public String text() {
        var text = new StringBuilder(group(index));
        for (long rest = index / GROUP; rest > 0; rest /= GROUP) {
            text.insert(0, 'x' + group(rest) + '/');
        }
        return width == FULL ? text.toString() : text + ".p/" + width;
    }

    /** The path so spelled; empty for anything else, other spellings of the same numbers included. */
    public static Optional<TilePath> parse(String text) {
        var spelling = SPELLING.matcher(text);
        if (!spelling.matches()) {
            return Optional.empty();
        }
        long index = Long.parseLong(spelling.group("index").replaceAll("[x/]", ""));
        int width = spelling.group("width") == null ? FULL : Integer.parseInt(spelling.group("width"));
        if (index > MAX_INDEX || width > FULL) {
            return Optional.empty();
        }
        var path = new TilePath(index, width);
        return path.text().equals(text) ? Optional.of(path) : Optional.empty();
    }

    private static String group(long number) {
        return String.valueOf(GROUP + number % GROUP).substring(1);
    }
}
