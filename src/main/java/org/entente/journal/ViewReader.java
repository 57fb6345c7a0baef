package org.entente.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads views. Arrays that it hands out or is handed must not be changed. */
public interface ViewReader {
    /**
     * The value of a key, or null.
     *
     * @throws IllegalArgumentException if the journal was opened without this view
     * @throws JournalException with {@code CLOSED}, {@code IO} or {@code CORRUPT}
     */
    byte @Nullable [] get(View view, byte[] key);

    /**
     * The values of several keys, null where there is none: faster than one after the other.
     *
     * @throws IllegalArgumentException if the journal was opened without this view
     * @throws JournalException with {@code CLOSED}, {@code IO} or {@code CORRUPT}
     */
    List<byte @Nullable []> get(View view, List<byte[]> keys);

    /**
     * Visits entries ascending by unsigned bytes, as they were when the scan began. The visitor must not write to this view.
     *
     * @param from the first key, inclusive; empty is the start of the view
     * @param to the end, exclusive; empty is the end of the view
     * @throws IllegalArgumentException if the journal was opened without this view
     * @throws JournalException with {@code CLOSED}, {@code IO} or {@code CORRUPT}
     */
    void scan(View view, byte[] from, byte[] to, Visitor visitor);

    /** Is shown the entries of a scan. */
    interface Visitor {
        /** Returns false to end the scan. */
        boolean visit(byte[] key, byte[] value);
    }
}
