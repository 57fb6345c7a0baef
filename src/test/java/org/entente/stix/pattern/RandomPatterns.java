package org.entente.stix.pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.entente.stix.pattern.ComparisonExpression.Operator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Small patterns and observations by chance, of so few words that they often have to do with each other. */
final class RandomPatterns {
    private static final Instant BEGIN = Instant.parse("2020-01-01T00:00:00Z");
    private static final int MAX_OBSERVATIONS = 5;
    private static final int MAX_COUNT = 2;
    private static final List<String> TYPES = List.of("a", "b");
    private static final List<Operator> OPERATORS = List.of(
            Operator.EQUAL,
            Operator.NOT_EQUAL,
            Operator.LESS,
            Operator.LESS_OR_EQUAL,
            Operator.GREATER,
            Operator.GREATER_OR_EQUAL,
            Operator.IN,
            Operator.LIKE);

    private static final List<String> PROPERTIES = List.of("number", "text", "flag", "with-hyphen");
    private static final List<String> OTHER_PROPERTIES = List.of("number", "text", "at", "x_bin", "y_hex");

    private final Random random;
    private final boolean others;

    /** Without octets and timestamps, which the slow matcher does not know. */
    RandomPatterns(Random random) {
        this(random, false);
    }

    /** With them where {@code others} says so. */
    RandomPatterns(Random random, boolean others) {
        this.random = random;
        this.others = others;
    }

    Pattern pattern() {
        return new Pattern(observation(random.nextInt(4)));
    }

    private ObservationExpression observation(int depth) {
        if (depth == 0) {
            return new ObservationExpression.Single(comparison(random.nextInt(3)));
        }
        Supplier<ObservationExpression> part = () -> observation(depth - 1);
        return switch (random.nextInt(5)) {
            case 0 -> new ObservationExpression.And(several(part));
            case 1 -> new ObservationExpression.Or(several(part));
            case 2 -> new ObservationExpression.FollowedBy(several(part));
            default -> new ObservationExpression.Qualified(part.get(), qualifier());
        };
    }

    private <T> List<T> several(Supplier<T> part) {
        return Stream.generate(part).limit(2 + random.nextInt(2)).toList();
    }

    private Qualifier qualifier() {
        return switch (random.nextInt(3)) {
            case 0 -> new Qualifier.Within(BigDecimal.valueOf(1 + random.nextInt(8), random.nextInt(2)));
            case 1 -> new Qualifier.Repeats(1 + random.nextInt(3));
            default -> {
                int start = random.nextInt(8);
                yield new Qualifier.StartStop(
                        BEGIN.plusSeconds(start).toString(),
                        BEGIN.plusSeconds(start + random.nextInt(6)).toString());
            }
        };
    }

    private ComparisonExpression comparison(int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            Supplier<ComparisonExpression> part = () -> comparison(depth - 1);
            return random.nextBoolean()
                    ? new ComparisonExpression.And(several(part))
                    : new ComparisonExpression.Or(several(part));
        }
        boolean negated = random.nextInt(4) == 0;
        if (random.nextInt(8) == 0) {
            return new ComparisonExpression.Exists(path(), negated);
        }
        Operator operator = of(OPERATORS);
        return new ComparisonExpression.Test(path(), negated, operator, constants(operator));
    }

    private List<Constant> constants(Operator operator) {
        Constant text = new Constant.Text(text() + (operator == Operator.LIKE && random.nextBoolean() ? "%" : ""));
        Constant number = new Constant.Numeric(BigDecimal.valueOf(random.nextInt(4)));
        if (others && random.nextBoolean() && operator != Operator.LIKE) {
            Constant octets = new Constant.Octets(text().getBytes(UTF_8));
            return List.of(random.nextInt(4) > 0 ? octets : new Constant.Timestamp(time()));
        }
        return switch (operator) {
            case EQUAL, NOT_EQUAL -> List.of(of(List.of(text, number, new Constant.Bool(random.nextBoolean()))));
            case IN ->
                of(List.of(List.of(), List.of(number, new Constant.Numeric(new BigDecimal("2.0"))), List.of(text)));
            case LIKE -> List.of(text);
            default -> List.of(random.nextBoolean() ? text : number);
        };
    }

    private ObjectPath path() {
        List<ObjectPath.Step> steps = new ArrayList<>();
        switch (random.nextInt(6)) {
            case 0 -> {
                steps.add(new ObjectPath.Key("list"));
                steps.add(random.nextBoolean() ? new ObjectPath.Any() : new ObjectPath.Index(random.nextInt(3) - 1));
            }
            case 1 -> {
                steps.add(new ObjectPath.Key("x_ref"));
                steps.add(new ObjectPath.Key(property()));
            }
            case 2 -> {
                steps.add(new ObjectPath.Key("x_refs"));
                steps.add(new ObjectPath.Any());
                steps.add(new ObjectPath.Key("x_refs"));
                steps.add(new ObjectPath.Any());
                steps.add(new ObjectPath.Key(property()));
            }
            default -> steps.add(new ObjectPath.Key(property()));
        }
        return new ObjectPath(of(TYPES), steps);
    }

    private String property() {
        return of(others ? OTHER_PROPERTIES : PROPERTIES);
    }

    /** The same moment in two forms, and another. */
    private String time() {
        return of(List.of("2020-01-01T00:00:00Z", "2020-01-01T00:00:00.00Z", "2020-01-02T00:00:00Z"));
    }

    private String text() {
        return of(List.of("", "x", "y", "xy", "yx", "x'\\y"));
    }

    private <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    List<Observation> observations() {
        return Stream.generate(this::observation)
                .limit(random.nextInt(MAX_OBSERVATIONS + 1))
                .toList();
    }

    private Observation observation() {
        Map<String, JsonNode> objects = new LinkedHashMap<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            objects.put("o" + i, object());
        }
        Instant first = BEGIN.plusSeconds(random.nextInt(8));
        Instant last = first.plusSeconds(random.nextBoolean() ? 0 : random.nextInt(5));
        return new Observation("observed", first, last, 1 + random.nextInt(MAX_COUNT), objects);
    }

    private ObjectNode object() {
        ObjectNode object = JsonNodeFactory.instance.objectNode().put("type", of(TYPES));
        if (others) {
            object.put("at", random.nextBoolean() ? time() : text());
            object.put("x_bin", random.nextBoolean() ? of(List.of("eA==", "eHk=")) : text());
            object.put("y_hex", random.nextBoolean() ? of(List.of("78", "7879", "7978")) : text());
        }
        for (String property : PROPERTIES) {
            switch (random.nextInt(5)) {
                case 0 -> object.put(property, random.nextInt(4));
                case 1 -> object.put(property, random.nextInt(8) / 2.0);
                case 2 -> object.put(property, text());
                case 3 -> object.put(property, random.nextBoolean());
                default -> {}
            }
        }
        ArrayNode list = object.putArray("list");
        ArrayNode references = object.putArray("x_refs");
        for (int i = random.nextInt(3); i > 0; i--) {
            list.add(random.nextInt(4));
            references.add("o" + random.nextInt(4));
        }
        return random.nextBoolean() ? object.put("x_ref", "o" + random.nextInt(4)) : object;
    }
}
