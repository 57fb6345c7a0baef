package org.entente.memorandum;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Constraints at random, in JSON, over few values of every operand, so that objects of the same few values meet them. */
public final class RandomConstraint {
    public static final List<String> LEVELS = List.of("clear", "green", "amber", "amber+strict", "red");
    public static final List<String> TYPES =
            List.of("tool", "malware", "identity", "location", "marking-definition", "extension-definition");
    public static final List<String> TOPICS = List.of("a", "b", "c", "d", "e");
    public static final List<String> COLLECTIONS = List.of("x", "y");
    public static final List<String> PLACES =
            List.of("africa", "northern-africa", "MA", "MA-05", "DZ", "europe", "western-europe", "FR", "FR-75");
    public static final List<String> INSTANTS =
            List.of("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z");
    public static final List<String> PRODUCERS =
            List.of("identity--00000000-0000-4000-8000-000000000001", "identity--00000000-0000-4000-8000-000000000002");
    public static final List<String> CONTRACTS =
            List.of("00000000-0000-0003-0000-000000000004", "00000000-0000-0003-0000-000000000005");

    private static final List<String> ONE = List.of("eq", "neq", "isAnyOf", "isNoneOf", "isAbsent");
    private static final List<String> SEVERAL = List.of("isAnyOf", "isNoneOf", "isAllOf", "isAbsent");
    private static final List<String> ORDER = List.of("lt", "lteq", "gt", "gteq", "isAbsent");
    private static final List<String> LEVEL =
            List.of("eq", "neq", "isAnyOf", "isNoneOf", "lt", "lteq", "lteq", "gt", "gteq", "isAbsent");

    /** The values and operators of an operand. */
    private record Choice(List<String> values, List<String> operators) {}

    private static final Map<LeftOperand, Choice> CHOICES = Map.ofEntries(
            Map.entry(LeftOperand.TYPE, new Choice(TYPES, List.of("eq", "neq", "isAnyOf", "isNoneOf"))),
            Map.entry(LeftOperand.KIND, new Choice(List.of("ransomware", "rat", "so \\\"called\\\" \\\\"), SEVERAL)),
            Map.entry(LeftOperand.PATTERN_TYPE, new Choice(List.of("stix", "yara"), ONE)),
            Map.entry(LeftOperand.KILL_CHAIN_PHASE, new Choice(List.of("k:one", "k:two", "l:one"), SEVERAL)),
            Map.entry(LeftOperand.CONFIDENCE, new Choice(List.of("0", "30", "70", "100"), LEVEL)),
            Map.entry(LeftOperand.TLP, new Choice(LEVELS, LEVEL)),
            Map.entry(LeftOperand.PAP, new Choice(List.of("clear", "green", "amber", "red"), LEVEL)),
            Map.entry(LeftOperand.TOPIC, new Choice(TOPICS, SEVERAL)),
            Map.entry(LeftOperand.COLLECTION, new Choice(COLLECTIONS, ONE)),
            Map.entry(LeftOperand.PRODUCER, new Choice(PRODUCERS, ONE)),
            Map.entry(LeftOperand.SECTOR, new Choice(List.of("energy", "local government"), SEVERAL)),
            Map.entry(LeftOperand.REGION, new Choice(PLACES, SEVERAL)),
            Map.entry(LeftOperand.CREATED, new Choice(INSTANTS, ORDER)),
            Map.entry(LeftOperand.MODIFIED, new Choice(INSTANTS, ORDER)),
            Map.entry(LeftOperand.VALID_FROM, new Choice(INSTANTS, ORDER)),
            Map.entry(LeftOperand.VALID_UNTIL, new Choice(INSTANTS, ORDER)),
            Map.entry(LeftOperand.AGE, new Choice(List.of("PT36H", "P1D", "P2D"), ORDER)),
            Map.entry(LeftOperand.RECEIVED_FROM, new Choice(List.of(Samples.B, "did:web:d.example"), ONE)),
            Map.entry(LeftOperand.RECEIVED_UNDER, new Choice(CONTRACTS, ONE)));

    private RandomConstraint() {}

    /** A constraint of at most that many levels above its terms. */
    public static String json(Random random, int levels) {
        return switch (levels == 0 ? 3 : random.nextInt(5)) {
            case 0 -> "{\"all\":" + members(random, levels) + "}";
            case 1 -> "{\"any\":" + members(random, levels) + "}";
            case 2 -> "{\"not\":" + json(random, levels - 1) + "}";
            default -> term(random);
        };
    }

    private static String members(Random random, int levels) {
        List<String> members = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            members.add(json(random, levels - 1));
        }
        return "[" + String.join(",", members) + "]";
    }

    private static String term(Random random) {
        List<LeftOperand> operands = List.of(LeftOperand.values());
        LeftOperand left = operands.get(random.nextInt(operands.size()));
        Choice choice = CHOICES.get(left);
        if (choice == null) {
            throw new AssertionError("There are no values to choose from for " + left);
        }
        String operator = pick(choice.operators, random);
        String quote = left == LeftOperand.CONFIDENCE ? "" : "\"";
        String between = quote + "," + quote;
        String right = switch (operator) {
            case "isAbsent" -> "true";
            case "isAnyOf", "isNoneOf", "isAllOf" ->
                "[" + quote + String.join(between, some(choice.values, 1 + random.nextInt(2), random)) + quote + "]";
            default -> quote + pick(choice.values, random) + quote;
        };
        return "{\"" + left.text() + "\":{\"" + operator + "\":" + right + "}}";
    }

    public static String pick(List<String> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    public static List<String> some(List<String> values, int count, Random random) {
        List<String> shuffled = new ArrayList<>(values);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, Math.min(count, values.size()));
    }
}
