package org.entente.stix.pattern;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.entente.stix.StixTimestamp;
import org.entente.stix.pattern.ObservationExpression.And;
import org.entente.stix.pattern.ObservationExpression.FollowedBy;
import org.entente.stix.pattern.ObservationExpression.Or;
import org.entente.stix.pattern.ObservationExpression.Qualified;
import org.entente.stix.pattern.ObservationExpression.Single;

/**
 * An observation expression made ready for {@link Search}, a little simpler than it was written and with the same meaning:
 * alternatives that each take one observation are one comparison, and a single observation is always within any time.
 */
sealed interface Plan {
    /** More seconds than there are between any two timestamps of four-digit years. */
    BigDecimal MOST_SECONDS = BigDecimal.valueOf(1_000_000_000_000L);

    /** One observation that passes the check of that number. */
    record Leaf(int check) implements Plan {}

    record All(List<Plan> parts, boolean hasChoice) implements Plan {}

    record OneOf(List<Plan> parts) implements Plan {}

    record Sequence(Plan before, Plan after) implements Plan {}

    record Within(Plan part, Duration duration) implements Plan {}

    record Between(Plan part, Instant start, Instant stop) implements Plan {
        boolean isEmpty() {
            return !start.isBefore(stop);
        }

        /** The part of the window that is at or after the start and before the stop. */
        Window narrow(Window window) {
            return window.narrowed(start, stop.minusNanos(1));
        }
    }

    record Times(Plan part, int times) implements Plan {}

    /** The plan of an expression; its comparisons get the numbers of their checks, equal ones the same. */
    static Plan of(ObservationExpression expression, Map<ComparisonExpression, Integer> checks) {
        return switch (expression) {
            case Single(ComparisonExpression comparison) -> leaf(comparison, checks);
            case And(List<ObservationExpression> parts) -> {
                List<Plan> plans = parts.stream().map(part -> of(part, checks)).toList();
                yield new All(plans, plans.stream().anyMatch(Plan::hasChoice));
            }
            case Or(List<ObservationExpression> parts) -> oneOf(parts, checks);
            case FollowedBy(List<ObservationExpression> parts) -> {
                Plan all = of(parts.getFirst(), checks);
                for (ObservationExpression part : parts.subList(1, parts.size())) {
                    all = new Sequence(all, of(part, checks));
                }
                yield all;
            }
            case Qualified(ObservationExpression part, Qualifier qualifier) -> qualified(of(part, checks), qualifier);
        };
    }

    private static Plan leaf(ComparisonExpression comparison, Map<ComparisonExpression, Integer> checks) {
        Integer known = checks.putIfAbsent(comparison, checks.size());
        return new Leaf(known == null ? checks.size() - 1 : known);
    }

    private static Plan oneOf(List<ObservationExpression> parts, Map<ComparisonExpression, Integer> checks) {
        List<ComparisonExpression> singles = new ArrayList<>();
        List<Plan> plans = new ArrayList<>();
        for (ObservationExpression part : parts) {
            if (part instanceof Single(ComparisonExpression comparison)) {
                singles.add(comparison);
            } else {
                plans.add(of(part, checks));
            }
        }
        if (!singles.isEmpty()) {
            plans.addFirst(
                    leaf(singles.size() == 1 ? singles.getFirst() : new ComparisonExpression.Or(singles), checks));
        }
        return plans.size() == 1 ? plans.getFirst() : new OneOf(List.copyOf(plans));
    }

    private static Plan qualified(Plan part, Qualifier qualifier) {
        return switch (qualifier) {
            case Qualifier.Within _ when part instanceof Leaf -> part;
            case Qualifier.Within(BigDecimal seconds) -> new Within(part, duration(seconds));
            case Qualifier.Repeats(int times) -> times == 1 ? part : new Times(part, times);
            case Qualifier.StartStop(String start, String stop) ->
                new Between(part, StixTimestamp.toInstant(start), StixTimestamp.toInstant(stop));
        };
    }

    private static Duration duration(BigDecimal seconds) {
        BigDecimal nanos = seconds.min(MOST_SECONDS).movePointRight(9);
        BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.ONE.movePointRight(9));
        return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue());
    }

    /** Whether there is more than one way to match it, apart from which observations are taken. */
    default boolean hasChoice() {
        return switch (this) {
            case Leaf _ -> false;
            case All all -> all.hasChoice;
            case OneOf _, Sequence _, Within _ -> true;
            case Between between -> between.part.hasChoice();
            case Times times -> times.part.hasChoice();
        };
    }

    /**
     * How large the plan is once repetitions are written out. A repetition of what leaves no choice is only a number; that of
     * anything else has to be written out, since each time may be matched in its own way.
     */
    default long size() {
        return switch (this) {
            case Leaf _ -> 1;
            case All all -> size(all.parts);
            case OneOf oneOf -> size(oneOf.parts);
            case Sequence sequence -> size(List.of(sequence.before, sequence.after));
            case Within within -> within.part.size();
            case Between between -> between.part.size();
            case Times times -> Math.min((times.hasChoice() ? times.times : 1) * times.part.size(), Integer.MAX_VALUE);
        };
    }

    private static long size(List<Plan> parts) {
        return Math.min(parts.stream().mapToLong(Plan::size).sum(), Integer.MAX_VALUE);
    }

    /** Adds the checks of all its leaves. */
    default void checks(BitSet into) {
        switch (this) {
            case Leaf(int check) -> into.set(check);
            case All(List<Plan> parts, boolean _) -> parts.forEach(part -> part.checks(into));
            case OneOf(List<Plan> parts) -> parts.forEach(part -> part.checks(into));
            case Sequence(Plan before, Plan after) -> {
                before.checks(into);
                after.checks(into);
            }
            case Within(Plan part, Duration _) -> part.checks(into);
            case Between(Plan part, Instant _, Instant _) -> part.checks(into);
            case Times(Plan part, int _) -> part.checks(into);
        }
    }
}
