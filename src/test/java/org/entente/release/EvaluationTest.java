package org.entente.release;

import static org.entente.release.Truth.FALSE;
import static org.entente.release.Truth.TRUE;
import static org.entente.release.Truth.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.entente.memorandum.Constraint;
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
