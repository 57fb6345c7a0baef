package org.entente.stix.pattern;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.entente.stix.pattern.Plan.All;
import org.entente.stix.pattern.Plan.Between;
import org.entente.stix.pattern.Plan.Leaf;
import org.entente.stix.pattern.Plan.OneOf;
import org.entente.stix.pattern.Plan.Sequence;
import org.entente.stix.pattern.Plan.Times;
import org.entente.stix.pattern.Plan.Within;
import org.jspecify.annotations.Nullable;

/**
 * How early and how late a plan can be matched. Bounds only: they leave aside WITHIN and that parts need observations of
 * their own, so no search is needed for them.
 */
final class Extent {
    private static final Comparator<Instant> ORDER = Comparator.naturalOrder();

    private final List<Observation> observations;
    private final int[][] fitting;
    private final Assignment steps;

    Extent(List<Observation> observations, int[][] fitting, Assignment steps) {
        this.observations = observations;
        this.fitting = fitting;
        this.steps = steps;
    }

    /** The earliest moment at or before which all observations of the plan can have been; null where there is none. */
    @Nullable
    Instant earliest(Plan plan, Window window) {
        return switch (plan) {
            case Leaf(int check) -> best(check, window, Observation::first, ORDER.reversed());
            case All(List<Plan> parts, boolean _) -> worst(parts, part -> earliest(part, window), ORDER);
            case OneOf(List<Plan> parts) -> best(parts, part -> earliest(part, window), ORDER.reversed());
            case Sequence(Plan before, Plan after) -> {
                Instant left = earliest(before, window);
                Instant right = left == null ? null : earliest(after, window.narrowed(left, Instant.MAX));
                yield left == null || right == null ? null : left.isAfter(right) ? left : right;
            }
            case Within within -> earliest(within.part(), window);
            case Between between -> between.isEmpty() ? null : earliest(between.part(), between.narrow(window));
            case Times times -> earliest(times.part(), window);
        };
    }

    /** The latest moment at or after which all observations of the plan can have been; null where there is none. */
    @Nullable
    Instant latest(Plan plan, Window window) {
        return switch (plan) {
            case Leaf(int check) -> best(check, window, Observation::last, ORDER);
            case All(List<Plan> parts, boolean _) -> worst(parts, part -> latest(part, window), ORDER.reversed());
            case OneOf(List<Plan> parts) -> best(parts, part -> latest(part, window), ORDER);
            case Sequence(Plan before, Plan after) -> {
                Instant right = latest(after, window);
                Instant left = right == null ? null : latest(before, window.narrowed(Instant.MIN, right));
                yield left == null || right == null ? null : left.isBefore(right) ? left : right;
            }
            case Within within -> latest(within.part(), window);
            case Between between -> between.isEmpty() ? null : latest(between.part(), between.narrow(window));
            case Times times -> latest(times.part(), window);
        };
    }

    private @Nullable Instant best(
            int check, Window window, Function<Observation, Instant> time, Comparator<Instant> order) {
        Instant best = null;
        for (int i : fitting[check]) {
            Observation observation = observations.get(i);
            if (steps.step() && window.allows(observation)) {
                Instant found = time.apply(observation);
                best = best == null || order.compare(found, best) > 0 ? found : best;
            }
        }
        return best;
    }

    private static @Nullable Instant best(
            List<Plan> parts, Function<Plan, @Nullable Instant> time, Comparator<Instant> order) {
        return parts.stream().map(time).filter(Objects::nonNull).max(order).orElse(null);
    }

    private static @Nullable Instant worst(
            List<Plan> parts, Function<Plan, @Nullable Instant> time, Comparator<Instant> order) {
        Instant worst = null;
        for (Plan part : parts) {
            Instant found = time.apply(part);
            if (found == null) {
                return null;
            }
            worst = worst == null || order.compare(found, worst) > 0 ? found : worst;
        }
        return worst;
    }
}
