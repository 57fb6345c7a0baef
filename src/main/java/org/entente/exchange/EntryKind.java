package org.entente.exchange;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of feed entries (release.md rule 10). The name in an opening is {@link #text()}; the code is part of the
 * journal's format.
 */
public enum EntryKind {
    RELEASED(0, "Released"),
    RESTATED(1, "Restated"),
    WITHDRAWN(2, "Withdrawn"),
    TERMS_CHANGED(3, "TermsChanged"),
    SUSPENDED(4, "Suspended"),
    RESUMED(5, "Resumed"),
    CLOSED(6, "Closed");

    private final int code;
    private final String text;

    EntryKind(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The name as it stands in an opening. */
    public String text() {
        return text;
    }

    int code() {
        return code;
    }

    /** Whether such an entry makes an object version available, in its first form or another. */
    boolean releases() {
        return this == RELEASED || this == RESTATED;
    }

    /** The kind of that code; it must exist. */
    static EntryKind of(int code) {
        for (EntryKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalStateException("no kind of entry has the code " + code);
    }

    /** The kind of that name, or null. */
    static @Nullable EntryKind of(String text) {
        for (EntryKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        return null;
    }
}
