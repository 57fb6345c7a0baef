package org.entente.memorandum;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.entente.memorandum.Constraint.WordTerm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstraintTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type':{'eq':'tool'}} | type is tool",
                "{'type':{'neq':'tool'}} | type is not tool",
                "{'tlp':{'lteq':'amber+strict'}} | tlp at most amber+strict",
                "{'pap':{'lt':'red'}} | pap below red",
                "{'confidence':{'gteq':70}} | confidence at least 70",
                "{'confidence':{'isAnyOf':[0,100]}} | confidence is any of [0, 100]",
                "{'modified':{'gteq':'2026-01-01T00:00:00Z'}} | modified not before 2026-01-01T00:00:00Z",
                "{'valid-until':{'lteq':'2026-01-01T00:00:00Z'}} | valid-until not after 2026-01-01T00:00:00Z",
                "{'created':{'lt':'2026-01-01T00:00:00Z'}} | created before 2026-01-01T00:00:00Z",
                "{'valid-from':{'gt':'2026-01-01T00:00:00Z'}} | valid-from after 2026-01-01T00:00:00Z",
                "{'age':{'lteq':'P90D'}} | age at most 90 days",
                "{'age':{'gt':'PT1H'}} | age above 1 hour",
                "{'topic':{'isAllOf':['a','łódź','any']}} | topic is all of [a, \"łódź\", \"any\"]",
                "{'topic':{'isAbsent':true}} | topic is absent",
                "{'collection':{'eq':'absent'}} | collection is \"absent\"",
                "{'collection':{'eq':'and'}} | collection is and",
                "{'collection':{'eq':'a \\\"b\\\" \\\\'}} | collection is \"a \\\"b\\\" \\\\\"",
                "{'received-from':{'eq':'did:web:c.example%3A8443:org'}} | received-from is did:web:c.example%3A8443:org",
                "{'all':[{'type':{'eq':'tool'}},{'not':{'topic':{'isAnyOf':['x']}}}]} | type is tool and not topic is any of [x]",
                "{'any':[{'type':{'eq':'tool'}},{'all':[{'tlp':{'eq':'red'}},{'pap':{'eq':'red'}}]}]} | type is tool or (tlp is red and pap is red)",
                "{'all':[{'all':[{'tlp':{'eq':'red'}},{'pap':{'eq':'red'}}]},{'type':{'eq':'tool'}}]} | (tlp is red and pap is red) and type is tool",
                "{'not':{'any':[{'tlp':{'eq':'red'}},{'pap':{'eq':'red'}}]}} | not (tlp is red or pap is red)",
                "{'not':{'not':{'tlp':{'eq':'red'}}}} | not not tlp is red",
                "{'all':[{'any':[{'tlp':{'eq':'red'}}]}]} | all of (any of (tlp is red))"
            })
    void saysTheSameInBothForms(String json, String text) {
        Constraint constraint =
                Samples.accepted(Constraint.read(Samples.json(json).getBytes(UTF_8)));
        assertEquals(text, ConstraintText.of(constraint));
        assertEquals(constraint, Samples.accepted(ConstraintText.read(text)));
        assertArrayEquals(
                constraint.canonical(),
                Samples.accepted(ConstraintText.read(text)).canonical());
    }

    @Test
    void blanksAndNeedlessParenthesesAreFree() {
        assertEquals(
                "type is tool and tlp at most green",
                ConstraintText.of(
                        Samples.accepted(ConstraintText.read("  ((type\tis \"tool\"))\r\nand(tlp at most\n green) "))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | unknown-term | line 1, column 1",
                "colour is red | unknown-term | line 1, column 1",
                "type | unexpected | line 1, column 5",
                "type tool | unexpected | line 1, column 6",
                "type is | unexpected | line 1, column 8",
                "type is tool tlp is red | unexpected | line 1, column 14",
                "type is tool and | unknown-term | line 1, column 17",
                "type is tool and tlp is red or pap is red | mixed | line 1, column 29",
                "(type is tool | unexpected | line 1, column 14",
                "type is tool) | unexpected | line 1, column 13",
                "type is any of [] | unexpected | line 1, column 17",
                "type is any of [tool, tool] | duplicate | line 1, column 16[1]",
                "type is any of tool | unexpected | line 1, column 16",
                "type is any [tool] | unexpected | line 1, column 13",
                "type below tool | unfit-operator | line 1, column 6",
                "type is absent | unfit-operator | line 1, column 6",
                "topic is x | unfit-operator | line 1, column 7",
                "created is absent and created below 5 | unexpected | line 1, column 31",
                "created before 2026-01-01 | bad-instant | line 1, column 16",
                "tlp at most blue | unknown-tlp | line 1, column 13",
                "tlp at green | unexpected | line 1, column 8",
                "confidence at least 070 | bad-number | line 1, column 21",
                "confidence at least 101 | bad-confidence | line 1, column 21",
                "confidence at least 99999999 | bad-number | line 1, column 21",
                "confidence at least \"70\" | bad-number | line 1, column 21",
                "age at most 24 hours | bad-span | line 1, column 13",
                "age at most 3 months | bad-span | line 1, column 15",
                "topic is any of [\"a | open-quote | line 1, column 18",
                "topic is any of [\"a\\b\"] | bad-escape | line 1, column 18",
                "topic is any of [\"\u0007\"] | bad-text | line 1, column 17[0]",
                "topic is any of [łódź] | bad-character | line 1, column 18",
                "region is any of [Morocco] | unknown-place | line 1, column 18[0]",
            })
    void aFaultHasItsPlaceAndCause(String text, String rule, String place) {
        Fault fault = fault(text);
        assertEquals(rule, fault.rule(), fault.message());
        assertEquals(place, fault.path());
        assertTrue(fault.message().endsWith("."));
    }

    @Test
    void countsLinesAndCharacters() {
        assertEquals(
                "line 3, column 10",
                fault("type is tool\nand topic is any of [\"x\"]\nand not (colour is red)")
                        .path());
        assertEquals(
                "line 1, column 22",
                fault("topic is any of [\"\ud83d\ude00\" x]").path());
    }

    @Test
    void limitsLengthDepthAndCount() {
        assertEquals(
                "too-long", fault(" ".repeat(ConstraintText.MAX_LENGTH + 1)).rule());
        String deep = "not ".repeat(Constraint.MAX_DEPTH - 1) + "type is tool";
        Samples.accepted(ConstraintText.read(deep));
        assertEquals("too-deep", fault("not " + deep).rule());
        assertEquals("too-deep", fault("(".repeat(100_000)).rule());
        assertEquals("too-deep", fault("not ".repeat(100_000)).rule());
        String many = "type is tool" + " or type is tool".repeat(Constraint.MAX_CHILDREN - 1);
        Samples.accepted(ConstraintText.read(many));
        assertEquals("too-many", fault(many + " or type is tool").rule());
        List<String> values =
                IntStream.range(0, Constraint.MAX_VALUES).mapToObj(i -> "v" + i).toList();
        Samples.accepted(
                ConstraintText.read(ConstraintText.of(new WordTerm(LeftOperand.TOPIC, Operator.IS_ANY_OF, values))));
        assertEquals(
                "too-many",
                fault("topic is any of [" + String.join(",", values) + ",more]").rule());
        assertEquals(
                "too-long", fault("topic is any of [" + "x".repeat(251) + "]").rule());
    }

    private static Fault fault(String text) {
        return switch (ConstraintText.read(text)) {
            case Reading.Accepted<Constraint>(var constraint) -> throw new AssertionError("accepted: " + constraint);
            case Reading.Refused<Constraint>(var faults) -> faults.getFirst();
        };
    }
}
