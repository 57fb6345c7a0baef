package org.entente.stix.pattern;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Many patterns made ready to be matched together (STIX 2.1 section 9). It answers as a {@link PatternMatcher} of each would,
 * and looks only at those that an observation can concern. It is made once, does not change and may be used by several threads.
 *
 * <p>Comparison expressions are kept by what an object must have for them to hold: by object type, path and constant where
 * they ask for equality ({@link Anchor}), else by object type alone. For each object of an observation the values at the
 * paths of its type are looked up; only the expressions found so, and those of the type alone, are tested. So the time depends
 * on the number of distinct paths and of expressions without equality, such as LIKE, and not on the number of patterns.
 * Expressions that several patterns share are tested once. A pattern of several observations is searched only when one of its
 * expressions held.
 */
public final class PatternIndex {
    private final List<PatternMatcher> matchers = new ArrayList<>();

    /** For each pattern the numbers of its checks. */
    private final List<int[]> numbers = new ArrayList<>();

    private final List<ObjectCheck> checks = new ArrayList<>();

    /** For each check the patterns that it belongs to. */
    private final List<List<Integer>> patterns = new ArrayList<>();

    private final Map<String, OfType> types = new HashMap<>();

    /** What concerns objects of one type. */
    private record OfType(Map<ObjectPath, ByValue> paths, List<Integer> always) {
        OfType() {
            this(new LinkedHashMap<>(), new ArrayList<>());
        }
    }

    /** The checks to be made where a path leads to a value, by its key. */
    private record ByValue(PathWalk walk, Map<Object, List<Integer>> checks) {
        ByValue(ObjectPath path) {
            this(new PathWalk(path), new HashMap<>());
        }
    }

    /** For each check that held for one, the places of these observations; and the checks that could not be made. */
    private record Fitting(Map<Integer, List<Integer>> places, Set<Integer> exhausted) {
        Fitting() {
            this(new HashMap<>(), new HashSet<>());
        }

        boolean isEmpty() {
            return places.isEmpty() && exhausted.isEmpty();
        }

        void add(int check, int place) {
            List<Integer> of = places.computeIfAbsent(check, _ -> new ArrayList<>());
            // Several objects of one observation, and several values of one object, may pass the same check.
            if (of.isEmpty() || of.getLast() != place) {
                of.add(place);
            }
        }
    }

    private PatternIndex() {}

    /** Makes patterns ready that {@link PatternReader} has read. They are numbered from 0 in this order. */
    public static PatternIndex of(List<Pattern> patterns) {
        return of(patterns, PatternMatcher.MAX_STEPS);
    }

    static PatternIndex of(List<Pattern> patterns, long maxSteps) {
        PatternIndex index = new PatternIndex();
        Map<ComparisonExpression, Integer> known = new HashMap<>();
        patterns.forEach(pattern -> index.add(PatternMatcher.of(pattern, maxSteps), known));
        return index;
    }

    private void add(PatternMatcher matcher, Map<ComparisonExpression, Integer> known) {
        int[] ofPattern = new int[matcher.checks().size()];
        for (int i = 0; i < ofPattern.length; i++) {
            ComparisonExpression comparison = matcher.comparisons().get(i);
            Integer number = known.get(comparison);
            if (number == null) {
                number = checks.size();
                known.put(comparison, number);
                add(comparison, matcher.checks().get(i));
            }
            patterns.get(number).add(matchers.size());
            ofPattern[i] = number;
        }
        matchers.add(matcher);
        numbers.add(ofPattern);
    }

    private void add(ComparisonExpression comparison, ObjectCheck check) {
        int number = checks.size();
        checks.add(check);
        patterns.add(new ArrayList<>());
        for (Anchor anchor : Anchor.of(comparison)) {
            OfType ofType = types.computeIfAbsent(anchor.type(), _ -> new OfType());
            switch (anchor) {
                case Anchor.Type _ -> ofType.always.add(number);
                case Anchor.Value(ObjectPath path, Object key) ->
                    ofType.paths
                            .computeIfAbsent(path, ByValue::new)
                            .checks
                            .computeIfAbsent(key, _ -> new ArrayList<>())
                            .add(number);
            }
        }
    }

    /** The number of patterns. */
    public int size() {
        return matchers.size();
    }

    /** Matches each pattern with these observations together. For a stream, give each observation alone. */
    public PatternHits match(List<Observation> observations) {
        Fitting fitting = new Fitting();
        for (int place = 0; place < observations.size(); place++) {
            Scope scope = new Scope(observations.get(place).objects());
            for (JsonNode object : scope.objects().values()) {
                look(object, scope, place, fitting);
            }
        }
        return fitting.isEmpty() ? PatternHits.NONE : decide(observations, fitting);
    }

    private void look(JsonNode object, Scope scope, int place, Fitting fitting) {
        JsonNode type = object.get("type");
        OfType ofType = type == null || !type.isString() ? null : types.get(type.stringValue());
        if (ofType == null) {
            return;
        }
        for (ByValue byValue : ofType.paths.values()) {
            // It never passes, so that the walk goes on to every value that the path leads to.
            byValue.walk.leads(object, scope, (value, form, _) -> {
                Object key = Anchor.key(value, form);
                List<Integer> candidates = key == null ? null : byValue.checks.get(key);
                if (candidates != null) {
                    test(candidates, object, scope, place, fitting);
                }
                return false;
            });
        }
        test(ofType.always, object, scope, place, fitting);
    }

    private void test(List<Integer> candidates, JsonNode object, Scope scope, int place, Fitting fitting) {
        for (int check : candidates) {
            boolean holds = checks.get(check).holds(object, scope);
            if (scope.takeExhausted()) {
                fitting.exhausted.add(check);
            } else if (holds) {
                fitting.add(check, place);
            }
        }
    }

    private PatternHits decide(List<Observation> observations, Fitting fitting) {
        TreeMap<Integer, List<Observation>> matched = new TreeMap<>();
        TreeSet<Integer> undecided = new TreeSet<>();
        TreeSet<Integer> concerned = new TreeSet<>();
        fitting.places.keySet().forEach(check -> concerned.addAll(patterns.get(check)));
        fitting.exhausted.forEach(check -> undecided.addAll(patterns.get(check)));
        concerned.removeAll(undecided);
        for (int pattern : concerned) {
            int[] ofPattern = numbers.get(pattern);
            int[][] places = new int[ofPattern.length][];
            for (int i = 0; i < places.length; i++) {
                places[i] = fitting.places.getOrDefault(ofPattern[i], List.of()).stream()
                        .mapToInt(place -> place)
                        .toArray();
            }
            switch (matchers.get(pattern).decide(observations, places, false)) {
                case MatchResult.Matched(var which, boolean _) -> matched.put(pattern, which);
                case MatchResult.Undecided _ -> undecided.add(pattern);
                case MatchResult.Unmatched _ -> {}
            }
        }
        return new PatternHits(matched, undecided);
    }
}
