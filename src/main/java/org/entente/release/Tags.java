package org.entente.release;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/**
 * What people say about a copy when they import it (release.md, rule 2). Tags are facets of the copy and never in its
 * bytes.
 *
 * @param tlp a TLP level, or null
 * @param labels labels, none of them empty
 * @param collection the collection that the copy is filed under, or null; never empty
 */
public record Tags(
        @Nullable Tlp tlp,
        SortedSet<String> labels,
        @Nullable String collection) {
    /** No tags. */
    public static final Tags NONE = new Tags(null, Collections.emptySortedSet(), null);

    public Tags {
        labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
        if (labels.contains("") || "".equals(collection)) {
            throw new IllegalArgumentException("A tag must not be empty.");
        }
    }

    /**
     * These tags and those of a later import of the same copy: the stricter TLP wins and labels add up. The collection
     * of the first import that names one stays, since a copy is filed once.
     */
    public Tags and(Tags later) {
        var all = new TreeSet<>(labels);
        all.addAll(later.labels);
        return new Tags(Tlp.strictest(tlp, later.tlp), all, collection != null ? collection : later.collection);
    }
}
