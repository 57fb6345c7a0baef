package org.entente.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.entente.release.Truth.FALSE;
import static org.entente.release.Truth.TRUE;
import static org.entente.release.Truth.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.entente.memorandum.Constraint;
import org.entente.memorandum.ConstraintText;
import org.entente.memorandum.LeftOperand;
import org.entente.memorandum.Operator;
import org.entente.memorandum.RandomConstraint;
import org.entente.memorandum.Samples;
import org.entente.release.Evaluation.Subject;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationTest {
    /** A tool of TLP GREEN with topics a and b, filed under no collection. */
    private static final Subject TOOL = new Subject(
            new Facets("tool", Tlp.GREEN, new TreeSet<>(List.of("a", "b")), null, new TreeSet<>(), Source.OWN),
            Tlp.GREEN,
            true);

    private static final Subject BARE = new Subject(Given.facets("tool", null, List.of()), null, true);

    /** A term for each truth value of the tool. */
    private static final Map<String, String> TERMS = Map.of(
            "TRUE", "{'type':{'eq':'tool'}}",
            "FALSE", "{'type':{'eq':'malware'}}",
            "UNKNOWN", "{'collection':{'eq':'x'}}");

    @ParameterizedTest
    @CsvSource({
        "TRUE, TRUE, TRUE, TRUE", "TRUE, UNKNOWN, UNKNOWN, TRUE", "TRUE, FALSE, FALSE, TRUE",
        "UNKNOWN, TRUE, UNKNOWN, TRUE", "UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN", "UNKNOWN, FALSE, FALSE, UNKNOWN",
        "FALSE, TRUE, FALSE, TRUE", "FALSE, UNKNOWN, FALSE, UNKNOWN", "FALSE, FALSE, FALSE, FALSE"
    })
    void rule1KleeneTables(String left, String right, Truth all, Truth any) {
        String members = "[" + TERMS.get(left) + "," + TERMS.get(right) + "]";
        assertEquals(all, value("{'all':" + members + "}", TOOL));
        assertEquals(any, value("{'any':" + members + "}", TOOL));
        assertEquals(all.not(), value("{'not':{'all':" + members + "}}", TOOL));
        assertEquals(any.not(), value("{'not':{'any':" + members + "}}", TOOL));
    }

    @Test
    void rule1NotTurnsTrueAndFalseAndLeavesUndefined() {
        assertEquals(FALSE, value("{'not':" + TERMS.get("TRUE") + "}", TOOL));
        assertEquals(UNKNOWN, value("{'not':" + TERMS.get("UNKNOWN") + "}", TOOL));
        assertEquals(TRUE, value("{'not':" + TERMS.get("FALSE") + "}", TOOL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type':{'eq':'tool'}} | TRUE",
                "{'type':{'neq':'tool'}} | FALSE",
                "{'type':{'isAnyOf':['malware','tool']}} | TRUE",
                "{'type':{'isNoneOf':['malware','tool']}} | FALSE",
                "{'tlp':{'eq':'green'}} | TRUE",
                "{'tlp':{'neq':'green'}} | FALSE",
                "{'tlp':{'isAnyOf':['clear','amber']}} | FALSE",
                "{'tlp':{'isNoneOf':['clear','amber']}} | TRUE",
                "{'tlp':{'lt':'green'}} | FALSE",
                "{'tlp':{'lt':'amber'}} | TRUE",
                "{'tlp':{'lteq':'green'}} | TRUE",
                "{'tlp':{'lteq':'clear'}} | FALSE",
                "{'tlp':{'gt':'green'}} | FALSE",
                "{'tlp':{'gt':'clear'}} | TRUE",
                "{'tlp':{'gteq':'green'}} | TRUE",
                "{'tlp':{'gteq':'amber+strict'}} | FALSE",
                "{'tlp':{'isAbsent':true}} | FALSE",
                "{'topic':{'isAnyOf':['b','c']}} | TRUE",
                "{'topic':{'isAnyOf':['c','d']}} | FALSE",
                "{'topic':{'isNoneOf':['c','d']}} | TRUE",
                "{'topic':{'isNoneOf':['b','c']}} | FALSE",
                "{'topic':{'isAllOf':['a','b']}} | TRUE",
                "{'topic':{'isAllOf':['a','c']}} | FALSE",
                "{'topic':{'isAbsent':true}} | FALSE",
                "{'collection':{'isAbsent':true}} | TRUE"
            })
    void rule1EveryOperatorOfAPresentProperty(String constraint, Truth expected) {
        assertEquals(expected, value(constraint, TOOL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'tlp':{'eq':'green'}}",
                "{'tlp':{'neq':'green'}}",
                "{'tlp':{'isAnyOf':['clear']}}",
                "{'tlp':{'isNoneOf':['clear']}}",
                "{'tlp':{'lt':'red'}}",
                "{'tlp':{'lteq':'red'}}",
                "{'tlp':{'gt':'clear'}}",
                "{'tlp':{'gteq':'clear'}}",
                "{'topic':{'isAnyOf':['a']}}",
                "{'topic':{'isNoneOf':['a']}}",
                "{'topic':{'isAllOf':['a']}}",
                "{'collection':{'eq':'x'}}",
                "{'collection':{'neq':'x'}}",
                "{'collection':{'isAnyOf':['x']}}",
                "{'collection':{'isNoneOf':['x']}}"
            })
    void rule1EveryOperatorOfAnAbsentPropertyIsUndefined(String constraint) {
        assertEquals(UNKNOWN, value(constraint, BARE));
        assertEquals(UNKNOWN, value("{'not':" + constraint + "}", BARE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type':{'eq':'malware'}} | type eq malware",
                "{'all':[{'type':{'eq':'tool'}},{'tlp':{'lteq':'clear'}},{'topic':{'isAnyOf':['c']}}]} | all[1] tlp lteq clear; all[2] topic isAnyOf [c]",
                "{'all':[{'type':{'eq':'tool'}},{'tlp':{'lteq':'green'}}]} | all[0] type eq tool; all[1] tlp lteq green",
                "{'any':[{'type':{'eq':'malware'}},{'tlp':{'lteq':'green'}},{'type':{'eq':'tool'}}]} | any[1] tlp lteq green",
                "{'any':[{'type':{'eq':'malware'}},{'collection':{'isAnyOf':['x','y']}}]} | any[0] type eq malware; any[1] collection isAnyOf [x, y]",
                "{'not':{'any':[{'type':{'eq':'malware'}},{'tlp':{'lteq':'green'}}]}} | not.any[1] tlp lteq green",
                "{'not':{'all':[{'type':{'eq':'tool'}},{'tlp':{'lteq':'clear'}},{'collection':{'eq':'x'}}]}} | not.all[1] tlp lteq clear",
                "{'not':{'all':[{'type':{'eq':'tool'}},{'collection':{'isAbsent':true}}]}} | not.all[0] type eq tool; not.all[1] collection isAbsent",
                "{'not':{'not':{'all':[{'type':{'eq':'tool'}},{'collection':{'eq':'x'}}]}}} | not.not.all[1] collection eq x"
            })
    void theTermsThatDecidedAreNamed(String constraint, String expected) {
        List<String> located = evaluate(constraint, TOOL).deciding().stream()
                .map(Clause::located)
                .toList();
        assertEquals(expected, String.join("; ", located));
    }

    @Test
    void rule2TypeTermsCountAsMetInTheirPolarity() {
        Subject definition = new Subject(Given.facets("marking-definition", null, List.of()), Tlp.GREEN, false);
        assertEquals(TRUE, value("{'type':{'eq':'tool'}}", definition));
        assertEquals(TRUE, value("{'type':{'isNoneOf':['marking-definition']}}", definition));
        assertEquals(TRUE, value("{'not':{'type':{'eq':'marking-definition'}}}", definition));
        assertEquals(
                TRUE, value("{'not':{'any':[{'type':{'eq':'marking-definition'}},{'tlp':{'eq':'red'}}]}}", definition));
        assertEquals(FALSE, value("{'all':[{'type':{'eq':'tool'}},{'tlp':{'eq':'red'}}]}", definition));
        assertEquals(UNKNOWN, value("{'all':[{'type':{'eq':'tool'}},{'topic':{'isAnyOf':['a']}}]}", definition));
    }

    @Test
    void rule1WhatIsAbsentIsUndefinedSaveToIsAbsentAndWhatWasNotAskedIsUndefinedToAll() {
        var absent = new TreeMap<LeftOperand, SortedSet<String>>();
        for (LeftOperand left : LeftOperand.values()) {
            if (Facets.isSaid(left)) {
                absent.put(left, new TreeSet<>());
            }
        }
        Subject silent = new Subject(saying(absent), null, true);
        Set<LeftOperand> met = EnumSet.noneOf(LeftOperand.class);
        for (long seed = 0; seed < 5_000; seed++) {
            Constraint term = Samples.accepted(
                    Constraint.read(RandomConstraint.json(new Random(seed), 0).getBytes(UTF_8)));
            LeftOperand left = term.operands().iterator().next();
            if (left != LeftOperand.TYPE) {
                boolean asksForIt = ((Constraint.Term) term).operator() == Operator.IS_ABSENT;
                assertEquals(
                        asksForIt ? TRUE : UNKNOWN, Evaluation.of(term, silent).value(), term::toString);
                Truth unasked = asksForIt && !Facets.isSaid(left) ? TRUE : UNKNOWN;
                assertEquals(unasked, Evaluation.of(term, BARE).value(), term::toString);
                met.add(left);
            }
        }
        assertEquals(EnumSet.complementOf(EnumSet.of(LeftOperand.TYPE)), met);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "MA-05 | region is any of [africa] | TRUE",
                "MA-05 | region is any of [MA] | TRUE",
                "MA | region is any of [MA-05] | UNKNOWN",
                "MA | region is none of [MA-05] | UNKNOWN",
                "MA | region is none of [DZ, europe] | TRUE",
                "northern-africa | region is none of [MA] | UNKNOWN",
                "northern-africa | region is any of [MA, africa] | TRUE",
                "northern-africa | region is none of [western-africa] | TRUE",
                "Atlantis | region is none of [MA] | UNKNOWN",
                "Atlantis | region is any of [MA] | UNKNOWN",
                "Atlantis | region is absent | FALSE",
                "MA | region is all of [africa, northern-africa] | TRUE",
                "MA | region is all of [africa, MA-05] | UNKNOWN",
                "MA | region is all of [africa, europe] | FALSE"
            })
    void placesLieInOneAnother(String said, String text, Truth expected) {
        Subject subject = new Subject(saying(Map.of(LeftOperand.REGION, new TreeSet<>(Set.of(said)))), null, true);
        assertEquals(
                expected,
                Evaluation.of(Samples.accepted(ConstraintText.read(text)), subject)
                        .value());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-10T00:00:00Z, 9 days, TRUE", "2026-01-11T00:00:00Z, 9 days, FALSE",
        "2026-01-01T00:00:00Z, 5 days, FALSE", "2026-01-01T00:00:00Z, 6 days, TRUE"
    })
    void rule1AgeIsMeasuredAtTheLaterOfArrivalAndStart(String start, String atMost, Truth expected) {
        Facets facets = saying(Map.of(LeftOperand.AGE, new TreeSet<>(Set.of("2026-01-01T00:00:00.000Z"))))
                .arrived(Instant.parse("2026-01-07T00:00:00Z"));
        Subject subject = new Subject(facets, null, true, null, new TreeSet<>(), Instant.parse(start));
        Constraint term = Samples.accepted(ConstraintText.read("age at most " + atMost));
        assertEquals(expected, Evaluation.of(term, subject).value());
    }

    private static Facets saying(Map<LeftOperand, SortedSet<String>> said) {
        return new Facets("tool", null, new TreeSet<>(), null, new TreeSet<>(), Source.OWN, new TreeMap<>(said));
    }

    private static Truth value(String constraint, Subject subject) {
        return evaluate(constraint, subject).value();
    }

    private static Evaluation evaluate(String constraint, Subject subject) {
        Constraint read = Samples.memorandum(Samples.granting(Samples.json(constraint)))
                .grants()
                .getFirst()
                .constraint();
        return Evaluation.of(read, subject);
    }
}
