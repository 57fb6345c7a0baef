package org.entente.stix.pattern;

import java.util.List;

/** What came of matching a pattern with observations (STIX 2.1 section 9.4). */
public sealed interface MatchResult {
    /** Whether a text that is no timestamp was compared with one; that counts as unequal and without order. */
    boolean unfit();

    /**
     * It matches.
     *
     * @param observations where the pattern is one observation expression without qualifiers, all that match it; else some
     *     that together match it. In the order in which they were given.
     */
    record Matched(List<Observation> observations, boolean unfit) implements MatchResult {
        public Matched {
            observations = List.copyOf(observations);
        }
    }

    /** It does not match. */
    record Unmatched(boolean unfit) implements MatchResult {}

    /**
     * Finding out would take more than {@link PatternMatcher#MAX_STEPS}, or a value is so long that LIKE or MATCHES would take
     * too long with it.
     */
    record Undecided(boolean unfit) implements MatchResult {}
}
