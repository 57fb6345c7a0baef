package org.entente.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.Samples;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Decisions agree with {@link Reference} on seeded terms and facets. */
class DecidePropertyTest {
    private static final int SCALE = Integer.getInteger("entente.test.scale", 1);
    private static final int TERMS = 5_000;
    private static final int FACETS_FOR_EACH = 20;
    private static final List<String> LEVELS = List.of("clear", "green", "amber", "amber+strict", "red");
    private static final List<String> TYPES =
            List.of("tool", "malware", "identity", "marking-definition", "extension-definition");
    private static final List<String> TOPICS = List.of("a", "b", "c");
    private static final List<String> COLLECTIONS = List.of("x", "y");
    private static final List<String> MARKINGS = List.of(
            Given.TLP_GREEN,
            Given.TLP_RED,
            Given.STATEMENT,
            Given.ACS,
            Given.BARRED,
            Given.OTHER,
            Given.UNKNOWN,
            Given.FALSE_TLP);

    @Test
    void agreesWithTheReference() {
        int permitted = 0;
        for (long seed = 0; seed < (long) TERMS * SCALE; seed++) {
            Random random = new Random(seed);
            ObjectNode document = Given.memorandum(constraint(random, 3));
            String defaults = random.nextBoolean() ? "'defaults':{'tlp':'" + pick(LEVELS, random) + "'}," : "";
            if (random.nextBoolean()) {
                document.putObject("defaults").put("tlp", pick(LEVELS, random));
            }
            String rules = "{'entente':'house-rules/1'," + defaults + "'rules':[" + rules(random) + "]}";
            JsonNode ruleTree = Given.tree(Samples.json(rules));
            HouseRules houseRules = Samples.houseRules(rules);
            Memorandum memorandum = Samples.memorandum(document);
            boolean inForce = random.nextInt(10) > 0;
            Terms terms = Terms.of(memorandum, memorandum.contracts().getFirst(), inForce, houseRules);
            for (int i = 0; i < FACETS_FOR_EACH; i++) {
                Facets facets = facets(random);
                Decision decision = Decide.decide(terms, facets, Given.KINDS);
                String got = decision.checks().stream()
                                .map(check -> check.value().name())
                                .collect(Collectors.joining(" "))
                        + " " + decision.barsOlderVersions();
                String expected = Reference.decide(document, inForce, ruleTree, facets, Given.KINDS);
                assertEquals(expected, got, "seed " + seed + ", facets " + facets);
                permitted += decision.permitted() ? 1 : 0;
                assertEquals(facets, Facets.decode(facets.encode()), "seed " + seed);
            }
        }
        assertTrue(permitted > TERMS * SCALE, "Too few decisions permit to say anything: " + permitted);
    }

    private static String rules(Random random) {
        List<String> rules = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            rules.add("{'id':'H" + i + "','text':'x','require':" + constraint(random, 2) + "}");
        }
        return String.join(",", rules);
    }

    private static String constraint(Random random, int depth) {
        return switch (depth == 0 ? 3 : random.nextInt(5)) {
            case 0 -> "{'all':" + members(random, depth) + "}";
            case 1 -> "{'any':" + members(random, depth) + "}";
            case 2 -> "{'not':" + constraint(random, depth - 1) + "}";
            default -> term(random);
        };
    }

    private static String members(Random random, int depth) {
        List<String> members = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            members.add(constraint(random, depth - 1));
        }
        return "[" + String.join(",", members) + "]";
    }

    private static String term(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "{'type':" + test(random, TYPES, List.of("eq", "neq", "isAnyOf", "isNoneOf")) + "}";
            case 1 ->
                "{'tlp':"
                        + test(
                                random,
                                LEVELS,
                                List.of(
                                        "eq",
                                        "neq",
                                        "isAnyOf",
                                        "isNoneOf",
                                        "lt",
                                        "lteq",
                                        "lteq",
                                        "gt",
                                        "gteq",
                                        "isAbsent"))
                        + "}";
            case 2 -> "{'topic':" + test(random, TOPICS, List.of("isAnyOf", "isNoneOf", "isAllOf", "isAbsent")) + "}";
            default ->
                "{'collection':" + test(random, COLLECTIONS, List.of("eq", "neq", "isAnyOf", "isNoneOf", "isAbsent"))
                        + "}";
        };
    }

    private static String test(Random random, List<String> values, List<String> operators) {
        String operator = pick(operators, random);
        String right = switch (operator) {
            case "isAbsent" -> "true";
            case "isAnyOf", "isNoneOf", "isAllOf" ->
                "['" + String.join("','", some(values, 1 + random.nextInt(2), random)) + "']";
            default -> "'" + pick(values, random) + "'";
        };
        return "{'" + operator + "':" + right + "}";
    }

    private static Facets facets(Random random) {
        var markings = new TreeSet<StixId>();
        Tlp tlp = random.nextInt(3) == 0 ? Tlp.parse(pick(LEVELS, random)) : null;
        for (String marking : some(MARKINGS, Math.max(0, random.nextInt(5) - 2), random)) {
            markings.add(new StixId(marking));
            tlp = Tlp.strictest(tlp, Tlp.ofMarking(new StixId(marking)));
        }
        @Nullable String collection = random.nextBoolean() ? pick(COLLECTIONS, random) : null;
        Source source = random.nextInt(10) == 0
                ? new Source.Received(random.nextBoolean() ? Samples.B : "did:web:d.example", new UUID(3, 4))
                : Source.OWN;
        var topics = new TreeSet<>(some(TOPICS, random.nextInt(3), random));
        return new Facets(pick(TYPES, random), tlp, topics, collection, markings, source);
    }

    private static String pick(List<String> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    private static List<String> some(List<String> values, int count, Random random) {
        List<String> shuffled = new ArrayList<>(values);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, count);
    }
}
