package org.entente.stix;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The levels of the Permissible Actions Protocol, from the least to the most strict, so that the natural order is
 * strictness. STIX has no markings for them: a label or a tag such as {@code PAP:AMBER} says the level, or a marking that
 * a memorandum classifies.
 */
public enum Pap {
    CLEAR("clear"),
    GREEN("green"),
    AMBER("amber"),
    RED("red");

    private static final String PREFIX = "pap:";

    private final String text;

    Pap(String text) {
        this.text = text;
    }

    /** The level in lower case and without a prefix. */
    public String text() {
        return text;
    }

    /**
     * The level that a label says, in any case, or null where it says none. {@code PAP:WHITE} is CLEAR; a level that nobody
     * knows was meant to restrict and counts as RED.
     */
    public static @Nullable Pap ofLabel(String label) {
        String lower = label.strip().toLowerCase(Locale.ROOT);
        if (!lower.startsWith(PREFIX)) {
            return null;
        }
        String bare = lower.substring(PREFIX.length()).strip();
        if (bare.equals("white")) {
            return CLEAR;
        }
        for (Pap level : values()) {
            if (level.text.equals(bare)) {
                return level;
            }
        }
        return RED;
    }

    /** The stricter of two levels, where null is none. */
    public static @Nullable Pap strictest(@Nullable Pap one, @Nullable Pap other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }
}
