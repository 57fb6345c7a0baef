package org.entente.stix.pattern;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pattern made ready to be matched (STIX 2.1 sections 9.4 to 9.7). It is made once for any number of observations, does not
 * change and may be used by several threads.
 *
 * <p>Two points follow the reference matcher of the OASIS and its published cases rather than the letter of the standard:
 * WITHIN includes observations exactly as far apart as it says (section 9.5.1 leaves them out), and NOT before an operator
 * asks each of several values that a path leads to, of which one is enough.
 */
public final class PatternMatcher {
    /**
     * The most steps of a search, where one step is about one look at one observation. Deciding a pattern is easy for most,
     * and for some that nest OR, AND and REPEATS as hard as problems get, so it has to end somewhere.
     */
    public static final long MAX_STEPS = 50_000_000;

    private final Plan plan;
    private final List<ComparisonExpression> comparisons;
    private final List<ObjectCheck> checks;
    private final long maxSteps;

    private PatternMatcher(Plan plan, List<ComparisonExpression> comparisons, long maxSteps) {
        this.plan = plan;
        this.comparisons = comparisons;
        this.checks = comparisons.stream().map(ObjectCheck::of).toList();
        this.maxSteps = maxSteps;
    }

    /** Makes a pattern ready that {@link PatternReader} has read. */
    public static PatternMatcher of(Pattern pattern) {
        return of(pattern, MAX_STEPS);
    }

    static PatternMatcher of(Pattern pattern, long maxSteps) {
        Map<ComparisonExpression, Integer> comparisons = new LinkedHashMap<>();
        Plan plan = Plan.of(pattern.expression(), comparisons);
        return new PatternMatcher(plan, List.copyOf(comparisons.keySet()), maxSteps);
    }

    /** The comparison expressions of the pattern, each once; {@link #checks} has them made ready, in the same order. */
    List<ComparisonExpression> comparisons() {
        return comparisons;
    }

    List<ObjectCheck> checks() {
        return checks;
    }

    /** Matches the pattern with these observations together. */
    public MatchResult match(List<Observation> observations) {
        int[][] fitting = new int[checks.size()][];
        Arrays.setAll(fitting, _ -> new int[observations.size()]);
        int[] counts = new int[fitting.length];
        boolean unfit = false;
        boolean exhausted = false;
        for (int i = 0; i < observations.size(); i++) {
            Scope scope = new Scope(observations.get(i).objects());
            for (int check = 0; check < fitting.length; check++) {
                if (checks.get(check).holdsForOne(scope)) {
                    fitting[check][counts[check]++] = i;
                }
            }
            unfit |= scope.isUnfit();
            exhausted |= scope.takeExhausted();
        }
        if (exhausted) {
            return new MatchResult.Undecided(unfit);
        }
        Arrays.setAll(fitting, check -> Arrays.copyOf(fitting[check], counts[check]));
        return decide(observations, fitting, unfit);
    }

    /** Decides with the places of the observations that pass each check, ascending. */
    MatchResult decide(List<Observation> observations, int[][] fitting, boolean unfit) {
        if (plan instanceof Plan.Leaf(int check)) {
            return fitting[check].length == 0
                    ? new MatchResult.Unmatched(unfit)
                    : new MatchResult.Matched(
                            Arrays.stream(fitting[check])
                                    .mapToObj(observations::get)
                                    .toList(),
                            unfit);
        }
        Search search = new Search(observations, fitting, maxSteps);
        boolean matches = search.matches(plan);
        if (search.isExhausted()) {
            return new MatchResult.Undecided(unfit);
        }
        return matches ? new MatchResult.Matched(search.taken(), unfit) : new MatchResult.Unmatched(unfit);
    }
}
