package org.entente.release;

import static org.entente.memorandum.RandomConstraint.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.LeftOperand;
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
    private static final int FACETS_FOR_EACH = 60;
    private static final List<String> LABELS =
            List.of("a", "b", "c", "d", "e", "PAP:GREEN", "pap:red", "pap:white", "pap:mauve");
    private static final List<String> TREES =
            List.of("{'a':['b','c']}", "{'d':['a'],'a':['b']}", "{'e':['a','d'],'a':['b','c'],'d':['c']}");
    private static final List<Source.Passing> PASSING = List.of(Source.Passing.values());
    private static final Instant START = Instant.parse("2026-01-03T12:00:00Z");

    private static final List<String> MARKINGS = List.of(
            Given.TLP_GREEN,
            Given.TLP_RED,
            Given.STATEMENT,
            Given.ACS,
            Given.BARRED,
            Given.AS_PAP,
            Given.OTHER,
            Given.UNKNOWN,
            Given.FALSE_TLP);

    @Test
    void agreesWithTheReference() {
        int permitted = 0;
        for (long seed = 0; seed < (long) TERMS * SCALE; seed++) {
            Random random = new Random(seed);
            ObjectNode document = Given.memorandum(json(random, 3));
            if (random.nextBoolean()) {
                document.putObject("defaults").put("tlp", pick(LEVELS, random));
            }
            if (random.nextBoolean()) {
                document.set("topics", Given.tree(Samples.json(pick(TREES, random))));
            }
            if (random.nextBoolean()) {
                String onward = pick(List.of("never", "with-consent", "allowed"), random);
                ((ObjectNode) document.get("grants").get(0)).putObject("duties").put("onward", onward);
            }
            JsonNode ruleTree = Given.tree(rules(random));
            HouseRules houseRules = Samples.accepted(HouseRules.read(Samples.bytes(ruleTree)));
            Memorandum memorandum = Samples.memorandum(document);
            boolean inForce = random.nextInt(10) > 0;
            Terms terms = Terms.of(memorandum, memorandum.contracts().getFirst(), inForce, houseRules)
                    .startingAt(START);
            for (int i = 0; i < FACETS_FOR_EACH; i++) {
                Facets facets = facets(random);
                Decision decision = Decide.decide(terms, facets, Given.KINDS);
                String got = decision.checks().stream()
                                .map(check -> check.value().name())
                                .collect(Collectors.joining(" "))
                        + " " + decision.barsOlderVersions();
                String expected = Reference.decide(document, inForce, ruleTree, START, facets, Given.KINDS);
                assertEquals(expected, got, "seed " + seed + ", facets " + facets);
                permitted += decision.permitted() ? 1 : 0;
                assertEquals(facets, Facets.decode(facets.encode()), "seed " + seed);
            }
        }
        assertTrue(permitted > 3 * TERMS * SCALE, "Too few decisions permit to say anything: " + permitted);
    }

    private static String rules(Random random) {
        List<String> rules = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            rules.add("{'id':'H" + i + "','text':'x','require':");
        }
        String defaults = random.nextBoolean() ? "'defaults':{'tlp':'" + pick(LEVELS, random) + "'}," : "";
        String topics = random.nextBoolean() ? "'topics':" + pick(TREES, random) + "," : "";
        return Samples.json("{'entente':'house-rules/1'," + defaults + topics + "'rules':[")
                + rules.stream()
                        .map(rule -> Samples.json(rule) + json(random, 2) + "}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    static Facets facets(Random random) {
        var markings = new TreeSet<StixId>();
        Tlp tlp = random.nextInt(3) == 0 ? Tlp.parse(pick(LEVELS, random)) : null;
        for (String marking : some(MARKINGS, Math.max(0, random.nextInt(5) - 2), random)) {
            markings.add(new StixId(marking));
            tlp = Tlp.strictest(tlp, Tlp.ofMarking(new StixId(marking)));
        }
        @Nullable String collection = random.nextBoolean() ? pick(COLLECTIONS, random) : null;
        Source source = random.nextInt(10) == 0
                ? new Source.Received(
                        random.nextBoolean() ? Samples.B : "did:web:d.example",
                        UUID.fromString(pick(CONTRACTS, random)),
                        PASSING.get(random.nextInt(PASSING.size())))
                : Source.OWN;
        var topics = new TreeSet<>(some(LABELS, random.nextInt(3), random));
        return new Facets(pick(TYPES, random), tlp, topics, collection, markings, source, said(random));
    }

    /** What objects say: nothing was asked, nothing is said, or one or two of the values that terms name. */
    private static SortedMap<LeftOperand, SortedSet<String>> said(Random random) {
        var said = new TreeMap<LeftOperand, SortedSet<String>>();
        for (LeftOperand operand : LeftOperand.values()) {
            if (Facets.isSaid(operand) && random.nextInt(8) > 0) {
                int count = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(2);
                said.put(operand, new TreeSet<>(some(sayable(operand, random), count, random)));
            }
        }
        SortedSet<String> modified = said.get(LeftOperand.MODIFIED);
        SortedSet<String> version = modified != null && modified.isEmpty() ? said.get(LeftOperand.CREATED) : modified;
        if (version == null) {
            said.remove(LeftOperand.AGE);
        } else {
            // An age is the version's.
            said.computeIfPresent(
                    LeftOperand.AGE,
                    (_, _) -> version.isEmpty()
                            ? version
                            : new TreeSet<>(Set.of(version.first() + "/" + instant(random))));
        }
        return said;
    }

    private static List<String> sayable(LeftOperand operand, Random random) {
        return switch (operand) {
            case KIND -> List.of("ransomware", "rat", "so \"called\" \\", "other");
            case KILL_CHAIN_PHASE -> List.of("k:one", "k:two", "l:one", "l:two");
            case SECTOR -> List.of("energy", "local government", "defence");
            case REGION ->
                random.nextInt(4) == 0
                        ? List.of("Atlantis")
                        : PLACES.subList(random.nextInt(PLACES.size() - 1), PLACES.size());
            case PATTERN_TYPE -> List.of(pick(List.of("stix", "yara", "pcre"), random));
            case CONFIDENCE -> List.of(pick(List.of("0", "29", "30", "31", "70", "100"), random));
            case PRODUCER -> List.of(pick(PRODUCERS, random));
            case CREATED, MODIFIED, VALID_FROM, VALID_UNTIL, AGE -> List.of(instant(random));
            case TYPE, TLP, PAP, TOPIC, COLLECTION, RECEIVED_FROM, RECEIVED_UNDER -> throw new AssertionError(operand);
        };
    }

    /** Around the instants that terms name, and such that ages are around the spans that they name. */
    private static String instant(Random random) {
        String day = "2026-01-0" + (1 + random.nextInt(6));
        return day + (random.nextBoolean() ? "T00:00:00Z" : "T12:00:00.000Z");
    }
}
