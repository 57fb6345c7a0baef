package org.entente.stix.pattern;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.stix.StixTimestamp;
import tools.jackson.databind.JsonNode;

/**
 * The slow, obvious matcher: it writes down every set of observations that matches a part, for each part. A set is a number
 * with one bit for each observation; an observed-data object that stands for several has as many bits.
 */
final class ReferenceMatcher {
    private final List<Observation> observations = new ArrayList<>();

    ReferenceMatcher(List<Observation> observedData) {
        for (Observation observation : observedData) {
            for (int i = 0; i < observation.count(); i++) {
                observations.add(observation);
            }
        }
    }

    boolean matches(Pattern pattern) {
        return !sets(pattern.expression()).isEmpty();
    }

    private Set<Integer> sets(ObservationExpression expression) {
        Set<Integer> sets = new HashSet<>();
        switch (expression) {
            case ObservationExpression.Single(ComparisonExpression comparison) -> {
                for (int i = 0; i < observations.size(); i++) {
                    Map<String, JsonNode> objects = observations.get(i).objects();
                    if (objects.values().stream().anyMatch(object -> holds(comparison, object, objects))) {
                        sets.add(1 << i);
                    }
                }
            }
            case ObservationExpression.And(List<ObservationExpression> parts) -> {
                sets.add(0);
                for (ObservationExpression part : parts) {
                    sets = joined(sets, sets(part), false);
                }
            }
            case ObservationExpression.Or(List<ObservationExpression> parts) -> {
                for (ObservationExpression part : parts) {
                    sets.addAll(sets(part));
                }
            }
            case ObservationExpression.FollowedBy(List<ObservationExpression> parts) -> {
                sets.add(0);
                for (ObservationExpression part : parts) {
                    sets = joined(sets, sets(part), true);
                }
            }
            case ObservationExpression.Qualified(ObservationExpression part, Qualifier.Repeats(int times)) -> {
                sets.add(0);
                for (int i = 0; i < times; i++) {
                    sets = joined(sets, sets(part), false);
                }
            }
            case ObservationExpression.Qualified(ObservationExpression part, Qualifier qualifier) -> {
                for (int set : sets(part)) {
                    if (allows(qualifier, members(set))) {
                        sets.add(set);
                    }
                }
            }
        }
        return sets;
    }

    private Set<Integer> joined(Set<Integer> left, Set<Integer> right, boolean inOrder) {
        Set<Integer> sets = new HashSet<>();
        for (int one : left) {
            for (int other : right) {
                if ((one & other) == 0 && (!inOrder || isBefore(members(one), members(other)))) {
                    sets.add(one | other);
                }
            }
        }
        return sets;
    }

    private List<Observation> members(int set) {
        List<Observation> members = new ArrayList<>();
        for (int i = 0; i < observations.size(); i++) {
            if ((set & 1 << i) != 0) {
                members.add(observations.get(i));
            }
        }
        return members;
    }

    private static boolean isBefore(List<Observation> left, List<Observation> right) {
        return left.stream()
                .allMatch(one -> right.stream().allMatch(other -> one.first().compareTo(other.last()) <= 0));
    }

    private static boolean allows(Qualifier qualifier, List<Observation> members) {
        return switch (qualifier) {
            case Qualifier.Within within -> {
                long millis = within.seconds().movePointRight(3).longValueExact();
                yield members.stream()
                        .allMatch(one -> members.stream()
                                .allMatch(other ->
                                        one.first().compareTo(other.last().plusMillis(millis)) <= 0));
            }
            case Qualifier.StartStop(String start, String stop) -> {
                Instant from = StixTimestamp.toInstant(start);
                Instant to = StixTimestamp.toInstant(stop);
                yield from.compareTo(to) < 0
                        && members.stream()
                                .allMatch(one -> one.first().compareTo(to) < 0
                                        && one.last().compareTo(from) >= 0);
            }
            case Qualifier.Repeats _ -> throw new IllegalArgumentException();
        };
    }

    private static boolean holds(ComparisonExpression expression, JsonNode object, Map<String, JsonNode> objects) {
        return switch (expression) {
            case ComparisonExpression.And(List<ComparisonExpression> parts) ->
                parts.stream().allMatch(part -> holds(part, object, objects));
            case ComparisonExpression.Or(List<ComparisonExpression> parts) ->
                parts.stream().anyMatch(part -> holds(part, object, objects));
            case ComparisonExpression.Exists(ObjectPath path, boolean negated) ->
                isOf(path, object) && values(path, object, objects).isEmpty() == negated;
            case ComparisonExpression.Test test ->
                isOf(test.path(), object)
                        && values(test.path(), object, objects).stream()
                                .anyMatch(value -> passes(test, value) != test.negated());
        };
    }

    private static boolean isOf(ObjectPath path, JsonNode object) {
        return object.path("type").asString().equals(path.type());
    }

    private static List<JsonNode> values(ObjectPath path, JsonNode object, Map<String, JsonNode> objects) {
        List<JsonNode> values = List.of(object);
        String name = "";
        for (ObjectPath.Step step : path.steps()) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode value : values) {
                switch (step) {
                    case ObjectPath.Key(String key) -> {
                        boolean refers = value.isString() && name.contains("_ref");
                        JsonNode owner = refers ? objects.get(value.stringValue()) : value;
                        if (owner != null && owner.has(key)) {
                            next.add(owner.get(key));
                        }
                    }
                    case ObjectPath.Index(int index) -> {
                        if (value.isArray() && index >= 0 && index < value.size()) {
                            next.add(value.get(index));
                        }
                    }
                    case ObjectPath.Any _ -> {
                        if (value.isArray()) {
                            value.forEach(next::add);
                        }
                    }
                }
            }
            name = step instanceof ObjectPath.Key(String key) ? key : name;
            values = next;
        }
        return values;
    }

    private static boolean passes(ComparisonExpression.Test test, JsonNode value) {
        boolean equal = test.constants().stream().anyMatch(constant -> isEqual(constant, value));
        boolean less =
                !test.constants().isEmpty() && isLess(value, test.constants().getFirst());
        boolean comparable = equal
                || (!test.constants().isEmpty()
                        && test.constants().getFirst() instanceof Constant.Numeric == value.isNumber()
                        && test.constants().getFirst() instanceof Constant.Text == value.isString()
                        && !value.isContainer()
                        && !value.isBoolean());
        return switch (test.operator()) {
            case EQUAL, IN -> equal;
            case NOT_EQUAL -> !equal;
            case LESS -> less;
            case LESS_OR_EQUAL -> less || (equal && !value.isBoolean());
            case GREATER -> comparable && !less && !equal;
            case GREATER_OR_EQUAL -> comparable && !less;
            case LIKE ->
                value.isString()
                        && value.stringValue()
                                .matches(((Constant.Text) test.constants().getFirst())
                                        .value()
                                        .replace("\\", "\\\\")
                                        .replace("%", ".*")
                                        .replace("_", "."));
            case MATCHES, ISSUBSET, ISSUPERSET -> throw new IllegalArgumentException();
        };
    }

    private static boolean isEqual(Constant constant, JsonNode value) {
        return switch (constant) {
            case Constant.Numeric number ->
                value.isNumber() && value.doubleValue() == number.value().doubleValue();
            case Constant.Text text -> value.isString() && value.stringValue().equals(text.value());
            case Constant.Bool bool -> value.isBoolean() && value.booleanValue() == bool.value();
            case Constant.Octets _, Constant.Timestamp _ -> throw new IllegalArgumentException();
        };
    }

    private static boolean isLess(JsonNode value, Constant constant) {
        return switch (constant) {
            case Constant.Numeric number ->
                value.isNumber() && value.doubleValue() < number.value().doubleValue();
            case Constant.Text text -> value.isString() && value.stringValue().compareTo(text.value()) < 0;
            case Constant.Bool _, Constant.Octets _, Constant.Timestamp _ -> false;
        };
    }
}
