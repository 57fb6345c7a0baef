package org.entente.stix.pattern;

import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.IntPredicate;
import org.entente.stix.pattern.Plan.All;
import org.entente.stix.pattern.Plan.Between;
import org.entente.stix.pattern.Plan.Leaf;
import org.entente.stix.pattern.Plan.OneOf;
import org.entente.stix.pattern.Plan.Sequence;
import org.entente.stix.pattern.Plan.Times;
import org.entente.stix.pattern.Plan.Within;
import org.jspecify.annotations.Nullable;

/**
 * Looks for observations that together match a plan (STIX 2.1 sections 9.5.1 and 9.5.2).
 *
 * <p>Which observations are taken is never tried out: {@link Assignment} finds that. What is tried is a moment for each
 * FOLLOWEDBY, at or before which all on its left can have been and at or after which all on its right can; a beginning for
 * each WITHIN; and the part of each OR. With these chosen, each observation fits a part or not by its own interval alone.
 * Only the last possible times of observations come into question as moments and beginnings.
 *
 * <p>Each operator and each qualifier is asked on its own whether times can be so, as in the reference matcher of the OASIS,
 * because it is not defined when an observation happens between its first and its last time (section 9.1).
 */
final class Search {
    private final List<Observation> observations;
    private final int[][] fitting;
    private final Assignment assignment;
    private final Extent extent;
    private final IdentityHashMap<Plan, Instant[]> moments = new IdentityHashMap<>();
    private boolean ignoringTime;

    /** With the observations that pass each check, by their places in the list. */
    Search(List<Observation> observations, int[][] fitting, long maxSteps) {
        this.observations = observations;
        this.fitting = fitting;
        this.assignment = new Assignment(observations, maxSteps);
        this.extent = new Extent(observations, fitting, assignment);
    }

    /** What is still to be matched: a plan so many times in a window, and what comes after it. */
    private record Goal(
            Plan plan,
            Window window,
            long times,
            int from,
            @Nullable Goal next) {
        /** What is left when one time is dealt with, the choices for the others not before that one. */
        @Nullable
        Goal others(int choice) {
            return times == 1 ? next : new Goal(plan, window, times - 1, choice, next);
        }
    }

    /** Whether it matches. Once {@link #isExhausted} the answer means nothing. */
    boolean matches(Plan plan) {
        Goal goal = new Goal(plan, Window.ALWAYS, 1, 0, null);
        // Where there are not enough observations even without regard to time, no moment needs to be tried.
        return isEnough(goal) && reach(goal);
    }

    boolean isExhausted() {
        return assignment.isExhausted();
    }

    /** The observations that were taken. */
    List<Observation> taken() {
        return assignment.taken();
    }

    private boolean reach(@Nullable Goal goal) {
        if (goal == null) {
            return true;
        }
        int met = assignment.size();
        boolean reached = assignment.step() && choose(goal);
        if (!reached) {
            assignment.shrink(met);
        }
        return reached;
    }

    private boolean choose(Goal goal) {
        Window window = goal.window;
        return switch (goal.plan) {
            case Leaf(int check) -> assignment.add(fitting[check], window, goal.times) && reach(goal.next);
            case All(List<Plan> parts, boolean hasChoice) -> {
                Goal rest = hasChoice ? goal.others(0) : goal.next;
                for (Plan part : parts) {
                    rest = new Goal(part, window, hasChoice ? 1 : goal.times, 0, rest);
                }
                yield reach(rest);
            }
            case OneOf(List<Plan> parts) -> {
                IntPredicate reaches = i -> reach(new Goal(parts.get(i), window, 1, 0, goal.others(i)));
                yield first(goal.from, parts.size(), reaches);
            }
            case Times(Plan part, int times) -> reach(new Goal(part, window, product(goal.times, times), 0, goal.next));
            case Between between ->
                !between.isEmpty() && reach(new Goal(between.part(), between.narrow(window), goal.times, 0, goal.next));
            case Within within -> within(goal, within);
            case Sequence sequence -> sequence(goal, sequence);
        };
    }

    /** As much as fits: no number of observations comes near it. */
    private static long product(long one, int other) {
        return one > Long.MAX_VALUE / other ? Long.MAX_VALUE : one * other;
    }

    private boolean within(Goal goal, Within within) {
        if (ignoringTime) {
            return reach(new Goal(within.part(), goal.window, 1, 0, goal.others(0)));
        }
        Instant[] beginnings = moments(within.part());
        return first(goal.from, beginnings.length, i -> {
            Instant begin = beginnings[i];
            Window window = goal.window.narrowed(begin, begin.plus(within.duration()));
            return reach(new Goal(within.part(), window, 1, 0, goal.others(i)));
        });
    }

    private boolean sequence(Goal goal, Sequence sequence) {
        Window window = goal.window;
        if (ignoringTime) {
            Goal after = new Goal(sequence.after(), window, 1, 0, goal.others(0));
            return reach(new Goal(sequence.before(), window, 1, 0, after));
        }
        Instant earliest = extent.earliest(sequence.before(), window);
        Instant latest = extent.latest(sequence.after(), window);
        if (earliest == null || latest == null) {
            return false;
        }
        // The later the moment, the easier the left part and the harder the right one, so both can be met in one range.
        Instant[] moments = moments(sequence.after());
        int low = firstTrue(
                goal.from,
                moments.length,
                i -> !moments[i].isBefore(earliest) && isEnough(before(sequence, window, moments[i], null)));
        int high = firstTrue(
                low,
                moments.length,
                i -> moments[i].isAfter(latest) || !isEnough(after(sequence, window, moments[i], null)));
        return first(low, high, i -> {
            Instant moment = moments[i];
            return isEnough(before(sequence, window, moment, after(sequence, window, moment, null)))
                    && reach(before(sequence, window, moment, after(sequence, window, moment, goal.others(i))));
        });
    }

    private static Goal before(Sequence sequence, Window window, Instant moment, @Nullable Goal next) {
        return new Goal(sequence.before(), window.narrowed(Instant.MIN, moment), 1, 0, next);
    }

    private static Goal after(Sequence sequence, Window window, Instant moment, @Nullable Goal next) {
        return new Goal(sequence.after(), window.narrowed(moment, Instant.MAX), 1, 0, next);
    }

    /** Whether a goal alone could be reached now, were it not for the order and the distance of its observations. */
    private boolean isEnough(Goal goal) {
        int met = assignment.size();
        ignoringTime = true;
        boolean enough = reach(goal);
        ignoringTime = false;
        assignment.shrink(met);
        return enough;
    }

    private boolean first(int from, int to, IntPredicate holds) {
        for (int i = from; i < to && !isExhausted(); i++) {
            if (holds.test(i)) {
                return true;
            }
        }
        return false;
    }

    /** The first number for which something holds that holds for all after it too, by bisection; {@code to} if none. */
    private static int firstTrue(int from, int to, IntPredicate holds) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (holds.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The last possible times of all observations that may take part in the plan, ascending. */
    private Instant[] moments(Plan plan) {
        return moments.computeIfAbsent(plan, _ -> {
            BitSet checks = new BitSet();
            plan.checks(checks);
            return checks.stream()
                    .mapToObj(check -> fitting[check])
                    .flatMapToInt(Arrays::stream)
                    .mapToObj(observation -> observations.get(observation).last())
                    .distinct()
                    .sorted()
                    .toArray(Instant[]::new);
        });
    }
}
