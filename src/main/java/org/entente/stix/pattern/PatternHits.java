package org.entente.stix.pattern;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What came of matching the patterns of a {@link PatternIndex} with observations (STIX 2.1 section 9.4). Patterns go by their
 * numbers in the index; those that are in neither do not match.
 *
 * @param matched the patterns that match, with the observations that {@link MatchResult.Matched} would name
 * @param undecided those for which finding out would take too long, as {@link MatchResult.Undecided} says
 */
public record PatternHits(SortedMap<Integer, List<Observation>> matched, SortedSet<Integer> undecided) {
    static final PatternHits NONE = new PatternHits(new TreeMap<>(), new TreeSet<>());

    public PatternHits {
        matched = Collections.unmodifiableSortedMap(matched);
        undecided = Collections.unmodifiableSortedSet(undecided);
    }
}
